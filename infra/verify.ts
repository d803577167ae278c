/** `npm run verify`: after a deployment, a child who does not exist goes the whole way, and each alarm is asked whether it has anything to judge by. */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runQuietly } from './deploy/ask.ts';
import { DeployProblem, portTyped } from './deploy/options.ts';
import { REGION } from './region.ts';
import { alarmRows } from './verify/alarm-data.ts';
import { inLocalRun, onAws, type Place } from './verify/places.ts';
import { type Row, rowInWords } from './verify/row.ts';
import { walk } from './verify/walk.ts';

const usage = `npm run verify -- [--stage <name> | --port <port>]

  --stage    the stage that was deployed (default: the one without a name)
  --port     the local run on this port instead

It makes up two councils and a child, which are on no list and count nowhere, and has the child referred, offered, accepted and handed over.
It ends with 1 when a step fails, or when an alarm rings, is missing or has no data that it should have.`;

const EVERY_MILLISECONDS = 5_000;

/** Metrics come minutes after what they count. */
async function countedAlarms(place: Place): Promise<readonly Row[]> {
  const until = performance.now() + place.untilCounted;
  for (;;) {
    const rows = alarmRows(await place.alarms());
    if (rows.every(({ how }) => how !== 'wrong') || performance.now() > until) return rows;
    await wait(EVERY_MILLISECONDS);
  }
}

function placeTyped(): Place {
  let values: { readonly stage?: string; readonly port?: string };
  try {
    ({ values } = parseArgs({ options: { stage: { type: 'string' }, port: { type: 'string' } } }));
  } catch (error) {
    throw new DeployProblem(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
  const port = portTyped(values);
  return port === undefined ? onAws(values.stage, REGION, runQuietly) : inLocalRun(port);
}

try {
  const place = placeTyped();
  console.log(`${place.name}. A referral that was made up:`);
  const steps = await walk(place.tools, (row) => console.log(rowInWords(row)));
  const walked = steps.every(({ how }) => how === 'well');
  const alarms = walked ? await countedAlarms(place) : alarmRows(await place.alarms());
  console.log(['\nIts alarms:', ...alarms.map(rowInWords)].join('\n'));
  const wrong = [...steps, ...alarms].filter(({ how }) => how === 'wrong').length;
  const later = alarms.filter(({ how }) => how === 'later').length;
  console.log(
    wrong === 0
      ? `\nAll is well. ${later} alarms have nothing to judge by yet; that is as it should be.`
      : `\n${wrong} of these ${wrong === 1 ? 'is' : 'are'} wrong.`,
  );
  if (wrong > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof DeployProblem)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
