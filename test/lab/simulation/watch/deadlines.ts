import type { AnyEvent, DataOf } from '../../../../events/catalogue.ts';
import type { Swept } from '../../../../functions/enforce-deadlines/enforce-deadlines.ts';
import type { Case } from '../../../../shared/core/case/case.ts';
import { lateHolidaysMove } from '../../../../shared/core/case/late-holidays.ts';
import type { Policy } from '../../../../shared/core/policy.ts';
import type { End, Invocation } from '../kernel/invocation.ts';
import { MOST_WRONG } from '../kernel/kernel.ts';
import type { CasesWatch } from './cases.ts';
import { Violation } from './violation.ts';

const MINUTE = 60_000;
/** In calm hours the next sweep is minutes away; in a storm that lasts hours it may take as long. */
const LONGEST_OVERDUE = 24 * 60 * MINUTE;

/** Deadlines: a sweep that ended well has left nothing behind, nothing is overdue for long, and a bank holiday moves what it falls into, once. */
export class DeadlinesWatch {
  /** How many a late bank holiday has moved. */
  moved = 0;
  readonly #now: () => number;
  readonly #cases: CasesWatch;
  readonly #policy: Policy;
  readonly #movedBy = new Set<string>();
  #announced = Number.POSITIVE_INFINITY;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number, cases: CasesWatch, policy: Policy) {
    this.#now = now;
    this.#cases = cases;
    this.#policy = policy;
  }

  /** A deployment brings a bank holiday that nobody knew of. */
  announced(): void {
    this.#announced = this.#now();
  }

  /** What is due as a sweep begins, whatever its machine's clock says. */
  due(): readonly Case[] {
    const since = new Date(this.#now() - MINUTE / 2).toISOString();
    return this.#cases.open.filter(({ nextDueAt }) => nextDueAt !== undefined && nextDueAt <= since);
  }

  swept(due: readonly Case[], end: End<Swept>, { struck }: Invocation): void {
    if (end.kind !== 'returned' || !end.value.finished || end.value.failed > 0 || struck.length > 0) return;
    for (const { id, version } of due)
      if (this.#cases.known.get(id)?.version === version)
        throw new Violation(
          'no deadline passes unnoticed',
          `${id} was due when a sweep began, the sweep ended well, and nothing happened to the case.`,
          id,
        );
  }

  /**
   * A change was committed: no offer expired before its time, but for what a clock may be wrong.
   *
   * @throws Violation when somebody's time was cut short
   */
  committed(before: Case | undefined, events: readonly AnyEvent[]): void {
    const latest = new Date(this.#now() + MOST_WRONG).toISOString();
    for (const { type, data, trail } of events) {
      if (type === 'deadlines-moved.v1') this.#hasMoved(trail?.subject ?? '', data);
      if (type !== 'offer-expired.v1') continue;
      const offer = before?.offers.find(({ id }) => id === data.offerId);
      // Where a back-up has said yes, half of the time is enough for a word.
      if (before !== undefined && offer !== undefined && (data.readBy ?? offer.answerBy) > latest)
        throw new Violation(
          'nobody’s time is cut short',
          `${before.id}: the offer ${offer.id} could be answered until ${offer.answerBy}, and expired before.`,
          before.id,
        );
    }
  }

  #hasMoved(caseId: string, { holidays, moved }: DataOf<'deadlines-moved.v1'>): void {
    this.moved += moved.length;
    const again = holidays.find((day) => this.#movedBy.has(`${caseId} ${day}`));
    const shortened = moved.find(({ from, by }) => by <= from);
    if (again !== undefined || shortened !== undefined)
      throw new Violation(
        'a late bank holiday moves a deadline once, and to a later time',
        `${caseId}: ${again === undefined ? JSON.stringify(shortened) : `${again} had moved its deadlines before`}.`,
        caseId,
      );
    for (const day of holidays) this.#movedBy.add(`${caseId} ${day}`);
  }

  /** When a sweep would find deadlines to move: now, while there are any. */
  movesDue(): number | undefined {
    return this.#unmoved().length > 0 ? this.#now() : undefined;
  }

  #unmoved(): readonly Case[] {
    const now = new Date(this.#now()).toISOString();
    return this.#cases.open.filter((one) => lateHolidaysMove(one, this.#policy, now) !== undefined);
  }

  #left(longest: number): void {
    const [left] = this.#announced > this.#now() - longest ? [] : this.#unmoved();
    if (left !== undefined)
      throw new Violation(
        'a late bank holiday moves a deadline once, and to a later time',
        `${left.id} (${left.status}) should have had its deadlines moved.`,
        left.id,
      );
  }

  /** Now: whether anything has been overdue for long. */
  overdue(longest = LONGEST_OVERDUE): void {
    this.#left(longest);
    const since = new Date(this.#now() - longest).toISOString();
    for (const { id, nextDueAt, status, offers } of this.#cases.open) {
      if (nextDueAt !== undefined && nextDueAt < since)
        throw new Violation(
          'no deadline passes unnoticed',
          `${id} (${status}) should have been looked at ${nextDueAt}, and nobody has.`,
          id,
        );
      const forgotten =
        status === 'paused'
          ? undefined
          : offers.find((offer) => offer.status === 'live' && offer.answerBy < since);
      if (forgotten)
        throw new Violation(
          'no deadline passes unnoticed',
          `${id}: the offer ${forgotten.id} had to be answered by ${forgotten.answerBy}, and stands.`,
          id,
        );
    }
  }
}
