import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReferralFacts } from '../../events/referral.ts';
import { addDays, addWorkingDays, instantAt } from '../../shared/core/calendar/working-days.ts';
import { fundingEvidence } from '../../shared/core/case/funding-evidence.ts';
import { incentives as all, clocks, fundingBand, origins } from '../../shared/core/council/funding.ts';
import { aCase, aCouncil, anOffer, aPlacement, aReferral } from '../builders.ts';

const KENT = 'E10000016';
const CROYDON = 'E09000008';
const SCOTTISH = 'S12000036';

const facts: Record<string, Partial<ReferralFacts>> = {
  hotel: { entryAuthority: CROYDON, inCareOfAuthority: false },
  kent: { entryAuthority: KENT, inCareOfAuthority: true },
  'reception-in-kent': { entryAuthority: KENT, inCareOfAuthority: true, inReception: true },
  elsewhere: { entryAuthority: CROYDON, inCareOfAuthority: true, inReception: true },
};

const moved = ({
  origin = 'kent',
  referred,
  notified = referred,
  handedOver,
  council = 'E10000014',
}: {
  origin?: string;
  referred: string;
  notified?: string;
  handedOver: string;
  council?: string;
}) =>
  fundingEvidence(
    aCase({
      status: 'transferred',
      facts: aReferral(facts[origin]),
      openedAt: instantAt(referred, '09:00'),
      offers: [
        anOffer({ id: '1-0', madeAt: instantAt(referred, '08:00') }),
        anOffer({ madeAt: instantAt(notified, '10:00') }),
      ],
      placement: aPlacement({ council, offerId: '1-1', handedOverAt: instantAt(handedOver, '23:30') }),
    }),
  );

const inForce = (evidence: ReturnType<typeof moved>) =>
  evidence?.incentives.map(({ incentive: { pounds, withinWorkingDays }, inTime }) => [
    pounds,
    withinWorkingDays,
    inTime,
  ]);

test('every incentive is from a place that is known, has its days in order and its source, and counts from one of two moments', () => {
  for (const { origin, clock, from, to, source } of all) {
    expect(origins).toContain(origin);
    expect(Object.keys(facts)).toContain(origin);
    expect(clocks).toContain(clock);
    expect(from < to).toBe(true);
    expect(source).toMatch(/20\d\d|\d{5,}/);
  }
});

