import type { AnyEvent } from '../../../events/catalogue.ts';
import { addDays, londonDate } from '../calendar/working-days.ts';
import { isVerification } from '../council/verification.ts';
import { defined } from '../defined.ts';
import type { CaseChange } from './change.ts';
import { isClosed } from './standing.ts';

/**
 * What coordinators are told of a move, worst first: it failed on its day; its council no longer has the children, or the child refuses to go there, though the
 * case goes on; nobody is to be moved any more; its day is fixed; the children were handed over.
 */
export const moveNews = ['failed', 'called-off', 'withdrawn', 'arranged', 'done'] as const;
export type MoveNews = (typeof moveNews)[number];

/** What became of a move, as an event says it. */
export interface MoveSaid {
  readonly news: MoveNews;
  /** The day that is fixed, on which it failed, or on which the children were handed over: London's. */
  readonly day?: string;
  /** The council to which it was, or is to be. */
  readonly to?: string;
}

const undone = (concerned: readonly string[] = []): MoveSaid | undefined => {
  const [to] = concerned;
  return to === undefined ? undefined : { news: 'called-off', to };
};

const ended = (concerned: readonly string[] = []): MoveSaid => {
  const [to] = concerned;
  return { news: 'withdrawn', ...defined({ to }) };
};

/** What an event says of a move; undefined when it says nothing of one. A birthday ends a case only when nobody else is left in it: the case says so. */
export function saidOfMove({ type, data }: Pick<AnyEvent, 'type' | 'data'>): MoveSaid | undefined {
  const event = { type, data } as AnyEvent;
  switch (event.type) {
    case 'transfer-arranged.v1':
      return { news: 'arranged', day: event.data.moveOn, to: event.data.council };
    case 'transfer-failed.v1':
      return { news: 'failed', day: event.data.moveOn, to: event.data.council };
    case 'transfer-completed.v1':
      return { news: 'done', day: londonDate(event.data.handedOverAt), to: event.data.council };
    case 'child-refused.v1': {
      const said = undone(event.data.concerned);
      return said === undefined || event.data.onTheDay === undefined
        ? said
        : { ...said, news: 'failed', day: event.data.onTheDay };
    }
    case 'case-reallocated.v1':
    case 'places-lapsed.v1':
      return undone(event.data.concerned);
    case 'referral-withdrawn.v1':
    case 'family-joined.v1':
    case 'case-stayed.v1':
      return ended(event.data.concerned);
    case 'child-turned-18.v1':
      return event.data.afterTheEnd ? undefined : ended(event.data.concerned);
    default:
      return undefined;
  }
}

/** Whether what an event says of a move holds in its case: a birthday is the end of the move only if the case ended by it. */
export const isSoIn = (
  { type }: Pick<AnyEvent, 'type'>,
  { status }: Pick<CaseChange['case'], 'status'>,
): boolean => type !== 'child-turned-18.v1' || status === 'turned-18';

/** A line of the coordinators' list of moves: of each case what was said of its move last. */
export interface MoveLine extends MoveSaid {
  readonly caseId: string;
  /** When it was said: UTC. */
  readonly at: string;
  /** The entry authority. */
  readonly from: string;
}

/** What a change puts on the list of moves, in place of what stood there of its case; undefined when nothing. */
export function listingOfMove({ case: subject, events }: CaseChange): MoveLine | undefined {
  // Of what is made up nothing stands on a list.
  if (isVerification(subject)) return undefined;
  const [last] = events
    .flatMap((event) => {
      const said = isSoIn(event, subject) ? saidOfMove(event) : undefined;
      return said === undefined
        ? []
        : [{ ...said, caseId: subject.id, at: event.at, from: subject.facts.entryAuthority }];
    })
    .slice(-1);
  return last;
}

/**
 * Whether the case has gone on since to where the line no longer says how it stands: nobody can make the move now, since the child is missing or no day is fixed any
 * more; or a case that had ended is open again.
 */
export const hasGoneOn = ({ news }: MoveLine, subject: Pick<CaseChange['case'], 'status'>): boolean =>
  news === 'arranged' ? subject.status !== 'transfer-arranged' : news === 'withdrawn' && !isClosed(subject);

/** Days for which a move that is over stays on the list. */
const SHOWN_FOR_DAYS = 7;

/** Where a move stands on the list, in the order in which the list has them. */
export const movesInOrder = ['failed', 'unconfirmed', 'ahead', 'over'] as const;
export type MoveStands = (typeof movesInOrder)[number];

/** Where a move stands on a day; undefined once it has been over for too long to be shown. @param today London's */
export function standsAt({ news, day, at }: MoveLine, today: string): MoveStands | undefined {
  if (news === 'failed') return 'failed';
  if (news === 'arranged') return (day ?? today) < today ? 'unconfirmed' : 'ahead';
  return londonDate(at) < addDays(today, -SHOWN_FOR_DAYS) ? undefined : 'over';
}

/** By day where a day is still to come or has gone by without a word, the soonest first; what is over, the latest first. */
function inOrder(a: MoveLine, b: MoveLine, stands: MoveStands): number {
  const key = ({ day = '', at, caseId }: MoveLine) => (stands === 'over' ? at : `${day} ${at} ${caseId}`);
  const [one, other] = [key(a), key(b)];
  if (one === other) return a.caseId < b.caseId ? -1 : 1;
  return one < other === (stands !== 'over') ? -1 : 1;
}

/** The list of moves on a day: what failed first, then what nobody has confirmed, what is ahead, and what is over. @param today London's */
export const movesOn = (
  lines: readonly MoveLine[],
  today: string,
): readonly { readonly stands: MoveStands; readonly line: MoveLine }[] =>
  movesInOrder.flatMap((stands) =>
    lines
      .filter((line) => standsAt(line, today) === stands)
      .toSorted((a, b) => inOrder(a, b, stands))
      .map((line) => ({ stands, line })),
  );
