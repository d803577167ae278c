/** A council's own system against the HTTP API of a whole local run. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inLetters } from '../../functions/pages/coordinator/coordinator-actions.ts';
import { asCoordinatorOf } from '../../infra/local/story/coordinators-phone.ts';
import { fillIn } from '../../infra/local/story/form-client.ts';
import { localApiKey } from '../../infra/local/story/local-api-key.ts';
import { deskAddress } from '../../infra/local/story/seed.ts';
import { defined } from '../../shared/core/defined.ts';
import { aRequest } from '../api/a-request.ts';
import { CROYDON, checkAgainstDocument, KENT } from '../api/gateway.ts';
import { type Run, startRun } from './a-run.ts';
import { accountOf, besidesSigningIn, nothingWrong } from './accounts.ts';
import { linkTo, mailTo } from './mail.ts';
import { operatorOf } from './operating.ts';

let run: Run;
const logged: string[] = [];
beforeAll(async () => {
  run = await startRun();
  run.localRun.on('log', (_, line) => logged.push(line));
});
afterAll(async () => run?.stop());

async function call(method: string, path: string, council: string, key?: string, body?: object) {
  const response = await fetch(`${run.localRun.endpoints.pages}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${localApiKey(council)}`,
      ...defined({ 'idempotency-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  checkAgainstDocument(method, path, response.status, response.headers.get('content-type') ?? '', text);
  return { status: response.status, body: JSON.parse(text) };
}

describe('a council’s own system', () => {
  test('refers a child, gives what is missing, and sees that councils have been asked', async () => {
    const { familyInUk: _, ...tooLittle } = aRequest();
    const taken = await call('POST', '/api/referrals', KENT, 'journey-1', tooLittle);
    expect(taken.status).toBe(202);
    const { reference, statusUrl } = taken.body;
    expect(taken.body.missing).toMatchObject([{ pointer: '#/familyInUk' }]);
    await run.localRun.idle();
    expect((await call('GET', statusUrl, KENT)).body).toMatchObject({
      status: 'incomplete',
      waitsFor: 'you',
      missing: taken.body.missing,
    });
    const amended = await call('POST', `${statusUrl}/amendments`, KENT, 'journey-2', { familyInUk: 'none' });
    expect(amended.status).toBe(202);
    await run.localRun.idle();
    expect((await call('GET', statusUrl, KENT)).body).toMatchObject({ reference, status: 'offered' });
    expect((await call('GET', statusUrl, CROYDON)).status).toBe(404);
    expect((await call('POST', '/api/referrals', KENT, 'journey-1', tooLittle)).body.reference).toBe(
      reference,
    );
    expect((await call('POST', '/api/referrals', KENT, 'journey-1', aRequest())).status).toBe(422);
    await run.localRun.idle();
    const account = await accountOf(run);
    expect(account).toEqual({ ...nothingWrong, cases: account.cases });
    expect(account.cases).toHaveLength(1);
  });

  test('gets its refusals in words, from the gateway’s edge to the fields', async () => {
    expect((await call('POST', '/api/referrals', 'E99999999', 'x', aRequest())).status).toBe(401);
    expect((await call('PUT', '/api/referrals', KENT)).status).toBe(405);
    expect((await call('POST', '/api/referrals', KENT, 'x', { children: 'none' })).body.errors).toEqual([
      { pointer: '#/children', detail: 'Give a list in [ ] here.' },
    ]);
    const served = await fetch(`${run.localRun.endpoints.pages}/api/openapi.json`);
    expect(await served.json()).toMatchObject({ openapi: '3.1.0' });
  });

  test('whose referral was merged has its own case again once a coordinator has parted the two', async () => {
    const child = {
      ...aRequest().children[0],
      name: 'Quddus Canarian',
      dateOfBirth: '2011-09-03',
      homeOfficeReference: 'CANARY-HO-1000077',
      portReference: 'CANARY-PORT-1000077',
    };
    const refer = async (council: string, key: string) => {
      const { body } = await call('POST', '/api/referrals', council, key, {
        ...aRequest(),
        children: [child],
      });
      await run.localRun.idle();
      return body.reference as string;
    };
    const [first, second] = [await refer(KENT, 'parted-1'), await refer(CROYDON, 'parted-2')];
    const at = `/api/referrals/${second}`;
    expect((await call('GET', at, CROYDON)).body).toMatchObject({ status: 'merged', mergedInto: first });
    await fillIn(
      linkTo(run, { desk: 'coordinators', caseId: first, link: 'coordinator' }),
      { action: `part-${second}`, [`partNote-${inLetters(second)}`]: 'Two brothers.' },
      await asCoordinatorOf(run.localRun, deskAddress('coordinators')),
    );
    await run.localRun.idle();
    expect((await call('GET', at, CROYDON)).body).toMatchObject({ reference: second, status: 'offered' });
    expect((await call('GET', `/api/referrals/${first}`, KENT)).body).toMatchObject({ status: 'offered' });
    const { referralId = '' } = (await run.cases.read(second)) ?? {};
    expect((await run.sealed.particulars(referralId)).map(({ name }) => name)).toEqual(['Quddus Canarian']);
    for (const desk of [KENT, CROYDON])
      expect(mailTo(run, `council:${desk}`, first).map(({ subject }) => subject)).toContainEqual(
        expect.stringContaining(desk === KENT ? 'is another child’s' : 'has a case of its own again'),
      );
    expect(besidesSigningIn(await accountOf(run))).toMatchObject(nothingWrong);
  });

  test('referring a child again, or another council’s, finds the case that is open', async () => {
    const other = (overrides: object) => ({
      ...aRequest(),
      children: [{ ...aRequest().children[0], ...overrides }],
    });
    const refer = async (council: string, key: string, body: object) => {
      const { body: taken } = await call('POST', '/api/referrals', council, key, body);
      await run.localRun.idle();
      return (await call('GET', taken.statusUrl, council)).body;
    };
    const first = await refer(
      KENT,
      'twice-1',
      other({ name: 'Mohammed Canary', homeOfficeReference: 'CANARY-HO-1000009' }),
    );
    const again = await refer(
      KENT,
      'twice-2',
      other({ name: 'MOHAMMED  canary', homeOfficeReference: 'canary ho 1000009' }),
    );
    expect(again).toMatchObject({ status: 'merged', mergedInto: first.reference });
    const misspelt = await refer(
      KENT,
      'twice-4',
      other({ name: 'CANARY, Muhamed', homeOfficeReference: 'canary ho 1000009' }),
    );
    expect(misspelt).toMatchObject({ status: 'held', waitsFor: 'a-coordinator' });
    const byName = other({
      name: 'Canary Mohamad',
      homeOfficeReference: 'CANARY-HO-1000008',
      portReference: 'CANARY-PORT-1000008',
    });
    const maybe = await refer(CROYDON, 'twice-3', byName);
    expect(maybe).toMatchObject({ status: 'held', waitsFor: 'a-coordinator' });
    const held = await run.cases.read(maybe.reference);
    expect(held?.hold?.reasons.map(({ words }) => words).join()).toContain(first.reference);
    const account = besidesSigningIn(await accountOf(run));
    expect(account).toEqual({ ...nothingWrong, cases: account.cases });
  });

  test('leaves no name, date or reference of a child in any log or e-mail', () => {
    expect(logged.length).toBeGreaterThan(10);
    const everything = JSON.stringify([logged, run.localRun.messages]);
    expect(everything).not.toMatch(/canary|2010-05-14/i);
  });
});

test('the operator gives a council a key that takes the place of the one it had', async () => {
  const operator = await operatorOf(run);
  const command = `npm run ops -- api-key ${CROYDON}`;
  expect((await operator.type(command)).words).toContain('Would give');
  const { words } = await operator.type(`${command} --yes`);
  operator.stop();
  const key = words.split('\n').at(-1);
  const ask = (bearer: string) =>
    fetch(`${run.localRun.endpoints.pages}/api/referrals/NTS-0000-0000`, {
      headers: { authorization: `Bearer ${bearer}` },
    });
  expect((await ask(key ?? '')).status).toBe(404);
  expect((await ask(localApiKey(CROYDON))).status).toBe(401);
});
