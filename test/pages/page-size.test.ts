/** Every page that can grow, at its worst that is likely: no answer is larger than a slow line carries in a moment. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { aChild, SOCIAL_WORKER } from '../builders.ts';
import { answeredWhole } from './answered-whole.ts';
import { asItStands } from './forms.ts';
import { type Seen, Site, type Visit } from './site.ts';

const KENT = 'E10000016';
const MOST_BYTES = 50_000;
const EVENTS = 300;
const CHILDREN = 20;
const DRAFTS = 300;

const words = (count: number) => 'Speaks softly, eats everything. '.repeat(40).slice(0, count);
const coordinator: Actor = { kind: 'coordinator', name: 'Robin Hale' };

const group = Array.from({ length: CHILDREN }, (_, index) =>
  aChild({ number: index + 1, needs: ['trained-carers', 'medical-care'], turns18Month: '2028-05' }),
);
const particulars = group.map(({ number }) => ({
  number,
  name: `Synthetic Child the ${number}th of a large group`,
  dateOfBirth: '2010-05-14',
  nationality: 'ERI',
  homeOfficeReference: `H${number}234567`,
  portReference: `PORT/2026/${number}234567`,
  languages: 'Tigrinya, some Arabic',
  arrivedWhere: 'Dover, Western Docks',
  faithAndCulture: words(300),
  health: words(300),
  disability: words(300),
  education: words(300),
  wishes: words(300),
  socialWorker: 'Synthetic Worker, 01632 960 001',
  entryContact: 'Duty desk, 01632 960 002',
}));

const LEEDS = 'E08000035';
const FULL = '22222222-2222-4222-8222-222222222222';
const SENT = '33333333-3333-4333-8333-333333333333';

/** Answers of a large group to the questions of the form, with what officers write. */
function largeForm(): Record<string, string[]> {
  const children = group.flatMap(({ number }) =>
    Object.entries({
      name: `Synthetic Child the ${number}th of a large group`,
      'born-day': '28',
      'born-month': '1',
      'born-year': '2010',
      sex: 'male',
      assessment: 'not-required',
      placement: 'foster-care',
      another: number < CHILDREN ? 'yes' : 'no',
    }).map(([name, value]) => [`child${number}-${name}`, [value]] as const),
  );
  const on = (name: string, day: string) =>
    [
      [`${name}-day`, [day]],
      [`${name}-month`, ['11']],
      [`${name}-year`, ['2026']],
    ] as const;
  return Object.fromEntries([
    ...children,
    ...on('referredOn', '23'),
    ...on('asylumClaimOn', '12'),
    ...on('proposedMoveOn', '30'),
    ['definition', ['under18AtClaim', 'claimsInOwnRight', 'separatedFromParents', 'noResponsibleAdult']],
    ['inCare', ['yes']],
    ['family', ['none']],
    ['links', ['yes']],
    ['link1-council', ['E10000014']],
    ['link1-another', ['no']],
    ['avoid', ['no']],
    ['wishes', ['yes']],
  ]);
}

