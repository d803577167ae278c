/** An offer whose council e-mail does not reach: a coordinator changes the address, and the offer reaches the new one once and is answered. */
import { beforeEach, describe, expect, test } from 'vitest';
import { openContacts } from '../../functions/pages/councils/contacts-page.ts';
import type { PagesTools } from '../../functions/pages/tools.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import { runCommand } from '../../shared/runtime/run-command.ts';
import { gone, referral } from './returned-mail.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

let scheme: SchemeInMemory;
let code = '';
let tools: PagesTools;
beforeEach(async () => {
  scheme = await SchemeInMemory.open({ policy: 'nts-2026' });
  tools = {
    ...scheme,
    policy: policyNamed('nts-2026'),
    inbox: 'referrals@nts.example',
    pause: async () => {},
  } as unknown as PagesTools;
  await scheme.receive(JSON.stringify(referral));
  await scheme.settle();
  code = (await live()).council;
});

const live = async () => {
  const offer = (await scheme.onlyCase()).offers.find(({ status }) => status === 'live');
  if (offer === undefined) throw new Error('No offer is live.');
  return offer;
};
const sent = (): readonly Email[] => scheme.mailer.snapshot();
const offersTo = (address: string) =>
  sent().filter(({ to, subject }) => to.includes(address) && /^Offer NTS-/.test(subject));
const comesBack = async (email: Email | undefined) => {
  if (email === undefined) throw new Error('No such e-mail was sent.');
  await scheme.returned(email, gone(...email.to));
  await scheme.settle();
};
const change = async (answered: Readonly<Record<string, object>>, seen?: number) => {
  const session = { kind: 'coordinator', name: 'Robin Hale' } as Parameters<typeof openContacts>[1];
  const opened = await openContacts(tools, session, code);
  const acted = await opened?.act?.(answered as never, seen ?? opened.lookedAt);
  await scheme.settle();
  // What comes back from now on is news of the new address.
  scheme.clock.set(new Date(Date.parse(scheme.clock.now()) + 60_000).toISOString());
  return acted?.kind;
};
const give = (contact: 'duty-desk' | 'second', address: string) => ({
  what: { todo: contact },
  address: { address },
  confirm: {},
});
const again = async () =>
  (await scheme.cases.trail((await scheme.onlyCase()).id)).flatMap((event) =>
    event.type === 'offer-told-again.v1' ? [event.data] : [],
  );

test('it bounced to the second contact and to the coordinators, reaches the new address once however often that is asked, and is answered', async () => {
  const first = sent().find(({ subject }) => /^Offer NTS-/.test(subject));
  await comesBack(first);
  await comesBack(sent().at(-1));
  expect(sent().at(-1)?.to).toEqual(['coordinators@desks.example']);
  const seen = (await scheme.sealed.deskState(`council:${code}`)).version;
  const { answerBy } = await live();
  for (let times = 0; times < 3; times += 1)
    expect(await change(give('duty-desk', 'new@desks.example'), seen)).toBe('done');
  expect(offersTo('new@desks.example')).toHaveLength(1);
  expect(offersTo('new@desks.example')[0]?.subject).toBe(first?.subject);
  expect(sent().filter(({ id }) => id.includes(':contacts-changed:'))).toMatchObject([
    { to: ['new@desks.example'] },
    { to: [expect.stringMatching(/^smp-lead\./)] },
  ]);
  expect(await again()).toMatchObject([{ council: code, template: 'offer-to-primary' }]);
  const offer = await live();
  expect(offer.answerBy).toBe(answerBy);
  const { id: caseId } = await scheme.onlyCase();
  await runCommand(tools, {
    caseId,
    command: { kind: 'answer', offerId: offer.id, answer: 'accept' },
    actor: { kind: 'council', code, name: 'Sam Okafor' },
    cause: 'link',
  });
  expect((await scheme.onlyCase()).status).toBe('accepted');
  // Nothing is open any more: another change sends no offer.
  expect(await change(give('duty-desk', 'newer@desks.example'))).toBe('done');
  expect(offersTo('newer@desks.example')).toEqual([]);
});

test('a new address that is wrong comes back by both e-mails, and the offer takes the longer way again', async () => {
  await change(give('duty-desk', 'wrong@desks.example'));
  for (const email of sent().filter(({ to }) => to.includes('wrong@desks.example'))) await comesBack(email);
  expect((await scheme.sealed.unreached()).map(({ desk }) => desk)).toEqual([`council:${code}`]);
  const resent = offersTo(`second.council.${code.toLowerCase()}@desks.example`);
  expect(resent).toHaveLength(1);
  await change(give('duty-desk', 'right@desks.example'));
  expect(offersTo('right@desks.example')).toHaveLength(1);
  expect(await again()).toHaveLength(2);
  expect(await scheme.sealed.unreached()).toEqual([]);
});

describe('who reads first', () => {
  test('a second contact gets the offer only where the duty desk is out of reach', async () => {
    await change(give('second', 'third@desks.example'));
    expect(await again()).toEqual([]);
    await comesBack(offersTo(`council.${code.toLowerCase()}@desks.example`)[0]);
    await change(give('second', 'fourth@desks.example'));
    expect(await again()).toHaveLength(1);
    expect(offersTo('fourth@desks.example')).toHaveLength(1);
  });

  test('back-ups that have not answered are told again too, each of what it was asked', async () => {
    const backUp = (await scheme.onlyCase()).offers.find(({ status }) => status === 'asked');
    if (backUp === undefined) throw new Error('No back-up was asked.');
    code = backUp.council;
    await change(give('duty-desk', 'back-up@desks.example'));
    expect(await again()).toMatchObject([{ council: code, template: 'backup-request', offerId: backUp.id }]);
    expect(
      sent().filter(
        ({ to, subject }) => to.includes('back-up@desks.example') && subject.startsWith('Back-up request'),
      ),
    ).toHaveLength(1);
  });
});
