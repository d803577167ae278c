import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { AnyEvent } from '../../events/catalogue.ts';
import { presentCode } from '../../events/former-codes.ts';
import type { Case } from '../core/case/case.ts';
import type { CaseChange } from '../core/case/change.ts';
import type { Holders } from '../core/case/duplicates.ts';
import type { CaseLine, ListName, ListPart, ListSpan, WorkSpan } from '../core/case/lists.ts';
import type { MoveLine } from '../core/case/moves.ts';
import { defined } from '../core/defined.ts';
import type { CaseStore, CaseSummary, CommitOutcome, ReceivedLine } from '../ports/case-store.ts';
import { binary, CorruptItem, type Item, keyOf, number, Reader, readOr, text } from './attributes.ts';
import { outcomeOfCancelled } from './cancelled-transaction.ts';
import { caseFrom, receivedFrom, summaryFrom } from './case-item.ts';
import { caseTransaction } from './case-transaction.ts';
import { eventFrom } from './event-item.ts';
import { holdersIn } from './fingerprint-item.ts';
import {
  birthdayPartition,
  dueShards,
  indexes,
  type Key,
  keptName,
  keys,
  listPartition,
  MOVES_PARTITION,
  trailPartition,
} from './keys.ts';
import { lineFrom } from './line-item.ts';
import { moveFrom } from './move-item.ts';
import { inOrder, query } from './query.ts';
import { trailFrom } from './trail.ts';

export interface QueryOptions {
  /**
   * Items DynamoDB looks at for one page.
   *
   * @default as many as fit in 1 MB
   */
  readonly pageSize?: number;
  /**
   * Told of each item that cannot be read, which a list or a view of many then leaves out. Reading it alone is still an error.
   *
   * @default the list ends with the error
   */
  readonly unreadable?: (error: CorruptItem) => void;
}

/** A sign that nobody needs any more goes by itself: a day after its time. */
const KEPT_IN_HAND_SECONDS = 24 * 60 * 60;
const goesAfter = (instant: string) => number(Math.ceil(Date.parse(instant) / 1000) + KEPT_IN_HAND_SECONDS);

/** Before and behind every instant. */
const [FIRST, LAST] = ['0', '~'];

/** An e-mail's item says that it is in hand, until it says in its body how it ended. */
const NOT_DONE = 'attribute_not_exists(body)';

