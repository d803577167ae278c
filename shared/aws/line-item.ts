import { presentCode } from '../../events/former-codes.ts';
import { caseStatuses } from '../core/case/case.ts';
import type { CaseLine, Listed } from '../core/case/lists.ts';
import { defined } from '../core/defined.ts';
import { attributesOf, type Item, keyOf, Reader } from './attributes.ts';
import { keys, presentName } from './keys.ts';

export const lineKey = ({ list, line: { openedAt, caseId } }: Listed): Item =>
  keyOf(keys.listed(list, openedAt, caseId));

/** A line of a list of cases as it is kept. */
export const lineItem = (listed: Listed): Item => ({ ...lineKey(listed), ...attributesOf(listed.line) });

/** @throws CorruptItem naming the key and what is wrong */
export function lineFrom(item: Item): CaseLine {
  const read = new Reader(item);
  const given = (name: string) => (read.has(name) ? read.text(name) : undefined);
  const code = (name: string) => (read.has(name) ? presentCode(read.text(name)) : undefined);
  const party = (name: string) => (read.has(name) ? presentName(read.text(name)) : undefined);
  return {
    caseId: read.text('caseId'),
    openedAt: read.text('openedAt'),
    policy: read.text('policy'),
    ...defined({
      status: read.has('status') ? read.oneOf('status', caseStatuses) : undefined,
      moveBy: given('moveBy'),
      entryAuthority: code('entryAuthority'),
      takenBy: code('takenBy'),
      waitsFor: party('waitsFor'),
      by: given('by'),
      moveOn: given('moveOn'),
    }),
  };
}
