/** The pages of keys, places, sealed details and documents as people read them, and what acting on them leaves behind. */
import { beforeEach, describe, expect, test } from 'vitest';
import { declareCapacity } from '../../functions/pages/capacity/declare-capacity.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { retention } from '../../shared/core/retention.ts';
import { aChild, aReferral, NOW, SOCIAL_WORKER } from '../builders.ts';
import { formsIn, sessionOf } from './forms.ts';
import { readPage } from './read-page.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const HAMPSHIRE = 'E10000014';

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

type Fields = Readonly<Record<string, string>>;
const as = (cookie: string) => ({
  get: (path: string, query: Fields = {}) => site.visit({ path, query, cookies: [cookie] }),
  post: async (path: string, form: Fields) => {
    const home = await site.visit({ path: '/home', cookies: [cookie] });
    const session = sessionOf(home.body);
    return site.visit({ method: 'POST', path, form: { session, ...form }, cookies: [cookie] });
  },
});

describe('keys', () => {
  const given = (council: string, more: object = {}) =>
    site.apiKeys.replaceKey(council, `of ${council}`, { at: NOW, by: 'Robin Hale', ...more });
  const coordinator = async () => as(await site.coordinatorSignedIn('Robin Hale'));

  test('are listed with who has one, in the order of names, and who has none', async () => {
    const { get } = await coordinator();
    await given(HAMPSHIRE);
    await given(KENT);
    await given(KENT, { oldUntil: '2026-11-30T09:00:00.000Z' });
    await site.apiKeys.revokeKeys(HAMPSHIRE, { at: NOW, by: 'Robin Hale' });
    await given('E09000008');
    const all = readPage((await get('/keys')).body);
    const [options, before] = [
      all.filter((line) => line.startsWith('(')),
      all.filter((line) => !line.startsWith('(')),
    ];
    expect(before).toEqual([
      'Coordinators of the scheme',
      'Keys of councils’ systems',
      'With a key, a council’s own system can refer children and ask how a case stands. A key is shown when it is made. Nobody can look it up later.',
      'Councils with a key',
      '[to /keys/E09000008] Croydon',
      'Key since 23 November 2026.',
      '[to /keys/E10000016] Kent',
      'Key since 23 November 2026. The old key works until 9am on Monday 30 November 2026.',
      'Councils without a key',
      '[form get /keys]',
      'Council',
      '[list: council]',
      '[button]',
      'Go to this council',
    ]);
    expect(options).toHaveLength(210);
    expect(options.slice(0, 3)).toEqual([
      '(S12000033) Aberdeen City',
      '(S12000034) Aberdeenshire',
      '(S12000041) Angus',
    ]);
    expect(options).toContain('(E10000014) Hampshire');
    expect(readPage((await get('/keys', { done: 'taken-away' })).body)).toContain('The key was taken away');
    expect(all).not.toContain('The key was taken away');
    expect(readPage((await get('/keys', { done: 'other' })).body)).toEqual(all);
    expect((await get('/keys', { council: 'E99999999' })).status).toBe(200);
    expect(
      (await site.visit({ method: 'HEAD', path: '/keys', cookies: [await site.coordinatorSignedIn()] }))
        .status,
    ).toBe(200);
  });

  test('are listed page by page', async () => {
    const { get } = await coordinator();
    const councils = (await site.councils.view()).councils.slice(0, 30);
    for (const { code } of councils) await given(code);
    const names = (lines: readonly string[]) => lines.filter((line) => line.startsWith('[to /keys/'));
    const [first, second] = [
      readPage((await get('/keys')).body),
      readPage((await get('/keys', { page: '2' })).body),
    ];
    expect([names(first).length, names(second).length]).toEqual([25, 5]);
    expect(second).toContain('Showing 26 to 30 of 30');
  });

  test('have a page each, on which one is made once', async () => {
    const { get, post } = await coordinator();
    await given(KENT);
    expect(readPage((await get(`/keys/${KENT}`)).body)).toEqual([
      'Key of the council’s system',
      'Kent',
      'How it stands',
      'Key',
      'Since 9am on Monday 23 November 2026',
      'Last changed',
      '9am on Monday 23 November 2026, by Robin Hale',
      '[to /keys] All keys',
      'Change it',
      'We tell the council’s desk by email. The key itself is in no email.',
      '[form post here]',
      '[hidden: step what]',
      '[hidden: lookedAt 1]',
      '[hidden: session …]',
      'What do you want to do?',
      '[radio: todo replace]',
      'Make a new key',
      'It takes the place of the one they have',
      '[radio: todo take-away]',
      'Take the key away',
      'Their system can refer no child then',
      '[button]',
      'Continue',
    ]);
    const answers = { todo: 'replace', days: '7', confirm: 'yes', step: 'confirm', lookedAt: '1' };
    const made = readPage((await post(`/keys/${KENT}`, answers)).body).map((line) =>
      line.replace(/nts_[\w-]{43}/, 'nts_…'),
    );
    expect(made).toEqual([
      'Kent',
      'The new key',
      '!',
      'Warning',
      'Copy this key now. Nobody can look it up later.',
      'nts_…',
      'The old key works until 9am on Monday 30 November 2026.',
      'What to do now',
      'Copy the key.',
      'Hand it to Kent, to whoever looks after their system. Use a way that only they can read. Do not send it by plain email.',
      'Ask them to try it. Then forget your copy, and close this page.',
      'Lost it? Make a new key. We have told the council’s desk that its key was changed.',
      '[to /keys] All keys',
    ]);
    const again = await post(`/keys/${KENT}`, answers);
    expect([again.status, ...readPage(again.body)]).toEqual([
      409,
      'That could not be done',
      'The key was changed since you opened the page: by somebody else, or by you a moment ago.',
      'No other key was made. A key is shown only when it is made. If you did not keep it, make a new one.',
      '[to ?]',
      'See how things stand now',
    ]);
    expect(site.log.lines.at(-1)).not.toContain('nts_');
    const { lookedAt: _, ...unseen } = answers;
    const replace = site.apiKeys.replaceKey.bind(site.apiKeys);
    site.apiKeys.replaceKey = async () => 'overtaken';
    expect((await post(`/keys/${KENT}`, unseen)).status).toBe(409);
    site.apiKeys.replaceKey = replace;
    expect(JSON.stringify(site.log.lines)).toContain('"change":"replaced"');
  });

  test('leave an event with what stands behind it', async () => {
    const { post } = await coordinator();
    await post(`/keys/${KENT}`, { confirm: 'yes', step: 'confirm' });
    await post(`/keys/${KENT}`, { todo: 'take-away', confirm: 'yes', step: 'confirm' });
    expect((await site.councils.trail(KENT)).map(({ data, trail }) => [data, trail?.cause])).toEqual([
      [{ council: KENT, change: 'given' }, `keys-page:${KENT}:0`],
      [{ council: KENT, change: 'taken-away' }, `keys-page:${KENT}:1`],
    ]);
  });
});

