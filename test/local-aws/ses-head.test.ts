import { expect, test } from 'vitest';
import { headOfSes, type OverTheWire } from '../../infra/local-aws/services/ses-head.ts';

const wire = (head: string, over: Partial<OverTheWire> = {}): OverTheWire => ({
  id: '8i6cr4aeu15skb2l',
  envelopeFrom: 'jane@kent.example',
  helo: 'mail-qt1-f178.kent.example',
  ip: '192.0.2.178',
  recipients: ['orders@fixture.example'],
  at: new Date('2026-11-23T09:00:00Z'),
  scans: true,
  raw: Buffer.from(`${head}\r\n\r\nWords`),
  ...over,
});
const resultsFor = (head: string, over: Partial<OverTheWire> = {}): readonly string[] => {
  const [, results = ''] =
    /Authentication-Results: ([\s\S]*?)X-SES-RECEIPT/.exec(headOfSes(wire(head, over)).toString()) ?? [];
  return results.trim().split('\r\n ');
};

test('a mail lies in the bucket below the headers of SES, in SES’s order and words', () => {
  expect(headOfSes(wire('From: Jane <jane@kent.example>')).toString().split('\r\n')).toEqual([
    'Return-Path: <jane@kent.example>',
    'Received: from mail-qt1-f178.kent.example (localhost [192.0.2.178])',
    ' by inbound-smtp.eu-west-2.amazonaws.com with SMTP id 8i6cr4aeu15skb2l',
    ' for orders@fixture.example;',
    ' Mon, 23 Nov 2026 09:00:00 +0000 (UTC)',
    'X-SES-Spam-Verdict: PASS',
    'X-SES-Virus-Verdict: PASS',
    'Received-SPF: pass (spfCheck: domain of kent.example designates 192.0.2.178 as permitted sender) client-ip=192.0.2.178; envelope-from=jane@kent.example; helo=mail-qt1-f178.kent.example;',
    'Authentication-Results: amazonses.com;',
    ' spf=pass (spfCheck: domain of kent.example designates 192.0.2.178 as permitted sender) client-ip=192.0.2.178; envelope-from=jane@kent.example; helo=mail-qt1-f178.kent.example;',
    ' dkim=pass header.i=@kent.example;',
    ' dmarc=pass header.from=kent.example;',
    expect.stringMatching(/^X-SES-RECEIPT: \S+$/),
    expect.stringMatching(/^X-SES-DKIM-SIGNATURE: /),
    '',
  ]);
});

test.each([
  ['the envelope’s domain', 'From: x@kent.example', 'x@kent.example', 'pass', 'kent.example'],
  [
    'a domain within the envelope’s',
    'From: x@kent.example',
    'b@bounces.kent.example',
    'pass',
    'kent.example',
  ],
  ['another domain', 'From: x@kent.example', 'x@evil.example', 'fail', 'kent.example'],
  [
    'a name that is another address',
    'From: "x@kent.example" <x@evil.example>',
    'x@evil.example',
    'pass',
    'evil.example',
  ],
  ['folded', 'From:\r\n Jane\r\n\t<x@Kent.example>', 'x@evil.example', 'fail', 'kent.example'],
  [
    'below other headers that speak of it',
    'X-From: a@b.example\r\nFROM: x@kent.example',
    'x@evil.example',
    'fail',
    'kent.example',
  ],
  ['a group', 'From: Desk: x@kent.example;', 'x@kent.example', 'pass', 'kent.example'],
  ['no From', 'To: x@kent.example', 'x@evil.example', 'fail', ''],
])(
  'DMARC speaks of the domain in From, and passes only when the envelope’s is aligned: %s',
  (_, head, envelopeFrom, word, domain) => {
    expect(resultsFor(head, { envelopeFrom }).at(-1)).toBe(`dmarc=${word} header.from=${domain};`);
  },
);

test('without an envelope SPF speaks of the greeting, and there is no signature', () => {
  expect(resultsFor('From: x@kent.example', { envelopeFrom: '', helo: 'mx.evil.example' })).toEqual([
    'amazonses.com;',
    'spf=pass (spfCheck: domain of mx.evil.example designates 192.0.2.178 as permitted sender) client-ip=192.0.2.178; envelope-from=; helo=mx.evil.example;',
    'dmarc=fail header.from=kent.example;',
  ]);
});

test('what a sender says in SMTP is repeated as it was said', () => {
  const said = headOfSes(
    wire('From: x@kent.example', { helo: 'x; dmarc=pass', envelopeFrom: '"a;b"@evil.example' }),
  ).toString();
  expect(said.match(/envelope-from="a;b"@evil\.example; helo=x; dmarc=pass;/g)).toHaveLength(2);
  expect(said).toContain('Received: from x; dmarc=pass (localhost');
});

test('a mail may ask for what is found, but not of whom', () => {
  expect(resultsFor('X-Local-Verdicts: spf=softfail, dkim=fail\r\nFrom: x@kent.example').at(-1)).toBe(
    'dmarc=fail header.from=kent.example;',
  );
  expect(resultsFor('X-Local-Verdicts: dmarc=pass\r\nFrom: x@evil.example').at(-1)).toBe(
    'dmarc=pass header.from=evil.example;',
  );
  expect(resultsFor('X-Local-Verdicts: dkim=fail\r\nFrom: x@kent.example').slice(2)).toEqual([
    'dkim=fail header.i=@kent.example;',
    'dmarc=pass header.from=kent.example;',
  ]);
});
