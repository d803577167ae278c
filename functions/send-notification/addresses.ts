import type { DataOf } from '../../events/catalogue.ts';
import { namelessId } from '../../shared/core/case/nameless-id.ts';
import { copiedCouncil, deskFor, firstInUse, helpFrom, inUse, sameAddress } from '../../shared/core/desks.ts';
import type { Contacts, SealedStore } from '../../shared/ports/sealed-store.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import { nameOf, regionNamed } from './authorities.ts';

type Recipient = DataOf<'email-requested.v1'>['to'];
type Next = DataOf<'email-bounced.v1'>['next'];

/** Whom an e-mail goes to, or who gets it because it could not reach whom it should go to. */
export interface Addresses {
  /** The name of the desk it is meant for: "Hampshire", "the coordinators". */
  readonly reader: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** The coordinators' address that works: for the line that says who can help, and for copies. */
  readonly help: string;
  /** Why it goes to somebody else: the coordinators, the desk's second contact, or whoever reads along. */
  readonly instead: Instead | undefined;
}

/** The coordinators get it because there is no address, or none that works; the second contact because the first does not. */
export type Instead =
  | {
      readonly reads: 'coordinators';
      readonly meantFor: string;
      readonly because: 'no-address' | 'came-back';
    }
  | { readonly reads: 'second'; readonly meantFor: string }
  | { readonly reads: 'copy'; readonly meantFor: string };

/** Nobody can be told anything until this is mended: thrown, so that messages wait and are dead-lettered, not dropped. */
class NoCoordinators extends Error {
  override readonly name = 'NoCoordinators';
}

/** A recipient's desk, as its contacts are kept, and its name. */
export const deskOf = (
  to: Recipient,
  entryAuthority: string | undefined,
): { readonly desk: string; readonly name: string } => ({
  desk: deskFor(to, entryAuthority),
  name: nameFor(to, entryAuthority),
});

function nameFor(to: Recipient, entryAuthority: string | undefined): string {
  switch (to.role) {
    case 'council':
      return nameOf(to.council);
    case 'entry-authority':
      return nameOf(entryAuthority ?? '');
    case 'smp-lead':
      return to.copyOf === undefined ? `the lead of ${regionNamed(to.region)}` : nameOf(to.copyOf);
    case 'coordinators':
      return 'the coordinators';
  }
}

export interface AddressTools {
  readonly sealed: Pick<SealedStore, 'reachable' | 'sender'>;
  readonly log: Log;
}

/** @throws NoCoordinators when they have no address, or none that e-mail reaches */
function coordinatorsAddress(contacts: Contacts | undefined, which?: 'coordinators-second'): string {
  if (contacts === undefined)
    throw new NoCoordinators(
      'The coordinators have no address. Put one under the desk "coordinators" in the sealed table.',
    );
  const address = which === undefined ? firstInUse(contacts) : inUse(contacts).second;
  if (address !== undefined) return address;
  throw new NoCoordinators(
    'Email to the coordinators comes back from every address they have. Give them one that works (runbook coordinators-unreached), then send the message to the notifications queue again.',
  );
}

/**
 * Looks up where an e-mail goes, each desk by its key.
 *
 * @param entryAuthority of the case that it is about, if it is about one
 * @param again who gets it now, when it came back before
 * @throws NoCoordinators when not even the coordinators have an address
 */
export async function addressesFor(
  tools: AddressTools,
  to: Recipient,
  entryAuthority?: string,
  again?: Next,
): Promise<Addresses> {
  const { sealed, log } = tools;
  const { desk, name: reader } = deskOf(to, entryAuthority);
  const coordinators = await sealed.reachable('coordinators');
  const which = again === 'coordinators-second' ? again : undefined;
  const help = helpFrom(coordinators) ?? coordinatorsAddress(coordinators);
  const toCoordinators = (because: 'no-address' | 'came-back'): Addresses => ({
    reader,
    to: [coordinatorsAddress(coordinators, which)],
    cc: [],
    help,
    instead: desk === 'coordinators' ? undefined : { reads: 'coordinators', meantFor: reader, because },
  });
  if (desk === 'coordinators') return toCoordinators('no-address');
  const own = await sealed.reachable(desk);
  if (copiedCouncil(to) !== undefined) {
    if (own === undefined) log.warn(logMessages.contactMissing, { desk });
    // A copy whose reader is unknown, or out of reach, goes to those who know the regions.
    const address = (own && firstInUse(own)) ?? help;
    return { reader, to: [address], cc: [], help, instead: { reads: 'copy', meantFor: reader } };
  }
  if (own === undefined) {
    log.warn(logMessages.contactMissing, { desk: namelessId(desk) });
    return toCoordinators('no-address');
  }
  const { dutyDesk, second } = inUse(own);
  const first = again === 'second' ? second : (dutyDesk ?? second);
  if (first === undefined || again === 'coordinators' || which !== undefined)
    return toCoordinators('came-back');
  const known: Addresses = {
    reader,
    to: [first],
    cc: [],
    help,
    instead: first === own.dutyDesk ? undefined : { reads: 'second', meantFor: reader },
  };
  if (to.role !== 'council' || again !== undefined) return known;
  if (to.mail === undefined)
    return { ...known, cc: to.secondContact && second !== undefined && first !== second ? [second] : [] };
  const sender = (await sealed.sender(to.mail)) ?? first;
  return {
    ...known,
    to: [sender],
    cc: sameAddress(sender, first) ? [] : [first],
    instead: undefined,
  };
}

/** With a copy to the coordinators, unless they get it themselves. */
export const copiedToCoordinators = (addresses: Addresses): Addresses => ({
  ...addresses,
  cc: addresses.to.includes(addresses.help) ? [] : [addresses.help],
});
