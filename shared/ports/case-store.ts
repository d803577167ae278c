import type { AnyEvent } from '../../events/catalogue.ts';
import type { Case } from '../core/case/case.ts';
import type { CaseChange } from '../core/case/change.ts';
import type { Holders } from '../core/case/duplicates.ts';
import type { CaseLine, ListName, ListPart, ListSpan, WorkSpan } from '../core/case/lists.ts';
import type { MoveLine } from '../core/case/moves.ts';

export type CommitOutcome =
  | { readonly kind: 'committed' }
  /** Someone else moved first: the case, a rota or a place changed. Read again and decide again. */
  | { readonly kind: 'lost-race'; readonly over: 'case' | 'rota' | 'other' }
  /** A council no longer has the places (or declared places) the change needs. Read again and decide again. */
  | { readonly kind: 'no-place'; readonly council: string };

/** A line of a "needs you" list or of the deadline sweep. */
export interface CaseSummary {
  readonly caseId: string;
  readonly status: Case['status'];
  readonly entryAuthority: string;
  readonly openedAt: string;
  readonly moveBy: string;
  readonly dueAt?: string;
}

/** A line of children whom a council has in its care, or who come to it. */
export interface ReceivedLine extends CaseSummary {
  /** Of each child the month (YYYY-MM) of the 18th birthday, empty where it is not known. Absent where the case was last written before this was kept. */
  readonly monthsOf18?: readonly string[];
}

/** Cases and their trails. A commit is whole or not at all; reads see every commit that came before. */
export interface CaseStore {
  read(caseId: string): Promise<Case | undefined>;
  /** The whole trail, in order. */
  trail(caseId: string): Promise<readonly AnyEvent[]>;
  /** One event of it; undefined when it has none of that number. */
  event(caseId: string, number: number): Promise<AnyEvent | undefined>;
  commit(change: CaseChange): Promise<CommitOutcome>;
  /** Open cases that are due at or before `until`, soonest first. May lag behind commits by moments: decide again on what `read` says. */
  due(until: string): AsyncIterable<CaseSummary>;
  /** Every open case, for the figures about children. Same lag as `due`. */
  open(): AsyncIterable<CaseSummary>;
  /**
   * Writes a heartbeat, which the table's stream passes on as it passes on events: where none comes, it has stopped.
   *
   * @param now instant, ISO 8601
   */
  beat(now: string): Promise<void>;
  /** What waits for a party: 'coordinators', or 'council:<code>', 'entry-authority:<code>', 'system'. Soonest first. */
  neededBy(party: string): AsyncIterable<CaseSummary>;
  /** Cases whose children a council has in its care since a handover, the earliest handover first. */
  receivedBy(council: string): AsyncIterable<ReceivedLine>;
  /** Open cases whose children a council has taken and does not have yet, also while somebody else acts; whoever is to move first comes first. */
  comingTo(council: string): AsyncIterable<ReceivedLine>;
  /** A part of what coordinators decide or watch, the most urgent first. May lag behind commits by moments: show what `read` says. */
  work(span: WorkSpan): Promise<ListPart>;
  /** The lines of a list, in order of referral, the latest first. Everything that was committed before; that of a region may lag behind by moments: show what `read` says. */
  listed(list: ListName): AsyncIterable<CaseLine>;
  /** A part of a list, the latest first. Everything that was committed before. */
  listedIn(list: ListName, span: ListSpan): Promise<ListPart>;
  /** What was said last of each case's move, in no order that matters: for as long as anybody may look for it. Everything that was committed before. */
  moves(): AsyncIterable<MoveLine>;
  /** The cases that each of these fingerprints is of, in the order in which they came to it; those that are nobody's are left out. */
  holders(fingerprints: readonly string[]): Promise<Holders>;
  /** Where a referral went that was merged into another's case, by the reference its sender was given. */
  mergedInto(reference: string): Promise<{ readonly caseId: string; readonly council: string } | undefined>;
  /** Children whose 18th birthday falls in a month (YYYY-MM). */
  birthdays(month: string): AsyncIterable<{ readonly caseId: string; readonly child: number }>;
  /** Keeps what a decision rested on, named by its own hash: keeping it again changes nothing. */
  keepDecision(caseId: string, hash: string, inputs: string): Promise<void>;
  decision(caseId: string, hash: string): Promise<string | undefined>;
  /**
   * Takes an e-mail in hand, so that copies of one request, handled side by side, send it once. Whoever dies with an e-mail in
   * hand holds it no longer than `until` (instants, ISO 8601). `done`: it has been sent or put aside before.
   */
  claimEmail(
    subject: string,
    emailId: string,
    now: string,
    until: string,
  ): Promise<'claimed' | 'in-hand' | 'done'>;
  /** Gives back an e-mail that was taken in hand and could not be sent. `now`: an instant, ISO 8601. */
  releaseEmail(subject: string, emailId: string, now: string): Promise<void>;
  /** Whether an email has been sent or put aside. */
  emailEnded(subject: string, emailId: string): Promise<boolean>;
  /** Records an e-mail's end beside its subject. The first record stands; the outcome says whether this was it. */
  recordEmail(subject: string, sent: AnyEvent): Promise<'recorded' | 'already-recorded'>;
}
