import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReferralFacts } from '../../events/referral.ts';
import { checkAllocation, inputsFor } from '../../shared/core/allocation/allocation.ts';
import type { AllocationInputs, CouncilVerdict, Decision } from '../../shared/core/allocation/decision.ts';
import { emptyRota, lags, type RotaState } from '../../shared/core/allocation/rota.ts';
import {
  didNotAnswer,
  isSilent,
  owingCouncils,
  signsOfSilence,
} from '../../shared/core/allocation/silence.ts';
import type { Command } from '../../shared/core/case/command.ts';
import type { CouncilChange } from '../../shared/core/council/change.ts';
import { decideOnCouncil } from '../../shared/core/council/commands/decide.ts';
import type { Council, Unanswered } from '../../shared/core/council/council.ts';
import {
  type Hearing,
  hearingOfAnswer,
  hearingOfWord,
  unansweredAfter,
} from '../../shared/core/council/hearing.ts';
import { defined } from '../../shared/core/defined.ts';
import { canonicalJson } from '../../shared/core/hash.ts';
import { policyIds, policyNamed } from '../../shared/core/policies.ts';
import { explain } from '../../shared/words/verdicts.ts';
import { aCase, aCouncil } from '../builders.ts';
import { codeOf, placeWith } from './a-play.ts';
import { CARDIFF, coordinator, councilsWith, HAMPSHIRE, LEEDS, Play, system } from './a-scheme.ts';
import { anyInputs, inputsWith, kent } from './allocation-inputs.ts';

const policy = policyNamed('nts-2026');
const since = '2026-11-02T17:00:00.000Z';
const left = (offers: number, reminders = 0): Unanswered => ({ offers, reminders, since });
const old = policyIds.filter((id) => policyNamed(id).silence === undefined);

/** Inputs in which some councils left something unanswered. */
const withSilent: fc.Arbitrary<AllocationInputs> = fc
  .tuple(anyInputs, fc.array(fc.constantFrom(undefined, undefined, left(1), left(0, 3), left(0, 4))))
  .map(([inputs, unanswered]) => ({
    ...inputs,
    policy: policy.id,
    councils: inputs.councils.map((council, at) => {
      const its = unanswered[at % Math.max(1, unanswered.length)];
      return its === undefined || council.code === kent.code ? council : { ...council, unanswered: its };
    }),
  }));

const verdicts = (decision: Decision): readonly CouncilVerdict[] =>
  'verdicts' in decision ? decision.verdicts : [];

test('one offer that ran out, or four reminders that brought nothing, make a council silent, and nothing else does', () => {
  expect(signsOfSilence({}, policy)).toEqual([]);
  expect(signsOfSilence({ unanswered: left(0, 3) }, policy)).toEqual([]);
  expect(signsOfSilence({ unanswered: left(1) }, policy)).toEqual(['offers']);
  expect(signsOfSilence({ unanswered: left(0, 4) }, policy)).toEqual(['reminders']);
  expect(signsOfSilence({ unanswered: left(2, 9) }, policy)).toEqual(['offers', 'reminders']);
  expect(signsOfSilence({ unanswered: { ...left(1), offersBefore: 1 } }, policy)).toEqual([]);
  expect(signsOfSilence({ unanswered: { ...left(2), offersBefore: 2 } }, policy)).toEqual(['offers']);
  for (const id of old) expect(isSilent({ unanswered: left(9, 9) }, policyNamed(id))).toBe(false);
});

test('whoever is silent is first only where nobody who answers can take the children, or for family', () => {
  fc.assert(
    fc.property(withSilent, (inputs) => {
      const silent = (code: string) =>
        isSilent(inputs.councils.find((one) => one.code === code) ?? {}, policy);
      const decision = checkAllocation(inputs);
      if (decision.kind !== 'offer') return;
      const { chosen } = decision;
      if (!silent(chosen.council) || chosen.because === 'family-link') return;
      const able = verdicts(decision).filter(
        ({ outcome, because }) =>
          outcome !== 'passed-over' || because === 'later-in-turn' || because === 'not-answering',
      );
      expect(able.map(({ council }) => council).filter((code) => !silent(code))).toEqual([]);
    }),
  );
});

