import { expect, test } from 'vitest';
import { functionNames } from '../../function-names.ts';
import { firstCalls } from './first-calls.ts';

test('the start of every function is measured, with a first call that does its work', () => {
  expect(Object.keys(firstCalls).toSorted()).toEqual(functionNames);
});
