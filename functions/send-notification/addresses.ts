import type { DataOf } from '../../events/catalogue.ts';
import { namelessId } from '../../shared/core/case/nameless-id.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import { nameOf } from './authorities.ts';

type Recipient = DataOf<'email-requested.v1'>['to'];

/** Whom an e-mail goes to, or who gets it because nobody knows an address of whom it should go to. */
export interface Addresses {
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

/** The desk of a recipient, as contacts are kept, and its name. */
export function deskOf(
  to: Recipient,
  entryAuthority: string | undefined,
  regionName: (region: string) => string,
): { readonly desk: string; readonly name: string } {
  switch (to.role) {
    case 'council':
      return { desk: `council:${to.council}`, name: nameOf(to.council) };
    case 'entry-authority':
      return { desk: `council:${entryAuthority ?? ''}`, name: nameOf(entryAuthority ?? '') };
    case 'smp-lead':
      return { desk: `smp-lead:${to.region}`, name: `the lead of ${regionName(to.region)}` };
    case 'coordinators':
      return { desk: 'coordinators', name: 'the coordinators' };
  }
}

/**
 * Looks up where an e-mail goes.
 *
 * @param copyRegion region whose lead gets a copy, when the request asks for one
 * @throws NoCoordinators when not even the coordinators have an address
 */
export async function addressesFor(
  { sealed, log }: { readonly sealed: Pick<SealedStore, 'contacts' | 'sender'>; readonly log: Log },
  to: Recipient,
  { desk, name }: { readonly desk: string; readonly name: string },
  copyRegion: string | undefined,
): Promise<Addresses> {
  const coordinators = await sealed.contacts('coordinators');
  if (coordinators === undefined)
    throw new NoCoordinators(
      'The coordinators have no address. Put one under the desk "coordinators" in the sealed table.',
    );
  const help = coordinators.dutyDesk;
  const own = desk === 'coordinators' ? coordinators : await sealed.contacts(desk);
  if (own === undefined) {
    log.warn(logMessages.contactMissing, { desk: namelessId(desk) });
    return { to: [help], cc: [], help, missing: name };
  }
  if (to.role === 'council' && to.mail !== undefined) {
    const sender = (await sealed.sender(to.mail)) ?? own.dutyDesk;
    const cc = sender === own.dutyDesk.toLowerCase() ? [] : [own.dutyDesk];
    return { to: [sender], cc: sender === own.dutyDesk ? [] : cc, help, missing: undefined };
  }
  if (to.role !== 'council') return { to: [own.dutyDesk], cc: [], help, missing: undefined };
  const cc = to.secondContact && own.second !== undefined ? [own.second] : [];
  if (!to.copySmpLead || copyRegion === undefined)
    return { to: [own.dutyDesk], cc, help, missing: undefined };
  const lead = await sealed.contacts(`smp-lead:${copyRegion}`);
  if (lead === undefined) log.warn(logMessages.contactMissing, { desk: `smp-lead:${copyRegion}` });
  // A copy whose reader is unknown goes to those who know the regions.
  return { to: [own.dutyDesk], cc: [...cc, lead?.dutyDesk ?? help], help, missing: undefined };
}
