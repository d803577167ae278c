/** The scheme's figures while a rule about silence is measured: councils, places and turns, moved as commits would move them. */
import type { AllocationInputs } from '../../../shared/core/allocation/decision.ts';
import { emptyRota, lags, type RotaState } from '../../../shared/core/allocation/rota.ts';
import { windowOf } from '../../../shared/core/allocation/rota-choice.ts';
import type { SchemeView } from '../../../shared/core/allocation/scheme.ts';
import { turnsOnAcceptance } from '../../../shared/core/case/turns.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { publishedCouncils } from '../../../shared/core/council/published-councils.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { aReferral } from '../../builders.ts';

/** One child of Kent's, of whom nothing is special: who is asked is a matter of turns alone. */
const facts = aReferral();
const CLEARED = ['settled-child'];

export class Books {
  readonly #policy: Policy;
  readonly #councils: Council[];
  readonly #at: ReadonlyMap<string, number>;
  /** Who took each region's children, in their order, and whether it was owed more than the window allows by then. */
  readonly #taken = new Map<string, { readonly code: string; readonly catchingUp: boolean }[]>();
  view: Omit<SchemeView, 'councils'> = { national: { state: emptyRota, version: 0, turn: 0 }, regions: {} };

  constructor(policy: Policy) {
    this.#policy = policy;
    this.#councils = publishedCouncils().toSorted((a, b) => (a.code < b.code ? -1 : 1));
    this.#at = new Map(this.#councils.map(({ code }, at) => [code, at]));
  }

  get councils(): readonly Council[] {
    return this.#councils;
  }

  council(code: string): Council {
    const council = this.#councils[this.#at.get(code) ?? -1];
    if (council === undefined)
      throw new RangeError(`"${code}" is not a council of the scheme: check the code`);
    return council;
  }

  change(code: string, how: (council: Council) => Council): void {
    this.#councils[this.#at.get(code) ?? -1] = how(this.council(code));
  }

  move(code: string, by: { readonly held?: number; readonly offered?: number }): void {
    this.change(code, (council) => ({
      ...council,
      held: council.held + (by.held ?? 0),
      offered: council.offered + (by.offered ?? 0),
    }));
  }

  inputs(
    excluded: readonly string[],
    today: string,
    passesOver?: (council: Council) => boolean,
  ): AllocationInputs {
    const councils =
      passesOver === undefined
        ? this.#councils
        : this.#councils.map((one) => (passesOver(one) ? { ...one, participates: false } : one));
    const { national, regions } = this.view;
    return {
      policy: this.#policy.id,
      today,
      facts,
      cleared: CLEARED,
      excluded,
      turned18: [],
      ages: [],
      councils,
      national: national.state,
      regions: Object.fromEntries(Object.entries(regions).map(([code, { state }]) => [code, state])),
    };
  }

  accept(code: string, today: string, passesOver?: (council: Council) => boolean): void {
    const councils =
      passesOver === undefined
        ? this.#councils
        : this.#councils.map((one) => (passesOver(one) ? { ...one, participates: false } : one));
    const { region } = this.council(code);
    const neighbours = councils.filter((one) => one.region === region).length;
    const catchingUp = this.owedTo(code) > windowOf(neighbours, 1);
    for (const change of turnsOnAcceptance({ ...this.view, councils }, code, 1, this.#policy, today))
      if (change.kind === 'replace') this.setTurns(change.scope, change.state);
    this.change(code, (council) => ({ ...council, incoming: council.incoming + 1 }));
    this.#taken.set(region, [...(this.#taken.get(region) ?? []), { code, catchingUp }]);
  }

  turns(region: string): RotaState {
    return this.view.regions[region]?.state ?? emptyRota;
  }

  setTurns(scope: string, state: RotaState): void {
    const turned = { state, version: 0, turn: 0 };
    this.view =
      scope === 'national'
        ? { ...this.view, national: turned }
        : { ...this.view, regions: { ...this.view.regions, [scope]: turned } };
  }

  /** Children of its region's turns that a council is behind. */
  owedTo(code: string): number {
    return lags(this.turns(this.council(code).region), [{ id: code }])[code] ?? 0;
  }

  /** Children of the nation's turns that a region is behind. */
  owedToRegion(region: string): number {
    return lags(this.view.national.state, [{ id: region }])[region] ?? 0;
  }

  /** The longest run of its region's children that a council took while it caught up, and the most of any three. */
  burstOf(code: string): { readonly inARow: number; readonly ofThree: number } {
    const taken = this.#taken.get(this.council(code).region) ?? [];
    const its = taken.map((one) => one.code === code && one.catchingUp);
    let [run, inARow, ofThree] = [0, 0, 0];
    for (const [at, mine] of its.entries()) {
      run = mine ? run + 1 : 0;
      inARow = Math.max(inARow, run);
      ofThree = Math.max(ofThree, its.slice(Math.max(0, at - 2), at + 1).filter(Boolean).length);
    }
    return { inARow, ofThree };
  }
}
