import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allCounted, counted } from '../../shared/words/counting.ts';
import { miscounted } from '../miscounted.ts';

test.each([
  ['The child was found.', 'The children were found.'],
  ['Is the child safe?', 'Are the children safe?'],
  ['NTS-7F3K-2M9Q: is the child safe?', 'NTS-7F3K-2M9Q: are the children safe?'],
  ['A back-up has the child.', 'A back-up has the children.'],
  ['Why does this child’s move wait?', 'Why does these children’s move wait?'],
  ['Ask the child who was found.', 'Ask the children who were found.'],
  ['The child [refuses|refuse] to move.', 'The children refuse to move.'],
  ['What keeps the childless out', 'What keeps the childless out'],
  ['That child, and the same child', 'That child, and the same child'],
])('says of several instead of "%s": "%s"', (one, several) => {
  expect(counted(2, one)).toBe(several);
  expect(counted(1, one)).toBe(one.replace('[refuses|refuse]', 'refuses'));
});

test('counts every text of what is said, and leaves everything else as it is', () => {
  const schema = new Map([['the child', 'the child']]);
  const said = { title: 'The child', rows: [{ value: 'the child is safe', at: 3 }], schema, none: undefined };
  expect(allCounted(3, said)).toEqual({
    ...said,
    title: 'The children',
    rows: [{ value: 'the children are safe', at: 3 }],
  });
  expect(allCounted(3, said).schema).toBe(schema);
});

test('what was counted once stays the same when it is counted again', () => {
  const words = fc
    .array(
      fc.constantFrom(
        'the child',
        'The child is',
        '[is|are]',
        'this child’s',
        'goes',
        ': is the child',
        '.',
        'A',
      ),
    )
    .map((parts) => parts.join(' '));
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 6 }), (text, count) => {
      const once = counted(count, text);
      expect(counted(count, once)).toBe(once);
      if (count > 1) expect(once).not.toMatch(/\b[Tt]h(?:e|is) child\b/);
    }),
  );
});

test('the check of what pages and emails say finds what is said of a wrong number', () => {
  expect(miscounted('The child is safe. Go on.', 2)).toEqual(['The child is safe.']);
  expect(miscounted('The children are safe.', 1)).toEqual(['The children are safe.']);
  expect(miscounted('The children refuses to move.', 3)).toEqual(['The children refuses to move.']);
  expect(miscounted('The child [refuses|refuse] to move.', 1)).toEqual([
    'The child [refuses|refuse] to move.',
  ]);
  expect(miscounted('Child 2 is missing. Say where the children live.', 3)).toEqual([]);
});
