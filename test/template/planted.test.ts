/** What is planted for the judges, who are asked in the long run: whether it can be planted at all is known sooner. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { judgeNames } from '../lab/judge/findings.ts';
import { planted } from '../lab/judge/planted.ts';
import { synthesize } from './synthesis.ts';

const description = path.resolve(import.meta.dirname, '../../functions/api/openapi.json');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nts-planted-'));
  const { folder: assembly } = synthesize();
  for (const name of readdirSync(assembly).filter((one) => one.endsWith('.template.json')))
    cpSync(path.join(assembly, name), path.join(folder, name));
  cpSync(description, path.join(folder, 'openapi.json'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const texts = () =>
  readdirSync(folder)
    .toSorted()
    .map((name) => JSON.stringify(JSON.parse(readFileSync(path.join(folder, name), 'utf8'))));

test.each(judgeNames)('a mistake for %s is planted in one place of what it judges', (judge) => {
  const before = texts();
  expect(planted[judge].plant(folder)).toMatch(/./);
  expect(texts().filter((text, at) => text !== before[at])).toHaveLength(1);
});
