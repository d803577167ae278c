/** A whole replay: the past, every policy asked for, hindsight, and how far the figures rest on what is assumed. */

import { addDays } from '../../../shared/core/calendar/working-days.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { arrivals, type Referral } from './arrivals.ts';
import { type Assumptions, assumptions, stillUnder18, variations } from './assumptions.ts';
import {
  type Beside,
  besideHindsight,
  bounds,
  byRegion,
  type Care,
  careIn,
  everywhere,
  furthestFromShare,
  type KentMonth,
  kentByMonth,
  kilometresOfThePast,
  leftKent,
  MEASURED_FROM,
  proportionalSpread,
  reallyTook,
  type Spread,
  spreadOf,
  tookFrom,
} from './figures.ts';
import { mostEven } from './hindsight.ts';
import type { Options } from './options.ts';
import { areas, childrenOn, inCareOn, quarters } from './past.ts';
import { replay } from './replay.ts';
import { FIRST_DAY, type Replayed } from './replayed.ts';
import { movedByThePast } from './scheme.ts';
import { InfeasibleError } from './solver.ts';
import { gini } from './spread.ts';
import { type Waits, waitsOf } from './waits.ts';

/** The end of the last month in which children came: where care is compared. */
export const LAST_MONTH = '2023-09';

export interface PolicyStory {
  readonly policy: Policy;
  readonly replayed: Replayed;
  readonly placed: number;
  readonly spread: Spread;
  readonly care: Care;
  readonly waits: Waits;
  readonly beside: Beside;
  readonly regions: ReadonlyMap<string, number>;
  readonly kent: readonly KentMonth[];
  /** At any moment, by the rota's own books, which forgive closed time. */
  readonly furthest: { readonly region: number; readonly council: number };
  /** At any quarter's end, by the measure of the past. */
  readonly furthestRegion: number;
}

interface Variation {
  readonly name: string;
  readonly spread: Spread;
  readonly km: number;
  readonly waits: Waits;
  readonly linksMet: number;
}

export interface Story {
  readonly options: Options;
  readonly children: number;
  readonly referrals: readonly Referral[];
  readonly past: {
    readonly spread: Spread;
    readonly proportional: { readonly gini: number; readonly theil: number };
    readonly care: Care;
    readonly regions: ReadonlyMap<string, number>;
    readonly km: { readonly least: number; readonly byChance: number };
    readonly kent: readonly KentMonth[];
    readonly kentWithout: readonly KentMonth[];
    readonly furthestRegion: number;
  };
  readonly bounds: { readonly region: number; readonly council: number };
  /** The lowest spread over all authorities that the thresholds of the last policy allow, with everything known. */
  readonly mostEven: { readonly gini: number } | undefined;
  readonly policies: readonly PolicyStory[];
  readonly variations: readonly Variation[];
}

type Progress = (what: string, part: number) => void;

const placedBy = ({ outcomes }: Replayed): number =>
  outcomes.reduce((sum, { children }) => sum + children, 0);

const policyStory = (
  replayed: Replayed,
  referrals: readonly Referral[],
  seed: number,
  assumed: Assumptions,
): PolicyStory => {
  const months = replayed.months.filter(({ month }) => month <= LAST_MONTH);
  return {
    policy: replayed.policy,
    replayed,
    placed: placedBy(replayed),
    spread: spreadOf(tookFrom(replayed, MEASURED_FROM)),
    care: careIn(LAST_MONTH, replayed),
    waits: waitsOf(replayed),
    beside: besideHindsight(replayed, referrals, { seed, assumptions: assumed }),
    regions: byRegion(tookFrom(replayed, FIRST_DAY)),
    kent: kentByMonth(
      months.map(({ month }) => month),
      (_, at) => months[at]?.waitingInKent ?? 0,
    ),
    furthestRegion: furthestFromShare(replayed.policy, replayed),
    furthest: {
      region: Math.max(...months.map(({ furthestRegion }) => furthestRegion)),
      council: Math.max(...months.map(({ furthestCouncil }) => furthestCouncil)),
    },
  };
};

