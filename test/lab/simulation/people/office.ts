import type { Kernel } from '../kernel/kernel.ts';
import type { Functions } from '../world/functions.ts';
import { type Answered, type Fields, fillIn, type Link, look, type Seen } from './open-link.ts';

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const TRIES = 4;

/** A mail as its reader understands it. */
export interface Mail {
  readonly id: string;
  /** Case reference or authority code. */
  readonly subject: string;
  readonly template: string;
  readonly desk: string;
  readonly link: Link;
}

/** Of a hundred councils, how many never answer what they are asked, and how many do so just too late: each is as it is for the whole year. */
export interface Manners {
  readonly silent: number;
  readonly slow: number;
}

/** What everybody has at hand: a telephone, a diary, and the pages. */
export class Office {
  readonly kernel: Kernel;
  /** Everybody is at their desk, willing, and answers at once. */
  calm = false;
  /** Nobody is there. */
  away = false;
  visits = 0;
  /** In a hundred: councils that never answer what they are asked for places, and that do so only when their time is up. */
  manners: Manners = { silent: 0, slow: 0 };
  readonly #functions: Functions;

  constructor(kernel: Kernel, functions: Functions) {
    this.kernel = kernel;
    this.#functions = functions;
  }

  get now(): string {
    return this.kernel.timeline.instant;
  }

  chance(question: string, probability: number): boolean {
    return this.kernel.draw.chance(question, probability);
  }

  later(milliseconds: number, act: () => void): void {
    this.kernel.timeline.after(milliseconds, act);
  }

  /** How long a desk takes to answer what it is asked for places, being as it is; undefined: it never does. */
  answers(desk: string, question: string): number | undefined {
    const { silent, slow } = this.manners;
    const manner = this.kernel.draw.of(`manner of ${desk}`) * 100;
    if (this.calm || manner >= silent + slow) return this.delay(question);
    if (manner < silent) return undefined;
    return this.kernel.draw.between(`${question} too late`, 26, 60) * HOUR;
  }

  /** How long somebody takes to get to it; undefined: never. */
  delay(question: string): number | undefined {
    const { draw } = this.kernel;
    if (this.away) return undefined;
    if (this.calm) return draw.between(question, 1, 90) * MINUTE;
    const mood = draw.of(`mood ${question}`);
    if (mood < 0.08) return undefined;
    if (mood < 0.2) return draw.between(question, 20, 80) * HOUR;
    return draw.between(question, 1, 300) * MINUTE;
  }

  /**
   * Opens a link, decides on what is seen there, and sends the answers some time later, on the page as it was opened. When the page
   * fails, tries again.
   *
   * @param decide undefined: there is nothing that this person wants to do there
   */
  visit(
    name: string,
    link: Link,
    decide: (seen: Seen) => Fields | undefined,
    heard: (answered: Answered) => void = () => {},
  ): void {
    this.visits += 1;
    this.#look(`${name} #${this.visits}`, link, decide, heard, 1);
  }

  #look(
    name: string,
    link: Link,
    decide: (seen: Seen) => Fields | undefined,
    heard: (answered: Answered) => void,
    tried: number,
  ): void {
    this.#functions.page(
      `${name} look ${tried}`,
      (tools) => look(tools, link),
      (end) => {
        if (end.kind !== 'returned') {
          if (tried < TRIES)
            this.later(tried * 3 * MINUTE, () => this.#look(name, link, decide, heard, tried + 1));
          return;
        }
        const fields = end.value === undefined ? undefined : decide(end.value);
        if (fields === undefined) return;
        const { draw } = this.kernel;
        // Some leave the page open over lunch, or over night.
        const thinks = draw.chance(`${name} dawdles`, 0.1)
          ? draw.between(`${name} thinks`, 30, 1200)
          : draw.between(`${name} thinks`, 0, 5);
        this.later(thinks * MINUTE, () => this.#answer(name, link, fields, end.value?.lookedAt, heard, 1));
      },
    );
  }

  #answer(
    name: string,
    link: Link,
    fields: Fields,
    lookedAt: number | undefined,
    heard: (answered: Answered) => void,
    tried: number,
  ): void {
    const { kernel } = this;
    if (kernel.strikes(`${name} answer ${tried} pressed`, ['pressed-twice']))
      this.later(kernel.draw.between(`${name} presses`, 0, 10), () =>
        this.#functions.page(
          `${name} answer ${tried} again`,
          (tools) => fillIn(tools, link, fields, lookedAt),
          () => {},
        ),
      );
    this.#functions.page(
      `${name} answer ${tried}`,
      (tools) => fillIn(tools, link, fields, lookedAt),
      (end, { functionName }) => {
        if (end.kind === 'returned') {
          kernel.trace.tell(
            kernel.timeline.now,
            undefined,
            () =>
              `${name} (${functionName}): ${said(fields)} -> ${end.value.kind}${'words' in end.value ? `: ${end.value.words}` : ''}`,
          );
          heard(end.value);
        } else if (tried < TRIES)
          this.later(tried * 3 * MINUTE, () => this.#answer(name, link, fields, lookedAt, heard, tried + 1));
      },
    );
  }
}

const said = (fields: Fields): string =>
  ['answer', 'action', 'reason', 'moveOn-day', 'council', 'fosterCare']
    .flatMap((name) => fields[name] ?? [])
    .join(', ');
