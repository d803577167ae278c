import type { EventOf } from '../../events/catalogue.ts';
import { harmless } from '../../shared/core/harmless-text.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { addressesFor } from './addresses.ts';
import { nameOf } from './authorities.ts';
import { mailSetAside } from './emails/mail-set-aside.ts';
import { renderHtml } from './emails/render-html.ts';
import { renderText } from './emails/render-text.ts';

interface SetAsideTools {
  readonly sealed: Pick<SealedStore, 'contacts' | 'sender'>;
  readonly log: Log;
  readonly sender: string;
}

/** The e-mail that tells the coordinators of one that only a person may act on. It stands, however late it is written. */
export async function setAsideEmail(
  tools: SetAsideTools,
  { id, data }: EventOf<'mail-set-aside.v1'>,
): Promise<Email> {
  const desk = { desk: 'coordinators', name: 'the coordinators' };
  const { help, to, cc } = await addressesFor(tools, { role: 'coordinators' }, desk, undefined);
  const document = mailSetAside({ ...data, councils: data.councils.map(nameOf), help });
  return {
    id,
    from: tools.sender,
    fromName: 'National Transfer Scheme',
    replyTo: help,
    to,
    cc,
    subject: harmless(document.subject),
    text: renderText(document),
    html: renderHtml(document),
    thread: data.mail,
  };
}
