import type { EventOf } from '../../events/catalogue.ts';
import { defined } from '../../shared/core/defined.ts';
import { helpFrom } from '../../shared/core/desks.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { PersonStore } from '../../shared/ports/person-store.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { SigningKey } from '../../shared/ports/secrets.ts';
import { linkLifetimeDays, linkUrl, signLink } from '../../shared/runtime/links.ts';
import { asEmail } from './as-email.ts';
import { nameOf } from './authorities.ts';
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

/**
 * The e-mail with a link to sign in. Its time runs from the request, however late it is written; undefined when that time
 * is over, or when the address is registered no longer, or its owner known no more.
 */
export async function signInEmail(
  { sealed, people, signingKey, clock, pagesUrl, sender }: SignInTools,
  { id, type, at, data }: EventOf<'sign-in-requested.v1'> | EventOf<'coordinator-sign-in-requested.v1'>,
): Promise<Email | undefined> {
  const { contact, signInId } = data;
  const person = 'person' in data ? data.person : undefined;
  const [desk, reader, claims] =
    type === 'sign-in-requested.v1'
      ? ([
          `council:${data.council}`,
          nameOf(data.council),
          { for: 'sign-in', council: data.council, signInId, contact, ...defined({ person, to: data.to }) },
        ] as const)
      : ([
          'coordinators',
          'the coordinators',
          { for: 'coordinator-sign-in', signInId, contact, to: data.to },
        ] as const);
  const addressOf = async (): Promise<string | undefined> => {
    if (person !== undefined)
      return (await people.read(desk, person, Math.floor(Date.parse(clock.now()) / 1000)))?.address;
    const contacts = await sealed.contacts(desk);
    return contact === 'second' ? contacts?.second : contacts?.dutyDesk;
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
