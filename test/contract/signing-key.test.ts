import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe } from 'vitest';
import { Secrets } from '../../infra/local-aws/services/secrets.ts';
import type { Json } from '../../infra/local-aws/template/assembly.ts';
import { RotatedKey } from '../../infra/ops/rotated-key.ts';
import { SecretsManagerSigningKey } from '../../shared/aws/secrets-manager-signing-key.ts';
import { FixedSigningKey } from '../../shared/memory/fixed-signing-key.ts';
import { judgedAws } from './one-dynamodb.ts';
import { keepsSigningKeyPromises } from './signing-key-promises.ts';

const ARN = 'arn:aws:secretsmanager:eu-west-2:000000000000:secret:key-AbCdEf';
const judged = judgedAws();

let secrets: Secrets;
let server: Server | undefined;
let client: SecretsManagerClient;

beforeAll(async () => {
  client = new SecretsManagerClient({
    endpoint: judged ?? (await ours()),
    region: 'eu-west-2',
    credentials: { accessKeyId: 'contract', secretAccessKey: 'contract' },
  });
});
afterAll(() => {
  client?.destroy();
  server?.close();
});

/** @returns the address of Secrets Manager as the local run plays it */
async function ours(): Promise<string> {
  const own = createServer((request, response) => {
    void (async () => {
      const operation = String(request.headers['x-amz-target']).replace('secretsmanager.', '');
      const { status, headers, body } = secrets.handle(operation, (await json(request)) as Json);
      response.writeHead(status, headers).end(body);
    })();
  });
  server = own;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
}

/** A secret as the template asks for it. @returns its ARN */
async function aSecret(): Promise<string> {
  const value = { PasswordLength: 64, ExcludePunctuation: true };
  if (judged === undefined) {
    const secret = { arn: ARN, name: 'key', shortName: 'key', generate: value };
    secrets = new Secrets([{ ...secret, kmsKeyArn: undefined, fixed: undefined }], () => new Date());
    return ARN;
  }
  const made = await client.send(
    new CreateSecretCommand({ Name: `key-${randomUUID()}`, SecretString: randomUUID().repeat(2) }),
  );
  return made.ARN ?? '';
}

describe('SecretsManagerSigningKey', () =>
  keepsSigningKeyPromises(async () => {
    const secret = await aSecret();
    const key = new RotatedKey(client, secret);
    return {
      reader: () => new SecretsManagerSigningKey(client, secret),
      rotate: () => key.rotate(),
      endOverlap: () => key.endOverlap(),
    };
  }));

describe('FixedSigningKey', () =>
  keepsSigningKeyPromises(async () => {
    const key = new FixedSigningKey(randomUUID());
    return {
      reader: () => key,
      rotate: async () => key.rotate(randomUUID()),
      endOverlap: async () => key.endOverlap(),
    };
  }));
