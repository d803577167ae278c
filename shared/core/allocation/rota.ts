import { byFirstCode } from '../../../events/former-codes.ts';
import { defined } from '../defined.ts';
import type { Policy } from '../policy.ts';
import {
  type Because,
  byLevel,
  childrenUntilDue,
  choose,
  isBeyond,
  type Standing,
  windowOf,
} from './rota-choice.ts';

/**
 * What a rota remembers of one party. `placed` stands alone: others may add to it at any moment, in any order.
 * While a party earns, its entitlement is `base + rate x virtualTime`; while it does not, `rate` is 0.
 */
export interface RotaEntry {
  /** Children counted to it: offered or placed, declined ones taken off again. */
  readonly placed: number;
  /** Weight at which it earns now. */
  readonly rate: number;
  /** Entitlement in children at virtual time 0, to nine decimals. */
  readonly base: number;
  /** Number of the arrival that last went to it; 0: none yet. */
  readonly last: number;
}

/** Everything a rota remembers. JSON-safe; about 60 bytes a party. */
export interface RotaState {
  readonly scheme: 1;
  /** Children per unit of weight since the last re-basing. */
  readonly virtualTime: number;
  /** Arrivals served so far. */
  readonly arrivals: number;
  /** Children in the largest arrival so far: the unit in which turns can be fair. */
  readonly largest: number;
  readonly parties: Readonly<Record<string, RotaEntry>>;
  /** Who took the last children in a row, and how many. Kept where the policy paces those who catch up. */
  readonly run?: { readonly id: string; readonly children: number };
  /** Children who went to each party on the last day on which any did. Kept where the policy paces those who catch up, and the day is said. */
  readonly day?: { readonly on: string; readonly children: Readonly<Record<string, number>> };
}

/** A party as it stands for one arrival: a region in the nation, or a council in its region. */
export interface RotaParty {
  readonly id: string;
  /** Only the ratios matter. 0: asked only when nobody with a weight can be. All 0: all share alike. */
  readonly weight: number;
  /** Takes its turn at all: participates, has headroom, is not paused. */
  readonly open: boolean;
  /** Can take these children. A party that is open but not able keeps earning its share. */
  readonly able: boolean;
  /** False: what it is asked goes unanswered. It earns on, and what it is owed adds up; it comes after all who answer. Absent: true. */
  readonly answers?: boolean;
  /** Children that live offers to it count for in the state, besides those that count for good. Absent: none. */
  readonly live?: number;
}

type CatchUp = NonNullable<Policy['catchUp']>;

export interface RotaRules {
  /** True: time in which a party is closed neither earns nor costs turns. False: it earns all the same, and catches up when it opens. */
  readonly forgiveClosedTime: boolean;
  /** Absent: whoever is furthest behind goes first, however often. */
  readonly catchUp?: Policy['catchUp'];
}

export interface RankedParty {
  readonly id: string;
  /** 1 is whose turn it is; the others follow as back-ups. */
  readonly rank: number;
  /** Children owed to the rota before this arrival: entitlement - placed. */
  readonly lag: number;
  /** The same with this arrival counted, and with its part of what those owe who do not share in it: by this the order goes. */
  readonly owed: number;
  /** Number of the arrival that last went to it; 0: none yet. */
  readonly last: number;
  /** Part of this arrival that the party earns, 0 to 1. */
  readonly share: number;
  /** Children that may arrive before it must have had a turn; null: it has no weight, so never. */
  readonly deadline: number | null;
  readonly because: Because;
  /** Why others go before it, whatever it is owed: it does not answer, or it has caught up as fast as it may for now. */
  readonly waits?: 'silent' | 'paced';
}

export const emptyRota: RotaState = { scheme: 1, virtualTime: 0, arrivals: 0, largest: 1, parties: {} };

/** Virtual time returns to 0 after this many arrivals, so that no figure outgrows its digits. */
const ARRIVALS_BETWEEN_REBASES = 4096;

const toNineDecimals = (children: number): number => Math.round(children * 1e9) / 1e9 + 0;

/** An id such as "constructor" finds what every object has, which was never placed anything. */
const entryOf = (entries: RotaState['parties'], id: string): RotaEntry | undefined => {
  const entry = entries[id];
  return entry?.placed === undefined ? undefined : entry;
};

const NEWCOMER: RotaEntry = { placed: 0, rate: 0, base: 0, last: 0 };

