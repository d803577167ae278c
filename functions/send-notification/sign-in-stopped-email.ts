import type { EventOf } from '../../events/catalogue.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import { type AddressTools, addressesFor, copiedToCoordinators } from './addresses.ts';
import { asEmail } from './as-email.ts';
import { signInStopped } from './emails/sign-in-stopped.ts';

/** The e-mail that tells a desk, and the coordinators, that it is sent no more links to sign in today. It stands, however late it is written. */
export async function signInStoppedEmail(
  tools: AddressTools & { readonly sender: string },
  { id, data: { council, who, until } }: EventOf<'sign-in-stopped.v1'>,
): Promise<Email> {
  const to =
    council === undefined ? ({ role: 'coordinators' } as const) : { role: 'council' as const, council };
  const addresses = copiedToCoordinators(await addressesFor(tools, to));
  const { reader, help } = addresses;
  return asEmail(
    tools,
    signInStopped({ reader, who, until, help, linksOpen: council !== undefined }),
    addresses,
    { id, thread: id },
  );
}
