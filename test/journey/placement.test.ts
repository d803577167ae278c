import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillIn } from '../../infra/local/story/form-client.ts';
import type { BilledLine } from '../../infra/local-aws/services/bill.ts';
import { linkPaths } from '../../shared/runtime/links.ts';
import { choose, fillInDate, openBrowser, press, tick } from './a-browser.ts';
import { queueUrl, type Run, startRun } from './a-run.ts';
import { accountOf, nothingWrong } from './accounts.ts';
import { capacityLink, linkTo, mailTo } from './mail.ts';
import { send } from './queues.ts';
import { caseIdOf, liveOffer, referral, theCase } from './referring.ts';

const KENT = 'E10000016';
/** Two mornings bring two hundred e-mails. */
const LONG = 180_000;
/** Whoever works for one referral; the schedules work for all. */
const own: readonly string[] = ['allocate-referral', 'relay-events', 'pages', 'send-notification'];
const billed: BilledLine[] = [];
let run: Run;
let browser: Browser;
beforeAll(async () => {
  [run, browser] = await Promise.all([startRun({ billed: (line) => billed.push(line) }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await run?.stop();
});

test('a child referred by message is offered, accepted, moved and handed over, all by e-mail and pages', {
  timeout: LONG,
}, async () => {
  await send(run, referral(run, 1));
  await run.localRun.idle();

  const caseId = caseIdOf(1);
  const offer = liveOffer(await theCase(run, 1));
  const desk = `council:${offer.council}`;
  const receiving = await run.councils.read(offer.council);
  expect(receiving).toMatchObject({ held: 1, offered: 1, incoming: 0, netSince: 0 });
  const listed = (await (await fetch(`${run.localRun.endpoints.mailbox}/messages.json`)).json()) as unknown[];
  expect(listed).toHaveLength(4); // One primary, two back-ups, and word to the entry authority.

  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  const refusedByPolicy: string[] = [];
  page.on('console', (message) => message.type() === 'error' && refusedByPolicy.push(message.text()));
  await page.goto(linkTo(run, { desk, caseId, link: 'offer' }));
  await choose(page, 'Accept');
  await press(page, 'Continue');
  await page.getByLabel('Your name').fill('Jo Smith');
  await page.getByLabel('Your role').fill('duty manager');
  await tick(page, /^I can answer for/);
  await press(page, 'Send your answer');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/accepted/i);
  await run.localRun.idle();
  expect(await run.councils.read(offer.council)).toMatchObject({
    held: 0,
    offered: 0,
    incoming: 1,
  });

  await page.goto(linkTo(run, { desk, caseId, link: 'transfer' }));
  await choose(page, 'Arrange the move');
  await press(page, 'Continue');
  await fillInDate(page, 'Day of the move', '2026-11-25');
  await page.getByLabel('Social worker’s name').fill('Synthetic Worker');
  await page.getByLabel('Social worker’s telephone number').fill('01632 960 001');
  await press(page, 'Continue');
  await tick(page, /^I can act for/);
  await press(page, 'Send');
  await run.localRun.idle();
  expect(await theCase(run, 1)).toMatchObject({
    status: 'transfer-arranged',
    placement: { moveOn: '2026-11-25' },
  });

  // Decision 0008 says where each goes. What makes them more is looked at before these figures are.
  const units = (kind: 'reads' | 'writes') =>
    billed.filter(({ caller }) => own.includes(caller)).reduce((sum, line) => sum + line[kind], 0);
  expect(units('writes')).toBeLessThanOrEqual(141);
  expect(units('reads')).toBeLessThanOrEqual(132);
  run.localRun.bill?.stop();

  await run.localRun.advance('to 2026-11-25T12:30');
  await page.goto(linkTo(run, { desk: `council:${KENT}`, caseId, link: 'entry' }));
  await choose(page, 'Confirm the handover');
  await press(page, 'Continue');
  await fillInDate(page, 'Day of the handover', '2026-11-25');
  await page.getByLabel('Time of the handover').fill('12:05');
  await press(page, 'Continue');
  // Somebody at another desk: the page does not take them for who answered the offer.
  expect(await page.getByLabel('Your name').inputValue()).toBe('');
  await page.getByLabel('Your name').fill('Robin Hale');
  await page.getByLabel('Your role').fill('social worker');
  await tick(page, /^I can act for/);
  await press(page, 'Send');
  await run.localRun.idle();
  await page.close();

  const trail = await run.cases.trail(caseId);
  expect(trail.map(({ type, actor }) => `${type} by ${actor.kind}`)).toEqual([
    'referral-received.v2 by entry-authority',
    'offers-made.v1 by system',
    'offer-answered.v1 by council',
    'place-accepted.v1 by council',
    'offer-withdrawn.v1 by council',
    'offer-withdrawn.v1 by council',
    'social-worker-named.v1 by council',
    'transfer-arranged.v1 by council',
    'transfer-completed.v1 by entry-authority',
  ]);
  const { councils } = await run.councils.view();
  expect(councils.filter(({ held, offered, incoming }) => held + offered + incoming > 0)).toEqual([]);
  expect(
    councils.filter(({ netSince }) => netSince !== 0).map(({ code, netSince }) => [code, netSince]),
    // The child came after the day that Kent's figure is of: it was added to that, and is taken off again.
  ).toEqual([[offer.council, 1]]);
  expect(mailTo(run, desk, caseId)).toHaveLength(4);
  expect(refusedByPolicy).toEqual([]);
  expect(await accountOf(run)).toMatchObject({
    ...nothingWrong,
    cases: [{ status: 'transferred', offers: expect.anything() }],
  });
});

test('each council was asked once for its places, though two mornings have passed; what one declares counts at once', async () => {
  const asked = run.localRun.messages.filter(({ text }) =>
    text.includes(`${run.localRun.endpoints.pages}${linkPaths.capacity}/`),
  );
  expect(asked.length).toBeGreaterThan(200);
  expect(new Set(asked.map(({ to }) => to.join())).size).toBe(asked.length);

  await fillIn(capacityLink(run, 'E10000014'), {
    fosterCare: '2',
    supportedAccommodation: '0',
    supports: ['trained-carers'],
  });
  await run.localRun.idle();
  const hampshire = (await run.councils.view()).councils.find(({ code }) => code === 'E10000014');
  expect(hampshire?.declaration).toMatchObject({
    places: { fosterCare: 2, supportedAccommodation: 0 },
    supports: ['trained-carers'],
  });
  expect(await accountOf(run)).toMatchObject(nothingWrong);
});

/** Both languages that AWS's command line tools speak to SQS, as they go over the wire. */
const spoken = {
  'the JSON protocol of present tools': (url: string, body: string) => ({
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
    body: JSON.stringify({ QueueUrl: url, MessageBody: body }),
  }),
  'the Query protocol of older ones': (url: string, body: string) => ({
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      Action: 'SendMessage',
      Version: '2012-11-05',
      QueueUrl: url,
      MessageBody: body,
    }).toString(),
  }),
};

test.each(Object.entries(spoken))('a referral comes in by %s', async (words, speak) => {
  const number = words.includes('JSON') ? 2 : 3;
  const { aws, accessKeyId, region } = run.localRun.endpoints;
  const said = speak(queueUrl(run, 'referrals'), JSON.stringify(referral(run, number)));
  const response = await fetch(aws, {
    method: 'POST',
    body: said.body,
    headers: {
      ...said.headers,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261123/${region}/sqs/aws4_request, SignedHeaders=host, Signature=0`,
    },
  });
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('MessageId')]);
  await run.localRun.idle();
  expect(await theCase(run, number)).toMatchObject({ status: 'offered', version: 2 });
});