/** As even as thresholds allow, in the measured quarters: rooms as the last policy found them, ages as assumed. */
const evenest = (policy: Policy, times: number): { readonly gini: number } | undefined => {
  const measured = quarters.filter(({ start }) => start >= MEASURED_FROM);
  const full = policy.threshold.perMillion / 1e6;
  const moved = measured.map(({ end }) => movedByThePast(end, 'in'));
  try {
    const took = mostEven({
      councils: areas,
      arriving: measured.map(
        (quarter) => times * [...quarter.in.values()].reduce((sum, came) => sum + came, 0),
      ),
      room: (code, quarter) => {
        const day = measured[quarter]?.end ?? '';
        const own = Math.max(0, (inCareOn(code, day) ?? 0) - (moved[quarter]?.get(code) ?? 0));
        return Math.floor(childrenOn(code, day) * full) - own;
      },
      still: (ago) => stillUnder18(assumptions.ages, ago * 91.3 + 45),
    });
    return { gini: gini(everywhere((code) => took[areas.findIndex((area) => area.code === code)] ?? 0)) };
  } catch (error) {
    if (!(error instanceof InfeasibleError)) throw error;
    // There is not room for everybody under the thresholds, however the children are shared out.
    return undefined;
  }
};

const varied = (policy: Policy, options: Options, progress: Progress): readonly Variation[] => {
  const lastYear = quarters.slice(-4);
  const all: readonly { readonly name: string; readonly assumptions: Assumptions }[] = [
    { name: 'as assumed', assumptions },
    ...variations,
  ];
  return all.map(({ name, assumptions: given }) => {
    const assumed: Assumptions = { ...given, ...defined({ councils: options.councils }) };
    const { seed, closing, times } = options;
    const referrals = arrivals({ seed, times, assumptions: assumed, of: lastYear });
    const replayed = replay({
      policy,
      referrals,
      seed,
      assumptions: assumed,
      closing,
      times,
      from: lastYear[0]?.start ?? FIRST_DAY,
      onMonth: (done, of) => progress(`${policy.id}, ${name}`, done / of),
    });
    const beside = besideHindsight(replayed, referrals, { seed, assumptions: assumed });
    return {
      name,
      spread: spreadOf(tookFrom(replayed, lastYear[0]?.start ?? '')),
      km: beside.km.each,
      waits: waitsOf(replayed),
      linksMet: beside.links.met / beside.links.asked,
    };
  });
};

const monthsOfThePast = (): readonly string[] => {
  const months: string[] = [];
  for (let day = FIRST_DAY; day.slice(0, 7) <= LAST_MONTH; day = addDays(day, 28))
    if (months.at(-1) !== day.slice(0, 7)) months.push(day.slice(0, 7));
  return months;
};

/** Everything that the report says, from one seed. */
export const storyOf = (options: Options, progress: Progress): Story => {
  const { seed, times, closing, policies, councils } = options;
  const assumed: Assumptions = { ...assumptions, ...defined({ councils }) };
  const referrals = arrivals({ seed, times });
  const months = monthsOfThePast();
  const stories = policies.map((policy) => {
    const replayed = replay({
      policy,
      referrals,
      seed,
      assumptions: assumed,
      closing,
      times,
      onMonth: (done, of) => progress(policy.id, done / of),
    });
    progress(`${policy.id}, hindsight`, 1);
    return policyStory(replayed, referrals, seed, assumed);
  });
  const last = policies.at(-1);
  if (last === undefined) throw new RangeError('A replay needs a policy');
  progress('hindsight over the whole', 0);
  const past = {
    spread: spreadOf(reallyTook),
    proportional: proportionalSpread(),
    care: careIn(LAST_MONTH),
    regions: byRegion((code) => quarters.reduce((sum, quarter) => sum + (quarter.in.get(code) ?? 0), 0)),
    km: kilometresOfThePast(),
    kent: kentByMonth(months, () => 0),
    kentWithout: kentByMonth(months, leftKent),
    furthestRegion: furthestFromShare(last),
  };
  return {
    options,
    children: referrals.reduce((sum, { facts }) => sum + facts.children.length, 0),
    referrals,
    past,
    bounds: bounds(referrals),
    mostEven: evenest(last, times),
    policies: stories,
    variations: options.quick ? [] : varied(last, options, progress),
  };
};
