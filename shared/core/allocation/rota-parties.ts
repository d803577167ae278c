import { defined } from '../defined.ts';
import type { Policy } from '../policy.ts';
import type { Standing } from './candidates.ts';
import type { AllocationInputs } from './decision.ts';
import { emptyRota, type RankedParty, type RotaParty, type RotaState, serve } from './rota.ts';

/** A region's place in the nation's rota, with its councils. */
export interface RegionStanding {
  readonly code: string;
  readonly councils: readonly Standing[];
}

/** The regions with their councils, both in order of code. */
export const byRegion = (standings: readonly Standing[]): readonly RegionStanding[] => {
  const regions = new Map<string, Standing[]>();
  for (const standing of standings) {
    const { region } = standing.council;
    const councils = regions.get(region);
    if (councils) councils.push(standing);
    else regions.set(region, [standing]);
  }
  return [...regions]
    .map(([code, councils]) => ({ code, councils }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
};

export const councilParties = ({ councils }: RegionStanding): readonly RotaParty[] =>
  councils.map(({ council, precondition, open, silent, numbers }) => ({
    id: council.code,
    weight: numbers.weight,
    open,
    able: precondition === undefined,
    ...(silent ? { answers: false } : {}),
    ...(council.offered > 0 ? { live: council.offered } : {}),
  }));

/** Councils that could be asked for some child today and do not answer, with none beside them that does. */
const allSilent = (councils: readonly Standing[]): boolean => {
  const open = councils.filter((one) => one.open);
  return open.length > 0 && open.every(({ silent }) => silent);
};

/** A region takes its turn while any of its councils can, and answers while any of them does. One that the policy does not weigh counts as the smallest would: 1. */
export const regionParties = (regions: readonly RegionStanding[], policy: Policy): readonly RotaParty[] =>
  regions.map(({ code, councils }) => {
    const silent = allSilent(councils);
    return {
      id: code,
      weight: policy.regionWeights[code] ?? 1,
      open: councils.some(({ open }) => open),
      able: councils.some((one) => one.precondition === undefined && (silent || !one.silent)),
      ...(silent ? { answers: false } : {}),
    };
  });

/** The same parties, each able where any of its councils can take the children, silent or not. */
export const ableThoughSilent = (
  parties: readonly RotaParty[],
  regions: readonly RegionStanding[],
): readonly RotaParty[] => {
  const able = new Set(
    regions
      .filter(({ councils }) => councils.some(({ precondition }) => precondition === undefined))
      .map(({ code }) => code),
  );
  return parties.map((party) => ({ ...party, able: able.has(party.id) }));
};

/** Whoever takes an arrival was open for it, even when the arrival took its last place: it earns its share like the others. */
export const withOpen = (parties: readonly RotaParty[], id: string): readonly RotaParty[] =>
  parties.map((party) => (party.id === id ? { ...party, open: true } : party));

/** A region with its own rota. */
export interface RegionTurns extends RegionStanding {
  readonly state: RotaState;
}

/** The turns of one state at the pace of another: children of live offers have come to nobody yet, in no order, and are counted by `live`. */
const atThePaceOf = ({ run, day }: RotaState, { run: _, day: __, ...turns }: RotaState): RotaState => ({
  ...turns,
  ...defined({ run, day }),
});

/**
 * The rotas with every live primary offer counted as if it had been accepted, child by child, in order of code: so that the
 * next referral is not offered to the same council, whatever order the offers were made in.
 */
export const withLiveOffers = (
  { national: before, regions: states }: Pick<AllocationInputs, 'national' | 'regions'>,
  regions: readonly RegionStanding[],
  nation: readonly RotaParty[],
  policy: Policy,
): { readonly national: RotaState; readonly regions: readonly RegionTurns[] } => {
  let national = before;
  const served = regions.map((region): RegionTurns => {
    const settled = states[region.code] ?? emptyRota;
    let state = settled;
    for (const { council } of region.councils.filter(({ council }) => council.offered > 0)) {
      const parties = withOpen(councilParties(region), council.code);
      const regionsThen = withOpen(nation, region.code);
      for (let child = 0; child < council.offered; child += 1) {
        state = serve(state, parties, council.code, 1, policy);
        national = serve(national, regionsThen, region.code, 1, policy);
      }
    }
    return { ...region, state: atThePaceOf(settled, state) };
  });
  return { national: atThePaceOf(before, national), regions: served };
};

/** The things that a rota asks, in its order, each with how it stands there. */
export const inRank = <T>(
  things: readonly T[],
  idOf: (thing: T) => string,
  ranked: readonly RankedParty[],
): readonly { readonly thing: T; readonly turn: RankedParty }[] => {
  const byId = new Map(things.map((thing) => [idOf(thing), thing]));
  return ranked.flatMap((turn) => {
    const thing = byId.get(turn.id);
    return thing === undefined ? [] : [{ thing, turn }];
  });
};
