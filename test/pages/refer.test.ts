import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { EventOf } from '../../events/catalogue.ts';
import { ReferralReceivedV2 } from '../../events/referral-received.v2.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { answeredWhole } from './answered-whole.ts';
import { asItStands, askedOn, asOffered, formAtTheEnd, formsIn, nextIn } from './forms.ts';
import { type Seen, Site, type Visit } from './site.ts';

const KENT = 'E10000016';
const HAMPSHIRE = 'E10000014';
const NAME = 'Synthetic Marker Child';

/** A referral of two children, longer than a page of its check. */
const twoChildren = Object.fromEntries([
  ['proposedMoveOn-day', ['30']],
  ['link1-another', ['no']],
  ['avoid1-another', ['no']],
  ...[1, 2].flatMap((number) => [
    [`child${number}-another`, [number < 2 ? 'yes' : 'no']],
    [`child${number}-same`, []],
    [`child${number}-born-day`, ['14']],
    [`child${number}-born-month`, ['5']],
    [`child${number}-born-year`, ['2010']],
  ]),
]);
const NO_ID = '11111111-1111-4111-8111-111111111111';

type Form = NonNullable<Visit['form']>;
let site: Site;
let cookie: string;
beforeEach(async () => {
  site = await Site.seeded();
  cookie = await site.signedIn(KENT);
});

/** What the form that begins a referral would send: the first form of a page signs out. */
const beginning = async (): Promise<Form> => {
  const { body } = await look('/refer');
  return {
    session: asItStands(body).session ?? '',
    draft: /name="draft" value="([^"]+)"/.exec(body)?.[1] ?? '',
  };
};
const look = (path: string) => site.visit({ path, cookies: [cookie] });
/** Opens a page, fills in its form and sends it. */
async function fill(path: string, form: Form): Promise<Seen> {
  const { body } = await look(path);
  const fields = formsIn(body).map((one) => one.fields);
  return site.visit({
    method: 'POST',
    path,
    form: Object.assign({}, ...fields, asOffered(body, form)),
    cookies: [cookie],
  });
}
const day = (name: string, text: string): Form => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};

const child = (number: number, another: 'yes' | 'no'): Readonly<Record<string, Form>> => {
  const name = (what: string) => `child${number}-${what}`;
  return {
    [name('name')]: { [name('name')]: `${NAME} ${number}` },
    [name('references')]: { [name('homeOffice')]: `H123456${number}`, [name('port')]: '' },
    [name('born')]: day(name('born'), `2010-0${number}-28`),
    [name('sex')]: { [name('sex')]: 'male' },
    [name('nationality')]: { [name('nationality')]: 'ERI' },
    [name('language')]: {
      [name('language1')]: 'tir',
      [name('languages')]: 'Tigrinya',
      [name('interpreter')]: 'yes',
      [name('faithGroup')]: 'muslim',
    },
    [name('assessment')]: { [name('assessment')]: 'not-required' },
    [name('placement')]: { [name('placement')]: 'foster-care' },
    [name('needs')]: { [name('needs')]: 'none' },
    [name('care')]: {
      [name('health')]: '',
      [name('disability')]: '',
      [name('education')]: 'Likes drawing',
      [name('faith')]: '',
    },
    [name('fitness')]: { [name('fit')]: 'fit' },
    [name('life')]: { [name('diet')]: ['halal'] },
    [name('missing')]: { [name('missing')]: 'none' },
    [name('supporters')]: { [name('solicitor')]: 'Marker Solicitor' },
    [name('another')]: { [name('another')]: another },
  };
};
const answers: Readonly<Record<string, Form>> = {
  referredOn: day('referredOn', '2026-11-23'),
  ...child(1, 'no'),
  definition: {
    definition: ['under18AtClaim', 'claimsInOwnRight', 'separatedFromParents', 'noResponsibleAdult'],
  },
  arrivedOn: { ...day('arrivedOn', '2026-11-15'), arrivalPlace: 'port', arrivedWhere: 'Marker Harbour' },
  asylumClaimOn: day('asylumClaimOn', '2026-11-16'),
  presented: { presented: 'no' },
  status: { careStatus: 'accommodated', immigrationStatus: 'claim-pending' },
  inCare: { inCare: 'yes' },
  settledSince: day('settledSince', '2026-11-16'),
  family: { family: 'none' },
  links: { links: 'no' },
  avoid: { avoid: 'no' },
  trafficking: { trafficking: 'no-indicators' },
  wishes: { wishes: 'yes' },
  wishes1: { wishes1: 'Marker wish' },
  wishes2: { wishes2: '' },
  proposedMoveOn: day('proposedMoveOn', ''),
  people: { entryContact: 'Marker Officer, 01234 567890', socialWorker: '' },
};

