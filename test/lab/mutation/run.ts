/** `npm run mutate`: changes the code in thousands of small ways, one at a time, and sees whether a test notices each. */
import { globSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { DynamoDb } from '../../../infra/local-aws/services/dynamodb.ts';
import { startOneDynamoDb, stopOneDynamoDb } from '../../contract/one-dynamodb.ts';
import { type Area, areas, leftOut } from './areas.ts';
import { triedConditions } from './conditions.ts';
import { type Mutant, tried } from './mutants.ts';
import { CONDITIONS, survivors } from './survivors.ts';

const goalOf = ({ edge }: Area) => (edge ? 90 : 95);
const usage = `Usage: npm run mutate -- [--area ${Object.keys(areas).join('|')}] [--only word,word] [--quick]
  --area   one of the areas, and no other
  --only   sources whose name holds one of these words, such as rota,turns
  --quick  without the mutants of what a module does while it is loaded: each of them takes a thread and seconds

It ends in the score of each file, and badly when an area falls below its goal (95 %, the edges 90 %), or when a survivor has no reason
in test/lab/mutation/survivors/ (but for the edges).`;

const say = (line: string) => console.log(line);

const sourcesOf = (area: Area, words: readonly string[]): readonly string[] =>
  area.sources
    .flatMap((pattern) => globSync(pattern))
    .filter((file) => !Object.keys(leftOut).some((pattern) => path.matchesGlob(file, pattern)))
    .filter((file) => words.length === 0 || words.some((word) => path.basename(file).includes(word)))
    .sort();

const count = (mutants: readonly Mutant[], ...fates: readonly Mutant['fate'][]) =>
  mutants.filter(({ fate }) => fates.includes(fate)).length;

/** Per cent of the mutants that a test noticed, of those that could be judged. */
const score = (mutants: readonly Mutant[]): number => {
  const noticed = count(mutants, 'killed', 'timed-out');
  const all = noticed + count(mutants, 'survived', 'not-covered');
  return all === 0 ? 100 : (100 * noticed) / all;
};

const line = (name: string, mutants: readonly Mutant[]): string =>
  [
    name.padEnd(42),
    ...[
      mutants.length,
      count(mutants, 'killed'),
      count(mutants, 'timed-out'),
      count(mutants, 'survived'),
      count(mutants, 'not-covered'),
      score(mutants).toFixed(1),
    ].map((cell) => String(cell).padStart(8)),
  ].join('');

const head = [
  'file'.padEnd(42),
  ...['mutants', 'killed', 'looped', 'alive', 'unseen', 'score'].map((word) => word.padStart(8)),
].join('');

const reasonFor = ({ file, was, became }: Mutant): string | undefined =>
  survivors.find((one) => one.file === file && one.was === was && one.became === became)?.because;

/** @returns whether the area is as it should be */
function report(name: string, area: Area, mutants: readonly Mutant[]): boolean {
  say(`\n${head}`);
  for (const [file, own] of Map.groupBy(mutants, ({ file }) => file)) say(line(file, own));
  say(line(name, mutants));
  const alive = mutants.filter(({ fate }) => fate === 'survived' || fate === 'not-covered');
  const unexplained = alive.filter((mutant) => reasonFor(mutant) === undefined);
  if (unexplained.length > 0) say(`\n${unexplained.length} live and have no reason:`);
  for (const { file, line: at, was, became } of unexplained)
    say(`${file}:${at}\n  was    ${was}\n  became ${became}`);
  return score(mutants) >= goalOf(area) && (area.edge === true || unexplained.length === 0);
}

/** One DynamoDB Local for all the mutants of an area whose tests ask it. */
async function withTables<T>(area: Area, act: (tables: DynamoDb | undefined) => Promise<T>): Promise<T> {
  if (!area.asksTables) return act(undefined);
  const tables = await startOneDynamoDb();
  try {
    return await act(tables);
  } finally {
    await stopOneDynamoDb(tables);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      area: { type: 'string' },
      only: { type: 'string' },
      quick: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help || (values.area !== undefined && areas[values.area] === undefined)) {
    say(usage);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  // A mutant that lives is asked every question that reaches it: fewer of each.
  process.env.PROPERTY_SHARE ??= '0.05';
  const words = values.only?.split(',') ?? [];
  let measured = 0;
  let good = true;
  for (const [name, area] of Object.entries(areas)) {
    const sources = sourcesOf(area, words);
    const conditions =
      area.asksTables && (words.length === 0 || words.some((word) => CONDITIONS.includes(word)));
    if (sources.length === 0 && !conditions) continue;
    if (values.area !== undefined && values.area !== name) continue;
    say(`\n${name}: ${area.about}`);
    const mutants = await withTables(area, async (tables) => [
      ...(sources.length > 0
        ? await tried(name, area, sources, { quick: (values.quick ?? false) || area.edge === true })
        : []),
      ...(conditions && tables ? await triedConditions(area, tables) : []),
    ]);
    measured += mutants.length;
    if (!report(name, area, mutants)) good = false;
  }
  if (measured === 0) say(`No source has "${values.only}" in its name.\n${usage}`);
  process.exitCode = good && measured > 0 ? 0 : 1;
}

await main();
