import type { DataOf, EventOf } from '../../events/catalogue.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import { type AddressTools, addressesFor, copiedToCoordinators } from './addresses.ts';
import { asEmail } from './as-email.ts';
import { signInStopped } from './emails/sign-in-stopped.ts';

type Stopped = Extract<DataOf<'email-requested.v1'>['to'], { role: 'council' | 'smp-lead' | 'coordinators' }>;

/** The desk that is sent no more links. */
function deskThat(council: string | undefined, region: string | undefined): Stopped {
  if (council !== undefined) return { role: 'council', council };
  return region === undefined ? { role: 'coordinators' } : { role: 'smp-lead', region };
}

/** The e-mail that tells a desk, and the coordinators, that it is sent no more links to sign in today. It stands, however late it is written. */
export async function signInStoppedEmail(
  tools: AddressTools & { readonly sender: string },
  { id, data: { council, region, who, until } }: EventOf<'sign-in-stopped.v1'>,
): Promise<Email> {
  const to = deskThat(council, region);
  const addresses = copiedToCoordinators(await addressesFor(tools, to));
  const { reader, help } = addresses;
  return asEmail(tools, signInStopped({ reader, who, until, help, whose: to.role }), addresses, {
    id,
    thread: id,
  });
}
