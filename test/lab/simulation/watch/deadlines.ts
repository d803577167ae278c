import type { AnyEvent } from '../../../../events/catalogue.ts';
import type { Swept } from '../../../../functions/enforce-deadlines/enforce-deadlines.ts';
import type { Case } from '../../../../shared/core/case/case.ts';
import type { End, Invocation } from '../kernel/invocation.ts';
import { MOST_WRONG } from '../kernel/kernel.ts';
import type { CasesWatch } from './cases.ts';
import { Violation } from './violation.ts';

const MINUTE = 60_000;
/** In calm hours the next sweep is minutes away; in a storm that lasts hours it may take as long. */
const LONGEST_OVERDUE = 24 * 60 * MINUTE;

/** Deadlines: a sweep that ended well has left nothing behind, and nothing is overdue for long. */
export class DeadlinesWatch {
  readonly #now: () => number;
  readonly #cases: CasesWatch;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number, cases: CasesWatch) {
    this.#now = now;
    this.#cases = cases;
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
    for (const { type, data } of events) {
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

  /** Now: whether anything has been overdue for long. */
  overdue(longest = LONGEST_OVERDUE): void {
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