let site: Site;
let pages: Readonly<Record<string, Visit>>;
beforeAll(async () => {
  site = await Site.seeded();
  const cookie = await site.signedIn(KENT);
  const coordinating = await site.coordinatorSignedIn();
  const cookies = [cookie];

  // A long case, on hold again and again, and then allocated: 212 verdicts.
  const held = await site.referred({ familyInUk: 'may-care', children: group });
  for (let number = held.version; number < EVENTS; number += 1)
    await site.tell(held.id, { kind: 'keep-hold', note: `${number}: ${words(150)}` }, coordinator);
  const releasing = await site.tell(held.id, { kind: 'release-hold', note: words(150) }, coordinator);
  const long = await site.allocated(releasing.id);
  const offered = await site.referred({ children: group.slice(0, 2), familyInUk: 'none' });

  // A placement of a large group, with all that is sealed.
  const asked = await site.referred({ familyInUk: 'may-care', children: group });
  await site.tell(
    asked.id,
    { kind: 'place-directly', council: LEEDS, reason: 'family-link', note: 'Aunt.', overCapacity: true },
    coordinator,
  );
  const placed = await site.tell(
    asked.id,
    { kind: 'arrange-transfer', moveOn: '2026-11-30', socialWorker: SOCIAL_WORKER },
    { kind: 'council', code: LEEDS, name: 'Sam Okafor' },
  );
  for (const { referralId } of [placed, long]) {
    await site.sealed.sealFirst(referralId, KENT, particulars);
    for (let number = 1; number <= 20; number += 1) {
      const copy = crypto.randomUUID();
      await site.documents.put(referralId, copy, Buffer.from('%PDF-1.7'));
      await site.sealed.addDocument(
        referralId,
        KENT,
        {
          id: crypto.randomUUID(),
          copy,
          name: `${number} ${words(74)}.docx`,
          type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' as never,
          size: 1_400_000,
          addedAt: site.clock.now(),
          council: KENT,
        },
        20,
        Number.MAX_SAFE_INTEGER,
      );
    }
  }
  await site.sealed.sealSocialWorker(placed.referralId, SOCIAL_WORKER, LEEDS, {
    name: 'Synthetic Worker',
    phone: '01632 960 001',
    email: 'worker@leeds.example',
  });

  for (const { code } of publishedCouncils())
    for (const hash of ['a', 'b'])
      await site.apiKeys.replaceKey(code, `${code}${hash}`, {
        at: site.clock.now(),
        by: 'Robin Hale',
        oldUntil: '2026-11-30T09:00:00.000Z',
      });
  for (let number = 0; number < 200; number += 1)
    await site.signIns.open(`council:${KENT}`, crypto.randomUUID(), Number.MAX_SAFE_INTEGER, {
      openedAt: site.clock.now(),
      contact: 'duty-desk',
    } as never);

  const answers = answeredWhole(KENT, '2026-11-23', largeForm());
  const draft = { council: KENT, version: 1, at: site.clock.now() } as const;
  await site.drafts.save({ ...draft, state: 'open', id: FULL, form: answers });
  await site.drafts.save({ ...draft, state: 'sent', id: SENT, form: answers });
  for (let number = 0; number < DRAFTS; number += 1)
    await site.drafts.save({ ...draft, state: 'open', id: crypto.randomUUID(), form: {} });

  const asking = (await site.visit({ path: `/sealed/${placed.id}`, cookies })).body;
  const opening = { ...asItStands(asking.slice(asking.indexOf('<main'))), confirm: 'yes' };
  pages = {
    'a long case, to a coordinator': { path: await site.caseLink(long), cookies: [coordinating] },
    'a long case and its councils': { path: await site.caseLink(long), cookies: [coordinating] },
    'a long case, to its entry authority': { path: await site.entryLink(long) },
    'an offer of a group': { path: await site.offerLink(offered) },
    'a placement': { path: await site.transferLink(placed) },
    'the sealed details of a group': {
      method: 'POST',
      path: `/sealed/${placed.id}`,
      form: opening,
      cookies,
    },
    'documents with the sealed details': {
      method: 'POST',
      path: `/sealed/${placed.id}`,
      form: opening,
      cookies,
    },
    documents: { path: `/documents/${long.id}`, cookies },
    'keys of councils': { path: '/keys', cookies: [coordinating] },
    drafts: { path: '/refer', cookies },
    'the answers of a group, to check': { path: `/refer/${FULL}/check`, cookies },
    'the record of a group': { path: `/refer/${SENT}/record`, cookies },
    sessions: { path: '/sessions', cookies },
    'a question with every council': { path: `/refer/${FULL}/link1`, cookies },
    'the page to sign in': { path: '/sign-in' },
  };
}, 120_000);

