import { parentPort } from 'node:worker_threads';
import { type Bug, bugs } from './bugs.ts';
import { simulateYear } from './simulate.ts';

/** A thread that simulates whatever years it is given. */
parentPort?.on('message', ({ seed, bug }: { readonly seed: number; readonly bug?: Bug }) => {
  void simulateYear(seed, bug === undefined ? {} : { stores: bugs[bug] }).then((year) =>
    parentPort?.postMessage(year),
  );
});
