import { beforeEach, describe, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { usualPlaces } from '../../shared/core/council/usual-places.ts';
import { authorityName } from '../../shared/words/authority-names.ts';
import { aChild, SOCIAL_WORKER } from '../builders.ts';
import { asItStands, offeredBy } from './forms.ts';
import { Site } from './site.ts';

let site: Site;
let theCase: Case;

beforeEach(async () => {
  site = await Site.seeded();
  theCase = await site.referred();
});

const statuses = async () => (await site.current(theCase.id)).offers.map(({ status }) => status);

describe('a council answers an offer', () => {
  test('the page says who asks, for whom, by when, and why this council', async () => {
    const council = authorityName(theCase.offers[0]?.council ?? '');
    const { status, body } = await site.get(await site.offerLink(theCase));
    expect(status).toBe(200);
    for (const words of [
      'Can you take a child?',
      `Reference ${theCase.id}`,
      `Kent asks ${council}`,
      'Answer by 5pm on Tuesday 24 November (in 1 day)',
      'Boy, turns 18 in May 2028',
      'Foster care',
      '7 December 2026',
      `Why ${council}`,
      'What happens next',
    ])
      expect(body).toContain(words);
    expect(offeredBy(body, 'answer')).toEqual(['accept', 'decline', 'reading']);
    expect(asItStands(body).answer).toBeUndefined();
  });

  test('reads which of the areas to avoid it usually places children in, and of no other before its yes', async () => {
    const [EALING, CAMDEN, BRENT] = ['E09000009', 'E09000007', 'E09000005'];
    const council = theCase.offers[0]?.council ?? '';
    const duty = { kind: 'council', code: council } as const;
    await site.tell(theCase.id, { kind: 'answer', offerId: '1-1', answer: 'accept' }, duty);
    await site.tell(
      theCase.id,
      { kind: 'arrange-transfer', moveOn: '2026-11-25', socialWorker: SOCIAL_WORKER, placedIn: EALING },
      duty,
    );
    const links = [{ council, kind: 'family' as const }];
    const asked = await site.referred({ links, areasToAvoid: [EALING, CAMDEN, BRENT] });
    expect(asked.offers[0]?.council).toBe(council);
    const { body } = await site.get(await site.offerLink(asked));
    expect(body).toContain(
      '3 areas, not yours. You have placed children lately where this child is not safe: Ealing.',
    );
    for (const name of ['Camden', 'Brent']) expect(body).not.toContain(name);
    // A year later it may place children elsewhere.
    const later = await site.councils.read(council);
    expect(usualPlaces(later ?? {}, '2026-11-24')).toEqual([EALING]);
    expect(usualPlaces(later ?? {}, '2027-11-23')).toEqual([]);
  });

  test('accepts in two steps, and gets a receipt that stays', async () => {
    const link = await site.offerLink(theCase);
    const check = await site.post(link, { step: 'choice', answer: 'accept' });
    expect(check.status).toBe(200);
    expect(check.body).toContain('Check your answer before you send it');
    expect((await statuses())[0]).toBe('live');

    const receipt = await site.post(link, { ...asItStands(check.body), confirm: 'yes', name: 'Sam Okafor' });
    expect(receipt.body).toContain('Offer accepted');
    expect(receipt.body).toContain(theCase.id);
    expect(receipt.body).toContain('9am on Monday 23 November 2026');
    expect(receipt.body).toMatch(/Sam Okafor, duty manager, for \w+/);
    expect(receipt.body).not.toContain('<form');
    const [, move = ''] = /href="(\/transfers\/[^"]+)"[^>]*>\s*Arrange the move/.exec(receipt.body) ?? [];
    expect((await site.get(move)).body).toContain('social worker');
    expect(await statuses()).toEqual(['accepted', 'withdrawn', 'withdrawn']);
    const answered = (await site.cases.trail(theCase.id)).find(({ type }) => type === 'offer-answered.v1');
    expect(answered?.actor).toEqual({
      kind: 'council',
      code: theCase.offers[0]?.council,
      name: 'Sam Okafor',
      role: 'duty manager',
    });
    expect((await site.get(link)).body).toContain('Offer accepted');
  });

  test('says that it is looking, and is then asked for its yes or no alone', async () => {
    const link = await site.offerLink(theCase);
    const page = await site.post(link, { step: 'confirm', answer: 'reading', confirm: 'yes' });
    expect(page.body).toContain('You have said that you are looking');
    expect(offeredBy(page.body, 'answer')).toEqual(['accept', 'decline']);
    expect((await site.cases.read(theCase.id))?.offers[0]).toMatchObject({
      status: 'live',
      readAt: '2026-11-23T09:00:00.000Z',
    });
    expect((await site.get(link)).body).toContain('You have said that you are looking');
  });

  test('declines with a coded reason and text', async () => {
    const link = await site.offerLink(theCase);
    const why = await site.post(link, { step: 'choice', answer: 'decline' });
    expect(why.body).toContain('Why do you decline?');
    const missing = await site.post(link, { ...asItStands(why.body) });
    expect(missing.status).toBe(422);
    expect(missing.body).toContain('Select the reason why you decline');
    expect(missing.body).toContain('Say in a sentence or two why you decline');
    expect(missing.body).toContain('<title>Error: ');

    const check = await site.post(link, {
      ...asItStands(why.body),
      reason: 'safeguarding',
      text: 'A risk nearby.',
    });
    expect(check.body).toContain('There is a safeguarding reason');
    expect(check.body).toContain('A risk nearby.');
    const receipt = await site.post(link, { ...asItStands(check.body), confirm: 'yes' });
    expect(receipt.body).toContain('You declined the offer');
    expect(receipt.body).toContain('A coordinator is reading your reason.');
    expect((await site.current(theCase.id)).offers[0]).toMatchObject({
      status: 'declined',
      declineReason: 'safeguarding',
      review: 'pending',
    });
  });

  test('goes back from the last page and finds what was chosen, but nothing confirmed', async () => {
    const link = await site.offerLink(theCase);
    const again = await site.post(link, {
      step: 'confirm',
      answer: 'accept',
      confirm: 'yes',
      change: 'answer',
    });
    expect(again.body).toContain('Can you take a child?');
    const fields = asItStands(again.body);
    expect(fields.answer).toEqual(['accept']);
    expect(fields.confirm).toBeUndefined();
    expect((await statuses())[0]).toBe('live');
  });

  test('a back-up says yes, if it comes to it', async () => {
    const link = await site.offerLink(theCase, 1);
    const page = await site.get(link);
    expect(page.body).toContain('Could you take a child if others cannot?');
    expect(offeredBy(page.body, 'answer')).toEqual(['back-up-yes', 'back-up-no']);
    const receipt = await site.post(link, { step: 'confirm', answer: 'back-up-yes', confirm: 'yes' });
    expect(receipt.body).toContain('You said yes, if it comes to you');
    expect((await statuses())[1]).toBe('promised');
  });

  test('an answer from a second window that says otherwise is told what stands, the same again sees it done', async () => {
    const link = await site.offerLink(theCase);
    const accept = { step: 'confirm', answer: 'accept', confirm: 'yes' };
    await site.post(link, accept);
    expect((await site.post(link, accept)).body).toContain('Offer accepted');
    const decline = { ...accept, answer: 'decline', reason: 'other', text: 'Full' };
    const told = await site.post(link, decline);
    expect(told.status).toBe(409);
    expect(told.body).toContain('This answer was not recorded. Your council had accepted the offer at');
    expect(told.body).not.toContain('Offer accepted');
    expect((await site.current(theCase.id)).status).toBe('accepted');
  });

  test('a back-up says no', async () => {
    const receipt = await site.post(await site.offerLink(theCase, 1), {
      step: 'confirm',
      answer: 'back-up-no',
      confirm: 'yes',
    });
    expect(receipt.body).toContain('You said no to being a back-up');
    expect((await statuses())[1]).toBe('said-no');
  });

  test('a back-up that was promoted is asked as the first', async () => {
    const link = await site.offerLink(theCase, 1);
    await site.post(await site.offerLink(theCase), {
      step: 'confirm',
      answer: 'decline',
      reason: 'other',
      text: 'Full',
      confirm: 'yes',
    });
    const page = await site.get(link);
    expect(page.body).toContain('Can you take a child?');
    expect(offeredBy(page.body, 'answer')).toEqual(['accept', 'decline', 'reading']);
  });

  test('after its time the page says so, and still takes a yes while nobody else has the child', async () => {
    const link = await site.offerLink(theCase);
    const backUp = await site.offerLink(theCase, 1);
    site.clock.set('2026-11-24T17:05:00.000Z');
    await site.tell(theCase.id, { kind: 'look-at-deadlines' });
    const page = await site.get(link);
    expect(page.body).toContain('The time to answer has passed');
    expect(offeredBy(page.body, 'answer')).toEqual(['accept']);
    await site.post(backUp, { step: 'confirm', answer: 'accept', confirm: 'yes' });
    const closed = await site.get(link);
    expect(closed.body).toContain('The time to answer has passed');
    expect(offeredBy(closed.body, 'answer')).toEqual([]);
    expect(closed.body).toContain('Reply to the email');
  });

  test('after its own no the page takes a yes while nobody else has the child', async () => {
    const link = await site.offerLink(theCase);
    const decline = { step: 'confirm', answer: 'decline', reason: 'other', text: 'Full', confirm: 'yes' };
    const declined = await site.post(link, decline);
    expect(declined.body).toContain('You declined the offer');
    expect(declined.body).toContain('We can take the child after all');
    expect(offeredBy(declined.body, 'answer')).toEqual(['accept']);
    const check = await site.post(link, { ...asItStands(declined.body), answer: 'accept' });
    const receipt = await site.post(link, { ...asItStands(check.body), confirm: 'yes' });
    expect(receipt.body).toContain('Offer accepted');
    expect(await statuses()).toEqual(['accepted', 'withdrawn', 'withdrawn']);
    expect((await site.current(theCase.id)).status).toBe('accepted');
  });

  test('after its own no the page offers nothing once another council has promised a place', async () => {
    const link = await site.offerLink(theCase);
    const backUp = await site.offerLink(theCase, 2);
    await site.post(link, {
      step: 'confirm',
      answer: 'decline',
      reason: 'other',
      text: 'Full',
      confirm: 'yes',
    });
    await site.post(backUp, { step: 'confirm', answer: 'back-up-yes', confirm: 'yes' });
    expect((await site.get(link)).body).not.toContain('<form');
  });

  describe('whose no was not accepted', () => {
    const says = (answer: 'decline' | 'back-up-no', at = 0) => {
      const { id: offerId = '', council: code = '' } = theCase.offers[at] ?? {};
      const why = answer === 'decline' ? { reason: 'other' as const, text: 'Full' } : {};
      return site.tell(theCase.id, { kind: 'answer', offerId, answer, ...why }, { kind: 'council', code });
    };
    const isRefused = (reason: 'has-room' | 'no-ground-given') =>
      site.tell(
        theCase.id,
        { kind: 'review-decline', offerId: '1-1', outcome: 'refused', reason, note: 'n' },
        { kind: 'coordinator', name: 'A. Coordinator' },
      );
    const reads = async () => {
      const { body } = await site.get(await site.offerLink(theCase));
      const words = [
        'Why your no was not accepted',
        'You are below your threshold',
        'What you wrote is no ground for a no',
      ];
      return words.filter((one) => body.includes(one));
    };

    test('reads why, and of a second no nothing that was said of the first', async () => {
      await says('decline');
      expect(await reads()).toEqual([]);
      await isRefused('has-room');
      const first = ['Why your no was not accepted', 'You are below your threshold'];
      expect(await reads()).toEqual(first);
      await says('decline', 1);
      expect((await statuses())[0]).toBe('live');
      expect(await reads()).toEqual(first);
      await says('decline');
      expect(await reads()).toEqual([]);
      await isRefused('no-ground-given');
      expect(await reads()).toEqual(['Why your no was not accepted', 'What you wrote is no ground for a no']);
    });

    test('reads nothing of it once it has said another no, as a back-up', async () => {
      await says('decline');
      await isRefused('has-room');
      await says('back-up-no');
      expect(await reads()).toEqual([]);
    });
  });

  test('a back-up changes its mind while the first has not answered', async () => {
    const link = await site.offerLink(theCase, 1);
    const no = await site.post(link, { step: 'confirm', answer: 'back-up-no', confirm: 'yes' });
    expect(offeredBy(no.body, 'answer')).toEqual(['back-up-yes']);
    const yes = await site.post(link, { step: 'confirm', answer: 'back-up-yes', confirm: 'yes' });
    expect(yes.body).toContain('You said yes, if it comes to you');
    expect(offeredBy(yes.body, 'answer')).toEqual(['back-up-no']);
    await site.post(link, { step: 'confirm', answer: 'back-up-no', confirm: 'yes' });
    expect((await statuses())[1]).toBe('said-no');
    await site.post(await site.offerLink(theCase), { step: 'confirm', answer: 'accept', confirm: 'yes' });
    expect((await site.get(link)).body).not.toContain('<form');
  });

  test('a withdrawn request says what happened', async () => {
    const link = await site.offerLink(theCase, 2);
    await site.post(await site.offerLink(theCase), { step: 'confirm', answer: 'accept', confirm: 'yes' });
    const page = await site.get(link);
    expect(page.body).toContain('You no longer need to answer');
    expect(page.body).toContain('another council has taken the child');
    expect(page.body).not.toContain('<form');
  });

  test('while the child is missing nobody has to answer', async () => {
    await site.tell(
      theCase.id,
      { kind: 'child-missing', missingSince: '2026-11-23T08:00:00.000Z' },
      { kind: 'entry-authority', code: 'E10000016' },
    );
    const page = await site.get(await site.offerLink(theCase));
    expect(page.body).toContain('You do not need to answer yet');
    expect(page.body).not.toContain('<form');
  });

  test('two answers at the same moment are taken one after the other: a yes stands, and no decline follows it', async () => {
    const link = await site.offerLink(theCase);
    const posts = [
      { step: 'confirm', answer: 'accept', confirm: 'yes' },
      { step: 'confirm', answer: 'decline', reason: 'other', text: 'Full', confirm: 'yes' },
    ].map((form) => site.visit({ method: 'POST', path: link, form }));
    for (const { status } of await Promise.all(posts)) expect([303, 409]).toContain(status);
    const answers = (await site.cases.trail(theCase.id)).flatMap((event) =>
      event.type === 'offer-answered.v1' ? [event.data.answer] : [],
    );
    // A yes after the council's own no is taken as well.
    expect([['accepted'], ['declined', 'accepted']]).toContainEqual(answers);
    expect((await statuses())[0]).toBe('accepted');
  });

  test('whoever is overtaken between reading and recording decides again on what is there then', async () => {
    const link = await site.offerLink(theCase);
    const commit = site.cases.commit.bind(site.cases);
    site.cases.commit = async (change) => {
      site.cases.commit = commit;
      await site.tell(
        theCase.id,
        { kind: 'child-missing', missingSince: '2026-11-23T08:00:00.000Z' },
        { kind: 'entry-authority', code: 'E10000016' },
      );
      return commit(change);
    };
    const seen = await site.post(link, { step: 'confirm', answer: 'accept', confirm: 'yes' });
    expect(seen.status).toBe(409);
    expect(seen.body).toContain('The child is missing');
    expect(seen.body).toContain('Nothing was changed.');
    expect((await statuses())[0]).toBe('live');
  });

  test('a bare link of another council, or to an offer that never was, opens nothing', async () => {
    const claims = { for: 'offer', caseId: theCase.id, version: 2 } as const;
    const [offer] = theCase.offers;
    const foreign = await site.link({ ...claims, council: 'E10000014', offerId: offer?.id ?? '' });
    const unknown = await site.link({ ...claims, council: offer?.council ?? '', offerId: '9-9' });
    for (const link of [foreign, unknown]) expect((await site.get(link)).status).toBe(404);
  });
});

