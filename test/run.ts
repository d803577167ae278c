// `npm test`: types, lint, import directions, dead code, then every test; ends in "N passed, N failed".
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureJava } from '../infra/local/java.ts';
import { ensureBrowser } from './install-browser.ts';

const root = path.resolve(import.meta.dirname, '..');
const report = path.join(root, '.cache/test-report.json');

interface Check {
  readonly name: string;
  readonly tool: string;
  readonly args: readonly string[];
}

const checks: readonly Check[] = [
  { name: 'types', tool: 'tsc', args: ['-p', '.', '--noEmit'] },
  { name: 'lint', tool: 'biome', args: ['check', '--error-on-warnings'] },
  {
    name: 'import directions',
    tool: 'depcruise',
    args: ['--config', '.config/dependency-cruiser.cjs', 'events', 'shared', 'functions', 'infra', 'test'],
  },
  { name: 'nothing unused', tool: 'knip', args: ['--config', '.config/knip.json'] },
];

/** Statement and branch coverage make the core run half as fast: the rest, which plays years through it, goes without. */
const measured = ['core', 'events', 'functions'];
const parts: readonly (readonly string[])[] = [
  ['--coverage', ...measured.map((folder) => `test/${folder}/`)],
  ['--exclude', `test/{${measured.join(',')}}/**`],
];

interface Ended {
  readonly ok: boolean;
  readonly seconds: number;
  readonly said: string;
}

/** @param stdio `inherit` shows what the tool says as it says it; `pipe` keeps it, for tools that run side by side */
function run(tool: string, args: readonly string[], stdio: 'inherit' | 'pipe'): Promise<Ended> {
  const from = performance.now();
  const child = spawn(path.join(root, 'node_modules/.bin', tool), args, { cwd: root, stdio });
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

/** What vitest counted in one part, and what it could not count. */
async function test(args: readonly string[]): Promise<{ passed: number; failed: number }> {
  rmSync(report, { force: true });
  const { ok } = await run(
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
  if (!existsSync(report)) {
    console.error('The tests did not run to their end: there is no report.');
    return { passed: 0, failed: 1 };
  }
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  // A file that fails before its tests run counts nothing of its own; neither does coverage below its threshold.
  const uncounted = !ok && numFailedTests === 0 ? Math.max(1, numFailedTestSuites) : 0;
  return { passed: numPassedTests, failed: numFailedTests + uncounted };
}

async function main(): Promise<void> {
  const only = process.argv.slice(2);
  let passed = 0;
  let failed = 0;

  try {
    await ensureJava();
    ensureBrowser();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    failed += 1;
  }

  if (only.length === 0)
    for (const checking of checks.map(async (check) => ({
      check,
      ended: await run(check.tool, check.args, 'pipe'),
    }))) {
      const { check, ended } = await checking;
      if (ended.ok) passed += 1;
      else failed += 1;
      if (!ended.ok) console.log(ended.said);
      console.log(`${ended.ok ? '✓' : '✗'} ${check.name} (${ended.seconds.toFixed(1)} s)`);
    }

  mkdirSync(path.dirname(report), { recursive: true });
  for (const args of only.length === 0 ? parts : [only]) {
    const counted = await test(args);
    passed += counted.passed;
    failed += counted.failed;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

await main();
