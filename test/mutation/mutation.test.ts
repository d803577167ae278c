import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { areas, leftOut } from './areas.ts';
import { CONDITIONS, survivors } from './survivors.ts';

const root = path.resolve(import.meta.dirname, '../..');
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

  test('are of files that are measured; the few of the core that are not say why', () => {
    const measured = Object.values(areas).flatMap(({ sources }) =>
      sources.flatMap((pattern) => globSync(pattern, { cwd: root })),
    );
    for (const { file } of survivors) expect([...measured, CONDITIONS]).toContain(file);
    for (const file of Object.keys(leftOut)) expect(measured).toContain(file);
  });
});
