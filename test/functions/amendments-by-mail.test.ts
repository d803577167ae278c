/** An e-mail that knows a reference and passes every check, and what it can do to a case: nothing, until the desk has said that it sent it. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import type { Case } from '../../shared/core/case/case.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { SOCIAL_WORKER } from '../builders.ts';
import { KENT, MailIn, stored, wholeReferral } from './mails.ts';

const KENTS: Actor = { kind: 'entry-authority', code: KENT };
const WHOLE = `${wholeReferral}\r\nHealth: No allergies known`;
let mail: MailIn;
beforeEach(async () => {
  mail = await MailIn.open();
  await mail.receive(stored({ body: WHOLE }));
});

const current = (): Promise<Case> => mail.scheme.onlyCase();
const sealed = async () => mail.scheme.sealed.particulars((await current()).referralId);
const nameOf = (code: string): string => publishedCouncils().find((one) => one.code === code)?.name ?? '';
async function act(command: Command, actor: Actor = KENTS): Promise<void> {
  await mail.scheme.command((await current()).id, command, actor);
  await mail.scheme.settle();
}
async function accepted(): Promise<string> {
  const live = (await current()).offers.find(({ status }) => status === 'live');
  const council = live?.council ?? '';
  await act(
    { kind: 'answer', offerId: live?.id ?? '', answer: 'accept' },
    { kind: 'council', code: council },
  );
  return council;
}
async function arranged(): Promise<string> {
  const council = await accepted();
  await act(
    { kind: 'arrange-transfer', moveOn: '2026-11-26', socialWorker: SOCIAL_WORKER },
    { kind: 'council', code: council },
  );
  return council;
}
let count = 0;
async function write(body: string, from = 'someone@kent.example', id?: string) {
  count += 1;
  const messageId = id ?? `<forged-${count}@kent.example>`;
  await mail.receive(stored({ from, messageId, subject: `Re: ${(await current()).id}`, body }));
}
const waiting = async () => (await current()).proposals ?? [];
/** Subject lines of what went to an address since a moment. */
const mailsTo = (address: string) =>
  mail.scheme.mailer
    .snapshot()
    .filter(({ to }) => to.includes(address))
    .map(({ subject }) => subject);
const forgery = (council: string) =>
  `Correction: yes\r\nName: Forged Child\r\nHealth: Allergic to nothing\r\nAreas to avoid: ${nameOf(council)}`;
const asBefore = ({
  version: _,
  lastHash: __,
  proposals: ___,
  proposed: ____,
  nextDueAt: _____,
  told: ______,
  ...rest
}: Case) => rest;

describe.each([
  ['after acceptance', accepted],
  ['once the move is arranged', arranged],
])('one forged e-mail %s', (_, come) => {
  test('changes nothing; the desk is asked, the coordinators are told, and the answer to it says so', async () => {
    const council = await come();
    const [before, details] = [await current(), await sealed()];
    const places = (await mail.scheme.councils.view()).councils;
    await write(forgery(council));
    expect(asBefore(await current())).toEqual({
      ...asBefore(before),
      // It comes onto the lists of those who are asked now.
      listed: expect.objectContaining(before.listed ?? {}),
      ...(before.status === 'transfer-arranged'
        ? { needs: { ...before.needs, what: 'see to the child’s safety before the move' } }
        : {}),
    });
    expect(await sealed()).toEqual(details);
    expect((await mail.scheme.councils.view()).councils).toEqual(
      places.map((one) => (one.code === KENT ? expect.objectContaining({ code: KENT }) : one)),
    );
    expect((await waiting())[0]).toMatchObject({
      because: ['placement', 'identity', 'safety'],
      sealedFields: expect.arrayContaining(['1.name', '1.health']),
      unsafe: [council],
      sentFrom: 'other-address',
    });
    expect(mailsTo('duty@kent.example').join()).toContain('did you send this email? Please answer by');
    expect(mailsTo('coordinators@desks.example').join()).toContain('is the child safe? Please call Kent');
    expect(mail.told().at(-1)?.referrals[0]?.toConfirm).toEqual(['placement', 'identity', 'safety']);
    const answer = mail.scheme.mailer.snapshot().findLast(({ to }) => to.includes('someone@kent.example'));
    expect(answer?.text.replaceAll(/\s+/g, ' ')).toContain(
      'We have asked your duty desk to confirm it on the page',
    );
    for (const { text, subject } of mail.scheme.mailer.snapshot())
      expect(`${subject} ${text}`).not.toMatch(/Forged Child|Allergic/);
  });

  test('still changes nothing when it is refused, comes again, or is brought back after a fortnight', async () => {
    const council = await come();
    const [before, details] = [await current(), await sealed()];
    await write(forgery(council), undefined, '<one@forged>');
    const message =
      mail.scheme.referrals.snapshot().findLast(({ body }) => body.includes('"email"'))?.body ?? '';
    const [{ id = '' } = {}] = await waiting();
    await act({ kind: 'refuse-amendment', amendmentId: id });
    expect(mailsTo('coordinators@desks.example').at(-1)).toContain('somebody wrote in the name of Kent');
    await write(forgery(council), undefined, '<one@forged>');
    mail.scheme.clock.set('2026-12-07T09:00:00.000Z');
    await mail.scheme.receive(message);
    await mail.scheme.settle();
    expect(asBefore(await current())).toEqual(asBefore(before));
    expect(await waiting()).toEqual([]);
    expect(await sealed()).toEqual(details);
  });
});

