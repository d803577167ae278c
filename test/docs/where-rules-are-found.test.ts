/** The searches of decision 26, run: each finds the files that are said to hold the rule. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const decision = readFileSync(path.join(root, 'infra/decisions/0026-where-a-rule-is-found.md'), 'utf8');

interface Search {
  readonly rule: string;
  readonly words: string;
  readonly opened: readonly string[];
}

const searches = [...decision.matchAll(/^\| ([^|]+) \| `([^`]+)` \| (.+) \|$/gm)].map(
  ([, rule = '', words = '', links = '']): Search => ({
    rule,
    words,
    opened: [...links.matchAll(/\]\(\.\.\/\.\.\/([^)]+)\)/g)].map(([, file = '']) => file),
  }),
);

const sources = globSync(['shared/core/**/*.ts', 'events/*.ts'], { cwd: root }).map((file) => ({
  file: file.replaceAll(path.sep, '/'),
  text: readFileSync(path.join(root, file), 'utf8').toLowerCase(),
}));

test('twelve rules were looked for', () => {
  expect(searches).toHaveLength(12);
});

test.each(searches)(
  '$rule is found by "$words", in at most two files of a list that is soon read',
  (search) => {
    const found = sources.filter(({ text }) => text.includes(search.words)).map(({ file }) => file);
    expect(search.opened.length).toBeGreaterThan(0);
    expect(search.opened.length).toBeLessThanOrEqual(2);
    expect(found).toContain(search.opened[0]);
    expect(found.length).toBeLessThanOrEqual(24);
  },
);
