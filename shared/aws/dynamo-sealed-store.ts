import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { firstCode, presentCode } from '../../events/former-codes.ts';
import { defined } from '../core/defined.ts';
import {
  domainsOf,
  type Marks,
  marksAfter,
  marksWithout,
  noMarks,
  type Returned,
  withMarks,
} from '../core/desks.ts';
import { hashOf } from '../core/hash.ts';
import {
  assertSealable,
  type ChildParticulars,
  datesOfBirthIn,
  SealedChildren,
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
import { type Item, keyOf, number, Reader, text } from './attributes.ts';
import { held } from './held.ts';
import {
  amendmentsPartition,
  COUNCIL_PREFIX,
  DESK_PREFIX,
  domainPartition,
  heldCopiesPartition,
  type Key,
  keys,
  presentName,
  RETURNED_PARTITION,
  socialWorkersPartition,
} from './keys.ts';
import { query } from './query.ts';

const Named = z.lazy(() =>
  z.object({
    name: z.string().min(1),
    phone: z.string().min(1).optional(),
    email: z.string().min(1).optional(),
  }),
);
const Documents = z.lazy(() =>
  z.array(
    z.object({
      id: z.uuid(),
      copy: z.uuid(),
      name: z.string().min(1),
      type: z.string().min(1),
      size: z.int().nonnegative(),
      addedAt: z.iso.datetime(),
      council: z.string().min(1).overwrite(presentCode),
    }),
  ),
);
const Copy = z.lazy(() =>
  z.object({ children: SealedChildren, amendments: z.record(z.string(), SealedChildren) }),
);
const SentBy = z.lazy(() =>
  z.object({ name: z.string().min(1).max(200).optional(), role: z.string().min(1).max(100).optional() }),
);
const SaidAt = z.lazy(() => z.record(z.string(), z.string()));
const ReturnedMarks = z.lazy(() =>
  z.record(
    z.string(),
    z.object({ at: z.string(), why: z.enum(['no-such-mailbox', 'unwanted', 'not-delivered']) }),
  ),
);
const Desk = z.lazy(() => z.object({ dutyDesk: z.string().min(1), second: z.string().min(1).optional() }));

/** How often what is sealed of a referral is read again when somebody else was faster. */
const ATTEMPTS = 5;

/** The addresses of a desk, and nothing of what came back from them. */
const addressesOf = ({ dutyDesk, second }: Contacts): Contacts => ({ dutyDesk, ...defined({ second }) });

/** How often a desk's contacts were written; of those from before this was counted, 0. */
const versionOf = (item: Item | undefined): number => Number(item?.version?.N ?? 0);

/** Nobody's before owners were kept: whoever may write it makes it theirs. */
const OWN = '(attribute_not_exists(#owner) OR #owner = :owner)';

const ownerOf = (item: Item | undefined): string | undefined => {
  const owner = item?.owner?.S;
  return owner && presentCode(owner);
};

/** @throws SealedOfAnother */
function assertOwn(item: Item | undefined, referralId: string, owner: string): void {
  if ((ownerOf(item) ?? owner) !== owner) throw new SealedOfAnother(referralId);
}

/** The table `sealed`: one item for each referral and one for each desk, each read by its key. */
export class DynamoSealedStore implements SealedStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async datesOfBirth(referralId: string): Promise<Readonly<Record<number, string>>> {
    return datesOfBirthIn(await this.particulars(referralId));
  }

  async particulars(referralId: string): Promise<readonly ChildParticulars[]> {
    return this.#view(await this.#get(keys.sealedChildren(referralId))).children;
  }

  async owner(referralId: string): Promise<string | undefined> {
    return ownerOf(await this.#get(keys.sealedChildren(referralId)));
  }

  async sealFirst(
    referralId: string,
    owner: string,
    children: readonly ChildParticulars[],
    expiresAt: number,
    referrer: Referrer = {},
  ): Promise<'sealed' | 'taken'> {
    assertSealable(referralId, children);
    const first = hashOf(children);
    const found = await this.#putOr(keys.sealedChildren(referralId), 'attribute_not_exists(pk)', {
      body: text(JSON.stringify(children)),
      owner: text(firstCode(owner)),
      first: text(first),
      referrer: text(JSON.stringify(referrer)),
      expiresAt: number(expiresAt),
    });
    if (found === undefined) return 'sealed';
    // From before owners were kept: it is the same if it still says the same.
    const before = ownerOf(found) === undefined ? hashOf(this.#view(found).children) : found.first?.S;
    return (ownerOf(found) ?? owner) === owner && before === first ? 'sealed' : 'taken';
  }

  async referrer(referralId: string): Promise<Referrer> {
    const item = await this.#get(keys.sealedChildren(referralId));
    try {
      return defined(SentBy.parse(JSON.parse(item?.referrer?.S ?? '{}')));
    } catch {
      return {};
    }
  }

  async keepAmendment(
    referralId: string,
    amendmentId: string,
    owner: string,
    children: readonly ChildParticulars[],
    saidAt: string,
    expiresAt: number,
  ): Promise<readonly ChildParticulars[] | 'taken'> {
    assertSealable(referralId, children);
    const isOwn = (item: Item | undefined) => (ownerOf(item) ?? owner) === owner;
    if (!isOwn(await this.#get(keys.sealedChildren(referralId)))) return 'taken';
    const digest = hashOf(children);
    const found = await this.#putOr(
      keys.sealedAmendment(referralId, amendmentId),
      'attribute_not_exists(pk)',
      {
        body: text(JSON.stringify(children)),
        owner: text(firstCode(owner)),
        digest: text(digest),
        saidAt: text(saidAt),
        state: text('waits'),
        expiresAt: number(expiresAt),
      },
    );
    if (found !== undefined && (!isOwn(found) || new Reader(found).text('digest') !== digest)) return 'taken';
    return this.#viewOfAllThatWaits(referralId, amendmentId, owner);
  }

  async particularsAfter(referralId: string, amendmentId: string): Promise<readonly ChildParticulars[]> {
    const [sealed, kept] = await Promise.all([
      this.#get(keys.sealedChildren(referralId)),
      this.#get(keys.sealedAmendment(referralId, amendmentId)),
    ]);
    return this.#with(this.#view(sealed), kept).children;
  }

  async applyAmendment(
    referralId: string,
    amendmentId: string,
    owner: string,
    expiresAt: number,
  ): Promise<readonly ChildParticulars[]> {
    const key = keys.sealedChildren(referralId);
    const amendment = keys.sealedAmendment(referralId, amendmentId);
    const kept = await this.#get(amendment);
    assertOwn(kept, referralId, owner);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const item = await this.#get(key);
      assertOwn(item, referralId, owner);
      const before = this.#view(item);
      const after = this.#with(before, kept);
      const done =
        hashOf(after) === hashOf(before) ||
        (await this.#putWhile(key, item, owner, after.children, expiresAt, {
          said: text(JSON.stringify(after.saidAt)),
          ...defined({ first: item?.first, referrer: item?.referrer }),
        }));
      if (!done) continue;
      if (kept?.body !== undefined) {
        const { body: _, ...applied } = kept;
        await this.#putOr(
          amendment,
          OWN,
          { ...applied, state: text('applied'), owner: text(firstCode(owner)) },
          owner,
        );
      }
      return after.children;
    }
    throw new Error(`Others changed the particulars of one referral ${ATTEMPTS} times running.`);
  }

  async setAmendmentAside(referralId: string, amendmentId: string, owner: string): Promise<void> {
    const key = keys.sealedAmendment(referralId, amendmentId);
    const kept = await this.#get(key);
    assertOwn(kept, referralId, owner);
    if (kept?.state?.S === 'waits')
      await this.#putOr(key, `${OWN} AND attribute_exists(body)`, { ...kept, state: text('aside') }, owner);
  }

  async sealSocialWorker(
    referralId: string,
    mark: string,
    owner: string,
    named: SocialWorker,
    expiresAt: number,
  ): Promise<void> {
    const item = {
      body: text(JSON.stringify(named)),
      owner: text(firstCode(owner)),
      expiresAt: number(expiresAt),
    };
    const found = await this.#putOr(
      keys.socialWorker(referralId, mark),
      `attribute_not_exists(pk) OR (body = :body AND ${OWN})`,
      item,
      owner,
      { ':body': item.body },
    );
    if (found !== undefined) throw new SealedOfAnother(referralId);
  }

  async keepUntil(
    referralId: string,
    mark: string | undefined,
    owner: string,
    expiresAt: number,
  ): Promise<void> {
    await this.#keepItem(keys.sealedChildren(referralId), owner, expiresAt);
    await this.#keepItem(keys.sealedDocuments(referralId), owner, expiresAt);
    if (mark !== undefined) await this.#keepItem(keys.socialWorker(referralId, mark), owner, expiresAt);
  }

  async keepAllUntil(referralId: string, expiresAt: number): Promise<void> {
    await this.#keepItem(keys.sealedChildren(referralId), undefined, expiresAt);
    await this.#keepItem(keys.sealedDocuments(referralId), undefined, expiresAt);
    for (const partition of [socialWorkersPartition, amendmentsPartition, heldCopiesPartition])
      for await (const { pk, sk } of this.#allOf(partition(referralId)))
        await this.#keepItem({ pk: pk?.S ?? '', sk: sk?.S ?? '' }, undefined, expiresAt);
  }

  async copyForHold(referralId: string, expiresAt: number): Promise<void> {
    const amendments: Record<string, readonly ChildParticulars[]> = {};
    for await (const item of this.#allOf(amendmentsPartition(referralId)))
      if (item.body !== undefined)
        amendments[(item.sk?.S ?? '').replace(/^AMENDMENT#/, '')] = this.#view(item).children;
    // Only now: what was applied meanwhile is here already.
    const copy: HeldCopy = { children: await this.particulars(referralId), amendments };
    if (copy.children.length === 0 && Object.keys(amendments).length === 0) return;
    await this.#putOr(keys.heldCopy(referralId, hashOf(copy)), 'attribute_not_exists(pk)', {
      body: text(JSON.stringify(copy)),
      expiresAt: number(expiresAt),
    });
  }

  async heldCopies(referralId: string): Promise<readonly HeldCopy[]> {
    const copies: HeldCopy[] = [];
    for await (const item of this.#allOf(heldCopiesPartition(referralId)))
      copies.push(this.#shaped(item, Copy, 'a copy under legal hold') as HeldCopy);
    return copies;
  }

  #allOf(partition: string): AsyncGenerator<Item> {
    return query(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': text(partition) },
      ConsistentRead: true,
    });
  }

  /** @param owner whoever's it is, unless given */
  async #keepItem(key: Key, owner: string | undefined, expiresAt: number): Promise<void> {
    try {
      await this.#client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: keyOf(key),
          UpdateExpression: 'SET expiresAt = :expiresAt',
          ConditionExpression: `expiresAt < :expiresAt${owner === undefined ? '' : ` AND ${OWN}`}`,
          ...(owner === undefined ? {} : { ExpressionAttributeNames: { '#owner': 'owner' } }),
          ExpressionAttributeValues: {
            ':expiresAt': number(expiresAt),
            ...(owner === undefined ? {} : { ':owner': text(firstCode(owner)) }),
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  async socialWorker(referralId: string, mark: string): Promise<SocialWorker | undefined> {
    const item = await this.#get(keys.socialWorker(referralId, mark));
    return item && (this.#shaped(item, Named, 'a social worker') as SocialWorker);
  }

  async documents(referralId: string): Promise<readonly SealedDocument[]> {
    const item = await this.#get(keys.sealedDocuments(referralId));
    return item ? this.#shaped(item, Documents, 'a list of documents') : [];
  }

  async addDocument(
    referralId: string,
    owner: string,
    document: SealedDocument,
    most: number,
    expiresAt: number,
    instead?: string,
  ): Promise<'added' | 'there-already' | 'too-many'> {
    return this.#changeDocuments(referralId, owner, expiresAt, (held) => {
      const there = held.find(({ id }) => id === document.id);
      if (there !== undefined && there.copy === instead)
        return { answer: 'added', all: held.map((one) => (one === there ? document : one)) };
      if (there !== undefined) return { answer: 'there-already' };
      if (held.length >= most) return { answer: 'too-many' };
      return { answer: 'added', all: [...held, document] };
    });
  }

  async removeDocument(
    referralId: string,
    owner: string,
    copy: string,
    expiresAt: number,
  ): Promise<'removed' | 'not-there'> {
    return this.#changeDocuments(referralId, owner, expiresAt, (held) =>
      held.some((one) => one.copy === copy)
        ? { answer: 'removed', all: held.filter((one) => one.copy !== copy) }
        : { answer: 'not-there' },
    );
  }

  /** At half the price of the other reads: an address that changed a moment ago may still be the old one. */
  async contacts(desk: string): Promise<Contacts | undefined> {
    const key = keys.contacts(desk);
    const item = (await this.#get(key, false)) ?? (await this.#get(key));
    return item && this.#contactsFrom(item);
  }

  #contactsFrom(item: Item): Contacts {
    const { dutyDesk, second } = this.#shaped(item, Desk, 'the addresses of a desk');
    return { dutyDesk, ...defined({ second }) };
  }

  async putContacts(desk: string, contacts: Contacts): Promise<void> {
    const stored = await this.#get(keys.contacts(desk));
    await this.#withDomains(desk, contacts, stored, async (body) => {
      await this.#put(keys.contacts(desk), body, { version: number(versionOf(stored) + 1) });
      return true;
    });
  }

  async deskState(desk: string): Promise<DeskState> {
    const [item, marks] = await Promise.all([this.#get(keys.contacts(desk)), this.#get(keys.returned(desk))]);
    const version = versionOf(item);
    if (item === undefined) return { version };
    const read = new Reader(item);
    return {
      version,
      contacts: withMarks(this.#contactsFrom(item), this.#marksFrom(marks)),
      ...(read.has('changedBy')
        ? { changed: { at: read.text('changedAt'), by: read.text('changedBy') } }
        : {}),
    };
  }

  async changeContacts(
    desk: string,
    contacts: Contacts,
    { seen, at, by }: ContactsChange,
  ): Promise<'changed' | 'overtaken'> {
    const key = keys.contacts(desk);
    const stored = await this.#get(key);
    const isMade = (item: Item | undefined): boolean =>
      item !== undefined &&
      versionOf(item) === seen + 1 &&
      hashOf(this.#contactsFrom(item)) === hashOf(addressesOf(contacts));
    // Nothing is written of what may lose: whose a domain is follows from the contacts.
    if (versionOf(stored) !== seen && !isMade(stored)) return 'overtaken';
    const done = await this.#withDomains(desk, contacts, stored, async (body) => {
      if (isMade(stored)) return true;
      const item = {
        body: text(JSON.stringify(body)),
        version: number(seen + 1),
        changedAt: text(at),
        changedBy: text(by),
      };
      const [condition, more] =
        stored === undefined
          ? ['attribute_not_exists(pk)', {}]
          : stored.version === undefined
            ? ['attribute_not_exists(version)', {}]
            : ['version = :version', { ':version': number(seen) }];
      const found = await this.#putOr(key, condition, item, undefined, more);
      return found === undefined || isMade(found);
    });
    return done ? 'changed' : 'overtaken';
  }

  /**
   * Writes a desk's contacts, and whose their domains are: those that are new before, those that it has no more after, so that an address that
   * moves to another domain is never without one.
   *
   * @param write whether it was written; what was not has no domains
   */
  async #withDomains(
    desk: string,
    given: Contacts,
    stored: Item | undefined,
    write: (contacts: Contacts) => Promise<boolean>,
  ): Promise<boolean> {
    const contacts = addressesOf(given);
    const [role, code] = desk.split(':');
    if (role !== 'council' || code === undefined) return write(contacts);
    const [before, after] = [stored ? domainsOf(this.#contactsFrom(stored)) : [], domainsOf(contacts)];
    for (const domain of after) await this.#put(keys.domain(domain, code), {}, {});
    const isWritten = await write(contacts);
    const now = isWritten ? undefined : await this.#get(keys.contacts(desk));
    const kept = isWritten ? after : now ? domainsOf(this.#contactsFrom(now)) : [];
    for (const domain of new Set([...before, ...after]))
      if (!kept.includes(domain)) await this.#delete(keys.domain(domain, code));
    return isWritten;
  }

  async reachable(desk: string): Promise<Contacts | undefined> {
    // Half price, as the addresses: one that came back a moment ago may be tried once more, and comes back again.
    const [contacts, marks] = await Promise.all([this.contacts(desk), this.#get(keys.returned(desk), false)]);
    return contacts && withMarks(contacts, this.#marksFrom(marks));
  }

  async noteReturned(
    desk: string,
    addresses: readonly string[],
    returned: Returned,
  ): Promise<Contacts | undefined> {
    const stored = await this.#get(keys.contacts(desk));
    if (stored === undefined) return undefined;
    const contacts = this.#contactsFrom(stored);
    return withMarks(
      contacts,
      await this.#changeMarks(desk, (before) => marksAfter(contacts, before, addresses, returned)),
    );
  }

  /** Writes the marks that a change gives; on the marks as they are when somebody else was faster. @returns how they are then */
  async #changeMarks(desk: string, change: (before: Marks) => Marks): Promise<Marks> {
    const key = keys.returned(desk);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const item = await this.#get(key);
      const before = this.#marksFrom(item);
      const after = change(before);
      if (hashOf(after) === hashOf(before)) return before;
      const [condition, seen] =
        item?.body === undefined
          ? ['attribute_not_exists(pk)', {}]
          : ['body = :seen', { ':seen': item.body }];
      const found = await this.#putOr(key, condition, this.#marksItem(after), undefined, seen);
      if (found === undefined) return after;
    }
    throw new Error(`Others marked the contacts of one desk ${ATTEMPTS} times running.`);
  }

  async forgetReturned(desk: string, since: string, only?: readonly string[]): Promise<void> {
    await this.#changeMarks(desk, (before) => marksWithout(before, since, only));
  }

  async unreached(): Promise<readonly { readonly desk: string; readonly contacts: Contacts }[]> {
    const found: { readonly desk: string; readonly contacts: Contacts }[] = [];
    for await (const item of query(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': text(RETURNED_PARTITION) },
    })) {
      const marks = this.#marksFrom(item);
      if (Object.keys(marks.returned).length === 0) continue;
      const desk = presentName(new Reader(item).text('sk').slice(DESK_PREFIX.length));
      const known = await this.contacts(desk);
      const contacts = known && withMarks(known, marks);
      if (contacts?.returned !== undefined) found.push({ desk, contacts });
    }
    return found;
  }

  #marksItem({ returned, since }: Marks): Item {
    return { body: text(JSON.stringify(returned)), ...(since === undefined ? {} : { since: text(since) }) };
  }

  #marksFrom(item: Item | undefined): Marks {
    if (item === undefined) return noMarks;
    const returned = this.#shaped(item, ReturnedMarks, 'what came back from addresses');
    return { returned, ...(item.since === undefined ? {} : { since: new Reader(item).text('since') }) };
  }

  async councilsAt(domain: string): Promise<readonly string[]> {
    const codes: string[] = [];
    for await (const item of query(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': text(domainPartition(domain)) },
      ConsistentRead: true,
    }))
      codes.push(presentCode(new Reader(item).text('sk').slice(COUNCIL_PREFIX.length)));
    return codes;
  }

  async mailSeed(mailId: string, fresh: string, expiresAt: number): Promise<string> {
    const item = { body: text(JSON.stringify(fresh)), expiresAt: number(expiresAt) };
    const found = await this.#putOr(keys.mailSeed(mailId), 'attribute_not_exists(pk)', item);
    return found === undefined ? fresh : this.#shaped(found, z.string().min(1), 'a seed');
  }

  async putSender(mailId: string, address: string, expiresAt: number): Promise<void> {
    await this.#put(keys.sender(mailId), address, { expiresAt: number(expiresAt) });
  }

  async sender(mailId: string): Promise<string | undefined> {
    const item = await this.#get(keys.sender(mailId));
    return item && this.#shaped(item, z.string().regex(/^[^@]+@[^@]+$/), 'an address');
  }

  async countAnswer(
    thread: string,
    day: string,
    mailId: string,
    most: number,
    expiresAt: number,
  ): Promise<'counted' | 'too-many'> {
    const counted = await held(
      this.#client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: keyOf(keys.answers(thread, day)),
          UpdateExpression: 'SET expiresAt = :expiresAt ADD mails :mails',
          ConditionExpression: 'attribute_not_exists(mails) OR size(mails) < :most OR contains(mails, :mail)',
          ExpressionAttributeValues: {
            ':expiresAt': number(expiresAt),
            ':mails': { SS: [mailId] },
            ':mail': text(mailId),
            ':most': number(most),
          },
        }),
      ),
    );
    return counted ? 'counted' : 'too-many';
  }

  /** Writes the list that a change gives, unless it gives none; on the list as it is when somebody else was faster. */
  async #changeDocuments<Answer>(
    referralId: string,
    owner: string,
    expiresAt: number,
    change: (held: readonly SealedDocument[]) => {
      readonly answer: Answer;
      readonly all?: readonly SealedDocument[];
    },
  ): Promise<Answer> {
    const key = keys.sealedDocuments(referralId);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const item = await this.#get(key);
      assertOwn(item, referralId, owner);
      const { answer, all } = change(item ? this.#shaped(item, Documents, 'a list of documents') : []);
      if (all === undefined) return answer;
      // A month that was corrected since may end earlier: what is listed was promised longer.
      const until = Math.max(expiresAt, Number(item?.expiresAt?.N ?? 0));
      if (await this.#putWhile(key, item, owner, all, until)) return answer;
    }
    throw new Error(`Others changed the documents of one referral ${ATTEMPTS} times running.`);
  }

  /** What is sealed of children, and since when each field of it is as an amendment said. */
  #view(item: Item | undefined): SealedView {
    if (item === undefined) return { children: [], saidAt: {} };
    const saidAt = item.said === undefined ? {} : SaidAt.safeParse(new Reader(item).json('said')).data;
    return {
      children: this.#shaped(item, SealedChildren, 'a list of children') as ChildParticulars[],
      saidAt: saidAt ?? new Reader(item).fail('"said" should be instants'),
    };
  }

  /** A view with what an amendment keeps; the view as it is when it keeps nothing, or was applied. */
  #with(view: SealedView, kept: Item | undefined): SealedView {
    if (kept?.body === undefined) return view;
    return withLater(view, {
      children: this.#shaped(kept, SealedChildren, 'a list of children') as ChildParticulars[],
      saidAt: new Reader(kept).text('saidAt'),
    });
  }

  /** What would be sealed with one amendment, and all others of its owner that the case has neither taken nor refused. */
  async #viewOfAllThatWaits(
    referralId: string,
    amendmentId: string,
    owner: string,
  ): Promise<readonly ChildParticulars[]> {
    const own = keys.sealedAmendment(referralId, amendmentId).sk;
    const waiting: Item[] = [];
    for await (const item of this.#allOf(amendmentsPartition(referralId)))
      if (item.sk?.S === own || (item.state?.S === 'waits' && ownerOf(item) === owner)) waiting.push(item);
    // Only now: what was applied meanwhile is here already, and counts once.
    const view = this.#view(await this.#get(keys.sealedChildren(referralId)));
    return waiting.reduce((seen, kept) => this.#with(seen, kept), view).children;
  }

  /** @returns false when what is sealed is no longer what was seen */
  async #putWhile(
    key: Key,
    seen: Item | undefined,
    owner: string,
    body: unknown,
    expiresAt: number,
    more: Item = {},
  ): Promise<boolean> {
    const item = {
      body: text(JSON.stringify(body)),
      owner: text(firstCode(owner)),
      expiresAt: number(expiresAt),
      ...more,
    };
    if (seen === undefined) return (await this.#putOr(key, 'attribute_not_exists(pk)', item)) === undefined;
    const said = seen.said === undefined ? 'attribute_not_exists(said)' : 'said = :said';
    const found = await this.#putOr(key, `body = :seen AND ${said} AND ${OWN}`, item, owner, {
      ':seen': seen.body ?? text(''),
      ...defined({ ':said': seen.said }),
    });
    return found === undefined;
  }

  /**
   * Puts an item on a condition.
   *
   * @param owner given when the condition is on it
   * @returns what stands in the way; undefined when it is put
   */
  async #putOr(
    key: Key,
    ConditionExpression: string,
    item: Item,
    owner?: string,
    values: Item = {},
  ): Promise<Item | undefined> {
    const all = { ...values, ...(owner === undefined ? {} : { ':owner': text(firstCode(owner)) }) };
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: { ...item, ...keyOf(key) },
          ConditionExpression,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          ...(owner === undefined ? {} : { ExpressionAttributeNames: { '#owner': 'owner' } }),
          ...(Object.keys(all).length === 0 ? {} : { ExpressionAttributeValues: all }),
        }),
      );
      return undefined;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return error.Item ?? {};
      throw error;
    }
  }

  #shaped<T>(item: Item, shape: z.ZodType<T>, words: string): T {
    const read = new Reader(item);
    const parsed = shape.safeParse(read.json('body'));
    return parsed.success ? parsed.data : read.fail(`"body" should be ${words}`);
  }

  async #get(key: Key, ConsistentRead = true): Promise<Item | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: keyOf(key), ConsistentRead }),
    );
    return Item;
  }

  async #delete(key: Key): Promise<void> {
    await this.#client.send(new DeleteItemCommand({ TableName: this.#table, Key: keyOf(key) }));
  }

  async #put(key: Key, body: unknown, more: Item): Promise<void> {
    await this.#client.send(
      new PutItemCommand({
        TableName: this.#table,
        Item: { ...keyOf(key), body: text(JSON.stringify(body)), ...more },
      }),
    );
  }
}
