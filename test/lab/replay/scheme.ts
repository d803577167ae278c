/** The scheme's figures during a replay, moved as commits would move them: councils, places, turns, birthdays. */

import { byFirstCode } from '../../../events/former-codes.ts';
import type { AllocationInputs } from '../../../shared/core/allocation/decision.ts';
import { emptyRota, lags } from '../../../shared/core/allocation/rota.ts';
import type { SchemeView, VersionedRota } from '../../../shared/core/allocation/scheme.ts';
import { daysBetween } from '../../../shared/core/calendar/working-days.ts';
import { turnsOnAcceptance } from '../../../shared/core/case/turns.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { headroom, threshold } from '../../../shared/core/council/headroom.ts';
import { type Hearing, unansweredAfter } from '../../../shared/core/council/hearing.ts';
import { publishedCouncils } from '../../../shared/core/council/published-councils.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { assumptions, stillUnder18 } from './assumptions.ts';
import { childrenOn, inCareOn, type Quarter, quarters } from './past.ts';

type Places = Pick<Council, 'held' | 'offered' | 'incoming' | 'netSince'>;

/** Children whom the past had moved to each council and who were still under 18 on a day, as far as ages are assumed. */
export const movedByThePast = (date: string, direction: 'in' | 'out'): ReadonlyMap<string, number> => {
  const still = new Map<string, number>();
  for (const quarter of quarters) {
    if (quarter.start > date) break;
    // Transfers are spread over their quarter: what of it has gone by counts, from its middle.
    const end = quarter.end < date ? quarter.end : date;
    const part = (daysBetween(quarter.start, end) + 1) / (daysBetween(quarter.start, quarter.end) + 1);
    const days = daysBetween(quarter.start, date) - daysBetween(quarter.start, end) / 2;
    const alive = part * stillUnder18(assumptions.ages, days);
    for (const [code, children] of quarter[direction])
      still.set(code, (still.get(code) ?? 0) + children * alive);
  }
  return still;
};

/** Councils that voluntary schemes can ask: each declares, quarter by quarter, as many places as it really took children. */
const declaredIn = (quarter: Quarter | undefined, code: string, times: number): number =>
  Math.round((quarter?.in.get(code) ?? 0) * times);

interface Closing {
  readonly council: string;
  readonly year: number;
}

export class Scheme {
  readonly policy: Policy;
  readonly closing: readonly Closing[];
  /** How many times the published number of children come: declared places grow with them. */
  readonly times: number;
  private readonly councils: Council[];
  private readonly index: ReadonlyMap<string, number>;
  private national: VersionedRota = { state: emptyRota, version: 0, turn: 0 };
  private readonly regions: Record<string, VersionedRota> = {};

  constructor(policy: Policy, closing: readonly Closing[], times: number) {
    this.policy = policy;
    this.closing = closing;
    this.times = times;
    this.councils = publishedCouncils().toSorted((a, b) => byFirstCode(a.code, b.code));
    this.index = new Map(this.councils.map(({ code }, at) => [code, at]));
  }

  council(code: string): Council {
    const council = this.councils[this.index.get(code) ?? -1];
    if (council === undefined)
      throw new RangeError(`"${code}" is not a council of the scheme: check the code`);
    return council;
  }

  all(): readonly Council[] {
    return this.councils;
  }

  private change(code: string, how: (council: Council) => Partial<Council>): void {
    const before = this.council(code);
    this.councils[this.index.get(code) ?? -1] = { ...before, ...how(before) };
  }

  /** Adds to a council's places, in children. */
  move(code: string, by: Partial<Places>): void {
    this.change(code, ({ held, offered, incoming, netSince }) => ({
      held: held + (by.held ?? 0),
      offered: offered + (by.offered ?? 0),
      incoming: incoming + (by.incoming ?? 0),
      netSince: netSince + (by.netSince ?? 0),
    }));
  }

