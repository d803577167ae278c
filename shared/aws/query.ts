import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './attributes.ts';

/** Every item a query finds, page after page; the next page is fetched when the last one is used up. */
export async function* query(client: DynamoDBClient, input: QueryCommandInput): AsyncGenerator<Item> {
  let from: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({ ...input, ...(from ? { ExclusiveStartKey: from } : {}) }),
    );
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from);
}

/** Sequences that are in order each, as one sequence in order; each is read no further than needed. */
export async function* inOrder<T>(
  sequences: readonly AsyncIterable<T>[],
  sortKey: (element: T) => string,
): AsyncGenerator<T> {
  const iterators = sequences.map((sequence) => sequence[Symbol.asyncIterator]());
  const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
  for (;;) {
    let first: { at: number; value: T; key: string } | undefined;
    for (const [at, head] of heads.entries()) {
      if (head.done) continue;
      const key = sortKey(head.value);
      if (!first || key < first.key) first = { at, value: head.value, key };
    }
    if (!first) return;
    yield first.value;
    const iterator = iterators[first.at];
    if (iterator) heads[first.at] = await iterator.next();
  }
}