/** What says who a child is: the first page about it. */
const whoOf = (number: number): Form =>
  Object.assign(
    {},
    ...['name', 'references', 'born', 'sex', 'another'].map(
      (what) => child(number, 'no')[`child${number}-${what}`],
    ),
  );

async function begun(): Promise<string> {
  const posted = await site.visit({
    method: 'POST',
    path: '/refer',
    form: await beginning(),
    cookies: [cookie],
  });
  return posted.headers.location ?? '';
}

/** Follows the pages in the order they come and answers each. @param until the page at which it ends @param pages those that came */
async function answered(
  draft: string,
  given: Readonly<Record<string, Form>> = answers,
  until = 'check',
  pages: string[] = [],
): Promise<string> {
  const all: Form = Object.assign({}, ...Object.values(given));
  while (pages.length < 90) {
    const at = (await look(draft)).headers.location ?? '';
    pages.push(at);
    if (at.endsWith(`/${until}`)) return at;
    const form = askedOn((await look(at)).body, all);
    const posted = await fill(at, form);
    if (posted.status !== 303) throw new Error(`${at}: ${posted.status} ${posted.body}`);
  }
  throw new Error('The pages do not come to an end.');
}

/** Reads the check to its last page and sends the form that stands there. */
async function send(draft: string): Promise<Seen> {
  const path = `${draft}/check`;
  const form = await formAtTheEnd((query) => site.visit({ path, query, cookies: [cookie] }));
  return site.visit({ method: 'POST', path, form: { ...form, confirm: 'yes' }, cookies: [cookie] });
}
const received = () =>
  site.referrals.snapshot().map(({ body }) => JSON.parse(body) as EventOf<'referral-received.v2'>);

