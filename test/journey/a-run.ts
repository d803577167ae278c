/** A local run of the synthesized template for one test file, on ports of its own, at a Monday morning of its own. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startSchemeRun, synthesizeScheme } from '../../infra/local/scheme-run.ts';
import { seedThrough } from '../../infra/local/story/seed.ts';
import { offsets } from '../../infra/local-aws/endpoints.ts';
import type { LocalRun, LocalRunOptions } from '../../infra/local-aws/local-run.ts';
import type { Plan } from '../../infra/local-aws/template/plan.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import { NOW } from '../builders.ts';
import { runningDynamoDb } from '../contract/one-dynamodb.ts';
import { quickClient } from '../dynamodb/clients.ts';
import { shapes } from '../dynamodb/shapes.ts';
import { TablesInMemory } from '../dynamodb/tables-in-memory.ts';

const isFree = (port: number): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = createServer()
    .once('error', () => resolve(false))
    .listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  return promise;
};

/** A base port from which every port of a run is free, below those that the system itself hands out. */
export async function freeBasePort(): Promise<number> {
  for (;;) {
    const base = randomInt(12_000, 32_000);
    const ports = Object.values(offsets).map((offset) => base + offset);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return base;
  }
}

/** The most that DynamoDB writes at once. */
const BATCH = 25;

export interface Run {
  readonly localRun: LocalRun;
  readonly cases: DynamoCaseStore;
  readonly councils: DynamoCouncilStore;
  readonly sealed: DynamoSealedStore;
  readonly dynamo: DynamoDBClient;
  readonly sqs: SQSClient;
  /** What went wrong that the run could not put right. */
  readonly troubles: Error[];
  stop(): Promise<void>;
}

const known = (names: Readonly<Record<string, string>>, name: string): string => {
  const found = names[name];
  if (found === undefined) throw new Error(`The template has no "${name}".`);
  return found;
};

export const queueUrl = ({ localRun }: Pick<Run, 'localRun'>, name: string): string =>
  known(localRun.endpoints.queues, name);

export const tableName = ({ localRun }: Pick<Run, 'localRun'>, name: string): string =>
  known(localRun.endpoints.tables, name);

/** What would be seeded call by call, written by the batch: a dear part of every start, and the same in all. */
async function seedAtOnce(localRun: LocalRun): Promise<void> {
  const tables = new TablesInMemory();
  const named = (['cases', 'sealed'] as const).map(
    (short) => [short, tableName({ localRun }, short)] as const,
  );
  for (const [short, name] of named) tables.create(name, shapes[short]);
  await seedThrough(quickClient(tables), localRun);
  for (const [, name] of named) {
    const puts = tables.all(name).map((Item) => ({ PutRequest: { Item } }));
    for (let from = 0; from < puts.length; from += BATCH) {
      const RequestItems = { [name]: puts.slice(from, from + BATCH) };
      const { UnprocessedItems } = await localRun.dynamoDb.ask('BatchWriteItem', { RequestItems });
      if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error(`Not all of ${name} was seeded.`);
    }
  }
}

/** Starts a run with the authorities in its tables. Faults strike by the same numbers every time. */
export async function startRun(options: LocalRunOptions = {}): Promise<Run> {
  const assembly = await synthesizeScheme(() => undefined);
  const localRun = await startSchemeRun({
    port: await freeBasePort(),
    assembly,
    startAt: new Date(NOW),
    // A machine that is busy for five minutes would have the deadlines looked at, and a test would see what follows.
    schedulesWait: true,
    seed: seedAtOnce,
    dynamoDbPort: runningDynamoDb(),
    ...options,
  });
  const { aws: endpoint, region, accessKeyId, secretAccessKey } = localRun.endpoints;
  const connection = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const dynamo = new DynamoDBClient(connection);
  const sqs = new SQSClient(connection);
  const troubles: Error[] = [];
  localRun.on('trouble', (error) => troubles.push(error));
  return {
    localRun,
    dynamo,
    sqs,
    troubles,
    cases: new DynamoCaseStore(dynamo, tableName({ localRun }, 'cases')),
    councils: new DynamoCouncilStore(dynamo, tableName({ localRun }, 'cases')),
    sealed: new DynamoSealedStore(dynamo, tableName({ localRun }, 'sealed')),
    async stop() {
      dynamo.destroy();
      sqs.destroy();
      await localRun.stop();
    },
  };
}

/** Leaves out the schedule that asks every council for its places: two hundred e-mails a morning that a test is not about. */
export const withoutCapacityReminders = (plan: Plan): Plan => {
  const reminding = plan.functions.find(({ shortName }) => shortName === 'remind-capacity');
  return { ...plan, schedules: plan.schedules.filter(({ functionArn }) => functionArn !== reminding?.arn) };
};
