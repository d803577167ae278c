/** The moves to a council and from it, week by week. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayWords } from '../../shared/core/calendar/working-days.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { inWeeks, type OwnMove, ownMoveIn, WEEKS_SHOWN } from '../../shared/core/case/moves-of-council.ts';
import { aCase, aPlacement } from '../builders.ts';

const KENT = 'E10000016';
const HAMPSHIRE = 'E10000014';
const moving = (over: Partial<Case> = {}, placement = aPlacement({ moveOn: '2026-12-01' })) =>
  aCase({ status: 'transfer-arranged', placement, ...over });

test('a case is a move of the council that takes the children, and of the one that referred them, and of nobody else', () => {
  const { id: caseId } = moving();
  expect(ownMoveIn(moving(), HAMPSHIRE)).toEqual({ caseId, way: 'to', other: KENT, day: '2026-12-01' });
  expect(ownMoveIn(moving(), KENT)).toEqual({ caseId, way: 'from', other: HAMPSHIRE, day: '2026-12-01' });
  expect(ownMoveIn(moving(), 'E10000030')).toBeUndefined();
});

test('there is none before a council has taken the children, after the handover, or once the case is closed', () => {
  const handedOver = aPlacement({ moveOn: '2026-12-01', handedOverAt: '2026-12-01T12:00:00.000Z' });
  for (const one of [
    aCase({ status: 'offered' }),
    moving({ status: 'withdrawn' }),
    moving({ status: 'transferred' }, handedOver),
    moving({ status: 'missing-from-care' }, handedOver),
  ])
    expect(ownMoveIn(one, KENT), one.status).toBeUndefined();
});

test('a day counts only while it stands: one that waits, and one that is not arranged yet, have none', () => {
  const { placement, ...none } = moving();
  const accepted = moving({ status: 'accepted' }, aPlacement());
  expect(ownMoveIn(accepted, HAMPSHIRE)).toMatchObject({
    noDay: 'not-arranged',
    arrangeBy: placement?.arrangeBy,
  });
  const hold = { reasons: [] } as unknown as NonNullable<Case['hold']>;
  for (const waits of [
    moving({ status: 'paused' }),
    moving({ status: 'child-refused' }),
    moving({ hold }),
    { ...accepted, hold },
  ])
    expect(ownMoveIn(waits, KENT)).toEqual({
      caseId: none.id,
      way: 'from',
      other: HAMPSHIRE,
      noDay: 'waits',
    });
});

test('every move stands in one place: in the week of its day, or with those that are late, not arranged or waiting', () => {
  const today = fc.integer({ min: 0, max: 800 }).map((days) => addDays('2026-01-01', days));
  const kinds = fc.oneof(
    fc.record({ after: fc.integer({ min: -60, max: 90 }) }),
    fc.constant({ noDay: 'not-arranged' as const }),
    fc.constant({ noDay: 'waits' as const }),
  );
  fc.assert(
    fc.property(today, fc.array(kinds), (on, some) => {
      const moves = some.map((one, n): OwnMove => {
        const move = { caseId: `NTS-${n}`, way: 'to', other: KENT } as const;
        return 'after' in one ? { ...move, day: addDays(on, one.after) } : { ...move, ...one };
      });
      const { unconfirmed, weeks, notArranged, waiting } = inWeeks(moves, on);
      const all = [...unconfirmed, ...weeks.flatMap((week) => week.moves), ...notArranged, ...waiting];
      expect(all.toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1))).toEqual(
        moves.toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1)),
      );
      expect(unconfirmed.every(({ day = on }) => day < on)).toBe(true);
      expect(weeks.length).toBeGreaterThanOrEqual(WEEKS_SHOWN);
      expect(weeks[0] && weeks[0].monday <= on && on < addDays(weeks[0].monday, 7)).toBe(true);
      for (const { monday, moves: ofIt } of weeks) {
        expect(dayWords(monday)).toMatch(/^Monday /);
        for (const { day = '' } of ofIt)
          expect(day >= on && day >= monday && day < addDays(monday, 7)).toBe(true);
      }
      const days = weeks.flatMap(({ moves: ofIt }) => ofIt.map(({ day = '' }) => day));
      expect(days).toEqual(days.toSorted());
    }),
  );
});

test('what is not arranged stands by the day by which it is to be', () => {
  const by = (caseId: string, arrangeBy?: string): OwnMove => ({
    caseId,
    way: 'to',
    other: KENT,
    noDay: 'not-arranged',
    ...(arrangeBy === undefined ? {} : { arrangeBy }),
  });
  const moves = [
    by('NTS-1', '2026-12-02T17:00:00.000Z'),
    by('NTS-2', '2026-12-01T17:00:00.000Z'),
    by('NTS-3'),
  ];
  expect(inWeeks(moves, '2026-11-23').notArranged.map(({ caseId }) => caseId)).toEqual([
    'NTS-3',
    'NTS-2',
    'NTS-1',
  ]);
});
