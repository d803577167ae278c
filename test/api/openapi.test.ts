import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openApi } from '../../functions/api/openapi.ts';

test('the description of the API that is served says what its contracts say, to the word', () => {
  const served = readFileSync('functions/api/openapi.json', 'utf8');
  expect(JSON.parse(served)).toEqual(JSON.parse(JSON.stringify(openApi())));
});
