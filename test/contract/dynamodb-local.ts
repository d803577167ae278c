import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Template } from 'aws-cdk-lib/assertions';
import { DataStack } from '../../infra/data-stack.ts';
import { DynamoDb } from '../../infra/local-aws/services/dynamodb.ts';
import { SHORT_NAME_TAG } from '../../infra/short-name-tag.ts';
import { anApp } from '../template/synthesis.ts';
import { freePort } from './free-port.ts';
import { judgedAws, runningDynamoDb } from './one-dynamodb.ts';

type Table = 'cases' | 'sealed';

/** DynamoDB Local with tables as the data stack defines them. */
export interface LocalTables {
  readonly client: DynamoDBClient;
  /** Another client of the same server. */
  connect(): DynamoDBClient;
  /** A fresh table, by its name. */
  make(short: Table): Promise<string>;
  /** Takes away every table that was made. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

const local = (port: number): string => `http://127.0.0.1:${port}`;

async function aServer(): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  const judged = judgedAws();
  if (judged !== undefined) return { endpoint: judged, stop: async () => undefined };
  const running = runningDynamoDb();
  if (running !== undefined) return { endpoint: local(running), stop: async () => undefined };
  const port = await freePort();
  const server = await DynamoDb.start({ port });
  return { endpoint: local(port), stop: () => server.stop() };
}

export async function startTables(): Promise<LocalTables> {
  const server = await aServer();
  const connect = (): DynamoDBClient =>
    new DynamoDBClient({
      endpoint: server.endpoint,
      region: 'eu-west-2',
      credentials: { accessKeyId: 'contract', secretAccessKey: 'contract' },
      maxAttempts: 2,
    });
  const client = connect();
  const defined = Object.values(
    Template.fromStack(new DataStack(anApp(), 'NtsData')).findResources('AWS::DynamoDB::Table'),
  ).map(({ Properties }) => Properties);
  let made: string[] = [];
  return {
    client,
    connect,
    async make(short) {
      const table = defined.find(({ Tags }) =>
        (Tags as { Key: string; Value: string }[]).some(
          ({ Key, Value }) => Key === SHORT_NAME_TAG && Value === short,
        ),
      );
      if (!table) throw new Error(`The data stack defines no table "${short}".`);
      const { AttributeDefinitions, BillingMode, GlobalSecondaryIndexes, KeySchema } = table;
      const TableName = `${short}-${randomUUID()}`;
      await client.send(
        new CreateTableCommand({
          TableName,
          AttributeDefinitions,
          BillingMode,
          KeySchema,
          ...(GlobalSecondaryIndexes ? { GlobalSecondaryIndexes } : {}),
        }),
      );
      made.push(TableName);
      return TableName;
    },
    async clear() {
      const all = made;
      made = [];
      for (const TableName of all) await client.send(new DeleteTableCommand({ TableName }));
    },
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}
