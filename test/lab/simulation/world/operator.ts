import type { AnyEvent } from '../../../../events/catalogue.ts';
import type { Quarantine } from '../../../../shared/ports/publisher.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Kept } from './queue.ts';

/** The queues that functions read. */
export type QueueName = 'referrals' | 'notifications' | 'mail' | 'returned';

const HOUR = 3_600_000;

interface Levers {
  /** Sends a message to its queue again. */
  readonly resend: (queue: QueueName, message: { readonly id: string; readonly body: string }) => void;
  /** Hands events to the relay again, from the table. */
  readonly relayAgain: (events: readonly AnyEvent[]) => void;
  /** Sees to it that mail to a desk arrives. */
  readonly mend: (desk: string) => Promise<void>;
}

/**
 * Somebody who follows the runbooks: redrives what failed, sends again what the mail service refused once the address is mended,
 * relays again what the stream gave up.
 */
export class Operator implements Quarantine {
  /** Messages kept in quarantine for good, by reason. */
  readonly quarantined: { readonly code: string; readonly body: string }[] = [];
  /** E-mails that only a coordinator may act on. */
  readonly setAside: Quarantine = {
    keep: async ({ body }, { code }) => {
      this.quarantined.push({ code, body });
      this.#hold('set-aside');
    },
  };
  redriven = 0;
  /** Nobody looks: what waits for a person waits on. */
  absent = false;
  /** What waits for a person, by the queue that it waits in: when each came, milliseconds since 1970. */
  readonly held = new Map<string, number[]>();
  waiting = 0;
  readonly #kernel: Kernel;
  readonly #levers: Levers;
  #impatient = false;

  constructor(kernel: Kernel, levers: Levers) {
    this.#kernel = kernel;
    this.#levers = levers;
  }

  /** From now on nothing waits longer than an hour. */
  hurry(): void {
    this.#impatient = true;
  }

  deadLetter(queue: QueueName, { id, message }: Kept): void {
    this.#later(`${queue}-dlq`, `redrive ${id}`, () => {
      // Nobody could be told: the coordinators’ addresses come first.
      const mended = queue === 'returned' ? this.#levers.mend('coordinators') : Promise.resolve();
      mended.then(
        () => this.#levers.resend(queue, message),
        (error) => this.#kernel.fail(error),
      );
    });
    if (this.#kernel.strikes(`${id} redriven`, ['redriven-again']))
      this.#kernel.timeline.after(13 * 24 * HOUR, () => this.#levers.resend(queue, message));
  }

  /** A message that was done long ago comes again. */
  remember(queue: QueueName, message: { readonly id: string; readonly body: string }): void {
    if (this.#kernel.strikes(`${message.id} remembered`, ['redriven-again']))
      this.#kernel.timeline.after(13 * 24 * HOUR, () => this.#levers.resend(queue, message));
  }

  givenUp(events: readonly AnyEvent[]): void {
    this.#later('relay-dlq', `relay again ${events[0]?.id}`, () => this.#levers.relayAgain(events));
  }

  async keep(
    { id, body }: { readonly id: string; readonly body: string },
    { code }: { readonly code: string; readonly words: string },
  ): Promise<void> {
    if (code !== 'email-refused') {
      this.quarantined.push({ code, body });
      this.#hold('quarantine');
    } else
      this.#later('quarantine', `mended ${id}`, () =>
        this.#levers.resend('notifications', { id: (JSON.parse(body) as { readonly id: string }).id, body }),
      );
  }

  #hold(queue: string): number {
    const at = this.#kernel.timeline.now;
    this.held.set(queue, [...(this.held.get(queue) ?? []), at]);
    return at;
  }

  #later(queue: string, what: string, act: () => void): void {
    this.waiting += 1;
    const at = this.#hold(queue);
    if (this.absent) return;
    const { draw, timeline } = this.#kernel;
    const hours = this.#impatient ? draw.between(what, 0, 1) : draw.pick(what, [0.5, 2, 20, 70, 300]);
    timeline.after(hours * HOUR, () => {
      this.waiting -= 1;
      this.redriven += 1;
      const held = this.held.get(queue) ?? [];
      held.splice(held.indexOf(at), 1);
      act();
    });
  }
}