describe('a referral', () => {
  test('of one child goes on its way with every fact, while name and birthday stay sealed', async () => {
    const draft = await begun();
    expect(await answered(draft)).toBe(`${draft}/check`);
    const check = (await look(`${draft}/check`)).body;
    expect(check).toContain(`${NAME} 1`);
    expect(check).toContain('28 January 2010');
    await send(draft);
    const [message, ...more] = received();
    expect(more).toEqual([]);
    const referralId = draft.split('/').at(-1) ?? '';
    expect(ReferralReceivedV2.parse(message)).toEqual(message);
    // By the reference, and by name, birthday and nationality, another referral of the child is found.
    expect(message?.data.fingerprints).toMatchObject([
      { number: 1, references: [expect.any(String)], person: expect.any(String) },
    ]);
    expect(message).toMatchObject({
      id: `form:${referralId}`,
      actor: { kind: 'entry-authority', code: KENT },
      data: {
        referralId,
        channel: 'form',
        facts: {
          entryAuthority: KENT,
          referredOn: '2026-11-23',
          children: [
            {
              number: 1,
              sex: 'male',
              turns18Month: '2028-01',
              ageAssessment: 'not-required',
              placementKind: 'foster-care',
              needs: [],
              interpreter: true,
              missingHistory: 'none',
              languageCodes: ['tir'],
              fitToMove: 'fit',
              diet: ['halal'],
              hasSolicitor: 'yes',
            },
          ],
          definition: {
            under18AtClaim: true,
            claimsInOwnRight: true,
            separatedFromParents: true,
            noResponsibleAdult: true,
          },
          asylumClaimOn: '2026-11-16',
          presentedElsewhere: 'no',
          careStatus: 'accommodated',
          immigrationStatus: 'claim-pending',
          arrivedOn: '2026-11-15',
          arrivalPlace: 'port',
          inCareOfAuthority: true,
          settledSince: '2026-11-16',
          familyInUk: 'none',
          links: [],
          areasToAvoid: [],
          trafficking: 'no-indicators',
          wishesRecorded: true,
        },
      },
    });
    expect(await site.sealed.datesOfBirth(referralId)).toEqual({ 1: '2010-01-28' });
    expect(await site.sealed.particulars(referralId)).toEqual([
      {
        number: 1,
        name: `${NAME} 1`,
        dateOfBirth: '2010-01-28',
        homeOfficeReference: 'H1234561',
        nationality: 'ERI',
        languages: 'Tigrinya',
        education: 'Likes drawing',
        solicitor: 'Marker Solicitor',
        arrivedWhere: 'Marker Harbour',
        wishes: 'Marker wish',
        entryContact: 'Marker Officer, 01234 567890',
      },
    ]);
    const outside = JSON.stringify([site.referrals.snapshot(), site.log.lines]);
    for (const sealed of [NAME, '2010-01-28', 'H1234561', 'ERI', 'Tigrinya', 'Likes drawing', 'Marker'])
      expect(outside).not.toContain(sealed);
    const done = await look(draft);
    expect(done.headers.location).toBe(`${draft}/sent`);
    expect((await look(`${draft}/sent`)).body).toContain(caseReference(referralId, 1));
  });

  test('of two children with links and areas to avoid asks what follows from each answer', async () => {
    const draft = await begun();
    await answered(draft, {
      ...answers,
      ...child(1, 'yes'),
      ...child(2, 'no'),
      'child2-assessment': { 'child2-assessment': 'under-way' },
      'child2-assessor': { 'child2-assessor': KENT },
      'child2-needs': { 'child2-needs': ['medical-care', 'trained-carers'] },
      inCare: { inCare: 'no' },
      links: { links: 'yes' },
      link1: { 'link1-council': HAMPSHIRE, 'link1-kind': 'family', 'link1-another': 'yes' },
      link2: { 'link2-council': 'E08000035', 'link2-kind': 'sibling', 'link2-another': 'no' },
      avoid: { avoid: 'yes' },
      avoid1: { 'avoid1-council': 'E10000030', 'avoid1-another': 'no' },
      proposedMoveOn: day('proposedMoveOn', '2026-12-01'),
    });
    await send(draft);
    expect(received()[0]?.data.facts).toMatchObject({
      children: [
        { number: 1 },
        {
          number: 2,
          ageAssessment: 'under-way',
          ageAssessmentLedBy: KENT,
          needs: ['medical-care', 'trained-carers'],
        },
      ],
      inCareOfAuthority: false,
      links: [
        { council: HAMPSHIRE, kind: 'family' },
        { council: 'E08000035', kind: 'sibling' },
      ],
      areasToAvoid: ['E10000030'],
      proposedMoveOn: '2026-12-01',
    });
    expect(received()[0]?.data.facts).not.toHaveProperty('settledSince');
  });

  test('of three brothers and sisters who are much alike takes 25 pages at most, with the check, and says of each what was copied', async () => {
    const draft = await begun();
    const alike = (number: number, another: 'yes' | 'no'): Readonly<Record<string, Form>> => ({
      ...child(number, another),
      [`child${number}-same`]: {
        [`child${number}-same`]: ['nationality', 'language', 'faith', 'supporters'],
      },
    });
    const given = { ...answers, ...child(1, 'yes'), ...alike(2, 'yes'), ...alike(3, 'no') };
    const pages: string[] = [];
    await answered(draft, { ...given, wishes3: { wishes3: 'Marker third wish' } }, 'check', pages);
    expect(pages.length).toBeLessThanOrEqual(25);
    expect(new Set(pages).size).toBe(pages.length);
    const check = (await look(`${draft}/check`)).body;
    expect(check.match(/Eritrea \(as for child 1\)/g)).toHaveLength(2);
    expect(check.match(/Marker Solicitor \(as for child 1\)/g)).toHaveLength(2);
    await send(draft);
    expect(received()[0]?.data.facts.children).toMatchObject(
      [1, 2, 3].map((number) => ({ number, languageCodes: ['tir'], diet: ['halal'], hasSolicitor: 'yes' })),
    );
    const sealed = await site.sealed.particulars(draft.split('/').at(-1) ?? '');
    expect(sealed?.map(({ name, nationality, dateOfBirth }) => [name, nationality, dateOfBirth])).toEqual(
      [1, 2, 3].map((number) => [`${NAME} ${number}`, 'ERI', `2010-0${number}-28`]),
    );
  });

  test('copies from the first child what was shown to be the same, asks again once that is corrected, and asks what is not the same after all', async () => {
    const draft = await begun();
    await answered(draft, {
      ...answers,
      ...child(1, 'yes'),
      ...child(2, 'no'),
      'child2-same': { 'child2-same': ['nationality', 'language'] },
    });
    const seen = (await look(`${draft}/child2-who`)).body;
    for (const words of [
      'Nationality: Eritrea',
      'First language: Tigrinya',
      'Faith: Muslim',
      'Marker Solicitor',
    ])
      expect(seen).toContain(words);
    await fill(`${draft}/child1-background`, { 'child1-nationality': 'SDN' });
    expect((await look(draft)).headers.location).toBe(`${draft}/child2-who`);
    const again = (await look(`${draft}/child2-who`)).body;
    for (const words of ['select again what is the same', 'Nationality: Sudan'])
      expect(again).toContain(words);
    // What was not corrected is selected as before.
    expect(again).toMatch(/value="language:[0-9a-f]{8}"[^>]*checked/);
    await fill(`${draft}/child2-who`, { 'child2-same': ['nationality', 'language'] });
    expect((await look(`${draft}/check`)).body).toContain('Sudan (as for child 1)');
    await fill(`${draft}/child2-who`, { 'child2-same': [] });
    expect((await look(draft)).headers.location).toBe(`${draft}/child2-background`);
    expect((await look(`${draft}/child2-background`)).body).not.toMatch(/value="SDN"[^>]*selected/);
    // By an address from before, a page leads to the one that asks the same now.
    expect((await look(`${draft}/child1-sex`)).headers.location).toBe(`${draft}/child1-who`);
  });

  test('asks the faith of a brother or sister that is not the first child’s after all, though the rest of its page was answered', async () => {
    const draft = await begun();
    await answered(draft, {
      ...answers,
      ...child(1, 'yes'),
      ...child(2, 'no'),
      'child2-same': { 'child2-same': ['faith'] },
    });
    expect((await look(`${draft}/check`)).body).toContain('Muslim (as for child 1)');
    await fill(`${draft}/child2-who`, { 'child2-same': [] });
    expect((await look(draft)).headers.location).toBe(`${draft}/child2-background`);
    // Left empty on its page, it was answered.
    await fill(`${draft}/child2-background`, {});
    expect((await look(draft)).headers.location).toBe(`${draft}/check`);
  });

  test('that was sent before a page asked more at once keeps its answers in its record', async () => {
    const draft = await begun();
    await answered(draft);
    await send(draft);
    const sent = await site.drafts.read(KENT, draft.split('/').at(-1) ?? '');
    if (sent === undefined) throw new Error('No draft is kept.');
    const { 'child1-faithGroup': _, behind: __, ...form } = sent.form;
    await site.drafts.save({ ...sent, version: sent.version + 1, form });
    expect((await look(`${draft}/record`)).body).toContain(`${NAME} 1`);
    await site.drafts.save({ ...sent, version: sent.version + 2, state: 'open', form });
    expect((await look(draft)).headers.location).toBe(`${draft}/child1-background`);
  });

  test('sent twice, begun twice or changed from another window after it went is one referral', async () => {
    const form = await beginning();
    const starts = await Promise.all(
      [1, 2].map(() => site.visit({ method: 'POST', path: '/refer', form, cookies: [cookie] })),
    );
    const [draft = ''] = starts.map(({ headers }) => headers.location);
    expect(new Set(starts.map(({ headers }) => headers.location)).size).toBe(1);
    await answered(draft);
    const before = asItStands((await look(`${draft}/sex`)).body);
    const shown = formsIn((await look(`${draft}/check`)).body).map((one) => one.fields);
    const confirm: Form = Object.assign({}, ...shown, { confirm: 'yes' });
    const visit = { method: 'POST', path: `${draft}/check`, form: confirm, cookies: [cookie] };
    const sent = await Promise.all([site.visit(visit), site.visit(visit)]);
    expect(sent.map(({ status }) => status)).toEqual([303, 303]);
    await site.visit(visit);
    const late = await site.visit({
      method: 'POST',
      path: `${draft}/child1-sex`,
      form: { ...confirm, ...before, 'child1-sex': 'female' },
      cookies: [cookie],
    });
    expect(late.headers.location).toBe(`${draft}/sent`);
    expect(new Set(site.referrals.snapshot().map(({ body }) => body)).size).toBe(1);
    expect(received()[0]?.data.facts.children[0]?.sex).toBe('male');
  });

  test('is sent as its check has shown it or not at all, whatever other windows change while it is read', async () => {
    const [here, whole] = [await site.signedIn(KENT), answeredWhole(KENT, '2026-11-23', twoChildren)];
    const rowsIn = (body: string) =>
      [...body.matchAll(/__key"?[^>]*>\s*([^<]*?)\s*<\/dt>\s*<dd[^>]*>\s*([\s\S]*?)\s*<\/dd>/g)].map(
        ([, label, value]) => `${label}: ${value}`,
      );
    const changes = [
      undefined,
      ['child1-background', { 'child1-nationality': 'SDN' }],
      ['child2-background', { 'child2-languages': 'Tigre' }],
      ['child2-who', { 'child2-name': 'Somebody Else' }],
      ['people', { entryContact: 'Another officer' }],
    ] as const;
    const change = fc.constantFrom(...changes);
    let [sentAsShown, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.uuid(), change, change, async (id, first, second) => {
        const draft = `/refer/${id}`;
        const at = site.clock.now();
        await site.drafts.save({ id, council: KENT, version: 1, form: whole, state: 'open', at });
        const other = async (page: (typeof changes)[number]) => page && fill(`${draft}/${page[0]}`, page[1]);
        const read: string[] = [];
        let body = '';
        for (let query: ReturnType<typeof nextIn> = {}; query !== undefined; ) {
          ({ body } = await site.visit({ path: `${draft}/check`, query, cookies: [here] }));
          read.push(...rowsIn(body));
          query = nextIn(body);
          if (query !== undefined) await other(first);
        }
        await other(second);
        const form: Form = Object.assign({}, ...formsIn(body).map((one) => one.fields), { confirm: 'yes' });
        const press = { method: 'POST', path: `${draft}/check`, form, cookies: [here] };
        const pressed = await site.visit(press);
        const kept = await site.drafts.read(KENT, id);
        if (first === undefined && second === undefined) {
          sentAsShown += 1;
          expect([pressed.status, kept?.state]).toEqual([303, 'sent']);
          const record = ['1', '2'].map((page) =>
            site.visit({ path: `${draft}/record`, query: { page }, cookies: [here] }),
          );
          const recorded = (await Promise.all(record)).flatMap((one) => rowsIn(one.body));
          expect(recorded).toEqual(expect.arrayContaining(read));
          expect((await site.visit(press)).headers.location).toBe(`${draft}/sent`);
          return;
        }
        refused += 1;
        expect([pressed.status, kept?.state]).toEqual([409, 'open']);
        expect(pressed.body).toContain('Nothing was sent');
        expect(pressed.body).not.toContain('name="confirm"');
      }),
      { numRuns: 14, examples: [[NO_ID, undefined, undefined]] },
    );
    expect([sentAsShown > 0, refused > 0]).toEqual([true, true]);
  });

  test('that another window changes in the moment in which it is sent is shown again, and not sent', async () => {
    const draft = await begun();
    await answered(draft);
    const save = site.drafts.save.bind(site.drafts);
    site.drafts.save = async (one) => {
      site.drafts.save = save;
      const now = await site.drafts.read(KENT, one.id);
      if (now === undefined) throw new Error('No draft is kept.');
      const form = { ...now.form, entryContact: ['Another officer'] };
      await save({ ...now, version: now.version + 1, form });
      return save(one);
    };
    const pressed = await send(draft);
    expect([pressed.status, received()]).toEqual([409, []]);
    expect(pressed.body).toContain('Another officer');
    await send(draft);
    expect(received()).toHaveLength(1);
  });

  test('that was interrupted while it was sent is sent whole by sending it again, also the day after', async () => {
    const draft = await begun();
    await answered(draft);
    const publish = site.referrals.publish.bind(site.referrals);
    site.referrals.publish = async () => {
      throw new Error('the queue is not there');
    };
    expect((await send(draft)).status).toBe(500);
    site.referrals.publish = publish;
    site.clock.set('2026-11-23T16:00:00.000Z');
    // Whoever signs in next sees that it is with nobody.
    const list = async () => (await look('/home')).body;
    expect(await list()).toMatch(new RegExp(`href="${draft}"[^>]*>\\s*Send this referral again`));
    expect((await look(draft)).headers.location).toBe(`${draft}/check`);
    expect((await look(`${draft}/check`)).body).not.toContain('>Change<');
    expect((await look(`${draft}/child1-sex`)).headers.location).toBe(`${draft}/check`);
    await send(draft);
    expect(received().map(({ at }) => at)).toEqual(['2026-11-23T09:00:00.000Z']);
    expect(await list()).not.toContain('Send this referral again');
    expect((await look(draft)).headers.location).toBe(`${draft}/sent`);
  });
});

