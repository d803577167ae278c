/** Declaring places takes half a minute: the form starts from the last declaration, and "nothing has changed" is its first choice. */
import { beforeEach, describe, expect, test } from 'vitest';
import { policyNamed } from '../../shared/core/policies.ts';
import { asItStands, offeredBy } from './forms.ts';
import { readPage } from './read-page.ts';
import { Site } from './site.ts';

const HAMPSHIRE = 'E10000014';
type Fields = Readonly<Record<string, string | readonly string[]>>;

let site: Site;
let link: string;
const start = async (id = 'nts-2026') => {
  site = await Site.seeded({ policy: policyNamed(id) });
  link = await site.link({ for: 'capacity', council: HAMPSHIRE, region: 'E12000008', version: 0 });
  await site.post(link, {
    ...first,
    step: 'confirm',
    confirm: 'yes',
    name: 'Sam Okafor',
    role: 'duty manager',
  });
  site.clock.set('2026-11-30T10:00:00.000Z');
};
beforeEach(() => start());

const first = {
  fosterCare: '3',
  supportedAccommodation: '1',
  supports: ['medical-care', 'trained-carers'],
};
const trail = () => site.councils.trail(HAMPSHIRE);
const unchanged = () => site.get(link, { unchanged: 'yes' });
/** What a person reads of a page, in one text. */
const text = (html: string) => readPage(html).join(' | ');
const send = (html: string, more: Fields) => site.post(link, { ...asItStands(html), ...more });
/** A coordinator places the child of a case with Hampshire. */
const placed = (id: string) =>
  site.tell(
    id,
    {
      kind: 'place-directly',
      council: HAMPSHIRE,
      reason: 'family-link',
      note: 'Aunt.',
      overCapacity: true,
    },
    { kind: 'coordinator', name: 'Robin Hale' },
  );
const ticked = { confirm: 'yes', name: 'Sam Okafor', role: 'duty manager' };

describe('the link of a reminder', () => {
  test('leads to the page on which everything is checked, and changes nothing by itself', async () => {
    const page = await unchanged();
    expect(page.status).toBe(200);
    const said = text(page.body);
    expect(said).toContain('Check your declaration before you send it');
    for (const row of [
      '3 (as before)',
      '1 (as before)',
      'Carers trained to look after survivors of trafficking, Medical care (as before)',
    ])
      expect(said).toContain(row);
    await site.request({ method: 'HEAD', path: link, query: { unchanged: 'yes' } });
    expect(await trail()).toHaveLength(1);
  });

  test('and a tick declare the same again, with a receipt', async () => {
    const done = await send((await unchanged()).body, ticked);
    expect(text(done.body)).toContain('Declaration received');
    const [before, after] = await trail();
    expect(after?.data).toEqual({ ...before?.data, declaredAt: '2026-11-30T10:00:00.000Z' });
    expect(await trail()).toHaveLength(2);
  });

  test('without the tick declares nothing and says so', async () => {
    const asked = await send((await unchanged()).body, {});
    expect(asked.body).toContain('Tick the box to say that you can declare places for Hampshire');
    expect(await trail()).toHaveLength(1);
  });

  test('of a council that never declared opens the form', async () => {
    const kent = await site.link({ for: 'capacity', council: 'E10000016', region: 'E12000008', version: 0 });
    expect(text((await site.get(kent, { unchanged: 'yes' })).body)).toContain('Your places now');
  });

  test('says the places that are left of those the scheme has taken since', async () => {
    const { id } = await site.referred();
    await placed(id);
    expect(text((await site.get(link)).body)).toContain(
      '2 places in foster care and 1 in supported accommodation are left of what you declared',
    );
    await send((await unchanged()).body, ticked);
    expect((await site.councils.read(HAMPSHIRE))?.declaration).toMatchObject({
      places: { fosterCare: 2, supportedAccommodation: 1 },
      used: { fosterCare: 0, supportedAccommodation: 0 },
    });
  });
});

