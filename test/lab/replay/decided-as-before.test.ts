/**
 * Released policies decide to the byte what they always did: placements made under them are derived again years later. The hashes were computed
 * by the code of 28 November 2026 (commit e5c3434), before there was any policy that knows silence; they are never computed anew.
 */
import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { firstCode } from '../../../events/former-codes.ts';
import type { Need, ReferralFacts } from '../../../events/referral.ts';
import { checkAllocation } from '../../../shared/core/allocation/allocation.ts';
import type { Decision } from '../../../shared/core/allocation/decision.ts';
import { emptyRota } from '../../../shared/core/allocation/rota.ts';
import type { SchemeView } from '../../../shared/core/allocation/scheme.ts';
import { addDays } from '../../../shared/core/calendar/working-days.ts';
import { turnsOnAcceptance } from '../../../shared/core/case/turns.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { canonicalJson } from '../../../shared/core/hash.ts';
import { policyNamed } from '../../../shared/core/policies.ts';
import { inFull } from '../../how-much.ts';
import { dice } from '../../rota/rota-play.ts';
import { arrivals } from './arrivals.ts';
import { assumptions } from './assumptions.ts';
import { quarters } from './past.ts';
import { replay } from './replay.ts';

/** Seconds on a free machine; minutes on one that is shared. */
vi.setConfig({ testTimeout: 600_000 });

/** A decision by the codes that councils had then: two have others since (events/former-codes.ts), and are the same councils. */
const asTheyWereCalled = (decision: Decision): unknown =>
  JSON.parse(JSON.stringify(decision).replaceAll(/[A-Z]\d{8}/g, firstCode));

const hashing = () => {
  const hash = createHash('sha256');
  return {
    add: (decision: Decision): void => {
      hash.update(`${canonicalJson(asTheyWereCalled(decision))}\n`);
    },
    whole: (): string => hash.digest('hex').slice(0, 32),
  };
};

const hashOfPast = (id: string, quarter: number): string => {
  const decisions = hashing();
  replay({
    policy: policyNamed(id),
    referrals: arrivals({ seed: 5, of: quarters.slice(quarter) }),
    seed: 5,
    assumptions,
    from: quarters.at(quarter)?.start ?? '',
    onDecision: decisions.add,
  });
  return decisions.whole();
};

const pastTwoQuarters = [
  ['nts-2016', '746bb2a1c3d77c99ffb17fc566dc80ef'],
  ['nts-2022', 'b94dcc61ea9df29e149d61c25dccc538'],
  ['nts-2025', '9612ff989b63a5c51f2f2a2c80cbe0d1'],
] as const;
const wholePast = [
  ['nts-2016', '2bc034d4ef17c48d54f97fb1e4037324'],
  ['nts-2022', '4caf4ec471b4bc440cdec4a56ce3dd8c'],
  ['nts-2025', '04c68157d92988f12c9231ca8b0be0c2'],
] as const;

test.each([
  ...pastTwoQuarters
    .slice(inFull ? 0 : -1)
    .map(([id, hash]) => [id, -2, 'the last two quarters of the past', hash] as const),
  ...(inFull ? wholePast.map(([id, hash]) => [id, 0, 'the whole past', hash] as const) : []),
])('%s, from quarter %i: decides on %s what it always did', (id, quarter, _, hash) => {
  expect(hashOfPast(id, quarter)).toBe(hash);
});

type Roll = () => number;
const NEEDS: readonly Need[] = ['trained-carers', 'step-free-access', 'medical-care'];
const one = <T>(roll: Roll, of: readonly [T, ...T[]]): T => of[Math.floor(roll() * of.length)] ?? of[0];
const upTo = (roll: Roll, most: number): number => Math.floor(roll() * (most + 1));

/** Councils that never were, so that this knows nothing of reference data: declared, paused, full and closed ones among them. */
const invented = (roll: Roll, regions: readonly string[], from: string): readonly Council[] =>
  Array.from({ length: 60 }, (_, at): Council => {
    const publishedCount = roll() < 0.2 ? null : upTo(roll, 60);
    const held = upTo(roll, 1);
    return {
      code: `X${String(90_000_000 + at)}`,
      name: `Council ${at}`,
      nation: 'England',
      region: regions[at % regions.length] ?? '',
      regionName: 'A region',
      childPopulation: 20_000 + upTo(roll, 60_000),
      participates: roll() < 0.9,
      caredFor: {
        count: publishedCount,
        asAt: '2025-03-31',
        source: publishedCount === null ? 'not-published' : 'published',
      },
      publishedCount,
      netSince: 0,
      incoming: 0,
      held,
      offered: upTo(roll, held),
      reminders: { sinceDeclaration: 0 },
      trail: { number: 0, hash: '0'.repeat(64) },
      ...(roll() < 0.3
        ? {}
        : {
            declaration: {
              places: { fosterCare: one(roll, [0, 4, 9]), supportedAccommodation: one(roll, [0, 4, 9]) },
              used: { fosterCare: upTo(roll, 1), supportedAccommodation: upTo(roll, 1) },
              supports: NEEDS.filter(() => roll() < 0.7),
              declaredAt: `${addDays(from, -upTo(roll, 30))}T09:00:00.000Z`,
              ...(roll() < 0.1 ? { pausedUntil: addDays(from, upTo(roll, 60)) } : {}),
            },
          }),
      ...(roll() < 0.3 ? { unanswered: { offers: 2, reminders: 5, since: '2026-11-02T17:00:00.000Z' } } : {}),
    };
  });

