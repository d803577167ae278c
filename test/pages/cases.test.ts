/** The list of all cases, for coordinators: by whom, by where they stand, by when they came, by a reference that is kept nowhere. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  CASES_A_PAGE,
  LOOKED_THROUGH,
  lookForCases,
  type SoughtCases,
  typedDay,
} from '../../functions/pages/home/sought-cases.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { type Case, caseStatuses } from '../../shared/core/case/case.ts';
import { fingerprintsUnder } from '../../shared/core/referral/fingerprints.ts';
import { MemoryCaseStore } from '../../shared/memory/memory-case-store.ts';
import { MemoryCouncilStore } from '../../shared/memory/memory-council-store.ts';
import { aPlacement, aReferral } from '../builders.ts';
import { opening } from '../contract/fleet.ts';
import { runs } from '../how-much.ts';
import { sessionOf } from './forms.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const ESSEX = 'E10000012';
const HAMPSHIRE = 'E10000014';

let site: Site;
let cookie: string;
beforeEach(async () => {
  site = await Site.seeded();
  cookie = await site.coordinatorSignedIn();
});

const open = (query: Readonly<Record<string, string>> = {}) =>
  site.visit({ path: '/cases', query, cookies: [cookie] });
/** The form that chooses which cases are listed, sent with what is typed and chosen: what its answer leads to, or says. */
const choose = async (typed: Readonly<Record<string, string>>) => {
  const form = { session: sessionOf((await open()).body), ...typed };
  const answered = await site.visit({ method: 'POST', path: '/cases', cookies: [cookie], form });
  const { location } = answered.headers;
  return location === undefined
    ? answered
    : open(Object.fromEntries(new URL(location, 'https://pages.test').searchParams));
};
const text = (html: string): string =>
  html
    .replace(/^[\s\S]*<main/, '<main')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
/** The references of the list, in order. */
const listed = (html: string): readonly string[] =>
  [...html.matchAll(/<a class="govuk-link" href="\/cases\/[^"]+">(NTS-\w{4}-\w{4}):/g)].map(
    ([, reference = '']) => reference,
  );
const store = async (index: number, overrides: Partial<Case>): Promise<string> => {
  const change = opening(index, overrides);
  await site.cases.commit(change);
  return change.case.id;
};
const from = (entryAuthority: string) => ({ facts: aReferral({ entryAuthority }) });
const on = (day: string) => ({ openedAt: `${day}T09:00:00.000Z` });
const over = { status: 'withdrawn', needs: undefined, nextDueAt: undefined } as unknown as Partial<Case>;

