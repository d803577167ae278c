/**
 * A test runner for Stryker that keeps one process warm: modules and tests are loaded once, and each mutant is switched on while only
 * the tests run that reach it. A mutant of what a module does while it is loaded is tried in a fresh thread. Ours, because Stryker's own
 * loads every module again for each mutant: hours instead of minutes (decisions/0016).
 */
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import type { Thread, Tried } from './fresh-thread.ts';
import { load, loadSource, reaches, testFiles } from './loading.ts';
import { begin, end, type GatheredTest, run } from './tests-as-data.ts';

interface Namespace {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: {
    readonly static: Record<string, number>;
    readonly perTest: Record<string, Record<string, number>>;
  };
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

const failed = (test: GatheredTest, error: unknown, timeSpentMs: number): TestResult => ({
  id: test.id,
  name: test.id,
  timeSpentMs,
  status: TestStatus.Failed,
  failureMessage: error instanceof Error ? error.message : String(error),
});

class WarmRunner implements TestRunner {
  readonly #namespace: string;
  readonly #files = testFiles(process.env.MUTATION_TESTS ?? '');
  /** Milliseconds of each test, and how often each file has found a mutant of a source. */
  readonly #spent = new Map<string, number>();
  readonly #found = new Map<string, number>();
  #tests: readonly GatheredTest[] | undefined;

  constructor(namespace: string) {
    this.#namespace = namespace;
    // Without this every mutant would live, and nobody would know why.
    if (this.#files.length === 0) throw new Error('No test files are named in MUTATION_TESTS.');
    // A mutant may leave a promise behind that nobody waits for.
    process.on('unhandledRejection', () => undefined);
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  get #ns(): Namespace {
    const all = globalThis as unknown as Record<string, Namespace>;
    all[this.#namespace] ??= {};
    return all[this.#namespace] as Namespace;
  }

  async #loaded(): Promise<readonly GatheredTest[]> {
    if (this.#tests) return this.#tests;
    for (const source of process.env.MUTATION_SOURCES?.split(' ') ?? []) await loadSource(source);
    const tests: GatheredTest[] = [];
    for (const file of this.#files) tests.push(...(await load(file)));
    for (const test of tests) await begin(test);
    this.#tests = tests;
    return tests;
  }

  async dryRun(_: DryRunOptions): Promise<DryRunResult> {
    const ns = this.#ns;
    const results: TestResult[] = [];
    for (const test of await this.#loaded()) {
      ns.currentTestId = test.id;
      let from = performance.now();
      try {
        // Twice: a test that only passes once would take every mutant for a mistake. The second time is the warm one.
        await run(test);
        from = performance.now();
        await run(test);
        const timeSpentMs = performance.now() - from;
        this.#spent.set(test.id, timeSpentMs);
        results.push({ id: test.id, name: test.id, timeSpentMs, status: TestStatus.Success });
      } catch (error) {
        results.push(failed(test, error, performance.now() - from));
      } finally {
        ns.currentTestId = undefined;
      }
    }
    const { mutantCoverage = { static: {}, perTest: {} } } = ns;
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { hitCount, tests } = await this.#try(options);
    const [killer] = tests.filter(({ status }) => status === TestStatus.Failed);
    if (killer) {
      const found = `${options.sandboxFileName} ${killer.id.split('#')[0]}`;
      this.#found.set(found, (this.#found.get(found) ?? 0) + 1);
    }
    return toMutantRunResult(
      determineHitLimitReached(hitCount, options.hitLimit) ?? {
        status: DryRunStatus.Complete,
        tests: [...tests],
      },
    );
  }

  async #try(options: MutantRunOptions): Promise<Tried> {
    if (options.mutantActivation === 'static') return this.#inFreshThread(options);
    const tried = await this.#warm(options);
    const lives = tried.tests.every(({ status }) => status === TestStatus.Success);
    // What is made once was made before the mutant came: who lives here may only have come too late.
    return lives && makesOnce(options.sandboxFileName) ? this.#inFreshThread(options) : tried;
  }

  async #warm({ activeMutant, hitLimit, testFilter }: MutantRunOptions): Promise<Tried> {
    const ns = this.#ns;
    const wanted = testFilter && new Set(testFilter);
    const tests = (await this.#loaded()).filter(({ id }) => !wanted || wanted.has(id));
    const quickFirst = tests.toSorted((a, b) => (this.#spent.get(a.id) ?? 0) - (this.#spent.get(b.id) ?? 0));
    const results: TestResult[] = [];
    Object.assign(ns, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    try {
      for (const test of quickFirst) {
        const from = performance.now();
        try {
          await run(test);
          results.push({
            id: test.id,
            name: test.id,
            timeSpentMs: performance.now() - from,
            status: TestStatus.Success,
          });
        } catch (error) {
          results.push(failed(test, error, performance.now() - from));
          break;
        }
      }
      return { tests: results, hitCount: ns.hitCount };
    } finally {
      Object.assign(ns, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    }
  }

  async #inFreshThread({ activeMutant, hitLimit, sandboxFileName }: MutantRunOptions): Promise<Tried> {
    const tests = await this.#loaded();
    const spent = (file: string) =>
      tests.reduce((sum, test) => sum + (test.file === file ? (this.#spent.get(test.id) ?? 0) : 0), 0);
    const found = (file: string) => this.#found.get(`${sandboxFileName} ${file}`) ?? 0;
    const files = this.#files
      .filter((file) => reaches(file, sandboxFileName))
      .sort((a, b) => found(b) - found(a) || spent(a) - spent(b));
    const workerData: Thread = { namespace: this.#namespace, mutant: activeMutant.id, hitLimit, files };
    const { promise, resolve, reject } = Promise.withResolvers<Tried>();
    const worker = new Worker(new URL('./fresh-thread.ts', import.meta.url), { workerData })
      .once('message', resolve)
      .once('error', reject)
      .once('exit', () => reject(new Error('The thread ended without a word.')));
    try {
      return await promise;
    } finally {
      await worker.terminate();
    }
  }

  async dispose(): Promise<void> {
    await end(this.#tests ?? []);
  }
}

const made = new Map<string, boolean>();
/** Whether a source keeps what it has made at the first question. */
function makesOnce(file: string): boolean {
  const known = made.get(file) ?? /z\.lazy\(|\?\?=/.test(readFileSync(file, 'utf8'));
  made.set(file, known);
  return known;
}

const warmRunner = Object.assign(() => new WarmRunner(INSTRUMENTER_CONSTANTS.NAMESPACE), { inject: [] });

export const strykerPlugins = [{ kind: 'TestRunner', name: 'warm', factory: warmRunner }];
