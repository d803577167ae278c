import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { RotaChange } from '../core/case/change.ts';
import { type Item, keyOf, number, text } from './attributes.ts';
import { keys } from './keys.ts';

/**
 * A transaction may touch an item once, so everything about one rota is one update. New turns of the national rota also
 * count as a tick: whoever read the scheme before they were counted decides again, whichever of the regions was read when.
 */
export function rotaUpdate(table: string, scope: string, changes: readonly RotaChange[]): TransactWriteItem {
  const tick = changes.find((change) => change.kind === 'tick');
  const replaces = changes.filter((change) => change.kind === 'replace');
  const [first] = replaces;
  const last = replaces.at(-1);
  const conditions: string[] = [];
  const sets: string[] = [];
  const values: Item = { ':one': number(1) };
  if (first && last) {
    conditions.push('version = :version');
    sets.push('version = version + :one', '#state = :state');
    values[':version'] = number(first.seen);
    values[':state'] = text(JSON.stringify(last.state));
  }
  if (tick) {
    conditions.push('turn = :turn');
    values[':turn'] = number(tick.seen);
  }
  sets.push('turn = turn + :one');
  return {
    Update: {
      TableName: table,
      Key: keyOf(keys.rota(scope)),
      UpdateExpression: `SET ${sets.join(', ')}`,
      ConditionExpression: conditions.join(' AND '),
      ...(last ? { ExpressionAttributeNames: { '#state': 'state' } } : {}),
      ExpressionAttributeValues: values,
    },
  };
}