describe('the page', () => {
  test('asks first whether anything has changed, with "nothing" as the first choice and none chosen', async () => {
    const page = await site.get(link);
    expect(offeredBy(page.body, 'changed')).toEqual(['no', 'yes']);
    expect(asItStands(page.body).changed).toBeUndefined();
    const nothing = await send(page.body, {});
    expect(nothing.status).toBe(422);
    expect(nothing.body).toContain('Select whether anything has changed');
    const check = await send(page.body, { changed: 'no' });
    expect(text(check.body)).toContain('3 (as before)');
    await send(check.body, ticked);
    expect(await trail()).toHaveLength(2);
  });

  test('starts from the last declaration, and shows what was before beside what is new', async () => {
    const places = await send((await site.get(link)).body, { changed: 'yes' });
    expect(asItStands(places.body)).toMatchObject({
      fosterCare: ['3'],
      supportedAccommodation: ['1'],
      supports: ['trained-carers', 'medical-care'],
    });
    const check = await send(places.body, { fosterCare: '2', supports: ['medical-care'] });
    const said = text(check.body);
    expect(said).toContain('Before: 3');
    expect(said).toContain('Now: 2');
    expect(said).toContain('1 (as before)');
    await send(check.body, ticked);
    expect((await site.councils.read(HAMPSHIRE))?.declaration).toMatchObject({
      places: { fosterCare: 2, supportedAccommodation: 1 },
      supports: ['medical-care'],
    });
  });

  test('keeps what was changed after all: from the page to check, by its Change buttons', async () => {
    const check = await unchanged();
    const places = await send(check.body, { change: 'places' });
    expect(asItStands(places.body).fosterCare).toEqual(['3']);
    const again = await send(places.body, { fosterCare: '0' });
    expect(text(again.body)).toContain('Now: 0');
    await send(again.body, ticked);
    expect((await site.councils.read(HAMPSHIRE))?.declaration?.places.fosterCare).toBe(0);
  });

  test('says what was typed wrong, and forgets it where nothing has changed after all', async () => {
    const places = await send((await site.get(link)).body, { changed: 'yes' });
    const wrong = await send(places.body, { fosterCare: 'many', 'pausedUntil-day': '4' });
    expect(wrong.body).toContain('Places in foster care must be a whole number, like 3, or 0');
    const back = await send(wrong.body, { change: 'changed' });
    const check = await send(back.body, { changed: 'no' });
    expect(text(check.body)).toContain('3 (as before)');
    expect(text(check.body)).not.toContain('No offers before this day');
  });
});

describe('going back', () => {
  test('to whether anything has changed, and choosing that something has, leads to the places', async () => {
    for (const from of ['check', 'places']) {
      const opened =
        from === 'check' ? await unchanged() : await send((await site.get(link)).body, { changed: 'yes' });
      const back = await send(opened.body, { change: 'changed' });
      expect(text(back.body)).toContain('Has anything changed since 23 November 2026?');
      const places = await send(back.body, { changed: 'yes' });
      expect(text(places.body)).toContain('Declare your places');
      expect(text(places.body)).not.toContain('Check your declaration before you send it');
      expect(asItStands(places.body).fosterCare).toEqual(['3']);
    }
  });
});

