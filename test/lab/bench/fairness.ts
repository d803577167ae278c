/** The rules side by side on the same arrivals, and beside the best that hindsight finds. */

import { windowOf } from '../../../shared/core/allocation/rota-choice.ts';
import { policyNamed } from '../../../shared/core/policies.ts';
import { assumptions } from '../replay/assumptions.ts';
import { kilometres } from '../replay/distance.ts';
import { besideHindsight } from '../replay/figures.ts';
import { linksOf } from '../replay/hindsight.ts';
import { areaOf } from '../replay/past.ts';
import { replay } from '../replay/replay.ts';
import { gini } from '../replay/spread.ts';
import { forcedByLinks, leastKilometres, nearestInTheEnd } from './fairness-optima.ts';
import {
  benchArrivals,
  FIRST,
  largestGroup,
  lowestRateFirst,
  ours,
  plainRota,
  type Rule,
  regionShares,
  shares,
  takers,
  webster,
} from './rules.ts';

interface Measured {
  readonly rule: string;
  /** Furthest from its share at any prefix, in children: any region of the nation's, any council of its region's turns, any council of the nation's. */
  readonly region: number;
  readonly councilInRegion: number;
  readonly council: number;
  /** Spread of children placed for each child of the share. */
  readonly gini: number;
  readonly km: number;
  readonly links: number;
}

const worst = (of: Iterable<number>): number => {
  let most = 0;
  for (const value of of) most = Math.max(most, Math.abs(value));
  return most;
};

/** Keeps books of its own at every prefix, which know nothing of how a rule decides. */
function measured(name: string, took: readonly string[]): Measured {
  const owed = {
    council: new Map(takers.map(({ code }) => [code, 0])),
    region: new Map([...regionShares.keys()].map((region) => [region, 0])),
    inRegion: new Map(takers.map(({ code }) => [code, 0])),
  };
  const placed = new Map<string, number>();
  const most = { region: 0, inRegion: 0, council: 0 };
  let km = 0;
  let links = 0;
  let children = 0;
  for (const [at, { facts }] of benchArrivals.entries()) {
    const size = facts.children.length;
    const code = took[at] ?? '';
    const home = areaOf.get(code)?.region ?? '';
    for (const [one, share] of shares) {
      owed.council.set(one, (owed.council.get(one) ?? 0) + size * share);
      if (areaOf.get(one)?.region === home)
        owed.inRegion.set(
          one,
          (owed.inRegion.get(one) ?? 0) + (size * share) / (regionShares.get(home) ?? 1),
        );
    }
    for (const [region, share] of regionShares)
      owed.region.set(region, (owed.region.get(region) ?? 0) + size * share);
    owed.council.set(code, (owed.council.get(code) ?? 0) - size);
    owed.inRegion.set(code, (owed.inRegion.get(code) ?? 0) - size);
    owed.region.set(home, (owed.region.get(home) ?? 0) - size);
    most.council = Math.max(most.council, worst(owed.council.values()));
    most.inRegion = Math.max(most.inRegion, worst(owed.inRegion.values()));
    most.region = Math.max(most.region, worst(owed.region.values()));
    placed.set(code, (placed.get(code) ?? 0) + size);
    km += size * kilometres(facts.entryAuthority, code);
    children += size;
    if (linksOf({ facts }).includes(code)) links += 1;
  }
  const rates = takers.map(({ code }) => ({ children: shares.get(code) ?? 0, came: placed.get(code) ?? 0 }));
  return {
    rule: name,
    region: most.region,
    councilInRegion: most.inRegion,
    council: most.council,
    gini: gini(rates),
    km: km / children,
    links,
  };
}

export interface FairnessBench {
  readonly children: number;
  readonly rules: readonly Measured[];
  readonly bounds: { readonly region: number; readonly councilInRegion: number };
  readonly hindsight: {
    readonly council: number;
    readonly gini: number;
    readonly km: number;
    readonly links: number;
    /** Children by which meeting every link alone puts some region ahead of its share. */
    readonly forced: number;
  };
  /** The same arrivals under the real thresholds, everybody willing: where room is short. */
  readonly scarce: { readonly met: number; readonly most: number };
}

const allWilling = {
  ...assumptions,
  answers: { accepts: 1, silent: 0, withNeed: 1, sameDay: 1, backUpYes: 0 },
};

export function fairnessBench(progress: (what: string) => void): FairnessBench {
  const all: readonly (readonly [string, Rule])[] = [
    ['our rota', ours(false)],
    ['our rota, links first', ours(true)],
    ['lowest rate first', lowestRateFirst],
    ['Webster', webster],
    ['plain rota', plainRota],
  ];
  const rules = all.map(([name, rule]) => {
    progress(name);
    return measured(name, rule(benchArrivals));
  });
  const [plain] = rules as [Measured];
  const inRegion = new Map<string, number>();
  for (const { region } of takers) inRegion.set(region, (inRegion.get(region) ?? 0) + 1);
  progress('hindsight');
  const policy = policyNamed('nts-2025');
  const scarce = replay({ policy, referrals: benchArrivals, seed: 1, assumptions: allWilling, from: FIRST });
  const { links } = besideHindsight(scarce, benchArrivals, { seed: 1, assumptions: allWilling });
  return {
    children: benchArrivals.reduce((sum, { facts }) => sum + facts.children.length, 0),
    rules,
    bounds: {
      region: windowOf(regionShares.size, largestGroup),
      councilInRegion: windowOf(Math.max(...inRegion.values()), largestGroup),
    },
    hindsight: {
      ...nearestInTheEnd(),
      km: leastKilometres(plain),
      forced: forcedByLinks(),
      links: benchArrivals.filter((referral) => linksOf(referral).some((code) => shares.has(code))).length,
    },
    scarce: { met: links.met, most: links.most },
  };
}