describe('the list of all cases', () => {
  test('has open and closed ones, the latest referral first, and says what tells each apart', async () => {
    const early = await store(1, { ...over, ...on('2026-03-02') });
    const { id } = await site.referred();
    const { body, status } = await open();
    expect(status).toBe(200);
    expect(listed(body)).toEqual([id, early]);
    const words = text(body);
    expect(words).toContain(`${id}: 1 child from Kent, foster care`);
    expect(words).toMatch(/Referred today\. .* Last: .+, at .*23 November 2026\./);
    const home = await site.visit({ path: '/home', cookies: [cookie] });
    expect(home.body).toContain('href="/cases"');
  });

  test('is chosen by who referred, by who said yes, by where cases stand, by day and by policy, and by several of them', async () => {
    const placement = aPlacement({ council: HAMPSHIRE });
    const kents = await store(1, { ...from(KENT), ...on('2026-11-20'), status: 'accepted', placement });
    const ended = await store(2, { ...from(KENT), ...over, ...on('2026-03-02'), policy: 'nts-2026' });
    const essexs = await store(3, { ...from(ESSEX), ...on('2026-11-21'), status: 'accepted', placement });
    const held = await store(4, { ...from(ESSEX), ...on('2026-11-22'), status: 'held' });
    const found = async (query: Readonly<Record<string, string>>) => listed((await open(query)).body);
    expect(await found({ council: KENT })).toEqual([kents, ended]);
    expect(await found({ council: HAMPSHIRE })).toEqual([]);
    expect(await found({ council: HAMPSHIRE, as: 'receiving' })).toEqual([essexs, kents]);
    expect(await found({ status: 'held' })).toEqual([held]);
    expect(await found({ status: 'withdrawn' })).toEqual([ended]);
    expect(await found({ status: 'accepted', council: ESSEX })).toEqual([essexs]);
    expect(await found({ status: 'accepted', council: HAMPSHIRE, as: 'receiving' })).toEqual([essexs, kents]);
    expect(await found({ policy: 'nts-2026' })).toEqual([ended]);
    expect(await found({ from: '20 11 2026', to: '2026-11-21' })).toEqual([essexs, kents]);
    expect(await found({ council: KENT, from: '3 3 2026' })).toEqual([kents]);
    // What means nothing chooses nothing.
    expect(await found({ status: 'lost', policy: '../', upto: 'x' })).toHaveLength(4);
  });

  test('takes the name of a council, or as much of it as no other has, and says which several it may be', async () => {
    const id = await store(1, from(KENT));
    const other = await store(2, from(ESSEX));
    expect(listed((await choose({ council: 'esse' })).body)).toEqual([other]);
    for (const council of ['Kent', 'KENT']) expect(listed((await choose({ council })).body)).toEqual([id]);
    const several = await choose({ council: 'east' });
    expect(several.status).toBe(422);
    expect(text(several.body)).toMatch(/Enter more of the name: it may be .*East.* or /);
    expect(text((await choose({ council: 'Nowhere' })).body)).toContain('No council has this in its name');
  });

  test('says what is wrong with a day, and lists as if it had not been typed', async () => {
    const id = await store(1, on('2026-11-20'));
    const { body, status } = await choose({ from: '31 2 2026' });
    expect(status).toBe(422);
    expect(body).toContain('<title>Error: Cases');
    expect(body).toContain('href="#from"');
    expect(body).toContain('value="31 2 2026"');
    expect(listed(body)).toEqual([id]);
  });

  test('says that a span of days ends before it begins, and lists as if its end had not been typed', async () => {
    const [id] = [await store(1, on('2026-11-20')), await store(2, on('2026-11-18'))];
    const { body, status } = await choose({ from: '19 11 2026', to: '18 11 2026' });
    expect(status).toBe(422);
    expect(body).toContain('href="#to"');
    expect(body).toContain('value="18 11 2026"');
    expect(text(body)).toContain('“Referred up to” must be the same day as “Referred from”, or a later one');
    expect(listed(body)).toEqual([id]);
    expect((await choose({ from: '19 11 2026', to: '19 11 2026' })).status).toBe(200);
  });

  test('has an address of codes and days alone, whatever was typed, and shows nothing of one that was written by hand', async () => {
    const session = sessionOf((await open()).body);
    const led = async (typed: Readonly<Record<string, string>>) =>
      (await site.visit({ method: 'POST', path: '/cases', cookies: [cookie], form: { session, ...typed } }))
        .headers.location;
    expect(await led({ council: ' kent', as: 'receiving', from: '1/11/2026', status: '' })).toBe(
      `/cases?as=receiving&council=${KENT}&from=2026-11-01`,
    );
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[A-Z][a-z]{3,9}zz$/), async (name) => {
        for (const box of ['council', 'from', 'to', 'status', 'policy'])
          expect(decodeURIComponent((await led({ [box]: name })) ?? '')).not.toContain(name);
        const { body, status } = await open({ council: name, from: name, to: name });
        expect([status, body.includes(name)]).toEqual([200, false]);
      }),
      { numRuns: 5 },
    );
  });

  test('goes on in pages, and each page can be asked for again', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 2 * CASES_A_PAGE + 3; at += 1)
      ids.unshift(await store(at + 1, { ...from(KENT), ...(at % 2 === 0 ? over : {}), ...on('2026-11-20') }));
    for (const query of [{ council: KENT }, {}]) {
      const seen: string[] = [];
      let body = (await open(query)).body;
      for (;;) {
        seen.push(...listed(body));
        const [, next] = /<a class="govuk-link" href="(\/cases\?[^"]+)">Earlier cases/.exec(body) ?? [];
        if (next === undefined) break;
        const { searchParams } = new URL(next.replaceAll('&amp;', '&'), 'http://pages.test');
        body = (await open(Object.fromEntries(searchParams))).body;
        expect(body).toContain('Back to the latest');
      }
      expect(seen).toEqual(ids.toSorted().toReversed());
    }
  });
});

