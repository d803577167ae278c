import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { SESClient } from '@aws-sdk/client-ses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeptMail, type Message } from '../../infra/local-aws/services/kept-mail.ts';
import { Ses } from '../../infra/local-aws/services/ses.ts';
import { SesMailRules } from '../../shared/aws/ses-mail-rules.ts';
import { SesMailer } from '../../shared/aws/ses-mailer.ts';
import { defined } from '../../shared/core/defined.ts';
import { MemoryMailer } from '../../shared/memory/memory-mailer.ts';
import { type JudgedMail, mailThrough } from './judged-mail.ts';
import { anEmail, keepsMailerPromises } from './mailer-promises.ts';
import { judgedAws } from './one-dynamodb.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nts-ses-'));

const judged = judgedAws();

let ses: Ses;
let another: JudgedMail | undefined;
let server: Server | undefined;
let client: SESClient;

beforeAll(async () => {
  if (judged !== undefined) {
    another = await mailThrough(judged);
    ({ client } = another);
    return;
  }
  const own = createServer((request, response) => {
    void (async () => {
      const { status, headers, body } = await ses.handle(await ses.read(await text(request)));
      response.writeHead(status, headers).end(body);
    })();
  });
  server = own;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  client = new SESClient({
    endpoint: `http://127.0.0.1:${(own.address() as AddressInfo).port}`,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'contract', secretAccessKey: 'contract' },
    maxAttempts: 1,
  });
});
afterAll(() => {
  client?.destroy();
  another?.stop();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const options = {
  identities: ['transfers.example'],
  configurationSets: ['transfers'],
  mail: new KeptMail(folder),
  events: [],
  bus: { put: async () => undefined },
  now: () => new Date('2026-11-23T09:00:00.000Z'),
};
const fresh = async () => {
  if (another !== undefined) return another.fresh();
  ses = new Ses({ ...options, mail: new KeptMail(folder) });
  return { mailer: new SesMailer(client, 'transfers'), arrived: () => ses.messages };
};

describe('SesMailRules', () => {
  test.each(['transfers-rules', undefined])('says that %s is the active set of rules', async (ruleSet) => {
    if (another !== undefined) await another.activate(ruleSet);
    else ses = new Ses({ ...options, ...defined({ ruleSet }) });
    expect(await new SesMailRules(client).active()).toBe(ruleSet);
  });
});

const header = (message: Pick<Message, 'headers'> | undefined, key: string) =>
  message?.headers.find((one) => one.key === key)?.value;

describe('SesMailer', () => {
  keepsMailerPromises(fresh);

  test('a mail asks automatic answers to stay away, and belongs to its case’s thread', async () => {
    const { mailer, arrived } = await fresh();
    await mailer.send(anEmail());
    await mailer.send(anEmail({ id: 'NTS-7F3K-2M9Q:3/accepted', to: ['coordinators@nts.example'] }));
    await mailer.send(anEmail({ id: 'NTS-0000-0001:1/offer', thread: 'NTS-0000-0001' }));
    const [first, second, other] = arrived();
    expect(header(first, 'auto-submitted')).toBe('auto-generated');
    expect(header(first, 'x-auto-response-suppress')).toBe('All');
    await mailer.send(anEmail({ id: 'E10000016:1/answer', isAnswer: true }));
    expect(header(arrived()[3], 'auto-submitted')).toBe('auto-replied');
    expect(header(arrived()[3], 'x-auto-response-suppress')).toBe('All');
    expect(header(first, 'references')).toMatch(/^<NTS-7F3K-2M9Q\.[0-9a-f]{32}@transfers\.example>$/);
    expect(header(second, 'references')).toBe(header(first, 'references'));
    expect(header(second, 'in-reply-to')).toBe(header(first, 'references'));
    expect(header(other, 'references')).not.toBe(header(first, 'references'));
    expect(header(first, 'message-id')).not.toBe(header(second, 'message-id'));
    expect(header(first, 'content-type')).toMatch(/^multipart\/alternative/);
  });

  test('of a thread that is no case nothing is read in what its mails refer to', async () => {
    const { mailer, arrived } = await fresh();
    await mailer.send(anEmail({ thread: 'somebody@kent.example' }));
    expect(header(arrived()[0], 'references')).toMatch(/^<[0-9a-f]{32}@transfers\.example>$/);
  });

  test('a second try is another mail: SES gives each a Message-ID of its own', async () => {
    const { mailer, arrived } = await fresh();
    await mailer.send(anEmail());
    await mailer.send(anEmail());
    const [first, second] = arrived();
    for (const mail of [first, second])
      expect(header(mail, 'message-id')).toMatch(/^<[\w-]+@(?:[\w-]+\.)?amazonses\.com>$/);
    expect(header(second, 'message-id')).not.toBe(header(first, 'message-id'));
  });

  test('a line break in a subject adds no header', async () => {
    const { mailer, arrived } = await fresh();
    await mailer.send(anEmail({ subject: 'One\r\nBcc: somebody@elsewhere.example', cc: [] }));
    const [mail] = arrived();
    expect(mail?.recipients).toEqual(['duty@e10000014.councils.example']);
    expect(header(mail, 'bcc')).toBeUndefined();
  });

  test('a sender that is not verified is for somebody to mend: the mail is tried again', async () => {
    const { mailer, arrived } = await fresh();
    await expect(mailer.send(anEmail({ from: 'no-reply@elsewhere.example' }))).rejects.toThrow(
      /Email address is not verified/,
    );
    expect(arrived()).toEqual([]);
  });

  test('a configuration set that is missing is for somebody to mend: the mail is tried again', async () => {
    await fresh();
    await expect(new SesMailer(client, 'none').send(anEmail())).rejects.toThrow(/does not exist/);
  });
});

describe('MemoryMailer', () =>
  keepsMailerPromises(async () => {
    const mailer = new MemoryMailer();
    return { mailer, arrived: () => mailer.snapshot() };
  }));