describe('the link of an offer that was withdrawn', () => {
  test('leads to what the same council is asked now, and answers nothing by itself', async () => {
    const old = await site.offerLink(theCase);
    const council = theCase.offers[0]?.council ?? '';
    const form = await site.post(old, { step: 'choice', answer: 'accept' });
    await site.tell(theCase.id, { kind: 'reallocate', because: 'coordinator', note: 'n', askAgain: true });
    await site.allocated(theCase.id);
    const now = await site.current(theCase.id);
    const present = now.offers.find((one) => one.council === council && one.status === 'live');
    expect(present?.round).toBe(2);
    const late = await site.post(old, { ...asItStands(form.body), confirm: 'yes', name: 'Sam Okafor' });
    expect(late.body).not.toContain('Offer accepted');
    expect((await site.current(theCase.id)).offers).toEqual(now.offers);
    const { body } = await site.get(old);
    expect(body).toContain('Your council is asked again in this case');
    expect(body).not.toContain('<form');
    const [, href = ''] = /href="(\/offers\/[^"]+)"[^>]*>\s*Open the present request/.exec(body) ?? [];
    expect((await site.get(href)).body).toContain('Can you take a child?');
  });
});

test('while it is being checked whether an offer still fits, its page asks nothing and says to come back', async () => {
  const link = await site.offerLink(theCase);
  const form = await site.post(link, { step: 'choice', answer: 'accept' });
  const facts = { children: [aChild({ needs: ['medical-care'] })] };
  const amend = { kind: 'amend', data: { referralId: theCase.referralId, facts } } as const;
  await site.tell(theCase.id, amend, { kind: 'entry-authority', code: theCase.facts.entryAuthority });
  expect((await site.current(theCase.id)).status).toBe('eligible');
  const { body } = await site.get(link);
  expect(body).toContain('Please look again in a few minutes');
  expect(body).not.toContain('<form');
  const late = await site.post(link, { ...asItStands(form.body), confirm: 'yes', name: 'Sam Okafor' });
  expect(late.body).not.toContain('Offer accepted');
  expect((await statuses())[0]).toBe('live');
  await site.allocated(theCase.id);
  const again = (await site.get(link)).body;
  expect(again).toContain('Can you take a child?');
  expect(again).toMatch(
    /Changed since you were asked[\s\S]*Before: No particular needs recorded<br>Now: Medical care<[\s\S]*What is asked/,
  );
});

