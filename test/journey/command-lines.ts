/** Command lines as runbooks have them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from './spawned.ts';

const OURS = /^npm run ops -- /;

/** What `npm run ops` is given by a line of a runbook, without its quotes. */
export function wordsOf(line: string): string[] {
  if (!OURS.test(line)) throw new Error(`"${line}" is no command of ours.`);
  return [...line.replace(OURS, '').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );
}

/** The lines of each command block of a runbook. */
export const blocksOf = (runbook: string): readonly (readonly string[])[] =>
  [
    ...readFileSync(path.join(projectFolder, 'infra/runbooks', `${runbook}.md`), 'utf8').matchAll(
      /^ *```sh\n([\s\S]*?)^ *```/gm,
    ),
  ].map(([, block = '']) => block.trim().split(/\n */));
