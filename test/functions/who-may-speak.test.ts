/** Who speaks for a council by e-mail: hostile and honest mails, each read to its end. */
import { beforeAll, describe, expect, test } from 'vitest';
import { readHead } from '../../functions/receive-email/mail-head.ts';
import { KENT, MailIn, wholeReferral } from './mails.ts';
import { arrived, honest, hostile, OFFICER } from './senders.ts';

describe.each([
  ['nobody has been asked', wholeReferral.replace(/Sex.*\r\n/, '')],
  ['councils have been asked', wholeReferral],
])('while %s', (_, referral) => {
  let mail: MailIn;
  let caseId: string;
  const state = async () => {
    const { cases, trails } = mail.scheme.cases.snapshot();
    const sealed = await mail.scheme.sealed.particulars(cases[caseId]?.referralId ?? '');
    return JSON.stringify([cases, trails[caseId], sealed]);
  };
  beforeAll(async () => {
    mail = await MailIn.open();
    await mail.receive(
      arrived('A referral', { head: OFFICER, envelopeFrom: 'officer@kent.example', body: referral }),
    );
    caseId = Object.keys(mail.scheme.cases.snapshot().cases)[0] ?? '';
    expect(JSON.parse(await state())).toMatchObject([{ [caseId]: {} }, [{}, {}], [{ name: 'Canary Child' }]]);
  });

  test.each(hostile)('a stranger who %s does not speak for Kent', async (_, sent) => {
    const before = await state();
    const setAside = mail.reasons().length;
    const answered = mail.told().filter(({ answer }) => answer === 'sender').length;
    const raw = arrived(`Re: ${caseId}`, sent);
    expect(await mail.receive(raw)).toEqual([]);
    expect(mail.reasons().slice(setAside)).toEqual([
      readHead(raw).from.endsWith('@kent.example') ? 'mail-not-proved' : 'unknown-sender',
    ]);
    expect(mail.told().filter(({ answer }) => answer === 'sender')).toHaveLength(answered);
    expect(await state()).toBe(before);
  });
});

test.each(honest)('%s: the officer speaks for Kent', async (_, sent) => {
  const mail = await MailIn.open();
  await mail.receive(arrived('A referral', { ...sent, body: wholeReferral }));
  expect(mail.reasons()).toEqual([]);
  expect(mail.told()).toMatchObject([{ council: KENT, outcome: 'read', referrals: [{ did: 'referred' }] }]);
});

test('there are at least forty of the one and twenty of the other', () => {
  expect(hostile.length).toBeGreaterThanOrEqual(40);
  expect(honest.length).toBeGreaterThanOrEqual(20);
});
