/** The figures of the report: what history did, what each policy would have done, and the best that hindsight finds. */

import { windowOf } from '../../../shared/core/allocation/rota-choice.ts';
import { addDays } from '../../../shared/core/calendar/working-days.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { answerOf } from './answers.ts';
import type { Referral } from './arrivals.ts';
import { kilometres } from './distance.ts';
import { distanceBeside, leastKilometres, linkQuestion, linksOf, mostLinks } from './hindsight.ts';
import { areas, childrenOn, inCareOn, KENT, type Quarter, quarters } from './past.ts';
import type { Replayed } from './replayed.ts';
import { movedByThePast } from './scheme.ts';
import { gini, proportional, type Rate, theil } from './spread.ts';

/** Councils that were one authority when the transfers were counted. */
const oneThen = [
  ['E06000061', 'E06000062'],
  ['E06000063', 'E06000064'],
];
/** The entry councils that send most, and Northern Ireland, which took 0.1 % of the children: not counted as those who should receive. */
const notReceiving = new Set([KENT, 'E09000008', 'E09000017']);

/** Quarters over which the spread was first measured: 2022 Q1 to 2023 Q3, when every council had to take part. */
const measured = quarters.filter(({ label }) => label >= '2022 Q1');
export const MEASURED_FROM = measured[0]?.start ?? '';

/** The receiving authorities of Great Britain, as they were then, with what came to each. */
export const receiving = (came: (code: string) => number): readonly Rate[] => {
  const merged = new Set(oneThen.flat());
  const rate = (codes: readonly string[]): Rate => ({
    children: areas
      .filter(({ code }) => codes.includes(code))
      .reduce((sum, { children }) => sum + children, 0),
    came: codes.reduce((sum, code) => sum + came(code), 0),
  });
  const single = areas.filter(
    ({ code, nation }) => nation !== 'Northern Ireland' && !notReceiving.has(code) && !merged.has(code),
  );
  return [...single.map(({ code }) => rate([code])), ...oneThen.map(rate)];
};

export const everywhere = (came: (code: string) => number): readonly Rate[] =>
  areas.map(({ code, children }) => ({ children, came: came(code) }));

export interface Spread {
  readonly gini: number;
  readonly theil: number;
  /** The same over all 212 authorities. */
  readonly giniOfAll: number;
}

export const spreadOf = (came: (code: string) => number): Spread => ({
  gini: gini(receiving(came)),
  theil: theil(receiving(came)),
  giniOfAll: gini(everywhere(came)),
});

/** What each council really took in the measured quarters. */
export const reallyTook = (code: string): number =>
  measured.reduce((sum, quarter) => sum + (quarter.in.get(code) ?? 0), 0);

/** The same children, shared out by child population alone, among the receiving authorities. */
export const proportionalSpread = (): { readonly gini: number; readonly theil: number } => {
  const rates = receiving(reallyTook);
  const children = rates.map((rate) => rate.children);
  const came = proportional(children, Math.round(rates.reduce((sum, rate) => sum + rate.came, 0)));
  const shared = rates.map((rate, at) => ({ ...rate, came: came[at] ?? 0 }));
  return { gini: gini(shared), theil: theil(shared) };
};

/** What each council took of the children referred from a day on. */
export const tookFrom = ({ outcomes }: Replayed, from: string): ((code: string) => number) => {
  const took = new Map<string, number>();
  for (const { referral, council, children } of outcomes)
    if (referral.facts.referredOn >= from) took.set(council, (took.get(council) ?? 0) + children);
  return (code) => took.get(code) ?? 0;
};

const counted = areas.filter(({ code }) => inCareOn(code, '2023-03-31') !== null);

/** Children looked after in each council with published counts, on the last day of a month. */
const inCare = (replayed: Replayed | undefined, month: string): ((code: string) => number) => {
  const day = lastDay(month);
  const at = replayed?.months.find((one) => one.month === month)?.councils;
  return (code) => {
    if (at === undefined) return inCareOn(code, day) ?? 0;
    const council = at.get(code);
    return (council?.own ?? 0) + (council?.moved ?? 0);
  };
};

const lastDay = (month: string): string =>
  addDays(
    `${Number(month.slice(0, 4)) + (month.endsWith('12') ? 1 : 0)}-${month.endsWith('12') ? '01' : String(Number(month.slice(5)) + 1).padStart(2, '0')}-01`,
    -1,
  );

export interface Care {
  /** Gini of unaccompanied children in care per child, over England's councils with published counts. */
  readonly gini: number;
  /** Part of those councils at or below 0.1 % of their children. */
  readonly within: number;
}

/** How care is shared on the last day of a month, in the past or under a policy; against today's threshold, so that all can be compared. */
export const careIn = (month: string, replayed?: Replayed): Care => {
  const care = inCare(replayed, month);
  const day = lastDay(month);
  const rates = counted.map(({ code }) => ({ children: childrenOn(code, day), came: care(code) }));
  const within = rates.filter(({ children, came }) => Math.round(came) <= Math.floor(children / 1000)).length;
  return { gini: gini(rates), within: within / rates.length };
};

