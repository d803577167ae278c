/** Tries one mutant from the first import on: what a module does while it is loaded is done with the mutant in place. */
import { parentPort, workerData } from 'node:worker_threads';
import { type TestResult, TestStatus } from '@stryker-mutator/api/test-runner';
import { load } from './loading.ts';
import { run } from './tests-as-data.ts';

export interface Thread {
  readonly namespace: string;
  readonly mutant: string;
  readonly hitLimit: number | undefined;
  readonly files: readonly string[];
}

export interface Tried {
  readonly tests: readonly TestResult[];
  readonly hitCount: number | undefined;
}

const { namespace, mutant, hitLimit, files }: Thread = workerData;
const ns = { activeMutant: mutant, hitCount: 0, hitLimit };
Object.assign(globalThis, { [namespace]: ns });
process.on('unhandledRejection', () => undefined);

/** A file that cannot even be loaded has found the mutant. */
async function firstFailure(): Promise<TestResult | undefined> {
  for (const file of files) {
    let id = file;
    try {
      for (const test of await load(file)) {
        id = test.id;
        await run(test);
      }
    } catch (error) {
      const failureMessage = error instanceof Error ? error.message : String(error);
      return { id, name: id, timeSpentMs: 0, status: TestStatus.Failed, failureMessage };
    }
  }
  return undefined;
}

const failure = await firstFailure();
const tried: Tried = { tests: failure ? [failure] : [], hitCount: ns.hitCount };
parentPort?.postMessage(tried);