test.each([
  [['medical-care'], ['medical-care', 'mental-health-support'], 'Added: Mental health support<'],
  [['medical-care', 'mental-health-support'], ['medical-care'], 'Taken out: Mental health support<'],
  [['medical-care'], ['mental-health-support'], 'Before: Medical care<br>Now: Mental health support<'],
] as const)(
  'of %j corrected to %j a council reads what has changed, and no more',
  async (before, after, said) => {
    const asked = await site.referred({ children: [aChild({ needs: [...before] })] });
    const facts = { children: [aChild({ needs: [...after] })] };
    const amend = { kind: 'amend', data: { referralId: asked.referralId, facts } } as const;
    await site.tell(asked.id, amend, { kind: 'entry-authority', code: asked.facts.entryAuthority });
    await site.allocated(asked.id);
    expect((await site.get(await site.offerLink(asked))).body).toContain(said);
  },
);

test('a council that was asked after a correction reads of no change', async () => {
  const facts = { children: [aChild({ needs: ['medical-care'] })] };
  const other = await site.referred(facts);
  expect((await site.get(await site.offerLink(other))).body).not.toContain('Changed since you were asked');
});

test('a back-up that has said yes reads what has changed since, below what is recorded of its yes', async () => {
  const council = theCase.offers[1]?.council ?? '';
  await site.tell(
    theCase.id,
    { kind: 'answer', offerId: theCase.offers[1]?.id ?? '', answer: 'back-up-yes' },
    { kind: 'council', code: council },
  );
  const facts = { children: [aChild({ needs: ['medical-care'] })] };
  const amend = { kind: 'amend', data: { referralId: theCase.referralId, facts } } as const;
  await site.tell(theCase.id, amend, { kind: 'entry-authority', code: theCase.facts.entryAuthority });
  await site.allocated(theCase.id);
  expect((await statuses())[1]).toBe('promised');
  expect((await site.get(await site.offerLink(theCase, 1))).body).toMatch(
    /You said yes[\s\S]*What we have recorded[\s\S]*Changed since you were asked[\s\S]*Now: Medical care</,
  );
});
