/** Rules that decide whose turn it is, child by child or sibling group by group, on the same arrivals: ours, and those it is measured against. */
import { checkAllocationUnder } from '../../../shared/core/allocation/allocation.ts';
import { policyNamed } from '../../../shared/core/policies.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { agesOn, arrivals, type Referral } from '../replay/arrivals.ts';
import { type Area, areas, childrenOn, KENT, quarters } from '../replay/past.ts';
import { Scheme } from '../replay/scheme.ts';

/** Since 2022 every council has to take part: two thirds of all children ever transferred. */
const measured = quarters.filter(({ label }) => label >= '2022 Q1');
export const FIRST = measured[0]?.start ?? '';
export const benchArrivals: readonly Referral[] = arrivals({ seed: 1, of: measured });

/** The councils that send most take no turns here; everybody else has room for all, so that shares are fixed and rules can be told apart. */
const sendMost = new Set([KENT, 'E09000008', 'E09000017']);
export const takers: readonly Area[] = areas.filter(({ code }) => !sendMost.has(code));

const ROOMY: Policy['threshold'] = { perMillion: 50_000, rounding: 'up' };
const benchPolicy: Policy = {
  ...policyNamed('nts-2025'),
  threshold: ROOMY,
  councilWeight: 'child-population',
};

/** Part of all children that each taker should get: its region's part, by child population within it. */
export const shares: ReadonlyMap<string, number> = (() => {
  const { regionWeights } = benchPolicy;
  const all = Object.values(regionWeights).reduce((sum, weight) => sum + weight, 0);
  const inRegion = new Map<string, number>();
  for (const { code, region } of takers)
    inRegion.set(region, (inRegion.get(region) ?? 0) + childrenOn(code, FIRST));
  return new Map(
    takers.map(({ code, region }) => [
      code,
      ((regionWeights[region] ?? 0) / all) * (childrenOn(code, FIRST) / (inRegion.get(region) ?? 1)),
    ]),
  );
})();

export const regionShares: ReadonlyMap<string, number> = (() => {
  const found = new Map<string, number>();
  for (const { code, region } of takers)
    found.set(region, (found.get(region) ?? 0) + (shares.get(code) ?? 0));
  return found;
})();

/** Children in the largest group of siblings: the unit in which turns can be fair. */
export const largestGroup = Math.max(...benchArrivals.map(({ facts }) => facts.children.length));

/** Who takes each referral, in the order in which they come. */
export type Rule = (referrals: readonly Referral[]) => readonly string[];

/** The production check and rota; everybody says yes at once. `links`: whether family and siblings go before turns, as they do. */
export const ours =
  (links: boolean): Rule =>
  (referrals) => {
    const closing = [...sendMost].flatMap((council) => [2022, 2023].map((year) => ({ council, year })));
    const scheme = new Scheme(benchPolicy, closing, 1);
    scheme.startMonth(FIRST);
    return referrals.map((referral) => {
      const { facts } = referral;
      const today = facts.referredOn;
      const near = links ? facts : { ...facts, links: [], familyInUk: 'none' as const };
      const cleared = ['entry-authority-below-threshold', 'entry-authority-count-not-known'];
      const asked = {
        today,
        facts: near,
        cleared,
        excluded: [],
        turned18: [],
        ages: agesOn(referral, today),
      };
      const decision = checkAllocationUnder(benchPolicy, scheme.inputs(asked));
      if (decision.kind !== 'offer') throw new Error(`The check found nobody: ${decision.kind}`);
      scheme.accept(decision.chosen.council, facts.children.length, today);
      return decision.chosen.council;
    });
  };

/** A rule that takes whoever scores highest, by share and children placed so far; ties by code. */
const highest =
  (score: (share: number, placed: number, size: number) => number): Rule =>
  (referrals) => {
    const placed = new Map<string, number>();
    return referrals.map(({ facts }) => {
      const size = facts.children.length;
      let best = '';
      let most = Number.NEGATIVE_INFINITY;
      for (const [code, share] of shares) {
        const scored = score(share, placed.get(code) ?? 0, size);
        if (code !== facts.entryAuthority && scored > most) {
          most = scored;
          best = code;
        }
      }
      placed.set(best, (placed.get(best) ?? 0) + size);
      return best;
    });
  };

/** Whoever has the fewest children for its share, before this arrival. */
export const lowestRateFirst: Rule = highest((share, placed) => -placed / share);

/** Webster's divisors (Sainte-Laguë): the largest quotient of share by placed and a half. */
export const webster: Rule = highest((share, placed, size) => share / (placed + size / 2));

/** Everyone in turn, in order of code, whatever their size. */
export const plainRota: Rule = (referrals) => {
  let next = 0;
  return referrals.map(({ facts }) => {
    for (;;) {
      const { code } = takers[next % takers.length] as Area;
      next += 1;
      if (code !== facts.entryAuthority) return code;
    }
  });
};