test('nobody is found only where no council can take the children, silent or not', () => {
  const canTake = (because: string) => because === 'later-in-turn' || because === 'not-answering';
  fc.assert(
    fc.property(withSilent, (inputs) => {
      const decision = checkAllocation(inputs);
      if (decision.kind !== 'no-candidate') return;
      expect(decision.verdicts.filter(({ because }) => canTake(because))).toEqual([]);
    }),
  );
  // Its neighbour answers, and may not take this child.
  const councils = [
    aCouncil({ code: 'E10000014', unanswered: left(1) }),
    aCouncil({ code: 'E10000030' }),
    aCouncil({ code: 'S12000033', region: 'S92000003', nation: 'Scotland' }),
  ];
  const where = (facts: Partial<ReferralFacts>) =>
    checkAllocation(inputsWith(councils, facts, { policy: policy.id }));
  expect(where({ areasToAvoid: ['E10000030', 'S12000033'] })).toMatchObject({
    chosen: { council: 'E10000014', because: 'turn' },
  });
  expect(
    where({ areasToAvoid: ['E10000030'], links: [{ council: 'E10000014', kind: 'sibling' }] }),
  ).toMatchObject({
    chosen: { council: 'E10000014', because: 'family-link' },
    backUps: [{ council: 'S12000033' }],
  });
});

test('who answers is asked as if those who do not were no councils, with two of them asked beside', () => {
  fc.assert(
    fc.property(withSilent, (inputs) => {
      fc.pre((inputs.facts.links ?? []).every(({ kind }) => kind === 'community'));
      const silent = new Set(inputs.councils.filter((one) => isSilent(one, policy)).map(({ code }) => code));
      const decision = checkAllocation(inputs);
      if (decision.kind !== 'offer' || silent.has(decision.chosen.council)) return;
      const asked = [decision.chosen, ...decision.backUps];
      const beside = asked.filter(({ because }) => because === 'asked-beside');
      expect(beside.length).toBeLessThanOrEqual(2);
      expect(asked.slice(0, asked.length - beside.length).length).toBeLessThanOrEqual(3);
      expect(beside.every(({ council }) => silent.has(council))).toBe(true);
    }),
  );
});

test('the order in which councils are listed changes nothing, silent or not', () => {
  fc.assert(
    fc.property(withSilent, (inputs) => {
      const councils = inputs.councils.toReversed();
      expect(canonicalJson(checkAllocation({ ...inputs, councils }))).toBe(
        canonicalJson(checkAllocation(inputs)),
      );
    }),
  );
});

test('with everyone answering, nothing declared and nobody owed more than the window, the decision is that of nts-2025, byte for byte', () => {
  fc.assert(
    fc.property(anyInputs, (given) => {
      const councils = given.councils.map(({ declaration: _, ...one }) => ({ ...one, offered: 0 }));
      // What else nts-2026 changes is no matter of silence: counts-today.test.ts.
      const facts = { ...given.facts, links: [], inCareOfAuthority: true };
      const inputs = { ...given, facts, councils };
      expect(canonicalJson(checkAllocation({ ...inputs, policy: 'nts-2026' }))).toBe(
        canonicalJson(checkAllocation({ ...inputs, policy: 'nts-2025' })),
      );
    }),
  );
});

test('declaring its places makes up for an offer that ran out once; after the next, only an answer to an offer does', () => {
  const ranOut = { kind: 'unanswered', what: 'offers', at: since } as const;
  const after = (...hearings: readonly Hearing[]) =>
    defined({ unanswered: hearings.reduce<Unanswered | undefined>(unansweredAfter, undefined) });
  const [declared, heard] = [{ kind: 'spoke' } as const, { kind: 'heard' } as const];
  for (const [hearings, silent, said] of [
    [[ranOut], true, true],
    [[ranOut, declared], false, false],
    [[ranOut, declared, ranOut], true, true],
    [[ranOut, declared, ranOut, declared], true, true],
    [[ranOut, ranOut, declared], true, true],
    [[ranOut, declared, ranOut, declared, heard], false, false],
    [[ranOut, declared, heard, ranOut, declared], false, false],
    [[declared], false, false],
  ] as const) {
    expect(isSilent(after(...hearings), policy)).toBe(silent);
    expect(didNotAnswer(after(...hearings), policy)).toBe(said);
    for (const id of old) expect(isSilent(after(...hearings), policyNamed(id))).toBe(false);
  }
  expect(after({ ...ranOut, what: 'reminders' }, declared)).toEqual({});
});

