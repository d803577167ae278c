import type { AnyEvent } from '../../../../events/catalogue.ts';
import type { EmailSentV1 } from '../../../../events/email-sent.v1.ts';
import { eventWords } from '../../../../functions/pages/words/event-words.ts';
import type { CaseChange } from '../../../../shared/core/case/change.ts';
import type { Policy } from '../../../../shared/core/policy.ts';
import type { CaseStore, CommitOutcome } from '../../../../shared/ports/case-store.ts';
import type { CouncilStore } from '../../../../shared/ports/council-store.ts';
import type { Email } from '../../../../shared/ports/mailer.ts';
import type { OutboundMessage } from '../../../../shared/ports/publisher.ts';
import type { SealedStore } from '../../../../shared/ports/sealed-store.ts';
import type { Call } from '../kernel/call.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { NAMED } from '../world/stories.ts';
import { CasesWatch } from './cases.ts';
import { ClosingWatch } from './closing.ts';
import { DeadlinesWatch } from './deadlines.ts';
import { EndedWatch } from './ended.ts';
import { ExemptionsWatch } from './exemptions.ts';
import { FiguresWatch } from './figures.ts';
import { HoldsWatch } from './holds.ts';
import { MailsWatch } from './mails.ts';
import { PlacesWatch } from './places.ts';
import { SilenceWatch } from './silence.ts';
import { Violation } from './violation.ts';

/** What a world consists of, for whoever watches it. */
export interface Watched {
  readonly kernel: Kernel;
  readonly cases: CaseStore;
  readonly councils: CouncilStore;
  readonly sealed: Pick<SealedStore, 'socialWorker'>;
  readonly policy: Policy;
  /** Who the children of a referral are, in truth. */
  readonly childrenOf: (referralId: string) => readonly string[];
  /** Told after every commit of a case. */
  readonly committed: (caseId: string) => void;
}