const knownEntry = (state: RotaState, id: string): RotaEntry => {
  const entry = entryOf(state.parties, id);
  if (entry === undefined)
    throw new RangeError(`"${id}" is not on this rota: serve it first, or check the id`);
  return entry;
};

const lagOf = (entry: RotaEntry | undefined, virtualTime: number): number =>
  entry === undefined ? 0 : toNineDecimals(entry.base + entry.rate * virtualTime - entry.placed);

function checkSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 1)
    throw new RangeError(`The size of an arrival is a whole number of children from 1, not ${size}`);
}

const byId = (a: RotaParty, b: RotaParty): number => byFirstCode(a.id, b.id);

/** In order of id, so that the order they came in cannot change even a last digit. */
function inOrder(parties: readonly RotaParty[]): readonly RotaParty[] {
  const sorted = parties.toSorted(byId);
  let before: string | undefined;
  for (const { id, weight } of sorted) {
    if (id === before) throw new RangeError(`"${id}" is listed twice: list each party once`);
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      throw new RangeError(`The weight of "${id}" is ${weight}: give a number from 0`);
    before = id;
  }
  return sorted;
}

/** What each of these parties counts with: its weight, or one each when none has any. */
function scaleOf(parties: readonly RotaParty[]) {
  const weights = parties.reduce((sum, { weight }) => sum + weight, 0);
  const weighted = weights > 0;
  const rate = ({ weight }: RotaParty): number => (weighted ? weight : 1);
  return { total: weighted ? weights : parties.length, rate };
}

/** Who earns from an arrival: the open ones; all of them when closed time counts, or when nobody is open. */
function earnersAmong(parties: readonly RotaParty[], rules: RotaRules) {
  const all = !rules.forgiveClosedTime || !parties.some(({ open }) => open);
  const { total, rate } = scaleOf(all ? parties : parties.filter(({ open }) => open));
  return { total, rate: (party: RotaParty): number => (all || party.open ? rate(party) : 0) };
}

/** Closes the books on every party whose rate changed, so that a new weight counts from now on and rewrites nothing. */
function settle(
  { parties: before, virtualTime }: RotaState,
  parties: readonly RotaParty[],
  rateOf: (party: RotaParty) => number,
): Record<string, RotaEntry> {
  const settled: Record<string, RotaEntry> = { ...before };
  let newcomers = false;
  const setRate = (id: string, entry: RotaEntry, rate: number): void => {
    const base = toNineDecimals(entry.base + (entry.rate - rate) * virtualTime);
    settled[id] = { placed: entry.placed, rate, base, last: entry.last };
  };
  for (const party of parties) {
    const rate = rateOf(party);
    const entry = entryOf(before, party.id);
    if (entry === undefined) newcomers = true;
    if (entry?.rate !== rate) setRate(party.id, entry ?? NEWCOMER, rate);
  }
  const listed = new Set(parties.map(({ id }) => id));
  for (const [id, entry] of Object.entries(before))
    if (!listed.has(id) && entry.rate !== 0) setRate(id, entry, 0);
  return newcomers
    ? Object.fromEntries(Object.entries(settled).sort(([a], [b]) => byFirstCode(a, b)))
    : settled;
}

function rebased(state: RotaState): RotaState {
  const parties: Record<string, RotaEntry> = {};
  for (const [id, entry] of Object.entries(state.parties))
    parties[id] = { ...entry, base: toNineDecimals(entry.base + entry.rate * state.virtualTime) };
  return { ...state, virtualTime: 0, parties };
}

/** A party while it is being ranked. */
type Ranking = Standing & {
  level: number;
  readonly lag: number;
  readonly answers: boolean;
  readonly live: number;
};

/**
 * The others when some are set aside: what those are owed is taken out by weight, for it is with these shares that the others bear it. So their
 * levels sum to the arrival's size again, and move neither while somebody is set aside nor when a child goes to him.
 */
function apartFrom(aside: ReadonlySet<string>, standings: readonly Ranking[]): readonly Ranking[] {
  if (aside.size === 0) return standings;
  const rest = standings.filter(({ id }) => !aside.has(id));
  const owed = standings.reduce((sum, { id, level }) => (aside.has(id) ? sum + level : sum), 0);
  const shares = rest.reduce((sum, { share }) => sum + share, 0);
  return rest
    .map((standing) => {
      const share = standing.share / shares;
      return { ...standing, share, level: toNineDecimals(standing.level + owed * share) };
    })
    .sort(byLevel);
}

