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

function run(tool: string, args: readonly string[]): Promise<number> {
  const child = spawn(path.join(root, 'node_modules/.bin', tool), args, { cwd: root, stdio: 'inherit' });
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function main(): Promise<void> {
  const only = process.argv.slice(2);
  let passed = 0;
  let failed = 0;
  const count = (name: string, ok: boolean, seconds: number) => {
    if (ok) passed += 1;
    else failed += 1;
    console.log(`${ok ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`);
  };

  try {
    await ensureJava();
    ensureBrowser();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    failed += 1;
  }

  if (only.length === 0)
    for (const check of checks) {
      const from = performance.now();
      const status = await run(check.tool, check.args);
      count(check.name, status === 0, (performance.now() - from) / 1000);
    }

  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const coverage = only.length === 0 ? ['--coverage'] : [];
  const status = await run('vitest', [
    'run',
    '--config',
    '.config/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...coverage,
    ...only,
  ]);
  if (existsSync(report)) {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
    passed += numPassedTests;
    // A file that fails before its tests run counts nothing of its own; neither does coverage below its threshold.
    const uncounted = status !== 0 && numFailedTests === 0 ? Math.max(1, numFailedTestSuites) : 0;
    failed += numFailedTests + uncounted;
  } else {
    failed += 1;
    console.error('The tests did not run to their end: there is no report.');
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

await main();
