/** The best there is in hindsight for the arrivals of the fairness bench, solved by HiGHS, and what links force on any rule. */
import { kilometres } from '../replay/distance.ts';
import { linksOf } from '../replay/hindsight.ts';
import { areaOf } from '../replay/past.ts';
import { cheapest, InfeasibleError, type Row, type Variable } from '../replay/solver.ts';
import { gini } from '../replay/spread.ts';
import { benchArrivals, largestGroup, regionShares, shares, takers } from './rules.ts';

/**
 * Fewest kilometres a child when every region and council is as near to its share as the rule kept them, at the end of every
 * quarter: a linear program over all seven quarters, children in parts, so a bound.
 */
export function leastKilometres(same: { readonly region: number; readonly council: number }): number {
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
