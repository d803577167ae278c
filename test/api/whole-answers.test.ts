/** What a client's program goes by in an answer, whole: its status, its headers, its codes, its places and its times. */
import { describe, expect, test } from 'vitest';
import { pointer } from '../../functions/api/problem.ts';
import { derivedId } from '../../functions/api/request.ts';
import { pointerTo } from '../../functions/api/what-is-missing.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { fingerprintsOf } from '../../shared/core/referral/fingerprints.ts';
import type { ChildParticulars } from '../../shared/core/referral/particulars.ts';
import { aCase, aChild, aPlacement, aReferral, NOW } from '../builders.ts';
import { aRequest, keyOf } from './a-request.ts';
import { type Answer, type Call, CROYDON, Gateway, KENT, LEEDS } from './gateway.ts';

const REFERRALS = '/api/referrals';
const NOBODYS = `${REFERRALS}/${caseReference('x', 1)}`;
const authorization = (value: string): Call => ({
  key: undefined,
  headers: { Authorization: value },
  body: aRequest(),
});

/** Headers that say something about this answer: those that every answer has are left out. */
const ownHeaders = ({ headers }: Answer) =>
  Object.fromEntries(
    [
      'Content-Type',
      'Location',
      'Retry-After',
      'Allow',
      'Accept',
      'Accept-Encoding',
      'WWW-Authenticate',
    ].flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );
const sentence = expect.stringMatching(/^[A-Z].+\.$/);

/** A problem with nothing else in it. */
const theProblem = (status: number, kind: string, headers: object = {}, more: object = {}) => ({
  status,
  headers: { 'Content-Type': 'application/problem+json', ...headers },
  problem: { type: `/problems/${kind}`, title: expect.any(String), status, detail: sentence, ...more },
});
const whole = (answer: Answer) => ({
  status: answer.status,
  headers: ownHeaders(answer),
  problem: answer.problem,
});

const challenge = { 'WWW-Authenticate': 'Bearer realm="National Transfer Scheme"' };
const noKey = theProblem(401, 'no-key', challenge);
const noSuchReferral = theProblem(404, 'no-such-referral');
const noIdempotencyKey = theProblem(400, 'no-idempotency-key');
const notJson = theProblem(415, 'not-json', { Accept: 'application/json' });
const encoded = theProblem(415, 'encoded', { 'Accept-Encoding': 'identity' });
const notUtf8 = theProblem(400, 'not-utf-8');

