import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { FingerprintClaim } from '../core/case/duplicates.ts';
import { defined } from '../core/defined.ts';
import { type Item, keyOf, type Reader, text } from './attributes.ts';
import { keys } from './keys.ts';

/** The first case of a fingerprint is kept apart from the others: most have no other, and those stored before had one only. */
const holdersItem = ([first, ...others]: readonly string[]): Item => ({
  ...(first === undefined ? {} : { caseId: text(first) }),
  ...(others.length === 0 ? {} : { sharedWith: text(others.join(' ')) }),
});

/** The cases that a stored fingerprint is of. */
export const holdersIn = (read: Reader): readonly string[] => [
  read.text('caseId'),
  ...(read.has('sharedWith') ? read.text('sharedWith').split(' ') : []),
];

/** Makes a case a holder of a fingerprint, unless its holders have changed since they were seen. */
export function fingerprintPut(
  table: string,
  caseId: string,
  { fingerprint, seen, beside = [] }: FingerprintClaim,
): TransactWriteItem {
  const { caseId: first, sharedWith } = holdersItem(seen ?? []);
  const condition =
    first === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: `caseId = :seen AND ${sharedWith === undefined ? 'attribute_not_exists(sharedWith)' : 'sharedWith = :sharedWith'}`,
          ExpressionAttributeValues: {
            ':seen': first,
            ...defined({ ':sharedWith': sharedWith }),
          },
        };
  return {
    Put: {
      TableName: table,
      Item: { ...keyOf(keys.fingerprint(fingerprint)), ...holdersItem([...beside, caseId]) },
      ...condition,
    },
  };
}
