import type { Email } from '../../../shared/ports/mailer.ts';
import type { OutboundMessage, Publisher } from '../../../shared/ports/publisher.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Overseer } from '../watch/overseer.ts';
import { Violation } from '../watch/violation.ts';
import { Functions, type Ground } from './functions.ts';
import { Operator } from './operator.ts';
import { PostOffice } from './post-office.ts';
import { SimQueue } from './queue.ts';
import { recordOf, SimStream } from './stream.ts';
import { SimTimetable } from './timetable.ts';

interface PipelineOptions {
  readonly kernel: Kernel;
  readonly overseer: Overseer;
  readonly stores: Pick<Ground, 'cases' | 'councils' | 'sealed' | 'requests' | 'policy' | 'isFresh'>;
  /** Brings an e-mail to its reader. */
  readonly deliver: (email: Email) => void;
}

const publisherTo = (queue: SimQueue): Publisher => ({
  publish: async (messages: readonly OutboundMessage[]) => {
    for (const message of messages) queue.send(message);
    return { failed: [] };
  },
});

/** The queues, the stream, the timetable and the functions between them, as the template puts them together. */
export class Pipeline {
  readonly functions: Functions;
  readonly operator: Operator;
  readonly referrals: SimQueue;
  readonly timetable: SimTimetable;
  readonly stream: SimStream;
  readonly #notifications: SimQueue;
  readonly #kernel: Kernel;

  constructor({ kernel, overseer, stores, deliver }: PipelineOptions) {
    this.#kernel = kernel;
    this.operator = new Operator(kernel, {
      resend: (queue, message) =>
        (queue === 'referrals' ? this.referrals : this.#notifications).send(message),
      relayAgain: (events) =>
        this.functions.relay(
          `operator ${events[0]?.id}`,
          { Records: events.map((event, index) => recordOf(event, String(index))) },
          (end) => {
            if (end.kind !== 'returned' || end.value.batchItemFailures.length > 0)
              this.operator.givenUp(events);
          },
        ),
    });
    this.referrals = this.#queue('referrals', 360, 2);
    this.#notifications = this.#queue('notifications', 180, 5);
    this.functions = new Functions(kernel, {
      ...stores,
      referrals: publisherTo(this.referrals),
      notifications: publisherTo(this.#notifications),
      quarantine: this.operator,
      mailer: new PostOffice(deliver),
    });
    this.stream = new SimStream(kernel, {
      handle: (name, event, ended) => this.functions.relay(name, event, ended),
      givenUp: (events) => this.operator.givenUp(events),
    });
    const { deadlines, cases } = overseer;
    this.timetable = new SimTimetable(
      kernel,
      {
        sweep: (name, ended) => {
          const due = deadlines.due();
          this.functions.sweep(name, (end, invocation) => {
            void overseer.check(() => deadlines.swept(due, end, invocation));
            ended(end);
          });
        },
        remind: (name, ended) => this.functions.remind(name, ended),
        recount: (name, ended) => this.functions.recount(name, ended),
      },
      () => cases.nextDue(),
    );
  }

  #queue(name: 'referrals' | 'notifications', visibilitySeconds: number, consumers: number): SimQueue {
    return new SimQueue(this.#kernel, {
      name,
      visibilitySeconds,
      batchSize: 10,
      consumers,
      handle: (invocation, event, ended) =>
        name === 'referrals'
          ? this.functions.allocate(invocation, event, ended)
          : this.functions.send(invocation, event, ended),
      deadLetter: (message) => this.operator.deadLetter(name, message),
      expired: ({ id }) =>
        this.#kernel.fail(new Violation('no referral lost', `${id} waited for 14 days and is gone.`)),
    });
  }

  /** Messages and records that are still to be handled. */
  get moving(): number {
    return this.referrals.size + this.#notifications.size + this.stream.size + this.operator.waiting;
  }
}
