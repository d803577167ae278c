import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { namelessId } from '../../shared/core/case/nameless-id.ts';

const told = (id: string): string => `sha256-${createHash('sha256').update(id).digest('hex').slice(0, 16)}`;
const uuid = randomUUID();

describe('an id that its producer chose', () => {
  test.each([
    uuid,
    `api:${uuid}`,
    `form:${uuid}`,
    `mail:${'a'.repeat(32)}:3`,
    'NTS-7F3K-2M9Q:12:offer-to-primary:council:E10000016',
    'E10000016:3:capacity-reminder:council:E10000016',
    'NTS-7F3K-2M9Q:4:case-held:smp-lead:E12000008',
    'council:BHSCT',
    'mail-set-aside:unknown-sender:2026-11-23T09',
  ])('is told as it is where it is made of our own parts alone: %s', (own) => {
    expect(namelessId(own)).toBe(own);
  });

  test.each(['Amina Saleh', 'api:Amina', 'Amina:api', 'NTS-7F3K-2M9Q:Amina:12', 'api12', ''])(
    'is told by its hash where any part of it is not: %j',
    (id) => {
      expect(namelessId(id)).toBe(told(id));
    },
  );
});
