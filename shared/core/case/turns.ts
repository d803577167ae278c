import { type Asked, standings } from '../allocation/candidates.ts';
import {
  cancelArrival,
  emptyRota,
  passOn,
  type RotaParty,
  type RotaRules,
  type RotaState,
  serve,
} from '../allocation/rota.ts';
import { byRegion, councilParties, regionParties, withOpen } from '../allocation/rota-parties.ts';
import type { SchemeView, VersionedRota } from '../allocation/scheme.ts';
import { turnsOn } from '../allocation/turns-left.ts';
import { isInForce } from '../calendar/in-force.ts';
import { nationalScope } from '../council/verification.ts';
import type { Policy } from '../policy.ts';
import type { RotaChange } from './change.ts';

/** Who is open does not depend on what is asked: any child will do to find out. */
const anyChild: Asked = {
  entryAuthority: '',
  avoid: new Set(),
  askedBefore: new Set(),
  children: 1,
  places: { fosterCare: 0, supportedAccommodation: 0 },
  needs: [],
};

/** A region's turns on a day: those of a council that has ended are with whoever took over. */
const turnsIn = (view: SchemeView, region: string, today: string): VersionedRota => {
  const turns = view.regions[region] ?? neverServed;
  return { ...turns, state: turnsOn(turns.state, today) };
};

/** So many turns of one council count to another of its region, which may be new to the rota. Nothing that is owed in all changes. */
export const passTurns = (
  view: SchemeView,
  region: string,
  from: string,
  to: string,
  children: number,
  today: string,
): readonly RotaChange[] => {
  const { state, version } = turnsIn(view, region, today);
  if (children === 0 || state.parties[from] === undefined) return [];
  return [{ kind: 'replace', scope: region, seen: version, state: passOn(state, from, to, children) }];
};

/** The turns of a region in which nobody has had one yet. */
export const neverServed: VersionedRota = { state: emptyRota, version: 0, turn: 0 };

type Move = (
  state: RotaState,
  parties: readonly RotaParty[],
  id: string,
  size: number,
  rules: RotaRules,
  today?: string,
) => RotaState;

/** Moves the turns of the nation and of the council's region alike. */
const moved = (
  move: Move,
  view: SchemeView,
  council: string,
  size: number,
  policy: Policy,
  today: string,
): readonly RotaChange[] => {
  // A council that has ended may give a turn back; it earns none.
  const there = view.councils.filter(({ code }) => code === council || isInForce(code, today));
  const regions = byRegion(standings(there, anyChild, today, policy));
  const home = regions.find(({ councils }) => councils.some((one) => one.council.code === council));
  if (home === undefined) throw new RangeError(`"${council}" is not a council of the scheme: check the code`);
  const change = (
    scope: string,
    { state, version }: VersionedRota,
    parties: readonly RotaParty[],
    id: string,
    day?: string,
  ): RotaChange => ({
    kind: 'replace',
    scope,
    seen: version,
    state: move(state, withOpen(parties, id), id, size, policy, day),
  });
  return [
    change(nationalScope(view), view.national, regionParties(regions, policy), home.code),
    change(home.code, turnsIn(view, home.code, today), councilParties(home), council, today),
  ];
};

/**
 * The turns as they stand once a council has accepted `size` children. `today`: London's date, for who is paused.
 * @throws {RangeError} for a council that the scheme does not have.
 */
export const turnsOnAcceptance = (
  view: SchemeView,
  council: string,
  size: number,
  policy: Policy,
  today: string,
): readonly RotaChange[] => moved(serve, view, council, size, policy, today);

/**
 * The turns as they stand once a placement is undone: the council owes as much as if it had never accepted.
 * @throws {RangeError} for a council that the scheme does not have, or that never had a turn.
 */
export const turnsOnCancel = (
  view: SchemeView,
  council: string,
  size: number,
  policy: Policy,
  today: string,
): readonly RotaChange[] => moved(cancelArrival, view, council, size, policy, today);
