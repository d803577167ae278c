import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aPlay, played } from './commands.ts';
import { RealScheme, rooms } from './real-scheme.ts';
import { Model } from './reference.ts';

test('whatever people do through their links, cases and places are what a tiny model says', {
  timeout: 30 * 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(aPlay, async (commands) => {
      await fc.asyncModelRun(
        async () => ({ model: new Model(rooms), real: await RealScheme.open() }),
        commands,
      );
    }),
    { numRuns: 300, seed: 7 },
  );
  const steps = [...played.values()].reduce((sum, times) => sum + times, 0);
  console.log(`${steps} steps: ${[...played].map(([what, times]) => `${what} ${times}`).join(', ')}.`);
  expect([...played.keys()].toSorted()).toEqual([
    'accept',
    'arrange',
    'back-up says no',
    'back-up says yes',
    'decline',
    'found',
    'hand over',
    'missing',
    'refer',
    'silence',
    'withdraw',
  ]);
});
