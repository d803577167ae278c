import type { AnyEvent } from '../../../../events/catalogue.ts';
import type { EmailSentV1 } from '../../../../events/email-sent.v1.ts';
import { emailsFor } from '../../../../shared/core/case/notifications.ts';
import { copiedCouncil } from '../../../../shared/core/desks.ts';
import { Violation } from './violation.ts';

/** The id of an e-mail as it was first sent: one that came back is sent again under an id of its own. */
export const idOfFirst = (id: string): string => id.replace(/:again:\d+$/, '');

/** The mail service's yes to an e-mail, or to one of the things that it tells. */
export interface Acceptance {
  readonly id: string;
  /** Case or authority that it is about. */
  readonly thread: string;
  /** Whether the clock of who sent it had jumped, so that it may have taken it out of another's hand. */
  readonly misled: boolean;
  /** Asked when the same e-mail is sent again: whether between this yes and our record of it somebody died, or an answer was lost. */
  readonly excused: () => boolean;
}

/** Every e-mail that has to be sent, and every one that was: none lost, none made up, none doubled without excuse. */
export class MailsWatch {
  readonly #asked = new Map<string, string>();
  readonly #accepted = new Map<string, Acceptance[]>();
  readonly #recorded = new Map<string, string>();
  /** E-mails that lie in a mailbox of whoever they are for, or of the coordinators. */
  readonly #reached = new Set<string>();
  /** Asked for by somebody who wants to sign in. One that comes too late is not sent: they ask for another. */
  readonly #wanted = new Set<string>();
  /** E-mails, whatever they tell, that came a second time. */
  doubled = 0;

  get sent(): number {
    return this.#accepted.size;
  }

  /** Events were committed: these e-mails follow. */
  committed(events: readonly AnyEvent[]): void {
    for (const event of events)
      for (const { id, data } of emailsFor(event)) {
        this.#asked.set(id, event.trail?.subject ?? '');
        // Whoever only reads along need not have it.
        if (copiedCouncil(data.to) !== undefined) this.#reached.add(id);
      }
  }

  /** Somebody asked for a link to sign in. */
  wanted(id: string): void {
    this.#wanted.add(id);
  }

  /** The mail service took an e-mail. @param tells the things that it tells, each as what was asked for */
  accepted(tells: readonly Acceptance[]): void {
    if (tells.filter((one) => this.#acceptedAgain(one)).length > 0) this.doubled += 1;
  }

  /** @returns whether it had been accepted before */
  #acceptedAgain(acceptance: Acceptance): boolean {
    const { id, thread } = acceptance;
    if (!this.#asked.has(id) && !this.#wanted.has(id))
      throw new Violation(
        'no e-mail about what did not happen',
        `The e-mail ${id} was sent, and what it tells of was never committed: it was sent before the commit.`,
        thread,
      );
    const earlier = this.#accepted.get(id) ?? [];
    this.#accepted.set(id, [...earlier, acceptance]);
    if (earlier.length === 0) return false;
    if (!acceptance.misled && !earlier.every(({ excused }) => excused()))
      throw new Violation(
        'doubled only after a crash',
        `The e-mail ${id} was sent ${earlier.length + 1} times, though nobody died, no clock jumped and no answer was lost between the mail service’s yes and our record of it.`,
        thread,
      );
    return true;
  }

  /** An e-mail lies in somebody's mailbox. */
  delivered(id: string): void {
    this.#reached.add(idOfFirst(id));
  }

  /** The end of an e-mail was recorded. */
  recorded({ data: { emailId, outcome } }: EmailSentV1, subject: string): void {
    // What each thing of a digest came to is recorded by itself.
    if (emailId.startsWith('digest:')) return;
    if (!this.#recorded.has(emailId)) this.#recorded.set(emailId, outcome);
    if (outcome === 'sent' && !this.#accepted.has(emailId))
      throw new Violation(
        'no e-mail lost',
        `The e-mail ${emailId} is recorded as sent, and the mail service never had it.`,
        subject,
      );
  }

  /** The end: every e-mail that had to be sent was, or was put aside. @param waits those that wait for a morning after the end */
  account(waits: ReadonlySet<string> = new Set()): void {
    for (const [id, subject] of this.#asked)
      if (!this.#recorded.has(id) && !waits.has(id))
        throw new Violation('no e-mail lost', `The e-mail ${id} was never sent, nor put aside.`, subject);
    // What came back is not sent again once it says nothing true any more.
    for (const [id, outcome] of this.#recorded)
      if (outcome === 'superseded') this.#reached.add(idOfFirst(id));
    for (const [id, outcome] of this.#recorded)
      if (outcome === 'sent' && this.#asked.has(id) && !this.#reached.has(idOfFirst(id)))
        throw new Violation(
          'whoever must act is reached',
          `The e-mail ${id} was sent, and came back: neither its desk nor a coordinator ever had it.`,
          this.#asked.get(id),
        );
  }
}
