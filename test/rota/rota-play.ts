import {
  emptyRota,
  lags,
  type RotaParty,
  type RotaRules,
  type RotaState,
  rankParties,
  serve,
} from '../../shared/core/allocation/rota.ts';

export const FORGIVEN: RotaRules = { forgiveClosedTime: true };
export const CATCHING_UP: RotaRules = { forgiveClosedTime: false };

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = (seed * 0x9e3779b1) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Weights = (count: number, roll: () => number) => readonly number[];
const of = (count: number, weight: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => weight(index));

/** How the shares may lie: all alike, falling off slowly or fast, a few hundred times the rest, one with half or nine tenths of all. */
export const distributions: Readonly<Record<string, Weights>> = {
  even: (count) => of(count, () => 1),
  skewed: (count) => of(count, (index) => 1 / (index + 1)),
  'one giant': (count) => of(count, (index) => (index === 0 ? 9 * (count - 1) : 1)),
  'a half and the rest': (count) => of(count, (index) => (index === 0 ? count - 1 : 1)),
  'heavy-tailed': (count, roll) => of(count, () => 1 / (1 - roll())),
  geometric: (count) => of(count, (index) => 0.7 ** Math.min(index, 40)),
};

/** What all are owed together. */
export const owedInAll = (state: RotaState, parties: readonly RotaParty[]): number =>
  Object.values(lags(state, parties)).reduce((total, owed) => total + owed, 0);

export const partiesOf = (weights: readonly number[]): readonly RotaParty[] =>
  weights.map((weight, index) => ({
    id: `P${String(index).padStart(3, '0')}`,
    weight,
    open: true,
    able: true,
  }));

/** Tijdeman's bound. */
export const tijdeman = (count: number): number => 1 - 1 / (2 * count - 2);

export interface Play {
  readonly parties: number;
  readonly shares: keyof typeof distributions & string;
  readonly seed: number;
  readonly arrivals: number;
  readonly largestGroup: number;
  /** Chance at each arrival that one party closes or opens. */
  readonly flips: number;
  readonly sizeOf?: (roll: () => number, arrival: number) => number;
}

interface Played {
  /** The furthest that anybody ever was from its share, in children. */
  readonly furthest: number;
  readonly state: RotaState;
  readonly parties: readonly RotaParty[];
  /** Kept apart from the rota: share by share, arrival by arrival. */
  readonly owed: Readonly<Record<string, number>>;
}

/** Plays arrivals through the rota and keeps its own books, which know nothing of virtual time. */
export function play({ parties: count, shares, seed, arrivals, largestGroup, flips, sizeOf }: Play): Played {
  const roll = dice(seed * 1009 + count);
  const weights = (distributions[shares] as Weights)(count, roll);
  const open = weights.map(() => true);
  let parties = partiesOf(weights);
  const indexOf = new Map(parties.map(({ id }, index) => [id, index]));
  const owed = new Float64Array(count);
  let state = emptyRota;
  let furthest = 0;
  for (let arrival = 1; arrival <= arrivals; arrival += 1) {
    if (roll() < flips) {
      const flipped = Math.floor(roll() * count);
      open[flipped] = !open[flipped];
      if (!open.includes(true)) open[flipped] = true;
      parties = parties.map((party, index) =>
        index === flipped ? { ...party, open: open[index] === true } : party,
      );
    }
    const size = sizeOf?.(roll, arrival) ?? 1 + Math.floor(roll() * largestGroup);
    const first = rankParties(state, parties, size, FORGIVEN)[0];
    if (first === undefined) throw new Error('Somebody is open, so somebody must be ranked');
    state = serve(state, parties, first.id, size, FORGIVEN);
    const turn = indexOf.get(first.id);
    let openWeight = 0;
    for (let index = 0; index < count; index += 1) if (open[index]) openWeight += weights[index] as number;
    for (let index = 0; index < count; index += 1) {
      const earned = open[index] ? (size * (weights[index] as number)) / openWeight : 0;
      const now = (owed[index] as number) + earned - (index === turn ? size : 0);
      owed[index] = now;
      if (Math.abs(now) > furthest) furthest = Math.abs(now);
    }
  }
  return {
    furthest,
    state,
    parties,
    owed: Object.fromEntries(parties.map(({ id }, index) => [id, owed[index] as number])),
  };
}