describe('a problem, with all that a program needs to go on', () => {
  test.each<readonly [string, Call, object]>([
    ['no key', { key: undefined }, noKey],
    ['another scheme', authorization(`Basic ${keyOf(KENT)}`), noKey],
    ['something before the scheme', authorization(`x Bearer ${keyOf(KENT)}`), noKey],
    ['something after the key', authorization(`Bearer ${keyOf(KENT)} x`), noKey],
    [
      'another authority',
      { body: aRequest({ entryAuthority: CROYDON }) },
      theProblem(
        403,
        'another-authority',
        {},
        { errors: [{ pointer: '#/entryAuthority', detail: sentence }] },
      ),
    ],
    ['no such path', { path: '/api/children' }, theProblem(404, 'no-such-path')],
    ['a path that goes on', { path: `${NOBODYS}/amendments/1` }, theProblem(404, 'no-such-path')],
    ['no such referral', { method: 'GET', path: NOBODYS }, noSuchReferral],
    ['no referral to amend', { path: `${NOBODYS}/amendments`, body: { familyInUk: 'none' } }, noSuchReferral],
    ['GET to refer', { method: 'GET' }, theProblem(405, 'method-not-allowed', { Allow: 'POST' })],
    [
      'POST to ask',
      { path: NOBODYS, body: {} },
      theProblem(405, 'method-not-allowed', { Allow: 'GET, HEAD' }),
    ],
    [
      'GET to amend',
      { method: 'GET', path: `${NOBODYS}/amendments` },
      theProblem(405, 'method-not-allowed', { Allow: 'POST' }),
    ],
    [
      'POST of the description',
      { path: '/api/openapi.json', key: undefined, body: {} },
      theProblem(405, 'method-not-allowed', { Allow: 'GET, HEAD' }),
    ],
    ['no type', { headers: { 'X-Nothing': 'at all' } }, notJson],
    ['another type', { text: '{}', headers: { 'Content-Type': 'text/json' } }, notJson],
    ['no JSON', { text: '{"children": [' }, theProblem(400, 'unreadable-json')],
    ['nothing, as JSON', { text: '' }, theProblem(400, 'unreadable-json')],
    [
      'JSON that is no UTF-8',
      {
        bytes: Buffer.from(JSON.stringify({ children: [{ name: 'Jos\u00e9' }] }), 'latin1'),
        headers: { 'Content-Type': 'application/json' },
      },
      notUtf8,
    ],
    ['letters that a gateway could not read', { text: '{"children": [{"name": "Jos\ufffd"}]}' }, notUtf8],
    [
      'UTF-16',
      { bytes: Buffer.from('{}', 'utf16le'), headers: { 'Content-Type': 'application/json' } },
      notUtf8,
    ],
    ['a packed body', { body: aRequest(), headers: { 'Content-Encoding': 'GZIP' } }, encoded],
    [
      'names that stand twice',
      {
        text: '{"areasToAvoid": [], "children": [{"sex": "male"}, {"name": "A", "n\\u0061me": "B"}], "areasToAvoid": []}',
      },
      theProblem(
        422,
        'invalid-fields',
        {},
        {
          errors: [
            { pointer: '#/children/1/name', detail: sentence },
            { pointer: '#/areasToAvoid', detail: sentence },
          ],
        },
      ),
    ],
    [
      'more bytes than 100 KB, in fewer characters',
      { text: JSON.stringify('é'.repeat(50_000)) },
      theProblem(413, 'too-large'),
    ],
    ['no Idempotency-Key', { idempotencyKey: undefined, body: aRequest() }, noIdempotencyKey],
    ['one too long', { idempotencyKey: 'k'.repeat(201), body: aRequest() }, noIdempotencyKey],
    [
      'one that begins with a letter of no ASCII',
      { idempotencyKey: 'é1', body: aRequest() },
      noIdempotencyKey,
    ],
    ['one that ends with a space', { idempotencyKey: '1 ', body: aRequest() }, noIdempotencyKey],
  ])('%s', async (_, call, wanted) => {
    const gateway = await Gateway.open();
    expect(whole(await gateway.call(call))).toEqual(wanted);
    expect(gateway.scheme.referrals.snapshot()).toEqual([]);
  });

  test('fields that cannot be used are listed as far as anybody reads', async () => {
    const gateway = await Gateway.open();
    const unknown = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`field${at}`, 1]));
    const answer = await gateway.call({ body: { ...aRequest(), ...unknown } });
    expect(whole(answer)).toEqual(
      theProblem(
        422,
        'invalid-fields',
        {},
        {
          errors: Array.from({ length: 50 }, (_, at) => ({ pointer: `#/field${at}`, detail: sentence })),
        },
      ),
    );
  });

  test('a failure says when to try again, and nothing of what failed', async () => {
    const gateway = await Gateway.open();
    gateway.requests.councilOf = () => Promise.reject(new Error('Canary'));
    const answer = await gateway.call({ body: aRequest() });
    expect(whole(answer)).toEqual(theProblem(500, 'failure', { 'Retry-After': '60' }));
    expect(answer.text).not.toContain('Canary');
  });

  test('the 121st request of a minute waits for the next minute; the 120th does not', async () => {
    const gateway = await Gateway.open();
    for (let count = 0; count < 119; count += 1)
      await gateway.requests.countRequest(KENT, '2026-11-23T09:00');
    gateway.scheme.clock.set('2026-11-23T09:00:17.500Z');
    expect((await gateway.call({ body: aRequest() })).status).toBe(202);
    expect(whole(await gateway.call({ body: aRequest() }))).toEqual(
      theProblem(429, 'too-many-requests', { 'Retry-After': '43' }),
    );
    expect((await gateway.call({ body: aRequest(), council: CROYDON })).status).toBe(202);
  });

  test('a key of idempotency used for something else, a case not looked at yet, and one that is closed', async () => {
    const gateway = await Gateway.open();
    const { statusUrl, reference } = (await gateway.call({ body: aRequest() })).taken;
    expect(whole(await gateway.call({ body: aRequest({ trafficking: 'nrm-referred' }) }))).toEqual(
      theProblem(422, 'idempotency-key-used'),
    );
    const amendment: Call = { path: `${statusUrl}/amendments`, body: { familyInUk: 'none' } };
    expect(whole(await gateway.call(amendment))).toEqual(
      theProblem(409, 'not-looked-at-yet', { 'Retry-After': '5' }),
    );
    expect(whole(await gateway.call({ ...amendment, council: CROYDON }))).toEqual(noSuchReferral);
    await gateway.lookAtReferrals();
    expect(whole(await gateway.call({ ...amendment, council: CROYDON }))).toEqual(noSuchReferral);
    await gateway.scheme.command(reference, { kind: 'withdraw', reason: 'other' });
    const closed = await gateway.call(amendment);
    expect(whole(closed)).toEqual(theProblem(409, 'case-closed'));
    expect(closed.problem.detail).toBe(
      'Nothing was recorded. You withdrew the referral. The case is closed.',
    );
  });
});

