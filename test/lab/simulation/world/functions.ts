/** The production functions over the memory twins, wired as their handlers wire them: only the ports and the clock are ours. */
import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import { allocateReferral } from '../../../../functions/allocate-referral/allocate-referral.ts';
import { anchorTrails } from '../../../../functions/anchor-trails/anchor-trails.ts';
import { api } from '../../../../functions/api/api.ts';
import { enforceDeadlines, type Swept } from '../../../../functions/enforce-deadlines/enforce-deadlines.ts';
import { keepFigures } from '../../../../functions/keep-figures/keep-figures.ts';
import { keepWatch } from '../../../../functions/keep-watch/keep-watch.ts';
import type { PagesTools } from '../../../../functions/pages/tools.ts';
import { receiveEmail } from '../../../../functions/receive-email/receive-email.ts';
import { recordBounce } from '../../../../functions/record-bounce/record-bounce.ts';
import { recountHeadroom } from '../../../../functions/recount-headroom/recount-headroom.ts';
import { relayEvents } from '../../../../functions/relay-events/relay-events.ts';
import { remindCapacity } from '../../../../functions/remind-capacity/remind-capacity.ts';
import { sendNotification } from '../../../../functions/send-notification/send-notification.ts';
import { eventFromStream, heartbeatInStream, tamperedInStream } from '../../../../shared/aws/event-item.ts';
import { emailsFor } from '../../../../shared/core/case/notifications.ts';
import { isDaily } from '../../../../shared/core/case/told-daily.ts';
import type { Policy } from '../../../../shared/core/policy.ts';
import { FixedSigningKey } from '../../../../shared/memory/fixed-signing-key.ts';
import { MemoryAnchorStore } from '../../../../shared/memory/memory-anchor-store.ts';
import { MemoryApiStore } from '../../../../shared/memory/memory-api-store.ts';
import { MemoryDocumentStore } from '../../../../shared/memory/memory-document-store.ts';
import { MemoryFigureStore } from '../../../../shared/memory/memory-figure-store.ts';
import { MemoryTrailStore } from '../../../../shared/memory/memory-trail-store.ts';
import type { ApiStore } from '../../../../shared/ports/api-store.ts';
import type { CaseStore, CaseSummary } from '../../../../shared/ports/case-store.ts';
import type { CouncilStore } from '../../../../shared/ports/council-store.ts';
import type { DigestStore } from '../../../../shared/ports/digest-store.ts';
import type { DraftStore } from '../../../../shared/ports/draft-store.ts';
import type { MailStore } from '../../../../shared/ports/mail-store.ts';
import type { Mailer } from '../../../../shared/ports/mailer.ts';
import type { PersonStore } from '../../../../shared/ports/person-store.ts';
import type { OutboundMessage, Publisher, Quarantine } from '../../../../shared/ports/publisher.ts';
import type { ReplyStore } from '../../../../shared/ports/reply-store.ts';
import type { RosterStore } from '../../../../shared/ports/roster-store.ts';
import type { SealedStore } from '../../../../shared/ports/sealed-store.ts';
import type { SignInStore } from '../../../../shared/ports/sign-in-store.ts';
import { eachMessage, eachStreamRecord } from '../../../../shared/runtime/each-record.ts';
import type { PageRequest, PageResponse } from '../../../../shared/runtime/http-middleware.ts';
import type { Perils } from '../kernel/call.ts';
import type { End, Invocation } from '../kernel/invocation.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { CountingLog, noMeter } from './silence.ts';
import { KEY, MAIL_SEED } from './stories.ts';

/** What the functions work on. */
export interface Ground {
  readonly cases: CaseStore;
  readonly councils: CouncilStore;
  readonly sealed: SealedStore;
  readonly digests: DigestStore;
  readonly requests: ApiStore;
  readonly mails: MailStore;
  readonly signIns: SignInStore;
  readonly people: PersonStore;
  readonly rosters: RosterStore;
  readonly drafts: DraftStore;
  readonly replies: ReplyStore;
  readonly referrals: Publisher;
  readonly notifications: Publisher;
  /** The queue that hears of e-mails. */
  readonly received: Publisher;
  readonly quarantine: Quarantine;
  readonly setAside: Quarantine;
  /** When messages came that wait for a person, by their queue. */
  readonly held: () => ReadonlyMap<string, readonly number[]>;
  readonly mailer: Mailer;
  readonly policy: Policy;
  /** Whether a case was committed a moment ago, so that a list may not show it yet. */
  readonly isFresh: (caseId: string) => boolean;
}