/** Children in a row that a party of this share may take while it catches up: enough not to fall behind by it. */
const mostInARow = (share: number, { inARow }: CatchUp): number =>
  Math.max(inARow, Math.ceil((2 * share) / (1 - share)));

/** Whether a party has caught up as fast as it may for now: one that is owed more than the window allows. */
function hasToWait(
  { id, level, share, live }: Ranking,
  { run, day }: RotaState,
  size: number,
  window: number,
  catchUp: CatchUp,
  today: string | undefined,
): boolean {
  if (!isBeyond(level, share, size, window)) return false;
  const inARow = live + (run?.id === id ? run.children : 0);
  // Siblings stay together: a group that is larger than a run goes to whoever did not have the last child.
  if (inARow > 0 && inARow + size > mostInARow(share, catchUp)) return true;
  const onThisDay = live + (today !== undefined && day?.on === today ? (day.children[id] ?? 0) : 0);
  return today !== undefined && onThisDay > 0 && onThisDay + size > catchUp.aDay;
}

/** Whose turn it is among those who answer, those who wait for being fast enough, and everyone as they then stand. */
function turnAmong(
  standings: readonly Ranking[],
  state: RotaState,
  size: number,
  parties: number,
  rules: RotaRules,
  today: string | undefined,
): {
  readonly turn: ReturnType<typeof choose>;
  readonly ordered: readonly Ranking[];
  readonly paced: readonly Ranking[];
  readonly window: number;
} {
  const largest = Math.max(size, state.largest);
  const answering = standings.some(({ answers }) => answers);
  const aside = new Set(answering ? standings.filter(({ answers }) => !answers).map(({ id }) => id) : []);
  const paced: Ranking[] = [];
  for (;;) {
    const ordered = apartFrom(aside, standings);
    const window = windowOf(parties - aside.size, largest);
    const setAside = (one: Ranking): void => {
      aside.add(one.id);
    };
    const { catchUp } = rules;
    // Whoever is owed much and cannot take these children must not keep the others from taking their own turns evenly.
    const unable = ordered.find(
      ({ able, level, share }) => catchUp !== undefined && !able && isBeyond(level, share, size, window),
    );
    if (unable !== undefined && ordered.length > 1) {
      setAside(unable);
      continue;
    }
    const turn = choose(ordered, size, window, largest);
    const first = ordered.find(({ id }) => id === turn?.id);
    if (
      first === undefined ||
      catchUp === undefined ||
      !hasToWait(first, state, size, window, catchUp, today)
    )
      return { turn, ordered, paced, window };
    paced.push(first);
    setAside(first);
    if (ordered.length === 1) return { turn: undefined, ordered: [], paced, window };
  }
}

/**
 * Everyone who is open and able, whose turn it is first and back-ups after it, with the numbers behind it. Empty when nobody can be asked.
 * The order of `parties` makes no difference. Those who wait (`waits`) come last, the silent after all others; when nobody answers, nobody is
 * passed over for it.
 *
 * @param today the day in the calendar of those who count daily places; without it a day has no end
 * @throws {RangeError} when a size is not a whole number from 1, a weight is negative or not finite, or an id is listed twice
 */
