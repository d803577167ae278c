import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAllocation, decisionHash, inputsFor } from '../../shared/core/allocation/allocation.ts';
import type { AllocationInputs, CouncilVerdict, Decision } from '../../shared/core/allocation/decision.ts';
import { emptyRota, type RotaState } from '../../shared/core/allocation/rota.ts';
import { turnsOnAcceptance } from '../../shared/core/case/turns.ts';
import { headroom } from '../../shared/core/council/headroom.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { canonicalJson } from '../../shared/core/hash.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, aChild, aCouncil, aDeclaration, aReferral } from '../builders.ts';
import { anyInputs, inputsWith, kent } from './allocation-inputs.ts';

const verdicts = (decision: Decision): readonly CouncilVerdict[] =>
  'verdicts' in decision ? decision.verdicts : [];
const verdictOn = (decision: Decision, council: string) =>
  verdicts(decision).find((one) => one.council === council);
const chosen = (decision: Decision) => (decision.kind === 'offer' ? decision.chosen.council : undefined);
const order = (decision: Decision) =>
  decision.kind === 'offer' ? [decision.chosen, ...decision.backUps].map(({ council }) => council) : [];
const named = (code: string, overrides = {}) => aCouncil({ code, name: code, ...overrides });
const canTake = ({ outcome, because }: CouncilVerdict) =>
  outcome !== 'passed-over' || because === 'later-in-turn';

