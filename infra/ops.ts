/** `npm run ops -- look`: looks at what runs, and mends it; in an AWS account, or on this machine. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runQuietly } from './deploy/ask.ts';
import { checkStage } from './deploy/options.ts';
import { awsPlace } from './ops/aws-place.ts';
import { localPlace } from './ops/local-place.ts';
import { operate, type PlaceOf } from './ops/operate.ts';
import { REGION } from './region.ts';
import { stackNames } from './stage.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Whether anything happens by the clock is what the stack was deployed with: one rule, and the next deployment keeps it. */
function deployWith(option: '--live' | '--pause', stage: string | undefined): boolean {
  const named = stage === undefined ? [] : ['--stage', stage];
  const args = ['infra/node24.mjs', 'infra/deploy.ts', option, '--yes', ...named];
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

const placeOf: PlaceOf = ({ stage, port }) => {
  if (port !== undefined) return localPlace(port);
  checkStage(stage);
  const setLive = (live: boolean) => deployWith(live ? '--live' : '--pause', stage);
  return awsPlace({ region: REGION, stage, ...stackNames(stage), setLive }, runQuietly);
};

process.exitCode = await operate(process.argv.slice(2), placeOf, (line) => console.log(line));
