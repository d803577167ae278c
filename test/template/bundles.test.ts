import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundle, projectRoot } from '../../infra/constructs/bundled-code.ts';
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

test('a stack names our own files and lines, without a map as those of the bundle', () => {
  const folder = outputFolder();
  for (const [name, contents] of bundle('../test/template/breaks'))
    writeFileSync(path.join(folder, name), contents);
  const run = "import(process.argv[1]).then(({ handler }) => console.log(handler().split('\\n')[1]))";
  const file = path.join(folder, 'handler.mjs');
  const told = () => execFileSync(process.execPath, ['-e', run, file], { encoding: 'utf8' });
  expect(told()).toMatch(/at handler \(.*test\/template\/breaks\/handler\.ts:4:\d+\)/);
  rmSync(`${file}.map`);
  expect(told()).toMatch(/at handler \(.*handler\.mjs:\d+:\d+\)/);
});

/** Thousands of bytes, a twentieth above what each has. What is more was put in by somebody, who should know that it starts every time. */
const most: Readonly<Record<string, number>> = {
  'allocate-referral': 820,
  api: 880,
  'enforce-deadlines': 730,
  pages: 2000,
  'receive-email': 1420,
  'recount-headroom': 740,
  'relay-events': 600,
  'remind-capacity': 650,
  'send-notification': 1170,
};

describe.each(readdirSync(path.join(projectRoot, 'functions')))('the bundle of %s', (name) => {
  const code = text(bundle(name).get('handler.mjs'));

  test('asks for none of the modules that load all they could offer', () => {
    expect(code.match(/(from|import) ?\(?"(node:)?(http|https|crypto|process|util)"/g)).toBeNull();
  });

  test('looks for credentials in the environment only', () => {
    expect(code).toContain('There are no credentials: AWS_ACCESS_KEY_ID');
    expect(code).not.toMatch(/fromIni|AssumeRoleWithWebIdentity|169\.254\.170\.2/);
  });

  test('is no bigger than it was', () => {
    expect(code.length / 1000).toBeLessThan(most[name] ?? 0);
  });
});
