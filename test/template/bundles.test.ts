import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundle } from '../../infra/constructs/bundled-code.ts';
import { isStartUpTrick, startUpTricks } from '../../infra/constructs/start-up-tricks.ts';
import { synthesizeScheme } from '../../infra/local/scheme-run.ts';
import { readAssembly } from '../../infra/local-aws/template/assembly.ts';
import { planOf } from '../../infra/local-aws/template/read-plan.ts';
import { SHORT_NAME_TAG } from '../../infra/short-name-tag.ts';
import { functionNames } from '../function-names.ts';
import { outputFolder } from './synthesis.ts';

const text = (contents: Uint8Array | undefined): string => Buffer.from(contents ?? []).toString();

const urls = { httpApiUrl: 'http://127.0.0.1:1', awsUrl: 'http://127.0.0.1:2', nameTag: SHORT_NAME_TAG };
/** As they would be deployed: the local run's own, which it synthesizes only when something has changed. */
const deployed = planOf(readAssembly(await synthesizeScheme(() => undefined), urls)).functions;

/** The modules of a bundle by name, without their maps. */
function modulesOf(name: string): ReadonlyMap<string, string> {
  const folder = deployed.find(({ shortName }) => shortName === name)?.codeFolder ?? `no function ${name}`;
  const files = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
  return new Map(files.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
}

/** What is read before the first event is looked at: the handler's module and whatever it imports outright. */
function atStart(modules: ReadonlyMap<string, string>): readonly string[] {
  const files = new Set(['handler.mjs']);
  for (const file of files)
    for (const [, next = ''] of (modules.get(file) ?? '').matchAll(/(?:from|import) ?"\.\/([\w-]+\.mjs)"/g))
      files.add(next);
  return [...files].map((file) => modules.get(file) ?? '');
}

test('a bundle is modules with source maps that know our files, wherever it is written', () => {
  const built = bundle('relay-events');
  const files = [...built.keys()].toSorted();
  expect(files.filter((file) => file.endsWith('.map'))).toEqual(
    files.filter((file) => file.endsWith('.mjs')).map((file) => `${file}.map`),
  );
  const { sources, sourcesContent } = JSON.parse(text(built.get('handler.mjs.map')));
  expect(sources).toContain('../functions/relay-events/handler.ts');
  expect(sourcesContent).toBeUndefined();
  for (const code of modulesOf('relay-events').values()) expect(code).not.toMatch(/from ?["']@aws-sdk/);
});

test.each(Object.keys(startUpTricks).filter(isStartUpTrick))(
  'what makes a bundle start quickly is in it, and can be left out to be measured: %s',
  (trick) => {
    const code = (without: readonly (typeof trick)[]) =>
      Buffer.concat([...bundle('relay-events', without).values()]).toString('latin1');
    expect(code([trick]) === code([])).toBe(false);
  },
);

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

/** Thousands of bytes read at the start, a twentieth above what each has. What is more was put in by somebody, who should know that it starts every time. */
const most: Readonly<Record<string, number>> = {
  'allocate-referral': 1013,
  'anchor-trails': 872,
  api: 962,
  // What may be asked of a case is one piece: what a coordinator overrules by placing directly came to it, who comes to a council to its item, and with each commit the list of moves. Contracts of all events are another: one more.
  // It commits cases, whose lines say which regions they have to do with; and that a council is given more time: three more.
  // What coordinators decide or watch is a line like these, and comes of rules that read a case: two more (882.99).
  // A case is assigned to a coordinator, one more contract and command; and unanswered offers are watched: two more (884.26).
  // A legal hold is placed and lifted: two contracts and commands (886.95).
  'enforce-deadlines': 888,
  // It finds which cases are under legal hold, so it reads cases as the others do (974.76).
  'forget-documents': 976,
  'keep-figures': 700,
  // It asks the table whose list of what is to be told waits too long, and at nine what coordinators are told of a day: that takes the holidays.
  'keep-watch': 927,
  // Who signs in with a second step is asked for with each request of a coordinator; a commit says on which lists a case stands.
  // The table of pages and what the stores read: where a council stands, what is recorded of it, and the turns of one region.
  // The figures of the scheme are read on pages: three more.
  // So has the list of every region's councils, and routes for leads: five more.
  // The list of all cases is asked for in parts: two more.
  // Routes for a council's nights and moves, and its records of care: one more (1011.4).
  // A line on a list says whom the case really waits for: what keeps a move, and how a referral is cleared, came with that (21 more). Roles for money and for figures: two more.
  // The list of what coordinators decide or watch: two more (1038.3).
  // Routes about one case take its reference however it is typed (1040.003).
  // Two routes to how fair the scheme is: two more (1042.1).
  // Copies of what is sealed, for a legal hold: two more (1044.91).
  // What a council may do is said of as many children as there are: two more (1046.4).
  pages: 1048,
  // The store of what is sealed keeps copies under legal hold (1424.39).
  'receive-email': 1425,
  // As enforce-deadlines (909.78).
  'recount-headroom': 911,
  'record-bounce': 1035,
  // It knows each council's region: whose lead reads along what the council is written.
  'relay-events': 737,
  'remind-capacity': 663,
  // The words of more time that a council is given.
  // Whom somebody was let in for, and the links of readers: four more.
  // Lines of what coordinators decide or watch: two more (1352.92).
  // The contract that a case is assigned: one more (1,353.76).
  // Two contracts of a legal hold, and copies under it: four more (1358.03).
  'send-notification': 1359,
};

describe.each(functionNames)('the bundle of %s', (name) => {
  const modules = modulesOf(name);
  const all = [...modules.values()].join('\n');

  test('imports none of Node’s modules by their faces, which load all they could offer', () => {
    const named = [...all.matchAll(/(?:from|import) ?\(?"([^"]+)"/g)].map(([, from = '']) => from);
    expect(named.filter((from) => isBuiltin(from))).toEqual([]);
  });

  test('has whatever a package asks for', () => {
    expect(all.includes('Dynamic require of')).toBe(false);
  });

  test('looks for credentials in the environment only', () => {
    expect(all.includes('There are no credentials: AWS_ACCESS_KEY_ID')).toBe(true);
    expect(/fromIni|AssumeRoleWithWebIdentity|169\.254\.170\.2/.test(all)).toBe(false);
  });

  test('has no letter beyond ASCII, with which V8 would keep a module in two bytes a character', () => {
    expect([...modules].filter(([, code]) => /[^\0-\x7f]/.test(code)).map(([file]) => file)).toEqual([]);
  });

  test('reads no more at its start than it did', () => {
    const read = atStart(modules).reduce((bytes, code) => bytes + code.length, 0);
    expect(read / 1000).toBeLessThan(most[name] ?? 0);
  });
});
