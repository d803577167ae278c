import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AnyEvent } from '../../events/catalogue.ts';
import type { VersionedRota } from '../core/allocation/scheme.ts';
import { mergedPlaces } from '../core/case/places.ts';
import type { CouncilChange } from '../core/council/change.ts';
import type { Council } from '../core/council/council.ts';
import { usesAsMany } from '../core/council/declared.ts';
import { headroom } from '../core/council/headroom.ts';
import type { Word } from '../core/council/hearing.ts';
import { type Realm, realmOf } from '../core/council/verification.ts';
import type { Policy } from '../core/policy.ts';
import type { CouncilStore, SchemeView } from '../ports/council-store.ts';
import { type Item, keyOf, number, Reader, readOr } from './attributes.ts';
import { countsSeen, sameCounts } from './council-counts.ts';
import { councilFrom, rotaFrom } from './council-item.ts';
import { councilItems } from './council-items.ts';
import { councilTransaction } from './council-transaction.ts';
import type { QueryOptions } from './dynamo-case-store.ts';
import { eventFrom, trailOf } from './event-item.ts';
import { COUNCIL_PREFIX, keys, ROTA_PREFIX, trailPartition } from './keys.ts';
import { placeUpdate } from './place-update.ts';
import { seedCouncils } from './seed-councils.ts';
import { trailFrom } from './trail.ts';

/** Places of a council can change while its figure is worked out; more often than this in a row is no coincidence. */
const ATTEMPTS = 5;

/** Councils and turns in the table `cases`; every read is strongly consistent. */
export class DynamoCouncilStore implements CouncilStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #page: { readonly Limit?: number };
  readonly #unreadable: QueryOptions['unreadable'];

  /** @param options.unreadable told of each council that a view leaves out: nothing is offered to one nobody can read */
  constructor(client: DynamoDBClient, table: string, { pageSize, unreadable }: QueryOptions = {}) {
    this.#client = client;
    this.#table = table;
    this.#page = pageSize === undefined ? {} : { Limit: pageSize };
    this.#unreadable = unreadable;
  }

  /**
   * The national rota is read before the councils: a commit that counts turns also ticks it, so whoever decides on a view
   * that was torn by one loses the race for the tick.
   */
  async view(of: Realm = 'scheme'): Promise<SchemeView> {
    const national = await this.#get(keys.nationalRota(of));
    if (!national) throw new Error(`The table ${this.#table} has no councils: seed them first.`);
    const councils: Council[] = [];
    const regions: Record<string, VersionedRota> = {};
    for await (const item of this.#councils(undefined, of)) {
      const sort = new Reader(item).text('sk');
      if (sort.startsWith(ROTA_PREFIX)) regions[sort.slice(ROTA_PREFIX.length)] = rotaFrom(item);
      else {
        const council = readOr(councilFrom, item, this.#unreadable);
        if (council) councils.push(council);
      }
    }
    const without = councils.find(({ region }) => !(region in regions));
    if (without) throw new Error(`The region ${without.region} has no rota: seed its councils again.`);
    return { councils, national: rotaFrom(national), regions };
  }

  async read(code: string): Promise<Council | undefined> {
    const item = await this.#get(keys.council(code));
    return item && councilFrom(item);
  }

  async turns(region: string): Promise<{ national: VersionedRota; region: VersionedRota } | undefined> {
    const [national, own] = await Promise.all([
      this.#get(keys.nationalRota(realmOf(region))),
      this.#get(keys.regionRota(region)),
    ]);
    return national && own && { national: rotaFrom(national), region: rotaFrom(own) };
  }

  trail(code: string): Promise<readonly AnyEvent[]> {
    return trailFrom(this.#client, this.#table, trailPartition(code), this.#page);
  }

  async event(code: string, eventNumber: number): Promise<AnyEvent | undefined> {
    const item = await this.#get(keys.event(code, eventNumber));
    return item && eventFrom(item);
  }

  async commit(change: CouncilChange): Promise<'committed' | 'lost-race'> {
    const { hash } = trailOf(change.event);
    let stored = change.caredFor ? await this.#get(keys.council(change.code)) : undefined;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      try {
        await this.#client.send(
          new TransactWriteItemsCommand(councilTransaction(this.#table, change, stored)),
        );
        return 'committed';
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const [council = {}, event = {}] = error.CancellationReasons ?? [];
        const codes = [council.Code, event.Code];
        if (codes.includes('ConditionalCheckFailed')) {
          if (council.Code === 'ConditionalCheckFailed' && !council.Item) throw notStored(change.code);
          // It stands in the trail already, perhaps with others after it: an earlier attempt of ours.
          const standing = event.Item && trailOf(eventFrom(event.Item)).hash;
          if (standing === hash || council.Item?.trailHash?.S === hash) return 'committed';
          if (!council.Item || new Reader(council.Item).number('trailNumber') !== change.seen)
            return 'lost-race';
          if (change.decidedOn && !usesAsMany(councilFrom(council.Item).declaration, change.decidedOn))
            return 'lost-race';
          // Only the places moved meanwhile: work the headroom out again from what is there now.
          stored = council.Item;
        } else if (codes.includes('TransactionConflict')) return 'lost-race';
        else throw error;
      }
    }
    return 'lost-race';
  }

  async hear(code: string, word: Word): Promise<'committed' | 'lost-race'> {
    for (const change of mergedPlaces([{ council: code, hearing: word }])) {
      const { Update } = placeUpdate(this.#table, change) ?? {};
      try {
        if (Update) await this.#client.send(new UpdateItemCommand(Update));
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) throw notStored(code);
        if (error instanceof TransactionConflictException) return 'lost-race';
        throw error;
      }
    }
    return 'committed';
  }

  seed(
    councils: readonly Council[],
    policy: Pick<Policy, 'threshold'>,
  ): Promise<{ readonly added: number; readonly refreshed: number }> {
    return seedCouncils(this.#client, this.#table, councils, policy);
  }

  async miscounted(policy: Pick<Policy, 'threshold'>): Promise<readonly string[]> {
    const codes: string[] = [];
    for await (const item of this.#councils(COUNCIL_PREFIX)) {
      const council = readOr(councilFrom, item, this.#unreadable);
      if (council && headroom(council, policy) !== new Reader(item).number('headroom'))
        codes.push(council.code);
    }
    return codes;
  }

  async recount(code: string, policy: Pick<Policy, 'threshold'>): Promise<'unchanged' | 'corrected'> {
    let stored = await this.#get(keys.council(code));
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      if (!stored) throw notStored(code);
      const right = headroom(councilFrom(stored), policy);
      if (right === new Reader(stored).number('headroom')) return 'unchanged';
      try {
        await this.#client.send(
          new UpdateItemCommand({
            TableName: this.#table,
            Key: keyOf(keys.council(code)),
            UpdateExpression: 'SET headroom = :headroom',
            ConditionExpression: sameCounts,
            ExpressionAttributeValues: { ':headroom': number(right), ...countsSeen(stored) },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return 'corrected';
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        stored = error.Item;
      }
    }
    throw new Error(
      `The places of ${code} changed ${ATTEMPTS} times while they were counted; trying again later helps.`,
    );
  }

  #councils(beginning?: string, of?: Realm): AsyncIterable<Item> {
    return councilItems(this.#client, this.#table, beginning, this.#page, of);
  }

  async #get(key: { readonly pk: string; readonly sk: string }): Promise<Item | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: keyOf(key), ConsistentRead: true }),
    );
    return Item;
  }
}

const notStored = (code: string): Error =>
  new Error(`No council ${code} is stored: seed the councils first.`);
