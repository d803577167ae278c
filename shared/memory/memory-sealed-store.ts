import { assertSealable, type ChildParticulars, type SocialWorker, withLater } from '../core/particulars.ts';
import type { Contacts, SealedDocument, SealedStore } from '../ports/sealed-store.ts';
import { copyOf } from './copies.ts';

/** Particulars and addresses in memory: the promises of `DynamoSealedStore`. */
export class MemorySealedStore implements SealedStore {
  readonly #children = new Map<string, readonly ChildParticulars[]>();
  readonly #socialWorkers = new Map<string, SocialWorker>();
  readonly #documents = new Map<string, readonly SealedDocument[]>();
  readonly #senders = new Map<string, string>();
  readonly #answered = new Map<string, Set<string>>();
  readonly #contacts = new Map<string, Contacts>();

  async datesOfBirth(referralId: string): Promise<Readonly<Record<number, string>>> {
    const given = (this.#children.get(referralId) ?? []).flatMap(({ number, dateOfBirth }) =>
      dateOfBirth === undefined ? [] : [[number, dateOfBirth]],
    );
    return Object.fromEntries(given);
  }

  async particulars(referralId: string): Promise<readonly ChildParticulars[]> {
    return copyOf(this.#children.get(referralId) ?? []);
  }

  async seal(referralId: string, children: readonly ChildParticulars[]): Promise<void> {
    assertSealable(referralId, children);
    this.#children.set(referralId, copyOf(children));
  }

  async sealFirst(referralId: string, children: readonly ChildParticulars[]): Promise<void> {
    assertSealable(referralId, children);
    if (!this.#children.has(referralId)) await this.seal(referralId, children);
  }

  async addParticulars(
    referralId: string,
    children: readonly ChildParticulars[],
  ): Promise<readonly ChildParticulars[]> {
    assertSealable(referralId, children);
    const all = withLater(this.#children.get(referralId) ?? [], children);
    await this.seal(referralId, all);
    return copyOf(all);
  }

  async sealSocialWorker(referralId: string, mark: string, named: SocialWorker): Promise<void> {
    this.#socialWorkers.set(`${referralId} ${mark}`, copyOf(named));
  }

  async socialWorker(referralId: string, mark: string): Promise<SocialWorker | undefined> {
    return copyOf(this.#socialWorkers.get(`${referralId} ${mark}`));
  }

  async documents(referralId: string): Promise<readonly SealedDocument[]> {
    return copyOf(this.#documents.get(referralId) ?? []);
  }

  async addDocument(
    referralId: string,
    document: SealedDocument,
    most: number,
    _expiresAt: number,
    instead?: string,
  ): Promise<'added' | 'there-already' | 'too-many'> {
    const held = this.#documents.get(referralId) ?? [];
    const there = held.find(({ id }) => id === document.id);
    if (there !== undefined && there.copy !== instead) return 'there-already';
    if (there === undefined && held.length >= most) return 'too-many';
    const added = copyOf(document);
    this.#documents.set(
      referralId,
      there === undefined ? [...held, added] : held.map((one) => (one === there ? added : one)),
    );
    return 'added';
  }

  async removeDocument(referralId: string, copy: string): Promise<'removed' | 'not-there'> {
    const held = this.#documents.get(referralId) ?? [];
    if (!held.some((one) => one.copy === copy)) return 'not-there';
    this.#documents.set(
      referralId,
      held.filter((one) => one.copy !== copy),
    );
    return 'removed';
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
      [dutyDesk, second].some((address) => address?.toLowerCase().endsWith(`@${domain}`))
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

  async countAnswer(
    thread: string,
    day: string,
    mailId: string,
    most: number,
  ): Promise<'counted' | 'too-many'> {
    const name = JSON.stringify([thread, day]);
    const answered = this.#answered.get(name) ?? new Set();
    if (!answered.has(mailId) && answered.size >= most) return 'too-many';
    this.#answered.set(name, answered.add(mailId));
    return 'counted';
  }
}
