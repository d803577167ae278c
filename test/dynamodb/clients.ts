/** The tables in memory behind the SDK's client: with the whole client before them, or quickly. */
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  IdempotentParameterMismatchException,
  ResourceNotFoundException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { Invalid, type Item } from './expressions.ts';
import { Refusal, type TablesInMemory } from './tables-in-memory.ts';

const $metadata = {};

/** The exception that the SDK makes of a refusal. */
function asException(error: unknown): unknown {
  if (error instanceof Invalid)
    return Object.assign(new Error(error.message), {
      name: 'ValidationException',
      $metadata,
      $fault: 'client',
    });
  if (!(error instanceof Refusal)) return error;
  const { name, message, Item, CancellationReasons } = error;
  switch (name) {
    case 'ConditionalCheckFailedException':
      return new ConditionalCheckFailedException({ message, $metadata, ...(Item ? { Item } : {}) });
    case 'TransactionCanceledException':
      return new TransactionCanceledException({
        message,
        $metadata,
        CancellationReasons: [...(CancellationReasons ?? [])],
      });
    case 'IdempotentParameterMismatchException':
      return new IdempotentParameterMismatchException({ message, $metadata });
    case 'ResourceNotFoundException':
      return new ResourceNotFoundException({ message, $metadata });
    default:
      return error;
  }
}

/** A client in name only: commands go straight to the tables. For who sends millions. */
export const quickClient = (tables: TablesInMemory): DynamoDBClient =>
  ({
    send: async (command: { readonly input: object; readonly constructor: { readonly name: string } }) => {
      try {
        return {
          $metadata,
          ...tables.answer(command.constructor.name.replace(/Command$/, ''), command.input),
        };
      } catch (error) {
        throw asException(error);
      }
    },
    destroy: () => {},
  }) as unknown as DynamoDBClient;

const textOf = (body: string | Uint8Array): string =>
  typeof body === 'string' ? body : new TextDecoder().decode(body);
const fromWire = (_: string, value: unknown): unknown => {
  const bytes =
    typeof value === 'object' && value !== null && Object.keys(value).join() === 'B' ? value : undefined;
  const { B } = (bytes ?? {}) as { readonly B?: unknown };
  return typeof B === 'string' ? { B: new Uint8Array(Buffer.from(B, 'base64')) } : value;
};
const toWire = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;

const bodyOf = (error: Refusal | Invalid): Readonly<Record<string, unknown>> => {
  const more: { readonly Item?: Item | undefined; readonly CancellationReasons?: unknown } =
    error instanceof Refusal ? error : {};
  return {
    __type: `com.amazonaws.dynamodb.v20120810#${error.name}`,
    message: error.message,
    ...(more.Item ? { Item: more.Item } : {}),
    ...(more.CancellationReasons ? { CancellationReasons: more.CancellationReasons } : {}),
  };
};

/** The SDK's own client, which speaks to the tables instead of a server. */
export const wholeClient = (tables: TablesInMemory): DynamoDBClient =>
  new DynamoDBClient({
    region: 'eu-west-2',
    endpoint: 'http://tables.in.memory',
    credentials: { accessKeyId: 'memory', secretAccessKey: 'memory' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: {
        readonly headers: Readonly<Record<string, string>>;
        readonly body: string | Uint8Array;
      }) => {
        const operation = request.headers['x-amz-target']?.split('.')[1] ?? '';
        const answered = (statusCode: number, body: unknown) => ({
          response: {
            statusCode,
            headers: { 'content-type': 'application/x-amz-json-1.0' },
            body: new TextEncoder().encode(JSON.stringify(body, toWire)),
          },
        });
        try {
          const input = JSON.parse(textOf(request.body), fromWire) as object;
          return answered(200, tables.answer(operation, input));
        } catch (error) {
          if (error instanceof Refusal || error instanceof Invalid) return answered(400, bodyOf(error));
          throw error;
        }
      },
    } as never,
  });
