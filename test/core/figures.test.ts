import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { fundingEvidence } from '../../shared/core/case/funding-evidence.ts';
import { defined } from '../../shared/core/defined.ts';
import { type CaseRecord, caseRecord } from '../../shared/core/figures/case-record.ts';
import {
  codesOf,
  councilsIn,
  countOf,
  type Figures,
  figuresOf,
  noFigures,
  spreadOf,
  together,
  within,
} from '../../shared/core/figures/figures.ts';
import { happenings, measures, monthsOf, spans } from '../../shared/core/figures/happenings.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCouncil, aReferral } from '../builders.ts';
import { askedWhole, runs } from '../how-much.ts';
import { aLife, aLifeWithAnEnd, EAST_SURREY, lived, livedWithAnEnd, SURREY } from './a-life.ts';
import { codeOf, placeWith } from './a-play.ts';
import { CARDIFF, coordinator, councilsWith, entry, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';
import { linesOf } from './figures-slowly.ts';

/** Figures as one line for each measure, council and code. */
const lines = ({ counts, lengths }: Figures): readonly string[] =>
  [counts, lengths]
    .flatMap((all) =>
      Object.entries(all).flatMap(([what, councils]) =>
        Object.entries(councils).flatMap(([of, codes]) =>
          Object.entries(codes).map(([code, n]) => `${what} ${of} ${code}: ${n}`),
        ),
      ),
    )
    .toSorted();

const recordsOf = (trails: readonly (readonly AnyEvent[])[]) =>
  trails.flatMap((trail) => caseRecord(trail) ?? []);

const monthsIn = (plays: readonly Play[]): readonly string[] => [
  ...new Set(recordsOf(plays.map(({ trail }) => trail)).flatMap(monthsOf)),
];

describe('whatever is done to cases', () => {
  const met = new Set<string>();

  test('the figures of each month are those that a slow look at every trail finds', () => {
    fc.assert(
      fc.property(fc.array(aLife, { minLength: 1, maxLength: 3 }), (lives) => {
        const plays = lives.map(lived);
        const trails = plays.map(({ trail }) => trail);
        const records = recordsOf(trails);
        for (const month of monthsIn(plays)) {
          const figures = figuresOf(month, records);
          expect(lines(figures)).toEqual(linesOf(month, trails));
          // In whatever order they come.
          expect(lines(figuresOf(month, records.toReversed()))).toEqual(lines(figures));
          for (const what of [...Object.keys(figures.counts), ...Object.keys(figures.lengths)]) met.add(what);
        }
      }),
      { numRuns: runs(150) },
    );
    // What is seldom, such as a lead who names another council, is met where it is asked for by itself.
    const seldom = ['named', 'would-not-stand-by', 'days-missing', 'missing-after-handover', 'failed'];
    const missed = [...measures, ...spans].filter((what) => !met.has(what) && !seldom.includes(what));
    if (askedWhole) expect(missed).toEqual([]);
  });

  test('what counts in a month is never taken out of it by what is recorded later, so that no record is left behind', () => {
    fc.assert(
      fc.property(aLife, fc.nat(), (life, cut) => {
        const { trail } = lived(life);
        const before = caseRecord(trail.slice(0, 1 + (cut % trail.length)));
        const after = caseRecord(trail);
        if (before === undefined || after === undefined) throw new Error('a case has no record');
        expect(monthsOf(after)).toEqual(expect.arrayContaining([...monthsOf(before)]));
        expect(after.version).toBe(trail.length);
      }),
      { numRuns: runs(200) },
    );
  });

  test('the days of a move are those that its council’s evidence for funding says', () => {
    fc.assert(
      fc.property(aLife, (life) => {
        const play = lived(life);
        const evidence = fundingEvidence(play.case);
        const record = caseRecord(play.trail);
        expect(record?.move === undefined).toBe(evidence === undefined);
        if (evidence === undefined || record?.move === undefined) return;
        const { move } = record;
        expect([move.at, move.askedAt]).toEqual([evidence.handedOverAt, evidence.notifiedAt]);
        if (play.case.reopenedAt === undefined) expect(move.workingDays).toBe(evidence.workingDays.referral);
      }),
      { numRuns: runs(150) },
    );
  });

  test('a council that ended has no figure of any day after another has taken its part over', () => {
    const taken = new Set<string>();
    fc.assert(
      fc.property(aLifeWithAnEnd, (life) => {
        const play = livedWithAnEnd(life);
        const takenOver = play.trail.find(({ type }) => type === 'council-succeeded.v1');
        for (const month of monthsIn([play]))
          expect(lines(figuresOf(month, recordsOf([play.trail])))).toEqual(linesOf(month, [play.trail]));
        if (takenOver === undefined) return;
        const all = happenings(caseRecord(play.trail) as CaseRecord);
        // The days of a move that failed were fixed, and said, before.
        const after = all.filter(({ on, what }) => on > londonDate(takenOver.at) && what !== 'failed');
        expect(after.filter(({ of }) => of === SURREY)).toEqual([]);
        for (const { of, what } of after) if (of === EAST_SURREY) taken.add(what);
      }),
      // Of a hundred lives in one or two it is asked anew after that.
      { numRuns: runs(900) },
    );
    if (askedWhole) expect([...taken]).toEqual(expect.arrayContaining(['asked', 'ended']));
  });

  test('the figures of two months together are those of all cases at once', () => {
    fc.assert(
      fc.property(fc.array(aLife, { minLength: 1, maxLength: 2 }), (lives) => {
        const plays = lives.map(lived);
        const records = recordsOf(plays.map(({ trail }) => trail));
        const all = together(monthsIn(plays).map((month) => figuresOf(month, records)));
        // Every day begins so.
        const { oftenTurnedDown: _, ...atOnce } = figuresOf('20', records);
        expect(lines(all)).toEqual(lines({ ...atOnce, oftenTurnedDown: [] }));
        const often = records.filter(
          ({ asks }) => asks.flatMap(({ answers }) => answers).filter((one) => one.said === 'no').length > 1,
        );
        expect(all.oftenTurnedDown.map(({ caseId }) => caseId).toSorted()).toEqual(
          [...new Set(often.map(({ caseId }) => caseId))].toSorted(),
        );
      }),
      { numRuns: runs(60) },
    );
  });
});

/** Three cases of November and December 2026, counted by hand. */
describe('by hand', () => {
  const declinedThenMoved = () => {
    const play = new Play().receive(aReferral({ inReception: true })).at('2026-11-23T10:00:00.000Z');
    play.offer(HAMPSHIRE, LEEDS).at('2026-11-23T15:30:00.000Z');
    expect(codeOf(play.answer('1-1', 'decline'))).toBe('changed');
    play.at('2026-11-24T12:30:00.000Z');
    expect(codeOf(play.answer('1-2', 'accept'))).toBe('changed');
    return play
      .at('2026-11-25T12:30:00.000Z')
      .arrange('2026-12-01')
      .at('2026-12-01T14:00:00.000Z')
      .handOver();
  };
  const placedDirectly = () => {
    const play = new Play()
      .receive()
      .at('2026-11-24T09:00:00.000Z')
      .certainly(placeWith(CARDIFF), coordinator);
    play
      .at('2026-11-25T09:00:00.000Z')
      .certainly({ kind: 'child-missing', missingSince: '2026-11-24T21:00:00.000Z' }, entry);
    return play
      .at('2026-12-03T09:00:00.000Z')
      .certainly({ kind: 'child-found', foundAt: '2026-12-02T21:00:00.000Z', foundIn: KENT }, entry);
  };
  const leftUnanswered = () => {
    const play = new Play().receive().offer(HAMPSHIRE).at('2026-11-24T17:00:00.000Z');
    play.sweep();
    return play
      .at('2026-12-04T09:00:00.000Z')
      .certainly({ kind: 'withdraw', reason: 'no-longer-needed' }, entry);
  };
  const records = () =>
    recordsOf([declinedThenMoved(), placedDirectly(), leftUnanswered()].map(({ trail }) => trail));

  test('the figures of November are those that a person counts', () => {
    expect(lines(figuresOf('2026-11', records()))).toEqual(
      [
        `referred ${KENT} : 3`,
        // Leeds stood by, and was asked once Hampshire had said no.
        `asked ${HAMPSHIRE} first: 2`,
        `asked ${LEEDS} back-up: 1`,
        `asked ${LEEDS} first: 1`,
        `turned-down ${HAMPSHIRE} no-safe-placement: 1`,
        `silent ${HAMPSHIRE} : 1`,
        `accepted ${LEEDS} accepted: 1`,
        `accepted ${CARDIFF} placed-directly: 1`,
        `directed ${CARDIFF} court-order: 1`,
        `missing ${KENT} found: 1`,
        `hours-to-ask ${KENT} 1: 1`,
        `hours-to-ask ${KENT} 0: 1`,
        `hours-to-answer ${HAMPSHIRE} 5: 1`,
        `hours-to-answer ${LEEDS} 21: 1`,
        `hours-to-yes ${LEEDS} 27: 1`,
        `hours-to-yes ${CARDIFF} 24: 1`,
        `hours-to-arrange ${LEEDS} 24: 1`,
      ].toSorted(),
    );
  });

  test('those of December have the move, the days missing, and the end', () => {
    expect(lines(figuresOf('2026-12', records()))).toEqual(
      [
        `moved-in ${LEEDS} reception: 1`,
        `moved-out ${KENT} : 1`,
        `working-days ${LEEDS} 6: 1`,
        `days ${LEEDS} 8: 1`,
        `days-since-asked ${LEEDS} 8: 1`,
        `hours-to-move ${LEEDS} 169: 1`,
        `days-missing ${KENT} 8: 1`,
        `ended ${KENT} withdrawn: 1`,
      ].toSorted(),
    );
  });

  test.each<[string, readonly (readonly [outcome: string, council?: string])[], number]>([
    ['the lead named it', [['named', HAMPSHIRE]], 1],
    [
      'the lead of another region named another since',
      [
        ['named', HAMPSHIRE],
        ['named', LEEDS],
      ],
      0,
    ],
    [
      '… or confirmed another',
      [
        ['named', HAMPSHIRE],
        ['confirmed', LEEDS],
      ],
      0,
    ],
    ['… or did not choose', [['named', HAMPSHIRE], ['ran-out'], ['not-needed']], 1],
    ['it was confirmed', [['confirmed', HAMPSHIRE]], 0],
  ])(
    'a council counts as named past its turn where that is why the search began with it: %s',
    (_, said, n) => {
      const play = new Play().receive().offer(HAMPSHIRE);
      expect(codeOf(play.answer('1-1', 'accept'))).toBe('changed');
      const [received, ...rest] = play.trail;
      const answers = said.map(([outcome, council]) => ({
        ...received,
        type: 'region-answered.v1',
        data: { region: 'E12000008', first: LEEDS, outcome, ...defined({ council }) },
      }));
      const trail = [received, ...answers, ...rest] as AnyEvent[];
      const counted = lines(figuresOf('2026-11', recordsOf([trail])));
      expect(counted.filter((line) => line.startsWith('named'))).toEqual(
        n === 0 ? [] : [`named ${HAMPSHIRE} : ${n}`],
      );
      expect(counted).toEqual(linesOf('2026-11', [trail]));
    },
  );

  test('a question and a placement that are taken over in the middle of a month count for each council as long as they were its own', () => {
    const both = [SURREY, EAST_SURREY].map((code) =>
      aCouncil({ code, name: code, caredFor: { count: 90, asAt: '2025-03-31', source: 'published' } }),
    );
    const play = new Play([...councilsWith(10), ...both], policyNamed('nts-2026'))
      .at('2027-03-31T10:00:00.000Z')
      .receive(
        aReferral({
          referredOn: '2027-03-31',
          arrivedOn: '2027-03-29',
          asylumClaimOn: '2027-03-29',
          settledSince: '2027-03-30',
        }),
      )
      .offer(SURREY)
      .at('2027-04-01T08:00:00.000Z')
      .certainly({ kind: 'succeed', from: SURREY, to: EAST_SURREY }, coordinator)
      .at('2027-04-01T11:00:00.000Z');
    expect(codeOf(play.answer('1-1', 'accept'))).toBe('changed');
    play.arrange('2027-04-01').handOver();
    const [march, april] = ['2027-03', '2027-04'].map((month) =>
      lines(figuresOf(month, recordsOf([play.trail]))),
    );
    expect(march).toEqual([`asked ${SURREY} first: 1`, `hours-to-ask ${KENT} 0: 1`, `referred ${KENT} : 1`]);
    expect(april?.filter((line) => line.includes(SURREY))).toEqual([]);
    expect(april).toEqual(
      expect.arrayContaining([
        `asked ${EAST_SURREY} first: 1`,
        // From when it was its own to answer; but the days count from when the first was asked, as its evidence for funding has it.
        `hours-to-answer ${EAST_SURREY} 3: 1`,
        `days-since-asked ${EAST_SURREY} 1: 1`,
        `moved-in ${EAST_SURREY} care: 1`,
      ]),
    );
  });

  test('a verification counts nowhere, nor does a council’s trail', () => {
    const made = new Play().receive(aReferral({ entryAuthority: 'Z99000001' })).trail;
    expect(caseRecord(made)).toBeUndefined();
    expect(caseRecord([])).toBeUndefined();
  });

  test('a code that a council had before is the one that it has now', () => {
    const trail = new Play().receive(aReferral({ entryAuthority: 'E08000016' })).trail;
    expect(caseRecord(trail)?.by).toBe('E08000038');
  });

  test('no record names anybody: it holds codes, days and numbers alone', () => {
    const text = JSON.stringify(records());
    expect(text).not.toMatch(/Coordinator|ordered|note|name"/);
    expect(happenings(records()[0] as never).length).toBeGreaterThan(5);
  });
});

describe('what is read of figures', () => {
  const figures: Figures = {
    ...noFigures,
    counts: { 'turned-down': { [LEEDS]: { other: 2, 'no-safe-placement': 3 }, [HAMPSHIRE]: { other: 4 } } },
    lengths: { 'working-days': { [LEEDS]: { 2: 1, 10: 2 }, [HAMPSHIRE]: { 5: 1, 11: 1 } } },
  };

  test('counts, of one council or all, of one code or any', () => {
    expect(countOf(figures, 'turned-down')).toBe(9);
    expect(countOf(figures, 'turned-down', { of: LEEDS })).toBe(5);
    expect(countOf(figures, 'turned-down', { of: LEEDS, code: 'other' })).toBe(2);
    expect(countOf(figures, 'moved-in')).toBe(0);
    expect(codesOf(figures, 'turned-down')).toEqual([
      ['other', 6],
      ['no-safe-placement', 3],
    ]);
    expect(councilsIn(figures)).toEqual([LEEDS, HAMPSHIRE]);
  });

  test('spans: shortest, mean, longest, and by nearest rank what half and nine in ten do not exceed', () => {
    expect(spreadOf(figures, 'working-days')).toEqual({
      n: 5,
      shortest: 2,
      mean: 7.6,
      longest: 11,
      p50: 10,
      p90: 11,
    });
    expect(spreadOf(figures, 'working-days', LEEDS)).toMatchObject({ n: 3, p50: 10, p90: 10 });
    expect(spreadOf(figures, 'days')).toBeUndefined();
    expect([within(figures, 'working-days', 5), within(figures, 'working-days', 10)]).toEqual([2, 4]);
    expect(within(figures, 'working-days', 10, HAMPSHIRE)).toBe(1);
  });

  test('nothing together is nothing', () => {
    expect(together([])).toEqual(noFigures);
    expect(together([noFigures, figures])).toEqual(figures);
  });
});
