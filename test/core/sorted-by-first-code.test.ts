/** Councils are sorted by the codes that they had first, so that a new code changes nobody's turn: who sorts otherwise sorts something else. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { MemoryCouncilStore } from '../../shared/memory/memory-council-store.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Every sort with an order of its own, and every function that is such an order. */
function ordersIn(text: string): readonly string[] {
  const source = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const less: readonly ts.SyntaxKind[] = [ts.SyntaxKind.LessThanToken, ts.SyntaxKind.GreaterThanToken];
  const look = (node: ts.Node): void => {
    const isUnordered =
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      ['sort', 'toSorted'].includes(node.expression.name.text) &&
      node.arguments.length === 0;
    const isOrder =
      ts.isConditionalExpression(node) &&
      ts.isBinaryExpression(node.condition) &&
      less.includes(node.condition.operatorToken.kind) &&
      [node.whenTrue, node.whenFalse].some((side) => side.getText() === '-1');
    if (isUnordered || isOrder || (ts.isIdentifier(node) && node.text === 'localeCompare'))
      found.push(node.getText());
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

/** Whoever else has an order of its own, by file, and of what. */
const sorting: Readonly<Record<string, string>> = {
  'allocation/rota-parties.ts': 'regions',
  'case/commands/amend.ts': 'needs, fields that are unclear, children by number',
  'case/commands/merge.ts': 'facts by name',
  'case/deadlines.ts': 'instants',
  'case/duplicates.ts': 'cases',
  'case/held-alike.ts': 'codes of hold reasons',
  'case/late-holidays.ts': 'days',
  'case/moves-of-council.ts': 'moves by day, then reference',
  'case/moves.ts': 'moves by day',
  'case/worklists.ts': 'instants, matters of a case by their danger',
  'council/commands/declare.ts': 'needs',
};

test('an order is found in every way to write it, and that of first codes is none of them', () => {
  const written = [
    'all.sort()',
    'all.toSorted((a, b) => (a.code < b.code ? -1 : 1))',
    'const order = (a, b) => a.last - b.last || (a.id > b.id ? 1 : -1)',
    'all.toSorted((a, b) => a.code.localeCompare(b.code))',
  ];
  expect(written.map((text) => ordersIn(text).length)).toEqual([1, 1, 1, 1]);
  expect(ordersIn('all.toSorted((a, b) => byFirstCode(a.code, b.code)); a < b ? 1 : 2')).toEqual([]);
});

test('nothing that decides sorts councils in an order of its own', () => {
  const files = [
    ...globSync('shared/core/{allocation,case,council}/**/*.ts', { cwd: root }),
    'shared/memory/memory-council-store.ts',
  ].map((file) => file.replaceAll(path.sep, '/'));
  expect(files.length).toBeGreaterThan(80);
  const found = files.filter((file) => ordersIn(readFileSync(path.join(root, file), 'utf8')).length > 0);
  expect(found.map((file) => file.replace('shared/core/', '')).toSorted()).toEqual(Object.keys(sorting));
});

test('the twin of the table gives councils in the order of the table’s keys', async () => {
  const councils = new MemoryCouncilStore();
  await councils.seed(publishedCouncils(), policyNamed('nts-2025'));
  const codes = (await councils.view()).councils.map(({ code }) => code);
  const [barnsley, doncaster, sheffield] = ['E08000038', 'E08000017', 'E08000039'].map((code) =>
    codes.indexOf(code),
  );
  expect([doncaster, sheffield]).toEqual([(barnsley ?? 0) + 1, (barnsley ?? 0) + 3]);
});
