import { decodeWords } from 'postal-mime';
import { authenticationOf } from './head/authentication.ts';
import { isAutomatic } from './head/automatic.ts';
import { fromAddress } from './head/from-address.ts';
import { type Header, headersOf } from './head/header-lines.ts';

/** What SES found out about a mail. Anything but PASS counts against it. */
interface Verdicts {
  readonly spam: boolean;
  readonly virus: boolean;
  readonly spf: boolean;
  readonly dkim: boolean;
  /** Also that it passed for the domain of From, and for no other. */
  readonly dmarc: boolean;
}

/** The head of a mail as it lies in the bucket. */
export interface MailHead {
  readonly verdicts: Verdicts;
  /** Envelope sender; empty for bounces, undefined where SES's word for it is missing. */
  readonly returnPath: string | undefined;
  /** The one address of From, in lower case; empty when there is none, or more than one, or it does not keep to its grammar. */
  readonly from: string;
  readonly messageId: string;
  readonly subject: string;
  /** What it answers, as its In-Reply-To and References have it. */
  readonly answers: string;
  /** Whether a program sent it: an answer to it could go round in circles. */
  readonly automatic: boolean;
}

/** Reads the headers without parsing anything below them: the first 256 KB at most. */
export function readHead(raw: Uint8Array): MailHead {
  const { bySes, sent, plain } = headersOf(raw);
  const all = (name: string) => sent.filter((header) => header.name === name).map(({ value }) => value);
  const [messageId = ''] = all('message-id');
  const [rawSubject = ''] = all('subject');
  const [written = '', ...more] = all('from');
  const returnPath = valueIn(bySes, 'return-path')?.replace(/^<|>$/g, '').trim();
  const subject = decodeWords(rawSubject.slice(0, 1_000));
  // DMARC speaks of the domain in From: with two of them nobody knows of which.
  const from = plain && more.length === 0 ? fromAddress(written) : undefined;
  const names = new Set(sent.map(({ name }) => name));
  return {
    verdicts: {
      spam: valueIn(bySes, 'x-ses-spam-verdict') === 'PASS',
      virus: valueIn(bySes, 'x-ses-virus-verdict') === 'PASS',
      ...authenticationOf(
        from?.domain ?? '',
        valueIn(bySes, 'authentication-results') ?? '',
        valueIn(bySes, 'received-spf') ?? '',
      ),
    },
    returnPath,
    from: from?.address ?? '',
    messageId: messageId.slice(0, 1_000),
    subject,
    answers: [...all('in-reply-to'), ...all('references')].join(' ').slice(0, 10_000),
    automatic: returnPath === '' || isAutomatic({ from, subject, names, all }),
  };
}

const valueIn = (headers: readonly Header[], name: string): string | undefined =>
  headers.find((header) => header.name === name)?.value;
