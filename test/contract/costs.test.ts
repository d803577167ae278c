import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { councilsPartition, keys, ROTA_PREFIX } from '../../shared/aws/keys.ts';
import type { AllocationInputs } from '../../shared/core/allocation/decision.ts';
import { emptyRota, type RotaState, serve } from '../../shared/core/allocation/rota.ts';
import type { RotaChange } from '../../shared/core/case/change.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { canonicalJson } from '../../shared/core/hash.ts';
import type { SchemeView } from '../../shared/ports/council-store.ts';
import { aCase, aCaseChange, aDeclaration, anEntry, anEvent, anOffer, aReferral } from '../builders.ts';
import { countedOn } from './consumed.ts';
import { type LocalTables, startTables } from './dynamodb-local.ts';
import { opening, policy, reference, taking } from './fleet.ts';

/** Bytes of a value as DynamoDB counts them: a list and a map take three, and one for each of their members. */
const bytesOf = (value: AttributeValue): number => {
  if (value.L !== undefined) return value.L.reduce((sum, one) => sum + 1 + bytesOf(one), 3);
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + sizeOf(value.M);
  return value.B?.length ?? Buffer.byteLength(String(Object.values(value)[0]));
};

/** Bytes of an item: names and values. */
const sizeOf = (item: Record<string, AttributeValue>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + name.length + bytesOf(value), 0);

/** Turns as they are after a year: every party has been served. */
const served = (ids: readonly string[]): RotaState => {
  const parties = ids.map((id, index) => ({ id, weight: index + 7, open: true, able: true }));
  return ids.reduce((state, id) => serve(state, parties, id, 1, policy), emptyRota);
};

