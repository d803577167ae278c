/** Councils end and begin on days that are entered ahead: nobody who is no council on a day is ranked, asked, reminded or chosen. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReferralFacts } from '../../events/referral.ts';
import { checkAllocation, inputsFor } from '../../shared/core/allocation/allocation.ts';
import { areasInQuestion } from '../../shared/core/allocation/areas-in-question.ts';
import { missingFacts } from '../../shared/core/allocation/missing-facts.ts';
import { adjustPlaced, emptyRota, lags, type RotaState, serve } from '../../shared/core/allocation/rota.ts';
import { turnsOn } from '../../shared/core/allocation/turns-left.ts';
import {
  allSuccessions,
  dividedAmong,
  hasEnded,
  insteadWords,
  isInForce,
  successorsOf,
} from '../../shared/core/calendar/in-force.ts';
import { turnsOnAcceptance, turnsOnCancel } from '../../shared/core/case/turns.ts';
import { reminderIsDue } from '../../shared/core/council/commands/remind.ts';
import {
  councilsOn,
  everyCouncil,
  publishedCouncil,
  publishedCouncils,
} from '../../shared/core/council/published-councils.ts';
import { councilsOfRegions } from '../../shared/core/council/whole-regions.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { isToAvoid } from '../../shared/core/referral/areas-to-avoid.ts';
import { flawsOf } from '../../shared/core/referral/referral-request.ts';
import { regionCodes } from '../../shared/words/regions.ts';
import { aCase, aReferral } from '../builders.ts';
import { coordinator, councilsWith, duty, HAMPSHIRE, KENT, Play } from './a-scheme.ts';

const SURREY = 'E10000030';
const [EAST = '', WEST = ''] = successorsOf(SURREY);
const LAST = '2027-03-31';
const FIRST = '2027-04-01';
const policy = policyNamed('nts-2025');
const names = (day: string) => new Set(councilsOn(day).map(({ name }) => name));

const aDay = fc
  .integer({ min: 0, max: 1_500 })
  .map((days) => new Date(Date.UTC(2025, 3, 1) + days * 86_400_000).toISOString().slice(0, 10));

const viewOf = (councils = everyCouncil()) => ({
  councils,
  national: { state: emptyRota, version: 0, turn: 0 },
  regions: {},
});

test('Surrey ends on 31 March 2027, and East and West Surrey begin on the next day', () => {
  expect([SURREY, EAST, WEST].map((code) => publishedCouncil(code)?.name)).toEqual([
    'Surrey',
    'East Surrey',
    'West Surrey',
  ]);
  for (const [day, there] of [
    ['2026-11-23', [true, false, false]],
    [LAST, [true, false, false]],
    [FIRST, [false, true, true]],
    ['2031-01-01', [false, true, true]],
  ] as const)
    expect([SURREY, EAST, WEST].map((code) => isInForce(code, day))).toEqual(there);
  expect(hasEnded(SURREY, LAST)).toBe(false);
  expect([...names(LAST)].filter((name) => name.includes('Surrey'))).toEqual(['Surrey']);
  expect([...names(FIRST)].filter((name) => name.includes('Surrey'))).toEqual(['East Surrey', 'West Surrey']);
});

test('on any day each area has one council: whoever ends, or all who take over, and everybody else', () => {
  fc.assert(
    fc.property(aDay, (day) => {
      const there = new Set(councilsOn(day).map(({ code }) => code));
      for (const { ends, begins } of allSuccessions())
        for (const { code } of begins) expect(there.has(code)).toBe(!there.has(ends));
      const ending = new Set(allSuccessions().map(({ ends }) => ends));
      expect(publishedCouncils().filter(({ code }) => !there.has(code) && !ending.has(code))).toEqual([]);
    }),
  );
});

test('whoever takes over has the children of the area between them, and what was published for it, by their shares', () => {
  for (const { ends, begins, source } of allSuccessions()) {
    const before = publishedCouncil(ends);
    expect(source).toMatch(/S\.I\. \d{4}\/\d+/);
    expect(begins.reduce((sum, { childPopulation }) => sum + childPopulation, 0)).toBe(
      before?.childPopulation,
    );
    const counts = begins.map(({ code }) => publishedCouncil(code)?.publishedCount ?? 0);
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(before?.publishedCount);
    for (const [at, { code, childPopulation }] of begins.entries()) {
      expect(
        Math.abs(
          (counts[at] ?? 0) -
            ((before?.publishedCount ?? 0) * childPopulation) / (before?.childPopulation ?? 1),
        ),
      ).toBeLessThan(1);
      expect(publishedCouncil(code)).toMatchObject({
        nation: before?.nation,
        region: before?.region,
        caredFor: { count: counts[at], asAt: before?.caredFor.asAt, source: 'published' },
      });
    }
  }
});

test('children of an area are divided whole, all of them, none below zero, and to less than one child by the shares', () => {
  const areas = fc.array(fc.integer({ min: 1, max: 400_000 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(areas, fc.integer({ min: 0, max: 3_000 }), (populations, children) => {
      const begins = populations.map((childPopulation, at) => ({
        code: `E0699990${at}`,
        name: '',
        childPopulation,
      }));
      const all = populations.reduce((sum, one) => sum + one, 0);
      const shares = dividedAmong({ begins }, children);
      expect(shares.reduce((sum, one) => sum + one, 0)).toBe(children);
      let [given, due] = [0, 0];
      for (const [at, share] of shares.entries()) {
        given += share;
        due += (children * (populations[at] ?? 0)) / all;
        expect(Math.abs(given - due)).toBeLessThanOrEqual(0.5 + 1e-6);
        expect(Number.isSafeInteger(share) && share >= 0).toBe(true);
        expect(Math.abs(share - (children * (populations[at] ?? 0)) / all)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

describe('what a council was owed, or owed, when it ended', () => {
  const REGION = 'E12000008';
  /** Turns of a region in which Surrey took some, others took some, and time went on. */
  const served = fc
    .array(fc.constantFrom(SURREY, KENT, HAMPSHIRE), { minLength: 1, maxLength: 30 })
    .map((who) => {
      const parties = [SURREY, KENT, HAMPSHIRE].map((id, at) => ({
        id,
        weight: at + 1,
        open: true,
        able: true,
      }));
      return who.reduce((state, id) => serve(state, parties, id, 1, { forgiveClosedTime: false }), emptyRota);
    });
  const owed = (state: RotaState, ...codes: readonly string[]) =>
    codes.map((id) => lags(state, [{ id }])[id] ?? Number.NaN);

  test('is with those that took over from the day after, by the children of each, and nothing is lost', () => {
    fc.assert(
      fc.property(served, (state) => {
        expect(turnsOn(state, LAST)).toBe(state);
        const after = turnsOn(state, FIRST);
        const [surrey = 0, kent = 0, hampshire = 0] = owed(state, SURREY, KENT, HAMPSHIRE);
        const [then = 0, east = 0, west = 0] = owed(after, SURREY, EAST, WEST);
        expect(then).toBe(0);
        if (state.parties[SURREY] === undefined) return expect(after).toEqual(state);
        const population = (code: string) => publishedCouncil(code)?.childPopulation ?? 0;
        expect(east).toBeCloseTo((surrey * population(EAST)) / population(SURREY), 6);
        expect(east + west).toBeCloseTo(surrey, 8);
        expect(owed(after, KENT, HAMPSHIRE)).toEqual([kent, hampshire]);
        expect(after.parties[SURREY]?.placed).toBe(state.parties[SURREY]?.placed);
        expect(Object.keys(after.parties)).toEqual(Object.keys(after.parties).sort());
        // Said again it divides nothing; what comes since, as when a placement is undone, is divided alike.
        expect(turnsOn(after, '2031-01-01')).toEqual(after);
        expect(owed(turnsOn(adjustPlaced(after, SURREY, -1), FIRST), SURREY, EAST)[0]).toBe(0);
        expect(
          owed(turnsOn(adjustPlaced(after, SURREY, -1), FIRST), EAST, WEST).reduce(
            (sum, one) => sum + one,
            0,
          ),
        ).toBeCloseTo(surrey + 1, 8);
      }),
    );
  });

  test('counts in the ranking, and stands in the state from the first turn on', () => {
    fc.assert(
      fc.property(served, (state) => {
        const view = { ...viewOf(), regions: { [REGION]: { state, version: 1, turn: 1 } } };
        const inputs = (day: string) => inputsFor(view, aCase(), policy, day, []).regions[REGION];
        expect(inputs(LAST)).toEqual(state);
        expect(inputs(FIRST)).toEqual(turnsOn(state, FIRST));
        const [, change] = turnsOnAcceptance(view, KENT, 1, policy, FIRST);
        const written = change?.kind === 'replace' ? change.state : emptyRota;
        expect(owed(written, SURREY)).toEqual([0]);
        expect(written.parties[SURREY]?.rate ?? 0).toBe(0);
      }),
    );
  });
});

