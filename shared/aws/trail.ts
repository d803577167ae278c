import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AnyEvent } from '../../events/catalogue.ts';
import { text } from './attributes.ts';
import { eventFrom } from './event-item.ts';
import { EVENT_PREFIX } from './keys.ts';
import { query } from './query.ts';

/** The events of one partition, in order. */
export async function trailFrom(
  client: DynamoDBClient,
  table: string,
  partition: string,
  page: { readonly Limit?: number } = {},
): Promise<readonly AnyEvent[]> {
  const items = query(client, {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :events)',
    ExpressionAttributeValues: { ':pk': text(partition), ':events': text(EVENT_PREFIX) },
    ...page,
  });
  const events: AnyEvent[] = [];
  for await (const item of items) events.push(eventFrom(item));
  return events;
}
