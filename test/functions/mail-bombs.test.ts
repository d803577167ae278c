import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { council, day, readers } from '../../functions/receive-email/answers.ts';
import { readHead } from '../../functions/receive-email/mail-head.ts';
import { openMail } from '../../functions/receive-email/open-mail.ts';
import { readMail } from '../../functions/receive-email/read-mail.ts';
import { publishedCouncils } from '../../shared/core/published-councils.ts';
import { stored, wholeReferral } from './mails.ts';

const MEGABYTE = 1024 * 1024;
const about = { subject: 'x', council: 'E10000016', today: '2026-11-23', reply: false };

async function readWhole(raw: Buffer): Promise<number> {
  readHead(raw);
  const opening = await openMail(raw);
  return opening.kind === 'opened' ? (await readMail(opening.mail, about)).drafts.length : -1;
}

async function milliseconds(raw: Buffer): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run += 1) {
    const from = performance.now();
    await readWhole(raw);
    best = Math.min(best, performance.now() - from);
  }
  return best;
}

const filled = (unit: string) => unit.repeat(Math.floor(MEGABYTE / unit.length));
const multipart = (body: string) =>
  Buffer.from(
    `From: a@kent.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${body}\r\n--b--\r\n`,
  );
const plainMail = (body: string, more = '') =>
  Buffer.from(`From: a@kent.example\r\nContent-Type: text/${more || 'plain'}\r\n\r\n${body}`);
const tableMail = (content: string, name = 'a.csv') =>
  stored({ attachment: { name, type: name.endsWith('json') ? 'application/json' : 'text/csv', content } });

const bombs: Readonly<Record<string, () => Buffer>> = {
  'flat parts': () => multipart(filled('--b\r\n\r\nx\r\n')),
  'parts in parts': () =>
    Buffer.from(
      Array.from(
        { length: 400 },
        (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
      ).join('') + 'x'.repeat(MEGABYTE),
    ),
  'empty lines': () => plainMail(filled('\r\n')),
  'one header': () => Buffer.from(`Subject: ${filled('a ')}\r\n\r\nx`),
  'many headers': () => Buffer.from(`${filled('X-A: b\r\n')}\r\nx`),
  'encoded words': () => Buffer.from(`Subject: ${filled('=?utf-8?q?a?= ')}\r\n\r\nx`),
  addresses: () => Buffer.from(`From: ${filled('a@b, ')}\r\n\r\nx`),
  'open tags': () => plainMail(filled('<'), 'html'),
  'quotes of a table': () => tableMail(`Name,Sex\r\n${filled('"')}`.slice(0, 700_000)),
  'columns of a table': () => tableMail(filled('Name,').slice(0, 700_000)),
  'brackets of JSON': () => tableMail('['.repeat(700_000), 'a.json'),
  'lines of text': () => plainMail('Name: a\r\n'.repeat(5_900)),
  'more lines of text': () => plainMail(filled('Name: a\r\n')),
  'a text that looks like a file': () => plainMail(filled(`${'a'.repeat(76)}\r\n`)),
};

/** How much more than a normal mail of its size a bomb may cost: what grows with the square of its size costs thousands. */
const MOST_TIMES_NORMAL = 25;

test('a bomb of a megabyte costs no more than a linear reading of it may', async () => {
  const normal = stored({
    body: wholeReferral,
    attachment: { name: 'scan.jpg', type: 'image/jpeg', content: 'x'.repeat(0.74 * MEGABYTE) },
  });
  await readWhole(normal);
  const usual = await milliseconds(normal);
  const figures: [string, number][] = [];
  for (const [name, make] of Object.entries(bombs)) figures.push([name, await milliseconds(make())]);
  console.log(
    [
      `normal mail: ${usual.toFixed(1)} ms`,
      ...figures.map(([name, took]) => `${name}: ${took.toFixed(1)} ms`),
    ].join('\n'),
  );
  const worst = Math.max(...figures.map(([, took]) => took));
  expect(worst).toBeLessThan(MOST_TIMES_NORMAL * usual);
}, 120_000);

/** Deeper: MAIL_FUZZ_RUNS=100000 npm run vitest -- run test/functions/mail-bombs.test.ts */
const RUNS = Number(process.env.MAIL_FUZZ_RUNS ?? 1_500);
const seeds = [
  stored({ body: wholeReferral }),
  stored({
    body: 'x',
    attachment: { name: 'a.csv', type: 'text/csv', content: 'Name,Sex\r\n"a;b",male\r\n' },
  }),
  tableMail('{"children":[{"number":1,"sex":"male"}]}', 'a.json'),
  plainMail('<p>Sex: male<br>Arrived on: 1/2/2026</p>', 'html'),
  Buffer.from(
    'From: =?utf-8?q?a?= <a@b.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: y\r\n\r\nSex: male\r\n--b--',
  ),
];

/** The n-th mutation, the same every time. */
function mutated(number: number): Buffer {
  const dice = createHash('sha256').update(String(number)).digest();
  const raw = Buffer.from(seeds[number % seeds.length] ?? Buffer.alloc(0));
  for (let at = 0; at + 4 < dice.length - 1; at += 5) {
    const where = dice.readUInt32LE(at) % raw.length;
    const what = dice[at + 4] ?? 0;
    if (what < 90) raw[where] = what;
    else if (what < 150) raw.copyWithin(where, dice.readUInt32LE(at) % 97, (what * 3) % raw.length);
    else if (what < 180) raw.write('\r\n', where);
    else if (what < 200) raw.write('--b', where);
    else if (what < 205) return raw.subarray(0, where);
  }
  return raw;
}

test(`${RUNS} mutated mails: no crash, no hang`, async () => {
  let slowest = 0;
  for (let number = 0; number < RUNS; number += 1) {
    const from = performance.now();
    const drafts = await readWhole(mutated(number));
    slowest = Math.max(slowest, performance.now() - from);
    expect(drafts).toBeGreaterThanOrEqual(-1);
  }
  expect(slowest).toBeLessThan(10_000);
}, 3_600_000);

test('whatever is written for a fact is read, or refused without being repeated', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(readers)), fc.string({ maxLength: 300 }), (reader, text) => {
      const marked = `Qx7${text}`;
      const answer = reader(marked);
      expect(answer.kind === 'read' || !answer.words.includes(marked)).toBe(true);
    }),
  );
});

test('every day is read in each way of writing it, and no other', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [year, month, dayOfMonth] = iso.split('-').map(Number);
        const spoken = date.toLocaleDateString('en-GB', {
          day: 'numeric',
          month: 'long',
          year: 'numeric',
          timeZone: 'UTC',
        });
        for (const text of [iso, `${dayOfMonth}/${month}/${year}`, `${dayOfMonth}.${month}.${year}`, spoken])
          expect(day(text)).toEqual({ kind: 'read', value: iso });
      },
    ),
  );
  for (const never of ['31/02/2026', '2026-13-01', '0/1/2026', '29/2/2027', 'tomorrow', '1/2/26'])
    expect(day(never).kind).toBe('unclear');
});

test('every council is found by its name and by its code', () => {
  for (const { code, name } of publishedCouncils())
    for (const text of [code, name, name.toUpperCase(), `${name} Council`])
      expect(council(text), text).toEqual({ kind: 'read', value: code });
});