describe('places', () => {
  const link = () => site.link({ for: 'capacity', council: HAMPSHIRE, region: 'E12000008', version: 0 });
  const places = {
    fosterCare: '2',
    supportedAccommodation: '3',
    supports: 'medical-care',
    step: 'confirm',
    confirm: 'yes',
  };
  const until = { 'pausedUntil-day': '30', 'pausedUntil-month': '11', 'pausedUntil-year': '2026' };
  const send = async (form: Fields) => site.visit({ method: 'POST', path: await link(), form });
  const trail = () => site.councils.trail(HAMPSHIRE);
  const council = async () => site.councils.read(HAMPSHIRE);

  test('are recorded with all that was said, by whom, and nothing that was not', async () => {
    await send({ ...places, caredForNow: '70', name: 'Sam Okafor', ...until });
    const [event] = await trail();
    const data = {
      council: HAMPSHIRE,
      places: { fosterCare: 2, supportedAccommodation: 3 },
      supports: ['medical-care'],
      caredForNow: 70,
      pausedUntil: '2026-11-30',
      declaredAt: NOW,
    };
    expect(event).toMatchObject({
      type: 'capacity-declared.v1',
      actor: { kind: 'council', code: HAMPSHIRE, name: 'Sam Okafor' },
      trail: { cause: `capacity-page:${HAMPSHIRE}:0`, policy: site.policy.id, number: 1 },
    });
    expect(event?.data).toStrictEqual(data);
    expect(await council()).toMatchObject({
      declaration: {
        places: data.places,
        used: { fosterCare: 0, supportedAccommodation: 0 },
        supports: ['medical-care'],
        pausedUntil: '2026-11-30',
        declaredAt: NOW,
      },
      caredFor: { count: 70, asAt: '2026-11-23', source: 'declared' },
      reminders: { sinceDeclaration: 0 },
    });
    await send({ ...places, fosterCare: '4' });
    const [, second] = await trail();
    expect(second?.actor).toStrictEqual({
      kind: 'council',
      code: HAMPSHIRE,
      name: 'Sam Okafor',
      role: 'duty manager',
    });
    expect(Object.keys(second?.data ?? {})).toEqual(['council', 'places', 'supports', 'declaredAt']);
    expect((await council())?.declaration).not.toHaveProperty('pausedUntil');
    expect((await council())?.caredFor.count).toBe(70);
  });

  test.each([
    ['the same', {}, 1],
    ['other needs', { supports: 'step-free-access' }, 2],
    ['other places in foster care', { fosterCare: '3' }, 2],
    ['other places elsewhere', { supportedAccommodation: '4' }, 2],
    ['a pause', until, 2],
    ['another count', { caredForNow: '71' }, 2],
    ['the count that is known', { caredForNow: '70' }, 1],
  ])('that are declared again with %s, %j, make %i declarations', async (_about, more, events) => {
    await send({ ...places, caredForNow: '70' });
    const again = await send({ ...places, ...more });
    expect(again.status).toBe(303);
    expect(again.headers.location?.endsWith('?event=2')).toBe(events === 2);
    expect(await trail()).toHaveLength(events);
  });

  test('are declared anew on another day, and in whatever order needs are named', async () => {
    const both = ['medical-care', 'step-free-access'];
    const path = await link();
    for (const supports of [both, [...both].reverse()])
      await site.visit({ method: 'POST', path, form: { ...places, supports } });
    expect(await trail()).toHaveLength(1);
    site.clock.set('2026-11-24T09:00:00.000Z');
    await site.visit({ method: 'POST', path, form: { ...places, supports: both } });
    expect(await trail()).toHaveLength(2);
  });

  test('have a receipt that stays until they are declared again, and is nobody else’s event', async () => {
    const path = await link();
    await send(places);
    const title = async (query: Fields) =>
      readPage((await site.get(path, query)).body)
        .slice(0, 3)
        .join(' | ');
    expect(await title({ event: '1' })).toContain('Declaration received');
    expect((await site.get(path, { event: '1' })).body).not.toContain('<form method="post"');
    for (const query of [{}, { event: '2' }, { event: 'x' }])
      expect(await title(query)).toContain('Declare your places');
    site.clock.set('2026-11-23T10:00:00.000Z');
    const posted = await site.visit({
      method: 'POST',
      path,
      query: { event: '1' },
      form: { ...places, fosterCare: '5' },
    });
    expect(posted.headers.location).toContain('event=2');
    expect(await title({ event: '1' })).toContain('Declare your places');
    const elsewhere = await site.link({
      for: 'capacity',
      council: 'E99999999',
      region: 'E12000008',
      version: 0,
    });
    expect((await site.get(elsewhere)).status).toBe(404);
  });

  test('that have come to look odd since the form was checked are asked about in a sentence', async () => {
    const declared = {
      fosterCare: 1,
      supportedAccommodation: 1,
      supports: [],
      caredForNow: 900,
      pausedUntil: undefined,
    };
    const { councils, clock, policy } = site;
    const refused = await declareCapacity(
      { councils, clock, policy, pause: async () => undefined } as never,
      { code: HAMPSHIRE, name: 'Hampshire' },
      declared,
      { kind: 'council', code: HAMPSHIRE },
      undefined,
    );
    expect(refused).toMatchObject({
      kind: 'refused',
      words: expect.stringMatching(/^900 unaccompanied children in care: .*\d\.$/),
    });
  });

  test('that cannot be recorded are said not to be, after five tries that wait longer each time', async () => {
    const waits: number[] = [];
    let reads = 0;
    const stores = {
      read: async () => {
        reads += 1;
        return council();
      },
      commit: async () => 'lost-race',
    };
    const tools = (over: object = {}) =>
      ({
        councils: { ...stores, ...over },
        clock: site.clock,
        policy: site.policy,
        pause: async (ms: number) => void waits.push(ms),
      }) as never;
    const declared = {
      fosterCare: 1,
      supportedAccommodation: 1,
      supports: [],
      caredForNow: undefined,
      pausedUntil: undefined,
    };
    const declare = (over?: object) =>
      declareCapacity(
        tools(over),
        { code: HAMPSHIRE, name: 'Hampshire' },
        declared,
        { kind: 'council', code: HAMPSHIRE },
        undefined,
      );
    expect(await declare()).toEqual({
      kind: 'refused',
      words: 'Your declaration could not be recorded at this moment. Send it again in a minute.',
    });
    expect([reads, ...waits]).toEqual([5, 20, 40, 60, 80, 100]);
    await expect(declare({ read: async () => undefined })).rejects.toThrow('is not in the table');
  });
});

