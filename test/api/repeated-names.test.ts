import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeatedNames } from '../../functions/api/repeated-names.ts';
import { runs } from '../how-much.ts';

test('a text that was written from a value has no name twice', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(repeatedNames(JSON.stringify(value, undefined, 1))).toEqual([]);
    }),
    { numRuns: runs(200) },
  );
});

const names = fc.constantFrom('a', 'b', '"', '\\', ',:{}[]', '');

test('a name that is put into an object again is found at its place', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(names, fc.nat(3)), { maxLength: 5 }),
      names,
      fc.boolean(),
      (path, name, again) => {
        const twice = `{${JSON.stringify(name)}: [1, "x"], ${JSON.stringify(again ? name : `${name}!`)}: {"z": 1}}`;
        const json = path.reduceRight<string>(
          (within, at) =>
            typeof at === 'number'
              ? `[${'{"a": 1},'.repeat(at)}${within}, {"a": 2}]`
              : `{${JSON.stringify(at)}: ${within}, ${JSON.stringify(`${at}?`)}: 1}`,
          twice,
        );
        expect(() => JSON.parse(json)).not.toThrow();
        expect(repeatedNames(json)).toEqual(again ? [[...path, name]] : []);
      },
    ),
    { numRuns: runs(300) },
  );
});
