/** What the best allocation would have been, had everything been known: bounds that no rule which decides as children come can pass. */
import type { Referral } from './arrivals.ts';
import { kilometres } from './distance.ts';
import type { Replayed } from './replayed.ts';
import { cheapest, type Row, type Variable } from './solver.ts';

/** Councils in whose area the children have a sibling or family. */
export const linksOf = ({ facts }: Pick<Referral, 'facts'>): readonly string[] => [
  ...new Set((facts.links ?? []).filter(({ kind }) => kind !== 'community').map(({ council }) => council)),
];

/** Room that a council has at moments in order, in children; and whether a group would still take some at each. */
export interface LinkQuestion {
  readonly groups: readonly { readonly children: number; readonly councils: readonly string[] }[];
  /** Moments, each with the room of every council that matters. */
  readonly room: readonly ReadonlyMap<string, number>[];
  /** Children of a group who are in care at a moment; 0 before it comes. */
  readonly inCare: (group: number, moment: number) => number;
}

/** The most groups that could have gone to a council they are linked to, if nobody else had taken the room: an upper bound, by integer program. */
export const mostLinks = ({ groups, room, inCare }: LinkQuestion): number => {
  const variables: Variable[] = [];
  const rows: Row[] = [];
  const wants = new Map<string, { readonly variable: number; readonly group: number }[]>();
  for (const [group, { councils }] of groups.entries()) {
    const terms = councils.map((council) => {
      const variable = variables.push({ cost: -1, most: 1, whole: true }) - 1;
      const those = wants.get(council) ?? [];
      wants.set(council, [...those, { variable, group }]);
      return [variable, 1] as const;
    });
    if (terms.length > 0) rows.push({ most: 1, terms });
  }
  for (const [moment, places] of room.entries())
    for (const [council, those] of wants) {
      const terms = those
        .map(({ variable, group }) => [variable, inCare(group, moment)] as const)
        .filter(([, children]) => children > 0);
      if (terms.length > 0) rows.push({ most: Math.max(0, places.get(council) ?? 0), terms });
    }
  return Math.abs(Math.round(cheapest(variables, rows).objective));
};

/**
 * The question for one replay, month by month. Councils without a published count have the room of their whole threshold.
 * `willing`: whether a council would say yes to a referral when asked the first time.
 */
export const linkQuestion = (
  { months }: Replayed,
  referrals: readonly Referral[],
  willing: (referral: Referral, council: string) => boolean,
): LinkQuestion => {
  const linked = referrals.filter((referral) => linksOf(referral).length > 0);
  const groups = linked.map((referral) => ({
    children: referral.facts.children.length,
    councils: linksOf(referral).filter((council) => willing(referral, council)),
  }));
  const room = months.map(
    ({ councils }) =>
      new Map([...councils].map(([code, { threshold, own }]) => [code, threshold - (own ?? 0)])),
  );
  const inCare = (group: number, moment: number): number => {
    const referral = linked[group];
    const month = months[moment]?.month ?? '';
    if (referral === undefined || referral.facts.referredOn.slice(0, 7) > month) return 0;
    return referral.eighteenth.filter((day) => day.slice(0, 7) > month).length;
  };
  return { groups, room, inCare };
};

/** Children from one council to others. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly children: number;
}

/**
 * The fewest kilometres in all when each council sends and takes as many children as it did here: the transportation problem.
 * Single children may swap places; siblings are not kept together, so it is a lower bound.
 */
export const leastKilometres = (flows: readonly Flow[]): number => {
  const total = (side: 'from' | 'to') => {
    const sums = new Map<string, number>();
    for (const flow of flows) sums.set(flow[side], (sums.get(flow[side]) ?? 0) + flow.children);
    return [...sums];
  };
  const senders = total('from');
  const takers = total('to');
  const variables: Variable[] = [];
  const terms = {
    from: senders.map((): [number, number][] => []),
    to: takers.map((): [number, number][] => []),
  };
  for (const [at, [from]] of senders.entries())
    for (const [where, [to]] of takers.entries()) {
      if (from === to) continue;
      const variable = variables.push({ cost: kilometres(from, to) }) - 1;
      terms.from[at]?.push([variable, 1]);
      terms.to[where]?.push([variable, 1]);
    }
  const exactly = (sums: typeof senders, sides: [number, number][][]): Row[] =>
    sums.map(([, children], at) => ({ least: children, most: children, terms: sides[at] ?? [] }));
  return cheapest(variables, [...exactly(senders, terms.from), ...exactly(takers, terms.to)]).objective;
};

/** Kilometres in all, and the fewest there could have been with the same children taken by each council in each quarter. */
export const distanceBeside = ({ outcomes }: Replayed): { readonly km: number; readonly least: number } => {
  const byQuarter = new Map<number, Flow[]>();
  for (const { referral, council, children } of outcomes) {
    const flows = byQuarter.get(referral.quarter) ?? [];
    byQuarter.set(referral.quarter, flows);
    flows.push({ from: referral.facts.entryAuthority, to: council, children });
  }
  let km = 0;
  let least = 0;
  for (const flows of byQuarter.values()) {
    km += flows.reduce((sum, { from, to, children }) => sum + children * kilometres(from, to), 0);
    least += leastKilometres(flows);
  }
  return { km, least };
};

/** What evenness is asked of: children to place by quarter, and each council's room at the end of each. */
export interface EvenQuestion {
  readonly councils: readonly { readonly code: string; readonly children: number }[];
  readonly arriving: readonly number[];
  /** Room of a council at the end of a quarter, in children, before anybody is moved there. */
  readonly room: (code: string, quarter: number) => number;
  /** Part of those who came `quarters` ago who are still under 18. */
  readonly still: (quarters: number) => number;
}

/**
 * Children each council would have taken in all, had everything been known: as near to its share by child population as the
 * thresholds allow at the end of every quarter. Children are counted in parts, so it is a bound.
 */
export const mostEven = ({ councils, arriving, room, still }: EvenQuestion): readonly number[] => {
  const last = arriving.length;
  const all = arriving.reduce((sum, children) => sum + children, 0);
  const population = councils.reduce((sum, { children }) => sum + children, 0);
  const took = (council: number, quarter: number) => council * last + quarter;
  const variables: Variable[] = councils.flatMap(() => arriving.map(() => ({ cost: 0 })));
  const rows: Row[] = arriving.map((children, quarter) => ({
    least: children,
    most: children,
    terms: councils.map((_, council) => [took(council, quarter), 1] as const),
  }));
  for (const [at, { code, children }] of councils.entries()) {
    for (let quarter = 0; quarter < last; quarter += 1) {
      const terms: [number, number][] = [];
      for (let from = 0; from <= quarter; from += 1) {
        const part = still(quarter - from);
        if (part > 0.02) terms.push([took(at, from), part]);
      }
      rows.push({ most: Math.max(0, room(code, quarter)), terms });
    }
    const share = (all * children) / population;
    const [over, under] = [variables.push({ cost: 1 }) - 1, variables.push({ cost: 1 }) - 1];
    const mine = arriving.map((_, quarter) => [took(at, quarter), 1] as const);
    rows.push({ least: share, most: share, terms: [...mine, [over, -1], [under, 1]] });
  }
  const { values } = cheapest(variables, rows);
  return councils.map((_, council) =>
    arriving.reduce((sum, _children, quarter) => sum + (values[took(council, quarter)] ?? 0), 0),
  );
};
