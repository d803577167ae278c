import { expect, test } from 'vitest';
import { oldKeyOpensUntil } from '../../shared/core/council-keys.ts';
import { NOW } from '../builders.ts';

test('the key before opens for the days that are given; with none it has been over for ever', () => {
  expect(oldKeyOpensUntil(NOW, 7)).toBe('2026-11-30T09:00:00.000Z');
  // The operator's machine and the one that is asked need not agree on what time it is.
  expect(oldKeyOpensUntil(NOW, 0) < '2000').toBe(true);
});
