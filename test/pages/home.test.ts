import { beforeEach, describe, expect, test } from 'vitest';
import { entryModel } from '../../functions/pages/entry/entry-model.ts';
import { routes } from '../../functions/pages/routes.ts';
import { whoActsWords } from '../../functions/pages/words/case-words.ts';
import type { Case } from '../../shared/core/case/case.ts';
import type { CaseLine } from '../../shared/core/case/lists.ts';
import { UnreadableItem } from '../../shared/ports/unreadable-item.ts';
import { authorityName } from '../../shared/words/authority-names.ts';
import { dayWords } from '../../shared/words/times.ts';
import { SOCIAL_WORKER } from '../builders.ts';
import { sessionOf } from './forms.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

/** What a council sees: heading, words and link of each line. */
async function listOf(council: string, cookie?: string) {
  cookie ??= await site.signedIn(council);
  const { body } = await site.visit({ path: '/home', cookies: [cookie] });
  return [...body.matchAll(/<li class="nts-needs__entry">([\s\S]*?)<\/li>/g)].map(([, line = '']) => ({
    action: /<a [^>]*>([^<]+)<\/a>/.exec(line)?.[1],
    href: /href="([^"]+)"/.exec(line)?.[1] ?? '',
    words: line.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '),
  }));
}

const offerOf = (theCase: Case, at: number) => {
  const offer = theCase.offers[at];
  if (offer === undefined) throw new Error(`There is no offer ${at}.`);
  return offer;
};

test('a council sees its offers, back-up requests and places, the most urgent first, each with its deadline and its page', async () => {
  const theCase = await site.referred();
  const primary = offerOf(theCase, 0);
  const cookie = await site.signedIn(primary.council);
  const opened = (path = '', cookies = [cookie]) => site.visit({ path, cookies });
  const [offer, capacity, ...more] = await listOf(primary.council, cookie);
  expect(more).toEqual([]);
  for (const line of [offer, capacity]) expect((await opened(line?.href)).status).toBe(200);
  const lines = [offer, capacity].map((line) => line?.words);
  expect(lines[0]).toContain('Declare your places');
  expect(lines[0]).toContain('Never declared');
  expect(lines[1]).toContain('Answer the offer');
  expect(lines[1]).toContain(`${theCase.id}: 1 child from Kent`);
  expect(lines[1]).toContain('By 5pm on Tuesday 24 November (in 1 day)');

  const other = await site.signedIn(offerOf(theCase, 1).council);
  const backUp = (await listOf(offerOf(theCase, 1).council, other)).at(-1);
  expect(backUp?.action).toBe('Say whether you could take the child if others cannot');
  expect((await opened(backUp?.href, [other])).body).toContain('Could you take a child if others cannot?');
});

test('what nobody can read of one case, sealed or not, takes no line of another from the list, and is named in the log', async () => {
  const [well, sealedDamaged, damaged] = [
    await site.referred(),
    await site.referred(),
    await site.referred(),
  ];
  for (const { referralId } of [well, sealedDamaged])
    await site.sealed.sealFirst(referralId, KENT, [
      { number: 1, ownReference: `KCC ${referralId.slice(-1)}` },
    ]);
  const unreadable = (key: string) => new UnreadableItem(`The item ${key} cannot be read.`);
  const particulars = site.sealed.particulars.bind(site.sealed);
  site.sealed.particulars = async (referralId) => {
    if (referralId === sealedDamaged.referralId) throw unreadable('SEALED');
    return particulars(referralId);
  };
  const read = site.cases.read.bind(site.cases);
  site.cases.read = async (caseId) => {
    if (caseId === damaged.id) throw unreadable('CASE');
    return read(caseId);
  };
  const cookies = [await site.signedIn(KENT)];
  const { status, body } = await site.visit({ path: '/home', cookies });
  expect(status).toBe(200);
  expect(body).toContain('KCC 1');
  expect(body).toContain(sealedDamaged.id);
  expect(body).not.toContain(damaged.id);
  expect(site.log.codes().filter((code) => code === 'ITEM_UNREADABLE')).toHaveLength(2);
  // That the store is out of reach is no word of its items.
  site.sealed.particulars = async () => {
    throw new Error('out of reach');
  };
  expect((await site.visit({ path: '/home', cookies })).status).toBe(500);
});