describe('sealed details', () => {
  let placed: Case;
  let receiver: string;
  async function place(count: number) {
    const children = Array.from({ length: count }, (_, index) => aChild({ number: index + 1 }));
    const asked = await site.referred(aReferral({ children }));
    const [offer] = asked.offers;
    receiver = offer?.council ?? HAMPSHIRE;
    placed =
      offer === undefined
        ? await site.tell(
            asked.id,
            {
              kind: 'place-directly',
              council: HAMPSHIRE,
              reason: 'court-order',
              note: 'Ordered.',
              overCapacity: true,
            },
            { kind: 'coordinator', name: 'Robin Hale' },
          )
        : await site.tell(
            asked.id,
            { kind: 'answer', offerId: offer.id, answer: 'accept' },
            { kind: 'council', code: receiver },
          );
    await site.sealed.sealFirst(
      asked.referralId,
      KENT,
      children.map(({ number }) => ({ number, name: `Synthetic Child ${number}` })),
    );
  }
  const path = () => `/sealed/${placed.id}`;
  const opened = { step: 'open', confirm: 'yes' };
  const causes = async () =>
    (await site.cases.trail(placed.id))
      .filter(({ type }) => type === 'sealed-details-opened.v1')
      .map(({ trail, data }) => [trail?.cause, 'document' in data]);

  test('say before they open what they are, and that it is recorded', async () => {
    await place(1);
    const { get, post } = as(await site.signedIn(KENT));
    const asks = readPage((await get(path())).body);
    expect(asks.map((line) => line.replace(placed.id, 'NTS-…'))).toEqual([
      'Reference NTS-…',
      'Sealed details',
      'The children’s names, dates of birth and references. What carers should know, and what the children said. Who the social workers are, and how to reach both councils. Which documents there are.',
      'Before you open them',
      'Each opening is recorded in this case with your name, role, council and the time. Coordinators can see it.',
      'Open them only for this child’s move and care. Do not copy them into an email.',
      '[form post here]',
      '[hidden: step open]',
      '[hidden: session …]',
      'Confirm',
      '[checkbox: confirm yes]',
      'I need these details for this child’s move or care',
      '[button]',
      'Open the sealed details',
    ]);
    const missed = await post(path(), { step: 'open' });
    expect([missed.status, ...readPage(missed.body).slice(0, 4)]).toEqual([
      422,
      'There is a problem',
      '[to #confirm] Tick the box to say that you need these details',
      'Reference NTS-ZHVN-XA6T',
      'Sealed details',
    ]);
    const one = readPage((await post(path(), opened)).body).map((line) =>
      line.replaceAll(placed.id, 'NTS-…'),
    );
    expect(one.map((line) => line.replace(/duty@\w+\.example/, 'duty@….example'))).toEqual([
      'Reference NTS-…',
      'Sealed details',
      'Your opening is recorded. Close this page when you have read it.',
      'The child',
      'Name',
      'Synthetic Child 1',
      'Social worker at the receiving authority',
      'No social worker is named yet.',
      'Duty desks',
      'Kent',
      'duty@….example',
      'Surrey',
      'No address is registered',
      'The referral',
      'Who asks',
      'Kent',
      'Places needed',
      '1 child',
      'The child',
      'Boy, turns 18 in May 2028',
      'Foster care',
      'No particular needs recorded',
      'Arrived',
      '15 November 2026',
      'Move by',
      '7 December 2026',
      'To have it on paper',
      'Print this page: the referral comes as one sheet, without the form and the buttons.',
      'Documents',
      'No documents were added.',
    ]);
    expect(await causes()).toEqual([[`sealed-page:${placed.id}:${placed.version}`, false]]);
  });

  test('of a large group open page by page, each time with an event', async () => {
    await place(7);
    const { post } = as(await site.signedIn(receiver));
    const [first, second, other] = await Promise.all(
      [{}, { page: '2' }, { page: '9' }].map(async (more) => {
        const { body } = await post(path(), { ...opened, ...more });
        const lines = readPage(body);
        return [
          lines.filter((line) => /^(Synthetic Child|Children \d|Child \d of)|of 7 are/.test(line)),
          lines.filter((line) => line.startsWith('[button] Open the sealed')),
          formsIn(body).map(({ action, fields: { session: _, ...fields } }) => [
            action?.replace(placed.id, ''),
            fields,
          ]),
        ];
      }),
    );
    expect(first).toEqual([
      [
        'Children 1 to 5 of 7 are on this page.',
        'Synthetic Child 1',
        'Synthetic Child 2',
        'Synthetic Child 3',
        'Synthetic Child 4',
        'Synthetic Child 5',
      ],
      ['[button] Open the sealed details of children 6 to 7'],
      [
        ['/sign-out', {}],
        [
          '/sealed/',
          {
            confirm: ['yes'],
            page: ['2'],
            step: ['open'],
          },
        ],
      ],
    ]);
    expect(second).toEqual([
      ['Children 6 to 7 of 7 are on this page.', 'Synthetic Child 6', 'Synthetic Child 7'],
      ['[button] Open the sealed details of children 1 to 5'],
      [
        ['/sign-out', {}],
        [
          '/sealed/',
          {
            confirm: ['yes'],
            page: ['1'],
            step: ['open'],
          },
        ],
      ],
    ]);
    expect(other).toEqual(first);
    expect(await causes()).toHaveLength(3);
  });

  test('name the social worker only once there is one', async () => {
    await place(1);
    const asked: string[] = [];
    const socialWorker = site.sealed.socialWorker.bind(site.sealed);
    site.sealed.socialWorker = async (...given) => {
      asked.push(String(given[1]));
      return socialWorker(...given);
    };
    const { post } = as(await site.signedIn(KENT));
    expect(readPage((await post(path(), opened)).body)).toContain('No social worker is named yet.');
    expect(asked).toEqual([]);
    await site.tell(
      placed.id,
      { kind: 'arrange-transfer', moveOn: '2026-11-25', socialWorker: SOCIAL_WORKER },
      { kind: 'council', code: receiver },
    );
    expect(readPage((await post(path(), opened)).body)).toContain('Who was named is no longer kept.');
    expect(asked).toEqual([SOCIAL_WORKER]);
  });

  test('have one address each, by the reference of the case, and take no other method', async () => {
    await place(1);
    const { get, post } = as(await site.signedIn(KENT));
    expect((await get(path(), { reference: 'NTS-0000-0000' })).status).toBe(200);
    expect([(await get('/sealed/')).status, (await post('/sealed/', opened)).status]).toEqual([404, 404]);
    expect((await get('/sealed/nothing')).status).toBe(404);
    const cookies = [await site.signedIn(KENT)];
    for (const method of ['PUT', 'DELETE'])
      expect((await site.visit({ method, path: path(), cookies })).headers.allow).toBe('GET, HEAD, POST');
    expect((await site.visit({ method: 'HEAD', path: path(), cookies })).status).toBe(200);
  });

  test('stay shut to a council whose placement is undone while they open, and to one that opens without end', async () => {
    await place(1);
    const { post } = as(await site.signedIn(receiver));
    const words = async () => {
      const { status, body } = await post(path(), opened);
      return [status, ...readPage(body)];
    };
    const read = site.cases.read.bind(site.cases);
    const commit = site.cases.commit.bind(site.cases);
    for (const after of [async () => undefined, async () => ({ ...placed, placement: undefined }) as never]) {
      site.cases.commit = async (...given) => {
        const outcome = await commit(...given);
        site.cases.read = after;
        return outcome;
      };
      const refused = await words();
      expect(refused[0]).toBe(403);
      site.cases.read = read;
    }
    site.cases.commit = async () => ({ kind: 'lost-race', over: 'case' });
    expect(await words()).toEqual([
      409,
      'Nothing was opened',
      'Many people are working on the scheme at this moment, and your answer could not be recorded. Send it again in a minute.',
      '[to /home]',
      'Go to your list',
    ]);
    site.cases.commit = commit;
    const kent = site.signIns.countRequest.bind(site.signIns);
    const counted: string[] = [];
    site.signIns.countRequest = async (who, ...more) => {
      counted.push(who);
      return kent(who, ...more);
    };
    for (let times = 3; times < 40; times += 1) await post(path(), opened);
    expect(await words()).toEqual([
      429,
      'Sealed details were opened too often',
      'Your council has opened sealed details 40 times in the last quarter of an hour. Nothing more was opened. Try again in 15 minutes.',
      '[to /home]',
      'Go to your list',
    ]);
    expect(new Set(counted)).toEqual(new Set([`OPENING#${receiver}`]));
    expect((await as(await site.signedIn(KENT)).post(path(), opened)).status).toBe(200);
    expect((await as(await site.signedIn('E09000008')).post(path(), opened)).status).toBe(403);
  });
});

