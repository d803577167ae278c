/** `npm run bench`: what the pipeline costs, in time, units and money. Prints tables and writes .cache/bench.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, platform } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  isStartUpTrick,
  type StartUpTrick,
  startUpTricks,
} from '../../../infra/constructs/start-up-tricks.ts';
import { prices } from '../../../infra/prices.ts';
import { allocationTimes } from './allocation.ts';
import { alternatives, floor, requestsAlone } from './beside.ts';
import { deskPages, size } from './desk-pages.ts';
import { fairnessBench } from './fairness.ts';
import { fairnessWords } from './fairness-words.ts';
import { table } from './measure.ts';
import { highest, type Memory } from './memory.ts';
import { type PlacementCost, placementCost } from './placement.ts';
import { levelAt, levels, limitsFor, metAt } from './scale.ts';
import { silenceBench, silenceWords } from './silence-words.ts';
import { hasValgrind, type StartUp, smallest, startUps } from './start-up.ts';
import { throughput } from './throughput.ts';
import type { Share } from './where-units-go.ts';

const parts = [
  'allocation',
  'fairness',
  'silence',
  'desk',
  'start-up',
  'placement',
  'throughput',
  'scale',
] as const;
type Part = (typeof parts)[number];

const usage = `Usage: npm run bench -- [--only ${parts.join('|')}] [--no-instructions] [--without ${Object.keys(startUpTricks).join('|')}]
  --no-instructions   leaves out counting instructions with valgrind (some minutes)
  --without           builds the bundles without something that makes them start quickly, to see what it is worth`;

const say = (line: string) => console.log(line);
const results: Record<string, unknown> = {};
const memories: (readonly Memory[])[] = [];

function allocation(): void {
  const times = allocationTimes();
  results.allocation = times;
  const [first] = times;
  say('\nAllocation check, processor time');
  say(
    table(
      ['councils', 'ms', 'times the first'],
      times.map(({ councils, milliseconds }) => [
        String(councils),
        milliseconds,
        milliseconds / (first?.milliseconds ?? 1),
      ]),
    ),
  );
}

const ratio = (part: number | undefined, whole: number | undefined) =>
  part === undefined || whole === undefined ? '-' : `${(part / whole).toFixed(2)} x`;

async function startUp(counting: boolean, without: readonly StartUpTrick[]): Promise<void> {
  const all = await startUps(counting, without);
  results.startUp = all;
  const bare = all.find(({ name }) => name === smallest);
  const total = ({ imported, firstCall }: StartUp) => imported + firstCall;
  const left = without.length === 0 ? '' : ` Without ${without.join(', ')}.`;
  say(
    `\nStart-up of each bundle: import and first call, against the smallest handler that reads one item.${left}`,
  );
  say(
    table(
      ['function', 'kB', 'import ms', 'first call ms', 'both', ...(counting ? ['M instructions', ''] : [])],
      all.map((one) => [
        one.name,
        one.bytes / 1_000,
        one.imported,
        one.firstCall,
        ratio(total(one), bare && total(bare)),
        ...(counting ? [(one.instructions ?? 0) / 1e6, ratio(one.instructions, bare?.instructions)] : []),
      ]),
    ),
  );
  if (counting)
    say(`Two counts of the smallest handler are ${(bare?.apartPpm ?? 0).toFixed(1)} millionths apart.`);
  else if (!hasValgrind())
    say('Instructions are left out: valgrind is not installed (Debian: sudo apt-get install valgrind).');
}

let counted: PlacementCost | undefined;
const placed = async () => {
  counted ??= await placementCost();
  return counted;
};

async function placement(): Promise<void> {
  const cost = await placed();
  results.placement = cost;
  say('\nOne placed referral: three councils asked, the first accepts, arranges, confirms the handover');
  const units = (first: string, all: readonly Share[]) =>
    say(
      table(
        [first, 'read units', 'write units', 'largest, bytes'],
        all.map(({ kind, reads, writes, bytes }) => [kind, reads, writes, bytes]),
      ),
    );
  units('function', [...cost.byFunction, { kind: 'all', reads: cost.reads, writes: cost.writes, bytes: 0 }]);
  say('\nWhere the units go');
  units('kind of item', cost.bySort);
  for (const { step, shares } of cost.byStep) units(`… ${step}`, shares);
  const requests = Object.entries(cost.requests).map(([service, count]) => `${service} ${count}`);
  say(
    `requests: ${requests.join(', ')}; messages ${cost.messages}; e-mails ${cost.emails} to ${cost.recipients} addresses, of ${Math.round(cost.emailBytes / cost.emails / 100) / 10} kB; pages ${cost.pageRequests}; invocations ${cost.invocations}`,
  );
  say(
    table(
      ['function', 'invocations', 'GB-seconds'],
      cost.invoked.map(({ name, times, gigabyteSeconds }) => [name, times, gigabyteSeconds]),
    ),
  );
  const rows = Object.entries(cost.dollarsPerThousand);
  const all = rows.reduce((sum, [, dollars]) => sum + dollars, 0);
  say(`\nUS dollars for 1,000 placed referrals (list prices, ${prices.asOf})`);
  say(
    table(
      ['', 'dollars'],
      [...rows, ['all', all]].map(([name, dollars]) => [String(name), Number(dollars).toFixed(3)]),
    ),
  );
  const goal = 0.015;
  const four = rows
    .filter(([name]) => /^(tables|queues|functions|pages)/.test(name))
    .reduce((sum, [, dollars]) => sum + dollars, 0);
  say(`Tables, queues, functions and pages together ${four.toFixed(3)}: the goal is ${goal}.`);
  for (const { name, dollars, how } of [floor(cost.events, cost.decisions), requestsAlone(cost.decisions)])
    say(`${name} ${dollars.toFixed(3)} (${how}).`);
  for (const { name, dollars, how } of alternatives(cost.events, cost.decisions))
    say(`${name} ${dollars.toFixed(3)}: ${how}.`);
  say(`Every month, referrals or none: ${cost.fixedMonthly.dollars.toFixed(2)} (${cost.fixedMonthly.how}).`);
  memories.push(cost.memory);
}

const share = (times: number) =>
  times < 0.01 ? '-' : times > 1 ? `${times.toFixed(1)} x` : `${Math.round(100 * times)} %`;

/** How much of each limit is used at each level, what breaks first, and what the design does then. */
async function scale(): Promise<void> {
  const limits = limitsFor((await placed()).counted).toSorted((a, b) => metAt(a) - metAt(b));
  const found = levels.map((perMinute) => levelAt(perMinute, limits));
  results.scale = { limits, levels: found };
  say('\nReferrals placed a minute, minute after minute: how much of each limit they use');
  say(
    table(
      ['limit', 'asked by one', 'a second', 'met at', ...levels.map((one) => one.toLocaleString('en-GB'))],
      limits.map((limit) => [
        limit.what,
        limit.asks,
        limit.perSecond,
        metAt(limit),
        ...levels.map((one) => share((limit.asks * one) / 60 / limit.perSecond)),
      ]),
    ),
  );
  for (const { perMinute, beyond, nearest } of found) {
    const [first] = beyond;
    say(
      first === undefined
        ? `At ${perMinute.toLocaleString('en-GB')} a minute nothing breaks. Nearest: ${nearest.limit.what}, ${share(nearest.times)}.`
        : `At ${perMinute.toLocaleString('en-GB')} a minute, most beyond: ${first.limit.what}. ${first.limit.whatThen}.`,
    );
  }
  for (const { what, source } of limits) say(`Source: ${what}: ${source}`);
}

