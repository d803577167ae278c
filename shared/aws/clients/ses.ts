import { SESClient } from '@aws-sdk/client-ses';
import { clientOptions } from './client-options.ts';

let client: SESClient | undefined;

/**
 * Tries once: SES cannot tell a repeated mail from a new one, so only the queue, which asks our records first, tries again. Each time over
 * a connection of its own: one kept while the function was frozen is dead, and would use up that try
 * (https://github.com/aws/aws-sdk-js-v3/issues/1196).
 */
export function ses(): SESClient {
  client ??= new SESClient({ maxAttempts: 1, ...clientOptions(10_000, false) });
  return client;
}
