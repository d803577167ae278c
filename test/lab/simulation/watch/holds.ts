import type { AnyEvent } from '../../../../events/catalogue.ts';
import type { Case } from '../../../../shared/core/case/case.ts';
import { emailsFor } from '../../../../shared/core/case/notifications.ts';
import { Violation } from './violation.ts';

/** As long as the watch lets anything be overdue. */
const LONGEST = 24 * 3_600_000;

const cause = ({ facts, hold }: Case): string =>
  JSON.stringify([facts.entryAuthority, hold?.reasons.map(({ code }) => code).toSorted()]);

/**
 * Holds, as the trails alone tell: of each one coordinators had an e-mail, or of another for the same reasons that they have not decided
 * about yet. Where the other is decided without it, they have one soon.
 */
export class HoldsWatch {
  /** Holds that came with another's. */
  joined = 0;
  readonly #told = new Set<string>();
  readonly #decided = new Set<string>();
  readonly #since = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param open every open case, as it is now */
  committed(open: readonly Case[], events: readonly AnyEvent[]): void {
    for (const event of events) this.#hear(event);
    const untold = new Set(this.untold(open));
    for (const id of this.#since.keys()) if (!untold.has(id)) this.#since.delete(id);
    for (const id of untold) if (!this.#since.has(id)) this.#since.set(id, this.#now());
  }

  #hear(event: AnyEvent): void {
    const { type, data, trail } = event;
    const id = trail?.subject ?? '';
    if (type === 'referral-held.v1') {
      this.#told.delete(id);
      this.#decided.delete(id);
      if (data.joins !== undefined) this.joined += 1;
    }
    if (type === 'hold-kept.v1') this.#decided.add(id);
    const ofTheHold = type === 'referral-held.v1' || ('deadline' in data && data.deadline === 'decide');
    if (ofTheHold && emailsFor(event).some((email) => email.data.to.role === 'coordinators'))
      this.#told.add(id);
  }

  /** Held cases that no e-mail has led coordinators to. */
  untold(open: readonly Case[]): readonly string[] {
    const undecided = open.filter(
      ({ id, status, hold, placement }) =>
        (status === 'held' || (hold !== undefined && placement !== undefined && status !== 'paused')) &&
        !this.#decided.has(id),
    );
    const led = new Set(undecided.filter(({ id }) => this.#told.has(id)).map(cause));
    return undecided.filter((one) => !this.#told.has(one.id) && !led.has(cause(one))).map(({ id }) => id);
  }

  /** When a sweep finds a hold to tell of; undefined while there is none. */
  due(): number | undefined {
    return this.#since.size === 0 ? undefined : Math.min(...this.#since.values());
  }

  /** @throws Violation when coordinators have not been led to a hold for a day */
  overdue(): void {
    for (const [id, since] of this.#since)
      if (since + LONGEST < this.#now())
        throw new Violation(
          'coordinators are led to every hold',
          `${id} came with a hold that was decided without it, and nobody was told.`,
          id,
        );
  }
}
