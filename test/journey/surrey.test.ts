/** Surrey ends on 31 March 2027: afterwards it is not asked, East Surrey is, and what was Surrey's goes where a coordinator puts it. */
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CoordinatorsPhone } from '../../infra/local/story/coordinators-phone.ts';
import { fillIn, look, open } from '../../infra/local/story/form-client.ts';
import { deskAddress } from '../../infra/local/story/seed.ts';
import { verifyTrails } from '../../infra/ops/verify-trails.ts';
import { DynamoApiStore } from '../../shared/aws/dynamo-api-store.ts';
import { DynamoTrailStore } from '../../shared/aws/dynamo-trail-store.ts';
import { S3AnchorStore } from '../../shared/aws/s3-anchor-store.ts';
import { partInPlacement } from '../../shared/core/case/commands/open-sealed-details.ts';
import { hashOfKey } from '../../shared/core/council/council-keys.ts';
import { type Run, startRun, tableName, withoutCapacityReminders } from './a-run.ts';
import { linkTo, toldTo } from './mail.ts';
import { send } from './queues.ts';
import { caseIdOf, liveOffer, referral, theCase } from './referring.ts';

const SURREY = 'E10000030';
const [EAST, WEST] = ['E06999901', 'E06999902'] as const;
const LONG = 180_000;
const since = {
  referredOn: '2027-03-31',
  arrivedOn: '2027-03-28',
  asylumClaimOn: '2027-03-29',
  settledSince: '2027-03-29',
} as const;
const family = (council: string) => ({ links: [{ council, kind: 'family' as const }] });

let run: Run;
let s3: S3Client;
beforeAll(async () => {
  run = await startRun({ alter: withoutCapacityReminders, startAt: new Date('2027-03-31T08:00:00.000Z') });
  const { aws: endpoint, region, accessKeyId, secretAccessKey } = run.localRun.endpoints;
  s3 = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
  });
}, LONG);
afterAll(async () => {
  s3?.destroy();
  await run?.stop();
});

const figures = async (code: string) => {
  const { held = 0, incoming = 0, netSince = 0 } = (await run.councils.read(code)) ?? {};
  return [held, incoming, netSince];
};
const phone = new CoordinatorsPhone('A. Coordinator (invented)', () => run.localRun.clock.now());
/** Signs in for a desk as a person would, by the link in its mailbox. @returns the browser's cookies */
async function signIn(desk: string, who: string, mayActFor: Record<string, string> = {}) {
  const cookies = new Map<string, string>();
  const { pages } = run.localRun.endpoints;
  await fillIn(`${pages}/sign-in`, { council: who, address: deskAddress(desk) }, cookies);
  await run.localRun.idle();
  const kind = who === 'coordinators' ? 'coordinators' : 'sign-in';
  const mail = run.localRun.messages.findLast(
    ({ to, text }) => to.includes(deskAddress(desk)) && text.includes(`/${kind}/`),
  );
  const link = new RegExp(`http\\S+/${kind}/\\S+`).exec(mail?.text ?? '')?.[0] ?? '';
  if (desk === 'coordinators') await phone.enter(link, cookies);
  else await fillIn(link, mayActFor, cookies);
  return cookies;
}
const asCoordinator = () => signIn('coordinators', 'coordinators');
const at = (path: string) => `${run.localRun.endpoints.pages}${path}`;
const PAGE = `/councils/${SURREY}/succession`;
const byApi = (key: string) =>
  fetch(at('/api/referrals/NTS-7F3K-2M9Q'), { headers: { authorization: `Bearer ${key}` } });
let keyOfSurrey: string;
let draft: string;
/** A child whom Surrey received on its last day, beside the two that are open. */
const RECEIVED = 6;

