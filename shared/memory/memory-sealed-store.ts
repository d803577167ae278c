import { defined } from '../core/defined.ts';
import { type Marks, marksAfter, marksWithout, noMarks, type Returned, withMarks } from '../core/desks.ts';
import { canonicalJson } from '../core/hash.ts';
import {
  assertSealable,
  type ChildParticulars,
  datesOfBirthIn,
  type SaidParticulars,
  type SealedView,
  type SocialWorker,
  withLater,
} from '../core/referral/particulars.ts';
import {
  type Contacts,
  type ContactsChange,
  type DeskState,
  type HeldCopy,
  type Referrer,
  type SealedDocument,
  SealedOfAnother,
  type SealedStore,
} from '../ports/sealed-store.ts';
import { copyOf } from './copies.ts';

interface Owned {
  readonly owner: string;
}
/** `first`: what the referral began with, and by whom. */
type Sealed = Owned &
  SealedView & { readonly first?: readonly ChildParticulars[]; readonly referrer?: Referrer };
type Kept = Owned & SaidParticulars & { readonly state: 'waits' | 'aside' | 'applied' };

const nothing: SealedView = { children: [], saidAt: {} };
const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

/** Particulars and addresses in memory: the promises of `DynamoSealedStore`. */
export class MemorySealedStore implements SealedStore {
  readonly #children = new Map<string, Sealed>();
  readonly #amendments = new Map<string, Map<string, Kept>>();
  readonly #socialWorkers = new Map<string, Owned & { readonly named: SocialWorker }>();
  readonly #copies = new Map<string, Map<string, HeldCopy>>();
  readonly #documents = new Map<string, Owned & { readonly listed: readonly SealedDocument[] }>();
  readonly #seeds = new Map<string, string>();
  readonly #senders = new Map<string, string>();
  readonly #answered = new Map<string, Set<string>>();
  readonly #contacts = new Map<string, Contacts>();
  readonly #versions = new Map<string, Pick<DeskState, 'version' | 'changed'>>();
  readonly #returned = new Map<string, Marks>();

  async datesOfBirth(referralId: string): Promise<Readonly<Record<number, string>>> {
    return datesOfBirthIn(this.#view(referralId).children);
  }

  async particulars(referralId: string): Promise<readonly ChildParticulars[]> {
    return copyOf(this.#view(referralId).children);
  }

  async owner(referralId: string): Promise<string | undefined> {
    return this.#children.get(referralId)?.owner;
  }

  async sealFirst(
    referralId: string,
    owner: string,
    children: readonly ChildParticulars[],
    _expiresAt?: number,
    referrer: Referrer = {},
  ): Promise<'sealed' | 'taken'> {
    assertSealable(referralId, children);
    const held = this.#children.get(referralId);
    if (held === undefined) {
      const first = copyOf(children);
      this.#children.set(referralId, {
        owner,
        first,
        children: first,
        saidAt: {},
        referrer: copyOf(referrer),
      });
      return 'sealed';
    }
    return held.owner === owner && same(held.first ?? null, children) ? 'sealed' : 'taken';
  }