/** How often each page of the desk is opened for its time. */
const TIMES = 40;

async function desk(): Promise<void> {
  const found = await deskPages(TIMES);
  results.desk = { size, pages: found };
  say(
    `\nThe desk with ${size.open.toLocaleString('en-GB')} open cases and ${size.over.toLocaleString('en-GB')} that are over; what is read is of the table of cases`,
  );
  say(
    table(
      ['page', 'queries', 'their units', 'single reads', 'kB', 'ms', 'ms, p95'],
      found.map(({ name, queries, listUnits, gets, bytes, median: middle, p95 }) => [
        name,
        queries,
        listUnits,
        gets,
        bytes / 1_000,
        middle,
        p95,
      ]),
    ),
  );
  say(`Processor time of a warm function, of ${TIMES} each, without what the tables take.`);
}

async function burst(): Promise<void> {
  const found = await throughput();
  results.throughput = found;
  memories.push(found.memory);
  say(`\nA burst of ${found.referrals + found.cameBack} referrals through the local run`);
  say(
    `offers ${(found.referrals / found.offeredSeconds).toFixed(1)} a second; with every e-mail sent ${(found.referrals / found.quietSeconds).toFixed(1)} a second (${found.emails} e-mails); ${found.cameBack} lost five races and were tried again later`,
  );
  say(
    `${found.transactionsEach.toFixed(2)} transactions and ${found.tableRequestsEach.toFixed(1)} table requests for each referral, as allocate-referral sends them`,
  );
  say(
    table(
      ['function', 'invocations', 'cold', 'busy s'],
      found.functions.map(({ name, invocations, cold, busySeconds }) => [
        name,
        invocations,
        cold,
        busySeconds,
      ]),
    ),
  );
}

