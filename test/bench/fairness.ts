/** The rules side by side on the same arrivals, and beside the best that hindsight finds. */

import { policyNamed } from '../../shared/core/policies.ts';
import { windowOf } from '../../shared/core/rota-choice.ts';
import { assumptions } from '../replay/assumptions.ts';
import { kilometres } from '../replay/distance.ts';
import { besideHindsight } from '../replay/figures.ts';
import { linksOf } from '../replay/hindsight.ts';
import { areaOf } from '../replay/past.ts';
import { replay } from '../replay/replay.ts';
import { cheapest, InfeasibleError, type Row, type Variable } from '../replay/solver.ts';
import { gini } from '../replay/spread.ts';
import {
  benchArrivals,
  FIRST,
  lowestRateFirst,
  ours,
  plainRota,
  type Rule,
  shares,
  takers,
  webster,
} from './rules.ts';

export interface Measured {
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

const regionShares: ReadonlyMap<string, number> = (() => {
  const found = new Map<string, number>();
  for (const { code, region } of takers)
    found.set(region, (found.get(region) ?? 0) + (shares.get(code) ?? 0));
  return found;
})();

const largestGroup = Math.max(...benchArrivals.map(({ facts }) => facts.children.length));

const worst = (of: Iterable<number>): number => {
  let most = 0;
  for (const value of of) most = Math.max(most, Math.abs(value));
  return most;
};

/** Keeps books of its own at every prefix, which know nothing of how a rule decides. */
export function measured(name: string, took: readonly string[]): Measured {
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

/**
 * Fewest kilometres a child when every region and council is as near to its share as the rule kept them, at the end of every
 * quarter: a linear program over all seven quarters, children in parts, so a bound.
 */
export function leastKilometres(same: Measured): number {
  const byQuarter = new Map<number, Map<string, number>>();
  for (const { facts, quarter } of benchArrivals) {
    const from = byQuarter.get(quarter) ?? new Map<string, number>();
    byQuarter.set(quarter, from);
    from.set(facts.entryAuthority, (from.get(facts.entryAuthority) ?? 0) + facts.children.length);
  }
  const variables: Variable[] = [];
  const rows: Row[] = [];
  const soFar = new Map<string, [number, number][]>();
  let children = 0;
  const within = (
    of: ReadonlyMap<string, number>,
    furthest: number,
    terms: (id: string) => [number, number][],
  ) => {
    for (const [id, share] of of)
      rows.push({
        least: Math.max(0, children * share - furthest),
        most: children * share + furthest,
        terms: terms(id),
      });
  };
  for (const from of byQuarter.values()) {
    for (const [sender, sent] of from) {
      const terms: [number, number][] = [];
      for (const { code } of takers) {
        if (code === sender) continue;
        const variable = variables.push({ cost: kilometres(sender, code) }) - 1;
        terms.push([variable, 1]);
        const mine = soFar.get(code) ?? [];
        mine.push([variable, 1]);
        soFar.set(code, mine);
      }
      rows.push({ least: sent, most: sent, terms });
      children += sent;
    }
    within(shares, same.council, (code) => [...(soFar.get(code) ?? [])]);
    within(regionShares, same.region, (region) =>
      takers.filter((one) => one.region === region).flatMap(({ code }) => soFar.get(code) ?? []),
    );
  }
  return cheapest(variables, rows, { seconds: 120 }).objective / children;
}

/**
 * The nearest to their shares that all councils can be in the end, with siblings kept together, to a thousandth of a child: integer programs
 * that ask, distance by distance, whether everybody can be that near.
 */
export function nearestInTheEnd(): { readonly council: number; readonly gini: number } {
  const groups = new Map<number, number>();
  for (const { facts } of benchArrivals)
    groups.set(facts.children.length, (groups.get(facts.children.length) ?? 0) + 1);
  const sizes = [...groups.keys()];
  const all = [...groups].reduce((sum, [size, count]) => sum + size * count, 0);
  const variables: Variable[] = takers.flatMap(() => sizes.map(() => ({ cost: 0, whole: true })));
  const mine = takers.map((_, at) =>
    sizes.map((size, which): [number, number] => [at * sizes.length + which, size]),
  );
  const everyGroup: readonly Row[] = sizes.map((size, which) => ({
    least: groups.get(size) ?? 0,
    most: groups.get(size) ?? 0,
    terms: takers.map((_, at) => [at * sizes.length + which, 1] as const),
  }));
  const within = (furthest: number): readonly number[] | undefined => {
    const near = takers.map(({ code }, at): Row => {
      const share = all * (shares.get(code) ?? 0);
      return {
        least: Math.ceil(share - furthest),
        most: Math.floor(share + furthest),
        terms: mine[at] ?? [],
      };
    });
    if (near.some(({ least = 0, most = 0 }) => least > most)) return undefined;
    try {
      return cheapest(variables, [...everyGroup, ...near]).values;
    } catch (error) {
      if (error instanceof InfeasibleError) return undefined;
      throw error;
    }
  };
  let [no, yes] = [0, largestGroup];
  let best = within(yes);
  while (yes - no > 1e-3) {
    const middle = (no + yes) / 2;
    const found = within(middle);
    if (found === undefined) no = middle;
    else [yes, best] = [middle, found];
  }
  const rates = takers.map(({ code }, at) => ({
    children: shares.get(code) ?? 0,
    came: (mine[at] ?? []).reduce(
      (sum, [variable, size]) => sum + size * Math.round(best?.[variable] ?? 0),
      0,
    ),
  }));
  return { council: yes, gini: gini(rates) };
}

/** How far beyond its share meeting every link alone puts a region at some prefix: no rule that meets them can be nearer. */
export function forcedByLinks(): number {
  const owed = new Map([...regionShares.keys()].map((region) => [region, 0]));
  let furthest = 0;
  for (const referral of benchArrivals) {
    const size = referral.facts.children.length;
    for (const [region, share] of regionShares) owed.set(region, (owed.get(region) ?? 0) + size * share);
    const regions = new Set(
      linksOf(referral)
        .filter((code) => shares.has(code))
        .map((code) => areaOf.get(code)?.region ?? ''),
    );
    const [only, other] = [...regions];
    // A child with links in two regions forces neither.
    if (only === undefined || other !== undefined) continue;
    const left = (owed.get(only) ?? 0) - size;
    owed.set(only, left);
    furthest = Math.max(furthest, -left);
  }
  return furthest;
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