describe('under a policy that knows nothing of silence', () => {
  test('decisions are as if nothing had been left unanswered, byte for byte', () => {
    fc.assert(
      fc.property(withSilent, fc.constantFrom(...old), (inputs, id) => {
        const councils = inputs.councils.map(({ unanswered: _, ...council }) => council);
        expect(canonicalJson(checkAllocation({ ...inputs, policy: id }))).toBe(
          canonicalJson(checkAllocation({ ...inputs, councils, policy: id })),
        );
      }),
    );
  });

  test('what a decision rests on does not even mention it', () => {
    const view = {
      councils: [aCouncil({ unanswered: left(3) })],
      national: { state: emptyRota, version: 0, turn: 0 },
      regions: {},
    };
    for (const id of policyIds) {
      const stored = canonicalJson(inputsFor(view, aCase(), policyNamed(id), '2026-11-23', []));
      expect(stored.includes('unanswered')).toBe(!old.includes(id));
    }
  });
});

test('a council is heard again the moment nothing counts as unanswered, and takes its turn', () => {
  const councils = [aCouncil({ code: 'E10000014', unanswered: left(1) }), aCouncil({ code: 'E10000030' })];
  const inputs = inputsWith(councils, {}, { policy: policy.id });
  const decision = checkAllocation(inputs);
  expect(decision).toMatchObject({
    chosen: { council: 'E10000030', because: 'turn' },
    backUps: [{ council: 'E10000014' }],
  });
  const heard = inputsWith(
    [aCouncil({ code: 'E10000014' }), aCouncil({ code: 'E10000030' })],
    {},
    { policy: policy.id },
  );
  expect(checkAllocation(heard)).toMatchObject({ chosen: { council: 'E10000014' } });
});

test('a region in which nobody answers is passed over, and so is no child', () => {
  const inputs = inputsWith(
    [
      aCouncil({ code: 'E10000014', unanswered: left(1) }),
      aCouncil({ code: 'S12000033', region: 'S92000003', nation: 'Scotland' }),
    ],
    {},
    { policy: policy.id },
  );
  expect(checkAllocation(inputs)).toMatchObject({
    chosen: { council: 'S12000033', because: 'turn' },
    backUps: [{ council: 'E10000014' }],
  });
});

test('why others go before a council, and what it left unanswered, is said in words', () => {
  const many = Array.from({ length: 6 }, (_, at) => aCouncil({ code: `E1000020${at}` }));
  const silent = Array.from({ length: 3 }, (_, at) =>
    aCouncil({ code: `E1000010${at}`, unanswered: left(1, 2) }),
  );
  const decision = checkAllocation(inputsWith([...many, ...silent], {}, { policy: policy.id }));
  const words = verdicts(decision)
    .filter(({ council }) => council.startsWith('E100001'))
    .map(explain);
  const unanswered =
    'because it has left 1 offer and 2 reminders to declare its places unanswered since 2 November 2026';
  expect(words.toSorted().map((one) => one.replace(/\.$/, ''))).toEqual([
    `Back-up 3: asked beside the others, ${unanswered}`,
    `Back-up 4: asked beside the others, ${unanswered}`,
    `Passed over: others go before it, ${unanswered}`,
  ]);
});