describe('what is looked for', () => {
  test('is found whole and once, in whatever pages, with two questions for each at most', async () => {
    const anyCase = fc.record({
      status: fc.constantFrom('offered', 'accepted', 'transferred', 'withdrawn' as const),
      entry: fc.constantFrom(KENT, ESSEX),
      taken: fc.option(fc.constantFrom(HAMPSHIRE, ESSEX), { nil: undefined }),
      day: fc.integer({ min: 10, max: 13 }),
      policy: fc.constantFrom('nts-2025', 'nts-2026'),
    });
    const anySearch: fc.Arbitrary<SoughtCases> = fc.record(
      {
        as: fc.constantFrom('entry', 'receiving'),
        council: fc.constantFrom(KENT, ESSEX, HAMPSHIRE),
        status: fc.constantFrom(...caseStatuses.filter((one) => /offered|accepted|withdrawn/.test(one))),
        policy: fc.constantFrom('nts-2025', 'nts-2026'),
        from: fc.constantFrom('2026-11-11', '2026-11-12'),
        to: fc.constantFrom('2026-11-11', '2026-11-12'),
      },
      { requiredKeys: ['as'] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCase, { maxLength: 90 }),
        anySearch,
        fc.constantFrom(7, LOOKED_THROUGH),
        async (all, sought, most) => {
          const cases = new MemoryCaseStore(new MemoryCouncilStore());
          for (const [at, { status, entry, taken, day, policy }] of all.entries())
            await cases.commit(
              opening(at + 1, {
                ...from(entry),
                ...on(`2026-11-${day}`),
                status,
                policy,
                ...(taken === undefined ? {} : { placement: aPlacement({ council: taken }) }),
              }),
            );
          let questions = 0;
          const listedIn: typeof cases.listedIn = (list, span) => {
            questions += 1;
            // As if there were many more lines than are looked at for one page.
            return cases.listedIn(list, { ...span, most: Math.min(span.most, most + 20) });
          };
          const found: string[] = [];
          let upTo: string | undefined;
          do {
            questions = 0;
            const part = await lookForCases({ listedIn }, { ...sought, ...(upTo ? { upTo } : {}) });
            expect(questions).toBeLessThanOrEqual(2);
            expect(part.ids.length).toBeLessThanOrEqual(CASES_A_PAGE);
            found.push(...part.ids);
            upTo = part.next;
          } while (upTo !== undefined);
          const { as, council, status, policy, from: first = '', to = '9' } = sought;
          const fits = Object.values(cases.snapshot().cases).filter(
            (one) =>
              (status === undefined || one.status === status) &&
              (policy === undefined || one.policy === policy) &&
              (council === undefined ||
                (as === 'entry' ? one.facts.entryAuthority : one.placement?.council) === council) &&
              first <= londonDate(one.openedAt) &&
              londonDate(one.openedAt) <= to,
          );
          expect(found).toEqual(
            fits
              .toSorted((a, b) => (`${a.openedAt}#${a.id}` < `${b.openedAt}#${b.id}` ? 1 : -1))
              .map(({ id }) => id),
          );
        },
      ),
      { numRuns: runs(40) },
    );
  });

  test.each([
    ['1 11 2026', '2026-11-01'],
    ['01/11/2026', '2026-11-01'],
    ['2026-11-01', '2026-11-01'],
    ['31 2 2026', undefined],
    ['2026-13-01', undefined],
    ['tomorrow', undefined],
    ['', undefined],
  ])('a day typed as “%s” is %s', (typed, day) => {
    expect(typedDay(typed)).toBe(day);
  });
});

