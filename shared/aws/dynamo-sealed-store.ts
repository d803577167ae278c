import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import {
  assertSealable,
  type ChildParticulars,
  SealedChildren,
  type SocialWorker,
  withLater,
} from '../core/particulars.ts';
import type { Contacts, SealedDocument, SealedStore } from '../ports/sealed-store.ts';
import { type Item, keyOf, number, Reader, text } from './attributes.ts';
import { COUNCIL_PREFIX, domainPartition, type Key, keys } from './keys.ts';
import { queried } from './query.ts';

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
      council: z.string().min(1),
    }),
  ),
);
const Desk = z.lazy(() => z.object({ dutyDesk: z.string().min(1), second: z.string().min(1).optional() }));

/** How often what is sealed of a referral is read again when somebody else was faster. */
const ATTEMPTS = 5;

const domainsOf = ({ dutyDesk, second }: Contacts): readonly string[] => [
  ...new Set(
    [dutyDesk, second]
      .filter((address) => address !== undefined)
      .map((address) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()),
  ),
];

const bodyOf = (item: Item | undefined): string | undefined => item && new Reader(item).text('body');

/** The table `sealed`: one item for each referral and one for each desk, each read by its key. */
export class DynamoSealedStore implements SealedStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async datesOfBirth(referralId: string): Promise<Readonly<Record<number, string>>> {
    const children = await this.particulars(referralId);
    return Object.fromEntries(
      children.flatMap(({ number: child, dateOfBirth }) =>
        dateOfBirth === undefined ? [] : [[child, dateOfBirth]],
      ),
    );
  }

  async particulars(referralId: string): Promise<readonly ChildParticulars[]> {
    const item = await this.#get(keys.sealedChildren(referralId));
    return item ? (this.#shaped(item, SealedChildren, 'a list of children') as ChildParticulars[]) : [];
  }

  async seal(referralId: string, children: readonly ChildParticulars[], expiresAt: number): Promise<void> {
    assertSealable(referralId, children);
    await this.#put(keys.sealedChildren(referralId), children, { expiresAt: number(expiresAt) });
  }

  async sealFirst(
    referralId: string,
    children: readonly ChildParticulars[],
    expiresAt: number,
  ): Promise<void> {
    assertSealable(referralId, children);
    await this.#putWhile(keys.sealedChildren(referralId), undefined, children, expiresAt);
  }

  async addParticulars(
    referralId: string,
    children: readonly ChildParticulars[],
    expiresAt: number,
  ): Promise<readonly ChildParticulars[]> {
    assertSealable(referralId, children);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const item = await this.#get(keys.sealedChildren(referralId));
      const held = item
        ? (this.#shaped(item, SealedChildren, 'a list of children') as ChildParticulars[])
        : [];
      const all = withLater(held, children);
      if (await this.#putWhile(keys.sealedChildren(referralId), bodyOf(item), all, expiresAt)) return all;
    }
    throw new Error(`Others changed the particulars of one referral ${ATTEMPTS} times running.`);
  }

  async sealSocialWorker(
    referralId: string,
    mark: string,
    named: SocialWorker,
    expiresAt: number,
  ): Promise<void> {
    await this.#put(keys.socialWorker(referralId, mark), named, { expiresAt: number(expiresAt) });
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
    document: SealedDocument,
    most: number,
    expiresAt: number,
    instead?: string,
  ): Promise<'added' | 'there-already' | 'too-many'> {
    return this.#changeDocuments(referralId, expiresAt, (held) => {
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
    copy: string,
    expiresAt: number,
  ): Promise<'removed' | 'not-there'> {
    return this.#changeDocuments(referralId, expiresAt, (held) =>
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
    return { dutyDesk, ...(second === undefined ? {} : { second }) };
  }

  async putContacts(desk: string, contacts: Contacts): Promise<void> {
    const [role, code] = desk.split(':');
    if (role === 'council' && code !== undefined) {
      const stored = await this.#get(keys.contacts(desk));
      const before = stored && this.#contactsFrom(stored);
      const domains = domainsOf(contacts);
      for (const domain of domains) await this.#put(keys.domain(domain, code), {}, {});
      // Only then: an address that moves to another domain is never without one.
      await this.#put(keys.contacts(desk), contacts, {});
      for (const domain of before ? domainsOf(before) : [])
        if (!domains.includes(domain)) await this.#delete(keys.domain(domain, code));
    } else await this.#put(keys.contacts(desk), contacts, {});
  }

  async councilsAt(domain: string): Promise<readonly string[]> {
    const codes: string[] = [];
    for await (const item of queried(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': text(domainPartition(domain)) },
      ConsistentRead: true,
    }))
      codes.push(new Reader(item).text('sk').slice(COUNCIL_PREFIX.length));
    return codes;
  }

  async putSender(mailId: string, address: string, expiresAt: number): Promise<void> {
    await this.#put(keys.sender(mailId), address, { expiresAt: number(expiresAt) });
  }

  async sender(mailId: string): Promise<string | undefined> {
    const item = await this.#get(keys.sender(mailId));
    return item && this.#shaped(item, z.email(), 'an address');
  }

  async countAnswer(
    thread: string,
    day: string,
    mailId: string,
    most: number,
    expiresAt: number,
  ): Promise<'counted' | 'too-many'> {
    try {
      await this.#client.send(
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
      );
      return 'counted';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'too-many';
      throw error;
    }
  }

  /** Writes the list that a change gives, unless it gives none; on the list as it is when somebody else was faster. */
  async #changeDocuments<Answer>(
    referralId: string,
    expiresAt: number,
    change: (held: readonly SealedDocument[]) => {
      readonly answer: Answer;
      readonly all?: readonly SealedDocument[];
    },
  ): Promise<Answer> {
    const key = keys.sealedDocuments(referralId);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const item = await this.#get(key);
      const { answer, all } = change(item ? this.#shaped(item, Documents, 'a list of documents') : []);
      if (all === undefined || (await this.#putWhile(key, bodyOf(item), all, expiresAt))) return answer;
    }
    throw new Error(`Others changed the documents of one referral ${ATTEMPTS} times running.`);
  }

  /** @returns false when what is sealed is no longer what was seen */
  async #putWhile(key: Key, seen: string | undefined, body: unknown, expiresAt: number): Promise<boolean> {
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: {
            ...keyOf(key),
            body: text(JSON.stringify(body)),
            expiresAt: number(expiresAt),
          },
          ...(seen === undefined
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : { ConditionExpression: 'body = :seen', ExpressionAttributeValues: { ':seen': text(seen) } }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
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