describe('a coordinator places with a council that did not answer', () => {
  const directly: Command = {
    kind: 'place-directly',
    council: HAMPSHIRE,
    reason: 'did-not-answer',
    note: 'It never answers.',
    overCapacity: false,
  };
  const whereLeft = (unanswered: Unanswered | undefined, under = policy): Play =>
    new Play(
      councilsWith(10).map((one) => (one.code === HAMPSHIRE ? { ...one, ...defined({ unanswered }) } : one)),
      under,
    ).receive();

  test.each([
    [undefined, false, false],
    [left(0, 3), false, false],
    [left(1), true, true],
    [left(0, 4), true, false],
  ] as const)(
    'for that reason where it left %j: under a policy that knows silence %s, under one that does not %s',
    (unanswered, now, before) => {
      for (const [under, may] of [
        [policy, now],
        [policyNamed('nts-2025'), before],
      ] as const) {
        expect(didNotAnswer(defined({ unanswered }), under)).toBe(may);
        const play = whereLeft(unanswered, under);
        const outcome = play.do(directly, coordinator);
        expect(codeOf(outcome)).toBe(may ? 'changed' : 'council-answers');
        expect(play.trail.findLast(({ type }) => type === 'place-directed.v1')?.data).toEqual(
          may
            ? { council: HAMPSHIRE, reason: 'did-not-answer', note: 'It never answers.', overCapacity: false }
            : undefined,
        );
        // Any other reason is the coordinator's to give.
        expect(codeOf(whereLeft(unanswered, under).do(placeWith(HAMPSHIRE), coordinator))).toBe('changed');
      }
    },
  );

  test('no longer for that reason once it answered anything', () => {
    const play = whereLeft(left(2, 5)).offer(HAMPSHIRE, LEEDS);
    play.answer('1-1', 'reading');
    expect(codeOf(play.do(directly, coordinator))).toBe('council-answers');
  });

  test('and sees who owes, who owes most first, and nobody who answers or owes nothing', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            base: fc.integer({ min: -30, max: 30 }).map((tenths) => tenths / 10),
            unanswered: fc.constantFrom(undefined, left(1), left(0, 3), left(0, 4), left(2, 1)),
            region: fc.constantFrom('E12000008', 'W92000004', 'elsewhere'),
          }),
          { maxLength: 8 },
        ),
        (drawn) => {
          const councils = drawn.map(({ unanswered, region }, at) =>
            aCouncil({ code: `E1000010${at}`, region, ...defined({ unanswered }) }),
          );
          const state: RotaState = {
            ...emptyRota,
            parties: Object.fromEntries(
              drawn.map(({ base }, at) => [`E1000010${at}`, { placed: 0, rate: 0, base, last: 0 }]),
            ),
          };
          const turns = { state, version: 1, turn: 1 };
          const owing = owingCouncils({ councils, regions: { E12000008: turns, W92000004: turns } }, policy);
          expect(owing.map(({ council }) => council.code).toSorted()).toEqual(
            councils
              .filter(
                (one, at) =>
                  (drawn[at]?.base ?? 0) > 0 && one.region !== 'elsewhere' && isSilent(one, policy),
              )
              .map(({ code }) => code),
          );
          for (const { council, owes, unanswered } of owing) {
            expect(owes).toBe(lags(state, [{ id: council.code }])[council.code]);
            expect(unanswered).toEqual(council.unanswered);
          }
          const owed = owing.map(({ owes }) => owes);
          expect(owed).toEqual(owed.toSorted((a, b) => b - a));
        },
      ),
    );
  });
});

test('an answer to an offer is a word, whatever has become of the offer: in its time for good, after it as declaring is', () => {
  const anyLeft: fc.Arbitrary<Unanswered | undefined> = fc.option(
    fc.record({
      offers: fc.nat(3),
      reminders: fc.nat(5),
      offersBefore: fc.nat(3),
      since: fc.constant(since),
    }),
    { nil: undefined },
  );
  const [answerBy, before, at, later] = [
    '2026-11-24T17:00:00.000Z',
    '2026-11-24T16:59:59.999Z',
    '2026-11-24T17:00:00.000Z',
    '2026-12-24T09:00:00.000Z',
  ] as const;
  fc.assert(
    fc.property(anyLeft, fc.constantFrom(at, later), (unanswered, late) => {
      const after = (now: string, was = unanswered) =>
        unansweredAfter(was, hearingOfAnswer(was, answerBy, now));
      expect(after(before)).toBeUndefined();
      const once = after(late);
      expect(once).toEqual(unansweredAfter(unanswered, hearingOfWord(unanswered)));
      expect(after(late, once)).toEqual(once);
      expect(isSilent(defined({ unanswered: once }), policy)).toBe(
        (unanswered?.offers ?? 0) >= (policy.silence?.afterOffersDespiteDeclaring ?? 0),
      );
      // Of one that left nothing unanswered there is nothing to write.
      if (unanswered === undefined) expect(hearingOfAnswer(unanswered, answerBy, before)).toBeUndefined();
    }),
  );
});

