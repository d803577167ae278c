// `npm test`: types, lint, import directions, dead code, then every test; ends in "N passed, N failed".
// `npm run test:long`: the same, and all of what takes minutes (test/how-much.ts); `-- <part>` one part of that alone.
// `npm run test:unit`: pure code and functions in memory, in seconds.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureJava } from '../infra/local-aws/java.ts';
import { startOneDynamoDb, stopOneDynamoDb } from './contract/one-dynamodb.ts';
import { ensureBrowser } from './install-browser.ts';

const root = path.resolve(import.meta.dirname, '..');
const report = path.join(root, '.cache/test-report.json');

interface Check {
  readonly name: string;
  readonly tool: string;
  readonly args: readonly string[];
}

const checks: readonly Check[] = [
  { name: 'types', tool: '../typescript-native/bin/tsc', args: ['-p', '.', '--noEmit'] },
  { name: 'lint', tool: 'biome', args: ['check', '--error-on-warnings'] },
  {
    name: 'import directions',
    tool: 'depcruise',
    args: ['--config', '.config/dependency-cruiser.cjs', 'events', 'shared', 'functions', 'infra', 'test'],
  },
  { name: 'nothing unused', tool: 'knip', args: ['--config', '.config/knip.json'] },
];

/** What tools of others say of the templates: asked by the long run, since they need Python. */
const judges: Check = { name: 'judges', tool: process.execPath, args: ['test/lab/judge/run.ts'] };

interface Part {
  readonly name: string;
  readonly args: readonly string[];
  /** Whether many of its files ask DynamoDB Local: one serves them all. */
  readonly asksTables?: boolean;
}

const ofTheCore = ['test/core/', 'test/events/'];
const others = readdirSync(import.meta.dirname, { withFileTypes: true })
  .flatMap((entry) => (entry.isDirectory() ? `test/${entry.name}/` : []))
  .filter((folder) => !ofTheCore.includes(folder));

/** The core is covered by its own tests alone; to count it slows them by half, so all others go without. */
const parts: readonly Part[] = [
  { name: 'the core, with its coverage', args: ['--coverage', ...ofTheCore] },
  { name: 'all others', args: others, asksTables: true },
];
/** What a developer asks after every change: seconds, without checks; properties are asked less often. */
const unit: Part = { name: 'unit', args: ['--project', 'unit'] };

/** What takes minutes, by a name: the rows of decision 20. */
const longParts: Readonly<Record<string, readonly string[]>> = {
  years: ['test/lab/simulation/simulation.test.ts'],
  faults: ['test/lab/simulation/exhaustive.test.ts'],
  rota: ['test/rota'],
  mails: ['test/functions/mail-bombs.test.ts', 'test/functions/mails-in-any-hand.test.ts'],
  offers: ['test/rota/allocation-over-a-year.test.ts'],
  clocks: ['test/core/working-days.test.ts'],
  past: ['test/lab/replay/decided-as-before.test.ts', 'test/lab/replay/replay.test.ts'],
  fairness: ['test/lab/bench/fairness.test.ts'],
  pages: ['test/pages/browser.test.ts', 'test/pages/coordinator-trial.test.ts'],
  posts: ['test/ownership/every-post.test.ts'],
  emails: ['test/functions/emails-seen.test.ts'],
  chaos: ['test/journey/chaos.test.ts'],
  places: ['test/journey/last-place.test.ts'],
  links: ['test/journey/canary.test.ts'],
  alarms: ['test/lab/alarms'],
  runbooks: ['test/journey/runbooks.test.ts'],
};

interface Ended {
  readonly ok: boolean;
  readonly seconds: number;
  readonly said: string;
}

/** @param stdio `inherit` shows what the tool says as it says it; `pipe` keeps it, for tools that run side by side */
function run(tool: string, args: readonly string[], stdio: 'inherit' | 'pipe'): Promise<Ended> {
  const from = performance.now();
  const child = spawn(path.resolve(root, 'node_modules/.bin', tool), args, { cwd: root, stdio });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => {
      said += piece.toString();
    });
  return new Promise((resolve) => {
    const ended = (ok: boolean) => resolve({ ok, said, seconds: (performance.now() - from) / 1000 });
    child.on('error', () => ended(false));
    child.on('close', (code) => ended(code === 0));
  });
}

