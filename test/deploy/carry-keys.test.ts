import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carryKey, keyOutputs, strayKeys } from '../../infra/deploy/carry-keys.ts';
import { Secrets } from '../../infra/local-aws/services/secrets.ts';
import { carryKeysBack } from '../../infra/ops/keys.ts';
import type { Place } from '../../infra/ops/place.ts';
import { synthesize } from '../template/synthesis.ts';

const [FROM, TO] = [
  'arn:aws:secretsmanager:eu-west-2:1:secret:old-AbCdEf',
  'arn:aws:secretsmanager:eu-west-2:1:secret:new-AbCdEf',
];
const commands = {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
};
const labels = ['AWSCURRENT', 'AWSPREVIOUS', 'FORMER'] as const;

/** Two secrets as the local run plays them, each with a key that CloudFormation made; and a client that reaches them. */
function twoSecrets() {
  const secrets = new Secrets(
    [FROM, TO].map((arn) => ({
      arn,
      name: arn,
      shortName: arn,
      kmsKeyArn: undefined,
      fixed: undefined,
      generate: { PasswordLength: 64, ExcludePunctuation: true },
    })),
    () => new Date('2026-11-30T09:00:00.000Z'),
  );
  let left = Number.POSITIVE_INFINITY;
  const client = new SecretsManagerClient({ region: 'eu-west-2' });
  const mock = mockClient(client);
  for (const [name, command] of Object.entries(commands))
    mock.on(command as typeof GetSecretValueCommand).callsFake((input) => {
      if (left === 0) throw new Error('cut off');
      left -= 1;
      return answered(name.replace('Command', ''), input);
    });
  const answered = (operation: string, input: object): unknown => {
    const { status, body } = secrets.handle(operation, { ...input });
    if (status !== 200) throw new Error(String(body));
    return JSON.parse(String(body));
  };
  return {
    client,
    /** From now on so many calls are answered, and no more. */
    allow: (calls: number) => {
      left = calls;
    },
    act: answered,
    /** What each label says: the key itself. */
    says: (SecretId: string) =>
      labels.map((VersionStage) => {
        try {
          return (answered('GetSecretValue', { SecretId, VersionStage }) as { SecretString: string })
            .SecretString;
        } catch {
          return undefined;
        }
      }),
  };
}
type Two = ReturnType<typeof twoSecrets>;

const versionOf = ({ act }: Two, SecretId: string, stage: string): string | undefined =>
  (
    act('ListSecretVersionIds', { SecretId }) as {
      Versions: { VersionId: string; VersionStages: string[] }[];
    }
  ).Versions.find(({ VersionStages }) => VersionStages.includes(stage))?.VersionId;

/** What an operator does to a key. */
const operations = {
  rotate: ({ act }: Two, SecretId: string) =>
    void act('PutSecretValue', { SecretId, SecretString: crypto.randomUUID() }),
  endOverlap: (two: Two, SecretId: string) => {
    const [previous, former] = ['AWSPREVIOUS', 'FORMER'].map((stage) => versionOf(two, SecretId, stage));
    if (previous === undefined) return;
    two.act('UpdateSecretVersionStage', {
      SecretId,
      VersionStage: 'FORMER',
      MoveToVersionId: previous,
      RemoveFromVersionId: former,
    });
    two.act('UpdateSecretVersionStage', {
      SecretId,
      VersionStage: 'AWSPREVIOUS',
      RemoveFromVersionId: previous,
    });
  },
};
const history = fc.array(fc.constantFrom(...(Object.keys(operations) as (keyof typeof operations)[])), {
  maxLength: 5,
});
const live = (two: Two, SecretId: string, done: readonly (keyof typeof operations)[]): void => {
  for (const one of done) operations[one](two, SecretId);
};

