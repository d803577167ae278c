/** What a council sends to the scheme, sent to the local run: the same as with the AWS CLI, curl or a mail client, for whoever has none of them. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createTransport } from 'nodemailer';
import { connectionTo, type Endpoints } from '../local-aws/endpoints.ts';
import { localApiKey } from './story/local-api-key.ts';

/** Where the template takes in mail for the scheme. */
export const INBOX = 'referrals@transfers.example';

export interface Sending {
  readonly file: string;
  /** The council in whose name a file is sent to the API, by its code; else a JSON file goes to the queue, and any other by e-mail. */
  readonly apiOf?: string | undefined;
  readonly from: string;
  readonly subject: string;
  readonly attached: readonly string[];
}

type To = Pick<
  Endpoints,
  'aws' | 'region' | 'accessKeyId' | 'secretAccessKey' | 'queues' | 'pages' | 'smtp' | 'mailbox'
>;

async function toQueue(to: To, body: string): Promise<string> {
  const sqs = new SQSClient(connectionTo(to));
  await sqs.send(new SendMessageCommand({ QueueUrl: to.queues.referrals ?? '', MessageBody: body }));
  sqs.destroy();
  return 'Sent to the queue of referrals. What comes of it is said where the run was started.';
}

async function toApi({ pages }: To, council: string, body: string): Promise<string> {
  const response = await fetch(`${pages}/api/referrals`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
      Authorization: `Bearer ${localApiKey(council)}`,
    },
    body,
  });
  return `The API answers ${response.status}:\n${await response.text()}`;
}

async function byMail({ smtp, mailbox }: To, text: string, sending: Sending): Promise<string> {
  const transport = createTransport({ url: smtp, ignoreTLS: true });
  await transport.sendMail({
    from: sending.from,
    to: INBOX,
    subject: sending.subject,
    text,
    attachments: sending.attached.map((file) => ({ filename: path.basename(file), path: file })),
  });
  transport.close();
  return `Sent by e-mail from ${sending.from}. The answer comes to the mailbox: ${mailbox}/?find=${encodeURIComponent(sending.from)}`;
}

/** @returns what to say of it @throws when the file cannot be read, or the run refuses it */
export async function send(to: To, sending: Sending): Promise<string> {
  const body = readFileSync(sending.file, 'utf8');
  if (sending.apiOf !== undefined) return toApi(to, sending.apiOf, body);
  return sending.file.endsWith('.json') ? toQueue(to, body) : byMail(to, body, sending);
}