/** Sees every call as it takes effect, and ends the world when something does not hold. */
export class InvariantMonitor {
  readonly cases: CasesWatch;
  readonly silence: SilenceWatch;
  readonly exemptions: ExemptionsWatch;
  readonly closing: ClosingWatch;
  readonly ended = new EndedWatch();
  readonly figures = new FiguresWatch();
  readonly holds: HoldsWatch;
  readonly mails = new MailsWatch();
  readonly places: PlacesWatch;
  readonly deadlines: DeadlinesWatch;
  readonly #watched: Watched;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.silence = new SilenceWatch(watched.policy);
    this.exemptions = new ExemptionsWatch(watched.policy, () => watched.kernel.timeline.now);
    this.closing = new ClosingWatch(() => watched.kernel.timeline.now);
    this.holds = new HoldsWatch(() => watched.kernel.timeline.now);
    this.cases = new CasesWatch(watched.cases, watched.childrenOf, this.silence, this.exemptions);
    this.places = new PlacesWatch(watched.councils, watched.policy);
    this.deadlines = new DeadlinesWatch(() => watched.kernel.timeline.now, this.cases, watched.policy);
  }

  /** @throws Violation when what the call did must not be */
  async see(call: Call): Promise<void> {
    const { port, method, args } = call;
    if (method === 'publish' || port === 'mailer') namesNobody(call);
    if (port === 'notifications' && call.invocation.functionName === 'pages')
      for (const { id } of args[0] as readonly OutboundMessage[])
        if (id.startsWith('sign-in:')) this.mails.wanted(id);
    if (port === 'cases' && method === 'commit')
      await this.#committed(
        args[0] as CaseChange,
        call.result as CommitOutcome,
        call.invocation.functionName,
      );
    else if (port === 'councils' && method === 'hear') this.silence.heard(args[0] as string);
    else if (port === 'cases' && method === 'recordEmail')
      this.mails.recorded(args[1] as EmailSentV1, args[0] as string);
    else if (port === 'mailer') {
      const { timeline, trace } = this.#watched.kernel;
      const [{ id: own, thread, tells = [own] }] = args as [Email];
      for (const id of tells)
        trace.tell(timeline.now, thread, () => `e-mail ${id.split(':').slice(2).join(' to ')}`);
      const misled = hadClockJump(call);
      this.mails.accepted(tells.map((id) => ({ id, thread, misled, excused: () => wasStruck(call) })));
    }
  }

  async #committed(change: CaseChange, outcome: CommitOutcome, by: string): Promise<void> {
    const { timeline, trace } = this.#watched.kernel;
    const { case: subject, events } = change;
    const before = this.cases.known.get(subject.id);
    if (outcome.kind !== 'committed') {
      trace.note(timeline.now, `${subject.id} ${JSON.stringify(outcome)}`);
      trace.tell(
        timeline.now,
        subject.id,
        () => `${by} could not commit ${events.map(({ type }) => type).join(', ')}: ${outcome.kind}`,
      );
      return;
    }
    if (before !== undefined && before.version >= subject.version) {
      // Said again after a lost answer: nothing new, but only if it is the same.
      const stands = this.cases.trails
        .get(subject.id)
        ?.find(({ trail }) => trail?.number === subject.version);
      if (stands?.trail?.hash === subject.lastHash) return;
      throw new Violation(
        'one decision at a time',
        `${by} committed ${events.map(({ type }) => type).join(', ')} on version ${change.seen} of ${subject.id}, where ${stands?.type} stood already: the store took two decisions on one version.`,
        subject.id,
      );
    }
    trace.note(timeline.now, `${subject.id} ${subject.lastHash}`);
    for (const event of events) trace.tell(timeline.now, subject.id, () => `${by}: ${told(event)}`);
    this.mails.committed(events);
    this.deadlines.committed(before, events);
    await this.cases.committed(change);
    this.silence.committed(events);
    this.closing.committed(events);
    this.ended.committed(events);
    this.holds.committed(this.cases.open, events);
    this.figures.committed(before, subject, events);
    await this.places.committed(before, change);
    await this.#sealedFirst(change);
    this.#watched.committed(subject.id);
  }

  /** Whom the case names can be looked up: what names people is sealed before the case says that it is. */
  async #sealedFirst({ case: { id, referralId }, events }: CaseChange): Promise<void> {
    for (const { type, data } of events)
      if (
        type === 'social-worker-named.v1' &&
        (await this.#watched.sealed.socialWorker(referralId, data.socialWorker)) === undefined
      )
        throw new Violation(
          'sealed before it is named',
          `${id} names a social worker whom nobody can look up.`,
          id,
        );
  }

  /** Checks something; what does not hold ends the world. */
  async check(something: () => void | Promise<void>): Promise<void> {
    try {
      await something();
    } catch (violation) {
      this.#watched.kernel.fail(violation);
    }
  }

  /** A full look at everything, not only at what has just changed. */
  look(): Promise<void> {
    return this.check(async () => {
      await this.cases.all();
      await this.places.all();
      this.deadlines.overdue();
      this.closing.overdue(this.cases.open);
      this.holds.overdue();
    });
  }
}

/** What leaves for a queue or as an e-mail says nothing that names a child. @throws Violation */
function namesNobody({ invocation, port, args }: Call): void {
  for (const said of port === 'mailer' ? [args[0]] : (args[0] as readonly unknown[]))
    for (const text of Object.values(said as object))
      if (typeof text === 'string' && text.includes(NAMED))
        throw new Violation(
          'nobody is named',
          `${invocation.name} names a child in what it hands to ${port}.`,
        );
}

/** Its function's clock jumped: who has an e-mail in hand, and until when, is a matter of clocks. */
const hadClockJump = ({ invocation }: Call): boolean =>
  invocation.struck.some(({ fault }) => fault === 'clock-jumps-ahead' || fault === 'clock-jumps-back');

/** From this call on something struck its function: the process died, or an answer or the record got lost; or its clock jumped. */
const wasStruck = (call: Call): boolean =>
  call.invocation.died || call.invocation.struck.some((one) => one.call >= call.number) || hadClockJump(call);

/** An event as a story tells it. */
export function told(event: AnyEvent): string {
  const { title, details } = eventWords(event);
  const { actor } = event;
  const more = details.length === 0 ? '' : ` (${details.join('; ')})`;
  return `${title}${more} [${event.type}${actor.kind === 'system' ? '' : `, ${actor.kind}`}]`;
}