interface Counted {
  readonly passed: number;
  readonly failed: readonly string[];
}

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** What vitest counted in one part, and what it could not count. */
async function test({ name, args, asksTables = false }: Part): Promise<Counted> {
  rmSync(report, { force: true });
  const tables = asksTables ? await startOneDynamoDb() : undefined;
  const { ok, seconds } = await run(
    'vitest',
    [
      'run',
      '--config',
      '.config/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    'inherit',
  );
  if (tables !== undefined) await stopOneDynamoDb(tables);
  console.log(`\n${ok ? '✓' : '✗'} ${name} (${seconds.toFixed(0)} s)`);
  if (!existsSync(report)) return { passed: 0, failed: [`${name}: the tests did not run to their end`] };
  const { numPassedTests, testResults }: Report = JSON.parse(readFileSync(report, 'utf8'));
  const failed = testResults.flatMap((file) => {
    const tests = file.assertionResults.filter(({ status }) => status === 'failed');
    // A file that fails before its tests run counts nothing of its own.
    if (tests.length === 0 && file.status === 'failed') return [`${file.name}: could not be run`];
    return tests.map(({ fullName }) => `${path.relative(root, file.name)}: ${fullName}`);
  });
  // Neither does coverage below its threshold, nor an error that no test waited for.
  if (!ok && failed.length === 0) failed.push(`${name}: coverage, or an error outside of the tests`);
  return { passed: numPassedTests, failed };
}

async function check({ name, tool, args }: Check): Promise<Counted> {
  const { ok, said, seconds } = await run(tool, args, 'pipe');
  if (!ok) console.log(said);
  console.log(`${ok ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`);
  return ok ? { passed: 1, failed: [] } : { passed: 0, failed: [name] };
}

async function install(): Promise<Counted> {
  try {
    await ensureJava();
    ensureBrowser();
    return { passed: 0, failed: [] };
  } catch (error) {
    return { passed: 0, failed: [error instanceof Error ? error.message : String(error)] };
  }
}

async function main(): Promise<void> {
  const [mode, ...names] = process.argv.slice(2);
  const chosen = names.map((name) => ({ name, args: longParts[name] }));
  const unknown = chosen.some(({ args }) => args === undefined);
  if (unknown || (names.length > 0 && mode !== '--long') || !['--long', '--unit', undefined].includes(mode)) {
    console.error(
      `Usage: npm test | npm run test:unit | npm run test:long [-- part ...]. Single files: npm run vitest -- run <file>
Parts: ${Object.keys(longParts).join(', ')}`,
    );
    process.exitCode = 1;
    return;
  }
  mkdirSync(path.dirname(report), { recursive: true });
  const counted: Counted[] = [];
  if (mode === '--unit') {
    process.env.PROPERTY_SHARE ??= '0.1';
    counted.push(await test(unit));
  } else {
    if (mode === '--long') process.env.TESTS = 'long';
    counted.push(await install());
    if (names.length === 0) counted.push(...(await Promise.all(checks.map(check))));
    const asked = chosen.map(({ name, args = [] }) => ({ name, args }));
    for (const part of asked.length > 0 ? asked : parts) counted.push(await test(part));
    if (mode === '--long' && names.length === 0) counted.push(await check(judges));
  }
  const failed = counted.flatMap((one) => one.failed);
  const passed = counted.reduce((sum, one) => sum + one.passed, 0);
  if (failed.length > 0) console.log(`\nFailed:\n${failed.map((one) => `- ${one}`).join('\n')}`);
  console.log(`\n${passed} passed, ${failed.length} failed`);
  process.exitCode = failed.length === 0 && passed > 0 ? 0 : 1;
}

await main();
