/** What people read first: short, and true of the house. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const contributing = read('.github/CONTRIBUTING.md');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };

test('the README has at most 1,200 words', () => {
  expect(read('README.md').split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(1_200);
});

describe('the page on adding to it', () => {
  const quoted = [...contributing.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words);
  const paths = quoted.flatMap((words) => words.split(' ')).filter((word) => /^[.a-z][\w.-]*\//.test(word));

  test('says how to add an event, a command, a reason, a page, an e-mail, a policy and a function', () => {
    const headings = [...contributing.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'An event',
      'A command',
      'A reason',
      'A page',
      'An e-mail',
      'A policy',
      'A function',
    ]);
  });

  test('names files and folders that there are; where a name is open, there is one of the kind', () => {
    expect(paths.length).toBeGreaterThan(50);
    const missing = paths.filter(
      (file) => globSync(file.replaceAll(/<[a-z-]+>/g, '*'), { cwd: root }).length === 0,
    );
    expect(missing).toEqual([]);
  });

  test('names commands that there are', () => {
    const commands = [...contributing.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name);
    expect(commands.length).toBeGreaterThan(10);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  });
});

test('each part of the long run is of tests that there are, and decision 20 names it', () => {
  const parts = [...read('test/run.ts').matchAll(/^ {2}([a-z]+): \[('test\/.+')\],$/gm)];
  const files = parts.flatMap(([, , all = '']) => all.replaceAll("'", '').split(', '));
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  const decision = read('infra/decisions/0020-what-is-tried-when.md');
  const [, named = ''] = /runs one row alone \(([^)]+)\)/.exec(decision) ?? [];
  expect(named.replaceAll('`', '').split(', ')).toEqual(parts.map(([, name]) => name));
});

test('whoever owns a part of the house owns one that is there', () => {
  const owned = [...read('.github/CODEOWNERS').matchAll(/^(\/\S+)/gm)].map(([, file = '']) => file);
  expect(owned.length).toBeGreaterThan(5);
  expect(owned.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

test('the licence, the editor’s settings and the workflows are there', () => {
  const files = [
    'LICENSE',
    '.editorconfig',
    '.github/CODEOWNERS',
    '.github/workflows/test.yml',
    '.github/workflows/nightly.yml',
  ];
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});
