import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { areas, leftOut } from './areas.ts';
import { CONDITIONS, survivors } from './survivors.ts';
import * as stand from './tests-as-data.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const onOneLine = (code: string) => code.replace(/\s+/g, ' ');

describe('mutants that live', () => {
  test('are explained once each, in a sentence, and stand in the code as it is', () => {
    const named = survivors.map(({ file, was, became }) => `${file}: ${was} -> ${became}`);
    expect(named).toEqual([...new Set(named)]);
    for (const { file, was, because } of survivors) {
      if (file !== CONDITIONS)
        expect(onOneLine(readFileSync(path.join(root, file), 'utf8')), file).toContain(was);
      expect(because.length).toBeGreaterThan(20);
    }
  });

  test('are of files that are measured: every source of the core and of the functions is, but for those that say why', () => {
    const all = (patterns: readonly string[]) =>
      patterns.flatMap((pattern) => globSync(pattern, { cwd: root }));
    const measured = all(Object.values(areas).flatMap(({ sources }) => sources));
    const left = all(Object.keys(leftOut));
    for (const pattern of Object.keys(leftOut)) expect(all([pattern]), pattern).not.toEqual([]);
    for (const { file } of survivors) expect([...measured, CONDITIONS]).toContain(file);
    for (const file of all(['shared/{core,words}/**/*.ts', 'functions/**/*.ts']))
      expect([...measured, ...left]).toContain(file);
  });

  test('are tried with the tests as they stand: whatever these ask of vitest, what stands in for it has', () => {
    const files = globSync(
      Object.values(areas).flatMap(({ tests }) => tests),
      { cwd: root },
    );
    const asked = files.flatMap((file) =>
      [...readFileSync(path.join(root, file), 'utf8').matchAll(/^\s*(test|describe)\.(\w+)\(/gm)].map(
        ([, what, member]) => ({ file, what, member }),
      ),
    );
    expect(asked.length).toBeGreaterThan(100);
    const has = { test: Object.keys(stand.test), describe: Object.keys(stand.describe) };
    expect(asked.filter(({ what, member }) => !has[what as keyof typeof has].includes(member ?? ''))).toEqual(
      [],
    );
  });
});
