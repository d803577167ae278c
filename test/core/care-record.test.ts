/** Nights by child and month, from trails that are written out and counted by hand, and from trails that people lived. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import { addDays, londonDate } from '../../shared/core/calendar/working-days.ts';
import { fundingEvidence } from '../../shared/core/case/funding-evidence.ts';
import { careMonths, careRecords, monthAfter } from '../../shared/core/figures/care-record.ts';
import { nightsIn } from '../../shared/core/figures/nights.ts';
import { runs } from '../how-much.ts';
import { aLife, aLifeWithAnEnd, lived, livedWithAnEnd } from './a-life.ts';
import { HAMPSHIRE, KENT, LEEDS } from './a-scheme.ts';
import {
  accepted,
  asked,
  children,
  found,
  handedOver,
  missing,
  referred,
  type Said,
  trailOf,
} from './a-trail.ts';
import { isMissing, whoHas } from './care-slowly.ts';

/** Child, first night, last night, nights, missing of them. */
const rows = (trail: readonly AnyEvent[], council: string, month: string, upTo = '2099-01-01') =>
  nightsIn(
    month,
    careRecords(trail).filter((record) => record.council === council),
    upTo,
  ).map(({ stay, first, last, nights, missing: gone }) => [stay.child, first, last, nights, gone]);

