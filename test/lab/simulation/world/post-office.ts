import { emailTag, eventOfTag } from '../../../../shared/core/case/email-tag.ts';
import type { Email, Mailer, SendOutcome } from '../../../../shared/ports/mailer.ts';
import type { OutboundMessage } from '../../../../shared/ports/publisher.ts';
import type { Fault } from '../kernel/faults.ts';
import type { Kernel } from '../kernel/kernel.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** SES tries to hand over a mail for half a day, and then gives up. */
const GIVES_UP = 14 * HOUR;

const inMailboxes = ['mailbox-gone', 'mailbox-full', 'mail-unwanted', 'mail-slow'] as const;
type InMailbox = (typeof inMailboxes)[number];

/** What SES says of an address that a mail did not reach, or where it was not wanted. */
const wordOn = (address: string, fault: InMailbox) => {
  const failed = (bounceType: string, bounceSubType: string) => ({
    kind: 'Bounce',
    said: { bounceType, bounceSubType, bouncedRecipients: [{ emailAddress: address, action: 'failed' }] },
  });
  if (fault === 'mailbox-gone') return failed('Permanent', 'General');
  if (fault === 'mailbox-full') return failed('Transient', 'MailboxFull');
  return {
    kind: 'Complaint',
    said: { complainedRecipients: [{ emailAddress: address }], complaintFeedbackType: 'abuse' },
  };
};

interface Round {
  /** A mail lies in a mailbox. */
  readonly deliver: (email: Email, address: string) => void;
  /** SES tells of a mail that did not arrive, or was not wanted. */
  readonly returned: (message: OutboundMessage) => void;
}

/** The mail service, and the mailboxes that it delivers to: some are gone, or full, or their readers press "junk". */
export class PostOffice implements Mailer {
  accepted = 0;
  /** Mails that are late, and words of SES that are still to come. */
  moving = 0;
  readonly #kernel: Kernel;
  readonly #round: Round;
  readonly #gone = new Set<string>();

  constructor(kernel: Kernel, round: Round) {
    this.#kernel = kernel;
    this.#round = round;
  }

  /** Mailboxes that are gone. */
  get gone(): ReadonlySet<string> {
    return this.#gone;
  }

  /** A mailbox is there again. */
  mend(address: string): void {
    this.#gone.delete(address);
  }

  async send(email: Email): Promise<SendOutcome> {
    this.accepted += 1;
    const sending = `mail ${this.accepted} ${email.id}`;
    for (const address of new Set([...email.to, ...email.cc])) this.#carry(email, address, sending);
    return { kind: 'accepted', messageId: `mail-${this.accepted}` };
  }

  #carry(email: Email, address: string, sending: string): void {
    const { draw, timeline } = this.#kernel;
    const name = `${sending} to ${address}`;
    // Nothing follows from a link to sign in that comes back: whoever waits for it asks for another.
    const fault =
      eventOfTag(emailTag((email.tells ?? [email.id])[0] ?? '')) === undefined
        ? undefined
        : this.#fault(name, address);
    const arrives = () => this.#round.deliver(email, address);
    if (fault === undefined || fault === 'mail-unwanted') arrives();
    if (fault === 'mail-slow') this.#later(draw.between(`${name} late`, 10, 10 * 60) * MINUTE, arrives);
    if (fault === undefined || fault === 'mail-slow') return;
    // It may be here before we have noted that the mail went.
    const after =
      fault === 'mailbox-gone'
        ? draw.between(`${name} back`, 1, 60_000)
        : fault === 'mailbox-full'
          ? GIVES_UP
          : draw.between(`${name} junk`, 1, 48) * HOUR;
    this.#later(after, () => {
      const word = wordOn(address, fault);
      this.#kernel.observer?.mailReturned(word.kind);
      const message = {
        id: `ses:${name}`,
        type: 'email-returned.v1',
        at: timeline.instant,
        actor: { kind: 'system', name: 'ses' },
        data: {
          email: [emailTag(email.id)],
          destination: [...email.to, ...email.cc],
          ...word,
        },
      };
      this.#round.returned({ id: message.id, body: JSON.stringify(message) });
    });
  }

  #later(milliseconds: number, act: () => void): void {
    this.moving += 1;
    this.#kernel.timeline.after(milliseconds, () => {
      this.moving -= 1;
      act();
    });
  }

  #fault(name: string, address: string): InMailbox | undefined {
    if (this.#gone.has(address)) return 'mailbox-gone';
    const fault = this.#kernel.strikes(name, inMailboxes as readonly Fault[]) as InMailbox | undefined;
    if (fault === 'mailbox-gone') this.#gone.add(address);
    return fault;
  }
}
