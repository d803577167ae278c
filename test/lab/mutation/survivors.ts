import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A mutant that lives, and the reason why no test can or should notice. It counts against the score all the same. */
export interface Survivor {
  readonly file: string;
  /** As `npm run mutate` prints them. */
  readonly was: string;
  readonly became: string;
  readonly because: string;
}

/** Stands for a file: conditions are tried as they are sent, whichever lines of code they are put together from. */
export const CONDITIONS = 'conditions';

const folder = path.join(import.meta.dirname, 'survivors');

/** Those of `<path>.ts` stand in `survivors/<path>.json`, those of the conditions in `survivors/conditions.json`. */
export const survivors: readonly Survivor[] = globSync('**/*.json', { cwd: folder })
  .toSorted()
  .flatMap((name) =>
    (JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Omit<Survivor, 'file'>[]).map((one) => ({
      file: name.replaceAll(path.sep, '/').replace(/\.json$/, name === `${CONDITIONS}.json` ? '' : '.ts'),
      ...one,
    })),
  );
