import { readFileSync } from 'node:fs';
import { validate } from '@readme/openapi-parser';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseReference } from '../../shared/core/case/reference.ts';
import { hashOfKey } from '../../shared/core/council/council-keys.ts';
import { NOW } from '../builders.ts';
import { runs } from '../how-much.ts';
import { aRequest, keyOf } from './a-request.ts';
import { CROYDON, Gateway, KENT } from './gateway.ts';

const pointers = (errors: readonly { readonly pointer: string }[] = []) =>
  errors.map(({ pointer }) => pointer);

describe('a referral by the API', () => {
  test('is taken, looked at and offered; its status says so', async () => {
    const gateway = await Gateway.open();
    const answer = await gateway.call({ body: aRequest() });
    expect(answer.status).toBe(202);
    const { reference, statusUrl, missing } = answer.taken;
    expect(missing).toEqual([]);
    expect(answer.headers.Location).toBe(statusUrl);
    const waiting = await gateway.call({ method: 'GET', path: statusUrl });
    expect(waiting.state).toMatchObject({ reference, status: 'received', waitsFor: 'the-service' });
    await gateway.lookAtReferrals();
    const { state } = await gateway.call({ method: 'GET', path: statusUrl });
    expect(state).toMatchObject({
      reference,
      status: 'offered',
      waitsFor: 'a-council',
      deadline: 'by 5pm on Tuesday 24 November',
      missing: [],
    });
  });

  test('leaves nothing that names the child on the queue, in the log or in the table of cases', async () => {
    const gateway = await Gateway.open();
    const { taken } = await gateway.call({ body: aRequest() });
    const { scheme } = gateway;
    const [message] = scheme.referrals.snapshot();
    const { referralId } = JSON.parse(message?.body ?? '').data;
    expect(await scheme.sealed.datesOfBirth(referralId)).toEqual({ 1: '2010-05-14' });
    await gateway.lookAtReferrals();
    const everything = JSON.stringify([
      scheme.referrals.snapshot(),
      scheme.notifications.snapshot(),
      scheme.cases.snapshot(),
      scheme.log,
      scheme.mailer,
      taken,
    ]);
    expect(everything).toContain(taken.reference);
    expect(everything).toContain('2028-05');
    expect(everything).not.toMatch(/canary|2010-05-14|ERI\b/i);
  });

  test('sent again with its key is counted once, even after an amendment and however much later', async () => {
    const gateway = await Gateway.open();
    const first = await gateway.call({ body: aRequest() });
    await gateway.lookAtReferrals();
    const { reference } = first.taken;
    const path = `/api/referrals/${reference}/amendments`;
    const child = { number: 1, dateOfBirth: '2010-05-15' };
    await gateway.call({ path, idempotencyKey: 'a', body: { children: [child] } });
    gateway.scheme.clock.set('2027-06-01T09:00:00.000Z');
    const again = await gateway.call({ body: aRequest() });
    expect(again.taken.reference).toBe(reference);
    await gateway.lookAtReferrals();
    expect(gateway.scheme.events.filter(({ type }) => type === 'referral-received.v2')).toHaveLength(1);
    const { referralId } = await gateway.scheme.onlyCase();
    expect(await gateway.scheme.sealed.datesOfBirth(referralId)).toEqual({ 1: '2010-05-15' });
    expect(gateway.scheme.quarantine.snapshot()).toEqual([]);
  });

  test('with its key and another body is refused, and the first stands', async () => {
    const gateway = await Gateway.open();
    await gateway.call({ body: aRequest() });
    const other = await gateway.call({ body: aRequest({ inCareOfAuthority: false }) });
    expect([other.status, other.problem.type]).toEqual([422, '/problems/idempotency-key-used']);
    expect(gateway.scheme.referrals.snapshot()).toHaveLength(1);
  });

  test('sent twice at once with its key is answered alike both times, and counted once', async () => {
    const gateway = await Gateway.open();
    const [one, other] = await Promise.all([
      gateway.call({ body: aRequest() }),
      gateway.call({ body: aRequest() }),
    ]);
    expect([one.status, other.status]).toEqual([202, 202]);
    expect(one.taken).toEqual(other.taken);
    await gateway.lookAtReferrals();
    await gateway.scheme.onlyCase();
  });

  test('two councils may choose the same key', async () => {
    const gateway = await Gateway.open();
    const [kent, croydon] = await Promise.all([
      gateway.call({ body: aRequest() }),
      gateway.call({ council: CROYDON, body: aRequest() }),
    ]);
    expect(kent.taken.reference).not.toBe(croydon.taken.reference);
  });

  test('that says too little is taken, and told at once what is missing and where it goes', async () => {
    const gateway = await Gateway.open();
    const { taken } = await gateway.call({ body: { children: [{}, { sex: 'male' }] } });
    expect(pointers(taken.missing)).toEqual(
      expect.arrayContaining(['#/arrivedOn', '#/definition/under18AtClaim', '#/children/0/turns18Month']),
    );
    expect(pointers(taken.missing)).toContain('#/children/1/placementKind');
    await gateway.lookAtReferrals();
    const { state } = await gateway.call({ method: 'GET', path: taken.statusUrl });
    expect(state).toMatchObject({ status: 'incomplete', waitsFor: 'you' });
    expect(state.missing).toEqual(taken.missing);
    for (const { detail } of state.missing) expect(detail).toMatch(/^[A-Z].+\.$/);
  });

  test('is completed by an amendment that names a child by its number', async () => {
    const gateway = await Gateway.open();
    const { familyInUk: _, children, ...rest } = aRequest();
    const [{ placementKind: __, ...child } = {}] = children;
    const { taken } = await gateway.call({ body: { ...rest, children: [child] } });
    const path = `${taken.statusUrl}/amendments`;
    const body = { familyInUk: 'none', children: [{ number: 1, placementKind: 'foster-care' }] };
    const early = await gateway.call({ path, body });
    expect([early.status, early.headers['Retry-After']]).toEqual([409, '5']);
    await gateway.lookAtReferrals();
    const amended = await gateway.call({ path, body });
    expect([amended.status, amended.taken.missing]).toEqual([202, []]);
    expect((await gateway.call({ path, body })).status).toBe(202);
    expect((await gateway.call({ path, body: { familyInUk: 'may-care' } })).status).toBe(422);
    await gateway.lookAtReferrals(1);
    const { state } = await gateway.call({ method: 'GET', path: taken.statusUrl });
    expect(state.status).toBe('offered');
    expect((await gateway.scheme.onlyCase()).facts.children[0]).toMatchObject({
      sex: 'male',
      placementKind: 'foster-care',
    });
  });

  test('whose child is named later is found by all that is sealed by then', async () => {
    const gateway = await Gateway.open();
    const [child = {}] = aRequest().children;
    const { name, nationality, homeOfficeReference: _, portReference: __, ...unnamed } = child;
    const first = await gateway.call({ body: aRequest({ children: [unnamed] }) });
    const second = await gateway.call({ body: aRequest({ children: [child] }), idempotencyKey: 'another' });
    await gateway.lookAtReferrals();
    const path = `${first.taken.statusUrl}/amendments`;
    const body = { children: [{ number: 1, name, nationality }] };
    for (const _ of [1, 2]) expect((await gateway.call({ path, body })).status).toBe(202);
    await gateway.lookAtReferrals(2);
    const found = await gateway.scheme.cases.read(first.taken.reference);
    expect(found?.hold?.reasons.map(({ code }) => code)).toEqual([
      `possible-duplicate:${second.taken.reference}`,
    ]);
    expect(JSON.stringify(gateway.scheme.referrals.snapshot())).not.toMatch(/Canary|2010-05-14|ERI/);
  });

  test('that is closed takes no amendment', async () => {
    const gateway = await Gateway.open();
    const { taken } = await gateway.call({ body: aRequest() });
    await gateway.lookAtReferrals();
    await gateway.scheme.command(taken.reference, { kind: 'withdraw', reason: 'other' });
    const late = await gateway.call({ path: `${taken.statusUrl}/amendments`, body: { familyInUk: 'none' } });
    expect([late.status, late.problem.type]).toEqual([409, '/problems/case-closed']);
  });
});