describe('what a record proves of a move', () => {
  test('is nothing before the handover', () => {
    expect(fundingEvidence(aCase({ placement: aPlacement() }))).toBeUndefined();
    expect(fundingEvidence(aCase())).toBeUndefined();
  });

  test('rests on the referral, on when the council that took the child was first asked, and on the handover', () => {
    expect(moved({ referred: '2024-09-02', notified: '2024-09-03', handedOver: '2024-09-05' })).toMatchObject(
      {
        referredAt: '2024-09-02T08:00:00.000Z',
        notifiedAt: '2024-09-03T09:00:00.000Z',
        handedOverAt: '2024-09-05T22:30:00.000Z',
        workingDays: { referral: 3, notification: 2 },
      },
    );
  });

  test('is, of a child who was placed directly, told from when the council was told', () => {
    const placement = aPlacement({
      acceptedAt: '2024-09-04T09:00:00.000Z',
      handedOverAt: '2024-09-05T09:00:00.000Z',
    });
    expect(fundingEvidence(aCase({ placement }))?.notifiedAt).toBe('2024-09-04T09:00:00.000Z');
  });

  test.each(all.map((one) => [`£${one.pounds} from ${one.origin} (${one.from} to ${one.to})`, one] as const))(
    '%s is in force on its first and its last day, and not the day before or after',
    (_, one) => {
      const on = (handedOver: string) =>
        moved({ origin: one.origin, referred: addDays(handedOver, -1), handedOver })?.incentives.some(
          ({ incentive }) => incentive.source === one.source && incentive.pounds === one.pounds,
        );
      expect([addDays(one.from, -1), one.from, one.to, addDays(one.to, 1)].map(on)).toEqual([
        false,
        true,
        true,
        false,
      ]);
    },
  );

  test.each([
    ['hotel', '2022-08-24', '2022-09-01', [[6000, 5, true]]],
    // The late August bank holiday does not count in England.
    ['hotel', '2022-08-24', '2022-09-02', [[6000, 5, false]]],
    [
      'hotel',
      '2022-12-16',
      '2023-02-28',
      [
        [6000, 5, false],
        [15_000, undefined, true],
      ],
    ],
    ['reception-in-kent', '2022-12-16', '2023-02-28', [[15_000, undefined, true]]],
    ['kent', '2022-12-16', '2023-02-28', []],
    ['elsewhere', '2023-01-16', '2023-01-17', []],
    [
      'kent',
      '2024-09-02',
      '2024-09-04',
      [
        [15_000, 2, true],
        [6000, 5, true],
      ],
    ],
    [
      'kent',
      '2024-09-02',
      '2024-09-05',
      [
        [15_000, 2, false],
        [6000, 5, true],
      ],
    ],
    [
      'kent',
      '2024-09-02',
      '2024-09-09',
      [
        [15_000, 2, false],
        [6000, 5, true],
      ],
    ],
    [
      'kent',
      '2024-09-02',
      '2024-09-10',
      [
        [15_000, 2, false],
        [6000, 5, false],
      ],
    ],
    ['elsewhere', '2024-09-02', '2024-09-03', []],
    ['kent', '2026-11-23', '2026-11-24', []],
  ] as const)('from %s, referred %s and handed over %s', (origin, referred, handedOver, expected) => {
    expect(inForce(moved({ origin, referred, handedOver }))).toEqual(expected);
  });

  test('counts from when the receiving council was told where the payment does, however long the referral waited', () => {
    const asked = { referred: '2024-08-12', notified: '2024-09-02' };
    expect(inForce(moved({ ...asked, handedOver: '2024-09-04' }))?.[0]).toEqual([15_000, 2, true]);
    const hotel = {
      origin: 'hotel',
      referred: '2022-09-05',
      notified: '2022-09-26',
      handedOver: '2022-09-27',
    };
    expect(inForce(moved(hotel))).toEqual([[6000, 5, false]]);
  });

  test('counts the working days of the nation that took the child, whoever is responsible since', () => {
    // 5 August 2024 was a holiday in Scotland, 26 August in England.
    const told = (council: string, referred: string, handedOver: string) =>
      moved({ council, referred, handedOver })?.workingDays.notification;
    expect([
      told(SCOTTISH, '2024-08-02', '2024-08-06'),
      told('E10000014', '2024-08-02', '2024-08-06'),
    ]).toEqual([1, 2]);
    const since = aPlacement({
      council: 'E10000014',
      movedFrom: SCOTTISH,
      acceptedAt: '2024-08-02T09:00:00.000Z',
      handedOverAt: '2024-08-06T09:00:00.000Z',
    });
    expect(fundingEvidence(aCase({ placement: since }))?.workingDays.notification).toBe(1);
  });

  test('keeps to a window up to and including its last working day, whatever days lie between', () => {
    const days = fc.integer({ min: 0, max: 7 });
    const start = fc.integer({ min: 0, max: 90 }).map((after) => addDays('2024-07-25', after));
    fc.assert(
      fc.property(start, days, (referred, n) => {
        const handedOver = addWorkingDays(referred, n, 'England');
        // A move on the day itself, or on a weekend after it, has used no working day.
        const used = n === 0 && handedOver !== referred ? 1 : n;
        expect(inForce(moved({ referred, handedOver }))).toEqual([
          [15_000, 2, used <= 2],
          [6000, 5, used <= 5],
        ]);
      }),
    );
  });
});

describe('the nightly rate', () => {
  const of = (count: number | null, netSince = 0, childPopulation = 100_000) =>
    fundingBand(
      aCouncil({ caredFor: { count, asAt: '2025-03-31', source: 'published' }, netSince, childPopulation }),
    );

  test('is the higher from 0.07 % of the children on, by what is known today', () => {
    const figures = { perMillion: 700, asAt: '2022-12' };
    expect([of(69), of(70), of(69, 1), of(70, -1)]).toEqual([
      { atOrOver: false, from: 70, pounds: 114, ...figures },
      { atOrOver: true, from: 70, pounds: 143, ...figures },
      { atOrOver: true, from: 70, pounds: 143, ...figures },
      { atOrOver: false, from: 70, pounds: 114, ...figures },
    ]);
  });

  test('needs a whole child where the share is a part of one', () => {
    expect(of(71, 0, 102_000)).toMatchObject({ from: 72, atOrOver: false });
    expect(of(72, 0, 102_000)).toMatchObject({ atOrOver: true });
  });

  test('is not said where no count is known', () => {
    expect(of(null)).toBeUndefined();
  });
});
