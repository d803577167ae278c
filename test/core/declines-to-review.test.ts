import { describe, expect, test } from 'vitest';
import type { CaseStatus, Offer } from '../../shared/core/case/case.ts';
import { declinesToReview, listingOfDeclines } from '../../shared/core/case/declines-to-review.ts';
import { aCase, aCaseChange, anEntry, anOffer } from '../builders.ts';

const declined = (id: string, review?: Offer['review']) =>
  anOffer({ id, status: 'declined', declineReason: 'no-safe-placement', ...(review ? { review } : {}) });

const change = (
  event: Parameters<typeof anEntry>[0],
  offers: readonly Offer[],
  status: CaseStatus = 'offered',
  data: object = {},
) => {
  const subject = aCase({ offers, status });
  const entry = anEntry(event, { subject: subject.id });
  const said = { ...entry, data: { ...entry.data, ...data } } as typeof entry;
  return aCaseChange({ case: subject, events: [said] });
};

describe('declines to review', () => {
  test('are those that nobody has reviewed, of a case that goes on or ended in a transfer', () => {
    const offers = [declined('1-1', 'pending'), declined('1-2', 'accepted'), declined('1-3'), anOffer()];
    const ids = (status: CaseStatus) => declinesToReview(aCase({ offers, status })).map(({ id }) => id);
    expect(ids('offered')).toEqual(['1-1']);
    expect(ids('transferred')).toEqual(['1-1']);
    expect(ids('withdrawn')).toEqual([]);
  });
});

describe('the coordinators’ list of declines', () => {
  const pending = [declined('1-1', 'pending')];
  const reviewed = [declined('1-1', 'accepted')];

  test('gains a case with its decline, and keeps it until the last review', () => {
    expect(listingOfDeclines(change('offer-answered.v1', pending, 'offered', { answer: 'declined' }))).toBe(
      'add',
    );
    const one = [...pending, declined('1-2', 'refused')];
    expect(listingOfDeclines(change('decline-reviewed.v1', one))).toBe('add');
    expect(listingOfDeclines(change('decline-reviewed.v1', reviewed))).toBe('remove');
  });

  test('looks at each event and each offer of a change', () => {
    const { events, ...rest } = change('decline-reviewed.v1', [...reviewed, anOffer()]);
    const paused = anEntry('case-paused.v1', { subject: rest.case.id, number: 2 });
    expect(listingOfDeclines({ ...rest, events: [...events, paused] })).toBe('remove');
    expect(
      listingOfDeclines(change('case-paused.v1', pending, 'offered', { answer: 'declined' })),
    ).toBeUndefined();
  });

  test('loses a case that ends, and keeps one that ends in a transfer', () => {
    expect(listingOfDeclines(change('case-paused.v1', pending, 'withdrawn'))).toBe('remove');
    expect(listingOfDeclines(change('case-paused.v1', pending, 'transferred'))).toBe('add');
  });

  test('is left as it is by whatever else happens to a case', () => {
    expect(listingOfDeclines(change('case-paused.v1', pending))).toBeUndefined();
    expect(
      listingOfDeclines(change('offer-answered.v1', pending, 'offered', { answer: 'accepted' })),
    ).toBeUndefined();
    expect(listingOfDeclines(change('case-paused.v1', [anOffer()], 'withdrawn'))).toBeUndefined();
    expect(
      listingOfDeclines(change('offer-answered.v1', [declined('1-1')], 'offered', { answer: 'declined' })),
    ).toBeUndefined();
  });
});
