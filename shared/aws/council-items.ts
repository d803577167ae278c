import type { DynamoDBClient, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Realm } from '../core/council/verification.ts';
import { type Item, text } from './attributes.ts';
import { councilsPartition } from './keys.ts';
import { query } from './query.ts';

/** Every council in the table and, unless only sort keys with a beginning are asked for, the turns of every region. */
export const councilItems = (
  client: DynamoDBClient,
  table: string,
  beginning?: string,
  page: Pick<QueryCommandInput, 'Limit'> = {},
  of: Realm = 'scheme',
): AsyncIterable<Item> =>
  query(client, {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: `pk = :councils${beginning === undefined ? '' : ' AND begins_with(sk, :beginning)'}`,
    ExpressionAttributeValues: {
      ':councils': text(councilsPartition(of)),
      ...(beginning === undefined ? {} : { ':beginning': text(beginning) }),
    },
    ...page,
  });
