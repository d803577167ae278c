/** Which e-mail a message in the mailbox is: the mailer derives its Message-ID from the e-mail's own id. */
import { createHash } from 'node:crypto';
import type { Message } from '../../infra/local-aws/services/kept-mail.ts';

/** The beginning of the Message-ID that the mailer gives an e-mail. */
export const messageIdStart = (emailId: string): string =>
  `<${createHash('sha256').update(emailId).digest('hex').slice(0, 32)}@`;

/** The beginning of a message's own Message-ID. */
export const startOfMessage = ({ headers }: Message): string =>
  (headers.find(({ key }) => key === 'message-id')?.value ?? '').replace(/@.*$/, '@');