test('on the last day Surrey is asked, and takes two children; it refers none that it had begun to', {
  timeout: LONG,
}, async () => {
  const all = [1, 2, RECEIVED];
  for (const number of all) await send(run, referral(run, number, { ...since, ...family(SURREY) }));
  await run.localRun.idle();
  for (const number of all) expect(liveOffer(await theCase(run, number)).council).toBe(SURREY);
  const desk = `council:${SURREY}`;
  for (const number of [1, RECEIVED])
    await fillIn(linkTo(run, { desk, caseId: caseIdOf(number), link: 'offer' }), { answer: 'accept' });
  await run.localRun.idle();
  await fillIn(linkTo(run, { desk, caseId: caseIdOf(RECEIVED), link: 'transfer' }), {
    action: 'arrange',
    'moveOn-day': '31',
    'moveOn-month': '3',
    'moveOn-year': '2027',
    socialWorker: 'Synthetic Worker',
    socialWorkerPhone: '01632 960 001',
  });
  await run.localRun.idle();
  await run.localRun.advance('to 2027-03-31T13:00');
  await fillIn(linkTo(run, { desk, caseId: caseIdOf(RECEIVED), link: 'transfer' }), {
    action: 'handover',
    'handedOverOn-day': '31',
    'handedOverOn-month': '3',
    'handedOverOn-year': '2027',
    handedOverAt: '11:00',
  });
  await run.localRun.idle();
  expect((await theCase(run, 1)).placement?.council).toBe(SURREY);
  expect((await theCase(run, RECEIVED)).status).toBe('transferred');
  expect(await figures(SURREY)).toEqual([1, 1, 1]);

  const cookies = await signIn(desk, SURREY);
  const begun = await look(await open(at('/refer'), cookies), {});
  draft = /\/refer\/([0-9a-f-]{36})/.exec(begun.url)?.[1] ?? '';
  expect(draft).not.toBe('');
  const requests = new DynamoApiStore(run.dynamo, tableName(run, 'sealed'));
  keyOfSurrey = `nts_${'a'.repeat(43)}`;
  await requests.replaceKey(SURREY, hashOfKey(keyOfSurrey), { at: '2027-03-31T08:00:00.000Z', by: 'test' });
  expect((await byApi(keyOfSurrey)).status).toBe(404);
});

test('on 1 April its cases wait for a coordinator, and nobody answers under its name', {
  timeout: LONG,
}, async () => {
  const offer = linkTo(run, { desk: `council:${SURREY}`, caseId: caseIdOf(2), link: 'offer' });
  // What comes up at eight is told a minute later.
  await run.localRun.advance('to 2027-04-01T08:01');
  for (const number of [1, 2]) {
    expect((await theCase(run, number)).needs).toMatchObject({
      party: { kind: 'coordinators' },
      what: 'say which council takes over',
    });
    expect(toldTo(run, 'coordinators', caseIdOf(number)).some((words) => /waits|waiting/i.test(words))).toBe(
      true,
    );
  }
  // A yes under the old name is not taken, and says whom to ask.
  const said = await fillIn(offer, { answer: 'accept' });
  expect(said.text).toContain('Your council has ended');
  const refused = await byApi(keyOfSurrey);
  expect(refused.status).toBe(401);
  expect(await refused.text()).toContain('East Surrey and West Surrey took over');
  const list = await open(at('/home'), await signIn(`council:${SURREY}`, SURREY));
  expect(list.text).toContain('Surrey ended on 31 March 2027. East Surrey and West Surrey took over');
});

test('a coordinator gives what Surrey left on one page: two cases, a child handed over before, a draft', {
  timeout: LONG,
}, async () => {
  await run.localRun.advance('to 2027-04-01T12:00');
  const coordinating = await asCoordinator();
  const page = await open(at(PAGE), coordinating);
  for (const number of [1, 2, RECEIVED]) expect(page.text).toContain(caseIdOf(number));
  expect(page.text).toContain('3 cases and 1 referral that was not sent');
  const answers = {
    todo: 'each',
    successionNote: 'As the two councils agreed.',
    [`to-${caseIdOf(1)}`]: EAST,
    [`to-${caseIdOf(2)}`]: WEST,
    [`to-${caseIdOf(RECEIVED)}`]: WEST,
  };
  const some = await fillIn(at(PAGE), answers, coordinating);
  expect(some.text).toMatch(/Done 3 of 4/);
  const rest = await fillIn(at(PAGE), { todo: `all-${EAST}` }, coordinating);
  expect(rest.text).toMatch(/Done 4 of 4.*Nothing is left to give/);
  await run.localRun.idle();
  const [placed, offered, received] = [
    await theCase(run, 1),
    await theCase(run, 2),
    await theCase(run, RECEIVED),
  ];
  expect(placed).toMatchObject({ status: 'accepted', placement: { council: EAST } });
  expect([SURREY, EAST, WEST].map((code) => partInPlacement(placed, code))).toEqual([
    undefined,
    'receiving-authority',
    undefined,
  ]);
  expect([SURREY, EAST, WEST].map((code) => partInPlacement(received, code))).toEqual([
    undefined,
    undefined,
    'receiving-authority',
  ]);
  expect(liveOffer(offered).council).toBe(WEST);
  expect([await figures(SURREY), await figures(EAST), await figures(WEST)]).toEqual([
    [0, 0, 0],
    [0, 1, 0],
    [1, 0, 1],
  ]);
  for (const code of [EAST, WEST])
    expect(
      run.localRun.messages.filter(
        ({ to, subject }) =>
          to.includes(deskAddress(`council:${code}`)) && subject.includes('you take over from Surrey'),
      ),
    ).toHaveLength(1);
});

