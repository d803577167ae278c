import type { EventOf } from '../../events/catalogue.ts';
import { helpFrom, sameAddress } from '../../shared/core/desks.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import { type AddressTools, addressesFor } from './addresses.ts';
import { asEmail } from './as-email.ts';
import { alarmsUnheard } from './emails/alarms-unheard.ts';

interface UnheardTools extends AddressTools {
  readonly sender: string;
  readonly onCall: string | undefined;
}

/**
 * Tells whoever should be called, and the coordinators, that nobody hears the alarms. One of them is enough to be told.
 *
 * @throws NoCoordinators when there is neither
 */
export async function alarmsUnheardEmail(
  tools: UnheardTools,
  { id, data: { on } }: EventOf<'alarms-unheard.v1'>,
): Promise<Email> {
  const { onCall, sealed } = tools;
  const help = helpFrom(await sealed.reachable('coordinators'));
  const letter = alarmsUnheard({ on, help });
  if (onCall === undefined)
    return asEmail(tools, letter, await addressesFor(tools, { role: 'coordinators' }), { id, thread: id });
  const cc = help === undefined || sameAddress(help, onCall) ? [] : [help];
  return asEmail(tools, letter, { to: [onCall], cc, instead: undefined }, { id, thread: id });
}