test('no council sees what is another’s', async () => {
  const theCase = await site.referred();
  const asked = theCase.offers.map(({ council }) => council);
  const stranger = ['E09000008', 'E10000013', 'E08000035'].find((code) => !asked.includes(code)) ?? '';
  for (const { words } of await listOf(stranger)) expect(words).not.toContain('NTS-');
});

test('the entry authority sees what is missing, its missing children and its other referrals', async () => {
  const incomplete = await site.referred({ familyInUk: undefined } as never);
  const offered = await site.referred();
  const lost = await site.referred();
  await site.tell(
    lost.id,
    { kind: 'child-missing', missingSince: '2026-11-23T08:00:00.000Z' },
    { kind: 'entry-authority', code: KENT },
  );
  const cookie = await site.signedIn(KENT);
  const lines = await listOf(KENT, cookie);
  const lineOf = ({ id }: Case) => lines.find(({ words }) => words.includes(id));
  expect(lineOf(incomplete)?.action).toBe('Give the facts that are missing');
  expect(lineOf(lost)?.words).toContain('The deadlines wait until nobody is missing');
  expect(lineOf(offered)?.words).toMatch(
    /1 child, foster care Referred today\. .* has been asked to take the child\. .*: answer the offer, by 5pm on Tuesday 24 November\./,
  );
  expect(lineOf(offered)?.words).toContain('Move by 7 December');
  for (const theCase of [incomplete, lost, offered])
    expect((await site.visit({ path: lineOf(theCase)?.href ?? '', cookies: [cookie] })).body).toContain(
      theCase.id,
    );
});

test('after a yes the same line asks to arrange the move, then to confirm the handover; late is said', async () => {
  const theCase = await site.referred();
  const { id: offerId, council } = offerOf(theCase, 0);
  const actor = { kind: 'council', code: council } as const;
  await site.tell(theCase.id, { kind: 'answer', offerId, answer: 'accept' }, actor);
  const arrange = (await listOf(council)).find(({ words }) => words.includes(theCase.id));
  expect(arrange?.action).toBe('Arrange the move');
  await site.tell(
    theCase.id,
    { kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER },
    actor,
  );
  const today = (await listOf(council)).find(({ words }) => words.includes(theCase.id));
  expect(today?.action).toBe('Move the child and confirm the handover');
  expect(today?.words).toContain('Today');
  site.clock.set('2026-11-24T09:00:00.000Z');
  const late = (await listOf(council)).find(({ words }) => words.includes(theCase.id));
  expect(late?.words).toContain('Overdue');
  expect(late?.words).toMatch(/16 hours ago/);
});

test.each(['before', 'after'] as const)(
  'a child missing %s the handover has no deadline on any page, however long ago it went missing',
  async (when) => {
    const theCase = await site.referred();
    const { id: offerId, council } = offerOf(theCase, 0);
    const [entry, duty] = [
      { kind: 'entry-authority', code: KENT } as const,
      { kind: 'council', code: council } as const,
    ];
    const tell = (command: Parameters<typeof site.tell>[1], actor: typeof entry | typeof duty) =>
      site.tell(theCase.id, command, actor);
    await tell({ kind: 'answer', offerId, answer: 'accept' }, duty);
    if (when === 'after') {
      await tell({ kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER }, duty);
      await tell({ kind: 'complete-transfer', handedOverAt: site.clock.now() }, entry);
    }
    const looks = when === 'after' ? duty : entry;
    await tell({ kind: 'child-missing', missingSince: site.clock.now() }, looks);
    site.clock.set('2026-12-20T09:00:00.000Z');
    const line = (await listOf(looks.code)).find(({ words }) => words.includes(theCase.id));
    expect(line?.action).toBe('Say when the child is found');
    expect(line?.words).toMatch(/until nobody is missing/i);
    expect(line?.words).not.toMatch(/Overdue|\bBy \d|ago\)/);
    const current = await site.current(theCase.id);
    const bodies = [whoActsWords(current), JSON.stringify(entryModel(current, [], site.clock.now()))];
    for (const body of bodies) expect(body).toMatch(/say when the child is found(?!,? by)/);
    if (when === 'after') return;
    const { id: caseId, version } = current;
    for (const claims of [
      { for: 'entry', authority: KENT, caseId, version },
      { for: 'transfer', council, caseId, version },
      { for: 'coordinator', caseId, version, seeOnly: true },
    ] as const) {
      const { body } = await site.get(await site.link(claims));
      expect(body, claims.for).toContain('The deadlines wait until nobody is missing');
      expect(body, claims.for).not.toContain(dayWords(current.moveBy));
    }
  },
);

