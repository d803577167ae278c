import { marshall } from '@aws-sdk/util-dynamodb';
import { type AnyEvent, readEvent } from '../../../../events/catalogue.ts';
import type { EmailSentV1 } from '../../../../events/email-sent.v1.ts';
import type { CommittedEvent } from '../../../../infra/local-aws/local-run.ts';
import { caseFrom } from '../../../../shared/aws/case-item.ts';
import { councilFrom } from '../../../../shared/aws/council-item.ts';
import { councilsPartition } from '../../../../shared/aws/keys.ts';
import type { Case } from '../../../../shared/core/case/case.ts';
import { emailTag } from '../../../../shared/core/case/email-tag.ts';
import { emailsFor } from '../../../../shared/core/case/notifications.ts';
import { policyNamed } from '../../../../shared/core/policies.ts';
import type { Digest } from '../../../../shared/ports/digest-store.ts';
import type { Run } from '../../../journey/a-run.ts';
import { cameOfSigningIn } from '../../../journey/accounts.ts';
import { Trace } from '../kernel/trace.ts';
import { CasesWatch } from '../watch/cases.ts';
import { DeadlinesWatch } from '../watch/deadlines.ts';
import { told } from '../watch/invariant-monitor.ts';
import { MailsWatch } from '../watch/mails.ts';
import { overdrawn, PlacesWatch } from '../watch/places.ts';
import { Violation } from '../watch/violation.ts';

/** What has come by the stream of changes to one case and is not yet complete. */
interface Parts {
  head: number;
  readonly images: Map<number, Case>;
  readonly events: Map<number, AnyEvent>;
}

/**
 * Watches a run on real servers: what the table's stream shows, what the mail service takes, which functions die. The rules
 * are those of the world in memory; only the seeing differs.
 */
export class RunWatch {
  readonly cases: CasesWatch;
  readonly places: PlacesWatch;
  readonly mails = new MailsWatch();
  readonly trace = new Trace(true);
  /** The first rule that broke. */
  failure: unknown;
  /** Transactions that the stream has shown. */
  committed = 0;
  readonly #deadlines: DeadlinesWatch;
  readonly #run: Run;
  readonly #policy;
  readonly #parts = new Map<string, Parts>();
  /** Councils that went over their headroom, until it is known that a named person decided so. */
  readonly #over = new Map<string, string>();
  readonly #overrides = new Set<string>();
  /** By tag what each email tells; of a digest, several things. */
  readonly #emails = new Map<string, readonly { readonly id: string; readonly thread: string }[]>();
  /** By tag the emails that came of somebody who signs in, of which nothing is committed. */
  readonly #signingIn = new Set<string>();
  #senderDeaths = 0;
  #work: Promise<void> = Promise.resolve();

  /** @param childrenOf who the children of a referral are, in truth */
  constructor(run: Run, childrenOf: (referralId: string) => readonly string[]) {
    this.#run = run;
    const { localRun, cases, councils } = run;
    this.#policy = policyNamed(localRun.functionNamed('allocate-referral').environment.POLICY ?? '');
    this.cases = new CasesWatch(cases, childrenOf);
    this.places = new PlacesWatch(councils, this.#policy);
    this.#deadlines = new DeadlinesWatch(() => localRun.clock.now().getTime(), this.cases, this.#policy);
    localRun.on('committed-event', (seen) => this.#try(() => this.#see(seen)));
    localRun.on('email', (message) =>
      this.#try(() => {
        const tag = message.tags.email ?? '';
        if (cameOfSigningIn(message.subject)) return void this.#signingIn.add(tag);
        const told = this.#emails.get(tag);
        if (told === undefined)
          throw new Violation(
            'no e-mail about what did not happen',
            `The e-mail "${message.subject}" was sent, and nothing that was committed asked for it.`,
          );
        const deaths = this.#senderDeaths;
        for (const email of told) {
          this.#tell(email.thread, `e-mail ${email.id.split(':').slice(2).join(' to ')}`);
          if (message.recipients.length > 0) this.mails.delivered(email.id);
        }
        const excused = () => this.#senderDeaths > deaths;
        this.mails.accepted(told.map((email) => ({ ...email, misled: false, excused })));
      }),
    );
    localRun.on('invocation', ({ functionName, outcome }) => {
      if (outcome.kind !== 'failed') return;
      if (functionName === 'send-notification') this.#senderDeaths += 1;
      this.#tell(undefined, `FAULT ${functionName}: ${outcome.error.errorType}`);
    });
    localRun.on('trouble', (error) => {
      this.failure ??= error;
    });
    localRun.on('denied', ({ message }) => {
      this.failure ??= new Violation('every function is allowed what it needs', message);
    });
  }

