import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { INBOX, send } from '../../infra/local/send.ts';
import { sampleReferrals } from '../../infra/local/story/sample-referrals.ts';
import { deskAddress } from '../../infra/local/story/seed.ts';
import { stored, wholeReferral } from '../functions/mails.ts';
import { filledDocument, partOf, wholeForm, withParts } from '../functions/office-files.ts';
import { type Run, startRun, withoutCapacityReminders } from './a-run.ts';
import { reasonsOf, takeAll } from './queues.ts';

const OFFICER = 'officer@kent.councils.example';
const MARK = 'Zanzibarius';

let run: Run;
const logged: string[] = [];
beforeAll(async () => {
  run = await startRun({ alter: withoutCapacityReminders });
  run.localRun.on('log', (name, line) => logged.push(`${name} ${line}`));
});
afterAll(() => run?.stop());

/** Sends as a mail client does, and lets everything that follows happen. */
async function write(mail: {
  readonly from?: string;
  readonly subject: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments?: readonly { readonly filename: string; readonly content: string | Buffer }[];
}): Promise<void> {
  const transport = createTransport({ url: run.localRun.endpoints.smtp, ignoreTLS: true });
  const { attachments = [], headers = {}, ...rest } = mail;
  await transport.sendMail({
    from: OFFICER,
    to: INBOX,
    ...rest,
    headers: { ...headers },
    attachments: attachments.map((one) => ({ ...one })),
  });
  transport.close();
  await run.localRun.idle();
}

const answers = () => run.localRun.messages.filter(({ recipients }) => recipients.includes(OFFICER));

test('a referral by mail is answered with a numbered list; the reply completes it and councils are asked', async () => {
  await write({
    subject: `About ${MARK}`,
    text: wholeReferral.replace('Canary Child', MARK).replace(/Arrived on.*\r\n/, ''),
  });
  const [answer] = answers();
  const caseId = /NTS-\w{4}-\w{4}/.exec(answer?.subject ?? '')?.[0] ?? '';
  expect(answer?.text).toContain('1. Give the date on which the child arrived');
  expect((await run.cases.read(caseId))?.status).toBe('incomplete');

  await write({ subject: `Re: ${answer?.subject}`, text: 'Arrived on: 2026-11-15\r\n\r\n> Sex: female' });
  const subject = await run.cases.read(caseId);
  expect(subject).toMatchObject({ status: 'offered', facts: { arrivedOn: '2026-11-15' } });
  expect(await run.sealed.datesOfBirth(subject?.referralId ?? '')).toEqual({ 1: '2010-05-14' });
  expect(JSON.stringify(run.localRun.messages) + logged.join()).not.toContain(MARK);
});

test('the Word form, fetched from the pages and filled in, is a referral that needs nothing more', async () => {
  const fetched = await fetch(`${run.localRun.endpoints.pages}/forms/refer-a-child.docx`);
  const form = Buffer.from(await fetched.arrayBuffer());
  const document = filledDocument(partOf(form, 'word/document.xml'), {
    ...wholeForm,
    Name: MARK,
    'Date of birth': '2010-06-15',
  });
  await write({
    subject: 'A form',
    text: 'Please find the form attached.',
    attachments: [{ filename: `${MARK}.docx`, content: withParts(form, { 'word/document.xml': document }) }],
  });
  const answer = answers().at(-1);
  const caseId = /NTS-\w{4}-\w{4}/.exec(answer?.subject ?? '')?.[0] ?? '';
  expect(answer?.text).toContain('Everything could be read');
  expect((await run.cases.read(caseId))?.status).toBe('offered');
});

test('whoever has no mail client, no AWS command line and no curl sends a referral to the mailbox, the queue and the API', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sent-'));
  const file = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const known = new Set(run.localRun.messages.flatMap(({ subject }) => /NTS-\w{4}-\w{4}/.exec(subject)));
  const sending = { from: OFFICER, subject: 'Sent', attached: [] };
  const [sample] = sampleReferrals(7, '2026-11-23');
  const said = [
    await send(run.localRun.endpoints, {
      ...sending,
      file: file('words.txt', wholeReferral.replaceAll('2010', '2011')),
    }),
    await send(run.localRun.endpoints, { ...sending, file: file('a.json', JSON.stringify(sample?.message)) }),
    await send(run.localRun.endpoints, {
      ...sending,
      file: file(
        'b.json',
        JSON.stringify({
          children: [{ sex: 'female', placementKind: 'foster-care', dateOfBirth: '2011-02-03' }],
        }),
      ),
      apiOf: 'E10000016',
    }),
  ];
  await run.localRun.idle();
  expect(said).toEqual([
    expect.stringContaining(`from ${OFFICER}`),
    expect.stringContaining('queue of referrals'),
    expect.stringMatching(/answers 20\d:[\s\S]*NTS-/),
  ]);
  const now = new Set(run.localRun.messages.flatMap(({ subject }) => /NTS-\w{4}-\w{4}/.exec(subject)));
  expect([...now].filter((reference) => !known.has(reference)).length).toBeGreaterThanOrEqual(3);
  rmSync(folder, { recursive: true });
});

