import type { SQSEvent } from 'aws-lambda';
import type { AnyEvent } from '../../events/catalogue.ts';
import type { Actor } from '../../events/envelope.ts';
import { allocateReferral } from '../../functions/allocate-referral/allocate-referral.ts';
import { enforceDeadlines } from '../../functions/enforce-deadlines/enforce-deadlines.ts';
import { keepWatch } from '../../functions/keep-watch/keep-watch.ts';
import { recordBounce } from '../../functions/record-bounce/record-bounce.ts';
import { recountHeadroom } from '../../functions/recount-headroom/recount-headroom.ts';
import { relayEvents } from '../../functions/relay-events/relay-events.ts';
import { remindCapacity } from '../../functions/remind-capacity/remind-capacity.ts';
import { sendNotification } from '../../functions/send-notification/send-notification.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { decide } from '../../shared/core/case/commands/decide.ts';
import { emailTag } from '../../shared/core/case/email-tag.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import { realmOf } from '../../shared/core/council/verification.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { Policy } from '../../shared/core/policy.ts';
import { FixedSigningKey } from '../../shared/memory/fixed-signing-key.ts';
import { MemoryCaseStore } from '../../shared/memory/memory-case-store.ts';
import { MemoryCouncilStore } from '../../shared/memory/memory-council-store.ts';
import { MemoryDigestStore } from '../../shared/memory/memory-digest-store.ts';
import { MemoryDocumentStore } from '../../shared/memory/memory-document-store.ts';
import { MemoryFigureStore } from '../../shared/memory/memory-figure-store.ts';
import { MemoryMailStore } from '../../shared/memory/memory-mail-store.ts';
import { MemoryMailer } from '../../shared/memory/memory-mailer.ts';
import { MemoryPersonStore } from '../../shared/memory/memory-person-store.ts';
import { MemoryPublisher, MemoryQuarantine } from '../../shared/memory/memory-queue.ts';
import { MemorySealedStore } from '../../shared/memory/memory-sealed-store.ts';
import { MemoryTrailStore } from '../../shared/memory/memory-trail-store.ts';
import { SetClock } from '../../shared/memory/set-clock.ts';
import type { Email, Mailer } from '../../shared/ports/mailer.ts';
import { commitWithRetry } from '../../shared/runtime/commit-with-retry.ts';
import { eachMessage } from '../../shared/runtime/each-record.ts';
import { NOW } from '../builders.ts';
import { RecordingLog, RecordingMeter } from './recorders.ts';

export interface SchemeOptions {
  /** Id of the policy that decides; the newest unless given. */
  readonly policy?: string;
  readonly councils?: readonly Council[];
  readonly mailer?: Mailer;
  /** Desks without an address. */
  readonly unknownDesks?: readonly string[];
}

/** The functions over the memory twins, with the queues between them in the test's hands. */
export class SchemeInMemory {
  readonly councils = new MemoryCouncilStore();
  readonly figures = new MemoryFigureStore();
  readonly cases = new MemoryCaseStore(this.councils);
  readonly trails = new MemoryTrailStore(async (subject) =>
    subject.startsWith('NTS-') ? this.cases.trail(subject) : this.councils.trail(subject),
  );
  readonly digests = new MemoryDigestStore();
  readonly sealed = new MemorySealedStore();
  readonly people = new MemoryPersonStore();
  readonly clock = new SetClock(NOW);
  readonly mailer = new MemoryMailer();
  readonly referrals = new MemoryPublisher();
  readonly notifications = new MemoryPublisher();
  readonly quarantine = new MemoryQuarantine();
  readonly setAside = new MemoryQuarantine();
  readonly log = new RecordingLog();
  readonly meter = new RecordingMeter();
  readonly key = new FixedSigningKey('k'.repeat(64));
  readonly events: AnyEvent[] = [];
  readonly #options: SchemeOptions;
  readonly #policy: Policy;
  #relayed = 0;

  private constructor(options: SchemeOptions) {
    this.#options = options;
    this.#policy = policyNamed(options.policy ?? 'nts-2025');
    this.cases.onCommit((events) => this.events.push(...events));
    this.councils.onCommit((events) => this.events.push(...events));
  }

  static async open(options: SchemeOptions = {}): Promise<SchemeInMemory> {
    const scheme = new SchemeInMemory(options);
    const councils = options.councils ?? everyCouncil();
    await scheme.councils.seed(councils, scheme.#policy);
    const desks = [
      'coordinators',
      ...councils.flatMap(({ code, region }) => [`council:${code}`, `smp-lead:${region}`]),
    ];
    for (const desk of new Set(desks))
      if (!options.unknownDesks?.includes(desk)) {
        const name = desk.replace(':', '.').toLowerCase();
        await scheme.sealed.putContacts(desk, {
          dutyDesk: `${name}@desks.example`,
          second: `second.${name}@desks.example`,
        });
      }
    return scheme;
  }

  get #tools() {
    const { cases, councils, sealed, digests, clock, log, meter } = this;
    return {
      cases,
      councils,
      sealed,
      digests,
      clock,
      log,
      meter,
      policy: this.#policy,
      pause: async () => {},
    };
  }

  /** One batch on the referrals queue. Returns the ids that go back to it. */
  async receive(...bodies: readonly string[]): Promise<readonly string[]> {
    return this.#batch(allocateReferral(this.#tools), bodies);
  }