/** What one operation costs with all 212 councils and used rotas, so that growth is noticed. */
describe('costs at 212 councils', () => {
  let tables: LocalTables;
  let client: DynamoDBClient;
  let table: string;
  let cases: DynamoCaseStore;
  let councils: DynamoCouncilStore;
  let counted: ReturnType<typeof countedOn>;
  let view: SchemeView;

  beforeAll(async () => {
    tables = await startTables();
    client = tables.connect();
    table = await tables.make('cases');
    cases = new DynamoCaseStore(client, table);
    councils = new DynamoCouncilStore(client, table);
    const all = publishedCouncils().map((council) => ({ ...council, declaration: aDeclaration() }));
    await councils.seed(all, policy);
    const scopes = Map.groupBy(all, ({ region }) => region);
    const replace = (scope: string, ids: readonly string[]): RotaChange => ({
      kind: 'replace',
      scope,
      seen: 0,
      state: served(ids),
    });
    await cases.commit({
      ...opening(1),
      rota: [
        replace('national', [...scopes.keys()]),
        ...[...scopes].map(([scope, of]) =>
          replace(
            scope,
            of.map(({ code }) => code),
          ),
        ),
      ],
    });
    counted = countedOn(client);
    view = await councils.view();
  });

  afterAll(async () => tables?.stop());

  test('the view of the scheme takes one get, one query, and 30 read units at most', async () => {
    const cost = await counted.of(() => councils.view());
    expect(view.councils).toHaveLength(212);
    expect(cost.calls).toEqual({ GetItem: 1, Query: 1 });
    expect(cost.units).toBeGreaterThan(12);
    expect(cost.units).toBeLessThanOrEqual(30);
  });

  test('placing a referral takes one transaction a step, and few units', async () => {
    const hampshire = view.councils.find(({ code }) => code === 'E10000014');
    if (!hampshire) throw new Error('Hampshire is not among the published councils.');
    const id = reference(500);
    const offers = [1, 2, 3].map((rank) =>
      anOffer({ id: `1-${rank}`, rank, role: rank === 1 ? 'primary' : 'back-up' }),
    );
    const received = anEntry('referral-received.v2', { subject: id, number: 1 });
    const made = anEntry('case-resumed.v1', { subject: id, number: 2 });
    const offered = aCaseChange({
      seen: 0,
      case: aCase({ id, version: 2, status: 'offered', round: 1, offers }),
      events: [received, made],
      places: taking(),
      rota: [{ kind: 'tick', scope: 'national', seen: view.national.turn }],
      birthdays: [{ do: 'add', month: '2028-05', child: 1 }],
    });
    const offering = await counted.of(() => cases.commit(offered));
    expect(offering.calls).toEqual({ TransactWriteItems: 1 });
    expect(offering.units).toBeLessThanOrEqual(10);

    const accepted = aCaseChange({
      seen: 2,
      case: { ...offered.case, version: 3, status: 'accepted' },
      events: [anEntry('case-resumed.v1', { subject: id, number: 3 })],
      places: taking({ held: -1, offered: -1, incoming: 1 }),
      rota: ['national', hampshire.region].map((scope) => ({
        kind: 'replace',
        scope,
        seen: scope === 'national' ? view.national.version : (view.regions[scope]?.version ?? 0),
        state: (scope === 'national' ? view.national.state : view.regions[scope]?.state) ?? emptyRota,
      })),
    });
    const accepting = await counted.of(async () =>
      expect(await cases.commit(accepted)).toEqual({ kind: 'committed' }),
    );
    expect(accepting.calls).toEqual({ TransactWriteItems: 1 });
    expect(accepting.units).toBeLessThanOrEqual(14);

    const reading = await counted.of(() => cases.read(id));
    expect(reading).toEqual({ calls: { GetItem: 1 }, units: 1 });
    expect((await counted.of(() => cases.trail(id))).units).toBeLessThanOrEqual(2);
    const claiming = () =>
      cases.claimEmail(id, 'email-1', '2026-11-23T09:00:00.000Z', '2026-11-23T09:01:00.000Z');
    expect((await counted.of(claiming)).units).toBe(1);
    expect((await counted.of(() => cases.recordEmail(id, anEvent('email-sent.v1')))).units).toBe(1);
  });

  test('what is due costs a read of each shard, however many cases are closed', async () => {
    const cost = await counted.of(async () => {
      for await (const _ of cases.due('2020-01-01T00:00:00.000Z')) throw new Error('Nothing is due.');
    });
    expect(cost.calls).toEqual({ Query: 4 });
    expect(cost.units).toBeLessThanOrEqual(2);
  });

  test('items stay small: a council 1 KB, a case with three offers 2 KB, a region’s turns 2 KB, a decision 8 KB', async () => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: councilsPartition('scheme') } },
      }),
    );
    expect(Items).toHaveLength(212 + 12);
    for (const item of Items)
      expect(sizeOf(item)).toBeLessThan(item.sk?.S?.startsWith(ROTA_PREFIX) ? 2048 : 1024);
    const stored = async (key: { pk: string; sk: string }) => {
      const Key = { pk: { S: key.pk }, sk: { S: key.sk } };
      return (await client.send(new GetItemCommand({ TableName: table, Key }))).Item ?? {};
    };
    expect(sizeOf(await stored(keys.case(reference(500))))).toBeLessThan(2048);
    const inputs: AllocationInputs = {
      policy: policy.id,
      today: '2026-11-23',
      facts: aReferral(),
      cleared: [],
      excluded: [],
      turned18: [],
      ages: [],
      councils: view.councils,
      national: view.national.state,
      regions: Object.fromEntries(Object.entries(view.regions).map(([region, { state }]) => [region, state])),
    };
    const text = canonicalJson(inputs);
    const hash = 'd'.repeat(64);
    const keeping = await counted.of(() => cases.keepDecision(reference(500), hash, text));
    expect(await cases.decision(reference(500), hash)).toBe(text);
    expect(sizeOf(await stored(keys.decision(reference(500), hash)))).toBeLessThan(8 * 1024);
    expect(keeping.units).toBeLessThanOrEqual(8);
  });

  test('every case of more than a page of 1 MB is listed', async () => {
    const own = new DynamoCaseStore(tables.client, await tables.make('cases'));
    const note = 'x'.repeat(300_000);
    const id = reference(900);
    let before = opening(900, { id });
    await own.commit(before);
    for (let number = 2; number <= 6; number += 1) {
      const event = anEntry('case-resumed.v1', { subject: id, number, cause: note });
      before = aCaseChange({
        seen: number - 1,
        case: { ...before.case, version: number },
        events: [event],
      });
      expect(await own.commit(before)).toEqual({ kind: 'committed' });
    }
    expect((await own.trail(id)).map(({ trail }) => trail?.number)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
