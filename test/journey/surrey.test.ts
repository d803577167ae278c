/** Surrey ends on 31 March 2027: afterwards it is not asked, East Surrey is, and what was Surrey's goes where a coordinator puts it. */
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillIn, open } from '../../infra/local/story/form-client.ts';
import { verifyTrails } from '../../infra/verify/verify.ts';
import { DynamoTrailStore } from '../../shared/aws/dynamo-trail-store.ts';
import { S3AnchorStore } from '../../shared/aws/s3-anchor-store.ts';
import { partInPlacement } from '../../shared/core/case/commands/open-sealed-details.ts';
import { type Run, startRun, tableName, withoutCapacityReminders } from './a-run.ts';
import { linkTo, mailTo } from './mail.ts';
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
  const { held = 0, incoming = 0 } = (await run.councils.read(code)) ?? {};
  return [held, incoming];
};
const decide = (number: number, to: string) =>
  fillIn(linkTo(run, { desk: 'coordinators', caseId: caseIdOf(number), link: 'coordinator' }), {
    action: `succeed-${SURREY}`,
    successor: to,
    successionNote: 'As the two councils agreed.',
    name: 'A. Coordinator (invented)',
  });

test('on the last day Surrey is asked, and takes a child', { timeout: LONG }, async () => {
  for (const number of [1, 2]) await send(run, referral(run, number, { ...since, ...family(SURREY) }));
  await run.localRun.idle();
  for (const number of [1, 2]) expect(liveOffer(await theCase(run, number)).council).toBe(SURREY);
  await fillIn(linkTo(run, { desk: `council:${SURREY}`, caseId: caseIdOf(1), link: 'offer' }), {
    answer: 'accept',
  });
  await run.localRun.idle();
  expect((await theCase(run, 1)).placement?.council).toBe(SURREY);
  expect(await figures(SURREY)).toEqual([1, 1]);
});

test('on 2 April its cases wait for a coordinator, who gives one to East and one to West Surrey', {
  timeout: LONG,
}, async () => {
  const offer = linkTo(run, { desk: `council:${SURREY}`, caseId: caseIdOf(2), link: 'offer' });
  await run.localRun.advance('to 2027-04-01T08:00');
  for (const number of [1, 2]) {
    expect((await theCase(run, number)).needs).toMatchObject({
      party: { kind: 'coordinators' },
      what: 'say which council takes over',
    });
    expect(
      mailTo(run, 'coordinators', caseIdOf(number)).some(({ subject }) => /waits|waiting/i.test(subject)),
    ).toBe(true);
  }
  // A yes under the old name is not taken, and says whom to ask.
  const said = await fillIn(offer, { answer: 'accept' });
  expect(said.text).toContain('Your council has ended');
  await run.localRun.advance('to 2027-04-01T12:00');
  await decide(1, EAST);
  await decide(2, WEST);
  await run.localRun.idle();
  const [placed, offered] = [await theCase(run, 1), await theCase(run, 2)];
  expect(placed).toMatchObject({ status: 'accepted', placement: { council: EAST } });
  expect([SURREY, EAST, WEST].map((code) => partInPlacement(placed, code))).toEqual([
    undefined,
    'receiving-authority',
    undefined,
  ]);
  expect(liveOffer(offered).council).toBe(WEST);
  expect([await figures(SURREY), await figures(EAST), await figures(WEST)]).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
  ]);
  // Each is told, and answers on the page that its e-mail leads to.
  await fillIn(linkTo(run, { desk: `council:${WEST}`, caseId: caseIdOf(2), link: 'offer' }), {
    answer: 'accept',
  });
  await run.localRun.idle();
  expect((await theCase(run, 2)).placement?.council).toBe(WEST);
  const page = await open(linkTo(run, { desk: `council:${EAST}`, caseId: caseIdOf(1), link: 'transfer' }));
  expect(page.form?.asked.get('action')?.map(({ value }) => value)).toContain('arrange');
});

test('afterwards East Surrey is asked, Surrey is not, and a referral that names Surrey is told who took over', {
  timeout: LONG,
}, async () => {
  await run.localRun.advance('to 2027-04-02T10:00');
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
  expect(trails).toBeGreaterThanOrEqual(5);
  expect([run.localRun.denials, run.troubles]).toEqual([[], []]);
});
