import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KeptMail } from '../../infra/local-aws/services/kept-mail.ts';
import { mailbox } from '../../infra/local-aws/services/mailbox.ts';

const MOST = 60;
const SENT = 200;
const MOST_BYTES = 50_000;

let folder: string;
let mail: KeptMail;
let server: Server;
let root: string;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'local-mail-'));
  mail = new KeptMail(folder, MOST);
  server = createServer(mailbox(mail));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const body = 'x'.repeat(100_000);
const send = (number: number) =>
  mail.keep({
    id: idOf(number),
    from: 'team@fixture.example',
    recipients: [`desk-${number}@customers.example`],
    to: [`desk-${number}@customers.example`],
    cc: [],
    subject: `Mail ${number}`,
    text: `${number} ${body}`,
    html: `<p>${number}</p>${body}`,
    headers: [{ key: 'message-id', value: `<${number}@fixture.example>` }],
    tags: {},
    at: '2026-11-23T09:00:00.000Z',
    raw: Buffer.from(`Subject: Mail ${number}\r\n\r\n${body}`),
  });
const sendAll = (count: number) => {
  for (let number = 1; number <= count; number += 1) send(number);
};
const get = async (address: string) => {
  const response = await fetch(`${root}${address}`);
  return { status: response.status, body: await response.text() };
};
/** What stands in memory of a mail: what reads from disk is called, and stores nothing. */
const held = (one: object): object =>
  Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(one)).flatMap(([name, { value }]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

test('however many are sent, so many lines are in memory and no mail is, and the folder grows no further', () => {
  sendAll(MOST);
  const full = readdirSync(folder).length;
  sendAll(SENT - MOST);
  expect(mail.list).toHaveLength(MOST);
  expect(mail).toMatchObject({ sent: SENT, gone: SENT - MOST });
  expect(readdirSync(folder)).toHaveLength(full);
  for (const one of mail.list) expect(JSON.stringify(held(one)).length).toBeLessThan(500);
});

test('each that is kept is whole, the oldest too, and whoever writes it out or copies it gets all of it', () => {
  sendAll(SENT);
  expect(mail.list.map(({ number }) => number)).toEqual(
    Array.from({ length: MOST }, (_, index) => SENT - MOST + 1 + index),
  );
  for (const one of [mail.list[0], mail.list.at(-1)]) {
    const number = one?.number;
    expect({ ...one }).toMatchObject({
      text: `${number} ${body}`,
      html: `<p>${number}</p>${body}`,
      headers: [{ key: 'message-id', value: `<${number}@fixture.example>` }],
      raw: Buffer.from(`Subject: Mail ${number}\r\n\r\n${body}`),
    });
    expect(JSON.stringify(one)).toContain(`${number} ${body}`);
  }
});

test('a run begins with none, and leaves none behind', () => {
  sendAll(3);
  expect(new KeptMail(folder).list).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
  mail.remove();
  expect(() => readdirSync(folder)).toThrow('ENOENT');
});

describe('the mailbox', () => {
  test('has pages of 25 lines and at most 50 KB, newest first, on which each mail that is kept stands once', async () => {
    sendAll(SENT);
    const seen: string[] = [];
    for (const page of ['', '2', '3']) {
      const shown = await get(`/?page=${page}`);
      expect(shown.status).toBe(200);
      expect(shown.body.length).toBeLessThanOrEqual(MOST_BYTES);
      expect(shown.body).toContain(`<h1>${SENT} messages</h1>`);
      expect(shown.body).toContain(`The newest ${MOST} are kept; ${SENT - MOST} older ones are gone.`);
      const ids = [...shown.body.matchAll(/href="\/messages\/([^"]+)"/g)].map(([, id = '']) => id);
      expect(ids.length).toBe(page === '3' ? MOST % 25 : 25);
      seen.push(...ids);
    }
    expect(seen).toEqual(mail.list.toReversed().map(({ id }) => id));
  });

  test.each(['0', '-1', '99999999', 'x', '<script>'])(
    'answers an address that names no page with one that is there: %s',
    async (page) => {
      sendAll(30);
      const { status, body: shown } = await get(`/?page=${encodeURIComponent(page)}`);
      expect(status).toBe(200);
      expect(shown).toContain('href="/messages/');
      expect(shown).not.toContain('<script>');
    },
  );

  const about = (number: number, subject: string, root?: string) =>
    mail.keep({
      id: idOf(number),
      from: 'team@fixture.example',
      recipients: [`desk-${number}@customers.example`],
      to: [`desk-${number}@customers.example`],
      cc: [],
      subject,
      text: '',
      html: '',
      headers: root === undefined ? [] : [{ key: 'In-Reply-To', value: root }],
      tags: {},
      at: '2026-11-23T09:00:00.000Z',
      raw: Buffer.from(''),
    });
  const listed = async (address: string) =>
    [...(await get(address)).body.matchAll(/href="\/messages\/([^"]+)"/g)].map(([, id]) => id);

  test.each([
    ['ORD-1A2B', [1]],
    ['ord 1a2b', [1]],
    ['ord1a2b', [1]],
    ['desk-2@', [2]],
    ['second', [2]],
    ['order', [2, 1]],
    ['nobody', []],
  ])('finds what has the words however they are typed: %s', async (words, numbers) => {
    about(1, 'Order ORD-1A2B: first');
    about(2, 'Order ORD-9Z8Y: second');
    expect(await listed(`/?find=${encodeURIComponent(words)}`)).toEqual(numbers.map(idOf));
  });

  test('says what was looked for, also when nothing is found, as words and never as a page', async () => {
    about(1, 'Order');
    const { body } = await get(`/?find=${encodeURIComponent('"><script>x')}`);
    expect(body).not.toContain('<script>');
    expect(body).toContain('Nothing that was sent has these words');
    expect(body).toContain('0 of 1 message<');
  });

  test('puts together what answers one another, the newest thread first, on every page of it', async () => {
    about(1, 'a1', '<a>');
    about(2, 'b1', '<b>');
    about(3, 'alone');
    about(4, 'a2', '<a>');
    expect(await listed('/')).toEqual([4, 3, 2, 1].map(idOf));
    expect(await listed('/?together=yes')).toEqual([4, 1, 3, 2].map(idOf));
    expect((await get('/?together=yes')).body.match(/<tbody>/g)).toHaveLength(3);
    expect((await get('/?together=yes&find=a')).body).toContain('href="/?find=a"');
  });

  test('loads again by itself only where somebody asks for it', async () => {
    sendAll(30);
    expect((await get('/')).body).not.toContain('http-equiv="refresh"');
    const { body } = await get('/?follows=yes');
    expect(body).toContain('<meta http-equiv="refresh" content="5">');
    expect(body).toContain('href="/?follows=yes&amp;page=2"');
  });

  test('opens the oldest that is kept, and says of an older one that it is gone', async () => {
    sendAll(SENT);
    const oldest = idOf(SENT - MOST + 1);
    for (const part of ['', '.eml', '/html', '/text'])
      expect((await get(`/messages/${oldest}${part}`)).status).toBe(200);
    const gone = await get(`/messages/${idOf(SENT - MOST)}`);
    expect(gone.status).toBe(404);
    expect(gone.body).toContain(`one of the ${SENT - MOST} oldest: the newest ${MOST} are kept`);
    expect(JSON.parse((await get('/messages.json')).body)).toHaveLength(MOST);
  });

  test('says that a mail is gone which somebody took from its folder, and goes on', async () => {
    sendAll(2);
    rmSync(path.join(folder, `${idOf(1)}.eml`));
    expect((await get(`/messages/${idOf(1)}.eml`)).status).toBe(404);
    expect((await get(`/messages/${idOf(2)}.eml`)).status).toBe(200);
  });
});
