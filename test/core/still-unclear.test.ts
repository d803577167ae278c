/** What of a referral stays unclear once more is said. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stillUnclear } from '../../shared/core/referral/unclear.ts';

const facts = ['links', 'familyInUk', 'legalStatus', 'arrivedOn'];
const ofChildren = ['name', 'dateOfBirth', 'nationality'].flatMap((own) => [
  `children.1.${own}`,
  `children.2.${own}`,
]);
const fields = fc.uniqueArray(fc.constantFrom(...facts, ...ofChildren));

/** What gives exactly these fields. */
const giving = (given: readonly string[]) => ({
  facts: Object.fromEntries(facts.filter((field) => given.includes(field)).map((field) => [field, 'said'])),
  particulars: [1, 2].map((number) => ({
    number,
    ...Object.fromEntries(
      given
        .filter((field) => field.startsWith(`children.${number}.`))
        .map((field) => [field.split('.')[2] ?? '', 'said']),
    ),
  })),
});

test('what was unclear stays so until it is given, and what cannot be read becomes so', () => {
  fc.assert(
    fc.property(fields, fields, fields, (held, given, unread) => {
      const now = new Set([...held.filter((field) => !given.includes(field)), ...unread]);
      const found = stillUnclear(held, giving(given), unread);
      expect(new Set(found ?? held)).toEqual(now);
      // Nothing is written where nothing has changed.
      expect(found === undefined).toBe(now.size === held.length && held.every((field) => now.has(field)));
      expect(found ?? []).toEqual([...(found ?? [])].toSorted());
    }),
  );
});

test('the month of the 18th birthday answers for a date of birth of the same child, and for nothing else', () => {
  const given = { facts: { children: [{ number: 1, turns18Month: '2028-05' }] }, particulars: [] };
  const held = ['children.1.dateOfBirth', 'children.1.name', 'children.2.dateOfBirth'];
  expect(stillUnclear(held, given)).toEqual(['children.1.name', 'children.2.dateOfBirth']);
  expect(stillUnclear(held, { facts: { children: [{ number: 1 }] }, particulars: [] })).toBeUndefined();
  expect(stillUnclear(undefined, given)).toBeUndefined();
});
