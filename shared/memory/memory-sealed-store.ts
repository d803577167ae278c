import type { Contacts, SealedStore } from '../ports/sealed-store.ts';
import { copyOf } from './copies.ts';

/** Particulars and addresses in memory: the promises of `DynamoSealedStore`. */
export class MemorySealedStore implements SealedStore {
  readonly #datesOfBirth = new Map<string, Readonly<Record<number, string>>>();
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
    this.#datesOfBirth.set(referralId, Object.fromEntries(given));
  }

  async contacts(desk: string): Promise<Contacts | undefined> {
    return copyOf(this.#contacts.get(desk));
  }

  async putContacts(desk: string, contacts: Contacts): Promise<void> {
    this.#contacts.set(desk, copyOf(contacts));
  }
}