describe('documents', () => {
  let asked: Case;
  const listed = (id: string, over: object = {}) => ({
    id,
    copy: `copy-${id}`,
    name: `${id}.pdf`,
    type: 'application/pdf',
    size: 2048,
    addedAt: NOW,
    council: KENT,
    ...over,
  });
  const path = () => `/documents/${asked.id}`;
  const add = async (id: string, over: object = {}, content = 'x') => {
    const document = listed(id, over);
    await site.sealed.addDocument(asked.referralId, KENT, document, 20, 0);
    await site.documents.put(asked.referralId, document.copy, Buffer.from(content));
    site.documents.scannedAs(asked.referralId, 'cleared');
  };
  beforeEach(async () => {
    asked = await site.referred();
  });
  const lines = (body: string) => readPage(body).map((line) => line.replaceAll(asked.id, 'NTS-…'));

  const form = [
    '[form post /documents/NTS-…]',
    '[hidden: session …]',
    '[hidden: step add]',
    'Choose a file',
    'A PDF, a JPEG or PNG picture, or a Word document (.docx). One file at a time, 3 MB at most.',
    '[file: file]',
    'What is the document?',
    'If you do not know yet, leave this out. You can say it later.',
    '[list: documentKind]',
    '(, chosen) Choose one',
    '(age-assessment) Age assessment',
    '(care-plan) Care plan',
    '(nrm) Trafficking paper (NRM) or safety plan',
    '(health) Health record or assessment',
    '(home-office-letter) Home Office letter',
    '(other) Something else',
    '[button]',
    'Add the document',
  ];
  const saying = (heading: string, ...about: string[]) => [
    heading,
    ...about,
    '[form post /documents/NTS-…]',
    '[hidden: session …]',
    '[hidden: step kind]',
    '[hidden: document one]',
    '[button] Say what it is',
    `: ${heading}, ${about[0]}`,
  ];

  test('are asked for, listed and removed', async () => {
    const { get, post } = as(await site.signedIn(KENT));
    expect(lines((await get(path())).body)).toEqual([
      'Reference NTS-…',
      'Documents',
      'Documents are kept sealed, and checked for threats such as viruses. They open to you and to the council that takes the child, once it has accepted. Each opening is recorded.',
      'You can remove a document until a council accepts.',
      '0 of 20 documents added.',
      'Add a document',
      ...form,
    ]);
    await add('one');
    await add('of-others', { council: HAMPSHIRE });
    expect(lines((await get(path(), { done: 'removed' })).body)).toEqual([
      'Done',
      'The document is removed',
      'Reference NTS-…',
      'Documents',
      'Documents are kept sealed, and checked for threats such as viruses. They open to you and to the council that takes the child, once it has accepted. Each opening is recorded.',
      'You can remove a document until a council accepts.',
      'Say what each document is. Then whoever takes the child finds what it needs.',
      ...saying(
        'one.pdf',
        'Nobody has said yet what it is. PDF, 2 KB. Added by Kent, 9am on Monday 23 November 2026.',
      ),
      '[form post /documents/NTS-…]',
      '[hidden: session …]',
      '[hidden: step remove]',
      '[hidden: document one]',
      '[button] Remove',
      'one.pdf',
      '2 of 20 documents added.',
      'Add a document',
      ...form,
    ]);
    expect(lines((await get(path(), { done: 'added' })).body)).toContain('The document is added');
    expect(lines((await get(path(), { done: 'else' })).body)).not.toContain('Done');
    const none = await post(path(), { step: 'add' });
    expect([none.status, ...lines(none.body).slice(0, 3)]).toEqual([
      422,
      'There is a problem',
      '[to #file] Choose a file',
      'Reference NTS-…',
    ]);
    expect(lines((await post(path(), { step: 'remove', document: 'one' })).body)).toEqual([
      'Reference NTS-…',
      'Remove a document',
      'one.pdf',
      '[to /documents/NTS-…] Keep it',
      'Before you remove it',
      'Nobody can open it any more. After 70 days nothing is left of it. If it was the wrong file, add the right one afterwards.',
      '[form post here]',
      '[hidden: step remove]',
      '[hidden: session …]',
      '[hidden: document one]',
      '[hidden: asked yes]',
      'Confirm',
      '[checkbox: confirm yes]',
      'I want to remove this document',
      '[button]',
      'Remove the document',
    ]);
    const missed = await post(path(), { step: 'remove', document: 'one', asked: 'yes' });
    expect([missed.status, ...lines(missed.body).slice(0, 3)]).toEqual([
      422,
      'There is a problem',
      '[to #confirm] Tick the box to say that you want to remove this document',
      'Reference NTS-…',
    ]);
    // Another council's, or one that is not there, is not removed, and nobody learns which.
    for (const document of ['of-others', 'none'])
      expect((await post(path(), { step: 'remove', document, confirm: 'yes' })).headers.location).toBe(
        `${path()}?done=removed`,
      );
    expect((await site.sealed.documents(asked.referralId)).map(({ id }) => id)).toEqual(['one', 'of-others']);
  });

  test('are twenty at most, and kept as long as what is sealed', async () => {
    const { get } = as(await site.signedIn(KENT));
    for (let number = 1; number <= 20; number += 1) await add(`d${number}`);
    const full = lines((await get(path())).body);
    expect(full).toContain('20 of 20 documents added.');
    expect(full.join()).not.toContain('Add a document');
    site.clock.set(new Date(Date.parse(NOW) + 500 * 86_400_000).toISOString());
    expect(lines((await as(await site.signedIn(KENT)).get(path())).body)).toContain(
      '20 of 20 documents added.',
    );
  });

  test('whose time is over are told of as that, and one that is being added is not', async () => {
    const document = '5f0c7e1a-3b1d-8f6e-9a2c-000000000001';
    const adds = { kind: 'change-documents', change: 'added', document } as const;
    await site.tell(asked.id, adds, { kind: 'entry-authority', code: KENT });
    const over = 'Documents were added. Their time is over, and they are deleted.';
    const ends = Date.parse(NOW) + retention.sealedDays * 86_400_000;
    const at = async (ms: number) => {
      site.clock.set(new Date(ms).toISOString());
      return lines((await as(await site.signedIn(KENT)).get(path())).body);
    };
    expect(await at(ends - 1000)).not.toContain(over);
    expect(await at(ends)).toContain(over);
  });

  test('of a placement are opened from the sealed details, and told without their names', async () => {
    await add('one');
    const [offer] = asked.offers;
    await site.tell(
      asked.id,
      { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' },
      { kind: 'council', code: offer?.council ?? '' },
    );
    const { get, post } = as(await site.signedIn(KENT));
    expect(lines((await get(path())).body)).toEqual([
      'Reference NTS-…',
      'Documents',
      'Documents are kept sealed, and checked for threats such as viruses. They open to you and to the council that takes the child, once it has accepted. Each opening is recorded.',
      'Say what each document is. Then whoever takes the child finds what it needs.',
      ...saying(
        'A document',
        'Nobody has said yet what it is. PDF, 2 KB. Added by Kent, 9am on Monday 23 November 2026.',
      ),
      '1 of 20 documents added.',
      '[to /sealed/NTS-…] Open the sealed details to see them',
      'Add a document',
      ...form,
    ]);
    site.documents.scannedAs(asked.referralId, 'unsupported');
    expect(lines((await get(path())).body).slice(4, 14)).toEqual([
      ...saying(
        'This document cannot be opened',
        'Nobody has said yet what it is. PDF, 2 KB. Added by Kent, 9am on Monday 23 November 2026.',
        'It could not be checked for threats. It may have a password. Nobody can open it. The council that added it can add it again, without a password.',
      ),
      '1 of 20 documents added.',
    ]);
    const stays = await post(path(), { step: 'remove', document: 'one', confirm: 'yes' });
    expect([stays.status, ...lines(stays.body).slice(0, 3)]).toEqual([
      422,
      'There is a problem',
      '[to #file] A council has accepted, or the case is closed. Documents stay as they are',
      'Reference NTS-…',
    ]);
    await site.tell(asked.id, { kind: 'withdraw', reason: 'other' }, { kind: 'entry-authority', code: KENT });
    const closed = await post(path(), { step: 'add' });
    expect([closed.status, ...lines(closed.body).slice(0, 3)]).toEqual([
      422,
      'There is a problem',
      'This case is closed. Nothing was added',
      'Reference NTS-…',
    ]);
    expect(lines(closed.body).join()).not.toContain('Add a document');
  });

  test('are nobody else’s to add', async () => {
    const cookie = await site.signedIn(HAMPSHIRE);
    const { get, post } = as(cookie);
    expect([(await get(path())).status, ...lines((await get(path())).body)]).toEqual([
      403,
      'You cannot add documents here',
      'The council that referred a child adds documents. If your council is to take the child, open the sealed details.',
      'Nothing was changed. Check the reference.',
      '[to /home]',
      'Go to your list',
    ]);
    for (const step of ['add', 'remove', 'kind'])
      expect((await post(path(), { step, document: 'x' })).status).toBe(403);
    expect((await post('/documents/NTS-0000-0000', { step: 'open', document: 'x' })).status).toBe(403);
    expect((await get('/documents/nothing')).status).toBe(404);
    expect((await site.visit({ method: 'PUT', path: path(), cookies: [cookie] })).headers.allow).toBe(
      'GET, HEAD, POST',
    );
    expect((await site.visit({ method: 'HEAD', path: path(), cookies: [cookie] })).status).toBe(403);
  });
});
