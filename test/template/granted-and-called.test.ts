import path from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../infra/constructs/bundled-code.ts';
import { readAssembly } from '../../infra/local-aws/template/assembly.ts';
import { SHORT_NAME_TAG } from '../../infra/short-name-tag.ts';
import { functionNames } from '../function-names.ts';
import { policiesIn } from './service-reference.ts';
import { synthesize } from './synthesis.ts';

const { folder } = synthesize();
const urls = { httpApiUrl: 'https://pages.example', awsUrl: 'https://aws.example' };
const { resources } = readAssembly(folder, { ...urls, nameTag: SHORT_NAME_TAG });
const all = (type: string) => resources.filter((one) => one.type === `AWS::${type}`);
const listOf = (value: unknown): string[] => [value].flat() as string[];

/** What a call asks IAM for, where that is called otherwise. */
const asks: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:TransactWriteItems': ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  'sqs:SendMessageBatch': ['sqs:SendMessage'],
};

/** What the code of each function can call: the commands of the SDK that are left when what nobody uses is gone. */
const called = new Map(
  buildSync({
    absWorkingDir: projectRoot,
    entryPoints: functionNames.map((name) => ({ in: `functions/${name}/handler.ts`, out: name })),
    bundle: true,
    write: false,
    outdir: 'calls',
    format: 'esm',
    platform: 'node',
    packages: 'external',
    loader: { '.njk': 'text' },
  }).outputFiles.map(({ path: file, text }) => {
    const imports = [...text.matchAll(/import \{([^}]+)\} from "@aws-sdk\/client-([\w-]+)"/g)];
    const calls = imports.flatMap(([, names = '', client = '']) =>
      [...names.matchAll(/\b(\w+)Command\b/g)].map(([, name]) => `${client.replaceAll('-', '')}:${name}`),
    );
    return [path.basename(file, '.js'), new Set(calls.flatMap((call) => asks[call] ?? [call]))] as const;
  }),
);

/** What AWS asks for in a function’s name, and of which functions. */
interface InItsName {
  readonly actions: readonly string[];
  /** Whether AWS does, of this function, with this resource. */
  readonly when: (functionArn: string, resource: string) => boolean;
}
const mappings = all('Lambda::EventSourceMapping').map(({ properties }) => ({
  of: String(properties.FunctionName),
  source: String(properties.EventSourceArn),
  givenUp: (properties.DestinationConfig as { OnFailure?: { Destination?: string } } | undefined)?.OnFailure
    ?.Destination,
}));
const isFed = (functionArn: string, from: (mapping: (typeof mappings)[number]) => boolean): boolean =>
  mappings.some((mapping) => functionArn.endsWith(`:${mapping.of.split(':').at(-1)}`) && from(mapping));
const whenever = () => true;
const inItsName: readonly InItsName[] = [
  { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], when: whenever },
  { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], when: whenever },
  // DynamoDB, SQS and S3 open and make data keys: whether only by way of them is asked in permissions.test.ts.
  { actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'], when: whenever },
  {
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    when: (functionArn, queue) => isFed(functionArn, ({ source }) => source === queue),
  },
  {
    actions: ['sqs:SendMessage'],
    when: (functionArn, queue) =>
      isFed(functionArn, ({ givenUp }) => givenUp === queue) ||
      all('Lambda::EventInvokeConfig').some(
        ({ properties }) =>
          functionArn.endsWith(`:${properties.FunctionName}`) &&
          JSON.stringify(properties.DestinationConfig).includes(`"${queue}"`),
      ),
  },
  {
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    when: (functionArn, stream) => isFed(functionArn, ({ source }) => source === stream),
  },
  {
    actions: ['dynamodb:ListStreams'],
    when: (functionArn) => isFed(functionArn, ({ source }) => source.includes('/stream/')),
  },
];

interface Grant {
  readonly action: string;
  readonly resource: string;
}
const grantsOf = (roleArn: unknown): Grant[] =>
  all('IAM::Policy')
    .filter(({ properties }) => listOf(properties.Roles).some((role) => String(roleArn).endsWith(`/${role}`)))
    .flatMap(({ properties, logicalId }) => policiesIn(properties, logicalId))
    .flatMap(({ statements }) => statements)
    .flatMap(({ Action, Resource }) =>
      listOf(Action).flatMap((action) => listOf(Resource).map((resource) => ({ action, resource }))),
    );

const neverUsed = (functionArn: string, name: string, grants: readonly Grant[]): Grant[] =>
  grants.filter(
    ({ action, resource }) =>
      !called.get(name)?.has(action) &&
      !inItsName.some((one) => one.actions.includes(action) && one.when(functionArn, resource)),
  );

describe.each(all('Lambda::Function'))('$shortName', ({ shortName, arn, properties }) => {
  const grants = grantsOf(properties.Role);

  test('may do nothing that its code never calls, and AWS never does in its name', () => {
    expect(grants.length).toBeGreaterThan(3);
    expect(neverUsed(arn, shortName, grants)).toEqual([]);
  });

  test('and a right that is neither is found', () => {
    const foreign = [
      { action: 'sqs:PurgeQueue', resource: 'arn:aws:sqs:eu-west-2:000000000000:own' },
      { action: 'dynamodb:Scan', resource: 'arn:aws:dynamodb:eu-west-2:000000000000:table/cases' },
      { action: 'sqs:DeleteMessage', resource: 'arn:aws:sqs:eu-west-2:000000000000:of-another' },
    ];
    expect(neverUsed(arn, shortName, foreign)).toEqual(foreign);
  });
});
