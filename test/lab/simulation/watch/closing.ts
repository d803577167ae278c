import type { AnyEvent } from '../../../../events/catalogue.ts';
import { instantAt, londonDate } from '../../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../../shared/core/case/case.ts';
import { Violation } from './violation.ts';

/** When a council is closed: milliseconds since 1970. */
interface Closed {
  readonly from: number;
  readonly until: number;
}

const startOf = (day: string): number => Date.parse(instantAt(day, '00:00'));
const HOUR = 3_600_000;
/** As long as the watch lets anything be overdue. */
const LONGEST = 24 * HOUR;

const isOpen = ({ status }: Case['offers'][number]): boolean =>
  status === 'live' || status === 'asked' || status === 'promised';

/** Councils that are closed, as the trails alone tell: what they were asked ends soon, and no child is placed there by the rota. */
export class ClosingWatch {
  readonly #closed = new Map<string, Closed>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether a council has been closed for so long, milliseconds, and is. */
  #since(council: string, milliseconds: number): boolean {
    const closed = this.#closed.get(council);
    const now = this.#now();
    return closed !== undefined && closed.from + milliseconds <= now && now < closed.until;
  }

  /** @throws Violation when the rota gives a child to a council that has been closed for a day */
  committed(events: readonly AnyEvent[]): void {
    for (const { type, data, at } of events) {
      if (type === 'council-reopened.v1') this.#closed.delete(data.council);
      else if (type === 'council-closed.v1')
        this.#closed.set(data.council, {
          from: data.from <= londonDate(at) ? Date.parse(at) : startOf(data.from),
          until: data.until === undefined ? Number.POSITIVE_INFINITY : startOf(data.until),
        });
      else if (
        type === 'place-accepted.v1' &&
        data.how !== 'placed-directly' &&
        this.#since(data.council, LONGEST)
      )
        throw new Violation(
          'a closed council takes nobody',
          `${data.council} has been closed for more than a day, and takes ${data.places} children: ${data.how}.`,
        );
    }
  }

  /** When a sweep finds something to end; undefined while nothing of an open case is with a closed council. */
  due(open: readonly Case[]): number | undefined {
    const moments = open
      .filter(({ status }) => status === 'offered')
      .flatMap(({ offers }) => offers.filter(isOpen))
      .flatMap(({ council }) => {
        const closed = this.#closed.get(council);
        return closed === undefined || closed.until <= this.#now() ? [] : [closed.from];
      });
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  /** @throws Violation when an offer to a council stands though it has been closed for a day */
  overdue(open: readonly Case[]): void {
    for (const { id, status, offers } of open) {
      const stands = offers.find(
        (offer) =>
          isOpen(offer) &&
          this.#since(offer.council, LONGEST) &&
          Date.parse(offer.madeAt) + LONGEST <= this.#now(),
      );
      if (status === 'offered' && stands !== undefined)
        throw new Violation(
          'a closed council is asked for nobody',
          `${id}: the offer ${stands.id} stands, and ${stands.council} has been closed for more than a day.`,
          id,
        );
    }
  }
}