/** Cases in the table `cases`. Reads of cases and trails are strongly consistent; the indexes follow within moments. */
export class DynamoCaseStore implements CaseStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #page: { readonly Limit?: number };
  readonly #unreadable: QueryOptions['unreadable'];

  constructor(client: DynamoDBClient, table: string, { pageSize, unreadable }: QueryOptions = {}) {
    this.#client = client;
    this.#table = table;
    this.#page = pageSize === undefined ? {} : { Limit: pageSize };
    this.#unreadable = unreadable;
  }

  async read(caseId: string): Promise<Case | undefined> {
    const item = await this.#get(keys.case(caseId));
    try {
      return item && caseFrom(item);
    } catch (error) {
      if (error instanceof CorruptItem) this.#unreadable?.(error);
      throw error;
    }
  }

  trail(caseId: string): Promise<readonly AnyEvent[]> {
    return trailFrom(this.#client, this.#table, trailPartition(caseId), this.#page);
  }

  async event(caseId: string, eventNumber: number): Promise<AnyEvent | undefined> {
    const item = await this.#get(keys.event(caseId, eventNumber));
    return item && eventFrom(item);
  }

  async commit(change: CaseChange): Promise<CommitOutcome> {
    const { lines, input } = caseTransaction(this.#table, change);
    try {
      await this.#client.send(new TransactWriteItemsCommand(input));
      return { kind: 'committed' };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const outcome = outcomeOfCancelled(change, lines, error.CancellationReasons ?? []);
      if (!outcome) throw error;
      return outcome;
    }
  }

  due(until: string): AsyncIterable<CaseSummary> {
    return this.#dueShards('dueShard = :shard AND dueAt <= :until', { ':until': text(until) });
  }

  open(): AsyncIterable<CaseSummary> {
    return this.#dueShards('dueShard = :shard', {});
  }

  async beat(now: string): Promise<void> {
    await this.#client.send(
      new PutItemCommand({ TableName: this.#table, Item: { ...keyOf(keys.heartbeat()), at: text(now) } }),
    );
  }

  neededBy(party: string): AsyncIterable<CaseSummary> {
    return this.#ofParty(indexes.needs, 'needsParty', party, summaryFrom);
  }

  receivedBy(council: string): AsyncIterable<ReceivedLine> {
    return this.#ofParty(indexes.received, 'receivedBy', `council:${council}`, receivedFrom);
  }

  comingTo(council: string): AsyncIterable<ReceivedLine> {
    return this.#ofParty(indexes.received, 'receivedBy', `coming:${council}`, receivedFrom);
  }

  async *listed(list: ListName): AsyncGenerator<CaseLine> {
    const items = query(this.#client, {
      TableName: this.#table,
      // A region's is read whole whenever its lead looks: at half the price.
      ConsistentRead: !list.startsWith('region:'),
      ScanIndexForward: false,
      KeyConditionExpression: 'pk = :list',
      ExpressionAttributeValues: { ':list': text(listPartition(list)) },
      ...this.#page,
    });
    for await (const item of items) {
      const line = readOr(lineFrom, item, this.#unreadable);
      if (line) yield line;
    }
  }

  async listedIn(list: ListName, { from = FIRST, upTo = LAST, most }: ListSpan): Promise<ListPart> {
    // DynamoDB refuses a span that ends before it begins.
    if (upTo < from) return { lines: [] };
    // One call: what is left is for who asks for it.
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: most,
        KeyConditionExpression: 'pk = :list AND sk BETWEEN :from AND :upTo',
        ExpressionAttributeValues: {
          ':list': text(listPartition(list)),
          ':from': text(from),
          ':upTo': text(upTo),
        },
      }),
    );
    return this.#part(Items, LastEvaluatedKey);
  }

  async work({ after = FIRST, most }: WorkSpan): Promise<ListPart> {
    // Half the price: whoever shows a case reads it as it was committed.
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        Limit: most,
        KeyConditionExpression: 'pk = :list AND sk > :after',
        ExpressionAttributeValues: { ':list': text(listPartition('work')), ':after': text(after) },
      }),
    );
    return this.#part(Items, LastEvaluatedKey);
  }

  /** What one call has found of a list, and where there may be more behind it. */
  #part(items: readonly Item[], last: Item | undefined): ListPart {
    return {
      lines: items.flatMap((item) => readOr(lineFrom, item, this.#unreadable) ?? []),
      ...defined({ end: last?.sk?.S }),
    };
  }

  async *moves(): AsyncGenerator<MoveLine> {
    const items = query(this.#client, {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :moves',
      ExpressionAttributeValues: { ':moves': text(MOVES_PARTITION) },
      ...this.#page,
    });
    for await (const item of items) {
      const line = readOr(moveFrom, item, this.#unreadable);
      if (line) yield line;
    }
  }

  async holders(fingerprints: readonly string[]): Promise<Holders> {
    const found = await Promise.all(
      fingerprints.map(async (fingerprint) => {
        const item = await this.#get(keys.fingerprint(fingerprint));
        return item ? ([fingerprint, holdersIn(new Reader(item))] as const) : undefined;
      }),
    );
    return new Map(found.filter((one) => one !== undefined));
  }

  async mergedInto(
    reference: string,
  ): Promise<{ readonly caseId: string; readonly council: string } | undefined> {
    const item = await this.#get(keys.merged(reference));
    if (!item) return undefined;
    const read = new Reader(item);
    return { caseId: read.text('caseId'), council: presentCode(read.text('council')) };
  }

  async *birthdays(month: string): AsyncGenerator<{ readonly caseId: string; readonly child: number }> {
    const items = query(this.#client, {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :month',
      ExpressionAttributeValues: { ':month': text(birthdayPartition(month)) },
      ...this.#page,
    });
    for await (const item of items) {
      const read = new Reader(item);
      yield { caseId: read.text('caseId'), child: read.number('child') };
    }
  }

  async keepDecision(caseId: string, hash: string, inputs: string): Promise<void> {
    const key = keys.decision(caseId, hash);
    await this.#putIf({ ...keyOf(key), inputs: binary(compressed(inputs)) }, 'attribute_not_exists(pk)');
  }

  async decision(caseId: string, hash: string): Promise<string | undefined> {
    const key = keys.decision(caseId, hash);
    const item = await this.#get(key);
    if (!item) return undefined;
    try {
      return brotliDecompressSync(new Reader(item).binary('inputs')).toString('utf8');
    } catch (error) {
      throw error instanceof CorruptItem ? error : new CorruptItem(key, '"inputs" cannot be unpacked');
    }
  }

  async claimEmail(
    subject: string,
    emailId: string,
    now: string,
    until: string,
  ): Promise<'claimed' | 'in-hand' | 'done'> {
    const item = {
      ...keyOf(keys.email(subject, emailId)),
      inHandUntil: text(until),
      expiresAt: goesAfter(until),
    };
    // One that has ended is in hand until no time at all: it says so no more.
    const free = 'attribute_not_exists(pk) OR inHandUntil <= :now';
    const standing = await this.#putIf(item, free, { ':now': text(now) });
    if (standing === 'put') return 'claimed';
    return standing.body === undefined ? 'in-hand' : 'done';
  }

  async releaseEmail(subject: string, emailId: string, now: string): Promise<void> {
    // An item that says "until never" rather than a deletion: whoever sends mail may delete what waits, and nothing that says what was sent.
    const item = {
      ...keyOf(keys.email(subject, emailId)),
      inHandUntil: text(''),
      expiresAt: goesAfter(now),
    };
    await this.#putIf(item, NOT_DONE);
  }

  async emailEnded(subject: string, emailId: string): Promise<boolean> {
    return (await this.#get(keys.email(subject, emailId)))?.body !== undefined;
  }

  async recordEmail(subject: string, sent: AnyEvent): Promise<'recorded' | 'already-recorded'> {
    if (sent.type !== 'email-sent.v1')
      throw new Error(`${sent.type} does not say how an e-mail ended: record email-sent.v1.`);
    const key = keys.email(subject, sent.data.emailId);
    const item = { ...keyOf(key), body: text(JSON.stringify(sent)) };
    return (await this.#putIf(item, NOT_DONE)) === 'put' ? 'recorded' : 'already-recorded';
  }

  #ofParty<Line extends CaseSummary>(
    index: string,
    attribute: string,
    party: string,
    lineFrom: (item: Item) => Line,
  ): AsyncIterable<Line> {
    const items = query(this.#client, {
      TableName: this.#table,
      IndexName: index,
      KeyConditionExpression: `${attribute} = :party`,
      ExpressionAttributeValues: { ':party': text(keptName(party)) },
      ...this.#page,
    });
    return this.#lines(items, lineFrom);
  }

  #dueShards(condition: string, values: Item): AsyncIterable<CaseSummary> {
    const shards = dueShards.map((shard) =>
      query(this.#client, {
        TableName: this.#table,
        IndexName: indexes.due,
        KeyConditionExpression: condition,
        ExpressionAttributeValues: { ...values, ':shard': text(shard) },
        ...this.#page,
      }),
    );
    return this.#lines(
      inOrder(shards, (item) => new Reader(item).text('dueAt')),
      summaryFrom,
    );
  }

  async *#lines<Line>(items: AsyncIterable<Item>, lineFrom: (item: Item) => Line): AsyncGenerator<Line> {
    for await (const item of items) {
      const line = readOr(lineFrom, item, this.#unreadable);
      if (line) yield line;
    }
  }

  async #get(key: Key): Promise<Item | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: keyOf(key), ConsistentRead: true }),
    );
    return Item;
  }

  /** @returns the item that is there when it does not meet the condition; it stands */
  async #putIf(item: Item, condition: string, values?: Item): Promise<'put' | Item> {
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: item,
          ConditionExpression: condition,
          ...(values ? { ExpressionAttributeValues: values } : {}),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'put';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return error.Item ?? {};
      throw error;
    }
  }
}

/** About a tenth of the text; a higher quality costs far more time than it saves bytes. */
const compressed = (inputs: string): Uint8Array =>
  brotliCompressSync(inputs, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
