import { createHash } from 'node:crypto';
import path from 'node:path';
import { buildSync } from 'esbuild';

const source = path.resolve(import.meta.dirname, '../browser/type-ahead.mjs');

export interface Script {
  /** Carries a hash of the content: the file may be kept for ever. */
  readonly name: string;
  readonly text: string;
}

/** The one script we ship, with the library in it: for browsers of the last years; others keep the plain list. */
export function compileScript(): Script {
  const { outputFiles } = buildSync({
    entryPoints: [source],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    legalComments: 'none',
    write: false,
  });
  const text = outputFiles[0]?.text ?? '';
  return { name: `type-ahead-${createHash('sha256').update(text).digest('hex').slice(0, 10)}.js`, text };
}