describe('nights, counted by hand', () => {
  test('the night of the handover is the receiving authority’s, and each night is of one council', () => {
    const trail = trailOf(
      referred('2026-11-23 09:00'),
      accepted('2026-11-23 12:00', HAMPSHIRE),
      handedOver('2026-11-26 14:00', HAMPSHIRE),
    );
    // 23, 24 and 25 November; then 26 to 30, and all of December.
    expect(rows(trail, KENT, '2026-11')).toEqual([[1, '2026-11-23', '2026-11-25', 3, 0]]);
    expect(rows(trail, HAMPSHIRE, '2026-11')).toEqual([[1, '2026-11-26', '2026-11-30', 5, 0]]);
    expect(rows(trail, KENT, '2026-12')).toEqual([]);
    expect(rows(trail, HAMPSHIRE, '2026-12')).toEqual([[1, '2026-12-01', '2026-12-31', 31, 0]]);
    // A night is over when the next day begins.
    expect(rows(trail, HAMPSHIRE, '2026-11', '2026-11-28')).toEqual([[1, '2026-11-26', '2026-11-27', 2, 0]]);
    expect(rows(trail, HAMPSHIRE, '2026-11', '2026-11-26')).toEqual([]);
    expect(rows(trail, LEEDS, '2026-11')).toEqual([]);
  });

  test('days are those of London: 23:30 UTC on the last of a month in summer is the first of the next', () => {
    const trail = trailOf(
      referred('2026-06-29 09:00'),
      accepted('2026-06-29 12:00', HAMPSHIRE),
      // 30 June, 23:30 UTC
      handedOver('2026-07-01 00:30', HAMPSHIRE),
    );
    expect(trail[2]?.at).toBe('2026-06-30T23:30:00.000Z');
    expect(rows(trail, KENT, '2026-06')).toEqual([[1, '2026-06-29', '2026-06-30', 2, 0]]);
    expect(rows(trail, HAMPSHIRE, '2026-06')).toEqual([]);
    expect(rows(trail, HAMPSHIRE, '2026-07')[0]?.[3]).toBe(31);
  });

  test('a leap year’s February has 29 nights, and the months in which clocks change have theirs', () => {
    const trail = trailOf(referred('2024-01-10 09:00'));
    const nights = (month: string) => rows(trail, KENT, month)[0]?.[3];
    expect(['2024-02', '2025-02', '2024-03', '2024-10'].map(nights)).toEqual([29, 28, 31, 31]);
  });

  test('a child in nobody’s care has no nights until the handover, also where that was corrected later', () => {
    const at = { inCareOfAuthority: false };
    const moved = [accepted('2026-11-03 12:00', HAMPSHIRE), handedOver('2026-11-05 12:00', HAMPSHIRE)];
    const corrected: Said = ['2026-11-06 09:00', 'referral-amended.v2', { facts: at }];
    for (const trail of [
      trailOf(referred('2026-11-02 09:00', at), ...moved),
      trailOf(referred('2026-11-02 09:00'), ...moved, corrected),
    ]) {
      expect(rows(trail, KENT, '2026-11')).toEqual([]);
      expect(rows(trail, HAMPSHIRE, '2026-11')).toEqual([[1, '2026-11-05', '2026-11-30', 26, 0]]);
      // What was kept before the correction is overwritten in every month.
      const kent = careRecords(trail).find(({ council }) => council === KENT);
      expect(kent && careMonths(kent, '2027-02-01')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
    }
  });

  test('of a group each child is counted by itself: one turns 18, one leaves care, one is missing and found', () => {
    const trail = trailOf(
      referred('2026-09-01 09:00', { children: children(3) }),
      accepted('2026-09-01 12:00', LEEDS),
      handedOver('2026-09-04 12:00', LEEDS),
      // Known from the 8th on, and on the 12th found: nights of 8, 9, 10 and 11 September.
      missing('2026-09-08 02:00', { council: LEEDS, children: [3] }),
      found('2026-09-12 22:00', { council: LEEDS }),
      ['2026-09-15 02:00', 'child-turned-18.v1', { child: 1, countedAgainst: LEEDS }],
      [
        '2026-09-22 10:00',
        'left-care.v1',
        { council: LEEDS, outcome: 'placement-ended', on: '2026-09-20', children: [2] },
      ],
    );
    expect(rows(trail, KENT, '2026-09').map((row) => [row[0], row[3]])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(rows(trail, LEEDS, '2026-09')).toEqual([
      // The last night is that before the birthday.
      [1, '2026-09-04', '2026-09-14', 11, 0],
      [2, '2026-09-04', '2026-09-19', 16, 0],
      [3, '2026-09-04', '2026-09-30', 27, 4],
    ]);
    expect(rows(trail, LEEDS, '2026-10').map((row) => [row[0], row[3]])).toEqual([[3, 31]]);
  });

  test('who is missing before the handover is the entry authority’s, after it the receiving authority’s', () => {
    const trail = trailOf(
      referred('2026-10-01 09:00'),
      missing('2026-10-02 09:00'),
      accepted('2026-10-02 12:00', LEEDS),
      handedOver('2026-10-05 09:00', LEEDS),
      found('2026-10-07 09:00', { council: LEEDS }),
    );
    // 1 to 4 October, missing on 2, 3 and 4; then from the 5th, missing on 5 and 6.
    expect(rows(trail, KENT, '2026-10')).toEqual([[1, '2026-10-01', '2026-10-04', 4, 3]]);
    expect(rows(trail, LEEDS, '2026-10')).toEqual([[1, '2026-10-05', '2026-10-31', 27, 2]]);
  });

  test('what ended in error goes on; what broke down begins anew', () => {
    const left = (on: string): Said => [
      `${on} 10:00`,
      'left-care.v1',
      { council: LEEDS, outcome: 'joined-family', on, children: [1] },
    ];
    const again = (at: string, because: string): Said => [
      at,
      'case-reopened.v1',
      { because, note: 'n', countedAgainst: LEEDS, children: [1] },
    ];
    const begun = [
      referred('2026-10-01 09:00'),
      accepted('2026-10-01 12:00', LEEDS),
      handedOver('2026-10-01 18:00', LEEDS),
      left('2026-10-10'),
    ];
    expect(rows(trailOf(...begun), LEEDS, '2026-10')).toEqual([[1, '2026-10-01', '2026-10-09', 9, 0]]);
    expect(rows(trailOf(...begun, again('2026-10-20 09:00', 'recorded-in-error')), LEEDS, '2026-10')).toEqual(
      [[1, '2026-10-01', '2026-10-31', 31, 0]],
    );
    expect(rows(trailOf(...begun, again('2026-10-20 09:00', 'family-broke-down')), LEEDS, '2026-10')).toEqual(
      [
        [1, '2026-10-01', '2026-10-09', 9, 0],
        [1, '2026-10-20', '2026-10-31', 12, 0],
      ],
    );
    // Handed over on the day of the referral: the entry authority has no night.
    expect(rows(trailOf(...begun), KENT, '2026-10')).toEqual([]);
  });

  test('a referral that is withdrawn, and a child who joins family, have no night after; a child who stays has', () => {
    const until = (type: AnyEvent['type'], data: object) =>
      rows(trailOf(referred('2026-10-01 09:00'), ['2026-10-04 09:00', type, data]), KENT, '2026-10')[0]?.[3];
    expect(until('referral-withdrawn.v1', { reason: 'left-the-country' })).toBe(3);
    expect(until('family-joined.v1', { note: 'n' })).toBe(3);
    expect(until('case-stayed.v1', { reason: 'settled', note: 'n' })).toBe(31);
  });

  test('whoever was found to be no child, and then to be one, has the nights in between with nobody', () => {
    const decided = (at: string, counts: boolean): Said => [
      at,
      'age-decided.v1',
      { child: 1, counts, evidence: 'court', note: 'n' },
    ];
    const trail = trailOf(
      referred('2026-10-01 09:00'),
      decided('2026-10-05 09:00', false),
      ['2026-10-05 09:00', 'child-turned-18.v1', { child: 1 }],
      decided('2026-10-11 09:00', true),
    );
    expect(rows(trail, KENT, '2026-10')).toEqual([
      [1, '2026-10-01', '2026-10-04', 4, 0],
      [1, '2026-10-11', '2026-10-31', 21, 0],
    ]);
    const [kent] = careRecords(trail);
    expect(kent?.stays.map(({ until }) => until?.because)).toEqual(['assessed-as-adult', undefined]);
  });

  test('children go to the council that takes over on the day after the old one’s last, whenever that is recorded; and to another council on its day', () => {
    // Surrey ended on 31 March 2027; who has its children was recorded on 9 April.
    const [SURREY, WEST] = ['E10000030', 'E06999902'];
    const trail = trailOf(
      referred('2027-03-20 09:00'),
      accepted('2027-03-20 12:00', SURREY),
      handedOver('2027-03-25 12:00', SURREY),
      [
        '2027-04-09 09:00',
        'council-succeeded.v1',
        { from: SURREY, to: WEST, parts: ['receiving-authority'] },
      ],
      ['2027-04-22 09:00', 'care-moved.v1', { from: WEST, to: LEEDS, on: '2027-04-20', children: 1 }],
    );
    expect(rows(trail, SURREY, '2027-03')).toEqual([[1, '2027-03-25', '2027-03-31', 7, 0]]);
    expect(rows(trail, SURREY, '2027-04')).toEqual([]);
    expect(rows(trail, WEST, '2027-04')).toEqual([[1, '2027-04-01', '2027-04-19', 19, 0]]);
    expect(rows(trail, LEEDS, '2027-04')).toEqual([[1, '2027-04-20', '2027-04-30', 11, 0]]);
  });

  test('a move that failed moves no night, and its stamps are those of the one that came about', () => {
    const trail = trailOf(
      referred('2024-09-02 09:00'),
      asked('2024-09-02 10:00', '1-1', LEEDS),
      accepted('2024-09-02 12:00', LEEDS, '1-1'),
      ['2024-09-02 13:00', 'transfer-arranged.v1', { council: LEEDS, moveOn: '2024-09-03' }],
      [
        '2024-09-03 18:00',
        'transfer-failed.v1',
        { council: LEEDS, moveOn: '2024-09-03', reason: 'transport' },
      ],
      ['2024-09-03 19:00', 'case-reallocated.v1', { because: 'transfer-failed' }],
      asked('2024-09-04 10:00', '2-1', HAMPSHIRE),
      accepted('2024-09-04 11:00', HAMPSHIRE, '2-1'),
      ['2024-09-04 12:00', 'transfer-arranged.v1', { council: HAMPSHIRE, moveOn: '2024-09-05' }],
      handedOver('2024-09-06 12:00', HAMPSHIRE),
    );
    expect(rows(trail, KENT, '2024-09')).toEqual([[1, '2024-09-02', '2024-09-05', 4, 0]]);
    expect(rows(trail, LEEDS, '2024-09')).toEqual([]);
    const move = careRecords(trail).find(({ council }) => council === HAMPSHIRE)?.move;
    expect(
      [move?.referred, move?.notified, move?.accepted, move?.arranged, move?.handedOver].map((stamp) => [
        stamp?.event,
        stamp?.hash,
        stamp?.on,
      ]),
    ).toEqual([
      [1, 'hash-1', '2024-09-02'],
      [7, 'hash-7', '2024-09-04'],
      [8, 'hash-8', '2024-09-04'],
      [9, 'hash-9', '2024-09-04'],
      [10, 'hash-10', '2024-09-06'],
    ]);
    // Monday to Friday is four working days, Wednesday to Friday two. From Kent then: £15,000 within two days of being told, £6,000 within five.
    expect(move?.workingDays).toEqual({ referral: 4, notification: 2 });
    expect(move?.incentives.map(({ incentive, inTime }) => [incentive.pounds, inTime])).toEqual([
      [15_000, true],
      [6000, true],
    ]);
  });

  test('no trail but a case’s has a record, and no verification', () => {
    expect(careRecords(trailOf(asked('2026-10-01 09:00', '1-1', LEEDS)))).toEqual([]);
    expect(careRecords(trailOf(referred('2026-10-01 09:00', { entryAuthority: 'Z99000001' })))).toEqual([]);
    expect(careRecords([])).toEqual([]);
  });
});

describe('whatever is done to cases', () => {
  test('each night is of the council that a slow look at the trail finds, and of no other; as is who is missing', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(fc.oneof(aLife.map(lived), aLifeWithAnEnd.map(livedWithAnEnd)), ({ trail }) => {
        const records = careRecords(trail);
        const numbers = new Set(
          trail.flatMap((event) =>
            event.type === 'referral-received.v2' || event.type === 'referral-amended.v2'
              ? (event.data.facts.children ?? []).map(({ number }) => number)
              : [],
          ),
        );
        const [first = '', end = ''] = [trail[0]?.at ?? '', trail.at(-1)?.at ?? ''].map(londonDate);
        const upTo = addDays(end, 3);
        const nights = new Map<string, string>();
        for (let month = first.slice(0, 7); month <= upTo.slice(0, 7); month = monthAfter(month))
          for (const record of records)
            for (const one of nightsIn(month, [record], upTo)) {
              for (let day = one.first; day <= one.last; day = addDays(day, 1)) {
                const key = `${one.stay.child} ${day}`;
                expect(nights.has(key), `night ${key} twice`).toBe(false);
                nights.set(key, record.council);
              }
              met.add(one.stay.until?.because ?? 'goes on');
            }
        for (let day = first; day < upTo; day = addDays(day, 1))
          for (const child of numbers) {
            expect([child, day, nights.get(`${child} ${day}`)]).toEqual([
              child,
              day,
              whoHas(child, day, trail),
            ]);
            if (nights.has(`${child} ${day}`)) {
              const gone = records.some(({ council, missing: all }) =>
                council !== nights.get(`${child} ${day}`)
                  ? false
                  : all.some(
                      (one) =>
                        one.child === child &&
                        one.since.on <= day &&
                        (one.found === undefined || day < one.found.on),
                    ),
              );
              expect([child, day, gone]).toEqual([child, day, isMissing(child, day, trail)]);
            }
          }
      }),
      { numRuns: runs(150) },
    );
  });

  test('what proves a move is what the case’s own evidence for funding says', () => {
    fc.assert(
      fc.property(aLife, (life) => {
        const play = lived(life);
        const evidence = fundingEvidence(play.case);
        const move = careRecords(play.trail).find((record) => record.move !== undefined)?.move;
        expect(move?.handedOver.at).toBe(evidence?.handedOverAt);
        if (evidence === undefined) return;
        expect(move).toMatchObject({ workingDays: evidence.workingDays, incentives: evidence.incentives });
        expect([move?.referred.at, move?.notified.at]).toEqual([evidence.referredAt, evidence.notifiedAt]);
        for (const stamp of [move?.referred, move?.notified, move?.handedOver])
          expect(play.trail[(stamp?.event ?? 0) - 1]?.trail?.hash).toBe(stamp?.hash);
      }),
      { numRuns: runs(150) },
    );
  });

  test('no record is left behind in a month: what was kept of less of the trail is overwritten by what is kept of all of it', () => {
    fc.assert(
      fc.property(aLife, fc.nat(), (life, cut) => {
        const { trail } = lived(life);
        const seen = trail.slice(0, 1 + (cut % trail.length));
        const today = londonDate(seen.at(-1)?.at ?? '');
        const later = addDays(londonDate(trail.at(-1)?.at ?? ''), 40);
        const after = careRecords(trail);
        for (const before of careRecords(seen)) {
          const now = after.find(({ council }) => council === before.council);
          expect(now && careMonths(now, later)).toEqual(
            expect.arrayContaining([...careMonths(before, today)]),
          );
        }
      }),
      { numRuns: runs(200) },
    );
  });
});
