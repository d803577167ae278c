/** The entry authority's desk says on its page whether it sent an e-mail; coordinators record what it told them. */
import { beforeEach, expect, test } from 'vitest';
import type { DataOf } from '../../events/catalogue.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { SOCIAL_WORKER } from '../builders.ts';
import { asItStands } from './forms.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const entry = { kind: 'entry-authority', code: KENT } as const;
let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

const accepted = async (): Promise<Case> => {
  const { id, offers } = await site.referred();
  const [offer] = offers;
  const council = offer?.council ?? '';
  return site.tell(
    id,
    { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' },
    {
      kind: 'council',
      code: council,
    },
  );
};
const mailed = (
  { id, referralId }: Case,
  given: Partial<DataOf<'referral-amended.v2'>>,
  cause = 'mail:0001:1',
): Promise<Case> =>
  site.tell(
    id,
    { kind: 'amend', data: { referralId, facts: {}, ...given, channel: 'email', sentFrom: 'other-address' } },
    entry,
    cause,
  );
const unsafe = async (): Promise<Case> => {
  const theCase = await accepted();
  return mailed(theCase, { facts: { areasToAvoid: [theCase.placement?.council ?? ''] } });
};
const textOf = (html: string): string =>
  html
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
/** Chooses, and confirms as a person does. */
async function answer(path: string, action: string) {
  const asked = await site.post(path, { step: 'action', action });
  return {
    asked,
    done: await site.post(path, {
      ...asItStands(asked.body),
      confirm: 'yes',
      name: 'Robin Hale',
    }),
  };
}

test('stands before what is asked, says what it would change and do, and chooses nothing', async () => {
  const theCase = await unsafe();
  const { body } = await site.get(await site.entryLink(theCase));
  const text = textOf(body);
  expect(text.indexOf('Did your council send this email?')).toBeLessThan(text.indexOf('Your answer'));
  expect(text).toContain('An email in your council’s name waits for your answer.');
  expect(text).toContain('Another address of your council');
  expect(text).toMatch(/Areas to avoid Now: None It would say: (Surrey|\w+)/);
  expect(text).toMatch(/What would follow The placement with [\w ]+ would be undone\./);
  expect(body).not.toContain(' checked');
  expect(body).toContain('Yes, we sent this: make the change');
  expect(body).toContain('No, this was not us');
});

test('names what is sealed by its label only', async () => {
  const theCase = await mailed(await accepted(), {
    sealedChanged: true,
    sealedFields: ['1.name', '1.dateOfBirth'],
    sealedReplaced: ['1.name'],
  });
  expect(textOf((await site.get(await site.entryLink(theCase))).body)).toContain(
    'Sealed, and would change Name, Date of birth',
  );
});

test('yes makes the change, once, from whatever window', async () => {
  const theCase = await unsafe();
  const path = await site.entryLink(theCase);
  const other = await site.entryLink(theCase);
  const { asked, done } = await answer(path, 'sent-mail:0001:1');
  expect(textOf(asked.body)).toMatch(/The placement with [\w ]+ would be undone\./);
  expect(done.body).toContain('Recorded');
  const after = await site.current(theCase.id);
  expect(after.placement).toBeUndefined();
  expect(after.proposals).toBeUndefined();
  const { version } = after;
  const again = await answer(other, 'sent-mail:0001:1');
  expect([200, 409, 422]).toContain(again.done.status);
  await answer(other, 'not-sent-mail:0001:1');
  expect((await site.current(theCase.id)).version).toBe(version);
});

test('no changes nothing, and the page shows the case as it was', async () => {
  const before = await accepted();
  const theCase = await mailed(before, { facts: { areasToAvoid: [before.placement?.council ?? ''] } });
  const path = await site.entryLink(theCase);
  await answer(path, 'not-sent-mail:0001:1');
  const after = await site.current(theCase.id);
  expect(after.placement).toEqual(before.placement);
  expect(after.facts).toEqual(before.facts);
  expect((await site.cases.trail(theCase.id)).at(-1)).toMatchObject({
    type: 'amendment-refused.v1',
    data: { because: 'not-ours' },
    actor: { kind: 'entry-authority', code: KENT, name: 'Robin Hale' },
  });
  expect(textOf((await site.get(path)).body)).not.toContain('Did your council send');
});

test('an unticked box answers nothing', async () => {
  const theCase = await unsafe();
  const path = await site.entryLink(theCase);
  const asked = await site.post(path, { step: 'action', action: 'sent-mail:0001:1' });
  const posted = await site.post(path, { ...asItStands(asked.body), name: '' });
  expect(posted.status).toBe(422);
  expect((await site.current(theCase.id)).proposals).toHaveLength(1);
});

test('two e-mails are told apart, and each is answered for itself', async () => {
  const first = await mailed(await accepted(), { facts: { trafficking: 'nrm-referred' } });
  site.clock.set('2026-11-23T11:00:00.000Z');
  const theCase = await mailed(first, { facts: { familyInUk: 'cannot-care' } }, 'mail:0002:1');
  const path = await site.entryLink(theCase);
  expect(textOf((await site.get(path)).body)).toMatch(
    /make the change \(the email of 9am .*make the change \(the email of 11am /,
  );
  await answer(path, 'not-sent-mail:0001:1');
  await answer(path, 'sent-mail:0002:1');
  expect((await site.current(theCase.id)).facts).toMatchObject({
    familyInUk: 'cannot-care',
    trafficking: first.facts.trafficking,
  });
});

test('the council that has the child reads that it must not move the child yet, and can fix no day', async () => {
  const theCase = await unsafe();
  const path = await site.transferLink(theCase);
  expect(textOf((await site.get(path)).body)).toContain('Do not move the child yet.');
  const council = theCase.placement?.council ?? '';
  await expect(
    site.tell(
      theCase.id,
      { kind: 'arrange-transfer', moveOn: '2026-11-25', socialWorker: SOCIAL_WORKER },
      {
        kind: 'council',
        code: council,
      },
    ),
  ).rejects.toThrow('may not be safe for the child');
});

test('it is on the list of the entry authority at once, and of the coordinators where a place may be unsafe', async () => {
  const theCase = await unsafe();
  const officer = await site.signedIn(KENT);
  const home = textOf((await site.visit({ path: '/home', cookies: [officer] })).body);
  expect(home).toContain('Say whether your council sent an email');
  const cookie = await site.coordinatorSignedIn();
  const list = async () => textOf((await site.visit({ path: '/home', cookies: [cookie] })).body);
  expect(await list()).toContain('Ask Kent whether it sent an email');
  const path = await site.caseLink(theCase);
  expect(textOf((await site.get(path)).body)).toContain('An email waits for confirmation');
  const asked = await site.post(path, { step: 'action', action: 'not-sent-mail:0001:1' });
  const main = asked.body.slice(asked.body.indexOf('<main'));
  await site.post(path, { ...asItStands(main), confirm: 'yes' });
  expect((await site.current(theCase.id)).proposals).toBeUndefined();
  expect(await list()).not.toContain('Ask Kent');
});

test('one that nobody answers comes on the coordinators’ list when its time has passed', async () => {
  const theCase = await mailed(await accepted(), { facts: { trafficking: 'nrm-referred' } });
  const cookie = await site.coordinatorSignedIn();
  const list = async () => textOf((await site.visit({ path: '/home', cookies: [cookie] })).body);
  expect(await list()).not.toContain('Ask Kent');
  site.clock.set('2026-11-24T17:00:00.000Z');
  await site.tell(theCase.id, { kind: 'look-at-deadlines' });
  const again = await site.coordinatorSignedIn();
  expect(textOf((await site.visit({ path: '/home', cookies: [again] })).body)).toContain(
    'Ask Kent whether it sent an email',
  );
});
