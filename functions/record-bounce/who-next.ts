import type { DataOf } from '../../events/catalogue.ts';
import { cameBackBefore, inUse, sameAddress } from '../../shared/core/desks.ts';
import type { Contacts } from '../../shared/ports/sealed-store.ts';

type Bounced = DataOf<'email-bounced.v1'>;
type Role = Bounced['failed'];

/** Everybody who may have had an e-mail, with what is known to have come back from them. */
export interface Readers {
  /** The desk that it is meant for; undefined when it has no addresses, or is the coordinators' own. */
  readonly own: Contacts | undefined;
  readonly coordinators: Contacts | undefined;
  /** Of the region, when this was its copy of what a council was written. */
  readonly lead: Contacts | undefined;
  /** Whoever wrote what it answers. */
  readonly sender: string | undefined;
}

/**
 * Whose address it is. One that the desk has given us anew since is a former one, although it reads the same.
 *
 * @param at when the e-mail came back
 */
export function roleOf(address: string, { own, coordinators, lead, sender }: Readers, at: string): Role {
  const is = (other: string | undefined): boolean => sameAddress(address, other);
  const isOf = (desk: Contacts | undefined, which: 'dutyDesk' | 'second'): boolean =>
    !cameBackBefore(desk, at) && is(desk?.[which]);
  if (isOf(own, 'dutyDesk')) return 'duty-desk';
  if (isOf(own, 'second')) return 'second';
  if (is(sender)) return 'sender';
  if (isOf(coordinators, 'dutyDesk')) return 'coordinators';
  if (isOf(coordinators, 'second')) return 'coordinators-second';
  return isOf(lead, 'dutyDesk') || isOf(lead, 'second') ? 'smp-lead' : 'former';
}

const inOrder = ['duty-desk', 'second', 'coordinators', 'coordinators-second'] as const;

/** An e-mail that came back so often is not sent again: something else is wrong than an address. */
const MOST_ATTEMPTS = 8;

/**
 * Who gets an e-mail that came back: the desk's next address, or else the coordinators, unless somebody of the desk had it already.
 *
 * @param failed roles of the addresses that it came back from
 * @param got addresses that it was sent to and did not come back from
 */
export function whoNext(
  readers: Readers,
  attempt: number,
  failed: readonly Role[],
  got: readonly string[],
): Bounced['next'] {
  const { own, coordinators } = readers;
  const desk = own ?? coordinators;
  const had = (address: string | undefined, returned: unknown): boolean =>
    returned === undefined && got.some((one) => sameAddress(one, address));
  if (had(desk?.dutyDesk, desk?.returned?.dutyDesk) || had(desk?.second, desk?.returned?.second))
    return 'reached';
  if (attempt >= MOST_ATTEMPTS) return 'nobody';
  const addresses = {
    ...(own && { 'duty-desk': inUse(own).dutyDesk, second: inUse(own).second }),
    ...(coordinators && {
      coordinators: inUse(coordinators).dutyDesk,
      'coordinators-second': inUse(coordinators).second,
    }),
  };
  const passed = Math.max(...failed.map((role) => inOrder.indexOf(role as (typeof inOrder)[number])));
  return (
    inOrder.find(
      (role, place) =>
        place > passed &&
        addresses[role] !== undefined &&
        !got.some((one) => sameAddress(one, addresses[role])),
    ) ?? 'nobody'
  );
}