describe('laws', () => {
  test('every council has exactly one verdict, in order of code, and they agree with the choice', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const decision = checkAllocation(inputs);
        const said = verdicts(decision);
        expect(said.map(({ council }) => council)).toEqual(
          inputs.councils.map(({ code }) => code).toSorted(),
        );
        const asked = said.filter(({ outcome }) => outcome !== 'passed-over');
        const ranked = asked.toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
        expect(ranked.map(({ council }) => council)).toEqual(order(decision));
        expect(ranked.map(({ outcome }) => outcome)).toEqual(
          ranked.map((_, at) => (at === 0 ? 'chosen' : 'back-up')),
        );
        expect(ranked.map(({ rank }) => rank)).toEqual(ranked.map((_, at) => at + 1));
      }),
    );
  });

  test('someone is asked whenever anyone can take the children, and as many back-ups as the policy wants', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const decision = checkAllocation(inputs);
        const able = verdicts(decision).filter(canTake).length;
        expect(decision.kind).toBe(able > 0 ? 'offer' : 'no-candidate');
        expect(order(decision)).toHaveLength(Math.min(able, 1 + policyNamed(inputs.policy).offers.backUps));
      }),
    );
  });

  test('nobody is asked who is excluded, to be avoided, the entry authority, out of the scheme, paused or without room for all', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const policy = policyNamed(inputs.policy);
        for (const code of order(checkAllocation(inputs))) {
          const council = inputs.councils.find((one) => one.code === code) ?? kent;
          expect([
            inputs.facts.entryAuthority,
            ...inputs.excluded,
            ...(inputs.facts.areasToAvoid ?? []),
          ]).not.toContain(code);
          expect(council.participates).toBe(true);
          expect((council.declaration?.pausedUntil ?? '') <= inputs.today).toBe(true);
          expect(headroom(council, policy)).toBeGreaterThanOrEqual(inputs.facts.children.length);
        }
      }),
    );
  });

  test('a voluntary scheme asks nobody without a declared place of the kind for each child', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const of = (kind: string) =>
          inputs.facts.children.filter(({ placementKind }) => placementKind === kind).length;
        for (const code of order(checkAllocation({ ...inputs, policy: 'nts-2016' }))) {
          const declaration = inputs.councils.find((one) => one.code === code)?.declaration;
          const left = (kind: 'fosterCare' | 'supportedAccommodation') =>
            Math.max(0, (declaration?.places[kind] ?? 0) - (declaration?.used[kind] ?? 0));
          expect(left('fosterCare')).toBeGreaterThanOrEqual(of('foster-care'));
          expect(left('supportedAccommodation')).toBeGreaterThanOrEqual(of('supported-accommodation'));
        }
      }),
    );
  });

  test('the order in which councils are listed changes nothing', () => {
    fc.assert(
      fc.property(
        anyInputs.chain((inputs) =>
          fc.tuple(
            fc.constant(inputs),
            fc.shuffledSubarray([...inputs.councils], { minLength: inputs.councils.length }),
          ),
        ),
        ([inputs, councils]) => {
          expect(canonicalJson(checkAllocation({ ...inputs, councils }))).toBe(
            canonicalJson(checkAllocation(inputs)),
          );
        },
      ),
    );
  });

  test('a decision derived again from its stored inputs is the same, byte for byte', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const stored = canonicalJson(inputs);
        const again = JSON.parse(stored) as AllocationInputs;
        expect(canonicalJson(checkAllocation(again))).toBe(canonicalJson(checkAllocation(inputs)));
        expect(decisionHash(again)).toBe(decisionHash(inputs));
      }),
    );
  });

  test('a sibling’s council that can take the children is chosen, whoever’s turn it is', () => {
    fc.assert(
      fc.property(anyInputs, fc.nat(), (inputs, pick) => {
        const facts = { ...inputs.facts, links: [] };
        const able = verdicts(checkAllocation({ ...inputs, facts })).filter(canTake);
        fc.pre(able.length > 0);
        const { council } = able[pick % able.length] as CouncilVerdict;
        for (const kind of ['sibling', 'family'] as const) {
          const decision = checkAllocation({ ...inputs, facts: { ...facts, links: [{ council, kind }] } });
          expect(verdictOn(decision, council)).toMatchObject({
            outcome: 'chosen',
            because: 'family-link',
            rank: 1,
          });
        }
      }),
    );
  });

  test('what keeps one council from being asked depends on no other council', () => {
    fc.assert(
      fc.property(anyInputs, fc.nat(), fc.integer({ min: -20, max: 20 }), (inputs, pick, shift) => {
        const changing = inputs.councils[pick % inputs.councils.length]?.code;
        const councils = inputs.councils.map((one) =>
          one.code === changing ? { ...one, netSince: one.netSince + shift } : one,
        );
        const preconditions = (decision: Decision) =>
          verdicts(decision)
            .filter(({ council }) => council !== changing)
            .map((one) => [one.council, canTake(one) ? 'can take them' : one.because]);
        // Kent keeps enough children to refer, whatever moves.
        const cleared = [...inputs.cleared, 'entry-authority-below-threshold'];
        expect(preconditions(checkAllocation({ ...inputs, councils, cleared }))).toEqual(
          preconditions(checkAllocation({ ...inputs, cleared })),
        );
      }),
    );
  });

  test('an offer that waits counts like an acceptance: the next choice is the same', () => {
    fc.assert(
      fc.property(anyInputs, (drawn) => {
        const inputs = {
          ...drawn,
          facts: { ...drawn.facts, children: [aChild()], links: [] },
          councils: drawn.councils.map((one) => ({ ...one, held: 0, offered: 0 })),
        };
        const first = chosen(checkAllocation(inputs));
        fc.pre(first !== undefined);
        const councils = (change: object) =>
          inputs.councils.map((one) => (one.code === first ? { ...one, ...change } : one));
        const [taken] = inputs.councils.filter(({ code }) => code === first);
        const policy = policyNamed(inputs.policy);
        const accepted = councils({ incoming: (taken?.incoming ?? 0) + 1 });
        const view = {
          councils: accepted.map((one) => ({ ...kent, ...one })),
          national: { state: emptyRota, version: 0, turn: 0 },
          regions: {},
        };
        const states = Object.fromEntries(
          turnsOnAcceptance(view, first ?? '', 1, policy, inputs.today).flatMap(
            (change): [string, RotaState][] =>
              change.kind === 'replace' ? [[change.scope, change.state]] : [],
          ),
        );
        const { national = emptyRota, ...regions } = states;
        const afterAcceptance = checkAllocation({ ...inputs, councils: accepted, national, regions });
        const whileWaiting = checkAllocation({ ...inputs, councils: councils({ held: 1, offered: 1 }) });
        fc.pre(policy.participation === 'mandatory');
        expect(order(whileWaiting)).toEqual(order(afterAcceptance));
      }),
    );
  });
});

