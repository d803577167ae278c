import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions } from './client-options.ts';

let client: DynamoDBClient | undefined;

/** One client for an instance, made when it is first asked for. */
export function dynamo(): DynamoDBClient {
  client ??= new DynamoDBClient({ maxAttempts: 4, ...clientOptions() });
  return client;
}
