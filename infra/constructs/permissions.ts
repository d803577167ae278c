import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { indexPartitions, type Kind, partitionsOf, type TableName } from '../../shared/aws/keys.ts';
import type { EncryptedTable } from './encrypted-table.ts';

/** What one item operation asks of IAM; a transaction asks for the action of each of its items. */
const tableActions = ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'] as const;
type TableAction = (typeof tableActions)[number];

/** Which kinds of item, and what may be done to each. */
export type Rights<T extends TableName> = { readonly [K in Kind<T>]?: readonly TableAction[] };

const changes: ReadonlySet<TableAction> = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

const openKey = ['kms:Decrypt', 'kms:DescribeKey'];
const writeUnderKey = [...openKey, 'kms:Encrypt', 'kms:GenerateDataKey'];

/** A service asks for the key in the caller's name, so the caller must be allowed to use it, and only there. */
function useKey(
  sid: string,
  key: IKey,
  service: 'dynamodb' | 'sqs',
  actions: readonly string[],
): PolicyStatement {
  return new PolicyStatement({
    sid,
    actions: [...actions],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${Stack.of(key).region}.amazonaws.com` } },
  });
}

/**
 * The keys that a request names begin as these do, all of them. A request that names none is refused: of no key at all,
 * everything is true.
 */
const onlyPartitions = (partitions: readonly string[]) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...partitions] },
  Null: { 'dynamodb:LeadingKeys': 'false' },
});

/**
 * Leave to use some kinds of item of a table, and the table's key: a statement for each action, which names the kinds.
 *
 * @param purpose PascalCase; with the action behind it it is the `sid`: a denied call names it
 */
export function useItems<T extends TableName>(
  purpose: string,
  { table, key, name }: EncryptedTable<T>,
  rights: Rights<T>,
): PolicyStatement[] {
  const given = Object.entries(rights) as [Kind<T>, readonly TableAction[]][];
  const used = tableActions.filter((action) => given.some(([, actions]) => actions.includes(action)));
  return [
    ...used.map((action) => {
      const partitions = given.flatMap(([kind, actions]) =>
        actions.includes(action) ? [partitionsOf(name, kind)] : [],
      );
      return new PolicyStatement({
        sid: `${purpose}${action}`,
        actions: [`dynamodb:${action}`],
        resources: [table.tableArn],
        conditions: onlyPartitions(partitions),
      });
    }),
    useKey(
      `${purpose}Key`,
      key,
      'dynamodb',
      used.some((action) => changes.has(action)) ? writeUnderKey : openKey,
    ),
  ];
}

/** Leave to query indexes of a table, for the partitions of any of them; the key comes with leave to use the table itself. */
export function queryIndex(
  purpose: string,
  { table }: EncryptedTable,
  ...names: readonly (keyof typeof indexPartitions)[]
): PolicyStatement {
  return new PolicyStatement({
    sid: purpose,
    actions: ['dynamodb:Query'],
    resources: names.map((name) => `${table.tableArn}/index/${name}`),
    conditions: onlyPartitions([...new Set(names.flatMap((name) => indexPartitions[name]))]),
  });
}

/** Leave to read a table's stream. */
export function readStream(purpose: string, { table, key }: EncryptedTable): PolicyStatement[] {
  if (table.tableStreamArn === undefined)
    throw new Error(`${table.node.path} has no stream: give the table stream: true.`);
  return [
    new PolicyStatement({
      sid: purpose,
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [table.tableStreamArn],
    }),
    // Lambda asks for the list as well, which is nobody's in particular: granted on one stream it would be granted on none.
    new PolicyStatement({ sid: `${purpose}s`, actions: ['dynamodb:ListStreams'], resources: ['*'] }),
    useKey(`${purpose}Key`, key, 'dynamodb', openKey),
  ];
}

/** Leave to send to queues. */
export function sendTo(purpose: string, ...queues: readonly IQueue[]): PolicyStatement {
  return new PolicyStatement({
    sid: purpose,
    actions: ['sqs:SendMessage'],
    resources: queues.map((queue) => queue.queueArn),
  });
}

/** Leave to send to queues that have a key of their own. SQS makes a data key, and opens it to check that it can. */
export function sendUnderKey(purpose: string, key: IKey, ...queues: readonly IQueue[]): PolicyStatement[] {
  return [
    sendTo(purpose, ...queues),
    useKey(`${purpose}Key`, key, 'sqs', ['kms:Decrypt', 'kms:GenerateDataKey']),
  ];
}

/** What Lambda asks for, in the function's name, to take messages from its queue (as `AWSLambdaSQSQueueExecutionRole` has it). */
export function consumeFrom(purpose: string, queue: IQueue): PolicyStatement {
  return new PolicyStatement({
    sid: purpose,
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    resources: [queue.queueArn],
  });
}

/** Leave to take messages from a queue that has a key of its own. */
export function openMessages(purpose: string, key: IKey): PolicyStatement {
  return useKey(purpose, key, 'sqs', ['kms:Decrypt']);
}
