/** `npm run simulate`: years of a small scheme in which anything can go wrong, watched at every step. */
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { defined } from '../../../shared/core/defined.ts';
import { bugNames, type Kind, storesOf } from './bugs.ts';
import type { Manners } from './people/office.ts';
import { shrink } from './shrink.ts';
import { seedOf, type Year } from './simulate.ts';
import { storyOf } from './story.ts';
import { summary } from './summary.ts';

const usage = `npm run simulate -- [--years 20] [--seed 1] [--workers N] [--stores dynamo] [--bug <name>] [--world <number>] [--silent 10] [--slow 10]
npm run simulate -- --real [--referrals 1000] [--seed 1] [--killing 0.15] [--until end|burst]

  --years    how many years, each a world of its own
  --seed     the same seed gives the same years, to the byte
  --workers  threads (default: one for each core)
  --stores   memory (the twins; the default), or dynamo: the stores that run on AWS, over tables in memory that keep every condition
  --bug      with a mistake in the stores, to see it found: ${bugNames.join(', ')}
  --world    tells the story of one failing world again

  --silent    of a hundred councils, how many never answer what they are asked for places (default 10)
  --slow      and how many only when their time is up (default 10); each is so for the whole year

  --real      the same rules, watched on DynamoDB Local and the real local servers: a burst of referrals,
              functions killed at their work, people who answer, until every case has come to its end
  --referrals how many come at once
  --killing   chance that an invocation is marked to be killed, 0 to 1: each costs a new process
  --until     burst: only until the burst has been dealt with (1,000 referrals: twenty minutes on two cores)`;

function options() {
  const { values } = parseArgs({
    options: {
      years: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      workers: { type: 'string', default: String(availableParallelism()) },
      stores: { type: 'string', default: 'memory' },
      bug: { type: 'string' },
      world: { type: 'string' },
      silent: { type: 'string', default: '10' },
      slow: { type: 'string', default: '10' },
      real: { type: 'boolean', default: false },
      referrals: { type: 'string', default: '1000' },
      killing: { type: 'string', default: '0.15' },
      until: { type: 'string', default: 'end' },
      help: { type: 'boolean', default: false },
    },
  });
  const whole = (
    name: 'years' | 'seed' | 'workers' | 'world' | 'referrals' | 'silent' | 'slow',
    least: number,
  ): number => {
    const number = Number(values[name]);
    if (!Number.isInteger(number) || number < least)
      throw new RangeError(`--${name} has to be a whole number, ${least} or more.`);
    return number;
  };
  const killing = Number(values.killing);
  if (!(killing >= 0 && killing <= 1)) throw new RangeError('--killing has to be a number from 0 to 1.');
  if (values.until !== 'end' && values.until !== 'burst')
    throw new RangeError('--until has to be end or burst.');
  const bug = bugNames.find((name) => name === values.bug);
  if (values.bug !== undefined && bug === undefined)
    throw new RangeError(`--bug has to be one of ${bugNames.join(', ')}.`);
  if (values.stores !== 'memory' && values.stores !== 'dynamo')
    throw new RangeError('--stores has to be memory or dynamo.');
  const kind: Kind = bug ?? values.stores;
  return {
    help: values.help,
    years: whole('years', 1),
    seed: whole('seed', 0),
    workers: whole('workers', 1),
    world: values.world === undefined ? undefined : whole('world', 0),
    kind,
    manners: { silent: whole('silent', 0), slow: whole('slow', 0) },
    real: values.real,
    referrals: whole('referrals', 1),
    killing,
    until:
      values.until === 'burst' ? ('the burst is dealt with' as const) : ('everything has ended' as const),
  };
}

function progress(done: number, all: number, since: number): void {
  const seconds = (performance.now() - since) / 1_000;
  const rate = done / seconds;
  const words = `${done} of ${all} years, ${rate.toFixed(1)} a second`;
  if (process.stderr.isTTY) {
    const filled = Math.round((30 * done) / all);
    process.stderr.write(
      `\r[${'#'.repeat(filled)}${' '.repeat(30 - filled)}] ${words}, ${Math.round((all - done) / rate)} s left   ${done === all ? '\n' : ''}`,
    );
  } else if (done === all || done % Math.max(1, Math.floor(all / 10)) === 0)
    process.stderr.write(`${words}\n`);
}

/** Simulates on several threads; stops at the first year that breaks a rule. */
async function simulate(
  seeds: readonly number[],
  workers: number,
  kind: Kind,
  manners: Manners,
): Promise<readonly Year[]> {
  const years = new Map<number, Year>();
  const since = performance.now();
  let next = 0;
  let failed = false;
  await Promise.all(
    Array.from({ length: Math.min(workers, seeds.length) }, async () => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url));
      const ended = new Promise<never>((_, reject) => worker.once('error', reject));
      while (next < seeds.length && !failed) {
        const seed = seeds[next] ?? 0;
        next += 1;
        const year = await Promise.race([
          ended,
          new Promise<Year>((resolve) => {
            worker.once('message', resolve);
            worker.postMessage({ seed, kind, manners });
          }),
        ]);
        years.set(seed, year);
        failed ||= year.failure !== undefined;
        progress(years.size, seeds.length, since);
      }
      await worker.terminate();
    }),
  );
  return seeds.flatMap((seed) => years.get(seed) ?? []);
}

async function main(): Promise<void> {
  const {
    help,
    years: count,
    seed,
    workers,
    kind,
    manners,
    world,
    real,
    referrals,
    killing,
    until,
  } = options();
  if (help) return console.log(usage);
  if (real) {
    // Only who asks for the servers waits for their modules.
    const { simulateForReal } = await import('./real/command.ts');
    if (!(await simulateForReal({ seed, referrals, killing, until }))) process.exitCode = 1;
    return;
  }
  const from = performance.now();
  const seeds =
    world === undefined ? Array.from({ length: count }, (_, year) => seedOf(seed, year)) : [world];
  const years = await simulate(seeds, workers, kind, manners);
  const failed = years.find(({ failure }) => failure !== undefined);
  if (failed !== undefined) {
    console.error(`\nWorld ${failed.seed} broke a rule. Looking for the least that does…\n`);
    const given = { seed: failed.seed, manners, ...defined({ stores: storesOf(kind) }) };
    console.log(await storyOf(given, await shrink(given)));
    process.exitCode = 1;
    return;
  }
  const hash = createHash('sha256');
  for (const year of years) hash.update(year.hash);
  console.log(summary(years, (performance.now() - from) / 1_000, hash.digest('hex')));
}

try {
  await main();
} catch (error) {
  if (!(error instanceof RangeError) && !(error instanceof TypeError && 'code' in error)) throw error;
  console.error(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}