describe('the record of a referral', () => {
  const sentDraft = async () => {
    const draft = await begun();
    await answered(draft);
    await send(draft);
    return draft;
  };

  test('shows the whole of it to its own council, and to nobody else', async () => {
    const draft = await sentDraft();
    expect((await look(`${draft}/sent`)).body).toContain(`href="${draft}/record"`);
    const { body } = await look(`${draft}/record`);
    const reference = caseReference(draft.split('/').at(-1) ?? '', 1);
    for (const words of [
      reference,
      `${NAME} 1`,
      '28 January 2010',
      'Eritrea',
      'Marker wish',
      'What happens next',
    ])
      expect(body).toContain(words);
    const other = await site.signedIn(HAMPSHIRE);
    expect((await site.visit({ path: `${draft}/record`, cookies: [other] })).status).toBe(404);
    expect((await site.get(`${draft}/record`)).headers.location).toBe('/sign-in');
  });

  test('holds references only once the answers are forgotten', async () => {
    const draft = await sentDraft();
    const referralId = draft.split('/').at(-1) ?? '';
    const [message] = received();
    if (message === undefined) throw new Error('Nothing was sent.');
    await site.tell(undefined, { kind: 'receive', data: message.data });
    // As long as they are kept nothing sealed is read for it.
    const read = vi.spyOn(site.sealed, 'particulars');
    await look(`${draft}/record`);
    expect(read).not.toHaveBeenCalled();
    site.clock.set('2026-12-21T09:00:01.000Z');
    cookie = await site.signedIn(KENT);
    const { status, body } = await look(`${draft}/record`);
    expect(status).toBe(200);
    expect(body).toContain(caseReference(referralId, 1));
    expect(body).not.toMatch(/Marker|2010|Eritrea|Your own reference/);
    // Its own reference is the council's own word, and by it the council finds the child's file.
    const [{ number = 1 } = {}] = await site.sealed.particulars(referralId);
    const own = [{ number, ownReference: 'KCC 7' }];
    await site.sealed.keepAmendment(referralId, 'own', KENT, own, site.clock.now());
    await site.sealed.applyAmendment(referralId, 'own', KENT);
    expect((await look(`${draft}/record`)).body).toMatch(/Your own reference[\s\S]{0,80}KCC 7/);
    expect((await look(`${draft}/sent`)).status).toBe(404);
    const other = await site.signedIn(HAMPSHIRE);
    expect((await site.visit({ path: `${draft}/record`, cookies: [other] })).status).toBe(404);
  });
});

