/** What a hold of a move keeps and gives back: its reasons, and the time to arrange it. */
import { describe, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { holdMove, keepHold, releaseHold } from '../../shared/core/case/commands/hold.ts';
import { beginDraft } from '../../shared/core/case/decision-draft.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, aPlacement, aReferral, NOW } from '../builders.ts';
import { coordinator, HAMPSHIRE } from './a-scheme.ts';

const EARLIER = '2026-11-20T09:00:00.000Z';
const LATER = '2026-11-30T17:00:00.000Z';
/** By when a move is arranged that is released on Monday morning, and by when a coordinator looks at a hold. */
const ARRANGE_BY = '2026-11-26T17:00:00.000Z';
const hold = { reasons: [{ code: 'settled-child', words: 'Settled.' }], since: EARLIER, reviewAt: NOW };
const held = (over: Partial<Case> = {}) =>
  aCase({ status: 'accepted', placement: aPlacement({ arrangeBy: NOW }), hold, policy: 'nts-2026', ...over });
const draftOf = (subject: Case) =>
  beginDraft(subject, { now: NOW, actor: coordinator, cause: 'test' }, { policy: policyNamed('nts-2026') });
const released = (subject: Case) => {
  const draft = draftOf(subject);
  releaseHold(draft, { kind: 'release-hold', note: 'n' });
  return draft;
};

describe('a move that is released', () => {
  test('has the whole time to be arranged, and its reasons are cleared, each once', () => {
    const { case: after, events } = released(held({ cleared: ['family-may-care', 'settled-child'] }));
    expect(after.placement).toEqual({ ...aPlacement(), arrangeBy: ARRANGE_BY });
    expect(after.cleared).toEqual(['family-may-care', 'settled-child']);
    expect(after.hold).toBeUndefined();
    expect(after.stepBy).toBeUndefined();
    expect(events.map(({ data }) => data)).toEqual([
      { reasons: ['settled-child'], council: HAMPSHIRE, note: 'n' },
    ]);
  });

  test('keeps the time that it was given, where that ends later', () => {
    const placement = aPlacement({ arrangeBy: LATER, moreTime: true });
    expect(released(held({ placement })).case.placement).toEqual(placement);
  });

  test.each<[string, string | undefined, string | undefined]>([
    ['has gone while it waited, and nobody is late for it', EARLIER, ARRANGE_BY],
    ['is just now', NOW, NOW],
    ['lies ahead', LATER, LATER],
    ['was not named', undefined, undefined],
  ])('is confirmed by a day that %s', (_, completeBy, after) => {
    const placement = aPlacement(completeBy === undefined ? {} : { completeBy });
    expect(released(held({ placement })).case.placement?.completeBy).toBe(after);
  });

  test('is none where nobody has said yes: the referral is looked at by its own time', () => {
    const { placement: _, ...subject } = held({ status: 'held' });
    const { case: after, events } = released(subject);
    expect(after).toMatchObject({ status: 'eligible', stepBy: '2026-11-24T17:00:00.000Z' });
    expect(after.placement).toBeUndefined();
    expect(events.map(({ data }) => data)).toEqual([{ reasons: ['settled-child'], note: 'n' }]);
  });
});

describe('a move that is held', () => {
  const asks = (subject: Case, ...codes: readonly string[]) => {
    const draft = draftOf(subject);
    holdMove(
      draft,
      codes.map((code) => ({ code, words: `${code} anew` })),
    );
    return draft;
  };

  test('keeps what it waited for before, a reason that is said anew in its new words alone', () => {
    const two = { ...hold, reasons: [...hold.reasons, { code: 'not-in-care', words: 'Not in care.' }] };
    const after = (...codes: readonly string[]) => asks(held({ hold: two }), ...codes).case.hold;
    expect(after('settled-child', 'family-may-care')).toEqual({
      reasons: [
        { code: 'not-in-care', words: 'Not in care.' },
        { code: 'settled-child', words: 'settled-child anew' },
        { code: 'family-may-care', words: 'family-may-care anew' },
      ],
      since: EARLIER,
      reviewAt: '2026-11-24T17:00:00.000Z',
    });
  });

  test('begins to wait now where it did not, and says what is to be known', () => {
    const { hold: _, ...free } = held({ facts: aReferral({ wishesRecorded: false }) });
    const draft = asks(free, 'family-may-care');
    expect(draft.case.hold).toMatchObject({ since: NOW, reasons: [{ code: 'family-may-care' }] });
    expect(draft.events.map(({ data }) => data)).toEqual([
      {
        reasons: [{ code: 'family-may-care', words: 'family-may-care anew' }],
        warnings: [expect.objectContaining({ code: 'wishes-not-recorded' })],
        council: HAMPSHIRE,
      },
    ]);
  });

  test('does not where nothing is asked, or nobody has said yes', () => {
    expect(asks(held()).events).toEqual([]);
    const { placement: _, ...subject } = held({ status: 'held' });
    expect(asks(subject, 'family-may-care').events).toEqual([]);
  });
});

test('a hold that is kept says why and until when, in the event as in the case, and is told once', () => {
  const draft = draftOf(held());
  const kept = { note: 'Not yet.', reviewAt: '2026-11-24T17:00:00.000Z' };
  keepHold(draft, { kind: 'keep-hold', note: kept.note });
  expect(draft.events.map(({ data }) => data)).toEqual([kept]);
  expect(draft.case.hold).toEqual({
    ...hold,
    reviewAt: kept.reviewAt,
    kept: { at: NOW, note: kept.note },
  });
  expect(keepHold(draft, { kind: 'keep-hold', note: kept.note }).kind).toBe('unchanged');
});
