/** Loads test files with our own `test` in place of vitest's, and remembers which of our files each one reaches. */
import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { type GatheredTest, gather } from './tests-as-data.ts';

const standIn = new URL('./tests-as-data.ts', import.meta.url).href;
const imports = new Map<string, Set<string>>();

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'vitest' && context.parentURL !== standIn)
      return { url: standIn, format: 'module-typescript', shortCircuit: true };
    const resolved = next(specifier, context);
    const { parentURL } = context;
    if (
      parentURL !== undefined &&
      resolved.url.startsWith('file:') &&
      !resolved.url.includes('/node_modules/')
    )
      imports.set(parentURL, (imports.get(parentURL) ?? new Set()).add(resolved.url));
    return resolved;
  },
});

/** Chance is the same every time, so that a score repeats; a failure is enough, and is not made smaller. */
fc.configureGlobal({ seed: 20_261_122, numRuns: 30, endOnFailure: true });

const urlOf = (file: string): string => pathToFileURL(path.resolve(file)).href;

export const load = (file: string): Promise<readonly GatheredTest[]> =>
  gather(file, () => import(urlOf(file)));

/** Loads a source that a test might be the first to import: what it does while it is loaded is no doing of that test's. */
export const loadSource = async (file: string): Promise<void> => {
  await import(urlOf(file));
};

/** Whether a test file that was loaded imports a source, or imports what imports it. */
export function reaches(testFile: string, source: string): boolean {
  const seen = new Set([urlOf(testFile)]);
  const wanted = urlOf(source);
  for (const url of seen) for (const imported of imports.get(url) ?? []) seen.add(imported);
  return seen.has(wanted);
}

/** The test files that patterns name, with a space between them. */
export const testFiles = (patterns: string): readonly string[] =>
  [...new Set(patterns.split(' ').flatMap((pattern) => (pattern ? globSync(pattern) : [])))].sort();
