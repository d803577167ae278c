/** Loads the code with one mistake planted in it, and runs the tests that have to find it. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { load } from './loading.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { end, run } from './tests-as-data.ts';

/** What became of one test. */
export interface Ended {
  /** The test that was named, by the beginning of its title. */
  readonly named: string;
  readonly title: string;
  readonly failed: boolean;
}

const { planted, foundBy } = workerData as {
  readonly planted: PlantedBug | undefined;
  readonly foundBy: PlantedBug['foundBy'];
};

if (planted !== undefined) {
  const url = pathToFileURL(path.resolve(planted.file)).href;
  const [before = '', after, ...more] = readFileSync(planted.file, 'utf8').split(planted.was);
  if (after === undefined || more.length > 0)
    throw new Error(`"${planted.was}" has to stand in ${planted.file} once.`);
  registerHooks({
    load: (of, context, next) =>
      of === url
        ? { format: 'module-typescript', source: `${before}${planted.is}${after}`, shortCircuit: true }
        : next(of, context),
  });
}
// A function that dies in a test never answers.
process.on('unhandledRejection', () => undefined);

const ended: Ended[] = [];
for (const { file, tests } of foundBy) {
  const all = await load(file);
  for (const test of all) {
    const title = test.id.split(/#| > /).at(-1) ?? '';
    const named = tests.find((beginning) => title.startsWith(beginning));
    if (named === undefined) continue;
    let failed = false;
    try {
      await run(test);
    } catch {
      failed = true;
    }
    ended.push({ named, title, failed });
  }
  await end(all);
}
parentPort?.postMessage(ended);
