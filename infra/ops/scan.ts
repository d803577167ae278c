import { type DynamoDBClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../shared/aws/attributes.ts';

/** Every item of a table that a scan finds, as it stands now, page after page. For operators alone: no function may scan. */
export async function* scan(
  client: DynamoDBClient,
  input: Omit<ScanCommandInput, 'ConsistentRead'>,
): AsyncGenerator<Item> {
  let from: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ ...input, ConsistentRead: true, ...(from ? { ExclusiveStartKey: from } : {}) }),
    );
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from);
}