  async referrer(referralId: string): Promise<Referrer> {
    return copyOf(this.#children.get(referralId)?.referrer ?? {});
  }

  async keepAmendment(
    referralId: string,
    amendmentId: string,
    owner: string,
    children: readonly ChildParticulars[],
    saidAt: string,
  ): Promise<readonly ChildParticulars[] | 'taken'> {
    assertSealable(referralId, children);
    if ((this.#children.get(referralId)?.owner ?? owner) !== owner) return 'taken';
    const all = this.#amendments.get(referralId) ?? new Map<string, Kept>();
    const held = all.get(amendmentId);
    if (held !== undefined && (held.owner !== owner || !same(held.children, children))) return 'taken';
    if (held === undefined) {
      all.set(amendmentId, { owner, children: copyOf(children), saidAt, state: 'waits' });
      this.#amendments.set(referralId, all);
    }
    let view = this.#view(referralId);
    for (const [id, kept] of [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      if (
        kept.state !== 'applied' &&
        (id === amendmentId || (kept.state === 'waits' && kept.owner === owner))
      )
        view = withLater(view, kept);
    return copyOf(view.children);
  }

  async particularsAfter(referralId: string, amendmentId: string): Promise<readonly ChildParticulars[]> {
    return copyOf(this.#viewWith(referralId, amendmentId).children);
  }

  async applyAmendment(
    referralId: string,
    amendmentId: string,
    owner: string,
  ): Promise<readonly ChildParticulars[]> {
    const kept = this.#amendments.get(referralId)?.get(amendmentId);
    const held = this.#children.get(referralId);
    this.#assertOwn(referralId, owner, kept);
    this.#assertOwn(referralId, owner, held);
    if (kept === undefined || kept.state === 'applied') return copyOf(this.#view(referralId).children);
    const after = this.#viewWith(referralId, amendmentId);
    this.#children.set(referralId, { ...held, ...copyOf(after), owner });
    this.#amendments.get(referralId)?.set(amendmentId, { ...kept, state: 'applied' });
    return copyOf(after.children);
  }

  async setAmendmentAside(referralId: string, amendmentId: string, owner: string): Promise<void> {
    const kept = this.#amendments.get(referralId)?.get(amendmentId);
    this.#assertOwn(referralId, owner, kept);
    if (kept?.state === 'waits')
      this.#amendments.get(referralId)?.set(amendmentId, { ...kept, state: 'aside' });
  }

  async sealSocialWorker(
    referralId: string,
    mark: string,
    owner: string,
    named: SocialWorker,
  ): Promise<void> {
    const held = this.#socialWorkers.get(`${referralId} ${mark}`);
    this.#assertOwn(referralId, owner, held);
    if (held !== undefined && !same(held.named, named)) throw new SealedOfAnother(referralId);
    this.#socialWorkers.set(`${referralId} ${mark}`, { owner, named: copyOf(named) });
  }

  /** Here nothing expires. */
  async keepUntil(): Promise<void> {}

  /** Here nothing expires. */
  async keepAllUntil(): Promise<void> {}

  async copyForHold(referralId: string): Promise<void> {
    const waiting = [...(this.#amendments.get(referralId) ?? [])].flatMap(([id, { state, children }]) =>
      state === 'applied' ? [] : [[id, children] as const],
    );
    const { children } = this.#view(referralId);
    if (children.length === 0 && waiting.length === 0) return;
    const copy: HeldCopy = copyOf({ children, amendments: Object.fromEntries(waiting) });
    const copies = this.#copies.get(referralId) ?? new Map<string, HeldCopy>();
    this.#copies.set(referralId, copies.set(canonicalJson(copy), copy));
  }

  async heldCopies(referralId: string): Promise<readonly HeldCopy[]> {
    return copyOf([...(this.#copies.get(referralId)?.values() ?? [])]);
  }

  async socialWorker(referralId: string, mark: string): Promise<SocialWorker | undefined> {
    return copyOf(this.#socialWorkers.get(`${referralId} ${mark}`)?.named);
  }

  async documents(referralId: string): Promise<readonly SealedDocument[]> {
    return copyOf(this.#documents.get(referralId)?.listed ?? []);
  }

  async addDocument(
    referralId: string,
    owner: string,
    document: SealedDocument,
    most: number,
    _expiresAt: number,
    instead?: string,
  ): Promise<'added' | 'there-already' | 'too-many'> {
    this.#assertOwn(referralId, owner, this.#documents.get(referralId));
    const held = this.#documents.get(referralId)?.listed ?? [];
    const there = held.find(({ id }) => id === document.id);
    if (there !== undefined && there.copy !== instead) return 'there-already';
    if (there === undefined && held.length >= most) return 'too-many';
    const added = copyOf(document);
    this.#documents.set(referralId, {
      owner,
      listed: there === undefined ? [...held, added] : held.map((one) => (one === there ? added : one)),
    });
    return 'added';
  }

  async removeDocument(referralId: string, owner: string, copy: string): Promise<'removed' | 'not-there'> {
    this.#assertOwn(referralId, owner, this.#documents.get(referralId));
    const held = this.#documents.get(referralId)?.listed ?? [];
    if (!held.some((one) => one.copy === copy)) return 'not-there';
    this.#documents.set(referralId, { owner, listed: held.filter((one) => one.copy !== copy) });
    return 'removed';
  }

  async contacts(desk: string): Promise<Contacts | undefined> {
    return copyOf(this.#contacts.get(desk));
  }

  async putContacts(desk: string, { dutyDesk, second }: Contacts): Promise<void> {
    this.#contacts.set(desk, { dutyDesk, ...defined({ second }) });
    this.#versions.set(desk, { version: this.#version(desk) + 1 });
  }

  async deskState(desk: string): Promise<DeskState> {
    const contacts = await this.reachable(desk);
    return copyOf({ ...(this.#versions.get(desk) ?? { version: 0 }), ...defined({ contacts }) });
  }

  async changeContacts(
    desk: string,
    { dutyDesk, second }: Contacts,
    { seen, at, by }: ContactsChange,
  ): Promise<'changed' | 'overtaken'> {
    const contacts = { dutyDesk, ...defined({ second }) };
    const version = this.#version(desk);
    if (version !== seen)
      return version === seen + 1 && same(this.#contacts.get(desk), contacts) ? 'changed' : 'overtaken';
    this.#contacts.set(desk, contacts);
    this.#versions.set(desk, { version: version + 1, changed: { at, by } });
    return 'changed';
  }

  #version(desk: string): number {
    return this.#versions.get(desk)?.version ?? 0;
  }

  async reachable(desk: string): Promise<Contacts | undefined> {
    const contacts = this.#contacts.get(desk);
    return contacts && copyOf(withMarks(contacts, this.#returned.get(desk) ?? noMarks));
  }

  async noteReturned(
    desk: string,
    addresses: readonly string[],
    returned: Returned,
  ): Promise<Contacts | undefined> {
    const contacts = this.#contacts.get(desk);
    if (contacts !== undefined)
      this.#returned.set(
        desk,
        copyOf(marksAfter(contacts, this.#returned.get(desk) ?? noMarks, addresses, returned)),
      );
    return this.reachable(desk);
  }

  async forgetReturned(desk: string, since: string, only?: readonly string[]): Promise<void> {
    this.#returned.set(desk, marksWithout(this.#returned.get(desk) ?? noMarks, since, only));
  }

  async unreached(): Promise<readonly { readonly desk: string; readonly contacts: Contacts }[]> {
    const all = await Promise.all(
      [...this.#returned.keys()].map(async (desk) => ({ desk, contacts: await this.reachable(desk) })),
    );
    return all.flatMap(({ desk, contacts }) =>
      contacts?.returned === undefined ? [] : [{ desk, contacts }],
    );
  }

  async councilsAt(domain: string): Promise<readonly string[]> {
    return [...this.#contacts].flatMap(([desk, { dutyDesk, second }]) =>
      desk.startsWith('council:') &&
      [dutyDesk, second].some((address) => address?.toLowerCase().endsWith(`@${domain}`))
        ? [desk.slice('council:'.length)]
        : [],
    );
  }

  async mailSeed(mailId: string, fresh: string): Promise<string> {
    const seed = this.#seeds.get(mailId) ?? fresh;
    this.#seeds.set(mailId, seed);
    return seed;
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

  #view(referralId: string): SealedView {
    return this.#children.get(referralId) ?? nothing;
  }

  #viewWith(referralId: string, amendmentId: string): SealedView {
    const kept = this.#amendments.get(referralId)?.get(amendmentId);
    const { children, saidAt } = this.#view(referralId);
    const view = { children, saidAt };
    return kept === undefined || kept.state === 'applied' ? view : withLater(view, kept);
  }

  /** @throws SealedOfAnother */
  #assertOwn(referralId: string, owner: string, held: Owned | undefined): void {
    if (held !== undefined && held.owner !== owner) throw new SealedOfAnother(referralId);
  }
}