describe('what is taken', () => {
  const taken = (reference: string) => ({
    status: 202,
    headers: { 'Content-Type': 'application/json', Location: `/api/referrals/${reference}` },
  });
  const message = (gateway: Gateway, at: number) =>
    JSON.parse(gateway.scheme.referrals.snapshot()[at]?.body ?? '');

  test('a referral: the answer, and what goes on the queue', async () => {
    const gateway = await Gateway.open();
    const answer = await gateway.call({ body: { ...aRequest(), entryAuthority: KENT } });
    const { reference } = answer.taken;
    expect({ status: answer.status, headers: ownHeaders(answer), said: answer.taken }).toEqual({
      ...taken(reference),
      said: {
        reference,
        statusUrl: `/api/referrals/${reference}`,
        words: sentence,
        missing: [],
        toCheck: [],
      },
    });
    const sent = message(gateway, 0);
    const { referralId } = sent.data;
    expect(reference).toBe(caseReference(referralId, 1));
    expect(sent).toEqual({
      id: `api:${referralId}`,
      type: 'referral-received.v2',
      at: NOW,
      actor: { kind: 'entry-authority', code: KENT },
      data: {
        referralId,
        channel: 'api',
        facts: aReferral(),
        fingerprints: fingerprintsOf(await gateway.fingerprintKey.read(), [
          { ...aRequest().children[0], number: 1 } as ChildParticulars,
        ]),
      },
    });
    expect(gateway.scheme.referrals.snapshot()[0]?.id).toBe(sent.id);
  });

  test('a referral that says nothing of who the child is: nothing is sealed, and nothing compared', async () => {
    const gateway = await Gateway.open();
    const { status } = await gateway.call({ body: { children: [{ sex: 'female' }] } });
    expect(status).toBe(202);
    const { data } = message(gateway, 0);
    expect(data).toEqual({
      referralId: data.referralId,
      channel: 'api',
      facts: { entryAuthority: KENT, children: [{ number: 1, sex: 'female' }] },
    });
    expect(await gateway.scheme.sealed.owner(data.referralId)).toBeUndefined();
  });

  test('an amendment: the answer, and what goes on the queue under an id that no later version of ours makes anew', async () => {
    const gateway = await Gateway.open();
    const { reference } = (await gateway.call({ body: aRequest() })).taken;
    await gateway.lookAtReferrals();
    const { referralId } = await gateway.scheme.onlyCase();
    gateway.scheme.clock.set('2026-11-23T10:00:00.000Z');
    const answer = await gateway.call({
      path: `/api/referrals/${reference.toLowerCase().replaceAll('-', '%20')}/amendments`,
      idempotencyKey: 'key',
      body: { children: [{ number: 1, sex: 'female', health: 'Canary' }] },
    });
    expect({ status: answer.status, headers: ownHeaders(answer), said: answer.taken }).toEqual({
      ...taken(reference),
      said: {
        reference,
        statusUrl: `/api/referrals/${reference}`,
        words: sentence,
        missing: [],
        toCheck: [],
      },
    });
    const id = `api:${derivedId('amendment', KENT, reference, 'key')}`;
    expect(gateway.scheme.referrals.snapshot()[1]).toEqual({
      id,
      body: JSON.stringify({
        id,
        type: 'referral-amended.v2',
        at: '2026-11-23T10:00:00.000Z',
        actor: { kind: 'entry-authority', code: KENT },
        data: { referralId, facts: { children: [aChild({ sex: 'female' })] }, sealedChanged: true },
      }),
    });
    // So it was in the first release, and a request from then may be sent again.
    expect(derivedId('amendment', 'a', 'b', 'c')).toBe('50828be2-8f21-8560-8c11-66bcf3ecdcb7');
  });

  test.each<readonly [string, Call]>([
    ['a scheme in small letters and spaces before the key', authorization(`bearer   ${keyOf(KENT)}`)],
    [
      'a type with parameters',
      { body: aRequest(), headers: { 'Content-Type': 'Application/JSON ; charset=utf-8' } },
    ],
    ['the longest Idempotency-Key', { body: aRequest(), idempotencyKey: '~'.repeat(200) }],
    [
      'bytes in base64',
      {
        bytes: Buffer.from(JSON.stringify(aRequest())),
        headers: { 'Content-Type': 'application/json' },
      },
    ],
    ['what says that it is not packed', { body: aRequest(), headers: { 'Content-Encoding': 'identity' } }],
    ['a mark of its bytes before it', { text: `\ufeff${JSON.stringify(aRequest())}` }],
    ['the same words in two objects', { body: aRequest({ children: [{ sex: 'male' }, { sex: 'male' }] }) }],
    ['100 KB to the byte', { text: JSON.stringify(aRequest()).padEnd(100_000) }],
  ])('%s', async (_, call) => {
    expect((await (await Gateway.open()).call(call)).status).toBe(202);
  });

  test('what is likely a mistake is named where it stands', async () => {
    const gateway = await Gateway.open();
    const [child] = aRequest().children;
    const children = [{ ...child, dateOfBirth: '2008-05-14' }];
    const { taken: first } = await gateway.call({ body: aRequest({ children }) });
    expect(first.toCheck).toEqual([{ pointer: '#/children/0/dateOfBirth', detail: sentence }]);
    await gateway.lookAtReferrals();
    const { taken: second } = await gateway.call({
      path: `${first.statusUrl}/amendments`,
      body: { children: [{ number: 1, dateOfBirth: '2008-05-15' }] },
    });
    expect(second.toCheck).toEqual(first.toCheck);
  });

  test('a child is as old as the sealed date of birth says, to the day, in what is asked for', async () => {
    const [{ turns18Month: _, ...child } = {}] = aRequest().children;
    for (const [dateOfBirth, tooYoung] of [
      ['2010-11-23', []],
      ['2010-11-24', ['#/children/0/placementKind']],
    ] as const) {
      const gateway = await Gateway.open();
      const children = [{ ...child, dateOfBirth, placementKind: 'supported-accommodation' as const }];
      const { taken: said } = await gateway.call({ body: aRequest({ children }) });
      expect(said.missing.map((one) => one.pointer)).toEqual(tooYoung);
    }
  });

  test('an amendment that cannot be used is refused like a referral: in its shape, and in what cannot be true', async () => {
    const gateway = await Gateway.open();
    const { statusUrl } = (await gateway.call({ body: aRequest() })).taken;
    await gateway.lookAtReferrals();
    const amend = (body: object) => gateway.call({ path: `${statusUrl}/amendments`, body });
    const refused = (place: string, detail: unknown) =>
      theProblem(422, 'invalid-fields', {}, { errors: [{ pointer: place, detail }] });
    expect(whole(await amend({ children: [{ sex: 'male' }] }))).toEqual(
      refused('#/children/0/number', 'This is missing. Give a number.'),
    );
    expect(whole(await amend({ areasToAvoid: ['E10009999'] }))).toEqual(
      refused('#/areasToAvoid/0', sentence),
    );
    expect(gateway.scheme.referrals.snapshot()).toHaveLength(1);
    const links = [{ council: LEEDS, kind: 'family' }];
    expect((await amend({ links })).taken.missing).toEqual([]);
  });

  test('a key of a rotated secret knows a request from before it', async () => {
    const gateway = await Gateway.open();
    const { reference } = (await gateway.call({ body: aRequest() })).taken;
    gateway.fingerprintKey.rotate('n'.repeat(64));
    expect((await gateway.call({ body: aRequest() })).taken.reference).toBe(reference);
    const other = await gateway.call({ body: aRequest({ inCareOfAuthority: false }) });
    expect(whole(other)).toEqual(theProblem(422, 'idempotency-key-used'));
  });

  test('a request from when ids followed from keys keeps its own, and takes no other referral’s', async () => {
    const derived = derivedId('referral', KENT, 'first');
    const reference = caseReference(derived, 1);
    const other = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
    for (const referralId of [derived, other]) {
      const gateway = await Gateway.open();
      await gateway.requests.rememberReferral(
        reference,
        { council: KENT, referralId, acceptedAt: NOW },
        'mac',
      );
      const answer = await gateway.call({ body: aRequest() });
      // Remembered with another body: it is the same request, or a new one.
      expect(answer.status).toBe(referralId === derived ? 422 : 202);
    }
  });
});