describe('whose turn', () => {
  const two = [named('E10001001'), named('E10001002')];

  test('of two alike the one that has no offer waiting is asked', () => {
    const first = chosen(checkAllocation(inputsWith(two)));
    expect(first).toBe('E10001001');
    const waiting = two.map((one) => (one.code === first ? { ...one, held: 1, offered: 1 } : one));
    expect(chosen(checkAllocation(inputsWith(waiting)))).toBe('E10001002');
  });

  test('back-ups come from the same region first, then from the next', () => {
    const scheme = [
      named('E10001001'),
      named('E10001002'),
      named('S12000033', { region: 'S92000003', nation: 'Scotland' }),
    ];
    expect(order(checkAllocation(inputsWith(scheme)))).toEqual(['E10001001', 'E10001002', 'S12000033']);
  });

  test('whoever is beyond the back-ups is told it is later in turn', () => {
    const many = ['E10001001', 'E10001002', 'E10001003', 'E10001004'].map((code) => named(code));
    const decision = checkAllocation(inputsWith(many));
    expect(order(decision)).toHaveLength(3);
    expect(verdictOn(decision, 'E10001004')).toMatchObject({
      outcome: 'passed-over',
      because: 'later-in-turn',
      numbers: { lag: 0, regionLag: 0 },
    });
  });

  test('siblings go before family, and both before the turn; each only where there is room', () => {
    const links = [
      { council: 'E10001003', kind: 'family' },
      { council: 'E10001004', kind: 'sibling' },
    ] as const;
    const scheme = ['E10001001', 'E10001002', 'E10001003', 'E10001004'].map((code) => named(code));
    expect(order(checkAllocation(inputsWith(scheme, { links: [...links] })))).toEqual([
      'E10001004',
      'E10001003',
      'E10001001',
    ]);
    const full = scheme.map((one) => (one.code === 'E10001004' ? { ...one, incoming: 10 } : one));
    const decision = checkAllocation(inputsWith(full, { links: [...links] }));
    expect(chosen(decision)).toBe('E10001003');
    expect(verdictOn(decision, 'E10001004')).toMatchObject({ because: 'at-threshold' });
  });

  test('a community link goes first in its region, but does not bring the region’s turn forward', () => {
    const links = [
      { council: 'E10001002', kind: 'community' },
      { council: 'S12000033', kind: 'community' },
    ] as const;
    const scheme = [...two, named('S12000033', { region: 'S92000003', nation: 'Scotland' })];
    const decision = checkAllocation(inputsWith(scheme, { links: [...links] }));
    expect(order(decision)).toEqual(['E10001002', 'E10001001', 'S12000033']);
    expect(decision).toMatchObject({
      chosen: { because: 'community-link' },
      backUps: [{ because: 'turn' }, { because: 'community-link' }],
    });
  });

  test('a community link only informs where the policy says so', () => {
    const declared = two.map((one) => ({ ...one, childPopulation: 200_000, declaration: aDeclaration() }));
    const links = [{ council: 'E10001002', kind: 'community' as const }];
    expect(checkAllocation(inputsWith(declared, { links }, { policy: 'nts-2016' }))).toMatchObject({
      chosen: { council: 'E10001001', because: 'turn' },
    });
  });

  test('a region that the policy does not weigh is asked all the same', () => {
    expect(chosen(checkAllocation(inputsWith([named('E10001001', { region: 'X99' })])))).toBe('E10001001');
  });

  test('with nobody able, there is no candidate, and every council says why', () => {
    const decision = checkAllocation(inputsWith([named('E10001001', { incoming: 10 })]));
    expect(decision).toMatchObject({
      kind: 'no-candidate',
      verdicts: [{ because: 'entry-authority' }, { because: 'at-threshold' }],
    });
  });
});

