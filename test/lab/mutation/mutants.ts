import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LogLevel, MutantResult } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import type { Area } from './areas.ts';

/** What became of one small change to a source. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly fate: 'killed' | 'timed-out' | 'survived' | 'not-covered' | 'not-judged';
  /** What stood there and what stood there instead, on one line each. */
  readonly was: string;
  readonly became: string;
}

const fates: Readonly<Record<string, Mutant['fate']>> = {
  Killed: 'killed',
  Timeout: 'timed-out',
  Survived: 'survived',
  NoCoverage: 'not-covered',
};

const root = path.resolve(import.meta.dirname, '../../..');
const onOneLine = (code: string) => code.replace(/\s+/g, ' ').trim();

function cut(file: string, { start, end }: MutantResult['location']): string {
  const lines = readFileSync(path.join(root, file), 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = lines[last]?.slice(0, end.column - 1) ?? '';
  lines[0] = lines[0]?.slice(start.column - 1) ?? '';
  return onOneLine(lines.join('\n'));
}

/**
 * Tries every mutant of an area's sources, or of those that a word names.
 *
 * @param options.quick leaves out those of what a module does while it is loaded
 */
export async function tried(
  name: string,
  area: Area,
  sources: readonly string[],
  { quick }: { readonly quick: boolean },
): Promise<readonly Mutant[]> {
  process.env.MUTATION_SOURCES = sources.join(' ');
  process.env.MUTATION_TESTS = area.tests.join(' ');
  const results = await new Stryker({
    mutate: [...sources],
    testRunner: 'warm',
    plugins: ['warm-runner.ts', 'leave-sentences.ts'].map((file) => path.join(import.meta.dirname, file)),
    ignorers: area.edge ? ['sentences'] : [],
    coverageAnalysis: 'perTest',
    ignoreStatic: quick,
    concurrency: 1,
    reporters: ['progress-append-only'],
    logLevel: 'warn' as LogLevel,
    warnings: false,
    // Generous: on a busy machine a mutant that is only slow must not count as noticed. Loops that never end are found by counting.
    timeoutMS: 30_000,
    tempDirName: `.cache/mutation/${name.replaceAll(/\W+/g, '-')}`,
    ignorePatterns: ['.*', 'cdk.out', 'coverage', 'test/{lab/replay,lab/bench,journey}'],
  }).runMutationTest();
  return results.map(({ fileName, location, replacement, status }) => {
    const file = path.isAbsolute(fileName) ? path.relative(root, fileName) : fileName;
    return {
      file,
      line: location.start.line,
      fate: fates[status] ?? 'not-judged',
      was: cut(file, location),
      became: onOneLine(replacement),
    };
  });
}