describe('what is recorded', () => {
  const expired = (): Play => {
    const play = new Play(councilsWith(10), policy).receive().offer(HAMPSHIRE, LEEDS, CARDIFF);
    play.at('2026-11-24T18:00:00.000Z').sweep();
    return play;
  };

  test('an offer that ran out counts as left unanswered, for its council alone', () => {
    const play = expired();
    expect(play.types).toContain('offer-expired');
    expect(play.council(HAMPSHIRE).unanswered).toEqual({
      offers: 1,
      reminders: 0,
      since: '2026-11-24T18:00:00.000Z',
    });
    for (const code of [LEEDS, CARDIFF]) expect(play.council(code)).not.toHaveProperty('unanswered');
  });

  test.each(['accept', 'decline', 'back-up-yes', 'back-up-no'] as const)(
    'a council that answers anything is heard again: %s',
    (answer) => {
      const silent = councilsWith(10).map((one) =>
        one.code === LEEDS ? { ...one, unanswered: left(3, 7) } : one,
      );
      const play = new Play(silent, policy).receive();
      if (answer.startsWith('back-up')) play.offer(HAMPSHIRE, LEEDS);
      else play.offer(LEEDS, HAMPSHIRE);
      const its = play.case.offers.find(({ council }) => council === LEEDS)?.id ?? '';
      expect(play.answer(its, answer).kind).toBe('changed');
      expect(play.council(LEEDS)).not.toHaveProperty('unanswered');
    },
  );

  test('a late yes that is still taken is an answer too', () => {
    const play = new Play(councilsWith(10), policy).receive().offer(HAMPSHIRE);
    play.at('2026-11-24T18:00:00.000Z').sweep();
    expect(play.council(HAMPSHIRE).unanswered?.offers).toBe(1);
    expect(play.answer('1-1', 'accept').kind).toBe('changed');
    expect(play.council(HAMPSHIRE)).not.toHaveProperty('unanswered');
  });

  test('an answer of one that left nothing unanswered touches its figures no more than before', () => {
    const play = new Play(councilsWith(10), policy).receive().offer(HAMPSHIRE, LEEDS);
    const outcome = play.answer('1-2', 'back-up-no');
    expect(outcome.kind === 'changed' ? outcome.change.places : undefined).toEqual([]);
  });

  const context = (now: string) => ({ now, actor: system, cause: 'test', policy });
  const reminded = (council: Council, now: string): CouncilChange => {
    const outcome = decideOnCouncil(council, { kind: 'remind' }, context(now));
    if (outcome.kind !== 'changed') throw new Error('no reminder was due');
    return outcome.change;
  };

  test('a reminder counts as left unanswered once the next one is due, and a declaration answers all', () => {
    let council = aCouncil();
    const mondays = ['2026-10-05', '2026-10-12', '2026-10-19', '2026-10-26', '2026-11-02'];
    for (const [index, day] of mondays.entries()) {
      const change = reminded(council, `${day}T09:00:00.000Z`);
      const unanswered = unansweredAfter(council.unanswered, change.hearing);
      council = { ...council, reminders: change.reminders, ...defined({ unanswered }) };
      expect(council.unanswered?.reminders ?? 0).toBe(index);
    }
    expect(isSilent(council, policy)).toBe(true);
    const declared = { fosterCare: 1, supportedAccommodation: 0, supports: [] };
    const outcome = decideOnCouncil(council, { kind: 'declare', declared }, context(since));
    expect(outcome).toMatchObject({ kind: 'changed', change: { hearing: { kind: 'heard' } } });
    const late = decideOnCouncil(
      aCouncil({ unanswered: left(1, 4) }),
      { kind: 'declare', declared },
      context(since),
    );
    expect(late).toMatchObject({ kind: 'changed', change: { hearing: { kind: 'spoke' } } });
  });
});
