import { createHash } from 'node:crypto';
import { type SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses';
import MailComposer from 'nodemailer/lib/mail-composer';
import { emailTag } from '../core/case/email-tag.ts';
import { defined } from '../core/defined.ts';
import type { Email, Mailer, SendOutcome } from '../ports/mailer.ts';

/**
 * What SES says of a mail that it will never take: an address it cannot use, content it will not carry. Everything else
 * (throttled, paused, a sender's domain or configuration set that somebody has to mend) may pass on a later try. So may a mail
 * that is rejected because an address or domain is not, or no longer, verified: there the account is wrong, not the mail
 * (https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html).
 */
const isNeverTaken = ({ name, message }: SESServiceException): boolean =>
  neverTaken.has(name) && !(name === 'MessageRejected' && /\bnot verified\b/i.test(message));

const neverTaken: ReadonlySet<string> = new Set([
  'MessageRejected',
  'InvalidParameterValue',
  'InvalidParameterValueException',
]);

/** Sends through SES, under one configuration set. */
export class SesMailer implements Mailer {
  readonly #client: SESClient;
  readonly #configurationSet: string;

  constructor(client: SESClient, configurationSet: string) {
    this.#client = client;
    this.#configurationSet = configurationSet;
  }

  async send(email: Email): Promise<SendOutcome> {
    try {
      const { MessageId } = await this.#client.send(
        new SendRawEmailCommand({
          Source: email.from,
          Destinations: [...email.to, ...email.cc],
          RawMessage: { Data: await mimeOf(email) },
          ConfigurationSetName: this.#configurationSet,
          // Comes back with bounces and complaints: which e-mail they are about.
          Tags: [{ Name: 'email', Value: emailTag(email.id) }],
        }),
      );
      return { kind: 'accepted', messageId: MessageId ?? '' };
    } catch (error) {
      if (error instanceof SESServiceException && isNeverTaken(error))
        return { kind: 'refused', reason: reasonOf(error) };
      throw error;
    }
  }
}

/** SES names addresses in what it says; the reason is logged and kept, so they are left out. */
const reasonOf = ({ name, message }: SESServiceException): string =>
  `SES refused it (${name}): ${message.replaceAll(/[^\s@<>:,]+@[^\s@<>,]+/g, '[address]')}`;

const named = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32);

/**
 * What the mails of one thread are answers to, though it was never sent: mail programs put together what names the same one. Of a case it
 * holds the reference, which so comes back with a reply whose subject somebody wrote anew.
 */
const rootOf = (thread: string): string =>
  /^NTS(?:-[0-9A-Z]{4}){2}$/.test(thread) ? `${thread}.${named(thread)}` : named(thread);

/**
 * The mail as text and HTML. SES gives it a Message-ID of its own. The headers ask out-of-office answers to stay away.
 */
async function mimeOf(email: Email): Promise<Uint8Array> {
  const domain = email.from.replace(/^.*@/, '').replace(/>$/, '');
  const root = `<${rootOf(email.thread)}@${domain}>`;
  return new MailComposer({
    from: email.fromName === undefined ? email.from : { name: email.fromName, address: email.from },
    ...defined({ replyTo: email.replyTo }),
    to: [...email.to],
    cc: [...email.cc],
    subject: email.subject,
    text: email.text,
    html: email.html,
    messageId: `<${named(email.id)}@${domain}>`,
    inReplyTo: root,
    references: root,
    headers: {
      'Auto-Submitted': email.isAnswer === true ? 'auto-replied' : 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    // One mail, one form: a second try gives SES the same bytes but for the date.
    baseBoundary: named(email.id),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