describe('what is sealed under another’s name is never written over', () => {
  test.each(['a referral', 'an amendment'])('%s is answered with what to do', async (what) => {
    const gateway = await Gateway.open();
    const { sealed } = gateway.scheme;
    const { taken } = await gateway.call({ body: aRequest() });
    await gateway.lookAtReferrals();
    const call: Call =
      what === 'a referral'
        ? { body: aRequest(), idempotencyKey: 'second' }
        : { path: `${taken.statusUrl}/amendments`, body: { children: [{ number: 1, health: 'Canary' }] } };
    const { sealFirst, keepAmendment } = sealed;
    sealed.sealFirst = async (referralId, _, children) => {
      await sealFirst.call(sealed, referralId, LEEDS, children);
      return sealFirst.call(sealed, referralId, KENT, children);
    };
    sealed.keepAmendment = (referralId, id, _, children, at) =>
      keepAmendment.call(sealed, referralId, id, LEEDS, children, at);
    expect(whole(await gateway.call(call))).toEqual(theProblem(409, 'sealed-differs'));
    expect(gateway.scheme.referrals.snapshot()).toHaveLength(1);
  });
});

describe('a merged referral', () => {
  test('says where it went, to the council that made it and to nobody else', async () => {
    const gateway = await Gateway.open();
    const first = (await gateway.call({ body: aRequest() })).taken;
    await gateway.lookAtReferrals();
    gateway.scheme.clock.set('2026-11-23T10:00:00.000Z');
    const second = (await gateway.call({ body: aRequest(), council: CROYDON })).taken;
    await gateway.lookAtReferrals(1);
    const ask = (council: string) => gateway.call({ method: 'GET', path: second.statusUrl, council });
    const state = await ask(CROYDON);
    expect([state.status, ownHeaders(state), state.state]).toEqual([
      200,
      { 'Content-Type': 'application/json' },
      {
        reference: second.reference,
        status: 'merged',
        words: `The same child was referred before. Your referral was merged into that case, ${first.reference}, and a person is told where the two differ.`,
        mergedInto: first.reference,
        referredAt: '2026-11-23T10:00:00.000Z',
        missing: [],
      },
    ]);
    expect(whole(await ask(KENT))).toEqual(noSuchReferral);
    const amend = (council: string) =>
      gateway.call({ path: `${second.statusUrl}/amendments`, body: { familyInUk: 'none' }, council });
    const refused = await amend(CROYDON);
    expect(whole(refused)).toEqual(theProblem(409, 'merged'));
    expect(refused.problem.detail).toContain(first.reference);
    expect(whole(await amend(KENT))).toEqual(noSuchReferral);
    expect(gateway.scheme.referrals.snapshot()).toHaveLength(2);
  });
});

