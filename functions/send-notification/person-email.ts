import type { EventOf } from '../../events/catalogue.ts';
import { helpFrom, READERS } from '../../shared/core/desks.ts';
import { knownUntil } from '../../shared/core/people-at-desk.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { PersonStore } from '../../shared/ports/person-store.ts';
import type { SigningKey } from '../../shared/ports/secrets.ts';
import { linkUrl, signLink } from '../../shared/runtime/links.ts';
import { type AddressTools, addressesFor } from './addresses.ts';
import { asEmail } from './as-email.ts';
import { personAsks, personDecided, readerDecided } from './emails/person.ts';

interface PersonTools extends AddressTools {
  readonly people: Pick<PersonStore, 'read'>;
  readonly signingKey: SigningKey;
  readonly clock: Clock;
  readonly pagesUrl: string;
  readonly sender: string;
}

/**
 * Tells a desk that somebody asks to sign in for it, or that person what the desk decided; undefined when that no longer stands, or they are
 * known no more. Their address is read now, and stands in no message.
 */
export async function personEmail(
  tools: PersonTools,
  { id, data: { council, person, state, access } }: EventOf<'person-changed.v1'>,
): Promise<Email | undefined> {
  const { people, signingKey, clock, pagesUrl } = tools;
  const desk = `council:${council}`;
  const now = clock.now();
  const they = await people.read(desk, person, Math.floor(Date.parse(now) / 1000));
  if (they?.state !== state || they.access !== access) return undefined;
  const addresses = await addressesFor(tools, { role: 'council', council });
  const { reader, help } = addresses;
  const until = new Date(knownUntil(they) * 1000).toISOString();
  if (state !== 'asked') {
    const said = state === 'let-in' && access === 'finance' ? 'let-in-finance' : state;
    const letter = personDecided({ reader, url: `${pagesUrl}/sign-in`, until, help, state: said });
    const own = { to: [they.address], cc: [], instead: undefined };
    return asEmail(tools, letter, own, { id, thread: `${desk}:${person}` });
  }
  const token = await signLink(signingKey, { for: 'people', council }, now);
  const letter = personAsks({ reader, url: linkUrl(pagesUrl, 'people', token), until, help });
  return asEmail(tools, letter, addresses, { id, thread: `people:${desk}` });
}

/** Tells somebody that coordinators let them in to read the figures, or took that away; undefined when that no longer stands, or they are known no more. */
export async function readerEmail(
  tools: PersonTools,
  { id, data: { person, state } }: EventOf<'reader-changed.v1'>,
): Promise<Email | undefined> {
  const { people, sealed, clock, pagesUrl } = tools;
  const they = await people.read(READERS, person, Math.floor(Date.parse(clock.now()) / 1000));
  if (they?.state !== state) return undefined;
  const letter = readerDecided({
    url: `${pagesUrl}/sign-in`,
    until: new Date(knownUntil(they) * 1000).toISOString(),
    help: helpFrom(await sealed.reachable('coordinators')),
    state,
  });
  const own = { to: [they.address], cc: [], instead: undefined };
  return asEmail(tools, letter, own, { id, thread: `${READERS}:${person}` });
}
