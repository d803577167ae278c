import { beforeEach, expect, test } from 'vitest';
import { offerModel } from '../../functions/pages/offer/offer-model.ts';
import { Site } from './site.ts';

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

test('a coordinator gives the first more time on the page of the case, once, and the record says until when and why', async () => {
  const theCase = await site.referred();
  const [first] = theCase.offers;
  const link = await site.caseLink(theCase);
  const asked = await site.post(link, { step: 'action', action: 'more-time' });
  expect(asked.body).toContain('1 working day, until 5pm on Wednesday 25 November');
  expect(asked.body).not.toContain('2 working days');
  const nothing = await site.post(link, { step: 'more-time', action: 'more-time' });
  expect(nothing.body).toContain('Select how much more time it gets');
  const given = await site.post(link, {
    step: 'confirm',
    action: 'more-time',
    moreDays: '1',
    moreBecause: 'facts-asked-for',
    moreNote: 'The health report comes tomorrow.',
    lookedAt: String(theCase.version),
    confirm: 'yes',
  });
  expect(given.status).toBeLessThan(400);
  const now = await site.current(theCase.id);
  expect(now.offers[0]).toMatchObject({ id: first?.id, answerBy: '2026-11-25T17:00:00.000Z' });
  const { body } = await site.get(await site.caseLink(now));
  expect(body).toContain('was given more time');
  expect(body).toContain('Reason: facts were asked for that are not there yet.');
  expect(body).not.toContain('value="more-time"');
  // Who was given it reads that a back-up's yes takes nothing of it.
  const theirs = await site.get(await site.offerLink(now));
  expect(theirs.body).toContain('A coordinator has given you more time. Whatever a back-up says');
});

test('a back-up whose own time is over reads that its answer still helps while the first may answer', async () => {
  const theCase = await site.referred();
  const backUp = theCase.offers.find(({ status }) => status === 'asked');
  if (backUp === undefined) throw new Error('nobody is asked as a back-up');
  const page = (now: string): string => JSON.stringify(offerModel(theCase, backUp, undefined, now));
  expect(page('2026-11-24T16:59:00.000Z')).toContain('A later answer may come too late to help.');
  const late = page('2026-11-24T17:01:00.000Z');
  expect(late).toContain('so your answer still helps');
  expect(late).not.toContain('at any moment');
  const [first] = theCase.offers;
  if (first === undefined) throw new Error('nobody is asked first');
  expect(JSON.stringify(offerModel(theCase, first, undefined, '2026-11-24T17:01:00.000Z'))).toContain(
    'at any moment',
  );
});
