/** Walks infra/access.md: each page as each role, for one's own case and for another's, at every stage, and what the answer must be. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { routes } from '../../functions/pages/routes.ts';
import { regionsOf } from '../../shared/core/case/lists.ts';
import { type LinkPurpose, linkPaths } from '../../shared/runtime/links.ts';
import type { Seen, Visit } from '../pages/site.ts';
import { CANARY, DRAFT, type Lead, type Stage, stageAt, stageNames } from './stages.ts';
import { cookieMadeUp, pagesWaysIn } from './ways-in.ts';

type Person = keyof Stage['cookies'];

const page = readFileSync(path.resolve(import.meta.dirname, '../../infra/access.md'), 'utf8');
const [, pages = ''] = page.split(/^## /m);
const [head = [], , ...rows] = pages
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
const columns = new Map(head.map((name, at) => [name, at]));

interface Row {
  readonly path: string;
  readonly methods: readonly string[];
  readonly cell: (column: string) => string;
}
const table: readonly Row[] = rows.map((cells) => ({
  path: cells[columns.get('Page') ?? 0] ?? '',
  methods: routes.find((route) => route.path === cells[columns.get('Page') ?? 0])?.methods ?? [],
  cell: (column) => cells[columns.get(column) ?? 0] ?? '',
}));

/** Whoever comes: in which column they stand. */
const people: Readonly<Record<Person, string>> = {
  entry: 'Council officer',
  taker: 'Council officer',
  stranger: 'Council officer',
  lead: 'Lead of a region',
  regionalLead: 'Lead of a region',
  farLead: 'Lead of a region',
  coordinator: 'Coordinator',
  finance: 'Finance officer',
  takerFinance: 'Finance officer',
  reader: 'Reader',
};
const everybody = Object.keys(people) as Person[];

const isLead = (person: Person): person is Lead => people[person] === 'Lead of a region';

/** The part that each has in the case at a stage, as the page names it. */
const partsAt = (person: Person, { name, theCase, regions }: Stage): readonly string[] => {
  if (isLead(person)) return regionsOf(theCase).includes(regions[person]) ? ['of a case of the region'] : [];
  if (person === 'entry') return ['entry authority'];
  if (person !== 'taker') return [];
  return name === 'asked' ? ['asked council'] : ['asked council', 'receiving authority'];
};

const counts = new Set(['signIns.countRequest', 'replies.keep']);
const answerOf = ({ status, headers }: Seen): string => `${status} ${headers.location ?? ''}`.trim();

/** Where a page is of which a route says only how its address is made. */
async function addressAt(stage: Stage, route: string, method: string): Promise<Visit> {
  const looks = method === 'POST' && pagesWaysIn[`GET ${route}`] !== undefined ? 'GET' : method;
  const whole = await pagesWaysIn[`${looks} ${route}`]?.own[0]?.visit(stage);
  return { path: whole?.path ?? route, ...(whole?.query === undefined ? {} : { query: whole.query }) };
}

/** As somebody, with the form of their own session where one is sent. */
const comes = (stage: Stage, address: Visit, method: string, person: Person): Visit => ({
  ...address,
  cookies: [stage.cookies[person]],
  ...(method === 'POST'
    ? { method, form: { session: stage.formTokens[person], step: 'confirm', confirm: 'yes' } }
    : { method }),
});

const isLink = ({ path: at }: Row): boolean => at.endsWith('/{token}');

/** What is wrong with an answer to somebody to whom nothing is told and for whom nothing is done. */
async function toldNothing(stage: Stage, visit: Visit, wanted: string): Promise<string[]> {
  stage.watch.taken();
  const seen = await stage.site.visit(visit);
  const said = `${JSON.stringify(seen.headers)}${seen.body}`;
  const done = stage.watch.taken().filter((one) => !counts.has(one));
  return [
    ...(answerOf(seen) === wanted ? [] : [`${answerOf(seen)}, not ${wanted}`]),
    ...(done.length === 0 ? [] : [`did ${done.join()}`]),
    ...(CANARY.test(said) || said.includes(stage.theCase.id) ? ['tells of the case'] : []),
  ];
}

/** Whoever sees money or figures alone. */
const apart: readonly Person[] = ['finance', 'takerFinance', 'reader'];

test('the page has a row for each route, and the columns that are walked', () => {
  expect(table.map((row) => row.path)).toEqual(routes.map((route) => route.path));
  expect(head.filter((name) => name !== '')).toEqual([
    'Page',
    'Takes forms',
    'Nobody',
    ...new Set(Object.values(people)),
  ]);
  for (const row of table)
    expect(row.cell('Takes forms'), row.path).toBe(row.methods.includes('POST') ? 'yes' : '');
});

