import type { Email, Mailer, SendOutcome } from '../../../../shared/ports/mailer.ts';

/** The mail service: keeps nothing but who was told what, and hands each mail to its readers. */
export class PostOffice implements Mailer {
  accepted = 0;
  readonly #deliver: (email: Email) => void;

  constructor(deliver: (email: Email) => void) {
    this.#deliver = deliver;
  }

  async send(email: Email): Promise<SendOutcome> {
    this.accepted += 1;
    this.#deliver(email);
    return { kind: 'accepted', messageId: `mail-${this.accepted}` };
  }
}
