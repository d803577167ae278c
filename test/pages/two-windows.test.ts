/** One draft in two windows: what is typed of a brother or sister is never dropped unseen, and nothing is copied that was not shown. */
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { walk } from '../../functions/pages/forms/walk.ts';
import { nextReferStep } from '../../functions/pages/refer/refer-steps.ts';
import { referralOf } from '../../functions/pages/refer/referral-of.ts';
import { answeredWhole } from './answered-whole.ts';
import { TODAY } from './any-referral.ts';
import { asOffered, formsIn, offeredBy } from './forms.ts';
import { Site, type Visit } from './site.ts';

const KENT = 'E10000016';
const countries: Readonly<Record<string, string>> = { ERI: 'Eritrea', SDN: 'Sudan', AFG: 'Afghanistan' };

type Form = NonNullable<Visit['form']>;
let site: Site;
let cookie: string;
let whole: Readonly<Record<string, readonly string[]>>;
beforeEach(async () => {
  site = await Site.seeded();
  cookie = await site.signedIn(KENT);
  whole = answeredWhole(KENT, TODAY, {
    'proposedMoveOn-day': ['30'],
    'link1-another': ['no'],
    'avoid1-another': ['no'],
    'child1-nationality': ['ERI'],
    'child1-language1': ['tir'],
    'child2-same': [],
    'child2-nationality': ['AFG'],
    ...Object.fromEntries(
      [1, 2].flatMap((number) => [
        [`child${number}-another`, [number < 2 ? 'yes' : 'no']],
        [`child${number}-born-day`, ['14']],
        [`child${number}-born-month`, ['5']],
        [`child${number}-born-year`, ['2010']],
      ]),
    ),
  });
});

async function aDraft(id: string = crypto.randomUUID()) {
  await site.drafts.save({
    id,
    council: KENT,
    version: 1,
    form: whole,
    state: 'open',
    at: site.clock.now(),
  });
  const path = (page: string) => `/refer/${id}/${page}`;
  const kept = async () => (await site.drafts.read(KENT, id))?.form ?? {};
  return {
    id,
    kept,
    look: (page: string) => site.visit({ path: path(page), cookies: [cookie] }),
    next: async () =>
      (await site.visit({ path: `/refer/${id}`, cookies: [cookie] })).headers.location?.split('/').at(-1),
    /** Sends a page as a window has it open, with something typed or ticked on it. */
    send: (page: string, open: string, form: Form) =>
      site.visit({
        method: 'POST',
        path: path(page),
        form: Object.assign({}, ...formsIn(open).map(({ fields }) => fields), asOffered(open, form)),
        cookies: [cookie],
      }),
  };
}

/** What is shown beside a tick. */
const beside = (html: string, tick: string): string => {
  const [, after = ''] = html.split(`value="${tick}"`);
  return /__hint[^>]*>\s*([\s\S]*?)\s*<\/div>/.exec(after)?.[1] ?? '';
};

test('of a brother or sister stands what was typed last, or what was shown beside a tick, or the form asks', async () => {
  const act = fc.oneof(
    fc.record({ page: fc.constant('child1-background'), says: fc.constantFrom('ERI', 'SDN') }),
    fc.record({ page: fc.constant('child2-background'), says: fc.constantFrom('SDN', 'AFG') }),
    fc.record({ page: fc.constant('child2-who'), says: fc.constantFrom('nationality', '') }),
  );
  const step = fc.record({ window: fc.constantFrom(0, 1), reopens: fc.boolean(), act });
  let [copied, asked] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      const draft = await aDraft();
      const open = new Map<string, string>();
      const shown = new Map<string, string>();
      for (const page of ['child1-background', 'child2-background', 'child2-who'])
        for (const window of [0, 1]) open.set(`${window} ${page}`, (await draft.look(page)).body);
      for (const {
        window,
        reopens,
        act: { page, says },
      } of steps) {
        const place = `${window} ${page}`;
        const seen = reopens ? await draft.look(page) : undefined;
        if (seen?.status === 200 || seen?.status === 422) open.set(place, seen.body);
        const html = open.get(place) ?? '';
        for (const tick of offeredBy(html, 'child2-same', 'checkbox')) shown.set(tick, beside(html, tick));
        // A page that another window has left without its question has nothing to type it in.
        if (page === 'child2-background' && !html.includes('name="child2-nationality"')) continue;
        const form: Form =
          page === 'child2-who'
            ? { 'child2-same': says === '' ? [] : [says] }
            : { [`${page.slice(0, 6)}-nationality`]: says };
        const { status, body } = await draft.send(page, html, form);
        if (status !== 303) open.set(place, body);
        const kept = await draft.kept();
        if (page === 'child2-background') expect(kept['child2-nationality']).toEqual([says]);
        const walked = walk(nextReferStep(KENT, TODAY), new Map(Object.entries(kept)));
        if (walked.kind !== 'done') {
          asked += 1;
          expect(walked.step.name).toBe('child2-who');
          continue;
        }
        const { particulars } = referralOf(walked.answered, KENT, TODAY);
        const stands = particulars.find(({ number }) => number === 2)?.nationality ?? '';
        const [own = ''] = kept['child2-nationality'] ?? [];
        const tick = (kept['child2-same'] ?? []).find((one) => one.startsWith('nationality:'));
        if (tick === undefined) expect(stands).toBe(own);
        else {
          copied += 1;
          expect(shown.get(tick)).toContain(`Nationality: ${countries[stands]}`);
          expect(shown.get(tick)).toContain(`what child 2 has: Nationality: ${countries[own]}`);
        }
      }
    }),
    { numRuns: 25 },
  );
  expect([copied > 0, asked > 0]).toEqual([true, true]);
});

