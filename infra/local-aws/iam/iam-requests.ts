/** Turns a call to AWS into the accesses that IAM would judge: one for each item, index, identity or key that it touches. */

import { LocalRunError } from '../local-run-error.ts';
import type { Json } from '../template/assembly.ts';
import { ACCOUNT, PARTITION, REGION } from '../template/physical-names.ts';
import type { Plan, TablePlan } from '../template/plan.ts';
import type { Access } from './iam.ts';

export interface ServiceCall {
  /** Signing name: dynamodb, sqs, ses, sns, secretsmanager. */
  readonly service: string;
  /** The operation, for example TransactWriteItems. */
  readonly operation: string;
  readonly body: Json;
}

/** @throws LocalRunError for an operation that cannot be judged. */
export function accessesOf(call: ServiceCall, plan: Plan): Access[] {
  if (call.service === 'dynamodb')
    return call.operation.startsWith('Streams.') ? streamAccesses(call, plan) : tableAccesses(call, plan);
  if (call.service === 'sqs') return queueAccesses(call, plan);
  if (call.service === 'ses') return mailAccesses(call);
  if (call.service === 'secretsmanager') return secretAccesses(call, plan);
  if (call.service === 'sns')
    return [{ action: `sns:${call.operation}`, resource: String(call.body.TopicArn ?? '*') }];
  if (call.service === 's3') return objectAccesses(call, plan);
  throw new LocalRunError(
    `No function may call ${call.service} in the local run: it plays DynamoDB, SQS, SES, SNS, S3 and Secrets Manager.`,
  );
}

type Item = Record<string, Record<string, unknown>>;
interface Keyed {
  TableName?: string;
  Key?: Item;
  Item?: Item;
  UpdateExpression?: string;
  ConditionExpression?: string;
  ProjectionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
}
type Context = Record<string, readonly string[]>;

const single: Readonly<Record<string, 'Key' | 'Item'>> = {
  GetItem: 'Key',
  PutItem: 'Item',
  UpdateItem: 'Key',
  DeleteItem: 'Key',
};
const inTransaction: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

function tableAccesses({ operation, body }: ServiceCall, plan: Plan): Access[] {
  const table = (name: unknown) => tableNamed(plan, String(name));
  const one = (action: string, keyed: Keyed, enclosing: Context = {}): Access[] => {
    const of = table(keyed.TableName);
    return withTableKey(of, {
      action: `dynamodb:${action}`,
      resource: of.arn,
      context: { ...leading(of, [keyed.Key ?? keyed.Item]), ...attributesOf(action, keyed), ...enclosing },
    });
  };
  if (single[operation]) return one(operation, body as Keyed);
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems')
    return ((body.TransactItems ?? []) as Record<string, Keyed>[]).flatMap((item) =>
      Object.entries(item).flatMap(([kind, keyed]) =>
        one(inTransaction[kind] ?? kind, keyed, { 'dynamodb:EnclosingOperation': [operation] }),
      ),
    );
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem')
    return Object.entries((body.RequestItems ?? {}) as Record<string, unknown>).flatMap(
      ([name, requests]) => {
        const of = table(name);
        const items =
          operation === 'BatchGetItem'
            ? ((requests as { Keys: Item[] }).Keys ?? [])
            : (requests as { PutRequest?: Keyed; DeleteRequest?: Keyed }[]).map(
                (request) => request.PutRequest?.Item ?? request.DeleteRequest?.Key,
              );
        return withTableKey(of, {
          action: `dynamodb:${operation}`,
          resource: of.arn,
          context: leading(of, items),
        });
      },
    );
  if (operation === 'Query' || operation === 'Scan') {
    const of = table(body.TableName);
    const index = body.IndexName as string | undefined;
    const value =
      operation === 'Query'
        ? partitionAskedFor(body, (index && of.indexHashKeys[index]) || of.hashKey)
        : undefined;
    return withTableKey(of, {
      action: `dynamodb:${operation}`,
      resource: index ? `${of.arn}/index/${index}` : of.arn,
      context: value === undefined ? {} : { 'dynamodb:LeadingKeys': [value] },
    });
  }
  if (operation === 'ListTables') return [{ action: 'dynamodb:ListTables', resource: '*' }];
  if (body.TableName !== undefined)
    return [{ action: `dynamodb:${operation}`, resource: table(body.TableName).arn }];
  throw new LocalRunError(
    `The local run cannot judge dynamodb:${operation}. Teach it in infra/local-aws/iam/iam-requests.ts.`,
  );
}

