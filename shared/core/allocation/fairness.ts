import { londonDate } from '../calendar/working-days.ts';
import type { Council } from '../council/council.ts';
import { caredForNow, threshold } from '../council/headroom.ts';
import type { Policy } from '../policy.ts';
import { fromShare } from './rota.ts';
import type { SchemeView } from './scheme.ts';
import { turnsOn } from './turns-left.ts';

/** How fairly one region, or council, has been dealt with: how far it is from its share of the turns, and how many children it has for its size. */
export interface Fairness {
  /** Children that it is behind (above zero) or ahead of its share. */
  readonly lag: number;
  /** How far turns allow it to be, either way, while everybody can be asked and no share changes; in children. */
  readonly bound: number;
  /** Unaccompanied children in its care, as far as anybody knows; null where no council of it has a count. */
  readonly inCare: number | null;
  /** Everybody under 18 in its area whose council has a count of the unaccompanied among them; for a rate, these are what `inCare` is a part of. */
  readonly ofChildren: number;
  /** Unaccompanied children at which it is no longer asked; of a region, those of all its councils. */
  readonly threshold: number;
}

/** How fair the scheme was at one moment. It names nobody. */
export interface SchemeFairness {
  /** Instant, UTC. */
  readonly at: string;
  readonly regions: Readonly<Record<string, Fairness>>;
  readonly councils: Readonly<Record<string, Fairness>>;
}

const inCareOf = (councils: readonly Council[], policy: Policy) => {
  const counted = councils.filter((council) => caredForNow(council).known);
  const sum = (of: readonly Council[], what: (council: Council) => number) =>
    of.reduce((all, council) => all + what(council), 0);
  return {
    inCare: counted.length === 0 ? null : sum(counted, (one) => caredForNow(one).children),
    ofChildren: sum(counted, ({ childPopulation }) => childPopulation),
    threshold: sum(councils, (one) => threshold(one, policy)),
  };
};

/** How fair the scheme is now. Children count once they are accepted; offers that are open do not. */
export function fairnessOf(
  { councils, national, regions }: SchemeView,
  policy: Policy,
  at: string,
): SchemeFairness {
  const byRegion = Map.groupBy(councils, ({ region }) => region);
  const today = londonDate(at);
  return {
    at,
    regions: Object.fromEntries(
      [...byRegion].map(([code, own]) => [
        code,
        { ...fromShare(national.state, code), ...inCareOf(own, policy) },
      ]),
    ),
    councils: Object.fromEntries(
      [...byRegion].flatMap(([region, own]) => {
        const state = regions[region] && turnsOn(regions[region].state, today);
        return state === undefined
          ? []
          : own.map((one) => [one.code, { ...fromShare(state, one.code), ...inCareOf([one], policy) }]);
      }),
    ),
  };
}
