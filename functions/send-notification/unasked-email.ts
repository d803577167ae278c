import { byFirstCode } from '../../events/former-codes.ts';
import { isInForce } from '../../shared/core/calendar/in-force.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import { type AddressTools, addressesFor } from './addresses.ts';
import { asEmail } from './as-email.ts';
import { capacityUnasked } from './emails/capacity-unasked.ts';
import { type SendOnceTools, sendOnce } from './send-once.ts';

export interface UnaskedTools extends AddressTools, SendOnceTools {
  readonly sealed: AddressTools['sealed'] & Pick<SealedStore, 'contacts'>;
  readonly sender: string;
}

/** The councils of today that have no address. */
async function withoutAddress({ sealed, clock }: UnaskedTools): Promise<readonly string[]> {
  const today = londonDate(clock.now());
  const councils = everyCouncil().filter(({ code }) => isInForce(code, today));
  const contacts = await Promise.all(councils.map(({ code }) => sealed.contacts(`council:${code}`)));
  return councils
    .filter((_, index) => contacts[index] === undefined)
    .toSorted((a, b) => byFirstCode(a.code, b.code))
    .map(({ name }) => name);
}

async function write(tools: UnaskedTools, id: string, on: string): Promise<Email | undefined> {
  const councils = await withoutAddress(tools);
  // Their addresses were given since.
  if (councils.length === 0) return undefined;
  const addresses = await addressesFor(tools, { role: 'coordinators' });
  const letter = capacityUnasked({ councils, on, help: addresses.help });
  return asEmail(tools, letter, addresses, { id, thread: id });
}

/**
 * Tells the coordinators which councils nobody asks for their places, because they have no address: in one e-mail a day, whichever of
 * their reminders comes first. On the first morning it would otherwise be one for each of them.
 *
 * @param on the day of the reminder, in London
 * @throws EmailInHand while another reminder has it told: this one comes back
 */
export const tellOfUnasked = (tools: UnaskedTools, on: string): Promise<void> => {
  const id = `capacity-unasked:${on}`;
  return sendOnce(
    tools,
    { id, subject: 'COORDINATORS', template: 'capacity-unasked', role: 'coordinators' },
    () => write(tools, id, on),
  );
};