function tableNamed(plan: Plan, given: string): TablePlan {
  const found = plan.tables.find((table) => table.name === given || table.arn === given);
  return (
    found ?? {
      name: given,
      shortName: given,
      arn: `arn:${PARTITION}:dynamodb:${REGION}:${ACCOUNT}:table/${given}`,
      streamArn: undefined,
      hashKey: 'pk',
      indexHashKeys: {},
      ttlAttribute: undefined,
      kmsKeyArn: undefined,
      create: {},
    }
  );
}

/** DynamoDB opens the table's key in the caller's name. */
function withTableKey(table: TablePlan, access: Access): Access[] {
  return table.kmsKeyArn ? [access, throughKey('kms:Decrypt', table.kmsKeyArn, 'dynamodb')] : [access];
}

export const throughKey = (action: string, resource: string, service: string): Access => ({
  action,
  resource,
  context: { 'kms:ViaService': [`${service}.${REGION}.amazonaws.com`] },
});

function leading(table: TablePlan, items: readonly (Item | undefined)[]): Record<string, string[]> {
  const values = items.flatMap((item) => Object.values(item?.[table.hashKey] ?? {}).map(String));
  return values.length ? { 'dynamodb:LeadingKeys': values } : {};
}

const notNames = new Set(['SET', 'ADD', 'REMOVE', 'DELETE', 'AND', 'OR', 'NOT', 'BETWEEN', 'IN']);