describe('a session that ends while somebody writes', () => {
  const name = { 'child1-name': NAME };

  test('loses nothing: what was typed is kept, and signing in leads back to the page', async () => {
    const draft = await begun();
    await fill(`${draft}/referredOn`, answers.referredOn ?? {});
    const { session = '' } = asItStands((await look(`${draft}/child1-who`)).body);
    site.clock.set('2026-11-23T17:30:00.000Z');
    const path = `${draft}/child1-who`;
    const posted = await site.visit({ method: 'POST', path, form: { session, ...name }, cookies: [cookie] });
    expect(posted.headers.location).toBe('/sign-in');
    expect(posted.body).not.toContain(NAME);
    const back = posted.cookies[0]?.split(';')[0] ?? '';
    expect((await site.visit({ path: '/sign-in', cookies: [back] })).body).toContain(
      'What you typed is kept',
    );
    const link = await site.askedLink(KENT, `duty@${KENT.toLowerCase()}.example`);
    const opened = await site.visit({
      method: 'POST',
      path: link,
      form: { step: 'sign', confirm: 'yes' },
      cookies: [back],
    });
    expect(opened.headers.location).toBe(path);
    cookie = opened.cookies[0]?.split(';')[0] ?? '';
    expect((await look(path)).body).toContain(`value="${NAME}"`);
  });

  test('keeps nothing for a stranger, for whoever signed out, or the day after, and sends no referral', async () => {
    const draft = await begun();
    await answered(draft);
    const path = `${draft}/child1-who`;
    const { session = '' } = asItStands((await look(path)).body);
    const post = (cookies: readonly string[], to = path) =>
      site.visit({
        method: 'POST',
        path: to,
        form: { session, 'child1-name': 'Other', confirm: 'yes' },
        cookies,
      });
    site.clock.set('2026-11-23T17:30:00.000Z');
    await post([]);
    await post([cookie], `${draft}/check`);
    await post([cookie], path.replace('who', 'nowhere'));
    site.clock.set('2026-11-24T09:00:01.000Z');
    await post([cookie]);
    site.clock.set('2026-11-23T09:00:00.000Z');
    expect(received()).toEqual([]);
    expect((await look(path)).body).toContain(`value="${NAME} 1"`);
    await site.visit({ method: 'POST', path: '/sign-out', form: { session }, cookies: [cookie] });
    site.clock.set('2026-11-23T17:30:00.000Z');
    await post([cookie]);
    site.clock.set('2026-11-23T09:00:00.000Z');
    cookie = await site.signedIn(KENT);
    expect((await look(path)).body).toContain(`value="${NAME} 1"`);
  });

  test('two windows that answer at once both keep their answers', async () => {
    const draft = await begun();
    await answered(draft);
    const posts = { 'child1-who': { 'child1-name': 'Other' }, safety: { trafficking: 'indicators' } };
    await Promise.all(Object.entries(posts).map(([page, form]) => fill(`${draft}/${page}`, form)));
    const check = (await look(`${draft}/check`)).body;
    expect(check).toContain('Other');
    expect(check).toContain('There are signs');
  });
});

