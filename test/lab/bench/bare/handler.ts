import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

/** The least that a function of this pipeline could be: one client, one call. */
export const handler = async (): Promise<unknown> =>
  client.send(
    new GetItemCommand({
      TableName: process.env.CASES_TABLE ?? '',
      Key: { pk: { S: 'CASE#NTS-7F3K-2M9Q' }, sk: { S: 'CASE' } },
    }),
  );
