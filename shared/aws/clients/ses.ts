import { SESClient } from '@aws-sdk/client-ses';
import { clientOptions } from './client-options.ts';

let client: SESClient | undefined;

/** Tries once: SES cannot tell a repeated mail from a new one, so only the queue, which asks our records first, tries again. */
export function ses(): SESClient {
  client ??= new SESClient({ maxAttempts: 1, ...clientOptions(10_000) });
  return client;
}
