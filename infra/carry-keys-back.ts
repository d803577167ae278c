/** `npm run carry-keys-back`: gives a pipeline from before the keys that the stack of tables keeps (infra/runbooks/going-back.md). */
import { parseArgs } from 'node:util';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { outputsOf } from './deploy/account.ts';
import { runQuietly } from './deploy/ask.ts';
import { carryKey, strayKeys } from './deploy/carry-keys.ts';
import { checkStage, DeployProblem } from './deploy/options.ts';
import { REGION } from './region.ts';
import { stackNames } from './stage.ts';

async function carryBack(): Promise<string> {
  const { stage } = parseArgs({ options: { stage: { type: 'string' } } }).values;
  checkStage(stage);
  const names = stackNames(stage);
  const [kept, running] = [names.data, names.pipeline].map((stack) => outputsOf(stack, REGION, runQuietly));
  const stray = strayKeys(running, kept);
  if (stray.length === 0) return `${names.pipeline} signs with the keys that ${names.data} keeps.`;
  const client = new SecretsManagerClient({ region: REGION });
  for (const { output, from: to } of stray) {
    const from = kept?.[output];
    if (from === undefined) throw new DeployProblem(`${names.data} keeps no ${output}: nothing was carried.`);
    await carryKey(client, { from, to });
  }
  return `${names.pipeline} signs as before, within five minutes.`;
}

try {
  console.log(await carryBack());
} catch (error) {
  if (!(error instanceof DeployProblem)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