export function rankParties(
  state: RotaState,
  parties: readonly RotaParty[],
  size: number,
  rules: RotaRules,
  today?: string,
): readonly RankedParty[] {
  checkSize(size);
  const all = inOrder(parties);
  const open = all.filter((party) => party.open);
  const asked = scaleOf(open);
  const earning = earnersAmong(all, rules);
  const standings: Ranking[] = [];
  const unweighted: Ranking[] = [];
  let held = -size;
  for (const party of open) {
    const entry = entryOf(state.parties, party.id);
    const lag = lagOf(entry, state.virtualTime);
    const share = asked.rate(party) / asked.total;
    const level = lag + (size * earning.rate(party)) / earning.total;
    const sharing = share > 0;
    if (sharing) held += level;
    (sharing ? standings : unweighted).push({
      id: party.id,
      able: party.able,
      last: entry?.last ?? 0,
      lag,
      share,
      level,
      answers: party.answers ?? true,
      live: party.live ?? 0,
    });
  }
  // What closed parties owe or are owed, the open ones hold with the opposite sign. Frozen, it is spread evenly, which keeps the worst
  // level lowest; on loan until they open (closed time counts), it grows without limit and is carried by weight.
  const evenly = held / standings.length;
  for (const standing of standings)
    standing.level = toNineDecimals(
      standing.level - (rules.forgiveClosedTime ? evenly : held * standing.share),
    );
  standings.sort(byLevel);
  unweighted.sort(byLevel);
  const weighted = all.filter(({ weight }) => weight > 0).length || all.length;
  const { turn, ordered, paced, window } = turnAmong(standings, state, size, weighted, rules, today);
  const heard = standings.some(({ answers }) => answers) || unweighted.some(({ answers }) => answers);
  const waiting = (one: Ranking): RankedParty['waits'] => {
    if (heard && !one.answers) return 'silent';
    return paced.some(({ id }) => id === one.id) ? 'paced' : undefined;
  };
  const known = new Map(ordered.map((one) => [one.id, one]));
  const everyone = [...standings, ...unweighted].map((one) => known.get(one.id) ?? one);
  const inLine = [
    ...ordered,
    ...unweighted.filter((one) => waiting(one) === undefined),
    ...everyone.filter((one) => waiting(one) === 'paced'),
    ...everyone.filter((one) => waiting(one) === 'silent'),
  ];
  const first = inLine.filter(({ id }) => id === turn?.id);
  const others = inLine.filter(({ id, able }) => able && id !== turn?.id);
  return [...first, ...others].map((one, index) => {
    const { id, lag, share, level, last } = one;
    const waits = waiting(one);
    return {
      id,
      rank: index + 1,
      lag,
      owed: level,
      last,
      share: toNineDecimals(share),
      deadline: share > 0 ? toNineDecimals(childrenUntilDue(level, share, window)) : null,
      because: turn?.id === id ? turn.because : 'next-in-line',
      ...defined({ waits }),
    };
  });
}

/** Who took the last children in a row, and how many went to whom today, after another arrival. */
function paceAfter(
  { run, day }: RotaState,
  id: string,
  size: number,
  today: string | undefined,
): Pick<RotaState, 'run' | 'day'> {
  const inARow = { id, children: (run?.id === id ? run.children : 0) + size };
  if (today === undefined) return { run: inARow };
  const soFar = day?.on === today ? day.children : {};
  const children = { ...soFar, [id]: (Object.hasOwn(soFar, id) ? (soFar[id] ?? 0) : 0) + size };
  return { run: inARow, day: { on: today, children } };
}

/**
 * One arrival of `size` children goes to `id`: time moves on for all who earn, and the children count to `id`. It may be any listed party,
 * first in rank or not, open or not: a family link overrules the rota, and the rota makes up for it afterwards.
 *
 * @param today the day to which the children count, where daily places matter
 * @throws {RangeError} as {@link rankParties}, and when `id` is not listed
 */
export function serve(
  state: RotaState,
  parties: readonly RotaParty[],
  id: string,
  size: number,
  rules: RotaRules,
  today?: string,
): RotaState {
  checkSize(size);
  const all = inOrder(parties);
  if (!all.some((party) => party.id === id))
    throw new RangeError(`"${id}" is not among the parties of this arrival: list it, or check the id`);
  const { total, rate } = earnersAmong(all, rules);
  const entries = settle(state, all, rate);
  const arrivals = state.arrivals + 1;
  const entry = entries[id] as RotaEntry;
  entries[id] = { ...entry, placed: entry.placed + size, last: arrivals };
  const next: RotaState = {
    scheme: 1,
    virtualTime: state.virtualTime + size / total,
    arrivals,
    largest: Math.max(state.largest, size),
    parties: entries,
    ...(rules.catchUp === undefined ? {} : paceAfter(state, id, size, today)),
  };
  return arrivals % ARRIVALS_BETWEEN_REBASES === 0 ? rebased(next) : next;
}

/**
 * A turn moves without a new arrival: `-size` for the party whose offer was declined, expired or withdrawn, `+size` for the next.
 * Adjustments commute. What was owed before the offer is owed again after a decline.
 * @throws {RangeError} when `id` was never on this rota, or `by` is not a whole number
 */
