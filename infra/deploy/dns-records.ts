/** What the domain's DNS has to say, and whether it says so. */

/** One record of a domain. */
export interface DnsRecord {
  readonly name: string;
  readonly type: 'CNAME' | 'MX' | 'TXT';
  /** As it is typed into most forms: an MX with its preference first. */
  readonly value: string;
  /** What it is for, in a few words. */
  readonly means: string;
}

/** The domain that bounces come back to, as SES asks: below the sender's, and used for nothing else. So SPF vouches for our own domain. */
export const mailFromDomain = (domain: string): string => `bounce.${domain}`;

/**
 * The records that the domain needs, in the order of how much depends on them.
 *
 * @param dkim names and values of DKIM, which SES makes: known once the stack is there
 * @see https://docs.aws.amazon.com/ses/latest/dg/mail-from.html, receiving-email-mx-record.html, send-email-authentication-dmarc.html
 */
export const dnsRecords = (
  domain: string,
  region: string,
  dkim: readonly { readonly name: string; readonly value: string }[],
): readonly DnsRecord[] => [
  ...dkim.map((record) => ({
    ...record,
    type: 'CNAME' as const,
    means: 'DKIM: without it no e-mail goes out',
  })),
  {
    name: domain,
    type: 'MX',
    value: `10 inbound-smtp.${region}.amazonaws.com`,
    means: 'councils can write to us',
  },
  {
    name: mailFromDomain(domain),
    type: 'MX',
    value: `10 feedback-smtp.${region}.amazonses.com`,
    means: 'MAIL FROM: what cannot be delivered comes back to our own domain',
  },
  {
    name: mailFromDomain(domain),
    type: 'TXT',
    value: 'v=spf1 include:amazonses.com ~all',
    means: 'SPF: SES may send for us',
  },
  {
    name: `_dmarc.${domain}`,
    type: 'TXT',
    value: 'v=DMARC1; p=reject',
    means: 'DMARC: nobody else can write in our name',
  },
];

/** The part of `node:dns/promises` that is asked. */
export interface Dns {
  resolveCname(name: string): Promise<string[]>;
  resolveMx(name: string): Promise<{ exchange: string; priority: number }[]>;
  resolveTxt(name: string): Promise<string[][]>;
}

/** What the DNS says of a record: that it is there, nothing, something else, or that nobody answered. */
export type Seen =
  | { readonly kind: 'there' | 'missing' | 'unknown' }
  | { readonly kind: 'other'; readonly values: readonly string[] };

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

async function valuesOf({ name, type }: DnsRecord, dns: Dns): Promise<string[]> {
  switch (type) {
    case 'CNAME':
      return (await dns.resolveCname(name)).map(plain);
    case 'MX':
      return (await dns.resolveMx(name)).map(({ exchange, priority }) => `${priority} ${plain(exchange)}`);
    case 'TXT':
      // A long text comes in pieces, which belong together without anything between them.
      return (await dns.resolveTxt(name)).map((pieces) => pieces.join(''));
  }
}

/** Whether a value does what the record is for: any preference of an MX, any policy of SPF and DMARC that names what it must. */
function does({ type, value }: DnsRecord, said: string): boolean {
  if (type === 'CNAME') return said === plain(value);
  if (type === 'MX') return said.split(' ')[1] === value.split(' ')[1];
  return value.startsWith('v=spf1')
    ? /^v=spf1\b.*\binclude:amazonses\.com\b/i.test(said)
    : /^v=DMARC1\s*;/i.test(said);
}

/** Of which kind a text is: other texts of the same name are other people's business. */
const isOfKind = (record: DnsRecord, said: string): boolean =>
  record.type !== 'TXT' || plain(said).startsWith(plain(record.value).split(/[ ;]/)[0] ?? '');

/** Names that do not exist, or have no record of this type, as `node:dns` says it. */
const none = new Set(['ENOTFOUND', 'ENODATA']);

/** Asks the DNS for one record. Whoever cannot be asked has not said no. */
export async function seen(record: DnsRecord, dns: Dns): Promise<Seen> {
  try {
    const values = (await valuesOf(record, dns)).filter((said) => isOfKind(record, said));
    if (values.length === 0) return { kind: 'missing' };
    // Two answers to where mail goes, or to who may send, are as good as none.
    return values.every((said) => does(record, said)) && (record.type === 'MX' || values.length === 1)
      ? { kind: 'there' }
      : { kind: 'other', values };
  } catch (error) {
    return { kind: none.has(String((error as NodeJS.ErrnoException).code)) ? 'missing' : 'unknown' };
  }
}

const words: Readonly<Record<Exclude<Seen['kind'], 'other'>, string>> = {
  there: 'there',
  missing: 'MISSING',
  unknown: 'not seen: the DNS does not answer',
};

/** Every record, ready to be copied, and what the DNS says of it today. */
export async function recordsInWords(records: readonly DnsRecord[], dns: Dns): Promise<string[]> {
  const found = await Promise.all(records.map((record) => seen(record, dns)));
  return records.flatMap(({ name, type, value, means }, index) => {
    const is = found[index] ?? { kind: 'unknown' };
    const says = is.kind === 'other' ? `SOMETHING ELSE: ${is.values.join(', ')}` : words[is.kind];
    return [`  ${name}  ${type}  ${value}`, `      ${means}; ${says}`];
  });
}