test('a declaration shows its age and until when it counts', async () => {
  const council = 'E10000014';
  const link = await site.link({ for: 'capacity', council, region: 'E12000008', version: 0 });
  await site.post(link, {
    step: 'confirm',
    fosterCare: '2',
    supportedAccommodation: '3',
    confirm: 'yes',
  });
  site.clock.set('2026-11-26T09:00:00.000Z');
  const [line] = await listOf(council);
  expect(line?.action).toBe('Declare your places again');
  expect(line?.words).toContain('23 November 2026, 3 days ago');
  expect(line?.words).toContain('on Monday 21 December');
});

/** The council that is asked first says yes. */
const accept = (theCase: Case): Promise<Case> => {
  const { id: offerId, council } = offerOf(theCase, 0);
  return site.tell(
    theCase.id,
    { kind: 'answer', offerId, answer: 'accept' },
    { kind: 'council', code: council },
  );
};

describe('somebody who looks for a case', () => {
  const lookFor = async (cookie: string, find: string) => {
    const session = sessionOf((await site.visit({ path: '/home', cookies: [cookie] })).body);
    const form = { session, find };
    const { headers: led } = await site.visit({ method: 'POST', path: '/find', form, cookies: [cookie] });
    // What was typed is in no address.
    if (!led.location?.startsWith('/case/'))
      expect(led.location).toMatch(/^\/home\?(?:councils|cases)=[\w.-]*$/);
    const { pathname, searchParams } = new URL(led.location ?? '', 'https://pages.test');
    const query = Object.fromEntries(searchParams);
    const { status, headers, body } = await site.visit({ path: pathname, query, cookies: [cookie] });
    const found = [...body.matchAll(/<a class="govuk-link" href="[^"]+">(NTS-[^:<]+)/g)].map(([, id]) => id);
    return { status, location: led.location, to: headers.location, body, found };
  };

  test('finds it by its reference, however that is typed, and a coordinator comes to it too', async () => {
    const { id } = await site.referred();
    const cookie = await site.signedIn(KENT);
    const desk = await site.coordinatorSignedIn();
    const short = id.slice(4);
    for (const typed of [id, id.toLowerCase().replaceAll('-', ' '), ` ${short}`, short.replace('-', '')]) {
      expect((await lookFor(cookie, typed)).location).toBe(`/case/${id}`);
      const { to = '' } = await lookFor(desk, typed);
      expect((await site.visit({ path: to, cookies: [desk] })).body).toContain(`Reference ${id}`);
    }
    expect(await lookFor(desk, 'NTS-0000-0000')).toMatchObject({ status: 200, found: [] });
  });

  const aboutACase = routes.filter(({ path }) => path.includes('{reference}')).map(({ path }) => path);

  test.each(aboutACase)('%s is the same page however the reference in its address is typed', async (path) => {
    const { id } = await site.referred();
    const cookie =
      path === '/case/{reference}/audit' ? await site.coordinatorSignedIn() : await site.signedIn(KENT);
    const at = (reference: string) =>
      site.visit({ path: path.replace('{reference}', reference), cookies: [cookie] });
    for (const typed of [
      id.toLowerCase(),
      id.slice(4),
      encodeURIComponent(id.replaceAll('-', ' ')),
      `${id.replaceAll('-', '')}.`,
    ])
      expect(await at(typed)).toMatchObject({
        status: 303,
        headers: { location: path.replace('{reference}', id) },
      });
    expect((await at(id)).status).toBeLessThan(400);
    expect(await at('NTS-EQXN')).toMatchObject({ status: 404 });
    expect(await at('%E0%A4%A')).toMatchObject({ status: 404 });
  });

  test('is led from a case to what is recorded of it: the receipt of an answer, and back; a coordinator to the record', async () => {
    const accepted = await accept(await site.referred());
    const move = (await site.get(await site.transferLink(accepted))).body;
    const [, receipt = ''] = /href="([^"]+)">See the receipt of your answer</.exec(move) ?? [];
    const { body } = await site.get(receipt);
    expect(body).toContain('Offer accepted');
    expect(body).toContain('>Arrange the move<');
    const desk = await site.coordinatorSignedIn();
    const { headers } = await site.visit({ path: `/case/${accepted.id}`, cookies: [desk] });
    const seen = (await site.visit({ path: headers.location ?? '', cookies: [desk] })).body;
    expect(seen).toContain('href="#record">See the record of this case<');
    expect(seen).toContain('id="record">What has happened<');
  });

  test('finds cases by a council that has to do with them, and no council finds another’s', async () => {
    const accepted = await accept(await site.referred());
    const receiver = accepted.placement?.council ?? '';
    const cookie = await site.signedIn(KENT);
    const name = authorityName(receiver);
    for (const typed of [name, name.toUpperCase(), name.slice(0, 6)])
      expect((await lookFor(cookie, typed)).found).toContain(accepted.id);
    expect((await lookFor(await site.signedIn(receiver), 'kent')).found).toEqual([accepted.id]);
    expect((await lookFor(await site.coordinatorSignedIn(), 'kent')).found).toEqual([accepted.id]);
    const stranger = ['E09000008', 'E10000013', 'E08000035'].find(
      (code) => !accepted.offers.some(({ council }) => council === code),
    );
    for (const typed of ['kent', name, 'e'])
      expect((await lookFor(await site.signedIn(stranger ?? ''), typed)).found).toEqual([]);
    expect(await lookFor(cookie, 'Middle Earth')).toMatchObject({ status: 200, found: [] });
  });

  test('keeps a child who comes to its council on its list and in its search, whoever acts meanwhile', async () => {
    const accepted = await accept(await site.referred());
    const council = accepted.placement?.council ?? '';
    for (const command of [
      { kind: 'child-missing', missingSince: site.clock.now() },
      { kind: 'child-found', foundAt: site.clock.now() },
      { kind: 'child-refused' },
    ] as const) {
      await site.tell(accepted.id, command, { kind: 'entry-authority', code: KENT });
      const cookie = await site.signedIn(council);
      const line = (await listOf(council, cookie)).find(({ words }) => words.includes(accepted.id));
      expect(line?.words).toContain('1 child from Kent');
      // While a child is missing every deadline waits, that of the move as well; found, the council has to act by its own.
      expect(line?.words.includes('Move by'), command.kind).toBe(command.kind === 'child-refused');
      expect((await site.visit({ path: line?.href ?? '', cookies: [cookie] })).body).toContain(accepted.id);
      for (const typed of ['kent', authorityName(council)])
        expect((await lookFor(cookie, typed)).found).toEqual([accepted.id]);
      expect((await lookFor(await site.coordinatorSignedIn(), authorityName(council))).found).toEqual([
        accepted.id,
      ]);
    }
  });

  test('has each case read once for a page of what its council finds, and none where no council has that name', async () => {
    for (let count = 0; count < 3; count += 1) await accept(await site.referred());
    const cookie = await site.signedIn(KENT);
    const read = site.cases.read.bind(site.cases);
    const reads: string[] = [];
    site.cases.read = (id) => {
      reads.push(id);
      return read(id);
    };
    const own = { path: '/home', query: { councils: KENT }, cookies: [cookie] };
    expect((await site.visit(own)).body).toContain('Cases found');
    expect(reads).toHaveLength(3);
    await site.visit({ ...own, query: { cases: 'Middle.Earth' } });
    expect(reads).toHaveLength(3);
    site.cases.read = read;
  });

  test('finds under its own name all that has to do with its council', async () => {
    const { id } = await site.referred();
    expect((await lookFor(await site.signedIn(KENT), 'Kent')).found).toEqual([id]);
  });

  test('finds the cases of a council that has ended by its name', async () => {
    const { id } = await site.referred({ entryAuthority: 'E10000030' });
    const desk = await site.coordinatorSignedIn();
    site.clock.set('2027-04-02T09:00:00.000Z');
    const again = await site.coordinatorSignedIn();
    expect((await lookFor(again, 'Surrey')).found).toContain(id);
    expect(desk).not.toBe(again);
  });

  test('finds of a whole name that one council alone, and is told in which other names it stands', async () => {
    const [york, northYorkshire] = ['E06000014', 'E06000065'];
    const { id } = await site.referred({ entryAuthority: york });
    const other = await site.referred({ entryAuthority: northYorkshire });
    const desk = await site.coordinatorSignedIn();
    expect((await lookFor(desk, 'york')).found).toEqual([id]);
    expect((await lookFor(desk, 'North Yorkshire')).found).toEqual([other.id]);
    expect((await lookFor(desk, 'yor')).found.toSorted()).toEqual([id, other.id].toSorted());
    // Its own cases a council finds by its own name, and not by a name that stands in it.
    const officer = await site.signedIn(northYorkshire);
    expect((await lookFor(officer, 'York')).found).toEqual([]);
    const told =
      'Also with “York” in the name: East Riding of Yorkshire and North Yorkshire. Enter the whole of such a name to find those cases.';
    for (const cookie of [desk, officer]) expect((await lookFor(cookie, 'York')).body).toContain(told);
    expect((await lookFor(desk, 'North Yorkshire')).body).not.toContain('in the name');
  });

  test('is told where more councils have a name than are looked through, and what is found by a name', async () => {
    const desk = await site.coordinatorSignedIn();
    const { body } = await lookFor(desk, 'shire');
    expect(body).toMatch(
      /More councils have that in their name\. Here are only the cases of (?:[^,.]+, ){3}[^,.]+ and /,
    );
    const one = await lookFor(desk, 'Kent');
    expect(one.body).not.toContain('in their name');
    for (const found of [body, one.body]) expect(found).toContain('you find its cases while they run');
    const own = await lookFor(await site.signedIn(KENT), 'Essex');
    expect(own.body).not.toContain('you find its cases while they run');
    expect(own.body).toContain('those of your cases that it referred');
  });

  test('of many gets them page by page, and each page knows what was looked for', async () => {
    for (let count = 0; count < 30; count += 1) await site.referred();
    const desk = await site.coordinatorSignedIn();
    const { body } = await site.visit({ path: '/home', query: { councils: KENT }, cookies: [desk] });
    expect(body).toContain('Showing 1 to 25 of 30');
    expect(body).toContain(`href="?councils=${KENT}&amp;page=2"`);
    const last = await site.visit({ path: '/home', query: { councils: KENT, page: '2' }, cookies: [desk] });
    expect(last.body).toContain('Showing 26 to 30 of 30');
    // Nothing is read for the lines of other pages.
    const read = site.cases.read.bind(site.cases);
    let reads = 0;
    site.cases.read = (id) => {
      reads += 1;
      return read(id);
    };
    await site.visit({ path: '/home', query: { councils: KENT, page: '2' }, cookies: [desk] });
    site.cases.read = read;
    expect(reads).toBe(5);
  });
});

