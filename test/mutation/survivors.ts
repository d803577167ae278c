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

const folder = path.join(import.meta.dirname, 'survivors');

/** Those of `<path>.ts` stand in `survivors/<path>.json`. */
export const survivors: readonly Survivor[] = globSync('**/*.json', { cwd: folder })
  .toSorted()
  .flatMap((name) =>
    (JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Omit<Survivor, 'file'>[]).map((one) => ({
      file: name.replaceAll(path.sep, '/').replace(/\.json$/, '.ts'),
      ...one,
    })),
  );