const inventedReferral = (roll: Roll, councils: readonly Council[], today: string): ReferralFacts => {
  const some = (most: number): readonly string[] =>
    Array.from({ length: upTo(roll, most) }, () => councils[upTo(roll, councils.length - 1)]?.code ?? '');
  const links = some(1).map((council) => ({
    council,
    kind: one(roll, ['family', 'sibling', 'community', 'community'] as const),
  }));
  return {
    entryAuthority: 'X80000000',
    referredOn: today,
    children: Array.from({ length: roll() < 0.9 ? 1 : 1 + upTo(roll, 3) }, (_, at) => ({
      number: at + 1,
      sex: 'male',
      turns18Month: '2027-09',
      ageAssessment: 'not-required',
      placementKind: one(roll, ['foster-care', 'supported-accommodation']),
      needs: NEEDS.filter(() => roll() < 0.1),
    })),
    definition: {
      under18AtClaim: true,
      claimsInOwnRight: true,
      separatedFromParents: true,
      noResponsibleAdult: roll() < 0.98,
    },
    asylumClaimOn: addDays(today, -7),
    arrivedOn: addDays(today, -8),
    inCareOfAuthority: roll() < 0.9,
    settledSince: addDays(today, roll() < 0.95 ? -7 : -40),
    familyInUk: links.some(({ kind }) => kind !== 'community') ? 'cannot-care' : 'none',
    links,
    areasToAvoid: [...some(1)],
    trafficking: one(roll, ['no-indicators', 'no-indicators', 'no-indicators', 'nrm-referred']),
    wishesRecorded: roll() < 0.98,
  };
};

/** A thousand referrals among invented councils, two of three accepted by whoever is asked first. */
const hashOfInvented = (id: string): string => {
  const roll = dice(2016);
  const policy = policyNamed(id);
  const decisions = hashing();
  const regions = Object.keys(policy.regionWeights);
  let today = '2026-01-05';
  const entry: Council = {
    ...(invented(roll, ['E12000008'], today)[0] as Council),
    code: 'X80000000',
    participates: true,
    publishedCount: 400,
    caredFor: { count: 400, asAt: '2025-03-31', source: 'published' },
  };
  const turns = { state: emptyRota, version: 0, turn: 0 };
  let view: SchemeView = {
    councils: [entry, ...invented(roll, regions, today)],
    national: turns,
    regions: {},
  };
  for (let number = 0; number < 1_000; number += 1) {
    if (number % 20 === 19) today = addDays(today, 1);
    const facts = inventedReferral(roll, view.councils, today);
    const decision = checkAllocation({
      policy: id,
      today,
      facts,
      cleared: roll() < 0.5 ? ['settled-child'] : [],
      excluded: view.councils.filter(() => roll() < 0.02).map(({ code }) => code),
      turned18: facts.children.length > 1 && roll() < 0.2 ? [1] : [],
      ages: [],
      councils: view.councils,
      national: view.national.state,
      regions: Object.fromEntries(Object.entries(view.regions).map(([code, { state }]) => [code, state])),
    });
    decisions.add(decision);
    if (decision.kind !== 'offer' || roll() < 0.33) continue;
    const { council } = decision.chosen;
    for (const change of turnsOnAcceptance(view, council, facts.children.length, policy, today)) {
      if (change.kind !== 'replace') continue;
      const turned = { ...turns, state: change.state };
      view =
        change.scope === 'national'
          ? { ...view, national: turned }
          : { ...view, regions: { ...view.regions, [change.scope]: turned } };
    }
    const leaves = roll() < 0.8;
    view = {
      ...view,
      councils: view.councils.map((its) =>
        its.code === council && !leaves ? { ...its, incoming: its.incoming + facts.children.length } : its,
      ),
    };
  }
  return decisions.whole();
};

test.each([
  ['nts-2016', '326ec70fe7df1833ab49e2f31c66dd6c'],
  ['nts-2022', '4d89cc1ba613a796869d737b2af1e89b'],
  ['nts-2025', 'ed65cb690bde333fca053dcc82666717'],
])(
  '%s decides on invented councils, declared, paused, full and silent ones among them, what it always did',
  (id, hash) => {
    expect(hashOfInvented(id)).toBe(hash);
  },
);
