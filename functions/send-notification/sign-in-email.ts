import type { EventOf } from '../../events/catalogue.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { SigningKey } from '../../shared/ports/secrets.ts';
import { linkLifetimeDays, linkUrl, signLink } from '../../shared/runtime/links.ts';
import { nameOf } from './authorities.ts';
import { renderHtml } from './emails/render-html.ts';
import { renderText } from './emails/render-text.ts';
import { signIn } from './emails/sign-in.ts';

interface SignInTools {
  readonly sealed: Pick<SealedStore, 'contacts'>;
  readonly signingKey: SigningKey;
  readonly clock: Clock;
  readonly pagesUrl: string;
  readonly sender: string;
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * The e-mail with a link to sign in. Its time runs from the request, however late it is written; undefined when that time
 * is over, or when the address is registered no longer.
 */
export async function signInEmail(
  { sealed, signingKey, clock, pagesUrl, sender }: SignInTools,
  { id, at, data: { council, contact, signInId } }: EventOf<'sign-in-requested.v1'>,
): Promise<Email | undefined> {
  const until = new Date(Date.parse(at) + linkLifetimeDays['sign-in'] * DAY).toISOString();
  if (until <= clock.now()) return undefined;
  const contacts = await sealed.contacts(`council:${council}`);
  const address = contact === 'second' ? contacts?.second : contacts?.dutyDesk;
  if (address === undefined) return undefined;
  const help = (await sealed.contacts('coordinators'))?.dutyDesk;
  const token = await signLink(signingKey, { for: 'sign-in', council, signInId }, at);
  const document = signIn({ reader: nameOf(council), url: linkUrl(pagesUrl, 'sign-in', token), until, help });
  return {
    id,
    from: sender,
    fromName: 'National Transfer Scheme',
    ...(help === undefined ? {} : { replyTo: help }),
    to: [address],
    cc: [],
    subject: document.subject,
    text: renderText(document),
    html: renderHtml(document),
    thread: signInId,
  };
}
