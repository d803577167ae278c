import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import { caseOffers } from '../../functions/pages/coordinator/case-offers.ts';
import { caseTimeline } from '../../functions/pages/coordinator/case-timeline.ts';
import type { Offer } from '../../shared/core/case/case.ts';
import { TAKE_OVER } from '../../shared/core/case/succession.ts';
import type { PageRequest } from '../../shared/runtime/http-middleware.ts';
import { lengthWords } from '../../shared/words/times.ts';
import { aCase, anOffer } from '../builders.ts';

const asked = (query: Record<string, string> = {}) =>
  ({ queryStringParameters: query }) as unknown as PageRequest;

const event = (type: string, at: string, data: object = {}): AnyEvent =>
  ({ id: `x:${at}`, type, at, actor: { kind: 'system', name: 'test' }, data }) as unknown as AnyEvent;
const found = (at: string) => event('case-resumed.v1', at, { foundAt: at });
const reminder = (at: string) => event('deadline-approaching.v1', at, { deadline: 'answer', by: at });

describe('what has happened', () => {
  test('is folded by day in London: the first day open, reminders under one line, and what a day brought beside it', () => {
    const days = caseTimeline([
      reminder('2026-11-25T09:00:00.000Z'),
      found('2026-11-24T12:00:00.000Z'),
      reminder('2026-11-24T11:00:00.000Z'),
      found('2026-11-24T10:00:00.000Z'),
      event('referral-amended.v2', '2026-11-24T09:00:00.000Z', { referralId: 'r', facts: {} }),
      // In summer, a minute before midnight UTC is the next day in London.
      found('2026-07-01T23:59:00.000Z'),
    ]);
    expect(
      days.map(({ heading, open, entries, reminders }) => [heading, open, entries.length, reminders.length]),
    ).toEqual([
      ['25 November 2026: 1 reminder', true, 0, 1],
      [
        '24 November 2026: The child was found; The entry authority added to the referral; and 1 more',
        false,
        3,
        1,
      ],
      ['2 July 2026: The child was found', false, 1, 0],
    ]);
    expect(days[1]?.remindersHeading).toBe('1 reminder');
  });

  test('folds away no first word of a council that has ended, and does not call it a reminder', () => {
    const waiting = (at: string, what: string) =>
      event('case-waiting.v1', at, { since: at, party: { kind: 'coordinators' }, what });
    const [day] = caseTimeline([
      waiting('2026-11-24T12:00:00.000Z', 'find a place'),
      waiting('2026-11-24T11:00:00.000Z', TAKE_OVER),
    ]);
    expect(day?.reminders.map(({ title }) => title)).toEqual(['The coordinators were reminded again']);
    expect(day?.entries.map(({ title }) => title)).toEqual([
      'The coordinators were asked who takes over from a council that has ended',
    ]);
  });

  test('shows every event once, on the day on which it happened', () => {
    const moments = fc.date({
      min: new Date('2026-01-01'),
      max: new Date('2026-12-31'),
      noInvalidDate: true,
    });
    const events = fc
      .array(fc.tuple(moments, fc.boolean()), { maxLength: 40 })
      .map((all) =>
        all
          .toSorted(([a], [b]) => b.getTime() - a.getTime())
          .map(([at, again]) => (again ? reminder : found)(at.toISOString())),
      );
    fc.assert(
      fc.property(events, (trail) => {
        const days = caseTimeline(trail);
        const shown = days.flatMap(({ entries, reminders }) =>
          [...entries, ...reminders].map(({ at }) => at),
        );
        expect(shown.toSorted()).toEqual(trail.map(({ at }) => at).toSorted());
        expect(new Set(days.map(({ heading }) => heading.split(':')[0])).size).toBe(days.length);
        expect(days.filter(({ open }) => open)).toHaveLength(Math.min(1, days.length));
      }),
    );
  });
});

