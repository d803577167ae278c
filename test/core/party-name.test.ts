import { expect, test } from 'vitest';
import { partyName } from '../../shared/core/case/party-name.ts';

test('a list is named by its party, and by its code where there are several', () => {
  expect(partyName({ kind: 'coordinators' })).toBe('coordinators');
  expect(partyName({ kind: 'system' })).toBe('system');
  expect(partyName({ kind: 'council', code: 'E10000014' })).toBe('council:E10000014');
  expect(partyName({ kind: 'entry-authority', code: 'E10000016' })).toBe('entry-authority:E10000016');
});
