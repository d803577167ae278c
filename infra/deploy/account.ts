import { spawnSync } from 'node:child_process';
import { DeployProblem } from './options.ts';

/** Runs a program and hands back what it printed. */
export type Run = (
  command: string,
  args: readonly string[],
) => { readonly ok: boolean; readonly out: string };

export const runQuietly: Run = (command, args) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  return { ok: status === 0, out: error ? error.message : status === 0 ? stdout.trim() : stderr.trim() };
};

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
