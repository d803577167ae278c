import { beforeEach, describe, expect, test } from 'vitest';
import { whyAllTheSame } from '../../infra/local/story/why-all-the-same.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { decideOnCouncil } from '../../shared/core/council/commands/decide.ts';
import { NOW, SOCIAL_WORKER } from '../builders.ts';
import { asItStands, offeredBy } from './forms.ts';
import { Site } from './site.ts';

let site: Site;
const KENT = { kind: 'entry-authority', code: 'E10000016' } as const;

beforeEach(async () => {
  site = await Site.seeded();
});

const confirmed = { step: 'confirm', confirm: 'yes', name: 'Robin Hale' };
const date = (name: string, iso: string) => {
  const [year = '', month = '', day = ''] = iso.split('-');
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
};
const worker = { socialWorker: 'Synthetic Worker', socialWorkerPhone: '01632 960 001' };
const status = async ({ id }: Case) => (await site.current(id)).status;

const accepted = async (): Promise<Case> => {
  const asked = await site.referred();
  const [offer] = asked.offers;
  return site.tell(
    asked.id,
    { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' },
    { kind: 'council', code: offer?.council ?? '' },
  );
};
const arranged = async (moveOn = '2026-11-23'): Promise<Case> => {
  const placed = await accepted();
  const council = placed.placement?.council ?? '';
  return site.tell(
    placed.id,
    { kind: 'arrange-transfer', moveOn, socialWorker: SOCIAL_WORKER },
    { kind: 'council', code: council },
  );
};

/** How many councils the pages of a case explain. */
async function councilsOn(link: string): Promise<number> {
  const found = new Set<string>();
  for (let page = 1; ; page += 1) {
    const { body } = await site.get(link, { councils: String(page) });
    for (const [, name = ''] of body.matchAll(/<strong>([^<]+)<\/strong>: /g)) found.add(name);
    if (!body.includes(`?councils=${page + 1}"`)) return found.size;
  }
}

describe('a coordinator', () => {
  test('sees the facts, who has to act, the whole trail and every council', async () => {
    const theCase = await site.referred({ links: [{ council: 'E10000014', kind: 'community' }] });
    const { body } = await site.get(await site.caseLink(theCase));
    for (const words of [
      'answer the offer, by 5pm',
      'Trail intact',
      'Kent referred 1 child',
      'A community that the child belongs to in Hampshire',
    ])
      expect(body).toContain(words);
    expect(await councilsOn(await site.caseLink(theCase))).toBe(212);
    expect(body).toContain('Asked: 3 councils');
    expect(body).toContain('Passed over: 209 councils');
    expect(body.indexOf('Asked: 3')).toBeLessThan(body.indexOf('Later in turn: '));
  });

  test('sees why nobody could be asked, council by council', async () => {
    const { councils } = await site.councils.view();
    const everybody = councils.map(({ code }) => code).filter((code) => code !== 'E10000016');
    const theCase = await site.referred({ areasToAvoid: everybody });
    expect(theCase.status).toBe('escalated');
    const { body } = await site.get(await site.caseLink(theCase));
    expect(body).toContain('Nobody could be asked, decided on 23 November 2026');
    expect(await councilsOn(await site.caseLink(theCase))).toBe(212);
    expect(body).toContain('Passed over: 212 councils');
    expect(body).not.toContain('Asked: ');
  });

  test('is told when the trail is not what was recorded', async () => {
    const theCase = await site.referred();
    const trail = site.cases.trail.bind(site.cases);
    site.cases.trail = async (id) =>
      (await trail(id)).map((event) =>
        event.trail?.number === 1 ? { ...event, at: '2026-11-22T09:00:00.000Z' } : event,
      );
    const { body } = await site.get(await site.caseLink(theCase));
    expect(body).toContain('Trail broken');
    expect(body).toContain('does not say what it said when it was recorded');
  });

  test('releases a hold by name, with a note', async () => {
    const held = await site.referred({ familyInUk: 'may-care' });
    const link = await site.caseLink(held);
    const page = await site.get(link);
    expect(page.body).toContain('Why it is on hold');
    // The session says who decides: it is asked of nobody, and a form that says another name changes nothing.
    const check = await site.post(link, { action: 'release', releaseNote: 'Cannot care.', step: 'release' });
    expect(check.body).not.toContain('Your name');
    const done = await site.post(link, {
      action: 'release',
      releaseNote: 'Cannot care.',
      ...confirmed,
      name: 'Somebody Else',
    });
    expect(done.body).toContain('Hold released');
    expect(await status(held)).toBe('eligible');
    const [event] = (await site.cases.trail(held.id)).slice(-1);
    expect(event?.actor).toEqual({ kind: 'coordinator', name: 'Robin Hale' });
  });

  test('keeps a hold', async () => {
    const held = await site.referred({ familyInUk: 'may-care' });
    await site.post(await site.caseLink(held), { action: 'keep', keepNote: 'Waiting.', ...confirmed });
    expect((await site.current(held.id)).hold?.kept?.note).toBe('Waiting.');
  });

  test.each([
    ['accepted', 'accepted'],
    ['refused', 'not accepted'],
  ])('finds a decline %s', async (outcome, words) => {
    const asked = await site.referred();
    const [offer] = asked.offers;
    await site.post(await site.offerLink(asked), {
      step: 'confirm',
      answer: 'decline',
      reason: 'no-safe-placement',
      text: 'Full.',
      confirm: 'yes',
    });
    const link = await site.caseLink(asked);
    const [action = ''] = offeredBy((await site.get(link)).body, 'action');
    expect(action).toBe(`review-${offer?.id}`);
    const ask = await site.post(link, { step: 'action', action });
    // Its own room stands beside its reason.
    expect(ask.body).toMatch(
      /By our figures [\w ]+ has (room for \d+ child(ren)?|no room) below its threshold now\./,
    );
    expect(ask.body).toContain('It has not declared its places.');
    const field = /name="(review-[a-z-]+)"/.exec(ask.body)?.[1] ?? '';
    const note = field.replace('review', 'reviewNote');
    const done = await site.post(link, {
      action,
      [field]: outcome,
      [note]: 'Read.',
      [field.replace('review', 'refusal')]: 'declared-a-place',
      [field.replace('review', 'refusalText')]: 'Please call us.',
      ...confirmed,
    });
    expect(done.body).toContain(words);
    expect((await site.current(asked.id)).offers[0]?.review).toBe(outcome);
    // The council reads why on its page; the note is the coordinators' own.
    const theirs = (await site.get(await site.offerLink(asked))).body;
    for (const why of ['You declared a place of this kind', 'Please call us.'])
      expect(theirs.includes(why)).toBe(outcome === 'refused');
    expect(theirs).not.toContain('Read.');
  });

  test('places directly, and only knowingly beyond a council’s room', async () => {
    const held = await site.referred({ familyInUk: 'may-care' });
    const link = await site.caseLink(held);
    const form = {
      action: 'place',
      council: 'E09000008',
      directReason: 'family-link',
      directNote: 'An aunt.',
    };
    const full = await site.post(link, { ...form, ...confirmed });
    expect(full.body).toContain('Croydon has no room below its threshold');
    expect((await site.current(held.id)).status).toBe('held');
    const done = await site.post(link, { ...form, 'over-E09000008-no-room': 'court-order', ...confirmed });
    expect(done.body).toContain('Placed directly with Croydon');
    expect((await site.current(held.id)).placement).toMatchObject({
      council: 'E09000008',
      how: 'placed-directly',
    });
  });

  test('reads what a council declared, and places against it only knowingly', async () => {
    const HAMPSHIRE = 'E10000014';
    const council = await site.councils.read(HAMPSHIRE);
    if (council === undefined) throw new Error('no such council');
    const places = { fosterCare: 0, supportedAccommodation: 0 };
    const declared = { ...places, supports: [], pausedUntil: '2027-01-04' };
    const actor = { kind: 'council', code: HAMPSHIRE } as const;
    const context = { now: NOW, actor, cause: 'test', policy: site.policy };
    const outcome = decideOnCouncil(council, { kind: 'declare', declared }, context);
    if (outcome.kind !== 'changed') throw new Error('nothing was declared');
    await site.councils.commit(outcome.change);

    const held = await site.referred({ familyInUk: 'may-care' });
    const link = await site.caseLink(held);
    const ask = await site.post(link, { step: 'action', action: 'place' });
    expect(ask.body).toMatch(
      /Hampshire \(room for \d+; declared 0 in foster care and 0 in supported accommodation, 0 and 0 left; no offers before 4 January 2027\)/,
    );
    const form = { action: 'place', council: HAMPSHIRE, directReason: 'family-link', directNote: 'An aunt.' };
    const warned = await site.post(link, { ...form, ...confirmed, step: `overrules-${HAMPSHIRE}` });
    expect(warned.status).toBe(422);
    for (const words of [
      'asked for no offers before 4 January 2027',
      'has only 0 places in foster care left of what it declared',
    ])
      expect(warned.body).toContain(`Select why you place there although Hampshire ${words}`);
    // One reason does not stand for another.
    const one = await site.post(link, {
      ...form,
      [`over-${HAMPSHIRE}-paused`]: 'council-agrees',
      ...confirmed,
    });
    expect(one.status).toBe(422);
    expect(one.body).not.toContain('Select why you place there although Hampshire asked');
    const done = await site.post(link, { ...form, ...whyAllTheSame(HAMPSHIRE), ...confirmed });
    expect(done.body).toContain('Placed directly with Hampshire');
    expect(done.body).toContain(
      'It asked for no offers. Why it is placed there all the same: the council was asked, and agrees.',
    );
    const overruled = [
      { what: 'paused', because: 'council-agrees' },
      { what: 'too-few-places', because: 'council-agrees' },
    ];
    const placed = await site.current(held.id);
    expect(placed.placement?.overruled).toEqual(overruled);
    const told = (await site.get(await site.transferLink(placed))).body;
    expect(told).toContain('What a coordinator overruled');
    expect(told).toContain('Hampshire declared too few places of the kind');
    // After the handover the link alone says nothing of what the child needs.
    await site.tell(
      held.id,
      { kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER },
      actor,
    );
    const moved = await site.tell(held.id, { kind: 'complete-transfer', handedOverAt: NOW }, actor);
    const later = (await site.get(await site.transferLink(moved))).body;
    expect(later).toContain('The transfer is complete');
    expect(later).not.toContain('What a coordinator overruled');
  });

  test('gives its reasons for one council, goes back and chooses another: of that it is asked anew', async () => {
    const [first, second] = ['E10000014', 'E10000030'];
    for (const code of [first, second]) {
      const council = await site.councils.read(code);
      if (council === undefined) throw new Error('no such council');
      const declared = { fosterCare: 1, supportedAccommodation: 1, supports: [], pausedUntil: '2027-01-04' };
      const context = {
        now: NOW,
        actor: { kind: 'council', code },
        cause: 'test',
        policy: site.policy,
      } as const;
      const outcome = decideOnCouncil(council, { kind: 'declare', declared }, context);
      if (outcome.kind !== 'changed') throw new Error('nothing was declared');
      await site.councils.commit(outcome.change);
    }
    const held = await site.referred({ familyInUk: 'may-care' });
    const link = await site.caseLink(held);
    const send = async (html: string, more: Record<string, string>) =>
      (await site.post(link, { ...asItStands(html.slice(html.indexOf('<main'))), ...more })).body;
    const placing = { action: 'place', directReason: 'family-link', directNote: 'An aunt.' };
    const asked = await send((await site.get(link)).body, { ...placing, council: first });
    expect(asked).toContain('Hampshire asked for no offers before 4 January 2027');
    const check = await send(asked, whyAllTheSame(first));
    expect(check).toContain('The council was asked, and agrees');
    const places = await send(check, { change: 'place' });
    const again = await send(places, { council: second });
    expect(again).toContain('Surrey asked for no offers before 4 January 2027');
    expect(asItStands(again)).not.toHaveProperty(`over-${second}-paused`);
    expect(again).not.toContain('Record the decision');
    const done = await send(again, {
      [`over-${second}-paused`]: 'court-order',
    });
    await send(done, { confirm: 'yes', name: 'Robin Hale' });
    expect((await site.current(held.id)).placement).toMatchObject({
      council: second,
      overruled: [{ what: 'paused', because: 'court-order' }],
    });
  });

  test('cannot place in an area to avoid or with the entry authority', async () => {
    const held = await site.referred({ familyInUk: 'may-care', areasToAvoid: ['E10000014'] });
    const link = await site.caseLink(held);
    const ask = await site.post(link, { step: 'action', action: 'place' });
    expect(ask.body).not.toContain('value="E10000014"');
    expect(ask.body).not.toContain('value="E10000016"');
    expect(ask.body).toContain('Hampshire');
    const form = { action: 'place', council: 'E10000014', directReason: 'family-link', directNote: 'x' };
    expect((await site.post(link, { ...form, ...confirmed })).body).toContain(
      'Choose a council from the list',
    );
  });

  test('runs the allocation check again', async () => {
    const placed = await accepted();
    const done = await site.post(await site.caseLink(placed), {
      action: 'reallocate',
      reallocateNote: 'Fell ill.',
      ...confirmed,
    });
    expect(done.body).toContain('Back to the allocation check. Recorded at');
    expect(await status(placed)).toBe('eligible');
    expect((await site.current(placed.id)).excluded).toContain(placed.placement?.council);
  });

  test('lets the child stay, and lets it join family', async () => {
    const [first, second] = [await site.referred(), await site.referred()];
    await site.post(await site.caseLink(first), {
      action: 'stays',
      stayReason: 'settled',
      stayNote: 'Well.',
      ...confirmed,
    });
    await site.post(await site.caseLink(second), {
      action: 'family',
      familyNote: 'With an uncle.',
      ...confirmed,
    });
    expect([await status(first), await status(second)]).toEqual(['stayed', 'joined-family']);
    // What is left to say of a child with family is told to a coordinator alone.
    expect((await site.visit({ path: await site.caseLink(second), cookies: [] })).status).toBe(303);
  });

  test('does not decide on a case that has changed since it was looked at', async () => {
    const held = await site.referred({ familyInUk: 'may-care' });
    const link = await site.caseLink(held);
    const lookedAt = /name="lookedAt" value="(\d+)"/.exec((await site.get(link)).body)?.[1] ?? '';
    await site.tell(
      held.id,
      { kind: 'keep-hold', note: 'Somebody else.' },
      { kind: 'coordinator', name: 'A' },
    );
    const form = { action: 'release', releaseNote: 'x', lookedAt, ...confirmed };
    const overtaken = await site.post(link, form);
    expect(overtaken.status).toBe(409);
    expect(overtaken.body).toMatch(
      /Somebody else was first\. A, coordinator: “[^”]+”, at .*Look at the case again/,
    );
    expect(await status(held)).toBe('held');
    // Decided away, so that the same cannot be chosen any more: the second is told all the same, in the midst of the form and at its end.
    await site.tell(
      held.id,
      { kind: 'release-hold', note: 'Somebody else.' },
      { kind: 'coordinator', name: 'B' },
    );
    for (const one of [form, { action: 'release', lookedAt, step: 'action' }]) {
      const late = await site.post(link, one);
      expect(late.status).toBe(409);
      expect(late.body).toMatch(/Somebody else was first\. A, coordinator: /);
    }
  });
});

test('a council whose referral was merged learns the reference of the case, and can do nothing with it', async () => {
  const theCase = await site.referred();
  const council = 'E09000008';
  const data = {
    referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a99',
    channel: 'api' as const,
    facts: { ...theCase.facts, entryAuthority: council },
  };
  await site.tell(theCase.id, { kind: 'merge', data, reference: 'NTS-0000-0009' });
  const link = await site.link({ for: 'transfer', council, caseId: theCase.id, version: theCase.version });
  const { status: code, body } = await site.get(link);
  expect(code).toBe(200);
  expect(body).toContain('Your referral was joined to an earlier one');
  expect(body).toContain('Your referral NTS-0000-0009');
  expect(body).not.toMatch(/Kent|<form method="post"|\/sealed\//);

  const desk = await site.get(await site.caseLink(theCase));
  expect(desk.body).toContain('Joined to this case');
  const part = { action: 'part-NTS-0000-0009', 'partNote-NTS-aaaa-aaaj': 'Two brothers.' };
  const asked = await site.post(await site.caseLink(theCase), { ...part, step: 'part-NTS-0000-0009' });
  expect(asked.body).toContain('NTS-0000-0009 is a case of its own again, as it was sent');
  await site.post(await site.caseLink(theCase), { ...part, ...confirmed });
  expect((await site.current(theCase.id)).merged).toMatchObject([{ undone: true }]);
  expect((await site.get(await site.caseLink(theCase))).body).not.toContain('Joined to this case');
  const after = await site.get(link);
  expect(after.body).toContain('Your referral has a case of its own again');
  expect(after.body).not.toMatch(/Kent|<form method="post"|\/sealed\//);
});

describe('the receiving authority', () => {
  test('arranges the move with a named social worker, in time', async () => {
    const placed = await accepted();
    const link = await site.transferLink(placed);
    const form = { action: 'arrange', ...date('moveOn', '2026-11-30') };
    const unnamed = await site.post(link, { ...form, step: 'arrange' });
    expect(unnamed.body).toContain('Enter the social worker’s name');
    expect(unnamed.body).toContain('value="30"');
    const done = await site.post(link, { ...form, ...worker, ...confirmed });
    expect(done.body).toContain('Move arranged for 30 November 2026');
    expect(await status(placed)).toBe('transfer-arranged');
    const { referralId, placement } = await site.current(placed.id);
    expect(await site.sealed.socialWorker(referralId, placement?.socialWorker ?? '')).toEqual({
      name: 'Synthetic Worker',
      phone: '01632 960 001',
    });
    // Who it is stands sealed and nowhere else: not in the case, its trail or the page behind a link.
    const { cases, trails } = site.cases.snapshot();
    expect(JSON.stringify([cases, trails, done.body])).not.toMatch(/Synthetic Worker|01632/);
  });

  test('is asked back for a day on which offices are closed, and reads which weekday it is', async () => {
    const link = await site.transferLink(await accepted());
    const saturday = { action: 'arrange', ...date('moveOn', '2026-11-28'), ...worker };
    const asked = await site.post(link, { ...saturday, step: 'arrange' });
    expect(asked.body).toContain('Do you mean Saturday 28 November 2026?');
    const unticked = await site.post(link, { ...asItStands(asked.body), step: 'closedDay' });
    expect(unticked.body).toContain('Tick the box to say that both councils agreed this day');
    const checked = await site.post(link, { ...saturday, closedDayMeant: 'yes', step: 'closedDay' });
    expect(checked.body).toContain('Saturday 28 November 2026');
    const done = await site.post(link, { ...saturday, closedDayMeant: 'yes', ...confirmed });
    expect(done.body).toContain('Move arranged for 28 November 2026');
  });

  test('gives a way to reach the social worker', async () => {
    const link = await site.transferLink(await accepted());
    const form = { action: 'arrange', step: 'arrange', ...date('moveOn', '2026-11-30') };
    for (const [given, said] of [
      [{ socialWorker: 'Synthetic Worker' }, 'Enter a telephone number or an email address'],
      [{ socialWorker: 'Synthetic Worker', socialWorkerPhone: '12' }, 'Enter a telephone number, like'],
      [
        { socialWorker: 'Synthetic Worker', socialWorkerEmail: 'worker' },
        'Enter an email address in the correct format',
      ],
    ] as const)
      expect((await site.post(link, { ...form, ...given })).body).toContain(said);
    const checked = await site.post(link, {
      ...form,
      socialWorker: 'Synthetic Worker',
      socialWorkerEmail: 'worker@leeds.example',
    });
    expect(checked.body).toContain('Check before you send');
  });

  test('names another social worker until the handover', async () => {
    const theCase = await arranged('2026-11-26');
    const link = await site.transferLink(theCase);
    const another = { socialWorker: 'Another Worker', socialWorkerEmail: 'another@leeds.example' };
    const done = await site.post(link, { action: 'social-worker', ...another, ...confirmed });
    expect(done.body).toContain('named another social worker');
    const { referralId, placement, version } = await site.current(theCase.id);
    expect(await site.sealed.socialWorker(referralId, placement?.socialWorker ?? '')).toEqual({
      name: 'Another Worker',
      email: 'another@leeds.example',
    });
    // The same form sent again names nobody anew.
    await site.post(link, { action: 'social-worker', ...another, ...confirmed });
    expect((await site.current(theCase.id)).version).toBe(version);
  });

  test('says why when the move is late', async () => {
    const link = await site.transferLink(await accepted());
    const form = { action: 'arrange', ...date('moveOn', '2026-12-14'), ...worker };
    expect((await site.post(link, { ...form, step: 'arrange' })).body).toContain(
      'Say why the move is after 7 December 2026',
    );
    const done = await site.post(link, { ...form, lateBecause: 'No escort before.', ...confirmed });
    expect(done.body).toContain('Move arranged for 14 December 2026');
  });

  test('confirms the handover', async () => {
    const theCase = await arranged();
    site.clock.set('2026-11-23T15:00:00.000Z');
    const link = await site.transferLink(theCase);
    const form = { action: 'handover', ...date('handedOverOn', '2026-11-23'), handedOverAt: '14:30' };
    const ahead = await site.post(link, { ...form, handedOverAt: '15:30', step: 'handover' });
    expect(ahead.body).toContain('Time of the handover must not be in the future');
    const done = await site.post(link, { ...form, ...confirmed });
    expect(done.body).toContain('The transfer is complete');
    expect((await site.current(theCase.id)).placement?.handedOverAt).toBe('2026-11-23T14:30:00.000Z');
  });

  test('reports a move that failed on the day', async () => {
    const theCase = await arranged();
    await site.post(await site.transferLink(theCase), {
      action: 'failed',
      failure: 'transport',
      ...confirmed,
    });
    expect(await status(theCase)).toBe('accepted');
  });

  test('offers no failure before the day has come', async () => {
    const { body } = await site.get(await site.transferLink(await arranged('2026-11-30')));
    expect(offeredBy(body, 'action')).toEqual(['handover', 'arrange', 'social-worker', 'refused', 'cannot']);
  });

  test('says that the child refuses', async () => {
    const theCase = await accepted();
    await site.post(await site.transferLink(theCase), { action: 'refused', refusalNote: '', ...confirmed });
    expect(await status(theCase)).toBe('child-refused');
  });

  test('may leave out what is optional, page by page', async () => {
    const theCase = await accepted();
    const link = await site.transferLink(theCase);
    const ask = await site.post(link, { step: 'action', action: 'refused' });
    // A client that leaves out empty fields altogether goes the same way.
    const { refusalNote: _, ...bare } = asItStands(ask.body);
    const check = await site.post(link, bare);
    expect(check.body).toContain('Check before you send');
    const done = await site.post(link, { ...asItStands(check.body), confirm: 'yes' });
    expect(done.body).toContain('The child refuses to move');
    expect(await status(theCase)).toBe('child-refused');
  });

  test('gives the child back, and the page says so afterwards', async () => {
    const theCase = await accepted();
    const link = await site.transferLink(theCase);
    await site.post(link, { action: 'cannot', cannotNote: 'The placement fell through.', ...confirmed });
    expect(await status(theCase)).toBe('eligible');
    expect((await site.get(link)).body).toContain('You do not take this child any more');
  });

  test('cannot look up what others did by its number', async () => {
    const theCase = await accepted();
    const { body } = await site.get(await site.transferLink(theCase), { event: '1' });
    expect(body).not.toContain('Kent referred');
  });
});

describe('the entry authority', () => {
  test('sees in words what is missing', async () => {
    const theCase = await site.referred({ trafficking: undefined } as never);
    const { body } = await site.get(await site.entryLink(theCase));
    expect(body).toContain('What is missing');
    expect(theCase.missing).toHaveLength(1);
    expect(body).toContain(theCase.missing?.[0]?.words);
  });

  test('reports the child missing, and found', async () => {
    const theCase = await site.referred();
    const link = await site.entryLink(theCase);
    await site.post(link, {
      action: 'missing',
      ...date('missingOn', '2026-11-22'),
      missingAt: '21:15',
      ...confirmed,
    });
    expect(await status(theCase)).toBe('paused');
    expect(offeredBy((await site.get(link)).body, 'action')).toEqual([
      'found',
      'missing-details',
      'correct',
      'withdraw',
    ]);
    await site.post(link, {
      action: 'found',
      ...date('foundOn', '2026-11-23'),
      foundAt: '8.05',
      ...confirmed,
    });
    expect(await status(theCase)).toBe('offered');
  });

  test('withdraws', async () => {
    const theCase = await site.referred();
    const link = await site.entryLink(theCase);
    const done = await site.post(link, { action: 'withdraw', withdrawal: 'made-in-error', ...confirmed });
    expect(done.body).toContain('Referral withdrawn');
    expect(await status(theCase)).toBe('withdrawn');
  });

  test('confirms the handover from its side', async () => {
    const theCase = await arranged();
    site.clock.set('2026-11-23T15:00:00.000Z');
    const form = { action: 'handover', ...date('handedOverOn', '2026-11-23'), handedOverAt: '14:30' };
    await site.post(await site.entryLink(theCase), { ...form, ...confirmed });
    expect(await status(theCase)).toBe('transferred');
    expect((await site.cases.trail(theCase.id)).at(-1)?.actor).toEqual({
      ...KENT,
      name: 'Robin Hale',
      role: 'duty manager',
    });
  });
});

describe('a council declares its places', () => {
  const claims = { for: 'capacity', council: 'E10000014', region: 'E12000008', version: 0 } as const;
  const given = {
    fosterCare: '2',
    supportedAccommodation: '0',
    supports: ['trained-carers', 'medical-care'],
  };

  test('with a check, a receipt and a trail of its own', async () => {
    const link = await site.link(claims);
    expect((await site.get(link)).body).toContain('You have not declared any places yet');
    const check = await site.post(link, { step: 'places', ...given });
    expect(check.body).toContain('Check your declaration');
    const receipt = await site.post(link, { ...given, ...confirmed });
    expect(receipt.body).toContain('Declaration received');
    expect(receipt.body).toContain('2 places');
    const council = await site.councils.read(claims.council);
    expect(council?.declaration).toMatchObject({
      places: { fosterCare: 2, supportedAccommodation: 0 },
      supports: ['trained-carers', 'medical-care'],
    });
    expect(await site.councils.trail(claims.council)).toHaveLength(1);
    expect(offeredBy((await site.get(link)).body, 'action')).toEqual([]);
    expect((await site.get(link)).body).toContain('Your places now');
  });

  test('once, when it is sent twice', async () => {
    const link = await site.link(claims);
    for (let times = 0; times < 2; times += 1) await site.post(link, { ...given, ...confirmed });
    expect(await site.councils.trail(claims.council)).toHaveLength(1);
  });

  test('with a count where none is published: asked for, and from then on used', async () => {
    const wales = { ...claims, council: 'W06000015', region: 'W92000004' };
    const link = await site.link(wales);
    const without = await site.post(link, { step: 'places', ...given });
    expect(without.body).toContain('no figure is published for you');
    await site.post(link, { ...given, caredForNow: '31', ...confirmed });
    const council = await site.councils.read(wales.council);
    expect(council?.caredFor).toEqual({ count: 31, asAt: '2026-11-23', source: 'declared' });
  });

  test('with a pause, and each mistake named', async () => {
    const link = await site.link(claims);
    const wrong = await site.post(link, {
      step: 'places',
      fosterCare: 'two',
      supportedAccommodation: '',
      ...date('pausedUntil', '2026-11-23'),
    });
    for (const words of [
      'Places in foster care must be a whole number',
      'Enter how many places you have in supported accommodation, or 0',
      'must be after today',
    ])
      expect(wrong.body).toContain(words);
    expect(wrong.body).toContain('value="two"');
    await site.post(link, { ...given, ...date('pausedUntil', '2026-12-07'), ...confirmed });
    const council = await site.councils.read(claims.council);
    expect(council?.declaration?.pausedUntil).toBe('2026-12-07');
  });
});