export function adjustPlaced(state: RotaState, id: string, by: number): RotaState {
  if (!Number.isSafeInteger(by)) throw new RangeError(`Turns move by whole children, not by ${by}`);
  const entry = knownEntry(state, id);
  return { ...state, parties: { ...state.parties, [id]: { ...entry, placed: entry.placed + by } } };
}

/**
 * What counted to one party counts to another, which may be new to the rota: what all are owed together stays as it is.
 * @throws {RangeError} when `from` was never on this rota, or `by` is not a whole number
 */
export function passOn(state: RotaState, from: string, to: string, by: number): RotaState {
  const known =
    entryOf(state.parties, to) === undefined ? { ...state.parties, [to]: NEWCOMER } : state.parties;
  const parties = Object.fromEntries(Object.entries(known).sort(([a], [b]) => byFirstCode(a, b)));
  return adjustPlaced(adjustPlaced({ ...state, parties }, from, -by), to, by);
}

/**
 * What a party is owed or owes is divided among those that take over from it, by their weights; from then on it earns nothing and is owed
 * nothing. Done again, it divides what has come since. What all are owed together stays as it is.
 */
export function divideAmong(
  state: RotaState,
  from: string,
  heirs: readonly { readonly id: string; readonly weight: number }[],
): RotaState {
  const ended = entryOf(state.parties, from);
  if (ended === undefined) return state;
  const owed = lagOf(ended, state.virtualTime);
  const parties: Record<string, RotaEntry> = {
    ...state.parties,
    [from]: { ...ended, rate: 0, base: ended.placed },
  };
  const weights = heirs.reduce((sum, { weight }) => sum + weight, 0);
  let left = owed;
  for (const [at, { id, weight }] of heirs.entries()) {
    // The last takes what is left, so that not even a last digit is lost.
    const share = toNineDecimals(at === heirs.length - 1 ? left : (owed * weight) / weights);
    left -= share;
    const entry = entryOf(state.parties, id) ?? NEWCOMER;
    parties[id] = { ...entry, base: toNineDecimals(entry.base + share) };
  }
  return {
    ...state,
    parties: Object.fromEntries(Object.entries(parties).sort(([a], [b]) => byFirstCode(a, b))),
  };
}

/**
 * The arrival left the scheme without being placed (withdrawn, joined family, turned 18): `id` (null: nobody holds it at present) gives
 * the turn back, and those who earn today give back the entitlement, by weight; what is owed still sums to zero.
 * @throws {RangeError} as {@link rankParties}, when `id` was never on this rota, or when no party is listed
 */
export function cancelArrival(
  state: RotaState,
  parties: readonly RotaParty[],
  id: string | null,
  size: number,
  rules: RotaRules,
): RotaState {
  checkSize(size);
  if (parties.length === 0) throw new RangeError('List the parties whose entitlement is to be undone');
  const all = inOrder(parties);
  const { total, rate } = earnersAmong(all, rules);
  const given = id === null ? state : adjustPlaced(state, id, -size);
  return { ...given, virtualTime: given.virtualTime - size / total, parties: settle(given, all, rate) };
}

/** What each of these parties is behind (above zero) or ahead of its share now, in children: entitlement - placed. 0 for a newcomer. */
export const lags = (
  state: RotaState,
  parties: readonly Pick<RotaParty, 'id'>[],
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    parties
      .map(({ id }) => [id, lagOf(entryOf(state.parties, id), state.virtualTime)] as const)
      .sort(([a], [b]) => byFirstCode(a, b)),
  );

/**
 * How far the party that is furthest from its share is from it, either way, as a part of how far turns allow it to be: with fixed shares it
 * is never more than 1 (Tijdeman's bound), and parties that close and open again lead a little beyond. 0 before the first arrival.
 */
export function furthestFromShare({ parties, virtualTime, largest }: RotaState): number {
  const entries = Object.values(parties);
  const furthest = entries.reduce((most, entry) => Math.max(most, Math.abs(lagOf(entry, virtualTime))), 0);
  return furthest / windowOf(entries.length, largest);
}

/**
 * How far one party is behind (above zero) or ahead of its share now, and how far turns allow it to be either way; both in children. A newcomer is at
 * its share. Of offers that are open nothing is counted yet.
 */
export const fromShare = (
  { parties, virtualTime, largest }: RotaState,
  id: string,
): { readonly lag: number; readonly bound: number } => ({
  lag: lagOf(entryOf(parties, id), virtualTime),
  bound: windowOf(Object.keys(parties).length, largest),
});