describe('how a case stands', () => {
  const by = '2026-11-24T17:00:00.000Z';
  const deadline = 'by 5pm on Tuesday 24 November';
  const waiting = (party: NonNullable<Case['needs']>['party']) => ({
    needs: { party, by, what: 'something' },
  });
  const placement = aPlacement({ council: LEEDS, region: 'E12000003', arrangeBy: by });
  const leeds = { receivingAuthority: { code: LEEDS, name: 'Leeds' } };
  const closed = { needs: undefined };

  type Overrides = { readonly [Part in keyof Case]?: Case[Part] | undefined };
  test.each<readonly [string, Overrides, object]>([
    ['with the service', waiting({ kind: 'system' }), { waitsFor: 'the-service', actBy: by, deadline }],
    [
      'held by coordinators',
      { status: 'held', ...waiting({ kind: 'coordinators' }) },
      { waitsFor: 'a-coordinator', actBy: by, deadline },
    ],
    [
      'incomplete',
      {
        status: 'incomplete',
        facts: aReferral({ children: [aChild({ number: 10 }), aChild({ number: 9 })] }),
        missing: [
          { field: 'arrivedOn', words: 'Say when.' },
          { field: 'children.10.sex', words: 'Say which.' },
        ],
        ...waiting({ kind: 'entry-authority', code: KENT }),
      },
      {
        waitsFor: 'you',
        actBy: by,
        deadline,
        missing: [
          { pointer: '#/arrivedOn', detail: 'Say when.' },
          { pointer: '#/children/1/sex', detail: 'Say which.' },
        ],
      },
    ],
    [
      'accepted',
      { status: 'accepted', placement, ...waiting({ kind: 'council', code: LEEDS }) },
      {
        waitsFor: 'a-council',
        actBy: by,
        deadline,
        words: 'Leeds takes the child and is arranging the move.',
        ...leeds,
      },
    ],
    [
      'accepted, while a coordinator looks at what was said since',
      {
        status: 'accepted',
        placement,
        hold: { reasons: [], since: NOW, reviewAt: by },
        ...waiting({ kind: 'coordinators' }),
      },
      {
        waitsFor: 'a-coordinator',
        actBy: by,
        deadline,
        words: 'Leeds takes the child. The move waits until a coordinator has decided.',
        ...leeds,
      },
    ],
    [
      'missing, so that nobody has a deadline and every one waits',
      { status: 'paused', ...waiting({ kind: 'entry-authority', code: KENT }) },
      { waitsFor: 'you', moveBy: undefined },
    ],
    [
      'missing for long, so that a coordinator has one',
      { status: 'paused', ...waiting({ kind: 'coordinators' }) },
      { waitsFor: 'a-coordinator', actBy: by, deadline, moveBy: undefined },
    ],
    [
      'arranged, with the day of the move',
      { status: 'transfer-arranged', placement: { ...placement, moveOn: '2026-12-01' }, ...closed },
      { words: 'Leeds takes the child, and the day of the move is fixed.', ...leeds, moveOn: '2026-12-01' },
    ],
    [
      'handed over to a council of which nothing is published any more',
      { status: 'transferred', placement: { ...placement, council: 'E99999999' }, ...closed },
      {
        words: 'The child was handed over to E99999999, which is responsible now. The case is closed.',
        receivingAuthority: { code: 'E99999999', name: 'E99999999' },
      },
    ],
    [
      'withdrawn',
      { status: 'withdrawn', ...closed },
      { words: 'You withdrew the referral. The case is closed.' },
    ],
  ])('%s', async (_, overrides, said) => {
    const gateway = await Gateway.open();
    const { needs, ...rest } = aCase(overrides as Partial<Case>);
    const subject: Case = needs === undefined ? rest : { ...rest, needs };
    gateway.scheme.cases.read = async () => subject;
    const answer = await gateway.call({ method: 'GET', path: `${REFERRALS}/${subject.id}` });
    expect([answer.status, ownHeaders(answer)]).toEqual([200, { 'Content-Type': 'application/json' }]);
    expect(answer.state).toEqual({
      reference: subject.id,
      status: subject.status,
      words: sentence,
      referredAt: NOW,
      moveBy: subject.moveBy,
      missing: [],
      ...said,
    });
  });

  test('that was only received is said at once, to its council alone', async () => {
    const gateway = await Gateway.open();
    const { reference, statusUrl } = (await gateway.call({ body: aRequest() })).taken;
    const { state } = await gateway.call({ method: 'GET', path: statusUrl });
    expect(state).toEqual({
      reference,
      status: 'received',
      words: sentence,
      referredAt: NOW,
      waitsFor: 'the-service',
      missing: [],
    });
    expect(whole(await gateway.call({ method: 'GET', path: statusUrl, council: CROYDON }))).toEqual(
      noSuchReferral,
    );
  });

  test('is told to HEAD without a body, with the same headers', async () => {
    const gateway = await Gateway.open();
    const { statusUrl } = (await gateway.call({ body: aRequest() })).taken;
    const [got, head] = [
      await gateway.call({ method: 'GET', path: statusUrl }),
      await gateway.call({ method: 'HEAD', path: statusUrl }),
    ];
    expect(head).toMatchObject({ status: 200, headers: got.headers, text: '' });
  });
});