/** The ways from a page to the others of its lists. */
const waysFrom = (first: Visit, { body }: Seen): readonly Visit[] => [
  ...[...body.matchAll(/govuk-pagination__link" href="([^"]+)"/g)].map(([, href = '']): Visit => {
    const { searchParams } = new URL(href.replaceAll('&amp;', '&'), 'https://pages.test');
    return { ...first, query: Object.fromEntries(searchParams) };
  }),
  ...[...body.matchAll(/<form\b[^>]*>(?:(?!<\/form>)[\s\S])*name="page"[\s\S]*?<\/form>/g)].map(
    ([form]): Visit => ({ ...first, form: asItStands(form) }),
  ),
];

/** A page and the others of its lists, each list by itself: where one is turned over, the rest stays on its first page. */
async function withOthers(first: Visit): Promise<readonly Seen[]> {
  const seen = new Map<string, Seen>();
  const waiting: Visit[] = [first];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const turned = Object.entries(next.query ?? {}).filter(([, number]) => number !== '1');
    const key = JSON.stringify([turned, next.form?.page]);
    if (turned.length > 1 || seen.has(key)) continue;
    const page = await site.visit(next);
    seen.set(key, page);
    waiting.push(...waysFrom(first, page));
  }
  return [...seen.values()];
}

const heading = (body: string): string => /<h1[^>]*>([^<]*)/.exec(body)?.[1]?.trim() ?? '';
const count = (bodies: readonly string[], pattern: RegExp): number =>
  new Set(bodies.flatMap((body) => [...body.matchAll(pattern)].map(([, found]) => found))).size;

describe.each([
  // What it is, its title, and what all its pages together have to hold: nothing is cut off to be small.
  ['a long case, to a coordinator', 'Referral by Kent', /<p[^>]*>Note: (\d+): Speaks/g, EVENTS - 2],
  ['a long case and its councils', 'Referral by Kent', /<strong>([^<]+)<\/strong>: /g, 212],
  ['a long case, to its entry authority', 'Your referral', /(20 children)/g, 1],
  ['an offer of a group', 'Can you take 2 children?', /(2 children)/g, 1],
  ['a placement', 'The children’s move to you', /(Child 20)/g, 1],
  ['the sealed details of a group', 'Sealed details', /Synthetic Child the (\d+)th/g, CHILDREN],
  ['documents', 'Documents', /name="document" value="([^"]+)"/g, 20],
  ['documents with the sealed details', 'Sealed details', /name="document" value="([^"]+)"/g, 20],
  ['keys of councils', 'Keys of councils’ systems', /href="\/keys\/(\w+)"/g, 212],
  ['drafts', 'Refer a child', /href="\/refer\/([\w-]{36})\/tasks"/g, DRAFTS + 1],
  ['the answers of a group, to check', /^Check the answers/, /Synthetic Child the (\d+)th/g, CHILDREN],
  ['the record of a group', 'Record of a referral', /Synthetic Child the (\d+)th/g, CHILDREN],
  ['sessions', 'Who is signed in', /value="([\w-]{16})"/g, 29],
  ['a question with every council', 'Where is the link?', /<option value="(\w+)"/g, 212],
  // The coordinators sign in there, and readers of the figures.
  ['the page to sign in', 'Sign in', /<option value="(\w+)"/g, 214],
] as const)('%s', (name, title, pattern, whole) => {
  test('is at most 50 KB, on every page of its lists, and they hold it whole', async () => {
    const visit = pages[name];
    if (visit === undefined) throw new Error(`There is no page for ${name}.`);
    const all = await withOthers(visit);
    for (const { status, bytes, body } of all) {
      expect(status).toBe(200);
      expect(heading(body)).toMatch(title);
      expect(bytes.length).toBeLessThanOrEqual(MOST_BYTES);
    }
    expect(
      count(
        all.map(({ body }) => body),
        pattern,
      ),
    ).toBe(whole);
  });
});

test('each page of a large group’s sealed details that is opened is recorded, and shows its children and no others', async () => {
  const visit = pages['the sealed details of a group'];
  if (visit?.form === undefined) throw new Error('There is no such page.');
  const caseId = visit.path.split('/').at(-1) ?? '';
  const openings = async () =>
    (await site.cases.trail(caseId)).filter(({ type }) => type === 'sealed-details-opened.v1').length;
  const before = await openings();
  for (const [asked, shown] of [
    ['2', [6, 7, 8, 9, 10]],
    ['4', [16, 17, 18, 19, 20]],
    // What names no page is answered with the first.
    ['5', [1, 2, 3, 4, 5]],
    ['<script>', [1, 2, 3, 4, 5]],
  ] as const) {
    const { body } = await site.visit({ ...visit, form: { ...visit.form, page: asked } });
    expect([...body.matchAll(/<h2[^>]*>Child (\d+)</g)].map(([, number]) => Number(number))).toEqual(shown);
    expect(body).toContain(`Children ${shown[0]} to ${shown[4]} of ${CHILDREN} are on this page.`);
  }
  expect(await openings()).toBe(before + 4);
});

test('who refers a large group comes past every answer before the form that sends it', async () => {
  const visit = pages['the answers of a group, to check'];
  if (visit === undefined) throw new Error('There is no such page.');
  const all = await withOthers(visit);
  const asking = all.filter(({ body }) => body.includes('name="confirm"'));
  expect(all.length).toBeGreaterThan(4);
  expect(asking).toHaveLength(1);
  expect(asking[0]?.body).toMatch(/to (\d+) of \1</);
  // Not ticked, it is asked for again, with what is wrong.
  const sent = await site.visit({
    ...visit,
    method: 'POST',
    query: { page: String(all.length) },
    form: asItStands((asking[0]?.body ?? '').slice(asking[0]?.body.indexOf('<main'))),
  });
  expect(sent.status).toBe(422);
  expect(sent.body).toContain('There is a problem');
  expect(sent.body).toContain('name="confirm"');
});
