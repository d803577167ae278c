import { defined } from '../../shared/core/defined.ts';
import { harmless } from '../../shared/core/harmless-text.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { Addresses } from './addresses.ts';
import { type Letter, notice, paragraph } from './emails/letter.ts';
import { renderHtml } from './emails/render-html.ts';
import { renderText } from './emails/render-text.ts';

/** The same letter for the coordinators, because nobody knows where it should have gone. They can forward it. */
export const forCoordinators = (letter: Letter, missing: string): Letter => ({
  ...letter,
  subject: `No address for ${missing}. ${letter.subject}`,
  blocks: [
    notice(`We have no e-mail address for ${missing}, so this came to you.`),
    paragraph(
      `Please call ${missing} and pass it on: forward this e-mail, its link is meant for them. Then give us their address, so that the next one reaches them.`,
    ),
    ...letter.blocks,
  ],
});

/**
 * A letter as the mail service takes it.
 *
 * @param envelope.replyTo who can help, unless it says otherwise
 */
export function asEmail(
  { sender }: { readonly sender: string },
  letter: Letter,
  { to, cc, missing }: Pick<Addresses, 'to' | 'cc' | 'missing'>,
  {
    replyTo = letter.help,
    ...envelope
  }: Pick<Email, 'id' | 'thread' | 'isAnswer'> & { readonly replyTo?: string },
): Email {
  const said = missing === undefined ? letter : forCoordinators(letter, missing);
  return {
    ...envelope,
    from: sender,
    fromName: 'National Transfer Scheme',
    ...defined({ replyTo }),
    to,
    cc,
    subject: harmless(said.subject),
    text: renderText(said),
    html: renderHtml(said),
  };
}
