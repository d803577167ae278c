/** Heads of mail as SES stores them, hostile and honest: who says that he speaks for Kent, and how. */
import { headOfSes } from '../../infra/local-aws/services/ses-head.ts';

export interface Sent {
  /** Header lines of the mail, From among them. */
  readonly head: string;
  readonly envelopeFrom?: string;
  readonly helo?: string;
  /** What SES makes of it, where that is not what SES would make of it by itself. */
  readonly verdicts?: string;
  /** Changes what SES wrote. */
  readonly ses?: (head: string) => string;
  readonly body?: string;
}

let count = 0;
/** The mail as it lies in the bucket: SES's head, and what came over the wire. */
export function arrived(subject: string, sent: Sent): Buffer {
  count += 1;
  const asked = sent.verdicts === undefined ? '' : `X-Local-Verdicts: ${sent.verdicts}\r\n`;
  const raw = Buffer.from(
    `${asked}${sent.head}\r\nTo: referrals@nts.example\r\nSubject: ${subject}\r\nMessage-ID: <${count}@mail.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${sent.body ?? 'Sex: female'}`,
  );
  const { envelopeFrom = 'x@evil.example', helo = 'mx.evil.example', ses = (head: string) => head } = sent;
  const head = headOfSes({
    id: `m${count}`,
    envelopeFrom,
    helo,
    ip: '192.0.2.66',
    recipients: ['referrals@nts.example'],
    at: new Date('2026-11-23T09:00:00Z'),
    scans: true,
    raw,
  }).toString();
  return Buffer.concat([Buffer.from(ses(head)), raw]);
}

/** What SES found instead of what it found: everything after its words on SPF. */
export const finding =
  (...results: readonly string[]) =>
  (head: string): string =>
    head.replace(
      /(Authentication-Results: .*\r\n spf=.*\r\n)(?: d.*\r\n)*/,
      (_, before: string) => `${before}${results.map((result) => ` ${result};\r\n`).join('')}`,
    );
/** SES took another domain out of From than a careless reader would. */
const sesReads = (domain: string) => (head: string) =>
  head.replace(/dmarc=\w+ header\.from=.*;/, `dmarc=pass header.from=${domain};`);
export const without = (pattern: RegExp) => (head: string) => head.replace(pattern, '');

export const PASSED = 'dmarc=pass header.from=kent.example';
export const ALL_PASSED = `dkim=pass header.i=@kent.example; ${PASSED}`;
export const OFFICER = 'From: officer@kent.example';

