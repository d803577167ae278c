/** Our stacks in the other AWS: deployed by the CDK’s own command line, as a person would. */
import path from 'node:path';
import { run as runProgram } from '../environment.ts';
import type { AnotherAws } from './server.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const cdk = path.join(root, 'node_modules/aws-cdk/bin/cdk');

interface Ended {
  readonly ok: boolean;
  readonly said: string;
}

async function runCdk(aws: AnotherAws, args: readonly string[]): Promise<Ended> {
  const { status, out, errors } = await runProgram(process.execPath, [cdk, ...args], root, {
    ...process.env,
    ...aws.environment,
    CI: 'true',
  });
  return { ok: status === 0, said: `${out}\n${errors}`.trim() };
}

const lastWords = (said: string): string => said.split('\n').slice(-12).join('\n');

/** @throws Error with the CDK’s last words */
async function succeed(aws: AnotherAws, args: readonly string[]): Promise<void> {
  const { ok, said } = await runCdk(aws, args);
  if (!ok) throw new Error(`cdk ${args[0]} failed:\n${lastWords(said)}`);
}

/** What every first deployment into an account needs. */
export const bootstrap = (aws: AnotherAws): Promise<void> =>
  succeed(aws, ['bootstrap', `aws://${aws.account}/${aws.environment.AWS_REGION}`]);

const deployment = (assembly: string) => [
  'deploy',
  '--all',
  '--app',
  assembly,
  '--require-approval',
  'never',
];

export const deploy = (aws: AnotherAws, assembly: string): Promise<void> =>
  succeed(aws, deployment(assembly));

/** @throws Error when it was deployed all the same */
export async function failToDeploy(aws: AnotherAws, assembly: string): Promise<void> {
  const { ok } = await runCdk(aws, deployment(assembly));
  if (ok) throw new Error('What cannot be deployed was deployed.');
}

/** Synthesizes the stacks with other options, bundles and all. */
export const synthesizeWith = (aws: AnotherAws, context: Readonly<Record<string, string>>, to: string) =>
  succeed(aws, [
    'synth',
    '--quiet',
    '--output',
    to,
    ...Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ]);

export interface Standing {
  readonly status: string;
  /** Physical ids by logical id. */
  readonly resources: ReadonlyMap<string, string>;
}

/** What CloudFormation says of a stack. @throws Error when it knows none of that name */
export async function standing(aws: AnotherAws, stack: string): Promise<Standing> {
  const asked = async (action: string) => {
    const { status, xml } = await aws.ask('cloudformation', {
      Action: action,
      StackName: stack,
      Version: '2010-05-15',
    });
    if (status !== 200) throw new Error(`${action} of ${stack}: ${xml}`);
    return xml;
  };
  const [, status = ''] = /<StackStatus>(\w+)<\/StackStatus>/.exec(await asked('DescribeStacks')) ?? [];
  const resources = [
    ...(await asked('DescribeStackResources')).matchAll(/<member>([\s\S]*?)<\/member>/g),
  ].map(([, member = '']) => {
    const field = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(member)?.[1] ?? '';
    return [field('LogicalResourceId'), field('PhysicalResourceId')] as const;
  });
  return { status, resources: new Map(resources) };
}

/** What one output of a stack says. */
export async function outputOf(aws: AnotherAws, stack: string, name: string): Promise<string> {
  const { xml } = await aws.ask('cloudformation', {
    Action: 'DescribeStacks',
    StackName: stack,
    Version: '2010-05-15',
  });
  const [, value] =
    new RegExp(`<OutputKey>${name}</OutputKey>\\s*<OutputValue>([^<]*)</OutputValue>`).exec(xml) ?? [];
  if (value === undefined) throw new Error(`${stack} has no output ${name}.`);
  return value;
}
