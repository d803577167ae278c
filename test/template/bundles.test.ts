import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bundle } from '../../infra/constructs/bundled-code.ts';
import { outputFolder } from './synthesis.ts';

const text = (contents: Uint8Array | undefined): string => Buffer.from(contents ?? []).toString();

test('a bundle is one module and a source map that knows our files, wherever it is written', () => {
  const built = bundle('relay-events');
  expect([...built.keys()].toSorted()).toEqual(['handler.mjs', 'handler.mjs.map']);
  const { sources, sourcesContent } = JSON.parse(text(built.get('handler.mjs.map')));
  expect(sources).toContain('../functions/relay-events/handler.ts');
  expect(sourcesContent).toBeUndefined();
  expect(text(built.get('handler.mjs'))).not.toMatch(/from ?["']@aws-sdk/);
});

test('a CommonJS package that asks for Node’s own modules still finds them', () => {
  const module = bundle('../test/template/asks-for-require').get('handler.mjs');
  const file = path.join(outputFolder(), 'handler.mjs');
  writeFileSync(file, module ?? '');
  const run = 'import(process.argv[1]).then(({ handler }) => console.log(handler(process.argv[1])))';
  const printed = execFileSync(process.execPath, ['-e', run, file], { encoding: 'utf8' });
  expect(Number(printed)).toBe(module?.length);
});
