import { parentPort } from 'node:worker_threads';
import { type Kind, storesOf } from './bugs.ts';
import { simulateYear } from './simulate.ts';

/** A thread that simulates whatever years it is given. */
parentPort?.on('message', ({ seed, kind }: { readonly seed: number; readonly kind: Kind }) => {
  void simulateYear(seed, { stores: storesOf(kind) }).then((year) => parentPort?.postMessage(year));
});
