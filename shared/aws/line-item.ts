import { presentCode } from '../../events/former-codes.ts';
import { caseStatuses } from '../core/case/case.ts';
import { type CaseLine, type Listed, placeInList } from '../core/case/lists.ts';
import { workKinds } from '../core/case/worklists.ts';
import { defined } from '../core/defined.ts';
import { attributesOf, type Item, keyOf, Reader, text } from './attributes.ts';
import { keys, presentName } from './keys.ts';

export const lineKey = ({ list, line }: Listed): Item => keyOf(keys.listed(list, placeInList(line)));

/**
 * A line of a list of cases as it is kept. Of the coordinators’ work many are read at once, so it is short: the urgency and the reference are in the key alone, and what is
 * more than one is joined.
 */
export const lineItem = (listed: Listed): Item => {
  const { urgency, kinds, reasons = [], caseId, ...line } = listed.line;
  return {
    ...lineKey(listed),
    ...attributesOf(line),
    ...(urgency === undefined ? { caseId: text(caseId) } : {}),
    ...(kinds === undefined ? {} : { kinds: text(kinds.join(' ')) }),
    ...(reasons.length === 0 ? {} : { reasons: text(reasons.join(' ')) }),
  };
};

/** What only the coordinators’ work says of a case. */
function workIn(read: Reader): Pick<CaseLine, 'caseId' | 'kinds' | 'reasons' | 'urgency'> {
  const place = read.text('sk');
  const at = place.lastIndexOf('#');
  const kinds = read.text('kinds').split(' ');
  return {
    caseId: place.slice(at + 1),
    urgency: place.slice(0, at),
    kinds: workKinds.filter((kind) => kinds.includes(kind)),
    reasons: read.has('reasons') ? read.text('reasons').split(' ') : [],
  };
}

/** @throws CorruptItem naming the key and what is wrong */
export function lineFrom(item: Item): CaseLine {
  const read = new Reader(item);
  const given = (name: string) => (read.has(name) ? read.text(name) : undefined);
  const code = (name: string) => (read.has(name) ? presentCode(read.text(name)) : undefined);
  const party = (name: string) => (read.has(name) ? presentName(read.text(name)) : undefined);
  return {
    ...(read.has('kinds') ? workIn(read) : { caseId: read.text('caseId') }),
    openedAt: read.text('openedAt'),
    ...defined({
      policy: given('policy'),
      status: read.has('status') ? read.oneOf('status', caseStatuses) : undefined,
      moveBy: given('moveBy'),
      entryAuthority: code('entryAuthority'),
      takenBy: code('takenBy'),
      waitsFor: party('waitsFor'),
      by: given('by'),
      moveOn: given('moveOn'),
      assignedTo: given('assignedTo'),
    }),
  };
}