describe('a reference of the Home Office', () => {
  const HOME_OFFICE = 'H1234567/8';
  const post = async (identity: string) => {
    const session = sessionOf((await open()).body);
    return site.visit({ method: 'POST', path: '/cases', cookies: [cookie], form: { session, identity } });
  };
  const holding = async (index: number, overrides: Partial<Case> = {}) => {
    const fingerprints = fingerprintsUnder(await site.fingerprintKey.all(), [
      { number: 1, homeOfficeReference: HOME_OFFICE },
    ]);
    const [fingerprint = ''] = fingerprints.flatMap(({ references }) => references);
    const seen = (await site.cases.holders([fingerprint])).get(fingerprint);
    const change = opening(index, { fingerprints, ...overrides });
    const claims = [{ fingerprint, ...(seen === undefined ? {} : { seen, beside: seen }) }];
    expect(await site.cases.commit({ ...change, claims })).toEqual({ kind: 'committed' });
    return change.case.id;
  };

  test('leads to its case, also one that is over, however it is typed, and stands in no address', async () => {
    const id = await holding(1, over);
    for (const typed of [HOME_OFFICE, ' h1234567 8 ']) {
      const { status, headers } = await post(typed);
      expect([status, headers.location]).toEqual([303, `/case/${id}`]);
    }
    expect(JSON.stringify([site.log, site.cases.snapshot()])).not.toMatch(/H1234567/i);
  });

  test('of several leads to a list of them, and of none says so', async () => {
    const both = [await holding(1, over), await holding(2)];
    const { headers } = await post(HOME_OFFICE);
    expect(headers.location).toBe(`/cases?named=${both.join('.')}`);
    const { body } = await open({ named: both.join('.') });
    expect(listed(body)).toEqual(both);
    const none = await post('H7654321/0');
    expect(none.headers.location).toBe('/cases?named=');
    expect(text((await open({ named: '' })).body)).toContain('We found no case with this reference');
    expect((await post('')).headers.location).toBe('/cases');
  });

  test('that too many may have says so, and is looked for nowhere', async () => {
    for (const typed of ['DOVER-20261128', 'AB12', 'not known 123456']) {
      const { status, headers, body } = await post(typed);
      const { body: shown } =
        status === 303 ? await site.visit({ path: headers.location ?? '', cookies: [cookie] }) : { body };
      expect(text(shown), typed).toContain('We cannot look for this one.');
      expect(shown).not.toContain(typed);
    }
  });
});

describe('/case/ with a reference', () => {
  test('opens for a coordinator however it is written, also where the case is over, or was merged into another', async () => {
    const id = await store(1, over);
    const written = id.toLowerCase().replaceAll('-', '');
    const led = await site.visit({ path: `/case/${written}`, cookies: [cookie] });
    expect([led.status, led.headers.location]).toEqual([303, `/case/${id}`]);
    const { headers } = await site.visit({ path: `/case/${id}`, cookies: [cookie] });
    const { status, body } = await site.visit({ path: headers.location ?? '', cookies: [cookie] });
    expect(status).toBe(200);
    expect(body).toContain(id);
    const merged = { reference: 'NTS-7F3K-2M9Q', council: ESSEX };
    await site.cases.commit({ ...opening(2), merged });
    const found = await site.visit({ path: `/case/${merged.reference}`, cookies: [cookie] });
    expect(found.status).toBe(303);
    expect(await site.visit({ path: '/case/nothing', cookies: [cookie] })).toMatchObject({ status: 404 });
  });
});