/** Nobody here speaks for Kent: what the stranger does, and the mail. */
export const hostile: readonly (readonly [string, Sent])[] = [
  // Whose address is it?
  [
    'lets a domain begin like the council’s, with a letter that no domain has',
    { head: 'From: officer@kent.example_x.evil.example' },
  ],
  ['lets a domain begin like the council’s', { head: 'From: officer@kent.example.evil.example' }],
  [
    'lets a domain end like the council’s',
    { head: 'From: x@notkent.example', envelopeFrom: 'x@notkent.example' },
  ],
  [
    'has a domain within the council’s',
    { head: 'From: x@guests.kent.example', envelopeFrom: 'x@guests.kent.example' },
  ],
  ['has a domain above the council’s', { head: 'From: x@example', envelopeFrom: 'x@example' }],
  ['calls himself by the council’s address', { head: 'From: "officer@kent.example" <x@evil.example>' }],
  ['does so without quotes', { head: 'From: officer@kent.example <x@evil.example>' }],
  ['does so in angle brackets', { head: 'From: <officer@kent.example> <x@evil.example>' }],
  ['writes his own address first', { head: 'From: <x@evil.example> officer@kent.example' }],
  [
    'ends a quoted name with a quoted pair',
    { head: 'From: "A \\" officer@kent.example \\"" <x@evil.example>' },
  ],
  [
    'hides the end of a name behind a quoted pair',
    { head: 'From: "A\\\\" officer@kent.example "" <x@evil.example>' },
  ],
  [
    'hides his address in a comment',
    { head: 'From: officer@kent.example (<x@evil.example>)', ses: sesReads('evil.example') },
  ],
  ['writes the council’s address in a comment', { head: 'From: x@evil.example (officer@kent.example)' }],
  ['nests comments', { head: 'From: (a (b) officer@kent.example) x@evil.example' }],
  [
    'parts his domain by a comment',
    { head: 'From: officer@kent.example(.)evil.example', ses: sesReads('evil.example') },
  ],
  ['does not end a comment', { head: `${OFFICER} (`, ses: finding(ALL_PASSED) }],
  ['does not end a quoted string', { head: 'From: "officer@kent.example', ses: finding(ALL_PASSED) }],
  [
    'quotes the council’s address as his name at his domain',
    { head: 'From: "officer@kent.example"@evil.example' },
  ],
  ['writes two @', { head: 'From: officer@kent.example@evil.example' }],
  ['escapes the first of two @', { head: 'From: officer\\@kent.example@evil.example' }],
  [
    'goes by way of his own domain',
    { head: 'From: <@evil.example:officer@kent.example>', ses: sesReads('evil.example') },
  ],
  ['goes by way of the council’s domain', { head: 'From: <@kent.example:x@evil.example>' }],
  ['writes two addresses', { head: 'From: x@evil.example, officer@kent.example', ses: finding(ALL_PASSED) }],
  [
    'writes them the other way round',
    { head: 'From: officer@kent.example, x@evil.example', ses: finding(ALL_PASSED) },
  ],
  [
    'leaves a place in the list empty',
    { head: 'From: officer@kent.example,', ses: sesReads('evil.example') },
  ],
  [
    'writes a group of two',
    { head: 'From: Kent: officer@kent.example, x@evil.example;', ses: finding(ALL_PASSED) },
  ],
  [
    'writes a group in a group',
    { head: 'From: Kent: Desk: officer@kent.example;;', ses: finding(ALL_PASSED) },
  ],
  ['writes a group of nobody', { head: 'From: officer@kent.example:;' }],
  ['writes two From', { head: `${OFFICER}\r\nFrom: x@evil.example`, ses: sesReads('evil.example') }],
  ['writes them the other way round', { head: `From: x@evil.example\r\n${OFFICER}` }],
  ['puts a space before a colon', { head: `From : x@evil.example\r\n${OFFICER}`, ses: finding(ALL_PASSED) }],
  [
    'puts a tab before the other',
    { head: `From\t: officer@kent.example\r\nFrom: x@evil.example`, ses: finding(ALL_PASSED) },
  ],
  ['ends a line with a line feed alone', { head: `X-A: b\n${OFFICER}\r\nFrom: x@evil.example` }],
  ['ends a line with a carriage return alone', { head: `X-A: b\r${OFFICER}`, ses: sesReads('evil.example') }],
  [
    'writes a carriage return into the address',
    { head: `${OFFICER}\r.evil.example`, ses: sesReads('evil.example') },
  ],
  ['writes a NUL into the address', { head: `${OFFICER}\0.evil.example`, ses: finding(ALL_PASSED) }],
  ['writes no From', { head: 'X-From: officer@kent.example', ses: finding(ALL_PASSED) }],
  ['writes an empty From', { head: 'From:', ses: finding(ALL_PASSED) }],
  [
    'writes From with a letter of another script',
    { head: 'Fr\u043em: officer@kent.example', ses: finding(ALL_PASSED) },
  ],
  ['says that the council sent it for him', { head: 'From: x@evil.example\r\nSender: officer@kent.example' }],
  [
    'says that the council sent it again',
    { head: 'From: x@evil.example\r\nResent-From: officer@kent.example' },
  ],
  ['asks for answers to the council', { head: 'From: x@evil.example\r\nReply-To: officer@kent.example' }],
  [
    'writes a domain in full-width letters',
    { head: 'From: officer@\uff4bent.example', ses: sesReads('\uff4bent.example') },
  ],
  ['writes the sign for kelvin', { head: 'From: officer@\u212aent.example', ses: finding(ALL_PASSED) }],
  [
    'writes a letter of another script',
    { head: 'From: officer@k\u0435nt.example', ses: sesReads('xn--knt-qdd.example') },
  ],
  [
    'writes a letter that is not seen',
    { head: 'From: officer@ke\u200bnt.example', ses: finding(ALL_PASSED) },
  ],
  [
    'writes another script’s full stop',
    { head: 'From: officer@kent\u3002example', ses: finding(ALL_PASSED) },
  ],
  [
    'writes an encoded word for a domain',
    { head: 'From: officer@=?utf-8?q?kent.example?=', ses: finding(ALL_PASSED) },
  ],
  [
    'writes an encoded word for an address',
    { head: 'From: =?utf-8?q?officer=40kent.example?= <x@evil.example>' },
  ],
  ['writes a domain in brackets', { head: 'From: officer@[kent.example]', ses: finding(ALL_PASSED) }],
  [
    'writes a full stop after the domain',
    { head: 'From: officer@kent.example.', ses: sesReads('kent.example.') },
  ],
  ['writes bytes that are no text', { head: 'From: officer@kent.example\ufffd', ses: finding(ALL_PASSED) }],
  [
    'writes a From of 3,000 letters',
    { head: `From: ${'A '.repeat(1_500)}<officer@kent.example>`, ses: finding(ALL_PASSED) },
  ],
  [
    'writes a second From behind 300 KB',
    { head: `${OFFICER}\r\n${'X-A: b\r\n'.repeat(40_000)}From: x@evil.example`, ses: finding(ALL_PASSED) },
  ],
  // What did SES find?
  ['sends the council’s address from a domain of his own', { head: OFFICER }],
  [
    'does so while SPF and signature of his own domain hold',
    { head: OFFICER, ses: finding('dkim=pass header.i=@evil.example', PASSED) },
  ],
  ['has no policy to fail', { head: OFFICER, verdicts: 'dmarc=none' }],
  [
    'does so where SES has no word on DMARC',
    { head: OFFICER, ses: finding('dkim=pass header.i=@evil.example') },
  ],
  ['passes for a domain that is not in From', { head: OFFICER, ses: sesReads('evil.example') }],
  [
    'passes for a domain within it',
    { head: OFFICER, envelopeFrom: 'x@a.kent.example', ses: sesReads('a.kent.example') },
  ],
  ['passes for no domain', { head: OFFICER, ses: finding('dkim=pass header.i=@kent.example', 'dmarc=pass') }],
  [
    'passes for two',
    { head: OFFICER, ses: finding('dkim=pass header.i=@kent.example', `${PASSED} header.from=evil.example`) },
  ],
  [
    'is said to pass by a comment',
    {
      head: OFFICER,
      ses: finding('dkim=pass header.i=@kent.example', `dmarc=fail (${PASSED}) header.from=kent.example`),
    },
  ],
  [
    'is said to pass by a reason',
    {
      head: OFFICER,
      ses: finding(
        'dkim=pass header.i=@kent.example',
        `dmarc=fail reason="; ${PASSED};" header.from=kent.example`,
      ),
    },
  ],
  [
    'passes by a word that only begins so',
    {
      head: OFFICER,
      ses: finding('dkim=pass header.i=@kent.example', 'dmarc=passed header.from=kent.example'),
    },
  ],
  [
    'passes and fails',
    {
      head: OFFICER,
      ses: finding('dkim=pass header.i=@kent.example', 'dmarc=fail header.from=kent.example', PASSED),
    },
  ],
  [
    'has a signature that does not hold',
    {
      head: OFFICER,
      envelopeFrom: 'x@kent.example',
      ses: finding('dkim=fail header.i=@kent.example', PASSED),
    },
  ],
  ['has no signature', { head: OFFICER, envelopeFrom: 'x@kent.example', ses: finding(PASSED) }],
  ['has SPF that does not pass', { head: OFFICER, envelopeFrom: 'x@kent.example', verdicts: 'spf=softfail' }],
  // What did the sender say in SMTP?
  ['greets with DMARC’s pass', { head: OFFICER, helo: `x; ${PASSED}` }],
  [
    'greets with all that SES would say',
    { head: OFFICER, helo: `x; ${ALL_PASSED}`, ses: without(/(?<=\r\n spf=.*\r\n)(?: d.*\r\n)+/) },
  ],
  ['greets so without a space', { head: OFFICER, helo: `x;dmarc=pass`, ses: without(/ dmarc=fail.*\r\n/) }],
  ['greets with the start of a comment', { head: OFFICER, helo: 'x(', ses: finding(ALL_PASSED) }],
  [
    'greets with quotes',
    { head: OFFICER, helo: `"x"; ${ALL_PASSED}; y="`, ses: without(/(?<=\r\n spf=.*\r\n)(?: d.*\r\n)+/) },
  ],
  ['greets with a property', { head: OFFICER, helo: `x header.from=kent.example`, ses: finding(ALL_PASSED) }],
  [
    'greets with SPF’s own pass',
    {
      head: OFFICER,
      helo: 'x; envelope-from=officer@kent.example',
      ses: finding('dkim=pass header.i=@evil.example', PASSED),
    },
  ],
  [
    'writes it into the envelope',
    {
      head: OFFICER,
      envelopeFrom: `"x; ${ALL_PASSED}; y="@evil.example`,
      ses: without(/(?<=\r\n spf=.*\r\n)(?: d.*\r\n)+/),
    },
  ],
  [
    'writes it into the envelope without quotes',
    { head: OFFICER, envelopeFrom: `x;${PASSED};@evil.example` },
  ],
  [
    'comments on his envelope',
    {
      head: OFFICER,
      envelopeFrom: 'officer@kent.example(x)@evil.example',
      ses: finding('dkim=pass header.i=@evil.example', PASSED),
    },
  ],
  [
    'ends SES’s comment by the name of his domain',
    {
      head: OFFICER,
      envelopeFrom: `x@evil.example); ${ALL_PASSED}; (`,
      ses: without(/(?<=\r\n spf=.*\r\n)(?: d.*\r\n)+/),
    },
  ],
  [
    'greets with a line feed and a whole head of SES',
    {
      head: OFFICER,
      helo: `x\nX-SES-Spam-Verdict: PASS\nX-SES-Virus-Verdict: PASS\nReceived-SPF: pass envelope-from=x@kent.example\nAuthentication-Results: amazonses.com; spf=pass; ${ALL_PASSED}\nX-SES-RECEIPT: x\n`,
    },
  ],
  // Where did SES say it?
  [
    'writes what SES would say below what it says',
    { head: `Authentication-Results: amazonses.com; spf=pass; ${ALL_PASSED}\r\n${OFFICER}` },
  ],
  [
    'writes results where SES found none',
    {
      head: `Authentication-Results: amazonses.com; spf=pass; ${ALL_PASSED}\r\nX-SES-RECEIPT: x\r\n${OFFICER}`,
      ses: without(/Authentication-Results: [\s\S]*(?=X-SES-RECEIPT)/),
    },
  ],
  [
    'finds another’s result above',
    {
      head: OFFICER,
      ses: (head) => finding(ALL_PASSED)(head).replace('amazonses.com;\r\n spf', 'mx.evil.example;\r\n spf'),
    },
  ],
  [
    'finds a name that begins like SES’s',
    {
      head: OFFICER,
      ses: (head) =>
        finding(ALL_PASSED)(head).replace('amazonses.com;\r\n spf', 'amazonses.com.evil.example;\r\n spf'),
    },
  ],
  [
    'finds a version that we do not know',
    {
      head: OFFICER,
      ses: (head) => finding(ALL_PASSED)(head).replace('amazonses.com;\r\n spf', 'amazonses.com 2;\r\n spf'),
    },
  ],
  [
    'finds two results',
    {
      head: OFFICER,
      ses: (head) =>
        finding(ALL_PASSED)(head).replace(
          'X-SES-RECEIPT',
          'Authentication-Results: amazonses.com; dmarc=pass\r\nX-SES-RECEIPT',
        ),
    },
  ],
  [
    'finds another under a name with a space',
    {
      head: OFFICER,
      ses: (head) =>
        finding(ALL_PASSED)(head).replace(
          'X-SES-RECEIPT',
          'Authentication-Results : amazonses.com; dmarc=fail\r\nX-SES-RECEIPT',
        ),
    },
  ],
  ['finds SPF twice', { head: OFFICER, ses: finding('spf=pass', ALL_PASSED) }],
  [
    'finds no word of SPF alone',
    { head: OFFICER, ses: (head) => without(/Received-SPF.*\r\n/)(finding(ALL_PASSED)(head)) },
  ],
];

