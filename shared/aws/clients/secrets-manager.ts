import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOptions } from './client-options.ts';

let client: SecretsManagerClient | undefined;

/** One client for an instance, made when it is first asked for. */
export function secretsManager(): SecretsManagerClient {
  client ??= new SecretsManagerClient({ maxAttempts: 4, ...clientOptions() });
  return client;
}
