import type { CouncilVerdict } from './decision.ts';
import type { RankedParty } from './rota.ts';

/** How a region or a council stands in its rota for one arrival: all that its place there follows from. */
export type Turn = Pick<RankedParty, 'rank' | 'owed' | 'deadline' | 'last' | 'because' | 'waits'>;

/** A council's place among all who can take the children, and what it follows from. */
export interface PlaceInTurn {
  /** 1 is chosen; the next are back-ups, then who is asked beside them. */
  readonly place: number;
  /** A link that goes before every turn. */
  readonly link?: 'sibling' | 'family';
  /** Its region's lead chose it: it goes before every turn. */
  readonly leadChose?: true;
  /** Asked beside the others, though others go before it. */
  readonly beside?: true;
  /** Others in the whole nation go before it, whatever it is owed. */
  readonly waits?: NonNullable<RankedParty['waits']>;
  /** It goes before the others of its region for a community link. */
  readonly community?: true;
  /** `unheard`: only councils that do not answer could take the children there. */
  readonly region: Turn & { readonly unheard?: true };
  readonly council: Turn;
}

/** What decided that one council stands before another: the first thing in which they differ. */
export type Decider =
  /** Of the two, one has it: `link`, `lead-chose` and `community` the first, `waits` and `unheard` the second; `beside` either, or both: they take turns in that. */
  | { readonly by: 'link' | 'lead-chose' | 'beside' | 'waits' | 'unheard' | 'community' }
  /** In a rota, of the nation (`region`) or of their region (`council`): with the number of each. */
  | {
      readonly of: 'region' | 'council';
      /**
       * `owed`: children by which each is behind its share, more goes first; `deadline`: children that may come before its turn falls due,
       * fewer goes first; `last`: the arrival that last went to it, the longer ago the sooner; `paced`: has caught up as fast as it may;
       * `no-weight`: has no share of its own; `code`: all else is equal, so the order of codes.
       */
      readonly by: 'owed' | 'deadline' | 'last' | 'paced' | 'no-weight' | 'code';
      readonly first: number;
      readonly second: number;
      /** The turns of both fall due at the same time, and that is what they are compared by, not what they are owed: then the longer wait decides, or the code. */
      readonly sameDeadline?: true;
    };

/** Deadlines are compared as the rota compares them. */
const MILLIONTHS = 1e6;
const inMillionths = (deadline: number | null): number => Math.round((deadline ?? 0) * MILLIONTHS);

type InRota = Extract<Decider, { of: string }>;

function inRota(of: 'region' | 'council', a: Turn, b: Turn): InRota {
  const said = (by: InRota['by'], first: number, second: number): InRota => ({
    of,
    by,
    first,
    second,
  });
  if (a.waits !== b.waits) return said('paced', 0, 0);
  if (a.deadline === null || b.deadline === null)
    if (a.deadline !== b.deadline) return said('no-weight', 0, 0);
  if (a.owed > b.owed) return said('owed', a.owed, b.owed);
  if (
    a.because === 'earliest-deadline' &&
    a.deadline !== null &&
    b.deadline !== null &&
    inMillionths(a.deadline) < inMillionths(b.deadline)
  )
    return said('deadline', a.deadline, b.deadline);
  const next = a.last === b.last ? said('code', 0, 0) : said('last', a.last, b.last);
  return a.owed === b.owed ? next : { ...next, sameDeadline: true };
}

/** What decided that `a` stands before `b` in a decision in which both can take the children. */
export function decidedBetween(a: PlaceInTurn, b: PlaceInTurn): Decider {
  // Those asked beside the others stand where they do for that, whatever else holds of them.
  if (a.beside || b.beside) return { by: 'beside' };
  if (a.link !== b.link) return { by: 'link' };
  if (a.leadChose !== b.leadChose) return { by: 'lead-chose' };
  if (a.waits !== b.waits) return { by: 'waits' };
  if (a.region.unheard !== b.region.unheard) return { by: 'unheard' };
  if (a.region.rank !== b.region.rank) return inRota('region', a.region, b.region);
  if (a.community !== b.community) return { by: 'community' };
  return inRota('council', a.council, b.council);
}

/** A verdict on a council that can take the children, with its place. */
export type Placed = CouncilVerdict & { readonly turn: PlaceInTurn };

/** Those who can take the children, in the order of the decision. */
export const inOrderOfTurn = (
  verdicts: readonly CouncilVerdict[],
  turns: ReadonlyMap<string, PlaceInTurn>,
): readonly Placed[] =>
  verdicts
    .flatMap((verdict): Placed[] => {
      const turn = turns.get(verdict.council);
      return turn === undefined ? [] : [{ ...verdict, turn }];
    })
    .toSorted((a, b) => a.turn.place - b.turn.place);

/** The regions of those who can take the children, in the order in which they are asked: how each stands, and its councils in their order. */
export const regionsInTurn = (
  order: readonly Placed[],
): readonly (PlaceInTurn['region'] & { readonly region: string; readonly councils: readonly Placed[] })[] =>
  order
    .filter(({ region }, at) => order.findIndex((one) => one.region === region) === at)
    .map(({ region, turn }) => ({
      ...turn.region,
      region,
      councils: order.filter((one) => one.region === region),
    }))
    .toSorted((a, b) => Number(a.unheard ?? false) - Number(b.unheard ?? false) || a.rank - b.rank);
