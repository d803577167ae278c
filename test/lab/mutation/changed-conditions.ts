/** Stands between the stores and DynamoDB Local: hears every condition that they send, and changes one of them on its way. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { DynamoDb } from '../../../infra/local-aws/services/dynamodb.ts';

/** Where a condition stands and what it says. */
export interface Sent {
  /** Such as `Put EMAIL#/EMAIL#`. */
  readonly of: string;
  readonly condition: string;
  readonly isKey: boolean;
}

export interface Between {
  readonly port: number;
  /** Told of every condition. */
  onSent: (sent: Sent) => void;
  /** The one that is changed, and into what. */
  change: { readonly of: string; readonly condition: string; readonly into: string } | undefined;
  stop(): void;
}

type Value = Readonly<Record<string, unknown>>;

/** One request, or one line of a transaction. */
interface Line {
  Key?: Readonly<Record<string, Value>>;
  Item?: Readonly<Record<string, Value>>;
  IndexName?: string;
  ConditionExpression?: string;
  KeyConditionExpression?: string;
  UpdateExpression?: string;
  ExpressionAttributeNames?: Readonly<Record<string, string>>;
  ExpressionAttributeValues?: Readonly<Record<string, Value>>;
}

const expressions = ['ConditionExpression', 'KeyConditionExpression', 'UpdateExpression'] as const;

/** A key without what differs from item to item: `CASE#NTS-…` is `CASE#`. */
const shape = (part: Value | undefined): string => {
  const words = String(part?.S);
  if (words.includes('#')) return `${words.split('#')[0]}#`;
  return /^[A-Z-]+$/.test(words) ? words : '…';
};

const kindOf = (operation: string, line: Line): string => {
  const { pk, sk } = line.Key ?? line.Item ?? {};
  if (pk) return `${operation} ${shape(pk)}/${shape(sk)}`;
  const partition = /= (:\w+)/.exec(line.KeyConditionExpression ?? '')?.[1] ?? '';
  return `${operation} ${line.IndexName ?? shape(line.ExpressionAttributeValues?.[partition])}`;
};

/** DynamoDB refuses what is named and not used: that would be noticed whatever the condition says. */
function withoutUnused(line: Line): void {
  const said = expressions.map((name) => line[name] ?? '').join(' ');
  const uses = new Set(said.match(/[:#]\w+/g));
  for (const name of ['ExpressionAttributeNames', 'ExpressionAttributeValues'] as const) {
    const used = Object.entries(line[name] ?? {}).filter(([key]) => uses.has(key));
    if (used.length > 0) Object.assign(line, { [name]: Object.fromEntries(used) });
    else delete line[name];
  }
}

const linesOf = (operation: string, body: object): readonly (readonly [string, Line])[] =>
  'TransactItems' in body
    ? (body.TransactItems as Record<string, Line>[]).flatMap((item) => Object.entries(item))
    : [[operation.replace(/Item$/, ''), body]];

export async function between(tables: DynamoDb): Promise<Between> {
  const hear = (operation: string, line: Line): void => {
    for (const name of ['ConditionExpression', 'KeyConditionExpression'] as const) {
      const condition = line[name];
      if (condition === undefined) continue;
      const of = kindOf(operation, line);
      self.onSent({ of, condition, isKey: name === 'KeyConditionExpression' });
      if (self.change?.of !== of || self.change.condition !== condition) continue;
      if (self.change.into === '') delete line[name];
      else line[name] = self.change.into;
      withoutUnused(line);
    }
  };
  const server = createServer(async (incoming, outgoing) => {
    const target = String(incoming.headers['x-amz-target']);
    const body = JSON.parse(await text(incoming)) as object;
    for (const [operation, line] of linesOf(target.split('.')[1] ?? '', body)) hear(operation, line);
    const answer = await tables.forward(target, JSON.stringify(body));
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const self: Between = {
    port: (server.address() as AddressInfo).port,
    onSent: () => undefined,
    change: undefined,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return self;
}
