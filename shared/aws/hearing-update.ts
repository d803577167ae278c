import type { Unanswered } from '../core/council/council.ts';
import type { Hearing } from '../core/council/hearing.ts';
import { type Item, number, type Reader, text } from './attributes.ts';

const COUNTED = { offers: 'unansweredOffers', reminders: 'unansweredReminders' } as const;
const SINCE = 'unansweredSince';
const BEFORE = 'unansweredBefore';

/** The clauses of an update that says whether a council answers; nothing where that is not known. Nobody has to have read it before. */
export function hearingUpdate(hearing: Hearing | undefined): {
  readonly add: readonly string[];
  readonly set: readonly string[];
  readonly remove: readonly string[];
  readonly values: Item;
} {
  if (hearing === undefined) return { add: [], set: [], remove: [], values: {} };
  if (hearing.kind === 'heard')
    return { add: [], set: [], remove: [...Object.values(COUNTED), BEFORE, SINCE], values: {} };
  if (hearing.kind === 'spoke')
    // An answer to an offer may have taken all of it away since it was read.
    return {
      add: [],
      set: [`${BEFORE} = if_not_exists(${COUNTED.offers}, :none)`],
      remove: [COUNTED.reminders],
      values: { ':none': number(0) },
    };
  return {
    add: [`${COUNTED[hearing.what]} :unanswered`],
    set: [`${SINCE} = if_not_exists(${SINCE}, :${SINCE})`],
    remove: [],
    values: { ':unanswered': number(1), [`:${SINCE}`]: text(hearing.at) },
  };
}

/** A council's attributes about what it left unanswered; none when that is nothing. */
export const unansweredItem = (unanswered: Unanswered | undefined): Item =>
  unanswered === undefined
    ? {}
    : {
        [COUNTED.offers]: number(unanswered.offers),
        [COUNTED.reminders]: number(unanswered.reminders),
        ...(unanswered.offersBefore === undefined ? {} : { [BEFORE]: number(unanswered.offersBefore) }),
        [SINCE]: text(unanswered.since),
      };

/** @throws CorruptItem naming the key and the attribute */
export function unansweredFrom(read: Reader): Unanswered | undefined {
  if (!read.has(SINCE)) return undefined;
  const counted = (name: string): number => (read.has(name) ? read.number(name) : 0);
  return {
    offers: counted(COUNTED.offers),
    reminders: counted(COUNTED.reminders),
    ...(counted(BEFORE) > 0 ? { offersBefore: counted(BEFORE) } : {}),
    since: read.text(SINCE),
  };
}