test('what the desk did send acts once it says so, sealed details with it, and undoes what it has to', async () => {
  const council = await accepted();
  await write(
    `Correction: yes\r\nName: Corrected Child\r\nAreas to avoid: ${nameOf(council)}`,
    'duty@kent.example',
  );
  expect((await waiting())[0]?.sentFrom).toBe('duty-desk');
  await mail.confirm();
  expect((await current()).placement?.council).not.toBe(council);
  expect((await current()).facts.areasToAvoid).toContain(council);
  expect((await sealed())[0]).toMatchObject({ name: 'Corrected Child', health: 'No allergies known' });
});

test('a second e-mail does not bring what the first keeps sealed', async () => {
  await accepted();
  await write('Correction: yes\r\nName: Forged Child');
  await write('Languages: Tigrinya');
  expect((await sealed())[0]).toMatchObject({ name: 'Canary Child', languages: 'Tigrinya' });
  expect(await waiting()).toHaveLength(1);
});

test('what is of no such kind acts at once, after acceptance too', async () => {
  await accepted();
  await write('Arrived on: 2026-11-14\r\nFaith and culture: Orthodox\r\nName: Canary Child');
  expect((await current()).facts.arrivedOn).toBe('2026-11-14');
  expect((await sealed())[0]).toMatchObject({ faithAndCulture: 'Orthodox' });
  expect(await waiting()).toEqual([]);
});

test('a reply that completes a referral is one step, who the child is included', async () => {
  mail = await MailIn.open();
  const missing = /^(Name|Date of birth|Trafficking|Links|Areas to avoid):/;
  const body = wholeReferral
    .split('\r\n')
    .filter((line) => !missing.test(line))
    .join('\r\n');
  await mail.receive(stored({ body }));
  expect((await current()).status).toBe('incomplete');
  await write(wholeReferral, 'officer@kent.example');
  expect((await current()).status).toBe('offered');
  expect((await sealed())[0]?.name).toBe('Canary Child');
});

describe('a reply whose subject names no case', () => {
  const answering = (reference: string) => [
    'In-Reply-To: <0100018f@eu-west-2.amazonses.com>',
    `References: <${reference}.${'0'.repeat(32)}@transfers.example>`,
    ' <0100018f@eu-west-2.amazonses.com>',
  ];
  const reply = (reference: string, body: string, subject = 'Re: what you asked') =>
    mail.receive(
      stored({ messageId: '<a-reply@kent.example>', subject, headers: answering(reference), body }),
    );
  const cases = () => Object.keys(mail.scheme.cases.snapshot().cases).length;

  test('is about the case whose e-mail it answers', async () => {
    await reply((await current()).id, 'Arrived on: 2026-11-14');
    expect((await current()).facts.arrivedOn).toBe('2026-11-14');
  });

  test('refers another child when it says who that is', async () => {
    const before = await current();
    await reply(
      before.id,
      wholeReferral.replace('Canary Child', 'Other Person').replace('14/05/2010', '02/01/2011'),
    );
    expect(cases()).toBe(2);
    expect(await mail.scheme.cases.read(before.id)).toEqual(before);
  });

  test('refers a relative when its subject says so', async () => {
    const before = await current();
    await reply(before.id, wholeReferral.replace('Canary Child', 'Other Person'), 'His brother');
    expect(cases()).toBe(2);
    expect(await mail.scheme.cases.read(before.id)).toEqual(before);
  });

  test('is about no case that is another council’s, or that there is none of', async () => {
    const before = await current();
    await reply('NTS-0000-0000', 'Arrived on: 2026-11-14');
    expect(await mail.scheme.cases.read(before.id)).toEqual(before);
  });
});

test('while it waits the check passes over the areas that it names, and says so', async () => {
  mail = await MailIn.open();
  await mail.receive(stored({ body: wholeReferral.replace('Trafficking: none\r\n', '') }));
  const probe = await MailIn.open();
  await probe.receive(stored({ body: wholeReferral }));
  const council = (await probe.scheme.onlyCase()).offers[0]?.council ?? '';
  await write(`Areas to avoid: ${nameOf(council)}`);
  expect(await waiting()).toHaveLength(1);
  await write('Trafficking: none', 'officer@kent.example');
  const after = await current();
  expect(after.status).toBe('offered');
  expect(after.offers.map((offer) => offer.council)).not.toContain(council);
});
