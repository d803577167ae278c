import type { DataOf } from '../../events/catalogue.ts';
import { namelessId } from '../../shared/core/case/nameless-id.ts';
import { publishedCouncil } from '../../shared/core/council/published-councils.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import { nameOf, regionNamed } from './authorities.ts';

type Recipient = DataOf<'email-requested.v1'>['to'];

/** Whom an e-mail goes to, or who gets it because nobody knows an address of whom it should go to. */
export interface Addresses {
  /** The name of the desk it is meant for: "Hampshire", "the coordinators". */
  readonly reader: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** The coordinators' own address: for the line that says who can help. */
  readonly help: string;
  /** Whose address is missing: the coordinators get the e-mail, with this reason. */
  readonly missing: string | undefined;
}

/** Nobody can be told anything until this is mended: thrown, so that messages wait and are dead-lettered, not dropped. */
class NoCoordinators extends Error {
  override readonly name = 'NoCoordinators';
}

/** A recipient's desk, as its contacts are kept, and its name. */
export function deskOf(
  to: Recipient,
  entryAuthority: string | undefined,
): { readonly desk: string; readonly name: string } {
  switch (to.role) {
    case 'council':
      return { desk: `council:${to.council}`, name: nameOf(to.council) };
    case 'entry-authority':
      return { desk: `council:${entryAuthority ?? ''}`, name: nameOf(entryAuthority ?? '') };
    case 'smp-lead':
      return { desk: `smp-lead:${to.region}`, name: `the lead of ${regionNamed(to.region)}` };
    case 'coordinators':
      return { desk: 'coordinators', name: 'the coordinators' };
  }
}

/** The copies that a request asks for: to the council's second contact, and to the lead of its region. */
async function copies(
  { sealed, log }: AddressTools,
  to: Extract<Recipient, { role: 'council' }>,
  second: string | undefined,
  help: string,
): Promise<readonly string[]> {
  const cc = to.secondContact && second !== undefined ? [second] : [];
  const region = to.copySmpLead ? publishedCouncil(to.council)?.region : undefined;
  if (region === undefined) return cc;
  const lead = await sealed.contacts(`smp-lead:${region}`);
  if (lead === undefined) log.warn(logMessages.contactMissing, { desk: `smp-lead:${region}` });
  // A copy whose reader is unknown goes to those who know the regions.
  return [...cc, lead?.dutyDesk ?? help];
}

export interface AddressTools {
  readonly sealed: Pick<SealedStore, 'contacts' | 'sender'>;
  readonly log: Log;
}

/**
 * Looks up where an e-mail goes, each desk by its key.
 *
 * @param entryAuthority of the case that it is about, if it is about one
 * @throws NoCoordinators when not even the coordinators have an address
 */
export async function addressesFor(
  tools: AddressTools,
  to: Recipient,
  entryAuthority?: string,
): Promise<Addresses> {
  const { sealed, log } = tools;
  const { desk, name: reader } = deskOf(to, entryAuthority);
  const coordinators = await sealed.contacts('coordinators');
  if (coordinators === undefined)
    throw new NoCoordinators(
      'The coordinators have no address. Put one under the desk "coordinators" in the sealed table.',
    );
  const help = coordinators.dutyDesk;
  const own = desk === 'coordinators' ? coordinators : await sealed.contacts(desk);
  if (own === undefined) {
    log.warn(logMessages.contactMissing, { desk: namelessId(desk) });
    return { reader, to: [help], cc: [], help, missing: reader };
  }
  const known = { reader, to: [own.dutyDesk], help, missing: undefined };
  if (to.role !== 'council') return { ...known, cc: [] };
  if (to.mail === undefined) return { ...known, cc: await copies(tools, to, own.second, help) };
  const sender = (await sealed.sender(to.mail)) ?? own.dutyDesk;
  const wroteItself = sender === own.dutyDesk || sender === own.dutyDesk.toLowerCase();
  return { ...known, to: [sender], cc: wroteItself ? [] : [own.dutyDesk] };
}

/** With a copy to the coordinators, unless they get it themselves. */
export const copiedToCoordinators = (addresses: Addresses): Addresses => ({
  ...addresses,
  cc: addresses.to.includes(addresses.help) ? [] : [addresses.help],
});