const share = (weights: Policy['regionWeights'], region: string): number =>
  (weights[region] ?? 0) / Object.values(weights).reduce((sum, weight) => sum + weight, 0);

/** Children that each region took, by code; of the past when nothing was replayed. */
export const byRegion = (took: (code: string) => number): ReadonlyMap<string, number> => {
  const regions = new Map<string, number>();
  for (const { code, region } of areas) regions.set(region, (regions.get(region) ?? 0) + took(code));
  return regions;
};

/**
 * The furthest that any region was from its share under a policy's weights, at any quarter's end, in children: of the past, or of a replay.
 * One measure for both: shares are of all children so far, whoever was full, closed or silent meanwhile, and nothing is forgiven.
 */
export const furthestFromShare = ({ regionWeights }: Policy, replayed?: Replayed): number => {
  const taken = (quarter: Quarter): ReadonlyMap<string, number> => {
    if (replayed === undefined) return quarter.in;
    const took = new Map<string, number>();
    for (const { council, children, acceptedOn } of replayed.outcomes)
      if (acceptedOn >= quarter.start && acceptedOn <= quarter.end)
        took.set(council, (took.get(council) ?? 0) + children);
    return took;
  };
  let furthest = 0;
  let all = 0;
  const had = new Map<string, number>();
  for (const quarter of quarters) {
    const took = taken(quarter);
    for (const { code, region } of areas) {
      const came = took.get(code) ?? 0;
      had.set(region, (had.get(region) ?? 0) + came);
      all += came;
    }
    for (const [region, children] of had)
      furthest = Math.max(furthest, Math.abs(children - all * share(regionWeights, region)));
  }
  return furthest;
};

export interface KentMonth {
  readonly month: string;
  readonly children: number;
}

/** Children in Kent's care at the end of each month: the published count, and what it would have been. */
export const kentByMonth = (
  months: readonly string[],
  extra: (month: string, at: number) => number,
): readonly KentMonth[] =>
  months.map((month, at) => ({ month, children: (inCareOn(KENT, lastDay(month)) ?? 0) + extra(month, at) }));

/** Children who left Kent for other councils and were still under 18. */
export const leftKent = (month: string): number => movedByThePast(lastDay(month), 'out').get(KENT) ?? 0;

export interface Beside {
  /** Referrals with a link to family or a sibling: placed there, the most that could have been with the same answers, and all. */
  readonly links: { readonly met: number; readonly most: number; readonly asked: number };
  /** Kilometres for each child: as it was, and the least with the same children taken by each council each quarter. */
  readonly km: { readonly each: number; readonly least: number };
}

/** A replay beside what hindsight finds for the same children. */
export const besideHindsight = (
  replayed: Replayed,
  referrals: readonly Referral[],
  answers: Parameters<typeof answerOf>[0],
): Beside => {
  const deadline = replayed.policy.workingDays.answerOffer;
  const willing = (referral: Referral, council: string) =>
    answerOf(answers, referral, council, { deadline, round: 0 }).says === 'yes';
  const { km, least } = distanceBeside(replayed);
  const children = replayed.outcomes.reduce((sum, one) => sum + one.children, 0);
  return {
    links: {
      met: replayed.outcomes.filter(({ referral, council }) => linksOf(referral).includes(council)).length,
      most: mostLinks(linkQuestion(replayed, referrals, willing)),
      asked: referrals.filter((referral) => linksOf(referral).length > 0).length,
    },
    km: { each: km / children, least: least / children },
  };
};

/** Nobody published who went where. The past's kilometres a child lie between the best pairing of senders and takers, and one by chance. */
export const kilometresOfThePast = (): { readonly least: number; readonly byChance: number } => {
  let least = 0;
  let byChance = 0;
  let children = 0;
  for (const quarter of quarters) {
    const from = new Map(quarter.out);
    from.set(KENT, (from.get(KENT) ?? 0) + quarter.fromPorts);
    const all = [...from.values()].reduce((sum, count) => sum + count, 0);
    const came = [...quarter.in.values()].reduce((sum, count) => sum + count, 0);
    const flows = [...from].flatMap(([sender, sent]) =>
      [...quarter.in].map(([to, took]) => ({ from: sender, to, children: (sent * took) / came })),
    );
    byChance += flows.reduce(
      (sum, flow) => sum + flow.children * (flow.from === flow.to ? 0 : kilometres(flow.from, flow.to)),
      0,
    );
    least += leastKilometres(flows);
    children += all;
  }
  return { least: least / children, byChance: byChance / children };
};

/** Tijdeman's bound for the nation's regions, and for the councils of the largest region, with siblings of up to `largest`. */
export const bounds = (
  referrals: readonly Referral[],
): { readonly region: number; readonly council: number } => {
  const largest = Math.max(...referrals.map(({ facts }) => facts.children.length));
  const sizes = new Map<string, number>();
  for (const { region } of areas) sizes.set(region, (sizes.get(region) ?? 0) + 1);
  return { region: windowOf(sizes.size, largest), council: windowOf(Math.max(...sizes.values()), largest) };
};