describe('a draft', () => {
  test('waits where it was left, with what was said; a change keeps the rest', async () => {
    const draft = await begun();
    await fill(`${draft}/referredOn`, answers.referredOn ?? {});
    await fill(`${draft}/child1-who`, { ...whoOf(1), 'child1-name': NAME });
    expect((await look('/refer')).body).toContain(`href="${draft}/tasks"`);
    expect((await look(draft)).headers.location).toBe(`${draft}/child1-background`);
    expect((await look(`${draft}/child1-who`)).body).toContain(`value="${NAME}"`);
    await answered(draft);
    await fill(`${draft}/child1-who`, { 'child1-sex': 'female' });
    expect((await look(draft)).headers.location).toBe(`${draft}/check`);
    expect((await look(`${draft}/check`)).body).toMatch(/Sex[\s\S]{0,120}Female/);
  });

  test('comes back to the list of its parts: what is completed, what is next, and what cannot start yet', async () => {
    const draft = await begun();
    const parts = async () => {
      const { status, body } = await look(`${draft}/tasks`);
      expect(status).toBe(200);
      return [...body.matchAll(/<li class="govuk-task-list__item[\s\S]*?<\/li>/g)].map(([item]) =>
        [/href="[^"]*\/([^"/]+)"/.exec(item)?.[1] ?? 'no way', ...item.split(/<[^>]+>/)]
          .map((words) => words.trim())
          .filter((words) => words !== '')
          .join('; '),
      );
    };
    const none = ['What the child needs', 'Arrival and care', 'Family, links and safety'];
    const later = ['The move', 'Who to ring', 'Check and send'];
    const closed = (names: readonly string[]) => names.map((name) => `no way; ${name}; Cannot start yet`);
    expect(await parts()).toEqual([
      'referredOn; Your decision; Not started',
      ...closed(['The child', ...none, ...later]),
    ]);
    await fill(`${draft}/referredOn`, answers.referredOn ?? {});
    await fill(`${draft}/child1-who`, whoOf(1));
    expect(await parts()).toEqual([
      'referredOn; Your decision; Completed',
      'child1-background; The child; In progress',
      ...closed([...none, ...later]),
    ]);
    expect((await look(`${draft}/tasks`)).body).toContain('You have completed 1 of 8 parts.');
    await answered(draft);
    const all = await parts();
    expect(all.filter((line) => line.endsWith('Completed'))).toHaveLength(7);
    expect(all.at(-1)).toBe('check; Check and send; Not started');
    // A later answer that makes an earlier one impossible is pointed out where it stands.
    await fill(`${draft}/child1-needed`, { 'child1-placement': 'supported-accommodation' });
    await fill(`${draft}/child1-who`, day('child1-born', '2012-01-28'));
    expect(await parts()).toContain('child1-needed; What the child needs; There is a problem');
    const { body } = await look(`${draft}/tasks`);
    expect(body).toContain('Go on');
    expect((await parts()).slice(3)).toEqual([
      ...[...none.slice(1), ...later.slice(0, 2)].map(
        (name) => `no way; ${name}; Answered: opens after the part before it`,
      ),
      ...closed(['Check and send']),
    ]);
    for (const page of ['child1-needed', 'referredOn'])
      expect((await look(`${draft}/${page}`)).body).toContain(`href="${draft}/tasks"`);
    await site.visit({ method: 'POST', path: `${draft}/tasks`, form: { session: 'x' }, cookies: [cookie] });
    expect(received()).toEqual([]);
  });

  test('shows the children that were added, and what was said of them, behind an answer that is wrong', async () => {
    const draft = await begun();
    await answered(draft);
    await fill(`${draft}/child1-who`, { 'child1-another': 'yes' });
    await fill(`${draft}/child2-who`, whoOf(2));
    await fill(`${draft}/child1-needed`, { 'child1-placement': 'supported-accommodation' });
    await fill(`${draft}/child1-who`, day('child1-born', '2012-01-28'));
    const { body } = await look(`${draft}/tasks`);
    const statusOf = (part: string) =>
      new RegExp(`${part}\\s*<[\\s\\S]*?__status[^>]*>\\s*([^<]*?)\\s*<`).exec(body)?.[1];
    expect(statusOf('Child 2')).toBe('Answered: opens after the part before it');
    expect(statusOf('What child 2 needs')).toBe('Cannot start yet');
    expect(statusOf('Who to ring')).toBe('Answered: opens after the part before it');
    expect(body).toMatch(/You have completed \d of 10 parts/);
  });

  test('says "Go on", and not "Begin", once anything was answered', async () => {
    const draft = await begun();
    expect((await look(`${draft}/tasks`)).body).toMatch(/>\s*Begin\s*</);
    const kept = await site.drafts.read(KENT, draft.split('/').at(-1) ?? '');
    if (kept === undefined) throw new Error('No draft is kept.');
    await site.drafts.save({ ...kept, version: 2, form: { 'child1-name': [NAME] } });
    const { body } = await look(`${draft}/tasks`);
    expect(body).toMatch(/>\s*Go on\s*</);
    expect(body).not.toMatch(/>\s*Begin\s*</);
  });

  test('is seen by the council that writes it and by nobody else', async () => {
    const draft = await begun();
    const other = await site.signedIn(HAMPSHIRE);
    for (const path of [draft, `${draft}/child1-name`, `${draft}/check`])
      expect((await site.visit({ path, cookies: [other] })).status).toBe(404);
    expect((await site.visit({ path: '/refer', cookies: [other] })).body).not.toContain(draft);
    for (const path of ['/refer', draft]) expect((await site.get(path)).headers.location).toBe('/sign-in');
  });

  test('is not skipped through, and takes no form that its own session did not give out', async () => {
    const draft = await begun();
    for (const page of ['check', 'wishes', 'sent', 'nowhere'])
      expect((await look(`${draft}/${page}`)).headers.location).toBe(`${draft}/referredOn`);
    const stranger = await site.visit({
      method: 'POST',
      path: `${draft}/referredOn`,
      form: answers.referredOn ?? {},
      cookies: [cookie],
    });
    expect(stranger.status).toBe(403);
    await answered(draft);
    expect((await fill(`${draft}/check`, {})).status).toBe(422);
    expect(received()).toEqual([]);
    expect((await look('/refer/not-a-draft')).status).toBe(404);
    expect((await look(`${draft}/check/more`)).status).toBe(404);
  });

  test.each([
    ['referredOn', day('referredOn', '2026-11-24'), 'Day of the decision must not be after today'],
    ['child1-who', { 'child1-homeOffice': 'H1', 'child1-port': '' }, 'must be 3 characters or more'],
    ['child1-background', { 'child1-nationality': 'ZZZ' }, 'Select the country, or that it is not known'],
    [
      'child1-background',
      { 'child1-languages': 'x'.repeat(201) },
      'More about the languages must be 200 characters or fewer',
    ],
    ['people', { entryContact: '', socialWorker: '' }, 'Enter who to ring at your council'],
    ['child1-needed', { 'child1-needs': ['none', 'medical-care'] }, 'or only “None of these”'],
    ['child1-needed', { 'child1-needs': [] }, 'Select the needs, or “None of these”'],
    ['avoid1', { 'avoid1-council': 'E99999999', 'avoid1-another': 'no' }, 'Select the council whose area'],
  ])('says what is wrong on %s with %j, and keeps what was typed before', async (name, form, words) => {
    const draft = await begun();
    const given: Readonly<Record<string, Form>> = {
      ...answers,
      ...(name === 'avoid1' ? { avoid: { avoid: 'yes' } } : {}),
    };
    const at = await answered(draft, given, name);
    const asked = askedOn((await look(at)).body, Object.assign({}, ...Object.values(answers)));
    const seen = await fill(at, { ...asked, ...form });
    expect(seen.status).toBe(422);
    expect(seen.body).toContain('There is a problem');
    expect(seen.body).toContain(words);
    expect((await look(draft)).headers.location).toBe(at);
  });

  test('asks again when a later answer makes an earlier one impossible', async () => {
    const draft = await begun();
    await answered(draft, {
      ...answers,
      'child1-placement': { 'child1-placement': 'supported-accommodation' },
    });
    await fill(`${draft}/child1-who`, day('child1-born', '2012-01-28'));
    expect((await look(draft)).headers.location).toBe(`${draft}/child1-needed`);
    expect((await look(`${draft}/child1-needed`)).body).toContain('only for children of 16 or over');
  });

  test('with answers that do not fit together says so before it is sent', async () => {
    const draft = await begun();
    await answered(draft, { ...answers, asylumClaimOn: day('asylumClaimOn', '2026-11-01') });
    expect((await look(`${draft}/check`)).body).toContain('Correct the date that is wrong');
  });
});
