import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { aFewAtATime } from '../core/a-few-at-a-time.ts';
import { emptyRota } from '../core/allocation/rota.ts';
import type { Council } from '../core/council/council.ts';
import { withPublishedFigures } from '../core/council/published-figures.ts';
import { nationalScopeOf, realmOf } from '../core/council/verification.ts';
import type { Policy } from '../core/policy.ts';
import { type Item, keyOf } from './attributes.ts';
import { countsSeen, sameCounts } from './council-counts.ts';
import { councilFrom, councilItem, MOVES, movedCleared, rotaItem } from './council-item.ts';
import { councilItems } from './council-items.ts';
import { held } from './held.ts';
import { COUNCIL_PREFIX, keys } from './keys.ts';

/** Writes under way at a time: quick enough for 212 councils, gentle enough for a new table. */
const AT_A_TIME = 16;
const ATTEMPTS = 5;
const firstTurns = { state: emptyRota, version: 0, turn: 0 };

/**
 * Adds what is not there, refreshes what was published anew, and leaves alone what the scheme itself has counted. The
 * national rota comes last: until then a view says that nothing is seeded.
 *
 * @param councils of one scheme: those that were made up are seeded apart
 */
export async function seedCouncils(
  client: DynamoDBClient,
  table: string,
  councils: readonly Council[],
  policy: Pick<Policy, 'threshold'>,
): Promise<{ readonly added: number; readonly refreshed: number }> {
  const regions = [...new Set(councils.map(({ region }) => region))];
  const of = realmOf(councils[0]?.code);
  const stored = new Map<string, Item>();
  const items = councilItems(client, table, COUNCIL_PREFIX, {}, of);
  for await (const item of items) stored.set(councilFrom(item).code, item);
  await aFewAtATime(regions, AT_A_TIME, (region) => putOnce(client, table, rotaItem(region, firstTurns)));
  const done = { added: 0, refreshed: 0 };
  await aFewAtATime(councils, AT_A_TIME, async (council) => {
    const before = stored.get(council.code);
    if (!before) {
      if (await putOnce(client, table, councilItem(council, policy))) done.added += 1;
    } else if (await refresh(client, table, council, before, policy)) done.refreshed += 1;
  });
  await putOnce(client, table, rotaItem(nationalScopeOf(of), firstTurns));
  return done;
}

/** @returns whether anything published about the council is new */
async function refresh(
  client: DynamoDBClient,
  table: string,
  council: Council,
  seen: Item,
  policy: Pick<Policy, 'threshold'>,
): Promise<boolean> {
  let stored = seen;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const before = councilFrom(stored);
    const after = withPublishedFigures(before, council);
    if (!after) return false;
    const next = councilItem(after, policy);
    const inFigure = movedCleared(stored, next);
    const { [MOVES]: moves } = stored;
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: keyOf(keys.council(council.code)),
          UpdateExpression: [
            `SET ${publishedAttributes.map((name) => `#${name} = :${name}`).join(', ')}`,
            ...(inFigure.length === 0 ? [] : [`REMOVE ${inFigure.join(', ')}`]),
          ].join(' '),
          // A child may be entered under another day, which changes no count.
          ConditionExpression: `${sameCounts} AND ${moves ? `${MOVES} = :seen_${MOVES}` : `attribute_not_exists(${MOVES})`}`,
          ExpressionAttributeNames: Object.fromEntries(publishedAttributes.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: {
            ...Object.fromEntries(
              publishedAttributes.flatMap((name) => (next[name] ? [[`:${name}`, next[name]]] : [])),
            ),
            ...countsSeen(stored),
            ...(moves ? { [`:seen_${MOVES}`]: moves } : {}),
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
      stored = error.Item;
    }
  }
  throw new Error(
    `The places of ${council.code} changed ${ATTEMPTS} times while it was refreshed; seed again.`,
  );
}

const publishedAttributes = [
  'name',
  'nation',
  'region',
  'regionName',
  'childPopulation',
  'caredForCount',
  'caredForAsAt',
  'caredForSource',
  'netSince',
  'publishedCount',
  'headroom',
] as const;

/** @returns false when there is one already, which stands */
const putOnce = (client: DynamoDBClient, table: string, item: Item): Promise<boolean> =>
  held(
    client.send(
      new PutItemCommand({ TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }),
    ),
  );
