import type { EventOf } from '../../events/catalogue.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import { type AddressTools, addressesFor } from './addresses.ts';
import { asEmail } from './as-email.ts';
import { coordinatorAccess } from './emails/coordinator-access.ts';

/** The e-mail that tells the coordinators that it was changed who may sign in as one of them. It stands, however late it is written. */
export async function coordinatorAccessEmail(
  tools: AddressTools & { readonly sender: string },
  { id, data: { change } }: EventOf<'coordinator-access-changed.v1'>,
): Promise<Email> {
  const addresses = await addressesFor(tools, { role: 'coordinators' });
  return asEmail(tools, coordinatorAccess({ change, help: addresses.help }), addresses, { id, thread: id });
}
