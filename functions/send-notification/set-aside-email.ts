import type { EventOf } from '../../events/catalogue.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import { type AddressTools, addressesFor } from './addresses.ts';
import { asEmail } from './as-email.ts';
import { nameOf } from './authorities.ts';
import { mailSetAside } from './emails/mail-set-aside.ts';

/** The e-mail that tells the coordinators of one that only a person may act on. It stands, however late it is written. */
export async function setAsideEmail(
  tools: AddressTools & { readonly sender: string },
  { id, data }: EventOf<'mail-set-aside.v1'>,
): Promise<Email> {
  const addresses = await addressesFor(tools, { role: 'coordinators' });
  const letter = mailSetAside({ ...data, councils: data.councils.map(nameOf), help: addresses.help });
  return asEmail(tools, letter, addresses, { id, thread: data.mail });
}