/** The top-level attributes that an expression speaks of. */
const namesIn = (expression: string | undefined, names: Record<string, string>): string[] =>
  [...(expression ?? '').matchAll(/(?<![\w.:#])([#A-Za-z_][\w]*)(?!\w|\s*\()/g)].flatMap(([, name = '']) =>
    notNames.has(name.toUpperCase()) ? [] : [names[name] ?? name],
  );

/** The attributes that a request names; one that reads an item whole names none. */
function attributesOf(action: string, keyed: Keyed): Context {
  if (action === 'GetItem' && keyed.ProjectionExpression === undefined) return {};
  const names = keyed.ExpressionAttributeNames ?? {};
  const asked = new Set([
    ...Object.keys(keyed.Item ?? keyed.Key ?? {}),
    ...namesIn(keyed.UpdateExpression, names),
    ...namesIn(keyed.ConditionExpression, names),
    ...namesIn(keyed.ProjectionExpression, names),
  ]);
  return { 'dynamodb:Attributes': [...asked] };
}

function partitionAskedFor(body: Json, hashKey: string): string | undefined {
  const names = (body.ExpressionAttributeNames ?? {}) as Record<string, string>;
  const values = (body.ExpressionAttributeValues ?? {}) as Item;
  for (const [, name = '', value = ''] of String(body.KeyConditionExpression ?? '').matchAll(
    /([#\w]+)\s*=\s*(:\w+)/g,
  ))
    if ((names[name] ?? name) === hashKey) return String(Object.values(values[value] ?? {})[0]);
  return undefined;
}

function streamAccesses({ operation, body }: ServiceCall, plan: Plan): Access[] {
  const name = operation.slice('Streams.'.length);
  const stream = plan.tables.find((table) => table.streamArn === body.StreamArn)?.streamArn;
  return [{ action: `dynamodb:${name}`, resource: stream ?? '*' }];
}

const batches: Readonly<Record<string, string>> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};

function queueAccesses({ operation, body }: ServiceCall, plan: Plan): Access[] {
  const action = batches[operation] ?? operation;
  if (operation === 'ListQueues') return [{ action: 'sqs:ListQueues', resource: '*' }];
  const name =
    String(body.QueueUrl ?? body.QueueName)
      .split('/')
      .at(-1) ?? '';
  const queue = plan.queues.find((one) => one.name === name);
  const access: Access = {
    action: `sqs:${action}`,
    resource: queue?.arn ?? `arn:${PARTITION}:sqs:${REGION}:${ACCOUNT}:${name}`,
  };
  if (!queue?.kmsKeyArn) return [access];
  const decrypt = throughKey('kms:Decrypt', queue.kmsKeyArn, 'sqs');
  if (action === 'SendMessage')
    return [access, throughKey('kms:GenerateDataKey', queue.kmsKeyArn, 'sqs'), decrypt];
  return action === 'ReceiveMessage' ? [access, decrypt] : [access];
}

/** The body of an SES call is read by ses.ts, which knows the protocol and the message inside. */
function mailAccesses({ operation, body }: ServiceCall): Access[] {
  if (operation === 'DescribeActiveReceiptRuleSet') return [{ action: `ses:${operation}`, resource: '*' }];
  const {
    from = '',
    display,
    recipients = [],
    identity = '',
    configurationSet,
  } = body as {
    from?: string;
    display?: string;
    recipients?: string[];
    identity?: string;
    configurationSet?: string;
  };
  const context = {
    'ses:FromAddress': [from],
    'ses:Recipients': recipients,
    ...(display ? { 'ses:FromDisplayName': [display] } : {}),
  };
  const arn = (rest: string) => `arn:${PARTITION}:ses:${REGION}:${ACCOUNT}:${rest}`;
  return [
    { action: `ses:${operation}`, resource: arn(`identity/${identity}`), context },
    ...(configurationSet
      ? [{ action: `ses:${operation}`, resource: arn(`configuration-set/${configurationSet}`), context }]
      : []),
  ];
}

/** The bucket and key of an S3 call are read from its path by s3.ts, which also knows the tags that the object has. */
function objectAccesses({ operation, body }: ServiceCall, plan: Plan): Access[] {
  const bucket = plan.buckets.find(({ name }) => name === body.bucket);
  const arn = `arn:${PARTITION}:s3:::${String(body.bucket)}`;
  if (operation === 'ListBucket')
    return [
      {
        action: 's3:ListBucket',
        resource: arn,
        context: body.prefix === undefined ? {} : { 's3:prefix': [String(body.prefix)] },
      },
    ];
  const resource = `${arn}/${String(body.key)}`;
  const tags = Object.entries((body.tags ?? {}) as Record<string, string>);
  const access: Access = {
    action: `s3:${operation}`,
    resource,
    context: {
      ...Object.fromEntries(tags.map(([name, value]) => [`s3:ExistingObjectTag/${name}`, [value]])),
      ...(body.ifNoneMatch === undefined ? {} : { 's3:if-none-match': [String(body.ifNoneMatch)] }),
    },
  };
  // What is removed, or only tagged, need not be opened.
  if (!bucket?.kmsKeyArn || (operation !== 'PutObject' && operation !== 'GetObject')) return [access];
  const action = operation === 'PutObject' ? 'kms:GenerateDataKey' : 'kms:Decrypt';
  return [access, throughKey(action, bucket.kmsKeyArn, 's3')];
}

function secretAccesses({ operation, body }: ServiceCall, plan: Plan): Access[] {
  const id = String(body.SecretId);
  const secret = plan.secrets.find((one) => one.arn === id || one.name === id);
  // As in AWS, a call that names no label has none to be judged by.
  const stage =
    body.VersionStage === undefined ? {} : { 'secretsmanager:VersionStage': [String(body.VersionStage)] };
  const access: Access = {
    action: `secretsmanager:${operation}`,
    resource: secret?.arn ?? id,
    context: stage,
  };
  return secret?.kmsKeyArn
    ? [access, throughKey('kms:Decrypt', secret.kmsKeyArn, 'secretsmanager')]
    : [access];
}