describe('the allocation check', () => {
  const decided = (day: string, facts: Partial<Parameters<typeof aReferral>[0]> = {}) => {
    const decision = checkAllocation(
      inputsFor(viewOf(), aCase({ facts: aReferral({ settledSince: day, ...facts }) }), policy, day, []),
    );
    if (decision.kind !== 'offer') throw new Error(JSON.stringify(decision));
    return decision;
  };

  test.each([
    [LAST, [SURREY]],
    [FIRST, [EAST, WEST]],
  ])('of %s ranks %j, and nobody who is not there', (day, ranked) => {
    const said = decided(day).verdicts.map(({ council }) => council);
    expect(said.filter((code) => [SURREY, EAST, WEST].includes(code))).toEqual(ranked);
    expect(said).toHaveLength(councilsOn(day).length);
  });

  test('rests on the same inputs as before as long as the day has not come', () => {
    const subject = aCase();
    expect(inputsFor(viewOf(), subject, policy, LAST, [])).toEqual(
      inputsFor(viewOf(publishedCouncils()), subject, policy, LAST, []),
    );
  });

  test('keeps a child from the whole area that is one to avoid, whoever has it since', () => {
    const facts = { areasToAvoid: [SURREY] };
    expect([SURREY, EAST, WEST, HAMPSHIRE].map((code) => isToAvoid(facts, code))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect([SURREY, WEST].map((code) => isToAvoid({ areasToAvoid: [EAST] }, code))).toEqual([false, false]);
  });

  test('holds a child whose entry authority has ended, for a person', () => {
    const { kind, ...more } = checkAllocation(
      inputsFor(viewOf(), aCase({ facts: aReferral({ entryAuthority: SURREY }) }), policy, FIRST, []),
    );
    expect(kind).toBe('held');
    expect(JSON.stringify(more)).toContain('unknown-entry-authority');
    expect(JSON.stringify(more)).toContain('East Surrey and West Surrey took over');
  });
});

describe('a council that is named although it is none on the day', () => {
  const clashes = (day: string, facts: Partial<ReferralFacts>) =>
    missingFacts(
      { facts: aReferral(facts), turned18: [], ages: [], today: day, councils: councilsOn(day) },
      policy,
    ).map(({ words }) => words);
  const wordsOf = (day: string, code: string) => clashes(day, { links: [{ council: code, kind: 'family' }] });

  test('is answered with who took over, or with when it begins', () => {
    expect(wordsOf(LAST, SURREY)).toEqual([]);
    expect(wordsOf(FIRST, SURREY)).toEqual([
      'Surrey ended on 31 March 2027. East Surrey and West Surrey took over: name the one that it is about, or both.',
    ]);
    expect(wordsOf(LAST, WEST)).toEqual([
      'West Surrey begins on 1 April 2027. Until then name the council that it takes over from.',
    ]);
    expect(wordsOf(FIRST, WEST)).toEqual([]);
    expect(insteadWords(KENT, FIRST)).toBeUndefined();
  });

  test('is no clash where whoever has the area now is kept from: in whole regions, and in searches begun anew', () => {
    for (const day of ['2026-11-23', LAST, FIRST])
      for (const entryAuthority of [KENT, SURREY]) {
        const areasToAvoid = [...councilsOfRegions(regionCodes)];
        expect(clashes(day, { entryAuthority, areasToAvoid })).toEqual([]);
      }
    expect(clashes(FIRST, { areasToAvoid: [SURREY] })).toEqual([]);
    expect(clashes(LAST, { areasToAvoid: [EAST] })).toEqual([insteadWords(EAST, LAST)]);
    expect(clashes(FIRST, { areasToAvoid: ['E10000099'] })).toHaveLength(1);
  });

  test('is in question as an area with those who have it since', () => {
    const proposals = [{ facts: { areasToAvoid: [SURREY, KENT] } }];
    expect(areasInQuestion({ facts: {}, proposals })).toEqual([EAST, WEST, KENT, SURREY]);
    expect(areasInQuestion({ facts: { areasToAvoid: [SURREY] }, proposals })).toEqual([KENT]);
  });

  test('is a flaw of a request, with the same words', () => {
    const known = {
      authorities: new Set(everyCouncil().map(({ code }) => code)),
      nationalities: new Set<string>(),
    };
    const words = (day: string) =>
      flawsOf({ children: [], areasToAvoid: [SURREY] }, day, known).map((flaw) => flaw.words);
    expect(words(LAST)).toEqual([]);
    expect(words(FIRST)).toEqual([insteadWords(SURREY, FIRST)]);
  });
});

test('whoever has ended is not reminded of its places, and whoever has not begun not yet', () => {
  const due = (code: string, day: string) => {
    const council = publishedCouncil(code);
    if (council === undefined) throw new Error(code);
    return reminderIsDue(council, policy, day);
  };
  expect([SURREY, EAST].map((code) => due(code, LAST))).toEqual([true, false]);
  expect([SURREY, EAST].map((code) => due(code, FIRST))).toEqual([false, true]);
});

test('a placement with whoever has ended can still be undone, and a turn earns it nothing any more', () => {
  const stateIn = (changes: ReturnType<typeof turnsOnCancel>, scope = 'E12000008') =>
    changes.flatMap((change) =>
      change.kind === 'replace' && change.scope === scope ? [change.state] : [],
    )[0];
  const view = viewOf();
  const turns = turnsOnAcceptance(view, SURREY, 1, policy, LAST);
  const [nation = emptyRota, region = emptyRota] = [stateIn(turns, 'national'), stateIn(turns)];
  const later = {
    ...view,
    national: { state: nation, version: 1, turn: 1 },
    regions: { E12000008: { state: region, version: 1, turn: 1 } },
  };
  expect(stateIn(turnsOnCancel(later, SURREY, 1, policy, FIRST))?.parties[SURREY]?.placed).toBe(0);
  expect(stateIn(turnsOnAcceptance(later, KENT, 1, policy, FIRST))?.parties[SURREY]?.rate).toBe(0);
});

describe('of a council that has ended', () => {
  const MORNING = '2027-04-01T09:00:00.000Z';
  const councils = councilsWith(10).map((one) =>
    one.code === HAMPSHIRE ? { ...one, code: SURREY, name: 'Surrey' } : one,
  );
  const asked = () => {
    const play = new Play(councils);
    play.now = '2027-03-31T10:00:00.000Z';
    play.receive(aReferral({ settledSince: '2027-03-30' })).offer(SURREY, 'E08000035');
    play.now = MORNING;
    return play;
  };

  test('a yes is refused with whom to ask, and a no is taken', () => {
    expect(asked().do({ kind: 'answer', offerId: '1-1', answer: 'accept' }, duty(SURREY))).toMatchObject({
      kind: 'refused',
      code: 'council-ended',
    });
    const play = asked();
    play.do({ kind: 'answer', offerId: '1-1', answer: 'decline', reason: 'other' }, duty(SURREY));
    expect(play.case.offers.map(({ status }) => status)).toEqual(['declined', 'live']);
  });

  test('an offer as back-up never becomes the first', () => {
    const play = new Play(councils);
    play.now = '2027-03-31T10:00:00.000Z';
    play.receive(aReferral({ settledSince: '2027-03-30' })).offer('E08000035', SURREY);
    play.do({ kind: 'answer', offerId: '1-2', answer: 'back-up-yes' }, duty(SURREY));
    play.now = MORNING;
    play.do({ kind: 'answer', offerId: '1-1', answer: 'decline', reason: 'other' }, duty('E08000035'));
    expect(play.case.offers[1]).toMatchObject({ status: 'withdrawn', withdrawnBecause: 'council-ended' });
    expect(play.case.placement).toBeUndefined();
    expect(play.council(SURREY).held).toBe(0);
  });

  test('a decline that is not accepted asks it nothing again', () => {
    const play = asked();
    play.now = '2027-03-31T10:00:00.000Z';
    play.do({ kind: 'answer', offerId: '1-1', answer: 'decline', reason: 'other' }, duty(SURREY));
    play.now = MORNING;
    play.do(
      { kind: 'review-decline', offerId: '1-1', outcome: 'refused', reason: 'has-room', note: 'n' },
      coordinator,
    );
    expect(play.case.offers.map(({ status }) => status)).toEqual(['declined', 'live']);
    expect(play.case.offers[0]?.review).toBe('refused');
  });

  test('nobody is placed with it', () => {
    const outcome = asked().do(
      {
        kind: 'place-directly',
        council: SURREY,
        reason: 'best-interests',
        note: 'There is room.',
        overCapacity: true,
      },
      coordinator,
    );
    expect(outcome).toMatchObject({ kind: 'refused', code: 'not-in-force' });
  });
});
