import { addDays, daysBetween } from '../calendar/working-days.ts';
import { defined } from '../defined.ts';
import type { Case } from './case.ts';
import { comingTo, moveDay } from './standing.ts';

/** A move of children to a council, or from it, that is still to be made. */
export interface OwnMove {
  readonly caseId: string;
  readonly way: 'to' | 'from';
  /** The council at the other end. */
  readonly other: string;
  /** Why no day counts: none is arranged yet; or it waits, since a child is missing or refuses, or something has to be looked at first. Absent where one does. */
  readonly noDay?: 'not-arranged' | 'waits';
  /** The day that is arranged and stands: London's. */
  readonly day?: string;
  /** By when it is to be arranged, where it is not and nothing keeps it: UTC. */
  readonly arrangeBy?: string;
}

/** A council's move in a case; undefined where it has none ahead. */
export function ownMoveIn(subject: Case, council: string): OwnMove | undefined {
  const { id: caseId, facts, placement, status } = subject;
  const receiving = comingTo(subject);
  if (receiving === undefined || ![receiving, facts.entryAuthority].includes(council)) return undefined;
  const isTo = receiving === council;
  const move = { caseId, way: isTo ? 'to' : 'from', other: isTo ? facts.entryAuthority : receiving } as const;
  const day = moveDay(subject);
  if (day !== undefined) return { ...move, day };
  return status === 'accepted' && subject.hold === undefined
    ? { ...move, noDay: 'not-arranged', ...defined({ arrangeBy: placement?.arrangeBy }) }
    : { ...move, noDay: 'waits' };
}

/** Weeks of which a calendar of moves has one each, also where nothing is in it: this week and the three after it. */
export const WEEKS_SHOWN = 4;

/** A Monday, from which weeks are reckoned. */
const A_MONDAY = '2024-01-01';

/** The Monday of the week in which a day is. */
const mondayOf = (day: string): string => addDays(day, -(((daysBetween(A_MONDAY, day) % 7) + 7) % 7));

/** Moves of one week. */
interface WeekOfMoves {
  /** Its Monday: London's. */
  readonly monday: string;
  readonly moves: readonly OwnMove[];
}

/** A council's moves in the order in which its people look at them. */
export interface OwnMoves {
  /** Their day has gone by, and nobody has said what became of them. */
  readonly unconfirmed: readonly OwnMove[];
  /** The weeks from this one on, and every later one in which there is a move. */
  readonly weeks: readonly WeekOfMoves[];
  readonly notArranged: readonly OwnMove[];
  readonly waiting: readonly OwnMove[];
}

const inOrderOf =
  (key: (move: OwnMove) => string) =>
  (a: OwnMove, b: OwnMove): number => {
    const [one, other] = [`${key(a)} ${a.caseId}`, `${key(b)} ${b.caseId}`];
    return Number(one > other) - Number(one < other);
  };

/** Sorts a council's moves by week, the soonest first. @param today London's */
export function inWeeks(moves: readonly OwnMove[], today: string): OwnMoves {
  const dated = moves.filter(({ day }) => day !== undefined).toSorted(inOrderOf(({ day = '' }) => day));
  const ahead = Map.groupBy(
    dated.filter(({ day = '' }) => day >= today),
    ({ day = '' }) => mondayOf(day),
  );
  const shown = Array.from({ length: WEEKS_SHOWN }, (_, week) => addDays(mondayOf(today), 7 * week));
  return {
    unconfirmed: dated.filter(({ day = '' }) => day < today),
    weeks: [...new Set([...shown, ...ahead.keys()])]
      .toSorted()
      .map((monday) => ({ monday, moves: ahead.get(monday) ?? [] })),
    notArranged: moves
      .filter(({ noDay }) => noDay === 'not-arranged')
      .toSorted(inOrderOf(({ arrangeBy = '' }) => arrangeBy)),
    waiting: moves.filter(({ noDay }) => noDay === 'waits').toSorted(inOrderOf(() => '')),
  };
}
