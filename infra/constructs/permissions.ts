import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { EncryptedTable } from './encrypted-table.ts';

/** What one item operation asks of IAM; a transaction asks for the action of each of its items. */
export type TableAction = 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** Everything that deciding about a case takes: read it, and commit state, event and places in one transaction. */
export const decideOnCases: readonly TableAction[] = [
  'GetItem',
  'Query',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
];

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
 * Leave to use a table and its key.
 *
 * @param purpose PascalCase, ends up in the `sid`: a denied call names it
 */
export function useTable(
  purpose: string,
  { table, key }: EncryptedTable,
  actions: readonly TableAction[],
): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: purpose,
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
    }),
    useKey(
      `${purpose}Key`,
      key,
      'dynamodb',
      actions.some((action) => changes.has(action)) ? writeUnderKey : openKey,
    ),
  ];
}

/** Leave to query one index of a table; the key comes with leave to use the table itself. */
export function queryIndex(purpose: string, { table }: EncryptedTable, index: string): PolicyStatement {
  return new PolicyStatement({
    sid: purpose,
    actions: ['dynamodb:Query'],
    resources: [`${table.tableArn}/index/${index}`],
  });
}

/** Leave to read a table's stream. */
export function readStream(purpose: string, { table, key }: EncryptedTable): PolicyStatement[] {
  if (table.tableStreamArn === undefined)
    throw new Error(`${table.node.path} has no stream: give the table stream: true.`);
  return [
    new PolicyStatement({
      sid: purpose,
      actions: [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ],
      resources: [table.tableStreamArn],
    }),
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

/** Leave to send to a queue that has a key of its own. SQS makes a data key, and opens it to check that it can. */
export function sendUnderKey(purpose: string, queue: IQueue, key: IKey): PolicyStatement[] {
  return [
    sendTo(purpose, queue),
    useKey(`${purpose}Key`, key, 'sqs', ['kms:Decrypt', 'kms:GenerateDataKey']),
  ];
}

/** Leave to take messages from a queue and to say what became of them. */
export function consumeFrom(purpose: string, queue: IQueue): PolicyStatement {
  return new PolicyStatement({
    sid: purpose,
    actions: [
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:ChangeMessageVisibility',
      'sqs:GetQueueAttributes',
    ],
    resources: [queue.queueArn],
  });
}
