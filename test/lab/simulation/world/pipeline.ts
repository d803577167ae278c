import type { Email } from '../../../../shared/ports/mailer.ts';
import type { OutboundMessage, Publisher } from '../../../../shared/ports/publisher.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { InvariantMonitor } from '../watch/invariant-monitor.ts';
import { Violation } from '../watch/violation.ts';
import { Functions, type Ground } from './functions.ts';
import { Operator, type QueueName } from './operator.ts';
import { PostOffice } from './post-office.ts';
import { type QueueOptions, SimQueue } from './queue.ts';
import { recordOf, SimStream } from './stream.ts';
import { SimTimetable } from './timetable.ts';

interface PipelineOptions {
  readonly kernel: Kernel;
  readonly monitor: InvariantMonitor;
  readonly stores: Pick<
    Ground,
    | 'cases'
    | 'councils'
    | 'sealed'
    | 'digests'
    | 'requests'
    | 'mails'
    | 'signIns'
    | 'people'
    | 'rosters'
    | 'drafts'
    | 'replies'
    | 'policy'
    | 'isFresh'
  >;
  /** Brings an e-mail to its reader. */
  readonly deliver: (email: Email, address: string) => void;
  /** Sees to it that a desk’s mailboxes are there again. */
  readonly mend: (desk: string) => Promise<void>;
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
  readonly postOffice: PostOffice;
  readonly timetable: SimTimetable;
  readonly stream: SimStream;
  readonly #queues: Readonly<Record<QueueName, SimQueue>>;
  readonly #kernel: Kernel;

  constructor({ kernel, monitor, stores, deliver, mend }: PipelineOptions) {
    this.#kernel = kernel;
    this.operator = new Operator(kernel, {
      resend: (queue, message) => this.#queues[queue].send(message),
      mend,
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
    this.#queues = {
      referrals: this.#queue('referrals', 360, 2, (...given) => this.functions.allocate(...given)),
      notifications: this.#queue('notifications', 180, 5, (...given) => this.functions.send(...given)),
      mail: this.#queue('mail', 360, 2, (...given) => this.functions.receive(...given), 1),
      returned: this.#queue('returned', 360, 2, (...given) => this.functions.returned(...given)),
    };
    const { referrals, notifications, mail, returned } = this.#queues;
    this.postOffice = new PostOffice(kernel, {
      deliver,
      returned: (message) => returned.send(message),
    });
    this.functions = new Functions(kernel, {
      ...stores,
      referrals: publisherTo(referrals),
      notifications: publisherTo(notifications),
      received: publisherTo(mail),
      quarantine: this.operator,
      setAside: this.operator.setAside,
      held: () => this.operator.held,
      mailer: this.postOffice,
    });
    this.stream = new SimStream(kernel, {
      handle: (name, event, ended) => this.functions.relay(name, event, ended),
      givenUp: (events) => this.operator.givenUp(events),
    });
    const { deadlines, cases, closing, holds } = monitor;
    this.timetable = new SimTimetable(
      kernel,
      {
        sweep: (name, ended) => {
          const due = deadlines.due();
          this.functions.sweep(name, (end, invocation) => {
            void monitor.check(() => deadlines.swept(due, end, invocation));
            ended(end);
          });
        },
        remind: (name, ended) => this.functions.remind(name, ended),
        recount: (name, ended) => this.functions.recount(name, ended),
        anchor: (name, ended) => this.functions.anchor(name, ended),
        watch: (name, ended) => this.functions.watch(name, ended),
        keepFigures: (name, ended) => this.functions.keepFigures(name, ended),
      },
      () => {
        const due = [cases.nextDue(), closing.due(cases.open), deadlines.movesDue(), holds.due()].filter(
          (at) => at !== undefined,
        );
        return due.length === 0 ? undefined : Math.min(...due);
      },
      () => this.functions.waitsForNine(),
    );
    this.functions.trails.grew = () => this.timetable.grew();
  }

  /** Puts a message on a queue from outside: a council's, or what the bucket of incoming mail has to say. */
  send(queue: QueueName, message: OutboundMessage): void {
    this.#queues[queue].send(message);
    this.operator.remember(queue, message);
  }

  #queue(
    name: QueueName,
    visibilitySeconds: number,
    consumers: number,
    handle: QueueOptions['handle'],
    batchSize = 10,
  ): SimQueue {
    return new SimQueue(this.#kernel, {
      name,
      visibilitySeconds,
      batchSize,
      consumers,
      handle,
      deadLetter: (message) => this.operator.deadLetter(name, message),
      expired: ({ id }) =>
        this.#kernel.fail(new Violation('no referral lost', `${id} waited for 14 days and is gone.`)),
    });
  }

  /** The work queues, as SQS counts them. */
  get measured(): Readonly<Record<QueueName, SimQueue['measured']>> {
    const { referrals, notifications, mail, returned } = this.#queues;
    return {
      referrals: referrals.measured,
      notifications: notifications.measured,
      mail: mail.measured,
      returned: returned.measured,
    };
  }

  /** Messages and records that are still to be handled. */
  get moving(): number {
    const waiting = Object.values(this.#queues).reduce((sum, { size }) => sum + size, 0);
    return waiting + this.stream.size + this.operator.waiting + this.postOffice.moving;
  }
}
