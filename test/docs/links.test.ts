import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const pages = [
  'README.md',
  '.github/CONTRIBUTING.md',
  'events/README.md',
  'shared/core/README.md',
  'test/README.md',
  ...['functions', 'infra', 'test/lab'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => path.join(folder, file)),
  ),
];

test.each(pages)('every link of %s to a file leads to one that is there', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, to = '']) => to);
  const broken = links.filter(
    (to) => !/^[a-z]+:/.test(to) && !existsSync(path.join(path.dirname(page), decodeURI(to))),
  );
  expect(broken).toEqual([]);
});