test('a place is a JSON Pointer in a fragment, and children stand in the order of their numbers', () => {
  expect(pointer(['a/b~c d', 0])).toBe('#/a~1b~0c%20d/0');
  const facts = aReferral({
    children: [aChild({ number: 10 }), aChild({ number: 1 }), aChild({ number: 9 })],
  });
  expect(
    [
      'children',
      'children.1',
      'children.9.sex',
      'children.10.needs.0',
      'definition.under18AtClaim',
      'links',
    ].map((field) => pointerTo(field, facts)),
  ).toEqual([
    '#/children',
    '#/children/0',
    '#/children/1/sex',
    '#/children/2/needs/0',
    '#/definition/under18AtClaim',
    '#/links',
  ]);
});

test('each request is one line in the log: its route by our name, its status and whose it was', async () => {
  const gateway = await Gateway.open();
  await gateway.call({ method: 'GET', path: '/api/openapi.json' });
  await gateway.call({ method: 'CANARY', path: '/api/canary' });
  await gateway.call({ key: undefined, body: aRequest() });
  await gateway.call({ body: aRequest() });
  await gateway.call({ method: 'GET', path: '/api/referrals/canary' });
  await gateway.call({ path: `${NOBODYS}/amendments`, body: { familyInUk: 'none' } });
  expect(gateway.scheme.log.lines).toEqual(
    [
      { route: 'GET /api/openapi.json', status: 200 },
      { route: 'another method unknown', status: 404 },
      { route: 'POST /api/referrals', status: 401 },
      { route: 'POST /api/referrals', status: 202, council: KENT },
      { route: 'GET /api/referrals/{reference}', status: 404, council: KENT },
      { route: 'POST /api/referrals/{reference}/amendments', status: 404, council: KENT },
    ].map((particulars) => ({ level: 'info', code: 'API_SERVED', particulars })),
  );
});

test('what is no reference is looked up nowhere', async () => {
  const gateway = await Gateway.open();
  gateway.scheme.cases.read = () => Promise.reject(new Error('It was looked up.'));
  const answer = await gateway.call({ method: 'GET', path: '/api/referrals/NTS-7F3K-2M9Q%23x' });
  expect(whole(answer)).toEqual(noSuchReferral);
});

test('the description may be kept for five minutes', async () => {
  const gateway = await Gateway.open();
  const { status, headers } = await gateway.call({
    method: 'GET',
    path: '/api/openapi.json',
    key: undefined,
  });
  expect([status, headers['Content-Type'], headers['Cache-Control']]).toEqual([
    200,
    'application/json',
    'public, max-age=300',
  ]);
});