test('whatever was done to a key, its new secret says all that the old one says, and doing it again changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(history, history, async (before, since) => {
      const two = twoSecrets();
      live(two, FROM, before);
      await carryKey(two.client, { from: FROM, to: TO });
      expect(two.says(TO)).toEqual(two.says(FROM));
      expect(two.says(TO)[0]).toMatch(/^[\w-]{36,64}$/);
      await carryKey(two.client, { from: FROM, to: TO });
      expect(two.says(TO)).toEqual(two.says(FROM));
      // A deployment that failed in between, and a rotation before it is tried again.
      live(two, FROM, since);
      await carryKey(two.client, { from: FROM, to: TO });
      expect(two.says(TO)).toEqual(two.says(FROM));
    }),
    { numRuns: 60 },
  );
});

test('wherever it is cut off, the next try ends as if it had not been', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.nat({ max: 12 }), async (before, calls) => {
      const two = twoSecrets();
      live(two, FROM, before);
      const said = two.says(FROM);
      two.allow(calls);
      await carryKey(two.client, { from: FROM, to: TO }).catch(() => undefined);
      two.allow(Number.POSITIVE_INFINITY);
      expect(two.says(FROM)).toEqual(said);
      await carryKey(two.client, { from: FROM, to: TO });
      expect(two.says(TO)).toEqual(said);
    }),
    { numRuns: 60 },
  );
});

test('a key is carried over as long as the pipeline signs with one that is not the tables’ own, and only then', () => {
  const own = { LinkSecretArn: 'own-link', FingerprintSecretArn: 'own-print' };
  const before = { LinkSecretArn: 'old-link', FingerprintSecretArn: 'old-print' };
  expect(strayKeys(undefined, undefined)).toEqual([]);
  expect(strayKeys(own, own)).toEqual([]);
  expect(strayKeys(before, undefined)).toEqual([
    { output: 'LinkSecretArn', from: 'old-link' },
    { output: 'FingerprintSecretArn', from: 'old-print' },
  ]);
  expect(strayKeys({ ...own, LinkSecretArn: 'old-link' }, own)).toEqual([
    { output: 'LinkSecretArn', from: 'old-link' },
  ]);
});

test('going back, the pipeline from before gets the keys that the tables keep: with --yes, and again nothing changes', async () => {
  const two = twoSecrets();
  live(two, FROM, ['rotate', 'rotate', 'endOverlap']);
  const place = { strayKeys: async () => [{ from: FROM, to: TO }], secrets: two.client } as unknown as Place;
  const said: string[] = [];
  const back = (yes: boolean) => carryKeysBack(place, (line) => void said.push(line), yes);
  const keys = two.says(FROM);
  const own = two.says(TO);
  await back(false);
  expect(two.says(TO)).toEqual(own);
  expect(own).not.toEqual(keys);
  for (const _ of ['once', 'again']) {
    await back(true);
    expect([two.says(TO), two.says(FROM)]).toEqual([keys, keys]);
  }
  for (const key of keys.filter((one) => one !== undefined)) expect(said.join()).not.toContain(key);
});

test('both stacks say which secrets are theirs, and they stay when a stack goes', () => {
  const { data, pipeline } = synthesize();
  const secrets = data.findResources('AWS::SecretsManager::Secret');
  expect(Object.keys(secrets)).toHaveLength(keyOutputs.length);
  for (const { DeletionPolicy, UpdateReplacePolicy } of Object.values(secrets))
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
  expect(pipeline.findResources('AWS::SecretsManager::Secret')).toEqual({});
  for (const output of keyOutputs) {
    const value: unknown = data.findOutputs(output)[output]?.Value;
    const id = Object.keys(secrets).find((one) => JSON.stringify(value) === JSON.stringify({ Ref: one }));
    expect(id).toBeDefined();
    // What is in use is what the stack of tables exports.
    expect(JSON.stringify(pipeline.findOutputs(output)[output]?.Value)).toMatch(
      new RegExp(`^\\{"Fn::ImportValue":"NtsData:ExportsOutputRef${id}[0-9A-F]{8}"\\}$`),
    );
  }
});
