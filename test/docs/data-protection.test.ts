/** infra/data-protection.md says of everything that is kept what it says of people and for how long. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { kinds, type TableName } from '../../shared/aws/keys.ts';
import { retention } from '../../shared/core/retention.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../infra/data-protection.md'), 'utf8');

/** What stands under a heading, up to the next. */
const under = (heading: string): string => page.split(/^#+ /m).find((part) => part.startsWith(heading)) ?? '';
/** First and last column of a table's rows. */
const rowsIn = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
      .slice(1)
      .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$/g, '')))
      .map((cells) => [cells[0] ?? '', cells.at(-1) ?? '']),
  );
const kept = (table: TableName) => rowsIn(under(`Table \`${table}\``));

test.each(Object.keys(kinds) as TableName[])(
  'each kind of item in the table %s stands in the record of processing, and nothing else does',
  (table) => {
    expect([...kept(table).keys()].toSorted()).toEqual(Object.keys(kinds[table]).toSorted());
    for (const [kind, time] of kept(table)) expect(time, kind).toMatch(/\w{3,}/);
  },
);

test('how long things are kept is said as the policy has it', () => {
  const years = `${retention.yearsAfterTurning18} year`;
  const sealed = kept('sealed');
  expect(sealed.get('particulars')).toMatch(new RegExp(`^${retention.sealedDays} days .* ${years} after`));
  expect(sealed.get('sender')).toBe(`${retention.sealedDays} days`);
  expect(sealed.get('amendment')).toBe(`${retention.amendmentDays} days`);
  expect(sealed.get('heldCopy')).toContain(`${retention.heldAheadDays} days`);
  expect(sealed.get('draft')).toMatch(new RegExp(`^${retention.draftDays} days`));
  expect(sealed.get('person')).toMatch(
    new RegExp(`^${retention.askedDays} days .* ${retention.signInDays} days`),
  );
  const elsewhere = rowsIn(under('Elsewhere'));
  expect(elsewhere.get('bucket `documents`')).toContain(`${retention.setBackDays} days more`);
  expect(elsewhere.get('bucket `documents`')).toContain(`${retention.goneForGoodDays} at most`);
  expect(elsewhere.get('bucket `mail`')).toMatch(new RegExp(`^${retention.sealedDays} days`));
});
