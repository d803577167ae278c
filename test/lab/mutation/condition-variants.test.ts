import { expect, test } from 'vitest';
import { variantsOf, variantsOfKey } from './condition-variants.ts';

test('a condition is tried without each clause, with the other word between them, with other comparisons, and not at all', () => {
  expect(variantsOf('trailNumber = :seen AND headroom >= :taken')).toEqual([
    '',
    'headroom >= :taken',
    'trailNumber = :seen',
    'trailNumber = :seen OR headroom >= :taken',
    'trailNumber <> :seen AND headroom >= :taken',
    'trailNumber <= :seen AND headroom >= :taken',
    'trailNumber >= :seen AND headroom >= :taken',
    'trailNumber = :seen AND headroom > :taken',
    'trailNumber = :seen AND headroom < :taken',
  ]);
});

test('what is in brackets stays together', () => {
  expect(variantsOf('attribute_not_exists(body) AND (attribute_not_exists(pk) OR until <= :now)')).toEqual([
    '',
    'attribute_not_exists(pk) OR until <= :now',
    'attribute_not_exists(body)',
    'attribute_not_exists(body) OR attribute_not_exists(pk) OR until <= :now',
    'attribute_exists(body) AND (attribute_not_exists(pk) OR until <= :now)',
    'attribute_not_exists(body) AND until <= :now',
    'attribute_not_exists(body) AND attribute_not_exists(pk)',
    'attribute_not_exists(body) AND attribute_not_exists(pk) AND until <= :now',
    'attribute_not_exists(body) AND (attribute_exists(pk) OR until <= :now)',
    'attribute_not_exists(body) AND (attribute_not_exists(pk) OR until < :now)',
    'attribute_not_exists(body) AND (attribute_not_exists(pk) OR until > :now)',
  ]);
});

test('a query names its partition whatever else it says', () => {
  expect(variantsOfKey('pk = :pk')).toEqual([]);
  expect(variantsOfKey('pk = :pk AND begins_with(sk, :events)')).toEqual(['pk = :pk']);
  expect(variantsOfKey('dueShard = :shard AND dueAt <= :until')).toEqual([
    'dueShard = :shard',
    'dueShard = :shard AND dueAt < :until',
    'dueShard = :shard AND dueAt > :until',
  ]);
});

test('a form that nobody taught it is refused, not passed over', () => {
  for (const condition of ['size(name) > :most', 'a BETWEEN :b AND :c', 'NOT a = :b', '(a = :b', 'a = :b )'])
    expect(() => variantsOf(condition)).toThrow(/teach condition-variants/);
});
