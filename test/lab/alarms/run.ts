/** `npm run alarms`: what fails, which alarm rings, after how many minutes, and how long a child could have waited. */
import { parseArgs } from 'node:util';
import { play } from './play.ts';
import { scenarios } from './scenarios.ts';
import { resourcesIn } from './template.ts';

const usage = `npm run alarms -- [--only <alarm>] [--without <alarm>]

  Plays every fault over the simulated scheme, and lets the synthesized alarms look at it (npm run synth makes them).

  --only     the faults that ring this alarm
  --without  as if this alarm were not there`;

const hours = (minutes: number): string =>
  Number.isFinite(minutes) ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : 'none open';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      without: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const resources = resourcesIn('cdk.out');
  const { without } = values;
  console.log(
    '| What fails | Alarm | Minutes | First time to answer by | Rang beside it |\n| --- | --- | --- | --- | --- |',
  );
  for (const scenario of scenarios) {
    if (values.only !== undefined && scenario.rings !== values.only) continue;
    const { minutes, deadline, beside } = await play(
      resources,
      scenario,
      without === undefined ? {} : { without },
    );
    const late = minutes === undefined || minutes > scenario.within;
    if (late) process.exitCode = 1;
    console.log(
      `| ${scenario.fails} | ${scenario.rings} | ${minutes ?? `none in ${scenario.within}`} | ${hours(deadline)} | ${[...new Set(beside)].join(', ')} |`,
    );
  }
}

await main();
