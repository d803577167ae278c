/** Mails as SES stores them. */
export const OFFICER = 'officer@kent.example';

export interface Written {
  readonly from?: string;
  readonly subject?: string;
  readonly messageId?: string;
  readonly returnPath?: string;
  readonly headers?: readonly string[];
  readonly verdicts?: Readonly<Partial<Record<'spam' | 'virus' | 'spf' | 'dkim' | 'dmarc', string>>>;
  readonly body?: string;
  /** Everything from Content-Type on, as a mail program wrote it, in place of body and attachment. */
  readonly mime?: string | Buffer;
  readonly attachment?: {
    readonly name: string;
    readonly type: string;
    readonly content: string | Uint8Array;
  };
}

/** What SES writes above a mail. */
export function sesHead(
  from: string,
  { verdicts = {}, returnPath }: Pick<Written, 'verdicts' | 'returnPath'> = {},
): readonly string[] {
  const word = (name: keyof typeof verdicts) => verdicts[name] ?? 'pass';
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const envelope = returnPath ?? from;
  const spf = `${word('spf')} (spfCheck: domain of ${domain} designates 127.0.0.1 as permitted sender) client-ip=127.0.0.1; envelope-from=${envelope}; helo=mx.${domain};`;
  return [
    `Return-Path: <${envelope}>`,
    'Received: from localhost by inbound-smtp.eu-west-2.amazonaws.com with SMTP id x',
    `X-SES-Spam-Verdict: ${word('spam').toUpperCase()}`,
    `X-SES-Virus-Verdict: ${word('virus').toUpperCase()}`,
    `Received-SPF: ${spf}`,
    'Authentication-Results: amazonses.com;',
    ` spf=${spf}`,
    ` dkim=${word('dkim')} header.i=@${domain};`,
    ` dmarc=${word('dmarc')} header.from=${domain};`,
    'X-SES-RECEIPT: AAAA',
  ];
}

/** A mail with SES's headers above it. */
export function stored(written: Written): Buffer {
  const { from = OFFICER, subject = 'A referral', body = '', attachment } = written;
  const head = [
    ...sesHead(from, written),
    `From: An Officer <${from}>`,
    'To: referrals@nts.example',
    `Subject: ${subject}`,
    `Message-ID: ${written.messageId ?? '<one@kent.example>'}`,
    ...(written.headers ?? []),
    'MIME-Version: 1.0',
  ];
  if (written.mime !== undefined)
    return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n`), Buffer.from(written.mime as string)]);
  const rest = attachment
    ? [
        'Content-Type: multipart/mixed; boundary="b1"',
        '',
        '--b1',
        'Content-Type: text/plain; charset=utf-8',
        '',
        body,
        '--b1',
        `Content-Type: ${attachment.type}; name="${attachment.name}"`,
        `Content-Disposition: attachment; filename="${attachment.name}"`,
        'Content-Transfer-Encoding: base64',
        '',
        Buffer.from(attachment.content as string)
          .toString('base64')
          .replaceAll(/.{76}/g, '$&\r\n'),
        '--b1--',
        '',
      ]
    : ['Content-Type: text/plain; charset=utf-8', '', body];
  return Buffer.from([...head, ...rest].join('\r\n'));
}
