/** The glossary of events/README.md: whole, and of words that are used. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { caseStatuses, offerStatuses } from '../../shared/core/case/case.ts';

const root = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'events/README.md'), 'utf8');
const glossary = page.slice(page.indexOf('## The words'), page.indexOf('## All events'));

/** The first column of the table under a heading. */
const column = (heading: string): readonly string[] => {
  const after = glossary.slice(glossary.indexOf(`| ${heading} |`));
  const table = after.slice(0, `${after}\n\n`.indexOf('\n\n'));
  return [...table.matchAll(/^\| ([^|]+) \|/gm)].slice(2).map(([, cell = '']) => cell.replaceAll('`', ''));
};

test('every status of a case is explained, in the order in which the code has them', () => {
  expect(column('Status of a case')).toEqual([...caseStatuses]);
});

test('every status of an offer is explained', () => {
  expect(column('Status of an offer')).toEqual([...offerStatuses]);
});

test('every word is one that the code uses, and stands there once', () => {
  const words = column('Word').flatMap((cell) => cell.split(', '));
  expect(words.length).toBeGreaterThan(30);
  expect(new Set(words).size).toBe(words.length);
  const code = globSync('{events,shared,functions,infra}/**/*.ts', {
    cwd: root,
    exclude: ['**/node_modules/**'],
  })
    .concat('test/how-much.ts')
    .map((file) =>
      readFileSync(path.join(root, file), 'utf8')
        .toLowerCase()
        .replaceAll(/[-\s*/]+/g, ' '),
    )
    .join('\n');
  expect(words.filter((word) => !code.includes(word.replaceAll('-', ' ')))).toEqual([]);
});
