import type { Contacts, SealedStore } from '../ports/sealed-store.ts';
import { copyOf } from './copies.ts';

/** Particulars and addresses in memory: the promises of `DynamoSealedStore`. */
export class MemorySealedStore implements SealedStore {
  readonly #datesOfBirth = new Map<string, Readonly<Record<number, string>>>();
  readonly #senders = new Map<string, string>();
  readonly #contacts = new Map<string, Contacts>();

  async datesOfBirth(referralId: string): Promise<Readonly<Record<number, string>>> {
    return copyOf(this.#datesOfBirth.get(referralId) ?? {});
  }

  async seal(
    referralId: string,
    children: readonly { readonly number: number; readonly name?: string; readonly dateOfBirth?: string }[],
  ): Promise<void> {
    const given = children.flatMap(({ number, dateOfBirth }) =>
      dateOfBirth === undefined ? [] : [[number, dateOfBirth]],
    );
    this.#datesOfBirth.set(referralId, {
      ...this.#datesOfBirth.get(referralId),
      ...Object.fromEntries(given),
    });
  }

  async contacts(desk: string): Promise<Contacts | undefined> {
    return copyOf(this.#contacts.get(desk));
  }

  async putContacts(desk: string, contacts: Contacts): Promise<void> {
    this.#contacts.set(desk, copyOf(contacts));
  }

  async councilsAt(domain: string): Promise<readonly string[]> {
    return [...this.#contacts].flatMap(([desk, { dutyDesk, second }]) =>
      desk.startsWith('council:') &&
      [dutyDesk, second].some((address) => address?.split('@').at(-1)?.toLowerCase() === domain)
        ? [desk.slice('council:'.length)]
        : [],
    );
  }

  async putSender(mailId: string, address: string): Promise<void> {
    this.#senders.set(mailId, address);
  }

  async sender(mailId: string): Promise<string | undefined> {
    return this.#senders.get(mailId);
  }
}