describe.each(stageNames)('when the case is %s', (name) => {
  test('who is signed in as nothing signs in first, also with a cookie that was changed', async () => {
    const stage = await stageAt(name);
    const wrong: string[] = [];
    for (const row of table.filter(({ cell }) => cell('Nobody') === 'signs in first'))
      for (const method of row.methods) {
        const address = await addressAt(stage, row.path, method);
        const form = method === 'POST' ? { form: { session: stage.formTokens.entry, confirm: 'yes' } } : {};
        for (const visit of [
          { ...address, method, ...form, cookies: [] },
          { ...cookieMadeUp(address.path)(stage), ...address, method, ...form },
        ])
          wrong.push(
            ...(await toldNothing(stage, visit, '303 /sign-in')).map(
              (one) => `${method} ${row.path}: ${one}`,
            ),
          );
      }
    expect(wrong).toEqual([]);
  });

  test('whoever a page is not for comes to their own list, and does nothing', async () => {
    const stage = await stageAt(name);
    const wrong: string[] = [];
    let walked = 0;
    for (const row of table)
      for (const person of everybody.filter((one) => row.cell(people[one]) === 'own list instead'))
        for (const method of row.methods) {
          walked += 1;
          const visit = comes(stage, await addressAt(stage, row.path, method), method, person);
          const told = await toldNothing(stage, visit, '303 /home');
          wrong.push(...told.map((one) => `${method} ${row.path} by ${person}: ${one}`));
        }
    expect(wrong).toEqual([]);
    expect(walked).toBeGreaterThan(30);
  });

  test('a page that is for a role opens to it, and never sends it away', async () => {
    const stage = await stageAt(name);
    const wrong: string[] = [];
    for (const row of table.filter((one) => !isLink(one)))
      for (const person of everybody.filter((one) => row.cell(people[one]) === 'opens')) {
        if (!row.methods.includes('GET')) continue;
        const seen = await stage.site.visit(
          comes(stage, await addressAt(stage, row.path, 'GET'), 'GET', person),
        );
        // Where nothing in a case waits for a coordinator, its sealed details stay shut; a draft is its council's.
        const isShut = row.path === '/sealed/{reference}' && person === 'coordinator' && seen.status === 403;
        const isAnothers = row.path.includes('{draft}') && person !== 'entry' && seen.status === 404;
        const isAway = ['303 /sign-in', '303 /home'].includes(answerOf(seen));
        if (isAway || (seen.status >= 400 && !isShut && !isAnothers))
          wrong.push(`${row.path} by ${person}: ${answerOf(seen)}`);
      }
    expect(wrong).toEqual([]);
  });

  test('a case is there for who has one of the parts, and for any other as a reference that nobody has', async () => {
    const stage = await stageAt(name);
    const { theCase, site, watch } = stage;
    const wrong: string[] = [];
    const NOBODYS = 'NTS-0000-0000';
    const masked = ({ status, headers, body }: Seen): string =>
      JSON.stringify([status, headers.location, body])
        .replaceAll(theCase.id, NOBODYS)
        .replace(/shown=[\w-]+/, '');
    for (const row of table.filter(({ cell }) => cell('Council officer').startsWith('as ')))
      for (const person of everybody.filter((one) => one !== 'coordinator')) {
        const cell = row.cell(people[person]);
        if (cell === 'own list instead') continue;
        for (const method of row.methods) {
          const address = await addressAt(stage, row.path, method);
          const there = comes(stage, address, method, person);
          const notThere = { ...there, path: address.path.replaceAll(theCase.id, NOBODYS) };
          watch.taken();
          const seen = await site.visit(there);
          const done = watch.taken().filter((one) => !counts.has(one));
          const isOpen = masked(seen) !== masked(await site.visit(notThere));
          const may = partsAt(person, stage).some((part) => cell.includes(part));
          // What has gone over to another council is closed to the one before, whose part it is no more.
          if (isOpen && !may) wrong.push(`${method} ${row.path} opens to ${person}`);
          if (!isOpen && may && name === 'accepted' && method === 'GET')
            wrong.push(`${method} ${row.path} is closed to ${person}`);
          if (!may && done.length > 0) wrong.push(`${method} ${row.path} by ${person} did ${done.join()}`);
        }
      }
    expect(wrong).toEqual([]);
  });

  test('whatever opens to who sees money or figures alone tells of no child, no contact and nobody else', async () => {
    const stage = await stageAt(name);
    await stage.site.count();
    const wrong: string[] = [];
    let walked = 0;
    for (const person of apart)
      for (const row of table.filter(
        ({ cell }) => cell('Nobody') === 'signs in first' && cell(people[person]) === 'opens',
      )) {
        if (!row.methods.includes('GET')) continue;
        const address = await addressAt(stage, row.path, 'GET');
        const { body } = await stage.site.visit(comes(stage, address, 'GET', person));
        walked += 1;
        const told = [
          CANARY,
          ...(person === 'reader' ? [stage.theCase.id, stage.another.id] : [stage.another.id]),
          /@/,
          'Sam Okafor',
        ].filter((one) => (typeof one === 'string' ? body.includes(one) : one.test(body)));
        wrong.push(...told.map((one) => `${row.path} tells ${person} ${one}`));
      }
    expect(wrong).toEqual([]);
    expect(walked).toBeGreaterThan(7);
  });

  test('a draft of another council is there for nobody else', async () => {
    const stage = await stageAt(name);
    for (const row of table.filter((one) => one.path.includes('{draft}')))
      for (const method of row.methods) {
        const address = await addressAt(stage, row.path, method);
        const [there, not] = [DRAFT, '22222222-2222-4222-8222-222222222222'].map((draft) =>
          comes(stage, { ...address, path: address.path.replace(DRAFT, draft) }, method, 'stranger'),
        ) as [Visit, Visit];
        const [seen, other] = [await stage.site.visit(there), await stage.site.visit(not)];
        expect([seen.status, seen.body], row.path).toEqual([other.status, other.body]);
      }
  });

  test('a link opens by itself or after signing in, as its row says, and to nobody who is signed in for another desk', async () => {
    const stage = await stageAt(name);
    const wrong: string[] = [];
    for (const row of table.filter(isLink)) {
      const purpose = Object.entries(linkPaths).find(([, at]) => `${at}/{token}` === row.path)?.[0];
      const link = stage.links[purpose as LinkPurpose];
      const byItself = answerOf(await stage.site.visit({ path: link, cookies: [] }));
      const wanted = row.cell('Nobody') === 'signs in first' ? '303 /sign-in' : '200';
      if (byItself !== wanted) wrong.push(`${row.path} by nobody: ${byItself}, not ${wanted}`);
      for (const person of everybody) {
        const cell = row.cell(people[person]);
        const isOwn =
          cell === 'with the link' ||
          (cell.startsWith('of the link’s ') && isOwnLink(purpose, person, stage));
        for (const method of isOwn ? ['GET'] : ['GET', 'POST']) {
          const visit = comes(stage, { path: link }, method, person);
          const told = isOwn ? undefined : await toldNothing(stage, visit, '403');
          if (isOwn && (await stage.site.visit(visit)).status !== 200)
            wrong.push(`${row.path} is closed to ${person}`);
          wrong.push(...(told ?? []).map((one) => `${method} ${row.path} by ${person}: ${one}`));
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test('what the list of a region hands out opens to its lead, to look, while the region has to do with the case', async () => {
    const stage = await stageAt(name);
    const { site, theCase, regions, cookies } = stage;
    const [row] = table.filter(({ path: at }) => at === '/cases/{token}');
    expect(row?.cell('Lead of a region')).toBe('of a case of the region, to look');
    for (const lead of everybody.filter(isLead)) {
      const { id: caseId, version } = theCase;
      const claims = { for: 'coordinator', caseId, version, region: regions[lead] } as const;
      const link = await site.link({ ...claims, seeOnly: true, inSession: true });
      const has = regionsOf(theCase).includes(regions[lead]);
      const opened = await site.visit({ path: link, cookies: [cookies[lead]] });
      expect(opened.body.includes(`Reference ${caseId}`), lead).toBe(has);
      const session = stage.formTokens[lead];
      const form = {
        session,
        action: 'stays',
        stayReason: 'settled',
        stayNote: 'n',
        step: 'confirm',
        confirm: 'yes',
      };
      await site.visit({ method: 'POST', path: link, cookies: [cookies[lead]], form });
      expect((await site.current(caseId)).version, lead).toBe(version);
      for (const other of everybody.filter(
        (one) => regions[one as Lead] !== regions[lead] && one !== 'coordinator',
      ))
        expect(await toldNothing(stage, { path: link, cookies: [cookies[other]] }, '403'), other).toEqual([]);
    }
  });
});

/** Whose council, or region, each link of a stage is for. */
function isOwnLink(purpose: string | undefined, person: Person, { regions }: Stage): boolean {
  if (purpose === 'region') return isLead(person) && regions[person] === regions.regionalLead;
  const ofTaker = ['offer', 'capacity', 'transfer'];
  return ofTaker.includes(purpose ?? '') ? person === 'taker' : person === 'entry';
}