function memory(): void {
  const peaks = highest(memories);
  if (peaks.length === 0) return;
  results.memory = peaks;
  say('\nMemory: the most that a process of each function held in these runs, and what it may have');
  say(
    table(
      ['function', 'peak MB', 'configured MB', ''],
      peaks.map(({ name, peakMegabytes, configuredMegabytes }) => [
        name,
        peakMegabytes,
        configuredMegabytes,
        `${Math.round((100 * peakMegabytes) / configuredMegabytes)} %`,
      ]),
    ),
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      without: { type: 'string', multiple: true, default: [] },
      instructions: { type: 'boolean', default: true },
      help: { type: 'boolean' },
    },
    allowNegative: true,
  });
  const without = values.without.filter(isStartUpTrick);
  const unknown =
    values.only?.find((one) => !parts.includes(one as Part)) ??
    values.without.find((one) => !isStartUpTrick(one));
  if (values.help || unknown !== undefined) {
    say(unknown === undefined ? usage : `There is no "${unknown}".\n${usage}`);
    process.exitCode = unknown === undefined ? 0 : 1;
    return;
  }
  const wanted = (part: Part) => values.only === undefined || values.only.includes(part);
  const counting = values.instructions && hasValgrind();
  const [cpu] = cpus();
  const machine = `Node ${process.version}, ${platform()}, ${cpus().length} x ${cpu?.model.trim() ?? 'unknown processor'}`;
  Object.assign(results, { machine, at: new Date().toISOString() });
  say(`${machine}. Times depend on the machine; ratios and counts less so.`);
  if (wanted('allocation')) allocation();
  if (wanted('fairness')) {
    const found = fairnessBench((rule) => say(`… ${rule}`));
    results.fairness = found;
    say(fairnessWords(found));
  }
  if (wanted('desk')) await desk();
  if (wanted('silence')) {
    const found = silenceBench({ seeds: 3, children: 800 }, (scenario) => say(`… ${scenario}`));
    results.silence = found;
    say(silenceWords(found));
  }
  if (wanted('start-up')) await startUp(counting, without);
  if (wanted('placement')) await placement();
  if (wanted('scale')) await scale();
  if (wanted('throughput')) await burst();
  memory();
  const file = path.resolve(import.meta.dirname, '../../../.cache/bench.json');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
  say('\nWritten to .cache/bench.json.');
}

await main();
