import type { Email, Mailer, SendOutcome } from '../ports/mailer.ts';
import { copyOf } from './copies.ts';

/** A post office that keeps every mail: the promises of `SesMailer`. */
export class MemoryMailer implements Mailer {
  readonly #sent: Email[] = [];

  async send(email: Email): Promise<SendOutcome> {
    const broken = [...email.to, ...email.cc].find((address) => !/^[^\s@]+@[^\s@]+$/.test(address));
    if (broken !== undefined) return { kind: 'refused', reason: 'An address is none.' };
    if (email.to.length === 0) return { kind: 'refused', reason: 'It is addressed to nobody.' };
    this.#sent.push(copyOf(email));
    return { kind: 'accepted', messageId: `memory-${this.#sent.length}` };
  }

  /** Every mail taken, in order. */
  snapshot(): readonly Email[] {
    return copyOf(this.#sent);
  }
}