/** Each speaks for Kent: the service, and the mail as it sends it. */
const KENTS = { envelopeFrom: 'jane.smith@kent.example', helo: 'mail.kent.example' };
const outlook = 'EUR05-AM6-obe.outbound.protection.outlook.example';
const signed = 'dkim=pass header.i=@kent.example';

export const honest: readonly (readonly [string, Sent])[] = [
  ['an address for a name', { ...KENTS, head: 'From: "duty@kent.example" <jane.smith@kent.example>' }],
  [
    'an address for a name, without the quotes',
    { ...KENTS, head: 'From: jane.smith@kent.example <Jane.Smith@kent.example>' },
  ],
  ['a label behind a plus', { ...KENTS, head: 'From: Duty <duty+uasc@kent.example>' }],
  ['a bare address', { ...KENTS, head: 'From: jane.smith@kent.example' }],
  [
    'Exchange Online, family name first, with a second signature of its own domain',
    {
      ...KENTS,
      helo: outlook,
      head: 'From: "Smith, Jane (Children\'s Services)" <Jane.Smith@kent.example>',
      ses: finding(signed, 'dkim=pass header.i=@kentcc.onmicrosoft.example', PASSED),
    },
  ],
  [
    'Exchange Online that signs with its own domain alone',
    {
      ...KENTS,
      helo: outlook,
      head: 'From: Jane Smith <jane.smith@Kent.Example>',
      ses: finding('dkim=pass header.i=@kentcc.onmicrosoft.example', PASSED),
    },
  ],
  [
    'Google Workspace',
    {
      ...KENTS,
      helo: 'mail-lf1-f45.google.example',
      head: 'From: Jane Smith <jane.smith@kent.example>',
      ses: finding(
        `${signed} header.s=google header.b=Ab1/c+D=`,
        'dmarc=pass (p=REJECT sp=QUARANTINE dis=NONE) header.from=kent.example',
      ),
    },
  ],
  [
    'a Google group of the council',
    {
      ...KENTS,
      head: 'From: "\'Jane Smith\' via UASC Team" <uasc@kent.example>\r\nPrecedence: list\r\nMailing-list: list uasc@kent.example; contact uasc+owners@kent.example\r\nList-ID: <uasc.kent.example>\r\nList-Post: <https://groups.google.example/a/kent.example/group/uasc/post>',
    },
  ],
  [
    'Mimecast, which breaks the first signature and adds its own',
    {
      ...KENTS,
      helo: 'eu-smtp-delivery-1.mimecast.example',
      head: 'From: "Jane Smith - Kent County Council" <jane.smith@kent.example>',
      ses: finding(
        'dkim=fail header.i=@kentcc.onmicrosoft.example',
        'dkim=pass header.d=kent.example header.s=mimecast20260101',
        PASSED,
      ),
    },
  ],
  [
    'Proofpoint, its envelope rewritten',
    {
      ...KENTS,
      envelopeFrom: 'prvs=1234567890=jane.smith@kent.example',
      helo: 'mx07-00283501.pphosted.example',
      head: 'From: Jane Smith <jane.smith@kent.example>',
      ses: finding(
        'dkim=pass header.d=kent.example header.i=@kent.example header.b=q1W2e3R4',
        'dmarc=pass (p=quarantine dis=none) header.from=kent.example',
      ),
    },
  ],
  ['Postfix', { ...KENTS, helo: 'relay_1.kent.example', head: 'From: jane.smith@kent.example (Jane Smith)' }],
  [
    'Exim',
    {
      ...KENTS,
      helo: '[192.0.2.66]',
      head: 'From: Jane Smith <jane.smith@kent.example>\r\nSender: "Jane Smith" <jane@host.kent.example>',
    },
  ],
  [
    'Apple Mail, its name folded',
    { ...KENTS, head: 'From: =?utf-8?Q?Si=C3=A2n_Prys-Jones?=\r\n <sian.prys-jones@kent.example>' },
  ],
  [
    'iOS',
    {
      ...KENTS,
      head: 'From: =?utf-8?B?SmFuZSBTbWl0aA==?= <jane.smith@kent.example>\r\nX-Mailer: iPhone Mail (23A341)',
    },
  ],
  [
    'Thunderbird, with a Welsh name as it is',
    { ...KENTS, head: 'From: Siân Prŷs <sian@kent.example>\r\nAccept-Language: cy, en' },
  ],
  [
    'AWS WorkMail, with Amazon’s signature too',
    {
      ...KENTS,
      envelopeFrom: '0102018b-1234-000000@eu-west-1.amazonses.example',
      helo: 'a7-15.smtp-out.eu-west-1.amazonses.example',
      head: 'From: Jane Smith <jane.smith@kent.example>',
      ses: finding(signed, 'dkim=pass header.i=@amazonses.example', PASSED),
    },
  ],
  [
    'Zimbra',
    {
      ...KENTS,
      head: 'From: "Smith; Jane" <jane.smith@kent.example>',
      ses: finding(`${signed}`, `dmarc=pass policy.dmarc=reject header.from=kent.example`),
    },
  ],
  ['a name with quoted quotes', { ...KENTS, head: 'From: "Jane \\"JJ\\" Smith" <jane.smith@kent.example>' }],
  [
    'a name that is an address',
    { ...KENTS, head: 'From: "jane.smith@kent.example" <jane.smith@kent.example>' },
  ],
  ['initials with full stops', { ...KENTS, head: 'From: J. R. Smith <jane.smith@kent.example>' }],
  ['an empty name', { ...KENTS, head: 'From: "" <jane.smith@kent.example>' }],
  ['an apostrophe and a plus', { ...KENTS, head: "From: <mary.o'brien+uasc@kent.example>" }],
  [
    'comments in comments',
    { ...KENTS, head: 'From: (desk (duty)) Jane (JJ) <jane.smith@kent.example> (she \\) her)' },
  ],
  ['a group of one', { ...KENTS, head: 'From: UASC Team: Jane Smith <jane.smith@kent.example>;' }],
  ['an obsolete space around the @', { ...KENTS, head: 'From: jane.smith @ kent . example' }],
  [
    'a domain in capitals',
    {
      ...KENTS,
      head: 'FROM: JANE.SMITH@KENT.EXAMPLE',
      ses: finding(signed, 'dmarc=pass header.from=KENT.EXAMPLE'),
    },
  ],
  ['folded before each word', { ...KENTS, head: 'From:\r\n Jane\r\n\tSmith\r\n <jane.smith@kent.example>' }],
  [
    'a mail service of another domain, signed by the council',
    {
      ...KENTS,
      envelopeFrom: 'bounce-1@mailer.example',
      head: 'From: jane.smith@kent.example',
      ses: finding(signed, PASSED),
    },
  ],
  [
    'bounces that go to a subdomain',
    {
      ...KENTS,
      envelopeFrom: 'b@bounces.kent.example',
      head: 'From: jane.smith@kent.example',
      ses: finding('dkim=pass header.i=@mailer.example', PASSED),
    },
  ],
  [
    'a result with a version, comments and a reason',
    {
      ...KENTS,
      head: 'From: jane.smith@kent.example',
      ses: (head) =>
        finding(
          'dkim/1 = pass (good (2048 bit) signature) reason="as; expected" header.d=kent.example',
          'dmarc=pass (p=none; dis=none)  header.from = kent.example',
          'arc=none',
        )(head).replace('Results: amazonses.com;', 'Results: amazonses.com 1;'),
    },
  ],
];
