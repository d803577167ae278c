import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeChildren } from '../../shared/core/referral/merge-children.ts';

const children = fc.uniqueArray(
  fc.record(
    { number: fc.integer({ min: 1, max: 20 }), sex: fc.string(), name: fc.string() },
    { requiredKeys: ['number'] },
  ),
  { selector: ({ number }) => number, maxLength: 20 },
);

test('every child is there once, in the order of the numbers, with what was given before what was held', () => {
  fc.assert(
    fc.property(children, children, (held, given) => {
      const merged = mergeChildren(held, given);
      const numbers = merged.map(({ number }) => number);
      expect(numbers).toEqual(
        [...new Set([...held, ...given].map(({ number }) => number))].toSorted((a, b) => a - b),
      );
      for (const child of merged) {
        const of = (all: typeof merged) => all.find(({ number }) => number === child.number);
        expect(child).toEqual({ ...of(held), ...of(given) });
      }
    }),
  );
});

test('what was given already changes nothing', () => {
  fc.assert(
    fc.property(children, children, (held, given) => {
      const merged = mergeChildren(held, given);
      expect(mergeChildren(merged, given)).toEqual(merged);
    }),
  );
});