export const pagesUrl = 'https://pages.example';
const ownDomain = 'nts.example';
const inbox = `referrals@${ownDomain}`;

const second = 1_000;
const timeouts = {
  allocate: 60 * second,
  relay: 30 * second,
  send: 30 * second,
  pages: 20 * second,
  api: 20 * second,
  receive: 60 * second,
  returned: 60 * second,
  sweep: 120 * second,
  recount: 300 * second,
};

const publishing: Readonly<Record<string, Perils>> = {
  publish: {
    can: ['batch-half-sent'],
    half: ([messages]) => {
      const all = messages as readonly OutboundMessage[];
      const sent = all.slice(0, Math.floor(all.length / 2));
      const failed = all.slice(sent.length).map(({ id }) => id);
      return sent.length === 0 ? undefined : { args: [sent], answer: { failed } };
    },
  },
};
const mailing: Readonly<Record<string, Perils>> = {
  send: { doubles: false, can: ['mail-refused'], refusal: { kind: 'refused', reason: 'SES refused it.' } },
};
const inCouncils: Readonly<Record<string, Perils>> = {
  commit: { can: ['write-conflict'], conflict: 'lost-race' },
  hear: { can: ['write-conflict'], conflict: 'lost-race' },
};

type Ended<T> = (end: End<T>, invocation: Invocation) => void;

/** Trails that tell when it is noted that one grew. */
class HeardTrails extends MemoryTrailStore {
  grew: () => void = () => undefined;

  override async noteGrown(subject: string, day: string): Promise<void> {
    await super.noteGrown(subject, day);
    this.grew();
  }
}

/** Starts the functions. Each invocation has processes of its own: nothing is left over from the one before. */
export class Functions {
  readonly log = new CountingLog();
  /** What nobody has scanned, for the hourly watch to find. */
  readonly documents: MemoryDocumentStore;
  /** The set of rules by which SES takes in e-mails. */
  activeRules = 'ours';
  readonly trails = new HeardTrails(async (subject) =>
    subject.startsWith('NTS-') ? this.#ground.cases.trail(subject) : this.#ground.councils.trail(subject),
  );
  readonly figures = new MemoryFigureStore();
  readonly #anchors = new MemoryAnchorStore();
  readonly key = new FixedSigningKey(KEY);
  readonly #kernel: Kernel;
  readonly #ground: Ground;
  readonly #inCases: Readonly<Record<string, Perils>>;