describe('two windows', () => {
  test('a declaration that was opened before a colleague declared is not recorded, and says who declared and when', async () => {
    const [mine, theirs] = [await unchanged(), await site.get(link)];
    const places = await send(theirs.body, { changed: 'yes' });
    const check = await send(places.body, { fosterCare: '5' });
    await send(check.body, { ...ticked, name: 'Robin Hale' });
    const refused = await send(mine.body, ticked);
    expect(refused.status).toBe(409);
    expect(text(refused.body)).toContain(
      'Robin Hale declared places for Hampshire at 10am on Monday 30 November 2026, after you opened this page.',
    );
    expect(text(refused.body)).not.toContain('Declaration received');
    expect(await trail()).toHaveLength(2);
  });

  const asUsed = async () => (await site.councils.read(HAMPSHIRE))?.declaration?.used.fosterCare;

  test.each([
    ['that nothing has changed', async () => (await unchanged()).body],
    [
      'another figure',
      async () => {
        const places = await send((await site.get(link)).body, { changed: 'yes' });
        return (await send(places.body, { supportedAccommodation: '2' })).body;
      },
    ],
  ])('a place that the scheme took meanwhile is not given back by whoever says %s', async (_, open) => {
    const { id } = await site.referred();
    const check = await open();
    await placed(id);
    const refused = await send(check, ticked);
    expect(refused.status).toBe(409);
    expect(text(refused.body)).toContain(
      'The scheme has placed 1 child with you since you opened this page.',
    );
    expect(await trail()).toHaveLength(1);
    expect(await asUsed()).toBe(1);
    // The page starts from what is left, and is taken.
    const again = await unchanged();
    expect(text(again.body)).toContain('2 (as before)');
    await send(again.body, ticked);
    expect(await trail()).toHaveLength(2);
    expect((await site.councils.read(HAMPSHIRE))?.declaration?.places.fosterCare).toBe(2);
  });

  test('nor is one that it took between the look at the places and the commit', async () => {
    const { id } = await site.referred();
    const places = await send((await site.get(link)).body, { changed: 'yes' });
    const check = await send(places.body, { fosterCare: '1' });
    const commit = site.councils.commit.bind(site.councils);
    let commits = 0;
    site.councils.commit = async (change) => {
      commits += 1;
      if (commits === 1) await placed(id);
      return commit(change);
    };
    const refused = await send(check.body, ticked);
    site.councils.commit = commit;
    expect(refused.status).toBe(409);
    expect(text(refused.body)).toContain(
      'The scheme has placed 1 child with you since you opened this page.',
    );
    expect(await trail()).toHaveLength(1);
    expect(await asUsed()).toBe(1);
  });

  test('and one that it gave back is not lost', async () => {
    const { id } = await site.referred();
    await placed(id);
    const check = await unchanged();
    await site.tell(
      id,
      { kind: 'reallocate', because: 'coordinator', note: 'Elsewhere.' },
      { kind: 'coordinator', name: 'Robin Hale' },
    );
    const refused = await send(check.body, ticked);
    expect(text(refused.body)).toContain(
      '1 place that the scheme had taken is free again since you opened this page.',
    );
    expect(await trail()).toHaveLength(1);
  });

  test('the same sent twice is one declaration, with one receipt', async () => {
    const check = await unchanged();
    for (let times = 0; times < 2; times += 1)
      expect(text((await send(check.body, ticked)).body)).toContain('Declaration received');
    expect(await trail()).toHaveLength(2);
  });
});

test.each(['nts-2025', 'nts-2026'])(
  'the page says what the last declaration does, and until when, under %s',
  async (id) => {
    await start(id);
    const said = text((await site.get(link)).body);
    expect(said).toContain('What your last declaration does');
    expect(said).toContain('You get no offers for children who need step-free access');
    const kent = await site.link({ for: 'capacity', council: 'E10000016', region: 'E12000008', version: 0 });
    expect(text((await site.get(kent)).body)).not.toContain('last declaration does');
  },
);

describe('the page to check says what the numbers do', () => {
  const checked = async (more: Fields) => {
    const places = await send((await site.get(link)).body, { changed: 'yes' });
    return text((await send(places.body, more)).body);
  };

  test.each([
    [
      'nts-2025',
      [
        '3 places in foster care: by our rules this number limits nothing. You may be asked for more children, up to your threshold.',
        'You get no offers for supported accommodation before 14 December 2026.',
        'You get no offers before 7 December 2026.',
        'You get no offers for children who need step-free access until you declare again.',
        'You get no offers for children who need mental health support until you declare again.',
        'You get no offers for children who need support for special educational needs until you declare again.',
        'The coordinators see this on their list of councils, with your council’s name.',
      ],
    ],
    [
      'nts-2026',
      [
        'You are asked for 3 children in foster care at most before 28 December 2026.',
        'You get no offers for supported accommodation before 28 December 2026.',
        'If it goes on for more than 28 days, we ask them whether it counts.',
      ],
    ],
  ])('under %s', async (id, sentences) => {
    await start(id);
    const said = await checked({
      supportedAccommodation: '0',
      'pausedUntil-day': '7',
      'pausedUntil-month': '12',
      'pausedUntil-year': '2026',
    });
    for (const sentence of sentences) expect(said).toContain(sentence);
  });

  test.each(['nts-2025', 'nts-2026'])('and the coordinators have it on their list, under %s', async (id) => {
    await start(id);
    const cookies = [await site.coordinatorSignedIn('Robin Hale')];
    const list = text((await site.visit({ path: '/councils', cookies })).body);
    expect(list).toContain('What councils asked to be spared of');
    expect(list).toContain('[to /councils/E10000014] Hampshire');
    expect(list).toContain('No children who need step-free access');
  });
});
