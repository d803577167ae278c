import { parentPort } from 'node:worker_threads';
import { type Kind, storesOf } from './bugs.ts';
import type { Manners } from './people/office.ts';
import { simulateYear } from './simulate.ts';

/** A thread that simulates whatever years it is given. */
parentPort?.on(
  'message',
  ({ seed, kind, manners }: { readonly seed: number; readonly kind: Kind; readonly manners: Manners }) => {
    void simulateYear(seed, { stores: storesOf(kind), manners }).then((year) =>
      parentPort?.postMessage(year),
    );
  },
);
