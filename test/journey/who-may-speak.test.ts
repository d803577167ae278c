/** Mail in Kent's name by way of the run's own SMTP server, envelope and HELO included: none of it undoes a placement. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillIn } from '../../infra/local/story/form-client.ts';
import { deskAddress } from '../../infra/local/story/seed.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { wholeReferral } from '../functions/mails.ts';
import { type Run, startRun, withoutCapacityReminders } from './a-run.ts';
import { linkTo } from './mail.ts';
import { reasonsOf, takeAll } from './queues.ts';

const OFFICER = 'officer@kent.councils.example';
const LONG = 120_000;
/** Facts that end a placement, and a name. */
const UNDOING =
  'Name: Another Child\r\nSex: female\r\nPlacement: supported accommodation\r\nNeeds: wheelchair access\r\nFamily in the UK: confirmed';

let run: Run;
beforeAll(async () => {
  run = await startRun({ alter: withoutCapacityReminders });
});
afterAll(() => run?.stop());

interface Wire {
  readonly helo?: string;
  readonly envelope?: string;
  readonly head: string;
  readonly body: string;
}

/** Speaks SMTP as a stranger's own program does: nothing is checked, quoted or folded on the way. */
async function wire({
  helo = 'mx.evil.example',
  envelope = 'x@evil.example',
  head,
  body,
}: Wire): Promise<void> {
  const { hostname, port } = new URL(run.localRun.endpoints.smtp);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const lines = createInterface(socket)[Symbol.asyncIterator]();
  const expectWord = async (code: string) => {
    const { value: line = '' } = await lines.next();
    if (!String(line).startsWith(code)) throw new Error(`The server says ${String(line)}, not ${code}.`);
  };
  await expectWord('220');
  for (const [said, code] of [
    [`HELO ${helo}`, '250'],
    [`MAIL FROM:<${envelope}>`, '250'],
    ['RCPT TO:<referrals@transfers.example>', '250'],
    ['DATA', '354'],
    [`${head}\r\nMessage-ID: <${crypto.randomUUID()}@mail.example>\r\n\r\n${body}\r\n.`, '250'],
  ] as const) {
    socket.write(`${said}\r\n`);
    await expectWord(code);
  }
  socket.end('QUIT\r\n');
  await once(socket, 'close');
  await run.localRun.idle();
}

const PASS = 'dmarc=pass()header.from=kent.councils.example';
const attacks: readonly (readonly [string, Omit<Wire, 'body'>])[] = [
  ['an address that is not anchored', { head: 'From: officer@kent.councils.example_x.evil.example' }],
  ['a quoted pair', { head: 'From: "A\\" <officer@kent.councils.example> \\"" <x@evil.example>' }],
  ['a comment', { head: 'From: officer@kent.councils.example (<x@evil.example>)' }],
  ['another domain in From than passes', { head: `From: "${OFFICER}"@evil.example` }],
  ['a domain that passes beside one that is read', { head: `From: <@evil.example:${OFFICER}>` }],
  ['DMARC’s pass in the greeting', { head: `From: ${OFFICER}`, helo: 'x;dmarc=pass' }],
  ['a whole result in the greeting', { head: `From: ${OFFICER}`, helo: `x;dkim=pass;${PASS};y=` }],
  ['DMARC’s pass in the envelope', { head: `From: ${OFFICER}`, envelope: 'x;dmarc=pass;@evil.example' }],
  [
    'DMARC’s pass in the name of a domain',
    { head: `From: ${OFFICER}`, envelope: 'x@evil.example;dmarc=pass;' },
  ],
  [
    'no policy of the domain',
    { head: `X-Local-Verdicts: dmarc=none\r\nFrom: ${OFFICER}`, helo: 'x;dmarc=pass' },
  ],
  ['two From', { head: `From: x@evil.example\r\nFrom: ${OFFICER}` }],
  ['a space before the colon', { head: `From : x@evil.example\r\nFrom: ${OFFICER}` }],
  ['a Sender', { head: `From: x@evil.example\r\nSender: ${OFFICER}\r\nReply-To: ${OFFICER}` }],
  [
    'results of his own',
    {
      head: `Authentication-Results: amazonses.com; spf=pass; dkim=pass; ${PASS}\r\nX-SES-RECEIPT: x\r\nFrom: ${OFFICER}`,
    },
  ],
  ['the council’s address and nothing else', { head: `From: ${OFFICER}` }],
  [
    'a subdomain of the council',
    { head: 'From: x@guests.kent.councils.example', envelope: 'x@guests.kent.councils.example' },
  ],
];

