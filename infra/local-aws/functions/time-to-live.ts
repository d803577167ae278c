/** DynamoDB's time to live, by the run's clock: DynamoDB Local goes by the machine's and forgets items without index keys. */

import type { Clock } from '../clock.ts';
import type { DynamoDb } from '../services/dynamodb.ts';
import type { Json } from '../template/assembly.ts';
import type { TablePlan } from '../template/plan.ts';
import type { StreamReader } from './stream-reader.ts';

/** Deletes every item whose time is over. @returns how many there were */
export async function expireItems(
  dynamoDb: DynamoDb,
  table: TablePlan,
  clock: Clock,
  reader: StreamReader | undefined,
): Promise<number> {
  if (!table.ttlAttribute) return 0;
  const keys = (table.create.KeySchema as { AttributeName: string }[]).map((key) => key.AttributeName);
  let deleted = 0;
  let from: Json | undefined;
  do {
    const page = (await dynamoDb.ask('Scan', {
      TableName: table.name,
      FilterExpression: '#ttl <= :now',
      ProjectionExpression: keys.map((_, index) => `#k${index}`).join(', '),
      ExpressionAttributeNames: {
        '#ttl': table.ttlAttribute,
        ...Object.fromEntries(keys.map((key, index) => [`#k${index}`, key])),
      },
      ExpressionAttributeValues: { ':now': { N: String(Math.floor(clock.now().getTime() / 1_000)) } },
      ...(from ? { ExclusiveStartKey: from } : {}),
    })) as { Items: Json[]; LastEvaluatedKey?: Json };
    for (const key of page.Items) {
      reader?.expired.add(JSON.stringify(key));
      await dynamoDb.ask('DeleteItem', { TableName: table.name, Key: key });
      deleted += 1;
    }
    from = page.LastEvaluatedKey;
  } while (from);
  return deleted;
}
