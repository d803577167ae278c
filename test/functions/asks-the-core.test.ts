/** What may be done, and where a case stands, is asked of the core by name: no page, e-mail or figure tests a status itself. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

const isStatus = (node: ts.Node): boolean =>
  (ts.isIdentifier(node) && node.text === 'status') ||
  (ts.isPropertyAccessExpression(node) && node.name.text === 'status');

const comparisons: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
];

/** A status compared with a literal, looked up in a list, or told apart in a switch that does not name them all. */
function testsStatus(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node) && comparisons.includes(node.operatorToken.kind)) {
    const sides = [node.left, node.right];
    return sides.some(isStatus) && sides.some(ts.isStringLiteral);
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return ['includes', 'has'].includes(node.expression.name.text) && node.arguments.some(isStatus);
  return (
    ts.isSwitchStatement(node) && isStatus(node.expression) && node.caseBlock.clauses.some(ts.isDefaultClause)
  );
}

function testsIn(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (testsStatus(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file}:${line + 1}: ${node.getText().split('\n')[0]}`);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

test('a test of a status is found in every way to write it, and words by status are not', () => {
  const written = [
    "theCase.status === 'held'",
    "'paused' !== status",
    "['held', 'paused'].includes(theCase?.status)",
    'unplaced.has(status)',
    "switch (status) { case 'held': go(); break; default: stop(); }",
  ];
  expect(written.map((text) => testsIn('a.ts', text).length)).toEqual([1, 1, 1, 1, 1]);
  expect(testsIn('a.ts', 'words[theCase.status]; reply.status === 422; offer.answer === "accept"')).toEqual(
    [],
  );
});

test('nothing in functions/ tests a status', () => {
  const files = globSync('functions/**/*.ts', { cwd: root }).map((file) => file.replaceAll(path.sep, '/'));
  expect(files.length).toBeGreaterThan(150);
  const sources = files
    .map((file) => [file, readFileSync(path.join(root, file), 'utf8')] as const)
    .filter(([, text]) => /\bstatus\b/.test(text));
  expect(sources.flatMap(([file, text]) => testsIn(file, text))).toEqual([]);
});
