import { expect, test } from 'vitest';
import { readSettings } from '../../../shared/runtime/settings.ts';
import { functionNames } from '../../function-names.ts';
import { environment } from './start-up.ts';

test.each(functionNames)('the measurement of starts knows every setting of %s', async (name) => {
  const { settings } = await import(`../../../functions/${name}/settings.ts`);
  expect(readSettings(settings, environment('http://127.0.0.1:1'))).toBeDefined();
});