  constructor(kernel: Kernel, ground: Ground) {
    this.#kernel = kernel;
    this.#ground = ground;
    this.documents = new MemoryDocumentStore(() => kernel.timeline.instant);
    const lag = { list: { isFresh: (item: unknown) => ground.isFresh((item as CaseSummary).caseId) } };
    this.#inCases = {
      commit: { can: ['write-conflict'], conflict: { kind: 'lost-race', over: 'other' } },
      due: lag,
      open: lag,
      neededBy: lag,
      birthdays: { list: { isFresh: () => false } },
    };
  }

  /** The lists of what is to be told together, for somebody to put something there and call nobody. */
  get digests(): Pick<DigestStore, 'add'> {
    return this.#ground.digests;
  }

  /** Whether something waits for its morning, whenever that is. */
  async waitsForNine(): Promise<boolean> {
    return (await this.#ground.digests.uncalled(() => '9')).some(isDaily);
  }

  #ports(invocation: Invocation) {
    const { referrals, notifications, quarantine, mailer, policy } = this.#ground;
    const see = <T extends object>(name: string, port: T, perils?: Readonly<Record<string, Perils>>): T =>
      this.#kernel.port(invocation, name, port, perils);
    return {
      cases: see('cases', this.#ground.cases, this.#inCases),
      councils: see('councils', this.#ground.councils, inCouncils),
      sealed: see('sealed', this.#ground.sealed),
      digests: see('digests', this.#ground.digests),
      referrals: see('referrals', referrals, publishing),
      notifications: see('notifications', notifications, publishing),
      quarantine: see('quarantine', quarantine),
      mailer: see('mailer', mailer, mailing),
      key: see('key', this.key),
      clock: invocation.clock,
      pause: this.#kernel.pause(invocation),
      policy,
      log: this.log,
      meter: this.#kernel.observer?.meter(invocation) ?? noMeter,
    };
  }

  allocate(name: string, event: SQSEvent, ended: Ended<SQSBatchResponse>): void {
    this.#kernel.invoke(
      { name, functionName: 'allocate-referral', timeoutMilliseconds: timeouts.allocate },
      (invocation) => {
        const ports = this.#ports(invocation);
        return eachMessage(allocateReferral(ports), ports)(event, contextOf(invocation));
      },
      ended,
    );
  }

  send(name: string, event: SQSEvent, ended: Ended<SQSBatchResponse>): void {
    this.#kernel.invoke(
      { name, functionName: 'send-notification', timeoutMilliseconds: timeouts.send },
      (invocation) => {
        const ports = this.#ports(invocation);
        const act = sendNotification({
          ...ports,
          people: this.#kernel.port(invocation, 'people', this.#ground.people),
          signingKey: ports.key,
          pagesUrl,
          sender: `no-reply@${ownDomain}`,
          inbox,
          onCall: undefined,
        });
        return eachMessage(act, ports)(event, contextOf(invocation));
      },
      ended,
    );
  }

  relay(name: string, event: DynamoDBStreamEvent, ended: Ended<DynamoDBBatchResponse>): void {
    this.#kernel.invoke(
      { name, functionName: 'relay-events', timeoutMilliseconds: timeouts.relay },
      (invocation) => {
        const ports = this.#ports(invocation);
        const act = relayEvents({
          ...ports,
          eventIn: ({ dynamodb }) => eventFromStream(dynamodb?.NewImage as never),
          tamperedIn: tamperedInStream,
          isHeartbeat: heartbeatInStream,
          trails: this.trails,
          emailsFor,
        });
        return eachStreamRecord(act, ports)(event);
      },
      ended,
    );
  }

  sweep(name: string, ended: Ended<Swept>): void {
    this.#kernel.invoke(
      { name, functionName: 'enforce-deadlines', timeoutMilliseconds: timeouts.sweep },
      async (invocation) =>
        failIfAny(await enforceDeadlines(this.#ports(invocation), name, invocation.timeLeft)),
      ended,
    );
  }

  remind(name: string, ended: Ended<unknown>): void {
    this.#kernel.invoke(
      { name, functionName: 'remind-capacity', timeoutMilliseconds: timeouts.sweep },
      async (invocation) => failIfAny(await remindCapacity(this.#ports(invocation), name)),
      ended,
    );
  }

  recount(name: string, ended: Ended<unknown>): void {
    this.#kernel.invoke(
      { name, functionName: 'recount-headroom', timeoutMilliseconds: timeouts.recount },
      async (invocation) =>
        failIfAny(
          await recountHeadroom(
            {
              ...this.#ports(invocation),
              figures: this.#kernel.port(invocation, 'figures', this.figures),
            },
            name,
          ),
        ),
      ended,
    );
  }

  anchor(name: string, ended: Ended<unknown>): void {
    this.#kernel.invoke(
      { name, functionName: 'anchor-trails', timeoutMilliseconds: timeouts.recount },
      (invocation) =>
        anchorTrails({
          ...this.#ports(invocation),
          trails: this.#kernel.port(invocation, 'trails', this.trails),
          anchors: this.#kernel.port(invocation, 'anchors', this.#anchors),
        }),
      ended,
    );
  }

  keepFigures(name: string, ended: Ended<unknown>): void {
    this.#kernel.invoke(
      { name, functionName: 'keep-figures', timeoutMilliseconds: timeouts.recount },
      async (invocation) =>
        failIfAny(
          await keepFigures({
            ...this.#ports(invocation),
            trails: this.#kernel.port(invocation, 'trails', this.trails),
            figures: this.#kernel.port(invocation, 'figures', this.figures),
          }),
        ),
      ended,
    );
  }

  watch(name: string, ended: Ended<void>): void {
    this.#kernel.invoke(
      { name, functionName: 'keep-watch', timeoutMilliseconds: timeouts.recount },
      (invocation) =>
        keepWatch({
          ...this.#ports(invocation),
          holding: [...this.#ground.held()].map(([queue, since]) => ({
            name: queue,
            messages: { sentAt: async () => since.map((at) => new Date(at).toISOString()) },
          })),
          documents: this.documents,
          mailRules: { active: async () => this.activeRules },
          ruleSet: 'ours',
          mails: this.#kernel.port(invocation, 'mails', this.#ground.mails),
          mailBucket: 'mail',
          received: this.#kernel.port(invocation, 'received', this.#ground.received, publishing),
          alarms: { subscribed: async () => 1 },
        }),
      ended,
    );
  }

  receive(name: string, event: SQSEvent, ended: Ended<SQSBatchResponse>): void {
    this.#kernel.invoke(
      { name, functionName: 'receive-email', timeoutMilliseconds: timeouts.receive },
      (invocation) => {
        const ports = this.#ports(invocation);
        const mails = this.#kernel.port(invocation, 'mails', this.#ground.mails);
        const act = receiveEmail({
          ...ports,
          mails,
          fingerprintKey: ports.key,
          newId: () => MAIL_SEED,
          ownDomain,
        });
        const setAside = this.#kernel.port(invocation, 'setAside', this.#ground.setAside);
        return eachMessage(act, { ...ports, setAside })(event, contextOf(invocation));
      },
      ended,
    );
  }

  returned(name: string, event: SQSEvent, ended: Ended<SQSBatchResponse>): void {
    this.#kernel.invoke(
      { name, functionName: 'record-bounce', timeoutMilliseconds: timeouts.returned },
      (invocation) => {
        const ports = this.#ports(invocation);
        const people = this.#kernel.port(invocation, 'people', this.#ground.people);
        return eachMessage(recordBounce({ ...ports, people }), ports)(event, contextOf(invocation));
      },
      ended,
    );
  }

  /** One request of a council's own system. */
  api(name: string, request: PageRequest, ended: Ended<PageResponse>): void {
    this.#kernel.invoke(
      { name, functionName: 'api', timeoutMilliseconds: timeouts.api },
      (invocation) => {
        const ports = this.#ports(invocation);
        const requests = this.#kernel.port(invocation, 'requests', this.#ground.requests);
        // Each referral's key is a UUID of its own, so its id can be known before it is made.
        const newId = () => request.headers['idempotency-key'] ?? '';
        return api({ ...ports, requests, newId, fingerprintKey: ports.key })(request);
      },
      ended,
    );
  }

  /** One request to the pages. */
  page<T>(name: string, act: (tools: PagesTools) => Promise<T>, ended: Ended<T>): void {
    this.#kernel.invoke(
      { name, functionName: 'pages', timeoutMilliseconds: timeouts.pages },
      (invocation) => {
        const see = <T extends object>(port: string, target: T): T =>
          this.#kernel.port(invocation, port, target);
        return act({
          ...this.#ports(invocation),
          signIns: see('signIns', this.#ground.signIns),
          rosters: see('rosters', this.#ground.rosters),
          apiKeys: new MemoryApiStore(),
          documents: new MemoryDocumentStore(),
          anchors: this.#anchors,
          people: see('people', this.#ground.people),
          drafts: see('drafts', this.#ground.drafts),
          figures: this.figures,
          replies: see('replies', this.#ground.replies),
          fingerprintKey: this.key,
          inbox,
          newId: () => this.#kernel.draw.uuid(name),
          newKey: () => this.#kernel.draw.uuid(name),
        });
      },
      ended,
    );
  }
}

/** A run that left something undone fails at its end, as its handler has it. */
function failIfAny<T extends { readonly failed: number }>(counted: T): T {
  if (counted.failed > 0) throw new Error(`${counted.failed} were left undone.`);
  return counted;
}

const contextOf = ({ timeLeft }: Invocation): Context => ({ getRemainingTimeInMillis: timeLeft }) as Context;
