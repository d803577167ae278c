/** The head of a mail, asked directly: who wrote it, what SES found, whether a program wrote it, and which mail it is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authenticationOf } from '../../functions/receive-email/head/authentication.ts';
import { headersOf } from '../../functions/receive-email/head/header-lines.ts';
import { readHead } from '../../functions/receive-email/mail-head.ts';
import { mailIdOf, referralIdOf } from '../../functions/receive-email/mail-id.ts';
import { noticeOfMail } from '../../functions/receive-email/stored-mail.ts';
import { runs } from '../how-much.ts';
import { ALL_PASSED, arrived, finding, honest, hostile, OFFICER, PASSED, without } from './senders.ts';

test('wherever a head of more than 256 KB is cut, its sender is nobody', () => {
  const filling = 'X-A: b\r\n'.repeat(33_000);
  for (let at = 0; at < 'X-A: b\r\n'.length; at += 1) {
    const raw = arrived('x', {
      head: `X-B: ${'b'.repeat(at)}\r\n${OFFICER}\r\n${filling}From: x@evil.example`,
    });
    expect(readHead(raw).from).toBe('');
  }
});

/** What a stranger may say in SMTP: pieces of what SES writes, and what parts them. */
const said = fc
  .array(
    fc.constantFrom(
      ...[
        'x',
        '@',
        '.',
        ';',
        ' ',
        '(',
        ')',
        '"',
        '\\',
        '=',
        '<',
        '>',
        ',',
        '\t',
        '\r',
        '\n',
        '\r\n ',
        '\r\n',
        '\0',
      ],
      ...[
        'dmarc',
        'dkim',
        'spf',
        'pass',
        'fail',
        'header.from',
        'header.i',
        'helo',
        'envelope-from',
        'client-ip',
        'reason',
      ],
      ...[
        'kent.example',
        'evil.example',
        'amazonses.com',
        '192.0.2.66',
        PASSED,
        ALL_PASSED,
        `; ${ALL_PASSED};`,
      ],
      ...['Authentication-Results: amazonses.com;', 'Received-SPF: pass', 'X-SES-RECEIPT: x', 'spf=pass'],
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

test('whatever a stranger says in SMTP, SES’s repeating it proves nothing, whether SES has results of its own or not', () => {
  const silent = without(/(?<=\r\n spf=[^\r]*\r\n)(?: d.*\r\n)+/);
  fc.assert(
    fc.property(said, said, fc.boolean(), (helo, local, quiet) => {
      const raw = arrived('x', {
        head: OFFICER,
        helo,
        envelopeFrom: `${local}@evil.example`,
        ...(quiet ? { ses: silent } : {}),
      });
      expect(Object.values(readHead(raw).verdicts)).toContain(false);
    }),
    { numRuns: runs(3_000) },
  );
});

test('whatever stands in From, it is the domain for which DMARC passed that it is read as, or nobody', () => {
  const words = fc
    .array(
      fc.constantFrom(
        ...[
          'a',
          '@',
          '.',
          ' ',
          '(',
          ')',
          '"',
          '\\',
          '<',
          '>',
          ',',
          ':',
          ';',
          '[',
          ']',
          '\t',
          '\r\n ',
          '\n',
          '\0',
        ],
        ...[
          'officer',
          'kent.example',
          'evil.example',
          'officer@kent.example',
          '<x@evil.example>',
          '=?utf-8?q?x?=',
        ],
        ...['\uff0e', '\u3002', '\u200b', '\u212aent', 'é'],
      ),
      { maxLength: 10 },
    )
    .map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(words, fc.constantFrom('evil.example', 'kent.example'), (from, passed) => {
      const raw = arrived('x', {
        head: `From: ${from}`,
        envelopeFrom: `x@${passed}`,
        ses: finding(`dkim=pass header.i=@${passed}`, `dmarc=pass header.from=${passed}`),
      });
      const head = readHead(raw);
      const proved = Object.values(head.verdicts).every(Boolean);
      expect(proved && !head.from.endsWith(`@${passed}`)).toBe(false);
    }),
    { numRuns: runs(3_000) },
  );
});

/** A From as RFC 5322 makes them, from the pieces that its grammar has. */
const aFrom = (() => {
  const text = fc.stringMatching(/^[ !#-'*+\-./0-9:;<>?@A-Z[\]^_`a-z{|}~,é]{0,8}$/);
  const comment = fc.letrec<{ comment: string }>((tie) => ({
    comment: fc
      .tuple(text, fc.oneof({ maxDepth: 3 }, fc.constant(''), tie('comment')))
      .map(([words, inner]) => `(${words}${inner}\\))`),
  })).comment;
  const gap = fc.oneof(fc.constantFrom('', ' ', '\t', '\r\n '), comment);
  const atom = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,6}$/);
  const quoted = text.map((words) => `"${words}\\"\\\\"`);
  const word = fc.oneof(atom, quoted, fc.constant('=?utf-8?Q?Si=C3=A2n?='), fc.constant('Siân'));
  const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
  const local = fc.array(atom, { minLength: 1, maxLength: 3 }).map((atoms) => atoms.join('.'));
  const bare = fc
    .tuple(gap, local, gap, gap, gap)
    .map(([a, before, b, c, d]) => ({ header: `${a}${before}${b}@${c}Kent.example${d}`, local: before }));
  const named = fc
    .tuple(fc.option(phrase), gap, bare, gap)
    .map(([name, a, { header, local }, b]) => ({ header: `${name ?? ''}${a}<${header}>${b}`, local }));
  const mailbox = fc.oneof(bare, named);
  const group = fc
    .tuple(phrase, gap, mailbox, gap)
    .map(([name, a, { header, local }, b]) => ({ header: `${name}${a}:${header};${b}`, local }));
  return fc.oneof(mailbox, group);
})();

test('every From of one mailbox that the grammar makes is read as that mailbox', () => {
  fc.assert(
    fc.property(aFrom, ({ header, local }) => {
      expect(readHead(arrived('x', { head: `From: ${header}` })).from).toBe(
        `${local.toLowerCase()}@kent.example`,
      );
    }),
    { numRuns: runs(2_000) },
  );
});

const OFFICERS = 'officer@kent.example';
const proved = (raw: Uint8Array): boolean => Object.values(readHead(raw).verdicts).every(Boolean);

test.each(hostile)('a stranger who %s is somebody else, or is not proved to be Kent’s', (_, sent) => {
  const raw = arrived('x', sent);
  expect(proved(raw) && readHead(raw).from.endsWith('@kent.example')).toBe(false);
});

test.each(honest)('%s: the head of its mail is proved, and a person’s', (_, sent) => {
  expect(readHead(arrived('A referral', sent))).toEqual({
    verdicts: { spam: true, virus: true, spf: true, dkim: true, dmarc: true },
    returnPath: sent.envelopeFrom,
    from: expect.stringMatching(/^[a-z.'+-]+@kent\.example$/),
    messageId: expect.stringMatching(/^<\d+@mail\.example>$/),
    subject: 'A referral',
    answers: '',
    automatic: false,
  });
});

const wire = (...lines: readonly string[]) => lines.join('\r\n');
const raw = (...lines: readonly string[]) => Buffer.from(wire(...lines, '', 'Body'));
/** A mail with SES's head above it, of which some lines are as given. */
const ofSes = (...lines: readonly string[]) => raw(...lines, 'X-SES-RECEIPT: AAAA', `From: ${OFFICERS}`);

describe('the head', () => {
  test('says nothing that nobody wrote', () => {
    expect(readHead(raw('X-A: b'))).toEqual({
      verdicts: { spam: false, virus: false, spf: false, dkim: false, dmarc: false },
      returnPath: undefined,
      from: '',
      messageId: '',
      subject: '',
      answers: '',
      automatic: false,
    });
  });

  test.each([
    ['X-SES-Spam-Verdict: PASS', { spam: true, virus: false }],
    ['X-SES-Virus-Verdict: PASS', { spam: false, virus: true }],
    ['X-SES-Spam-Verdict: pass', { spam: false, virus: false }],
    ['X-SES-Virus-Verdict: GRAY', { spam: false, virus: false }],
  ])('believes SES’s own word alone: "%s"', (line, verdicts) => {
    expect(readHead(ofSes(line)).verdicts).toMatchObject(verdicts);
    expect(readHead(raw(line, `From: ${OFFICERS}`)).verdicts).toMatchObject({ spam: false, virus: false });
  });

  test.each([
    ['Return-Path: <a@b.example>', 'a@b.example', false],
    ['Return-Path:  a@b.example ', 'a@b.example', false],
    ['Return-Path: < a<b>@b.example >', 'a<b>@b.example', false],
    ['Return-Path: <>', '', true],
    ['Return-Path:', '', true],
    ['X-SES-Spam-Verdict: PASS', undefined, false],
  ])('names the envelope’s sender: "%s"; nobody there is a program', (line, returnPath, automatic) => {
    expect(readHead(ofSes(line))).toMatchObject({ returnPath, automatic });
  });

  test('has a subject and an id of no more than a thousand characters, the subject decoded', () => {
    const head = readHead(
      raw(`Subject: =?utf-8?q?caf=C3=A9?= ${'x'.repeat(2_000)}`, `Message-ID: ${'y'.repeat(2_000)}`),
    );
    expect(head.subject).toBe(`café ${'x'.repeat(1_000 - '=?utf-8?q?caf=C3=A9?= '.length)}`);
    expect(head.messageId).toBe('y'.repeat(1_000));
  });

  test('says what the mail answers, by both headers', () => {
    const reply = raw('In-Reply-To: <b@x>', 'References: <a@x>', ' <b@x>');
    expect(readHead(reply).answers.split(/\s+/)).toEqual(['<b@x>', '<a@x>', '<b@x>']);
  });

  test('is the first of a name; with two From nobody wrote it', () => {
    const twice = raw('Subject: a', 'Subject: b', 'Message-ID: c', 'message-id: d', 'From: a@b.example');
    expect(readHead(twice)).toMatchObject({ subject: 'a', messageId: 'c', from: 'a@b.example' });
    expect(readHead(raw('From: a@b.example', 'From: a@b.example')).from).toBe('');
  });
});

describe('the lines of a head', () => {
  const sent = (text: string) => headersOf(Buffer.from(text)).sent;
  test('are headers by their names, unfolded, up to the first empty line', () => {
    expect(sent('A: b\r\n c\r\n\t d \r\nE-f \t:  g:h \t\r\nno header\r\n i\r\n(J): k\r\n\r\nL: m')).toEqual([
      { name: 'a', value: 'b c d' },
      { name: 'e-f', value: 'g:h i' },
      { name: '(j)', value: 'k' },
    ]);
    expect(sent(' x\nA: \u00a0b\n\nC: d')).toEqual([{ name: 'a', value: '\u00a0b' }]);
    expect(sent('É: b\n: c\nd e: f\nG:')).toEqual([{ name: 'g', value: '' }]);
  });

  const SES = ['Return-Path: <a@b.example>', 'Received: x', ' y', 'X-SES-Virus-Verdict: PASS'];
  const bySes = (lines: readonly string[], end = 'X-SES-RECEIPT: AAAA') =>
    headersOf(Buffer.from(wire(...lines, end, 'A: b', '', ''))).bySes.map(({ name }) => name);
  test('are SES’s above its last, when all of them are, each once, each ended as SES ends it', () => {
    const names = ['return-path', 'received', 'x-ses-virus-verdict'];
    expect([bySes(SES), bySes(SES, 'x-ses-receipt: B')]).toEqual([names, names]);
    for (const lines of [
      [...SES, 'A: b'],
      [...SES, 'Received: z'],
      [...SES, 'X-SES-Spam-Verdict: PASS\nReceived-SPF: pass'],
      [...SES, 'X-SES-Spam-Verdict: PA\rSS'],
      [...SES, 'X-SES-Spam-Verdict: PA\0SS'],
    ])
      expect(bySes(lines), lines.at(-1)).toEqual([]);
    expect(bySes(SES, 'X-X-SES-RECEIPT: A')).toEqual([]);
    expect(headersOf(Buffer.from(wire('X-SES-RECEIPT: A', 'B: c', '', ''))).sent).toEqual([
      { name: 'b', value: 'c' },
    ]);
  });

  test.each([
    ['an end', 'A: b\r\n\r\n', true],
    ['an end by line feeds', 'A: b\n\nc', true],
    ['no end, all of it being there', 'A: b', true],
    ['a carriage return within a line', 'A: b\rC: d\r\n\r\n', false],
    ['a NUL', 'A: b\0\r\n\r\n', false],
    ['no end within what is read', 'A: b\r\n'.repeat(50_000), false],
    ['an end, and much below it', `A: b\r\n\r\n${'x'.repeat(300_000)}`, true],
  ])('are plain or not: %s', (_, text, plain) => {
    expect(headersOf(Buffer.from(text)).plain).toBe(plain);
  });

  test('are read of the mail’s own bytes, wherever these lie', () => {
    const bytes = Buffer.from('X: y\r\nA: b\r\n\r\n');
    expect(headersOf(bytes.subarray(6)).sent).toEqual([{ name: 'a', value: 'b' }]);
  });
});

const fromOf = (value: string) => readHead(raw(`From: ${value}`)).from;

test.each([
  ['a@b.example', 'a@b.example'],
  ['A <a.B@C.Example>', 'a.b@c.example'],
  ['"A, B" <a@b.example>', 'a@b.example'],
  ['"A \\" B" <a@b.example>', 'a@b.example'],
  ['J. R. Smith <a@b.example>', 'a@b.example'],
  ['"a"@b.example', 'a@b.example'],
  ['a . b @ c . example', 'a.b@c.example'],
  ['(x (y) \\) z) a@b.example ()', 'a@b.example'],
  ['Desk: a@b.example;', 'a@b.example'],
  ['Desk: A <a@b.example> ; (x)', 'a@b.example'],
  [`${'a'.repeat(64)}@b.example`, `${'a'.repeat(64)}@b.example`],
  [`a@${'b'.repeat(63)}.example`, `a@${'b'.repeat(63)}.example`],
  ['a@bücher.example', 'a@xn--bcher-kva.example'],
  ['a@b-c.example', 'a@b-c.example'],
  ['a@b1.2c.example', 'a@b1.2c.example'],
  [`${'A '.repeat(993)}<a@b.example>`, 'a@b.example'],
])('From "%.40s" is %.40s', (value, address) => {
  expect(fromOf(value)).toBe(address);
});

test.each([
  '',
  'a',
  '@b.example',
  'a@',
  'a@b',
  'a@b..example',
  'a@.b.example',
  'a@b.example.',
  'a@-b.example',
  'a@b-.example',
  'a@b_c.example',
  'a@192.0.2.1',
  'a@[192.0.2.1]',
  `${'a'.repeat(65)}@b.example`,
  `a@${'b'.repeat(64)}.example`,
  `a@${'b.'.repeat(130)}example`,
  'é@b.example',
  'a b@c.example',
  '.a@b.example',
  'a.@b.example',
  'a..b@c.example',
  '"a b"@c.example',
  '""@c.example',
  '. A <a@b.example>',
  'A a@b.example>',
  'A <a@b.example',
  'A <a@b.example> x',
  'A <a@b.example>, B <b@b.example>',
  '<a>',
  ': a@b.example;',
  '. x: a@b.example;',
  'Desk: a@b.example',
  'Desk: a@b.example; x',
  'Desk: ;',
  'Desk: Desk: a@b.example;;',
  'a@b.example (',
  'a@b.example (x\\',
  '"A <a@b.example>',
  '"A\\',
  'a@\uff42.example',
  'a@b\u3002example',
  'a\u0001@b.example',
  `${'A '.repeat(994)}<a@b.example>`,
])('From "%.40s" is nobody', (value) => {
  expect(fromOf(value)).toBe('');
});

describe('what SES found', () => {
  const SPF = 'pass client-ip=192.0.2.1; envelope-from=a@b.example; helo=mx.b.example;';
  const found = (rest: string, spf = SPF, start = 'amazonses.com') =>
    authenticationOf('b.example', `${start}; spf=${spf}${rest}`, spf);
  const ALL = { spf: true, dkim: true, dmarc: true };
  const NOTHING = { spf: false, dkim: false, dmarc: false };
  const GOOD = ' dkim=pass header.i=@b.example; dmarc=pass header.from=b.example;';

  test.each([
    ['as SES writes it', GOOD, SPF],
    ['without its last semicolon', GOOD.slice(0, -1), SPF],
    [
      'with a signature by its domain',
      ' dkim=pass header.d=b.example; dmarc=pass header.from=b.example',
      SPF,
    ],
    [
      'with versions, comments, quotes and reasons',
      ' dkim / 1 = pass (x) reason = "a ; b" header.i="@b.example" ; DMARC=PASS (p=none) Header.From=B.Example',
      SPF,
    ],
    [
      'with one signature that holds of three',
      ` dkim=fail header.i=@b.example; dkim=pass header.i=@x.example;${GOOD}`,
      SPF,
    ],
    ['with a method that we do not know', `${GOOD} arc=none`, SPF],
    [
      'with an envelope within the domain',
      ' dkim=pass header.i=@x.example; dmarc=pass header.from=b.example',
      SPF.replace('@b', '@c.b'),
    ],
    [
      'with SPF of the name in HELO',
      ' dkim=pass header.i=@x.example; dmarc=pass header.from=b.example',
      SPF.replace('a@b.example', ''),
    ],
    ['with a comment in SPF', GOOD, SPF.replace('pass', 'pass (a (b) \\) c)')],
    ['with a version', GOOD, SPF],
  ])('is believed %s', (how, rest, spf) => {
    expect(found(rest, spf, how === 'with a version' ? ' amazonses.com 1' : undefined)).toEqual(ALL);
  });

  test.each([
    [
      'of another domain',
      ' dkim=pass header.i=@b.example; dmarc=pass header.from=x.example',
      { ...ALL, dmarc: false },
    ],
    ['of no domain', ' dkim=pass header.i=@b.example; dmarc=pass', { ...ALL, dmarc: false }],
    [
      'that failed',
      ' dkim=pass header.i=@b.example; dmarc=fail header.from=b.example',
      { ...ALL, dmarc: false },
    ],
    ['of no DMARC', ' dkim=pass header.i=@b.example', { ...ALL, dmarc: false }],
    ['of no signature', ' dmarc=pass header.from=b.example', { ...ALL, dkim: false }],
    [
      'of a signature that failed',
      ' dkim=fail header.i=@b.example; dmarc=pass header.from=b.example',
      { ...ALL, dkim: false },
    ],
  ])('is no more than it says: a result %s', (_, rest, verdicts) => {
    expect(found(rest)).toEqual(verdicts);
  });

  test('of SPF that failed holds by a signature of the domain alone', () => {
    const failed = SPF.replace('pass', 'fail');
    expect(found(GOOD, failed)).toEqual({ ...ALL, spf: false });
    const others = ' dkim=pass header.i=@x.example; dmarc=pass header.from=b.example';
    expect(found(others, failed)).toEqual({ spf: false, dkim: true, dmarc: false });
    expect(found(others.replace('header.i=@x.example', ''), failed)).toMatchObject({ dmarc: false });
    // SPF's own domain is another's: DMARC has nothing to stand on.
    expect(found(others, SPF.replaceAll('b.example', 'x.example'))).toEqual({ ...ALL, dmarc: false });
  });

  test.each([
    ['two results of SPF', `${GOOD} spf=pass`],
    ['two of DMARC', `${GOOD} dmarc=pass header.from=b.example`],
    ['a result without a word', `${GOOD} arc=`],
    ['a word without a method', `${GOOD} =pass`],
    ['a method without a word', `${GOOD} arc`],
    ['a method of another version', ' dkim/2=pass header.i=@b.example; dmarc=pass header.from=b.example'],
    ['a method of version eleven', ' dkim/11=pass header.i=@b.example; dmarc=pass header.from=b.example'],
    ['a property that we do not know', ' dkim=pass foo=bar; dmarc=pass header.from=b.example'],
    ['a property of SPF under another method', ' dkim=pass helo=x; dmarc=pass header.from=b.example'],
    ['a property of SPF after another method', `${GOOD} problem=x`],
    [
      'a property twice',
      ' dkim=pass header.i=@b.example header.i=@b.example; dmarc=pass header.from=b.example',
    ],
    ['a property of SPF twice', ` helo=mx.b.example;${GOOD}`],
    ['a property without a value', ' dkim=pass header.i= ; dmarc=pass header.from=b.example'],
    ['a property without a sign', ' dkim=pass header.i @b.example; dmarc=pass header.from=b.example'],
    ['quotes that do not end', ' dkim=pass reason="x'],
    ['a comment that does not end', `${GOOD} (x`],
    ['words behind its end', `${GOOD} x y`],
    ['a control character', `${GOOD} \u0007`],
  ])('is nothing with %s', (_, rest) => {
    expect(found(rest)).toEqual(NOTHING);
  });

  test.each([
    ['another’s', 'amazonses.org'],
    ['nobody’s', ''],
    ['of another version', 'amazonses.com 2'],
    ['of version twelve', 'amazonses.com 12'],
    ['and no more', 'amazonses.com x'],
  ])('is nothing when it is %s', (_, start) => {
    expect(found(GOOD, SPF, start)).toEqual(NOTHING);
  });

  test.each([
    ['another word', SPF.replace('pass', 'fail')],
    ['another client', SPF.replace('192.0.2.1', '192.0.2.2')],
    ['another envelope', SPF.replace('a@b', 'c@b')],
    ['no envelope', SPF.replace(' envelope-from=a@b.example;', '')],
    ['another name', SPF.replace('mx', 'my')],
    ['a key that we do not know', `${SPF} foo=bar;`],
    ['a key twice', `${SPF} helo=mx.b.example;`],
    ['words behind it', `${SPF} x`],
    ['spaces in a value', SPF.replace('mx.b', 'mx .b')],
    ['nothing', ''],
  ])('is nothing when Received-SPF says %s', (_, told) => {
    expect(authenticationOf('b.example', `amazonses.com; spf=${SPF}${GOOD}`, told)).toEqual(NOTHING);
  });
});

const automatic = (...lines: readonly string[]) => readHead(raw(`From: ${OFFICERS}`, ...lines)).automatic;

test.each([
  'Auto-Submitted: auto-replied',
  'Auto-Submitted: auto-generated; x',
  'Auto-Submitted: no-one',
  'Auto-Submitted:',
  'X-Auto-Response-Suppress: All',
  'Precedence: bulk',
  'Precedence: JUNK',
  'Precedence: auto_reply',
  'Precedence: List',
  'List-Id: <x.lists.example>',
  'List-Id: kent.example <x.lists.example>',
  'List-Id: <kent.example> x',
  'List-Post: x',
  'X-Loop: x',
  'X-Failed-Recipients: x',
  'Content-Type: multipart/report; boundary=b',
  'Content-Type: message/delivery-status',
  'content-type: MESSAGE/disposition-notification',
  'Subject: Automatic reply: x',
  'Subject:   Out of Office',
  'Subject: Re\u0301ponse automatique : x',
])('"%s" is a program’s', (line) => {
  expect(automatic(line)).toBe(true);
});

test.each([
  'Auto-Submitted: no',
  'Auto-Submitted: No; x',
  'X-Auto-Response-Suppress:',
  'X-Auto-Response-Suppress: None',
  'Precedence: bulky',
  'Precedence: no list',
  'Precedence: listed',
  'X-List: x',
  'List-Id: UASC <uasc.kent.example>',
  'List-Id: KENT.example',
  'List-Id: <uasc.kent.example> ',
  'Content-Type: text/plain; x=multipart/report',
  'Subject: Automatic transfer of a child',
  'Subject: Re: Automatic reply: x',
  'Subject: Out of office hours',
])('"%s" is a person’s', (line) => {
  expect(automatic(line)).toBe(false);
});

test('a list of the council’s own excuses what lists write, and none beside it', () => {
  expect(automatic('List-Id: <x.kent.example>', 'List-Post: x', 'Precedence: list')).toBe(false);
  expect(automatic('List-Id: <x.kent.example>', 'List-Id: <x.lists.example>')).toBe(true);
  expect(readHead(raw('List-Id: <x.kent.example>')).automatic).toBe(true);
});

test.each([
  ['mailer-daemon@kent.example', true],
  ['postmaster@kent.example', true],
  ['No-Reply@kent.example', true],
  ['noreply@kent.example', true],
  ['donotreply@kent.example', true],
  ['do-not-reply@kent.example', true],
  ['the.postmaster@kent.example', false],
  ['postmasters@kent.example', false],
])('%s is a program: %s', (from, expected) => {
  expect(readHead(raw(`From: ${from}`)).automatic).toBe(expected);
});

describe('which mail it is', () => {
  const id = (head: string, body = 'Body', whose = 'E1', messageId = '<1@a>', subject = 'A') =>
    mailIdOf(whose, { messageId, subject }, Buffer.from(`${head}${body}`));
  const HEAD = 'Received: x\r\nA: b\r\n\r\n';

  test('does not change on its way: another head, other line ends, the same below them', () => {
    const mail = id(HEAD);
    expect(mail).toMatch(/^[0-9a-f]{32}$/);
    for (const head of ['Received: y\r\n\r\n', 'A: b\n\n', 'A: b\r\nC: d\n\r\n', '\n\n'])
      expect(id(head), head).toBe(mail);
    expect(id('A: b\r\n', '')).toBe(id('', ''));
    expect(id(HEAD, 'a\n\nb')).not.toBe(id(HEAD, 'b'));
  });

  test('is another’s by council, id, subject or body, and all of what was stored without an id', () => {
    const ids = [
      id(HEAD),
      id(HEAD, 'Other'),
      id(HEAD, 'Body', 'E2'),
      id(HEAD, 'Body', 'E1', '<2@a>'),
      id(HEAD, 'Body', 'E1', '<1@a>', 'B'),
      id(HEAD, 'Body', 'E1', ''),
      id(`X: y\r\n${HEAD}`, 'Body', 'E1', ''),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(id(HEAD, 'Body', 'E1', '')).toBe(id(HEAD, 'Body', 'E1', '', 'B'));
  });

  test('gives each of its rows the id of a referral, a UUID of version 8 that only its seed tells', () => {
    const ids = [
      referralIdOf('s', 'm', 1),
      referralIdOf('s', 'm', 2),
      referralIdOf('t', 'm', 1),
      referralIdOf('s', 'n', 1),
    ];
    expect(referralIdOf('s', 'm', 1)).toBe(ids[0]);
    expect(new Set(ids).size).toBe(4);
    for (let row = 0; row < 40; row += 1)
      expect(referralIdOf('s', 'm', row)).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
  });
});

describe('S3’s notice', () => {
  const at = '2026-11-23T09:00:00.000Z';
  const record = (key: string, more: object = {}) => ({
    eventTime: at,
    s3: { bucket: { name: 'b' }, object: { key, size: 1 } },
    ...more,
  });
  const notice = (...Records: readonly unknown[]) => JSON.stringify({ Records });

  test('says where the mail lies and since when; its trials say nothing', () => {
    expect(noticeOfMail(notice(record('mail/a+b%2Bc')))).toEqual({ key: 'mail/a b+c', receivedAt: at });
    expect(noticeOfMail(JSON.stringify({ Event: 's3:TestEvent' }))).toBeUndefined();
    expect(noticeOfMail(notice(record('mail/AMAZON_SES_SETUP_NOTIFICATION')))).toBeUndefined();
    expect(noticeOfMail(notice(record('AMAZON_SES_SETUP_NOTIFICATION/m')))).toEqual({
      key: 'AMAZON_SES_SETUP_NOTIFICATION/m',
      receivedAt: at,
    });
  });

  test.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a text', '"s3:TestEvent"'],
    ['another event', JSON.stringify({ Event: 's3:Other' })],
    ['no record', notice()],
    ['two records', notice(record('a'), record('b'))],
    ['no time', notice(record('a', { eventTime: 'x' }))],
    ['no key', notice(record(''))],
  ])('is none when it is %s', (_, body) => {
    expect(() => noticeOfMail(body)).toThrow(
      expect.objectContaining({
        code: 'not-a-notice',
        message: expect.stringContaining('no notice from S3'),
      }),
    );
  });
});
