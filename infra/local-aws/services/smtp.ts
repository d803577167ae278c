/** SES's inbound side on loopback: an SMTP server that takes mail by the template's receipt rules and stores it as SES does. */
import { randomBytes } from 'node:crypto';
import { createServer as createSocketServer, type Server } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { BucketPlan, ReceiptRulePlan } from '../template/plan.ts';
import type { S3 } from './s3.ts';
import { headOfSes, type OverTheWire } from './ses-head.ts';

export interface InboundOptions {
  /** The rules of the set that is the active one now. */
  readonly rules: () => readonly ReceiptRulePlan[];
  readonly buckets: readonly BucketPlan[];
  readonly s3: S3;
  now(): Date;
  onTrouble(error: unknown): void;
}

/** What SES takes in at most. */
const MOST_BYTES = 40 * 1024 * 1024;

class Refusal extends Error {
  readonly responseCode: number;
  constructor(code: number, message: string) {
    super(message);
    this.responseCode = code;
  }
}

const ruleFor = (rules: readonly ReceiptRulePlan[], address: string): ReceiptRulePlan | undefined => {
  const to = address.toLowerCase();
  return rules.find(({ recipients }) =>
    recipients.some((one) => to === one || (!one.includes('@') && to.endsWith(`@${one}`))),
  );
};

/** A server that is not listening yet; whoever owns the ports opens it. */
export function inboundMail(options: InboundOptions): Server {
  const smtp = new SMTPServer({
    banner: 'local stand-in for SES inbound mail',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    // Whatever a sender says, so that it can be seen what comes of it.
    lenientAddressParsing: true,
    size: MOST_BYTES,
    onRcptTo: ({ address }, _session, callback) => {
      if (ruleFor(options.rules(), address)) callback();
      else
        callback(
          new Refusal(550, '5.1.1 Mailbox does not exist: no receipt rule that is active takes this address'),
        );
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        if (!stream.sizeExceeded) chunks.push(chunk);
      });
      stream.on('end', () => {
        if (stream.sizeExceeded)
          return callback(new Refusal(552, '5.3.4 Message too big for SES: 40 MB at most'));
        const { mailFrom, rcptTo } = session.envelope;
        deliver(options, {
          envelopeFrom: mailFrom ? mailFrom.address : '',
          helo: session.hostNameAppearsAs,
          ip: session.remoteAddress,
          recipients: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks),
        }).then(
          (id) => callback(null, `Ok ${id}`),
          (error: unknown) => {
            if (!(error instanceof Refusal)) options.onTrouble(error);
            callback(error instanceof Error ? error : new Error(String(error)));
          },
        );
      });
    },
  });
  const server = createSocketServer((socket) => smtp.connect(socket));
  return server;
}

async function deliver(
  { rules, buckets, s3, now }: InboundOptions,
  mail: Omit<OverTheWire, 'id' | 'at' | 'scans'>,
): Promise<string> {
  const id = randomBytes(20).toString('hex');
  for (const rule of new Set(
    mail.recipients.map((to) => ruleFor(rules(), to)).filter((found) => found !== undefined),
  ))
    for (const { bucketName, prefix } of rule.stores) {
      const bucket = buckets.find(({ name }) => name === bucketName);
      const key = `${prefix}${id}`;
      if (!bucket || !s3.storedBySes(bucket, key))
        throw new Refusal(451, '4.3.0 SES may not store the mail: see what the run was denied');
      await s3.put(
        bucket,
        key,
        Buffer.concat([headOfSes({ ...mail, id, at: now(), scans: rule.scans }), mail.raw]),
      );
    }
  return id;
}
