import type { EventOf } from '../../events/catalogue.ts';
import { defined } from '../../shared/core/defined.ts';
import { helpFrom, leadDesk, READERS } from '../../shared/core/desks.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { PersonStore } from '../../shared/ports/person-store.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { SigningKey } from '../../shared/ports/secrets.ts';
import { linkLifetimeDays, linkUrl, type SignInClaims, signLink } from '../../shared/runtime/links.ts';
import { asEmail } from './as-email.ts';
import { nameOf, regionNamed } from './authorities.ts';
import { signIn } from './emails/sign-in.ts';

interface SignInTools {
  readonly sealed: Pick<SealedStore, 'contacts' | 'reachable'>;
  readonly people: Pick<PersonStore, 'read'>;
  readonly signingKey: SigningKey;
  readonly clock: Clock;
  readonly pagesUrl: string;
  readonly sender: string;
}

const DAY = 24 * 60 * 60 * 1000;

/** Somebody asks for a link to sign in. */
export type SignInRequest =
  | EventOf<'sign-in-requested.v1'>
  | EventOf<'coordinator-sign-in-requested.v1'>
  | EventOf<'lead-sign-in-requested.v1'>
  | EventOf<'reader-sign-in-requested.v1'>;

/** For which desk somebody signs in, in words, and what their link says. */
function whoSignsIn(request: SignInRequest): {
  readonly desk: string;
  readonly reader: string;
  readonly claims: SignInClaims;
} {
  if (request.type === 'reader-sign-in-requested.v1')
    return {
      desk: READERS,
      reader: 'the figures of the scheme',
      claims: { for: 'reader-sign-in', ...request.data },
    };
  const { type, data } = request;
  const { signInId, contact } = data;
  const with_ = { signInId, contact, ...defined({ to: data.to }) };
  switch (type) {
    case 'sign-in-requested.v1':
      return {
        desk: `council:${data.council}`,
        reader: nameOf(data.council),
        claims: { for: 'sign-in', council: data.council, ...with_, ...defined({ person: data.person }) },
      };
    case 'lead-sign-in-requested.v1':
      return {
        desk: leadDesk(data.region),
        reader: `the lead of ${regionNamed(data.region)}`,
        claims: { for: 'lead-sign-in', region: data.region, ...with_ },
      };
    case 'coordinator-sign-in-requested.v1':
      return {
        desk: 'coordinators',
        reader: 'the coordinators',
        claims: { for: 'coordinator-sign-in', ...with_ },
      };
  }
}

/**
 * The e-mail with a link to sign in. Its time runs from the request, however late it is written; undefined when that time
 * is over, or when the address is registered no longer, or its owner known no more.
 */
export async function signInEmail(
  { sealed, people, signingKey, clock, pagesUrl, sender }: SignInTools,
  request: SignInRequest,
): Promise<Email | undefined> {
  const { id, at, data } = request;
  const { signInId } = data;
  const person = 'person' in data ? data.person : undefined;
  const { desk, reader, claims } = whoSignsIn(request);
  const addressOf = async (): Promise<string | undefined> => {
    if (person !== undefined)
      return (await people.read(desk, person, Math.floor(Date.parse(clock.now()) / 1000)))?.address;
    const contacts = await sealed.contacts(desk);
    return 'contact' in data && data.contact === 'second' ? contacts?.second : contacts?.dutyDesk;
  };
  const until = new Date(Date.parse(at) + linkLifetimeDays[claims.for] * DAY).toISOString();
  if (until <= clock.now()) return undefined;
  const address = await addressOf();
  if (address === undefined) return undefined;
  const help = helpFrom(await sealed.reachable('coordinators'));
  const token = await signLink(signingKey, claims, at);
  const letter = {
    ...signIn({ reader, url: linkUrl(pagesUrl, claims.for, token), until, help }),
    isTheirs: desk === 'coordinators',
  };
  return asEmail({ sender }, letter, { to: [address], cc: [], instead: undefined }, { id, thread: signInId });
}
