import { createServer } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Template } from 'aws-cdk-lib/assertions';
import { DataStack } from '../../infra/data-stack.ts';
import { DynamoDb } from '../../infra/local/services/dynamodb.ts';
import { anApp } from '../template/synthesis.ts';

interface Tables {
  readonly cases: string;
  readonly sealed: string;
}

/** DynamoDB Local with tables as the data stack defines them. */
export interface LocalTables {
  readonly client: DynamoDBClient;
  /** Another client of the same server. */
  connect(): DynamoDBClient;
  /** A fresh pair of tables. */
  make(): Promise<Tables>;
  stop(): Promise<void>;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer()
    .once('error', reject)
    .listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  return promise;
}

export async function startTables(): Promise<LocalTables> {
  const port = await freePort();
  const server = await DynamoDb.start({ port });
  const connect = (): DynamoDBClient =>
    new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-west-2',
      credentials: { accessKeyId: 'contract', secretAccessKey: 'contract' },
      maxAttempts: 2,
    });
  const client = connect();
  const defined = Object.values(
    Template.fromStack(new DataStack(anApp(), 'NtsData')).findResources('AWS::DynamoDB::Table'),
  ).map(({ Properties }) => Properties);
  let made = 0;
  return {
    client,
    connect,
    async make() {
      made += 1;
      const create = async (short: string): Promise<string> => {
        const table = defined.find(({ Tags }) =>
          (Tags as { Key: string; Value: string }[]).some(
            ({ Key, Value }) => Key === 'nts:name' && Value === short,
          ),
        );
        if (!table) throw new Error(`The data stack defines no table "${short}".`);
        const { AttributeDefinitions, BillingMode, GlobalSecondaryIndexes, KeySchema } = table;
        const TableName = `${short}-${made}`;
        await client.send(
          new CreateTableCommand({
            TableName,
            AttributeDefinitions,
            BillingMode,
            KeySchema,
            ...(GlobalSecondaryIndexes ? { GlobalSecondaryIndexes } : {}),
          }),
        );
        return TableName;
      };
      return { cases: await create('cases'), sealed: await create('sealed') };
    },
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}