test('each that took over is told, and goes on: it answers the offer, arranges the move, opens what is sealed, sends the draft', {
  timeout: LONG,
}, async () => {
  await fillIn(linkTo(run, { desk: `council:${WEST}`, caseId: caseIdOf(2), link: 'offer' }), {
    answer: 'accept',
  });
  await run.localRun.idle();
  expect((await theCase(run, 2)).placement?.council).toBe(WEST);
  const page = await open(linkTo(run, { desk: `council:${EAST}`, caseId: caseIdOf(1), link: 'transfer' }));
  expect(page.form?.asked.get('action')?.map(({ value }) => value)).toContain('arrange');
  const sealed = async (code: string) =>
    open(at(`/sealed/${caseIdOf(RECEIVED)}`), await signIn(`council:${code}`, code));
  expect([(await sealed(WEST)).status, (await sealed(SURREY)).status]).toEqual([200, 403]);
  const east = await signIn(`council:${EAST}`, EAST);
  expect((await open(at(`/refer/${draft}`), east)).status).toBe(200);
  expect((await open(at('/refer'), east)).text).toContain('on Wednesday 31 March 2027');
});

test('afterwards East Surrey is asked, Surrey is not, and a referral that names Surrey is told who took over', {
  timeout: LONG,
}, async () => {
  await run.localRun.advance('to 2027-04-02T10:00');
  // What was Surrey's is where the coordinator put it.
  expect((await theCase(run, 1)).placement?.council).toBe(EAST);
  for (const number of [2, RECEIVED]) expect((await theCase(run, number)).placement?.council).toBe(WEST);
  expect((await open(at(PAGE), await asCoordinator())).text).toContain('Nothing is left to give');
  await send(run, referral(run, 3, { ...since, ...family(EAST) }));
  await send(run, referral(run, 4, { ...since, ...family(SURREY) }));
  await send(run, referral(run, 5, since));
  await run.localRun.idle();
  expect(liveOffer(await theCase(run, 3)).council).toBe(EAST);
  expect((await theCase(run, 4)).missing?.map(({ words }) => words)).toEqual([
    'Surrey ended on 31 March 2027. East Surrey and West Surrey took over: name the one that it is about, or both.',
  ]);
  const made = (await run.cases.trail(caseIdOf(5))).find(({ type }) => type === 'offers-made.v1');
  const hash = made?.type === 'offers-made.v1' ? made.data.decisionHash : '';
  const inputs = JSON.parse((await run.cases.decision(caseIdOf(5), hash)) ?? '{}') as {
    councils: { code: string }[];
  };
  const ranked = new Set(inputs.councils.map(({ code }) => code));
  expect([SURREY, EAST, WEST].map((code) => ranked.has(code))).toEqual([false, true, true]);
});

test('every trail is whole, nothing is left over, and nobody was denied anything', {
  timeout: LONG,
}, async () => {
  await run.localRun.advance('to 2027-04-03T03:00');
  const { findings, trails } = await verifyTrails({
    trails: new DynamoTrailStore(run.dynamo, tableName(run, 'cases')),
    anchors: new S3AnchorStore(s3, run.localRun.endpoints.buckets.anchors ?? ''),
    cases: run.cases,
    councils: run.councils,
    now: '2027-04-03T03:00:00.000Z',
  });
  expect(findings).toEqual([]);
  expect(trails).toBeGreaterThanOrEqual(6);
  expect([run.localRun.denials, run.troubles]).toEqual([[], []]);
});
