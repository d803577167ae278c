import type { EventOf } from '../../events/catalogue.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { addressesFor } from './addresses.ts';
import { nameOf } from './authorities.ts';
import { renderHtml } from './emails/render-html.ts';
import { renderText } from './emails/render-text.ts';
import { signInStopped } from './emails/sign-in-stopped.ts';
import { forCoordinators } from './write-email.ts';

interface StoppedTools {
  readonly sealed: Pick<SealedStore, 'contacts' | 'sender'>;
  readonly log: Log;
  readonly sender: string;
}

/** The e-mail that tells a desk, and the coordinators, that it is sent no more links to sign in today. It stands, however late it is written. */
export async function signInStoppedEmail(
  tools: StoppedTools,
  { id, data: { council, who, until } }: EventOf<'sign-in-stopped.v1'>,
): Promise<Email> {
  const [role, desk] =
    council === undefined
      ? [{ role: 'coordinators' } as const, { desk: 'coordinators', name: 'the coordinators' }]
      : [{ role: 'entry-authority' } as const, { desk: `council:${council}`, name: nameOf(council) }];
  const { help, to, missing } = await addressesFor(tools, role, desk, undefined);
  const written = signInStopped({ reader: desk.name, who, until, help });
  const document = missing === undefined ? written : forCoordinators(written, missing);
  return {
    id,
    from: tools.sender,
    fromName: 'National Transfer Scheme',
    replyTo: help,
    to,
    cc: to.includes(help) ? [] : [help],
    subject: document.subject,
    text: renderText(document),
    html: renderHtml(document),
    thread: id,
  };
}
