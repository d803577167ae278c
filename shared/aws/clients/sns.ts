import { SNSClient } from '@aws-sdk/client-sns';
import { clientOptions } from './client-options.ts';

let client: SNSClient | undefined;

/** One client for an instance, made when it is first asked for. */
export function sns(): SNSClient {
  client ??= new SNSClient({ maxAttempts: 3, ...clientOptions() });
  return client;
}