  /**
   * The run is quiet: everything that the stream has shown is whole, and the tables say the same.
   *
   * @param fully every trail and every list too
   * @throws Violation and whatever else has broken until now
   */
  async quiet(fully: boolean): Promise<void> {
    await this.#work;
    if (this.failure !== undefined) throw this.failure;
    for (const [id, { images, events, head }] of this.#parts)
      if (images.size + events.size > 0)
        throw new Violation(
          'every change has its event, chained',
          `${id} stands at version ${head}, and parts of later changes came without the rest: cases ${[...images.keys()]}, events ${[...events.keys()]}.`,
          id,
        );
    for (const [code, words] of this.#over)
      if (!this.#overrides.has(code)) throw new Violation('never beyond headroom', words);
    await this.places.all();
    this.#deadlines.overdue();
    if (fully) await this.cases.all();
  }

  #try(something: () => void): void {
    try {
      something();
    } catch (error) {
      this.failure ??= error;
    }
  }

  #tell(about: string | undefined, words: string): void {
    this.trace.tell(this.#run.localRun.clock.now().getTime(), about, () => words);
  }

  #see({ table, keys, item }: CommittedEvent): void {
    if (table !== 'cases' || item === undefined) return;
    const [pk, sk, body] = [String(keys.pk), String(keys.sk), String(item.body)];
    if (sk.startsWith('EVENT#')) {
      const event = readEvent(JSON.parse(body));
      if (event === undefined) throw new Error(`What was committed as ${pk} ${sk} is no event that we know.`);
      this.#event(event, JSON.parse(body) as AnyEvent);
    }
    // Without a body it is only in somebody's hand.
    else if (sk.startsWith('EMAIL#') && item.body !== undefined) {
      const recorded = JSON.parse(body) as EmailSentV1;
      if (!this.#signingIn.has(emailTag(recorded.data.emailId)))
        this.mails.recorded(recorded, pk.slice(pk.indexOf('#') + 1));
    } else if (sk === 'DIGEST') {
      const { id, requests } = JSON.parse(body) as Digest;
      this.#emails.set(
        emailTag(id),
        requests.flatMap((one) => this.#emails.get(emailTag(one.id)) ?? []),
      );
    } else if (sk === 'CASE' && pk.startsWith('CASE#')) {
      const subject = caseFrom(marshall(item));
      this.#partsOf(subject.id).images.set(subject.version, subject);
      this.#complete(subject.id);
    } else if (sk.startsWith('COUNCIL#') && pk === councilsPartition('scheme')) {
      const council = councilFrom(marshall(item));
      const words = overdrawn(council, this.#policy);
      if (words === undefined) this.#over.delete(council.code);
      else this.#over.set(council.code, words);
    }
  }

  #event(known: AnyEvent, stored: AnyEvent): void {
    this.mails.committed([known]);
    const subject = known.trail?.subject ?? '';
    for (const { id } of emailsFor(known)) this.#emails.set(emailTag(id), [{ id, thread: subject }]);
    if (known.type === 'place-directed.v1' && known.data.overCapacity)
      this.#overrides.add(known.data.council);
    if (known.type === 'age-decided.v1' && known.data.takes !== undefined)
      this.#overrides.add(known.data.takes);
    if (!subject.startsWith('NTS-')) {
      this.committed += 1;
      return;
    }
    this.#tell(subject, told(known));
    this.#partsOf(subject).events.set(known.trail?.number ?? 0, stored);
    this.#complete(subject);
  }

  #partsOf(caseId: string): Parts {
    const found = this.#parts.get(caseId) ?? { head: 0, images: new Map(), events: new Map() };
    this.#parts.set(caseId, found);
    return found;
  }

  /** Items of one transaction come in any order: a change is looked at when its case and all its events are there. */
  #complete(caseId: string): void {
    const parts = this.#partsOf(caseId);
    const { images, events } = parts;
    for (const [version, after] of [...images].sort(([a], [b]) => a - b)) {
      const seen = parts.head;
      const numbers = Array.from({ length: version - seen }, (_, index) => seen + 1 + index);
      const own = numbers.flatMap((number) => events.get(number) ?? []);
      if (own.length < numbers.length) return;
      parts.head = version;
      images.delete(version);
      for (const number of numbers) events.delete(number);
      this.committed += 1;
      this.#work = this.#work.then(async () => {
        try {
          const before = this.cases.known.get(caseId);
          await this.cases.committed({ case: after, events: own, seen });
          this.places.enter(before, after);
        } catch (error) {
          this.failure ??= error;
        }
      });
    }
  }
}