test('what one window types of a brother or sister is kept though another has said that it is the same, and it is asked which holds', async () => {
  for (const matter of ['language', 'supporters'] as const) {
    const draft = await aDraft();
    const page = matter === 'language' ? 'child2-background' : 'child2-supporters';
    const open = (await draft.look(page)).body;
    await draft.send('child2-who', (await draft.look('child2-who')).body, { 'child2-same': [matter] });
    expect(await draft.next()).toBe('check');
    const typed: Form = {
      language: { 'child2-languages': 'Own words', 'child2-nationality': 'SDN' },
      supporters: { 'child2-solicitor': 'Own words' },
    }[matter];
    expect((await draft.send(page, open, typed)).status).toBe(303);
    expect(await draft.kept()).toMatchObject(
      Object.fromEntries(Object.entries(typed).map(([field, said]) => [field, [said]])),
    );
    expect(await draft.next()).toBe('child2-who');
    const { status, body } = await draft.look('child2-who');
    expect([status, body.includes('select again what is the same')]).toEqual([422, true]);
    expect(body).toMatch(/It takes the place of what child 2 has: [^<]*Own words/);
    expect(body).not.toMatch(new RegExp(`value="${matter}:[0-9a-f]{8}"[^>]*checked`));
    await draft.send('child2-who', body, { 'child2-same': [] });
    expect(await draft.next()).toBe('check');
    expect((await draft.look('check')).body).not.toContain('(as for child 1)');
  }
});

test('a tick that was offered beside other words than hold now is not taken, and one that is not offered at all is refused', async () => {
  const draft = await aDraft();
  const open = (await draft.look('child2-who')).body;
  await draft.send('child1-background', (await draft.look('child1-background')).body, {
    'child1-nationality': 'SDN',
  });
  const late = await draft.send('child2-who', open, { 'child2-same': ['nationality'] });
  expect(late.status).toBe(422);
  expect(late.body).toContain('What you selected here says something else now');
  expect(late.body).toContain('Nationality: Sudan');
  const other = await draft.send('child2-who', open, { 'child2-same': ['needs:00000000'] });
  expect([other.status, other.body.includes('Select what is the same from the list')]).toEqual([422, true]);
  expect((await draft.kept())['child2-same']).toEqual([]);
});

test('a window that did not ask of a matter changes nothing of it: neither what another typed there, nor that it is still to be asked', async () => {
  const draft = await aDraft();
  const page = 'child2-background';
  const faith = 'child2-faithGroup';
  const same = async (form: Form) => draft.send('child2-who', (await draft.look('child2-who')).body, form);
  await same({ 'child2-same': ['faith'] });
  const old = (await draft.look(page)).body;
  expect(old).not.toContain(`name="${faith}"`);
  await same({ 'child2-same': [] });
  const now = (await draft.look(page)).body;
  const [said = ''] = offeredBy(now, faith);
  await draft.send(page, now, { [faith]: said });
  await draft.send(page, old, { 'child2-nationality': 'SDN' });
  expect(await draft.kept()).toMatchObject({ [faith]: [said], 'child2-nationality': ['SDN'] });
  // And where nobody has said anything of it, the form goes on asking.
  const other = await aDraft();
  const { [faith]: _, ...rest } = await other.kept();
  await site.drafts.save({
    id: other.id,
    council: KENT,
    version: 2,
    form: rest,
    state: 'open',
    at: site.clock.now(),
  });
  await other.send(page, old, { 'child2-nationality': 'SDN' });
  expect(await other.kept()).not.toHaveProperty(faith);
  expect(await other.next()).toBe(page);
});

test('what is typed on a page that is asked with others by now, or is shut meanwhile, is kept', async () => {
  const draft = await aDraft();
  const session = formsIn((await draft.look('safety')).body)
    .map(({ html }) => html)
    .join();
  const old = await draft.send('child1-sex', session, {
    asks: 'child1-sex',
    'child1-sex': 'female',
    'child1-name': 'Not of this page',
  });
  expect([old.status, (await draft.kept())['child1-sex']]).toEqual([303, ['female']]);
  expect((await draft.kept())['child1-name']).toEqual(whole['child1-name']);
  const open = (await draft.look('people')).body;
  // Another window makes an earlier answer impossible: what comes after it is shut until that is mended.
  await draft.send('child1-needed', (await draft.look('child1-needed')).body, {
    'child1-placement': 'supported-accommodation',
  });
  await draft.send('child1-who', (await draft.look('child1-who')).body, { 'child1-born-year': '2012' });
  expect((await draft.look('people')).headers.location).toContain('/child1-needed');
  await draft.send('people', open, { entryContact: 'Typed meanwhile' });
  expect((await draft.kept()).entryContact).toEqual(['Typed meanwhile']);
});