  /** What becomes known of whether a council answers. */
  hear(code: string, hearing: Hearing): void {
    const { unanswered: before, ...council } = this.council(code);
    const unanswered = unansweredAfter(before, hearing);
    this.councils[this.index.get(code) ?? -1] = { ...council, ...defined({ unanswered }) };
  }

  /** The first of a month: what each council cares for besides the children moved here, by the published counts; the year's figures from April on. */
  startMonth(date: string): void {
    const moved = movedByThePast(date, 'in');
    const newYear = date.slice(5, 7) === '04' || this.national.state.arrivals === 0;
    for (const { code } of this.councils) {
      const published = inCareOn(code, date);
      const own = published === null ? null : Math.max(0, Math.round(published - (moved.get(code) ?? 0)));
      const closed = this.closing.some(
        ({ council, year }) => council === code && date.startsWith(`${year}-`),
      );
      this.change(code, ({ netSince, publishedCount, childPopulation }) => ({
        participates: !closed,
        caredFor: { count: own, asAt: date, source: own === null ? 'not-published' : 'published' },
        publishedCount: newYear ? (own === null ? null : own + netSince) : publishedCount,
        childPopulation: newYear ? childrenOn(code, date) : childPopulation,
      }));
    }
  }

  /** The first of a quarter, in a voluntary scheme. A place is of either kind, so what one kind takes the other loses. */
  startQuarter(quarter: Quarter): void {
    if (this.policy.participation !== 'voluntary') return;
    for (const { code } of this.councils) {
      const places = declaredIn(quarter, code, this.times);
      this.change(code, () => ({
        declaration: {
          places: { fosterCare: places, supportedAccommodation: places },
          used: { fosterCare: 0, supportedAccommodation: 0 },
          supports: [
            'trained-carers',
            'step-free-access',
            'medical-care',
            'mental-health-support',
            'special-educational-needs',
          ],
          declaredAt: `${quarter.start}T09:00:00.000Z`,
        },
      }));
    }
  }

  inputs(
    of: Pick<AllocationInputs, 'today' | 'facts' | 'excluded' | 'turned18' | 'ages' | 'cleared'>,
  ): AllocationInputs {
    return {
      policy: this.policy.id,
      ...of,
      councils: this.councils,
      national: this.national.state,
      regions: Object.fromEntries(Object.entries(this.regions).map(([code, { state }]) => [code, state])),
    };
  }

  /** A yes: the turns move by the production rule, and the places are on their way. */
  accept(code: string, size: number, today: string): void {
    const view: SchemeView = { councils: this.councils, national: this.national, regions: this.regions };
    for (const change of turnsOnAcceptance(view, code, size, this.policy, today)) {
      if (change.kind !== 'replace') continue;
      const turned = { state: change.state, version: change.seen + 1, turn: 0 };
      if (change.scope === 'national') this.national = turned;
      else this.regions[change.scope] = turned;
    }
    this.change(code, ({ incoming, declaration }) => ({
      incoming: incoming + size,
      ...(declaration === undefined
        ? {}
        : {
            declaration: {
              ...declaration,
              used: {
                fosterCare: declaration.used.fosterCare + size,
                supportedAccommodation: declaration.used.supportedAccommodation + size,
              },
            },
          }),
    }));
  }

  /** How far each region is from its share of the nation's turns now, in children. */
  regionLags(): Readonly<Record<string, number>> {
    return lags(
      this.national.state,
      Object.keys(this.policy.regionWeights).map((id) => ({ id })),
    );
  }

  /** How far each council of a region is from its share of the region's turns now, in children. */
  councilLags(region: string): Readonly<Record<string, number>> {
    const councils = this.councils.filter((council) => council.region === region);
    return lags(
      this.regions[region]?.state ?? emptyRota,
      councils.map(({ code }) => ({ id: code })),
    );
  }

  threshold(code: string): number {
    return threshold(this.council(code), this.policy);
  }

  headroom(code: string): number {
    return headroom(this.council(code), this.policy);
  }
}
