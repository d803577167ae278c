/** SES's inbound side on loopback: an SMTP server that takes mail by the template's receipt rules and stores it as SES does. */
import { randomBytes } from 'node:crypto';
import { createServer as createSocketServer, type Server } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { BucketPlan, ReceiptRulePlan } from '../template/plan.ts';
import type { S3 } from './s3.ts';

export interface InboundOptions {
  readonly rules: readonly ReceiptRulePlan[];
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
    size: MOST_BYTES,
    onRcptTo: ({ address }, _session, callback) => {
      if (ruleFor(options.rules, address)) callback();
      else
        callback(
          new Refusal(
            550,
            '5.1.1 Mailbox does not exist: no receipt rule of the template takes this address',
          ),
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
        const from = mailFrom ? mailFrom.address : '';
        deliver(
          options,
          from,
          rcptTo.map(({ address }) => address),
          Buffer.concat(chunks),
        ).then(
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
  from: string,
  recipients: readonly string[],
  raw: Buffer,
): Promise<string> {
  const id = randomBytes(20).toString('hex');
  for (const rule of new Set(
    recipients.map((to) => ruleFor(rules, to)).filter((found) => found !== undefined),
  ))
    for (const { bucketName, prefix } of rule.stores) {
      const bucket = buckets.find(({ name }) => name === bucketName);
      const key = `${prefix}${id}`;
      if (!bucket || !s3.storedBySes(bucket, key))
        throw new Refusal(451, '4.3.0 SES may not store the mail: see what the run was denied');
      await s3.put(bucket, key, Buffer.concat([headOf(id, from, recipients, raw, now(), rule.scans), raw]));
    }
  return id;
}

/** `X-Local-Verdicts: dkim=fail, spam=fail` in a mail makes the stand-in say so; everything else passes, as for a mail well sent. */
function verdictsAskedFor(raw: Buffer): ReadonlyMap<string, string> {
  const head =
    raw
      .subarray(0, 64 * 1024)
      .toString('latin1')
      .split(/\r?\n\r?\n/, 1)[0] ?? '';
  const asked = /^X-Local-Verdicts:(.*)$/im.exec(head)?.[1] ?? '';
  return new Map(
    [...asked.matchAll(/(\w+)=(\w+)/g)].map(([, name = '', word = '']) => [
      name.toLowerCase(),
      word.toLowerCase(),
    ]),
  );
}

/** The headers that SES puts above a mail. */
function headOf(
  id: string,
  from: string,
  recipients: readonly string[],
  raw: Buffer,
  at: Date,
  scans: boolean,
): Buffer {
  const asked = verdictsAskedFor(raw);
  const word = (name: string) => asked.get(name) ?? 'pass';
  const domain = from.split('@')[1] ?? '';
  return Buffer.from(
    [
      `Return-Path: <${from}>`,
      `Received: from localhost (localhost [127.0.0.1])`,
      ` by inbound-smtp.eu-west-2.amazonaws.com with SMTP id ${id}`,
      ` for ${recipients[0] ?? ''};`,
      ` ${at.toUTCString()}`,
      ...(scans
        ? [
            `X-SES-Spam-Verdict: ${word('spam').toUpperCase()}`,
            `X-SES-Virus-Verdict: ${word('virus').toUpperCase()}`,
          ]
        : []),
      `Received-SPF: ${word('spf')} (spfCheck: domain of ${domain}) client-ip=127.0.0.1; envelope-from=${from};`,
      'Authentication-Results: amazonses.com;',
      ` spf=${word('spf')} (spfCheck: domain of ${domain}) client-ip=127.0.0.1; envelope-from=${from};`,
      ` dkim=${word('dkim')} header.i=@${domain};`,
      ` dmarc=${word('dmarc')} header.from=${domain};`,
      `X-SES-RECEIPT: ${Buffer.from(id).toString('base64')}`,
      '',
    ].join('\r\n'),
  );
}
