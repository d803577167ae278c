/** SQS's older Query protocol (form in, XML out), which command line tools before 2023 speak, to and from its JSON protocol. */
import { randomUUID } from 'node:crypto';
import type { Json } from '../template/assembly.ts';
import { type AwsAnswer, escapeXml } from './aws-answers.ts';

export interface QueryCall {
  readonly operation: string;
  readonly body: Json;
}

const numbers = new Set([
  'MaxNumberOfMessages',
  'WaitTimeSeconds',
  'VisibilityTimeout',
  'DelaySeconds',
  'MaxResults',
]);
/** Query's singular list names and the JSON protocol's plural ones. */
const lists: Readonly<Record<string, string>> = {
  AttributeName: 'AttributeNames',
  MessageAttributeName: 'MessageAttributeNames',
  MessageSystemAttributeName: 'MessageSystemAttributeNames',
  SendMessageBatchRequestEntry: 'Entries',
  DeleteMessageBatchRequestEntry: 'Entries',
  ChangeMessageVisibilityBatchRequestEntry: 'Entries',
};
const maps: Readonly<Record<string, string>> = {
  Attribute: 'Attributes',
  MessageAttribute: 'MessageAttributes',
};

/** @param path the request's path: Query calls name the queue by their URL as often as by a field */
export function readQuery(form: URLSearchParams, path: string, host: string): QueryCall {
  const tree: Json = {};
  for (const [key, value] of form) {
    if (key === 'Action' || key === 'Version') continue;
    let node = tree;
    const parts = key.split('.');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      node[part] ??= {};
      node = node[part] as Json;
    }
    node[last] = value;
  }
  const body = shape(tree);
  if (body.QueueUrl === undefined && path.length > 1) body.QueueUrl = `http://${host}${path}`;
  return { operation: form.get('Action') ?? '', body };
}

function shape(tree: Json): Json {
  const shaped: Json = {};
  for (const [key, value] of Object.entries(tree)) {
    const list = lists[key];
    const map = maps[key];
    if (map && typeof value === 'object') shaped[map] = shapeMap(value as Json);
    else if (list && typeof value === 'object')
      shaped[list] = Object.values(value as Json).map((one) =>
        typeof one === 'object' ? shape(one as Json) : one,
      );
    else shaped[key] = numbers.has(key) ? Number(value) : value;
  }
  return shaped;
}

function shapeMap(entries: Json): Json {
  return Object.fromEntries(
    (Object.values(entries) as { Name?: string; Key?: string; Value: unknown }[]).map((entry) => [
      entry.Name ?? entry.Key ?? '',
      entry.Value,
    ]),
  );
}

/** Gives a JSON answer the shape that the Query protocol's clients expect. */
export function asQueryAnswer(operation: string, answer: AwsAnswer): AwsAnswer {
  const parsed = (answer.body ? JSON.parse(answer.body) : {}) as Json;
  const headers = { 'content-type': 'text/xml' };
  if (answer.status !== 200) {
    const [given] = (answer.headers['x-amzn-query-error'] ?? '').split(';');
    const code = given || String(parsed.__type).split('#').at(-1) || 'InternalError';
    return {
      status: answer.status,
      headers,
      body: `<?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(String(parsed.message ?? ''))}</Message><Detail/></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
    };
  }
  const result = Object.entries(parsed)
    .map(([key, value]) => element(operation, key, value))
    .join('');
  return {
    status: 200,
    headers,
    body: `<?xml version="1.0"?><${operation}Response xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${operation}Response>`,
  };
}

function element(operation: string, key: string, value: unknown): string {
  const each = (name: string) =>
    (value as unknown[]).map((one) => `<${name}>${inner(operation, one)}</${name}>`).join('');
  if (key === 'Messages') return each('Message');
  if (key === 'QueueUrls') return each('QueueUrl');
  if (key === 'Successful') return each(`${operation}ResultEntry`);
  if (key === 'Failed') return each('BatchResultErrorEntry');
  if (key === 'Attributes')
    return Object.entries(value as Json)
      .map(
        ([name, one]) =>
          `<Attribute><Name>${escapeXml(name)}</Name><Value>${escapeXml(String(one))}</Value></Attribute>`,
      )
      .join('');
  if (key === 'MessageAttributes')
    return Object.entries(value as Json)
      .map(
        ([name, one]) =>
          `<MessageAttribute><Name>${escapeXml(name)}</Name><Value>${inner(operation, one)}</Value></MessageAttribute>`,
      )
      .join('');
  return `<${key}>${inner(operation, value)}</${key}>`;
}

function inner(operation: string, value: unknown): string {
  if (typeof value !== 'object' || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .map(([key, one]) => element(operation, key, one))
    .join('');
}
