/** What coordinators are told of moves, and the list of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import {
  listingOfMove,
  type MoveLine,
  type MoveSaid,
  moveNews,
  movesInOrder,
  movesOn,
  saidOfMove,
  standsAt,
} from '../../shared/core/case/moves.ts';
import { aCase, aCaseChange } from '../builders.ts';

const H = 'E10000014';
const event = (type: AnyEvent['type'], data: object) => ({ type, data }) as AnyEvent;

describe('what an event says of a move', () => {
  test.each<[string, AnyEvent, MoveSaid | undefined]>([
    [
      'a day is fixed',
      event('transfer-arranged.v1', { council: H, moveOn: '2026-12-01' }),
      { news: 'arranged', day: '2026-12-01', to: H },
    ],
    [
      'it failed on its day',
      event('transfer-failed.v1', { council: H, moveOn: '2026-12-01' }),
      { news: 'failed', day: '2026-12-01', to: H },
    ],
    [
      'handed over, on London’s day',
      event('transfer-completed.v1', { council: H, handedOverAt: '2026-07-01T23:30:00.000Z' }),
      { news: 'done', day: '2026-07-02', to: H },
    ],
    [
      'the child refused on the day',
      event('child-refused.v1', { concerned: [H], onTheDay: '2026-12-01' }),
      { news: 'failed', day: '2026-12-01', to: H },
    ],
    [
      'the child refused before',
      event('child-refused.v1', { concerned: [H] }),
      { news: 'called-off', to: H },
    ],
    ['the child refused, and nobody had a place for it', event('child-refused.v1', {}), undefined],
    [
      'the council lost its place',
      event('case-reallocated.v1', { because: 'coordinator', concerned: [H] }),
      { news: 'called-off', to: H },
    ],
    [
      'nobody keeps its place for a missing child',
      event('places-lapsed.v1', { missingSince: '2026-11-23T09:00:00.000Z', concerned: [H] }),
      { news: 'called-off', to: H },
    ],
    [
      'nobody had a place that could lapse',
      event('places-lapsed.v1', { missingSince: '2026-11-23T09:00:00.000Z', concerned: [] }),
      undefined,
    ],
    ['the search goes on as before', event('case-reallocated.v1', { because: 'next-round' }), undefined],
    ['the search goes on anew', event('case-reallocated.v1', { concerned: [] }), undefined],
    [
      'withdrawn',
      event('referral-withdrawn.v1', { reason: 'other', concerned: [H] }),
      { news: 'withdrawn', to: H },
    ],
    ['withdrawn before anybody said yes', event('referral-withdrawn.v1', {}), { news: 'withdrawn' }],
    ['with family', event('family-joined.v1', { concerned: [H] }), { news: 'withdrawn', to: H }],
    ['stays', event('case-stayed.v1', {}), { news: 'withdrawn' }],
    ['turned 18', event('child-turned-18.v1', { child: 1 }), { news: 'withdrawn' }],
    ['turned 18 later', event('child-turned-18.v1', { child: 1, afterTheEnd: true }), undefined],
    ['another thing', event('place-accepted.v1', { council: H }), undefined],
  ])('%s', (_, said, expected) => {
    expect(saidOfMove(said)).toEqual(expected);
  });
});

describe('what a change puts on the list', () => {
  test.each([
    ['the last birthday of a case that was open', 'turned-18', 'withdrawn'],
    ['a birthday of one of several', 'accepted', undefined],
    ['that of a child who had stayed, as a person decided it', 'stayed', undefined],
    ['that of a child who was handed over', 'transferred', undefined],
  ] as const)('%s', (_, status, news) => {
    const birthday = event('child-turned-18.v1', { child: 1 });
    expect(listingOfMove(aCaseChange({ case: aCase({ status }), events: [birthday] }))?.news).toBe(news);
  });
});

const TODAY = '2026-12-02';
const line = (news: MoveLine['news'], more: Partial<MoveLine> = {}): MoveLine => ({
  caseId: 'NTS-0000-0001',
  news,
  at: '2026-12-01T12:00:00.000Z',
  from: 'E10000016',
  ...more,
});

describe('the list of moves', () => {
  test.each([
    ['failed, however long ago', line('failed', { at: '2026-10-01T12:00:00.000Z' }), 'failed'],
    ['to be today', line('arranged', { day: '2026-12-02' }), 'ahead'],
    ['to have been yesterday', line('arranged', { day: '2026-12-01' }), 'unconfirmed'],
    ['over', line('done'), 'over'],
    ['over for a week', line('withdrawn', { at: '2026-11-25T00:00:00.000Z' }), 'over'],
    ['over for longer', line('called-off', { at: '2026-11-24T23:59:59.999Z' }), undefined],
  ] as const)('%s', (_, one, expected) => {
    expect(standsAt(one, TODAY)).toBe(expected);
  });

  const anyLine = fc.record({
    caseId: fc.integer({ min: 1, max: 9999 }).map((n) => `NTS-0000-${String(n).padStart(4, '0')}`),
    news: fc.constantFrom(...moveNews),
    at: fc
      .integer({ min: -20 * 24, max: 0 })
      .map((hours) => new Date(Date.parse(`${TODAY}T12:00:00.000Z`) + hours * 3_600_000).toISOString()),
    day: fc
      .integer({ min: -10, max: 10 })
      .map((days) =>
        new Date(Date.parse(`${TODAY}T12:00:00.000Z`) + days * 86_400_000).toISOString().slice(0, 10),
      ),
    from: fc.constant('E10000016'),
  });

  test('has each case that stands on it once, what failed first, whatever order they come in', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyLine, { maxLength: 30, selector: ({ caseId }) => caseId }),
        fc.nat(30),
        (lines, turn) => {
          const listed = movesOn(lines, TODAY);
          expect(movesOn([...lines.slice(turn), ...lines.slice(0, turn)], TODAY)).toEqual(listed);
          const shown = lines.filter((one) => standsAt(one, TODAY) !== undefined);
          expect(listed.map(({ line: one }) => one.caseId).toSorted()).toEqual(
            shown.map(({ caseId }) => caseId).toSorted(),
          );
          const groups = listed.map(({ stands }) => movesInOrder.indexOf(stands));
          expect(groups).toEqual(groups.toSorted((a, b) => a - b));
          for (const stands of movesInOrder) {
            const of = listed.filter((one) => one.stands === stands).map(({ line: one }) => one);
            const key = stands === 'over' ? of.map(({ at }) => at).toReversed() : of.map(({ day }) => day);
            expect(key).toEqual(key.toSorted());
          }
        },
      ),
    );
  });
});