test('a hopeless mail is told how to do it, with where the form is', async () => {
  await write({
    subject: 'Child',
    text: 'Can you help?',
    attachments: [{ filename: 'scan.pdf', content: '%PDF-1.7' }],
  });
  const answer = answers().at(-1);
  expect(answer?.subject).toBe('Kent: we found no referral in your email');
  expect(answer?.text).toContain('We cannot read PDF files');
  expect(answer?.text).toContain(`${run.localRun.endpoints.pages}/forms/refer-a-child.docx`);
});

test('five siblings and two strangers in a table are three referrals', async () => {
  const row = (name: string, group: string, born = '2010-05-14') =>
    `${name},${born},male,foster care,none,not required,${group},yes,yes,yes,yes,2026-11-16,2026-11-15,yes,none,none,none,none,yes`;
  const head =
    'Name,Date of birth,Sex,Placement,Needs,Age assessment,Siblings,Under 18 at claim,Claims in own right,Separated from parents,No responsible adult,Asylum claim on,Arrived on,In our care,Family in the UK,Links,Areas to avoid,Trafficking,Wishes recorded';
  const rows = [
    ...[1, 2, 3, 4, 5].map((at) => row(`${MARK} ${at}`, 'A')),
    row(MARK, ''),
    row(MARK, '', '2011-05-14'),
  ];
  await write({
    subject: 'Seven children',
    text: 'See the table.',
    attachments: [{ filename: 'children.csv', content: [head, ...rows].join('\r\n') }],
  });
  const answer = answers().at(-1);
  const references = [...new Set(answer?.text.match(/NTS-\w{4}-\w{4}/g))];
  const sizes = await Promise.all(
    references.map(async (reference) => (await run.cases.read(reference))?.facts.children.length),
  );
  expect(sizes.toSorted()).toEqual([1, 1, 5]);
  expect(answer?.text).toContain('Everything could be read');
});

test('a forged mail, a stranger’s and a wrong address get no answer; a coordinator has the first two', async () => {
  const before = answers().length;
  await write({ subject: 'Forged', text: wholeReferral, headers: { 'X-Local-Verdicts': 'dmarc=fail' } });
  await write({ from: 'x@stranger.example', subject: 'Hello', text: wholeReferral });
  await expect(write({ subject: 'x', text: 'x', to: 'nobody@transfers.example' } as never)).rejects.toThrow(
    '550',
  );
  expect(answers().length).toBe(before);
  expect(reasonsOf(await takeAll(run, 'set-aside')).toSorted()).toEqual([
    'mail-not-proved',
    'unknown-sender',
  ]);
  const warned = run.localRun.messages.filter(({ subject }) => subject.includes('in your name'));
  expect(warned).toMatchObject([
    {
      to: [deskAddress('council:E10000016')],
      subject: 'Kent: we could not accept an email in your name',
    },
  ]);
  const told = run.localRun.messages.filter(({ subject }) => subject.startsWith('Please look at an email'));
  expect(told.map(({ subject }) => subject).toSorted()).toEqual([
    'Please look at an email from somebody we do not know',
    'Please look at an email that may not be from the council it names',
  ]);
  for (const { recipients, text } of told) {
    expect(recipients).toEqual([deskAddress('coordinators')]);
    expect(text).toMatch(/Where it is kept: \S{10}/);
    expect(text).not.toMatch(/stranger\.example|officer@/);
  }
});

test('an e-mail of which the bucket tells nobody is read within two hours, once', async () => {
  const bucket = run.localRun.plan.buckets.find(({ shortName }) => shortName === 'mail');
  if (bucket === undefined) throw new Error('The template has no bucket of emails.');
  const text = wholeReferral.replace('14/05/2010', '15/05/2011');
  const raw = stored({ from: OFFICER, messageId: '<untold@kent.councils.example>', body: text });
  const before = answers().length;
  await run.localRun.s3.put({ ...bucket, tellsBus: false }, 'mail/untold', raw);
  await run.localRun.advance('30m');
  expect(answers().length).toBe(before);
  await run.localRun.advance('2h');
  const told = answers().slice(before);
  expect(told.map(({ text }) => text.includes('Everything could be read'))).toEqual([true]);
  const caseId = /NTS-\w{4}-\w{4}/.exec(told[0]?.subject ?? '')?.[0] ?? '';
  expect((await run.cases.read(caseId))?.status).toBe('offered');
  const handed = logged.filter((line) => line.includes('MAILS_UNTOLD'));
  expect(handed.length).toBe(1);
});

test('the hourly look may see every queue, the rules of mail and the documents, and leaves what waits where it is', async () => {
  await write({ from: 'x@stranger.example', subject: 'Hello again', text: wholeReferral });
  const { runner } = run.localRun;
  const looked = await runner.invoke(run.localRun.functionNamed('keep-watch').name, {}, 'test');
  expect(JSON.stringify(looked)).not.toMatch(/error/i);
  expect(reasonsOf(await takeAll(run, 'set-aside'))).toEqual(['unknown-sender']);
});

test('nobody was refused what they may do, and nothing was left lying', async () => {
  expect([run.localRun.denials, run.troubles]).toEqual([[], []]);
  expect(await takeAll(run, 'mail-dlq')).toEqual([]);
});