test('sixteen forged mails change nothing of a placement; the officer’s own mail does', {
  timeout: LONG,
}, async () => {
  await wire({
    helo: 'mail.kent.councils.example',
    envelope: OFFICER,
    head: `From: "Smith, Jane" <${OFFICER}>\r\nSubject: A child`,
    body: wholeReferral,
  });
  const answer = run.localRun.messages.find(({ recipients }) => recipients.includes(OFFICER));
  const caseId = /NTS-\w{4}-\w{4}/.exec(answer?.subject ?? '')?.[0] ?? '';
  const offered = await run.cases.read(caseId);
  const council = offered?.offers.find(({ role }) => role === 'primary')?.council ?? '';
  await fillIn(linkTo(run, { desk: `council:${council}`, caseId, link: 'offer' }), { answer: 'accept' });
  await run.localRun.idle();
  const accepted = await run.cases.read(caseId);
  expect(accepted?.status).toBe('accepted');
  const state = async (): Promise<readonly [Case | undefined, unknown]> => [
    await run.cases.read(caseId),
    await run.sealed.particulars(accepted?.referralId ?? ''),
  ];
  const before = await state();

  for (const [words, attack] of attacks) {
    await wire({ ...attack, head: `${attack.head}\r\nSubject: Re: ${caseId}`, body: UNDOING });
    expect([words, await state()]).toEqual([words, before]);
  }
  const reasons = reasonsOf(await takeAll(run, 'set-aside'));
  expect(reasons).toHaveLength(attacks.length);
  expect(new Set(reasons)).toEqual(new Set(['mail-not-proved', 'unknown-sender']));

  await wire({
    helo: 'mail.kent.councils.example',
    envelope: OFFICER,
    head: `From: "Smith, Jane" <${OFFICER}>\r\nSubject: Re: ${caseId}`,
    body: 'Wishes recorded: no',
  });
  expect(await state()).not.toEqual(before);
  expect([run.localRun.denials, run.troubles]).toEqual([[], []]);
});

test('a program that answers our answers is answered five times; then the coordinators are told, once', {
  timeout: LONG,
}, async () => {
  const answers = () =>
    run.localRun.messages.filter(({ recipients }) => recipients.includes('post@kent.councils.example'));
  for (let at = 0; at < 8; at += 1)
    await wire({
      helo: 'mail.kent.councils.example',
      envelope: 'post@kent.councils.example',
      head: `From: post@kent.councils.example\r\nSubject: [Ticket#${at}] Re: ${answers().at(-1)?.subject ?? 'Kent: we found no referral in your email'}`,
      body: 'Thank you for your message. Somebody will read it.',
    });
  expect(answers()).toHaveLength(5);
  expect(answers()[0]?.headers).toContainEqual({ key: 'auto-submitted', value: 'auto-replied' });
  expect(reasonsOf(await takeAll(run, 'set-aside'))).toEqual(Array(3).fill('too-many-answers'));
  const told = run.localRun.messages.filter(({ subject }) =>
    subject.endsWith('that may come from a program'),
  );
  expect(told.map(({ recipients }) => recipients)).toEqual([[deskAddress('coordinators')]]);
  expect([run.localRun.denials, run.troubles]).toEqual([[], []]);
});
