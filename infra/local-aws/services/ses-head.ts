/** The headers that SES puts above a mail that came in, letter for letter as it writes them, with whatever the sender said in SMTP. */
import addressparser from 'nodemailer/lib/addressparser';

/** A mail as it came over the wire. */
export interface OverTheWire {
  /** Under which SES keeps it. */
  readonly id: string;
  /** Envelope sender; empty for reports of delivery. */
  readonly envelopeFrom: string;
  readonly helo: string;
  readonly ip: string;
  readonly recipients: readonly string[];
  readonly at: Date;
  /** Whether the receipt rule looks for spam and viruses. */
  readonly scans: boolean;
  readonly raw: Buffer;
}

const headerBlock = (raw: Buffer): string =>
  raw
    .subarray(0, 64 * 1024)
    .toString('utf8')
    .split(/\r?\n\r?\n/, 1)[0] ?? '';

/**
 * `X-Local-Verdicts: dkim=fail, spam=fail` in a mail makes the stand-in say so. Without it SPF and a signature pass for the domain of
 * the envelope, as for a mail well sent from there, and DMARC passes only where that is aligned with From, as at SES.
 */
function verdictsAskedFor(head: string): ReadonlyMap<string, string> {
  const asked = /^X-Local-Verdicts:(.*)$/im.exec(head)?.[1] ?? '';
  return new Map(
    [...asked.matchAll(/(\w+)=(\w+)/g)].map(([, name = '', word = '']) => [
      name.toLowerCase(),
      word.toLowerCase(),
    ]),
  );
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** The domain in From as a receiver takes it out, who has to name one whatever stands there: nodemailer's reading, not the product's. */
function headerFrom(head: string): string {
  const [from = ''] = /^From[ \t]*:.*(?:\r?\n[ \t].*)*/im.exec(head) ?? [];
  const [first] = addressparser(from.slice(from.indexOf(':') + 1).replaceAll(/\r?\n/g, ''), {
    flatten: true,
  });
  return domainOf(first?.address ?? '').toLowerCase();
}

const isAligned = (one: string, other: string): boolean => {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a !== '' && b !== '' && (a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`));
};

const spfWords = (word: string, domain: string, ip: string): string =>
  ({
    pass: `(spfCheck: domain of ${domain} designates ${ip} as permitted sender)`,
    fail: `(spfCheck: domain of ${domain} does not designate ${ip} as permitted sender)`,
    softfail: `(spfCheck: transitioning domain of ${domain} does not designate ${ip} as permitted sender)`,
  })[word] ?? `(spfCheck: ${ip} is neither permitted nor denied by domain of ${domain})`;

export function headOfSes({ id, envelopeFrom, helo, ip, recipients, at, scans, raw }: OverTheWire): Buffer {
  const head = headerBlock(raw);
  const asked = verdictsAskedFor(head);
  const word = (name: string) => asked.get(name) ?? 'pass';
  const from = headerFrom(head);
  const sender = envelopeFrom === '' ? helo : domainOf(envelopeFrom);
  const signer = envelopeFrom === '' ? undefined : sender;
  const aligned =
    (word('spf') === 'pass' && isAligned(sender, from)) ||
    (word('dkim') === 'pass' && signer !== undefined && isAligned(signer, from));
  const dmarc = asked.get('dmarc') ?? (aligned ? 'pass' : 'fail');
  const spf = `${word('spf')} ${spfWords(word('spf'), sender, ip)} client-ip=${ip}; envelope-from=${envelopeFrom}; helo=${helo};`;
  return Buffer.from(
    [
      `Return-Path: <${envelopeFrom}>`,
      `Received: from ${helo} (localhost [${ip}])`,
      ` by inbound-smtp.eu-west-2.amazonaws.com with SMTP id ${id}`,
      ` for ${recipients[0] ?? ''};`,
      ` ${at.toUTCString().replace('GMT', '+0000 (UTC)')}`,
      ...(scans
        ? [
            `X-SES-Spam-Verdict: ${word('spam').toUpperCase()}`,
            `X-SES-Virus-Verdict: ${word('virus').toUpperCase()}`,
          ]
        : []),
      `Received-SPF: ${spf}`,
      'Authentication-Results: amazonses.com;',
      ` spf=${spf}`,
      ...(signer === undefined ? [] : [` dkim=${word('dkim')} header.i=@${signer};`]),
      ` dmarc=${dmarc} header.from=${from};`,
      `X-SES-RECEIPT: ${Buffer.from(id).toString('base64')}`,
      'X-SES-DKIM-SIGNATURE: a=rsa-sha256; q=dns/txt; b=AAAA; c=relaxed/simple; s=local; d=amazonses.com; v=1; bh=AAAA; h=From:To:Subject',
      '',
    ].join('\r\n'),
  );
}