describe('who was asked', () => {
  const MADE = '2026-11-23T09:00:00.000Z';
  const answered = (offerId: string, at: string, more: object = {}) =>
    event('offer-answered.v1', at, { offerId, council: 'E10000014', answer: 'declined', ...more });
  const rows = (offers: readonly Offer[], trail: readonly AnyEvent[] = [], query = {}) =>
    caseOffers(aCase({ offers }), trail, asked(query))?.rows ?? [];

  test('is no table while nobody was', () => {
    expect(caseOffers(aCase({ offers: [] }), [], asked())).toBeUndefined();
  });

  test('is told of each council: as what, when, by when, the answer, after how long, and why', () => {
    const offers = [
      anOffer({
        id: '1-1',
        madeAt: MADE,
        status: 'declined',
        declineReason: 'no-safe-placement',
        review: 'pending',
      }),
      anOffer({
        id: '1-2',
        rank: 2,
        role: 'primary',
        madeAt: MADE,
        promotedAt: '2026-11-23T11:00:00.000Z',
        status: 'live',
        readAt: '2026-11-23T12:00:00.000Z',
      }),
      anOffer({
        id: '1-3',
        rank: 3,
        role: 'back-up',
        madeAt: MADE,
        status: 'withdrawn',
        withdrawnBecause: 'placed-elsewhere',
      }),
    ];
    const [first, second, third] = rows(offers, [
      answered('1-1', '2026-11-23T11:00:00.000Z', { text: 'No room this week.' }),
    ]);
    expect(first).toMatchObject({
      council: 'Hampshire',
      asked: 'Round 1, first',
      askedAt: '9am on Monday 23 November 2026',
      answer: 'Declined',
      took: '2 hours',
      why: [
        'It has no safe placement.',
        '“No room this week.”',
        'A coordinator has not decided about its no yet.',
      ],
    });
    expect(second).toMatchObject({
      asked: 'Round 1, back-up 1; asked as the first since 11am on Monday 23 November 2026',
      answer: 'No answer yet',
      took: '',
      why: ['It has been looking at the offer since midday on Monday 23 November 2026.'],
    });
    expect(third).toMatchObject({
      asked: 'Round 1, back-up 2',
      answer: 'No longer asked',
      why: ['A place was found elsewhere.'],
    });
  });

  test('counts from the asking that was answered, and shows no length of an earlier one', () => {
    const promotedAt = '2026-11-25T09:00:00.000Z';
    const promoted = { rank: 2, role: 'primary', madeAt: MADE, promotedAt } as const;
    const took = (offer: Partial<Offer>, at: string) =>
      rows([anOffer({ id: '1-2', ...offer })], [answered('1-2', at, { text: 'No room.' })])[0];
    const later = '2026-11-25T09:30:00.000Z';
    expect(took({ ...promoted, status: 'accepted' }, later)?.took).toBe('30 minutes');
    const begunAnew = { times: 1, at: '2026-11-24T09:00:00.000Z' };
    expect(took({ madeAt: MADE, begunAnew, status: 'declined' }, '2026-11-24T12:00:00.000Z')).toMatchObject({
      took: '3 hours',
    });
    const before = '2026-11-23T11:00:00.000Z';
    for (const status of ['live', 'expired', 'withdrawn'] as const)
      expect(took({ ...promoted, status, review: 'refused' }, before)).toMatchObject({
        took: '',
        why: ['“No room.”', 'A coordinator did not accept its no.'],
      });
    // Asked again behind another after its no was not accepted: its answer is still to come.
    expect(took({ madeAt: MADE, role: 'back-up', status: 'asked', review: 'refused' }, before)?.took).toBe(
      '',
    );
  });

  test('holds every offer once, the latest round first, page by page', () => {
    const offers = Array.from({ length: 23 }, (_, at) =>
      anOffer({
        id: `o-${at}`,
        round: Math.floor(at / 3) + 1,
        rank: (at % 3) + 1,
        role: at % 3 === 0 ? 'primary' : 'back-up',
      }),
    );
    const pages = ['1', '2', '3'].map((page) => rows(offers, [], { offers: page }));
    expect(pages.map((page) => page.length)).toEqual([10, 10, 3]);
    const all = pages.flat().map(({ asked: as }) => as);
    expect(new Set(all).size).toBe(23);
    expect(all.slice(0, 3)).toEqual(['Round 8, first', 'Round 8, back-up 1', 'Round 7, first']);
  });
});

test.each([
  ['2026-11-23T09:00:10.000Z', 'less than a minute'],
  ['2026-11-23T09:01:00.000Z', '1 minute'],
  ['2026-11-23T11:00:59.000Z', '2 hours'],
  ['2026-11-23T12:05:00.000Z', '3 hours 5 minutes'],
  ['2026-11-25T09:00:00.000Z', '2 days'],
  ['2026-11-24T13:59:00.000Z', '1 day 4 hours'],
  // A clock that was set back makes no negative time.
  ['2026-11-23T08:00:00.000Z', 'less than a minute'],
])('from 9am on 23 November to %s it is %s', (to, words) => {
  expect(lengthWords('2026-11-23T09:00:00.000Z', to)).toBe(words);
});
