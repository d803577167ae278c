import { defined } from '../../shared/core/defined.ts';
import { sameAddress } from '../../shared/core/desks.ts';
import { harmless } from '../../shared/core/harmless-text.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { Addresses, Instead } from './addresses.ts';
import { type Letter, notice, paragraph } from './emails/letter.ts';
import { renderHtml } from './emails/render-html.ts';
import { renderText } from './emails/render-text.ts';

/** The same letter for the coordinators, because it could not go where it should have gone. They can forward it. */
const forCoordinators = (
  letter: Letter,
  { meantFor, because }: Extract<Instead, { reads: 'coordinators' }>,
): Letter =>
  because === 'no-address'
    ? {
        ...letter,
        subject: `No address for ${meantFor}. ${letter.subject}`,
        linksFor: meantFor,
        blocks: [
          notice(`We have no email address for ${meantFor}, so this came to you.`),
          paragraph(
            `Please call ${meantFor} and pass it on: forward this email. What it links to is meant for them. Then give us their address, so that the next one reaches them.`,
          ),
          ...letter.blocks,
        ],
      }
    : {
        ...letter,
        subject: `Not reached by email: ${meantFor}. ${letter.subject}`,
        linksFor: meantFor,
        blocks: [
          notice(`Our email to ${meantFor} came back, so this came to you.`),
          paragraph(
            `They do not know of it yet. Please call ${meantFor} and pass it on: forward this email. What it links to is meant for them. Ask for an address that works, so that the next one reaches them.`,
          ),
          ...letter.blocks,
        ],
      };

/** The same letter for a desk's second contact, because the first address does not work. */
const forSecond = (letter: Letter, { meantFor }: Extract<Instead, { reads: 'second' }>): Letter => ({
  ...letter,
  blocks: [
    notice(`Email to the first address that we have for ${meantFor} comes back, so this came to you.`),
    paragraph(
      'Please see that somebody answers it. Then tell the coordinators which address is right for your duty desk.',
    ),
    ...letter.blocks,
  ],
});

/** The same letter for whoever reads along. */
const forCopy = (letter: Letter, { meantFor }: Extract<Instead, { reads: 'copy' }>): Letter => ({
  ...letter,
  subject: `Copy: ${letter.subject}`,
  preview: `For ${meantFor} to act on, not for you.`,
  blocks: [
    notice(
      `This is a copy of an email for ${meantFor}. Nobody waits for an answer from you; help where you can.`,
    ),
    paragraph(`The link shows you the page. Only ${meantFor} can answer there.`),
    ...letter.blocks,
  ],
});

/** A letter as whoever gets it should read it. */
export function worded(letter: Letter, instead: Instead | undefined): Letter {
  if (instead === undefined) return letter;
  switch (instead.reads) {
    case 'second':
      return forSecond(letter, instead);
    case 'copy':
      return forCopy(letter, instead);
    case 'coordinators':
      return forCoordinators(letter, instead);
  }
}

/**
 * A letter as the mail service takes it.
 *
 * @param envelope.replyTo who can help, unless it says otherwise
 */
export function asEmail(
  { sender }: { readonly sender: string },
  letter: Letter,
  { to, cc, instead }: Pick<Addresses, 'to' | 'cc' | 'instead'>,
  {
    replyTo = letter.help,
    ...envelope
  }: Pick<Email, 'id' | 'thread' | 'isAnswer' | 'tells'> & { readonly replyTo?: string },
): Email {
  const isTheirs = letter.isTheirs === true || to.some((address) => sameAddress(address, letter.help));
  const said = worded({ ...letter, isTheirs: isTheirs && instead?.reads !== 'coordinators' }, instead);
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
