import { SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from './client-options.ts';

let client: SQSClient | undefined;

/** One client for an instance, made when it is first asked for. */
export function sqs(): SQSClient {
  client ??= new SQSClient({ maxAttempts: 3, ...clientOptions() });
  return client;
}
