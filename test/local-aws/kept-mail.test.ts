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
