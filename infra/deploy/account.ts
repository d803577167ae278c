import * as z from 'zod';
import type { Run } from './ask.ts';
import { type Before, keptOptions, OPTIONS_OUTPUT } from './kept-options.ts';
import { DeployProblem } from './options.ts';

/**
 * Whose account this is, once it is known to be ready for us.
 *
 * @returns the account's number
 * @throws DeployProblem saying which of the three is missing: the AWS CLI, its credentials, or CDK's bootstrap
 */
export function checkAccount(region: string, run: Run): string {
  if (!run('aws', ['--version']).ok)
    throw new DeployProblem(
      'The AWS CLI is not there. Install version 2 (https://aws.amazon.com/cli) and sign in.',
    );
  const identity = run('aws', [
    'sts',
    'get-caller-identity',
    '--query',
    'Account',
    '--output',
    'text',
    '--region',
    region,
  ]);
  if (!identity.ok)
    throw new DeployProblem(
      `AWS does not know you: ${identity.out}\nSign in first ("aws sso login", or AWS_PROFILE=<profile> before the command).`,
    );
  const account = identity.out;
  const toolkit = ['cloudformation', 'describe-stacks', '--stack-name', 'CDKToolkit', '--region', region];
  if (!run('aws', toolkit).ok)
    throw new DeployProblem(
      `Account ${account} has not been prepared for CDK in ${region}. Once: npx cdk bootstrap aws://${account}/${region}`,
    );
  return account;
}

const described = z.object({
  StackStatus: z.string(),
  Outputs: z.array(z.object({ OutputKey: z.string(), OutputValue: z.string() })).nullish(),
});

/** A stack in one of these was never whole: CDK makes it anew. */
const neverWhole = new Set(['REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED']);

/** What a stack says of itself, by the names of its outputs. */
export type Outputs = Readonly<Record<string, string>>;

/**
 * What a stack says of itself; undefined when it is not there.
 *
 * @throws DeployProblem when it cannot be seen, which is not the same as that it is not there; when somebody else is deploying; when
 * CloudFormation is stuck between two versions
 */
export function outputsOf(stack: string, region: string, run: Run): Outputs | undefined {
  const question = ['cloudformation', 'describe-stacks', '--stack-name', stack, '--region', region];
  const answer = run('aws', [...question, '--query', 'Stacks[0]', '--output', 'json']);
  if (!answer.ok) {
    if (/\bdoes not exist\b/.test(answer.out)) return undefined;
    throw new DeployProblem(`What is deployed cannot be seen, so nothing is changed: ${answer.out}`);
  }
  const { StackStatus: status, Outputs: outputs } = described.parse(JSON.parse(answer.out));
  if (neverWhole.has(status)) return undefined;
  if (status.endsWith('_IN_PROGRESS'))
    throw new DeployProblem(`${stack} is being changed just now (${status}). Wait until that is over.`);
  if (status === 'UPDATE_ROLLBACK_FAILED')
    throw new DeployProblem(
      `${stack} is stuck between two versions (${status}). First: aws cloudformation continue-update-rollback --stack-name ${stack} --region ${region}`,
    );
  return Object.fromEntries((outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
}

/** The output that a part of a stack has: CDK puts the construct's path around its name. */
export const outputOf = (outputs: Outputs | undefined, part: string): string | undefined =>
  Object.entries(outputs ?? {}).find(([key]) => key.includes(part))?.[1];

/** What a stack was deployed with, as it says itself. */
export function deployedBefore(outputs: Outputs | undefined): Before {
  if (outputs === undefined) return { kind: 'nothing' };
  const said = outputs[OPTIONS_OUTPUT];
  return said === undefined
    ? { kind: 'silent' }
    : { kind: 'deployed', options: keptOptions.parse(JSON.parse(said)) };
}