test('a council’s other referrals stand under where they are, with how many there are in all', async () => {
  const first = await site.referred();
  await site.referred();
  await accept(first);
  const { body } = await site.visit({ path: '/home', cookies: [await site.signedIn(KENT)] });
  const headings = [
    ...body.matchAll(/<h3 class="govuk-heading-s govuk-!-margin-bottom-1">([A-Z][^<]*: \d+)<\/h3>/g),
  ];
  expect(headings.map(([, heading]) => heading)).toEqual(['Offered: 1', 'Accepted: 1']);
});

test('a referral that has moved on since its line was written stands where it is now', async () => {
  const { id } = await site.referred();
  const listed = site.cases.listed.bind(site.cases);
  const lines: CaseLine[] = [];
  for await (const line of listed(`open:${KENT}`)) lines.push(line);
  await accept(await site.current(id));
  site.cases.listed = async function* stale(list) {
    if (list === `open:${KENT}`) yield* lines;
  };
  const { body } = await site.visit({ path: '/home', cookies: [await site.signedIn(KENT)] });
  const [heading] = /<h3[^>]*>[A-Z][^<]*: \d+<\/h3>/.exec(body.slice(body.indexOf('Your other cases'))) ?? [];
  expect(heading).toContain('Accepted: 1');
});

test('the page of a referral leads to the record to print, as it is served', async () => {
  const theCase = await site.referred();
  const { body } = await site.get(await site.entryLink(theCase));
  expect(body).toContain(`href="/refer/${theCase.referralId}/record"`);
});
