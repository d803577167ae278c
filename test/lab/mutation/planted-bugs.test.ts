import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { type PlantedBug, plantedBugs } from './planted-bugs.ts';
import type { Ended } from './planted-thread.ts';

const tried = (
  planted: PlantedBug | undefined,
  foundBy: PlantedBug['foundBy'],
  env: NodeJS.ProcessEnv = process.env,
): Promise<readonly Ended[]> =>
  new Promise((resolve, reject) => {
    new Worker(new URL('./planted-thread.ts', import.meta.url), { workerData: { planted, foundBy }, env })
      .once('message', resolve)
      .once('error', reject)
      .once('exit', () => reject(new Error('The thread ended without a word.')));
  });

test.each(plantedBugs)('$bug: it is found', { timeout: 120_000 }, async (planted) => {
  const ended = await tried(planted, planted.foundBy);
  expect(ended.filter(({ failed }) => !failed).map(({ title }) => title)).toEqual([]);
  // Each that is named was there, and was run.
  const named = planted.foundBy.flatMap(({ tests }) => tests);
  expect([...new Set(ended.map((one) => one.named))].toSorted()).toEqual(named.toSorted());
});

test('without a mistake the same tests find nothing', { timeout: 240_000 }, async () => {
  const byFile = Map.groupBy(
    plantedBugs.flatMap(({ foundBy }) => foundBy),
    ({ file }) => file,
  );
  const foundBy = [...byFile].map(([file, all]) => ({
    file,
    tests: [...new Set(all.flatMap(({ tests }) => tests))],
  }));
  const ended = await tried(undefined, foundBy, { ...process.env, PROPERTY_SHARE: '0.25' });
  expect(ended.length).toBeGreaterThan(20);
  expect(ended.filter(({ failed }) => failed)).toEqual([]);
});
