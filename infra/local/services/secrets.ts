/** Secrets Manager's GetSecretValue: values are made anew for each run and never leave its memory. */
import { randomBytes, randomInt } from 'node:crypto';
import type { Json } from '../template/assembly.ts';
import type { SecretPlan } from '../template/plan.ts';
import { type AwsAnswer, awsFault } from './aws-answers.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

export class Secrets {
  readonly #values = new Map<string, { secret: SecretPlan; value: string; version: string }>();

  constructor(secrets: readonly SecretPlan[]) {
    for (const secret of secrets) {
      const entry = {
        secret,
        value: secret.fixed ?? generate(secret.generate ?? {}),
        version: randomBytes(16).toString('hex'),
      };
      this.#values.set(secret.arn, entry);
      this.#values.set(secret.name, entry);
    }
  }

  handle(operation: string, body: Json): AwsAnswer {
    const found = this.#values.get(String(body.SecretId));
    if (operation !== 'GetSecretValue' && operation !== 'DescribeSecret')
      return awsFault(
        'secretsmanager',
        400,
        'InvalidRequestException',
        `The local run plays GetSecretValue, not ${operation}.`,
      );
    if (!found)
      return awsFault(
        'secretsmanager',
        400,
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      );
    const { secret, value, version } = found;
    return {
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version,
        VersionStages: ['AWSCURRENT'],
        ...(operation === 'GetSecretValue' ? { SecretString: value } : {}),
      }),
    };
  }
}

/** What CloudFormation's GenerateSecretString makes. */
function generate(options: Json): string {
  const length = Number(options.PasswordLength ?? 32);
  const excluded = new Set(String(options.ExcludeCharacters ?? ''));
  const alphabet = [
    ...(options.ExcludeLowercase ? '' : lower),
    ...(options.ExcludeUppercase ? '' : lower.toUpperCase()),
    ...(options.ExcludeNumbers ? '' : digits),
    ...(options.ExcludePunctuation ? '' : punctuation),
    ...(options.IncludeSpace ? ' ' : ''),
  ].filter((character) => !excluded.has(character));
  const password = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
  const key = options.GenerateStringKey;
  if (typeof key !== 'string') return password;
  return JSON.stringify({
    ...(JSON.parse(String(options.SecretStringTemplate ?? '{}')) as Json),
    [key]: password,
  });
}
