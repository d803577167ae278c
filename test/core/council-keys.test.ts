import { expect, test } from 'vitest';
import { oldKeyOpensUntil } from '../../shared/core/council/council-keys.ts';
import { NOW } from '../builders.ts';

test('the key before opens for the days that are given; with none it is void', () => {
  expect(oldKeyOpensUntil(NOW, 7)).toBe('2026-11-30T09:00:00.000Z');
  expect(oldKeyOpensUntil(NOW, 0)).toBeUndefined();
});