  /** One batch on the notifications queue. */
  async notify(...bodies: readonly string[]): Promise<readonly string[]> {
    const mailer = this.#options.mailer ?? this.mailer;
    const tools = {
      ...this.#tools,
      mailer,
      notifications: this.notifications,
      people: this.people,
      signingKey: this.key,
      pagesUrl: 'https://pages.example',
      sender: 'no-reply@nts.example',
      inbox: 'referrals@nts.example',
      onCall: 'on-call@desks.example',
    };
    return this.#batch(sendNotification(tools), bodies);
  }

  /** What the hourly watch looks at; all is well but for what waits to be told. */
  async watch(): Promise<void> {
    await keepWatch({
      ...this.#tools,
      notifications: this.notifications,
      holding: [],
      documents: new MemoryDocumentStore(),
      mailRules: { active: async () => 'ours' },
      ruleSet: 'ours',
      mails: new MemoryMailStore(),
      mailBucket: 'mail',
      received: new MemoryPublisher(),
      alarms: { subscribed: async () => 1 },
    });
  }

  /** What SES says of an e-mail comes to us. Returns the ids that go back to the queue. */
  async returned(
    { id, to, cc }: Pick<Email, 'id' | 'to' | 'cc'>,
    data: { readonly kind: string; readonly said: object },
  ): Promise<readonly string[]> {
    const message = {
      id: `ses:${id}`,
      type: 'email-returned.v1',
      at: this.clock.now(),
      actor: { kind: 'system', name: 'ses' },
      data: { email: [emailTag(id)], destination: [...to, ...cc], ...data },
    };
    return this.#batch(recordBounce({ ...this.#tools, people: this.people }), [JSON.stringify(message)]);
  }

  async #batch(
    act: Parameters<typeof eachMessage>[0],
    bodies: readonly string[],
  ): Promise<readonly string[]> {
    const Records = bodies.map((body, index) => ({
      messageId: `${index}`,
      body,
      attributes: { ApproximateReceiveCount: '1' },
    })) as unknown as SQSEvent['Records'];
    const { batchItemFailures } = await eachMessage(act, this)({ Records });
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  /** Passes on these events, as the stream would hand them over: whole, once or again, in whatever order. */
  async relay(events: readonly AnyEvent[]): Promise<void> {
    const act = relayEvents({
      eventIn: (record) => record as unknown as AnyEvent,
      tamperedIn: () => undefined,
      isHeartbeat: () => false,
      trails: this.trails,
      clock: this.clock,
      emailsFor,
      referrals: this.referrals,
      notifications: this.notifications,
      log: this.log,
      meter: this.meter,
    });
    for (const event of events) await act(event as never);
  }

  /** Lets everything that happened flow on, until nothing moves any more. */
  async settle(): Promise<void> {
    while (this.#relayed < this.events.length) {
      const fresh = this.events.slice(this.#relayed);
      this.#relayed = this.events.length;
      const before = [this.referrals.snapshot().length, this.notifications.snapshot().length];
      await this.relay(fresh);
      const messages = this.referrals.snapshot().slice(before[0]);
      if (messages.length > 0) await this.receive(...messages.map(({ body }) => body));
      await this.#deliver(before[1] ?? 0);
    }
  }

  /** The hourly watch, and what it calls up. */
  async watchAndTell(): Promise<void> {
    const before = this.notifications.snapshot().length;
    await this.watch();
    await this.#deliver(before);
  }

  /** Hands over what was sent to the queue of notifications, from a place in it on. */
  async #deliver(from: number): Promise<void> {
    let notified = from;
    for (let fresh = this.notifications.snapshot().slice(notified); fresh.length > 0; ) {
      notified += fresh.length;
      for (const { body } of fresh) await this.notify(body);
      // What waited for others is called up behind them.
      fresh = this.notifications.snapshot().slice(notified);
    }
  }

  /** A person does something on a page. */
  async command(
    caseId: string,
    command: Command,
    actor: Actor = { kind: 'coordinator', name: 'Test Coordinator' },
  ) {
    const outcome = await commitWithRetry(this.#tools, async (full) => {
      const current = await this.cases.read(caseId);
      return decide(
        current,
        command,
        { now: this.clock.now(), actor, cause: `page-${this.events.length}`, noPlaceAt: full },
        { policy: this.#policy, view: await this.councils.view(realmOf(current?.facts.entryAuthority)) },
      );
    });
    if (outcome.kind !== 'changed') throw new Error(`${command.kind}: ${outcome.words}`);
    return outcome;
  }

  sweep(timeLeft = () => 60_000) {
    return enforceDeadlines(this.#tools, `sweep-${this.clock.now()}`, timeLeft);
  }
  remind() {
    return remindCapacity(this.#tools, `remind-${this.clock.now()}`);
  }
  recount() {
    return recountHeadroom({ ...this.#tools, figures: this.figures }, `recount-${this.clock.now()}`);
  }

  async onlyCase() {
    const [subject, ...others] = Object.values(this.cases.snapshot().cases);
    if (subject === undefined || others.length > 0) throw new Error('There is not exactly one case.');
    return subject;
  }

  /** Places of all councils that open offers hold, and that are on their way. */
  async places() {
    const { councils } = await this.councils.view();
    return {
      held: councils.reduce((sum, { held }) => sum + held, 0),
      offered: councils.reduce((sum, { offered }) => sum + offered, 0),
      incoming: councils.reduce((sum, { incoming }) => sum + incoming, 0),
    };
  }
}