describe('what is refused', () => {
  const refusal = async (call: Parameters<Gateway['call']>[0]) => {
    const gateway = await Gateway.open();
    const answer = await gateway.call(call);
    expect(answer.headers['Content-Type']).toBe('application/problem+json');
    expect(answer.problem.status).toBe(answer.status);
    expect(gateway.scheme.referrals.snapshot()).toEqual([]);
    return answer;
  };

  test.each([
    ['no key', { key: undefined, body: aRequest() }, 401],
    ['a key that nobody has', { key: keyOf('E99999999'), body: aRequest() }, 401],
    ['another authority', { body: aRequest({ entryAuthority: CROYDON }) }, 403],
    ['no such path', { path: '/api/children', body: aRequest() }, 404],
    ['no such referral', { method: 'GET', path: `/api/referrals/${caseReference('x', 1)}` }, 404],
    ['something that is no reference', { method: 'GET', path: '/api/referrals/hello' }, 404],
    [
      'an amendment of nothing',
      { path: `/api/referrals/${caseReference('x', 1)}/amendments`, body: { familyInUk: 'none' } },
      404,
    ],
    ['a method that the path has not', { method: 'DELETE' }, 405],
    ['no Idempotency-Key', { idempotencyKey: undefined, body: aRequest() }, 400],
    ['a body that is no JSON', { text: '{"children": [' }, 400],
    ['100 KB', { text: JSON.stringify({ children: [{ name: 'x'.repeat(100_001) }] }) }, 413],
    ['a form', { text: 'a=b', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, 415],
    ['no body at all', { headers: { 'Content-Type': 'text/plain' } }, 415],
    ['an empty list of children', { body: { children: [] } }, 422],
  ])('%s', async (_, call, status) => {
    expect((await refusal(call)).status).toBe(status);
  });

  test('every field that cannot be used is named, with what to do, and nothing that was sent is repeated', async () => {
    const { status, problem } = await refusal({
      body: {
        ...aRequest(),
        arrivedOn: '2026-02-30',
        areaToAvoid: ['E08000025'],
        inCareOfAuthority: 'canary',
        links: [{ council: 'E10000016' }],
        children: [{ sex: 'canary', name: 7 }],
      },
    });
    expect(status).toBe(422);
    expect(
      Object.fromEntries((problem.errors ?? []).map(({ pointer, detail }) => [pointer, detail])),
    ).toEqual({
      '#/arrivedOn': 'Give a date that exists, as YYYY-MM-DD.',
      '#/areaToAvoid': 'There is no field of this name. Check the spelling, or leave it out.',
      '#/inCareOfAuthority': 'Give true or false, without quotes here.',
      '#/links/0/kind': 'Give one of: family, sibling, community.',
      '#/children/0/sex': 'Give one of: female, male, other, not-known.',
      '#/children/0/name': 'Give text in double quotes here.',
    });
    expect(JSON.stringify(problem)).not.toContain('canary');
  });

  test('what has a good shape and cannot be true', async () => {
    const { status, problem } = await refusal({
      body: {
        ...aRequest({ areasToAvoid: ['E08000025', 'E99999999'] }),
        children: [
          { number: 1, dateOfBirth: '2026-11-24' },
          { number: 1, dateOfBirth: '2010-05-14', turns18Month: '2028-06' },
        ],
      },
    });
    expect(status).toBe(422);
    expect(pointers(problem.errors)).toEqual([
      '#/children',
      '#/children/0/dateOfBirth',
      '#/children/1/turns18Month',
      '#/areasToAvoid/1',
    ]);
  });

  test('another council’s referral is as unknown as none', async () => {
    const gateway = await Gateway.open();
    const { taken } = await gateway.call({ body: aRequest() });
    for (const look of [false, true]) {
      if (look) await gateway.lookAtReferrals();
      const asked = await gateway.call({ method: 'GET', path: taken.statusUrl, council: CROYDON });
      const none = await gateway.call({
        method: 'GET',
        path: `/api/referrals/${caseReference('x', 1)}`,
        council: CROYDON,
      });
      expect([asked.status, asked.text]).toEqual([404, none.text]);
      const amended = await gateway.call({
        path: `${taken.statusUrl}/amendments`,
        council: CROYDON,
        body: { familyInUk: 'none' },
      });
      expect(amended.status).toBe(404);
    }
  });

  test('more than 120 requests in a minute', async () => {
    const gateway = await Gateway.open();
    for (let count = 0; count < 120; count += 1)
      await gateway.requests.countRequest(KENT, '2026-11-23T09:00');
    const refused = await gateway.call({ body: aRequest() });
    expect([refused.status, refused.headers['Retry-After']]).toEqual([429, '60']);
    gateway.scheme.clock.set('2026-11-23T09:01:00.000Z');
    expect((await gateway.call({ body: aRequest() })).status).toBe(202);
  });

  test('a key is void once the council has another', async () => {
    const gateway = await Gateway.open();
    await gateway.requests.replaceKey(KENT, 'another', { at: NOW, by: 'test' });
    expect((await gateway.call({ body: aRequest() })).status).toBe(401);
  });

  test('the key of a council opens nothing from the day after its last, and the answer says who took over', async () => {
    const gateway = await Gateway.open();
    const SURREY = 'E10000030';
    const { clock } = gateway.scheme;
    await gateway.requests.replaceKey(SURREY, hashOfKey(keyOf(SURREY)), { at: NOW, by: 'test' });
    const look = () => gateway.call({ method: 'GET', path: '/api/referrals/NTS-7F3K-2M9Q', council: SURREY });
    clock.set('2027-03-31T22:59:59.999Z');
    expect((await look()).problem.type).toBe('/problems/no-such-referral');
    clock.set('2027-03-31T23:00:00.000Z');
    for (const { status, problem, headers } of [
      await look(),
      await gateway.call({ council: SURREY, body: aRequest() }),
    ]) {
      expect([status, problem.type]).toEqual([401, '/problems/no-key']);
      expect(headers['WWW-Authenticate']).toMatch(/^Bearer/);
      expect(problem.detail).toContain(
        'Surrey ended on 31 March 2027. East Surrey and West Surrey took over.',
      );
    }
    expect(gateway.scheme.referrals.snapshot()).toEqual([]);
  });

  test('whatever JSON comes is taken or refused in words, never a failure', async () => {
    const gateway = await Gateway.open();
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (child, more) => {
        count += 1;
        const body = count % 2 === 0 ? child : { children: [child], links: more };
        gateway.scheme.clock.set(new Date(Date.UTC(2026, 10, 23, 9, count)).toISOString());
        const { status } = await gateway.call({ idempotencyKey: `k${count}`, body });
        expect([202, 422]).toContain(status);
      }),
      { numRuns: runs(100) },
    );
  });
});

describe('the description', () => {
  test('is an OpenAPI 3.1 document, served as it is checked in', async () => {
    const checkedIn = JSON.parse(readFileSync('functions/api/openapi.json', 'utf8'));
    const gateway = await Gateway.open();
    const served = await gateway.call({ method: 'GET', path: '/api/openapi.json', key: undefined });
    expect(JSON.parse(served.text)).toEqual(checkedIn);
    expect(checkedIn.openapi).toBe('3.1.0');
    expect(await validate(structuredClone(checkedIn))).toMatchObject({ valid: true });
  });

  test('a request that it does not know is refused by the document and the API alike', async () => {
    const gateway = await Gateway.open();
    const head = await gateway.call({ method: 'HEAD', path: '/api/openapi.json', key: undefined });
    expect([head.status, head.text]).toEqual([200, '']);
    expect((await gateway.call({ method: 'POST', path: '/api/openapi.json', body: {} })).status).toBe(405);
  });
});