describe('what is not eligible goes to nobody', () => {
  test('a hold and a question are handed on', () => {
    expect(checkAllocation(inputsWith([], { familyInUk: 'may-care' }))).toMatchObject({ kind: 'held' });
    const { trafficking: _, ...facts } = aReferral();
    expect(checkAllocation({ ...inputsWith([]), facts })).toMatchObject({ kind: 'incomplete' });
  });

  test('warnings go along with an offer', () => {
    expect(checkAllocation(inputsWith([named('E10001001')], { wishesRecorded: false }))).toMatchObject({
      kind: 'offer',
      warnings: [{ code: 'wishes-not-recorded' }],
    });
  });

  test('a policy that was never released is an error', () => {
    expect(() => checkAllocation(inputsWith([], {}, { policy: 'nts-1999' }))).toThrow(
      'There is no policy "nts-1999"',
    );
  });
});

describe('inputs', () => {
  const view = {
    councils: [named('E10001002', { reminders: { sinceDeclaration: 3 } }), kent],
    national: { state: { ...emptyRota, arrivals: 4 }, version: 7, turn: 9 },
    regions: { E12000008: { state: { ...emptyRota, arrivals: 2 }, version: 3, turn: 0 } },
  };
  const policy = policyNamed('nts-2025');

  test('are what the case and the scheme say, without what no decision rests on', () => {
    const subject = aCase({ cleared: ['settled-child'], excluded: ['E10001009'], turned18: [2] });
    const inputs = inputsFor(view, subject, policy, '2026-11-23', [{ child: 1, years: 16, daysTo18: 600 }]);
    const { reminders: _, trail: __, ...figures } = named('E10001002');
    expect(inputs).toMatchObject({
      policy: 'nts-2025',
      facts: subject.facts,
      cleared: ['settled-child'],
      excluded: ['E10001009'],
      turned18: [2],
      national: { arrivals: 4 },
      regions: { E12000008: { arrivals: 2 } },
    });
    expect(inputs.councils[1]).toEqual(figures);
    expect(canonicalJson(inputs)).not.toMatch(/reminders|trail|version/);
    expect(inputs).not.toHaveProperty('possibleDuplicates');
    expect(inputs).not.toHaveProperty('comparisons');
    const doubtful = { ...subject, possibleDuplicates: ['NTS-0000-0001'] };
    expect(inputsFor(view, doubtful, policy, '2026-11-23', []).possibleDuplicates).toEqual(['NTS-0000-0001']);
    const found = [{ with: 'NTS-0000-0001', by: 'person', whole: true, differing: [], unknown: [] }] as const;
    expect(inputsFor(view, doubtful, policy, '2026-11-23', [], found).comparisons).toEqual(found);
  });

  test('have a hash that does not depend on the order of reading', () => {
    const inputs = inputsFor(view, aCase(), policy, '2026-11-23', []);
    const turned = inputsFor(
      { ...view, councils: view.councils.toReversed() },
      aCase(),
      policy,
      '2026-11-23',
      [],
    );
    expect(decisionHash(turned)).toBe(decisionHash(inputs));
    expect(decisionHash({ ...inputs, today: '2026-11-24' })).not.toBe(decisionHash(inputs));
  });
});

test('at the 212 published authorities: 199 can be asked for one child in foster care on the first day', () => {
  const inputs = { ...inputsWith([]), councils: publishedCouncils() };
  const decision = checkAllocation(inputs);
  expect(verdicts(decision)).toHaveLength(212);
  const counts = Object.groupBy(verdicts(decision), (one) => (canTake(one) ? 'able' : one.because));
  expect(Object.fromEntries(Object.entries(counts).map(([key, group]) => [key, group?.length]))).toEqual({
    able: 199,
    'at-threshold': 12,
    'entry-authority': 1,
  });
});
