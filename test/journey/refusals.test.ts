import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asCoordinatorOf } from '../../infra/local/story/coordinators-phone.ts';
import { type Answers, fillIn, open } from '../../infra/local/story/form-client.ts';
import { deskAddress } from '../../infra/local/story/seed.ts';
import type { Offer } from '../../shared/core/case/case.ts';
import { type Run, startRun, tableName, withoutCapacityReminders } from './a-run.ts';
import { accountOf, besidesSigningIn, nothingWrong } from './accounts.ts';
import { linkTo, mailTo } from './mail.ts';
import { reasonsOf, send, sendAll, takeAll } from './queues.ts';
import { amendment, caseIdOf, everyoneBut, liveOffer, referral, theCase } from './referring.ts';

const [HAMPSHIRE, SURREY, WEST_SUSSEX] = ['E10000014', 'E10000030', 'E10000032'];
/** Councils with room. */
const NINE =
  'E10000011 E10000012 E10000014 E10000015 E10000020 E10000025 E10000029 E10000030 E10000032'.split(' ');

let run: Run;
beforeAll(async () => {
  run = await startRun({ alter: withoutCapacityReminders });
});
afterAll(() => run?.stop());

const answer = async (number: number, { council }: Offer, answers: Answers): Promise<void> => {
  const url = linkTo(run, { desk: `council:${council}`, caseId: caseIdOf(number), link: 'offer' });
  await fillIn(url, answers);
  await run.localRun.idle();
};

const decide = async (number: number, answers: Answers): Promise<void> => {
  const link = linkTo(run, { desk: 'coordinators', caseId: caseIdOf(number), link: 'coordinator' });
  await fillIn(link, answers, await asCoordinatorOf(run.localRun, deskAddress('coordinators')));
  await run.localRun.idle();
};

const refer = async (number: number, ...candidates: readonly string[]): Promise<void> => {
  await send(run, referral(run, number, { areasToAvoid: everyoneBut(...candidates) }));
  await run.localRun.idle();
};

const typesOf = async (number: number): Promise<string[]> =>
  (await run.cases.trail(caseIdOf(number))).map(({ type }) => type);

const decline = { answer: 'decline', reason: 'no-safe-placement', text: 'No carer is free this week.' };

test('a decline places the child at once with the back-up that said yes; a coordinator reviews the reason', async () => {
  await refer(1, HAMPSHIRE, SURREY, WEST_SUSSEX);
  const [first, second, third] = (await theCase(run, 1)).offers;
  if (!first || !second || !third) throw new Error('Three councils can take this child.');
  await answer(1, third, { answer: 'back-up-yes' });
  expect(await run.councils.read(third.council)).toMatchObject({ held: 1, offered: 0 });

  await answer(1, first, decline);

  const placed = await theCase(run, 1);
  expect(placed.placement).toMatchObject({ council: third.council, how: 'back-up-yes' });
  expect(placed.offers.map(({ status, review }) => [status, review])).toEqual([
    ['declined', 'pending'],
    ['withdrawn', undefined],
    ['accepted', undefined],
  ]);
  await decide(1, {
    action: 'review-1-1',
    'review-b-b': 'accepted',
    'reviewNote-b-b': 'Confirmed by telephone.',
  });
  expect((await theCase(run, 1)).offers[0]?.review).toBe('accepted');
  expect(mailTo(run, `council:${first.council}`, placed.id).at(-1)?.subject).toContain(
    'your no was accepted',
  );
});

test('silence is reminded, expires and is promoted past; after the last candidate a coordinator places directly', async () => {
  await refer(2, HAMPSHIRE, SURREY);
  const first = liveOffer(await theCase(run, 2));
  const desk = `council:${first.council}`;

  await run.localRun.advance('to 2026-11-24T14:30');
  const [reminder] = mailTo(run, desk, caseIdOf(2)).slice(-1);
  expect(reminder?.cc).toEqual([deskAddress(desk).replace('duty@', 'manager@')]);
  expect(await typesOf(2)).toContain('deadline-approaching.v1');

  await run.localRun.advance('to 2026-11-24T17:05');
  const second = liveOffer(await theCase(run, 2));
  expect(second).toMatchObject({ role: 'back-up', answerBy: '2026-11-25T17:00:00.000Z' });
  const late = await open(linkTo(run, { desk, caseId: caseIdOf(2), link: 'offer' }));
  expect(late.heading).toBe('The time to answer has passed');
  expect(await run.councils.read(first.council)).toMatchObject({ held: 0, offered: 0 });

  await run.localRun.advance('to 2026-11-25T17:05');
  expect(await theCase(run, 2)).toMatchObject({
    status: 'escalated',
    // The second round found nobody else who may be asked.
    escalation: { because: 'no-candidate' },
    needs: { party: { kind: 'coordinators' } },
  });
  await decide(2, {
    action: 'place',
    council: second.council,
    directReason: 'brokered-by-region',
    directNote: 'Agreed with the director by telephone.',
  });
  expect(await theCase(run, 2)).toMatchObject({
    status: 'accepted',
    placement: { council: second.council, how: 'placed-directly' },
  });
  expect(await typesOf(2)).toEqual([
    'referral-received.v2',
    'offers-made.v1',
    'deadline-approaching.v1',
    'offer-expired.v1',
    'offer-promoted.v1',
    'deadline-approaching.v1',
    'offer-expired.v1',
    'case-reallocated.v1',
    'case-escalated.v1',
    'place-directed.v1',
    'place-accepted.v1',
  ]);
});

test('when every council that can take the child declines, the case is escalated and says so', async () => {
  await refer(3, ...NINE);
  const asked: string[] = [];
  for (let offers = 0; offers < 9; offers += 1) {
    const live = liveOffer(await theCase(run, 3));
    asked.push(live.council);
    await answer(3, live, decline);
  }
  const escalated = await theCase(run, 3);
  expect(new Set(asked).size).toBe(9);
  expect(escalated).toMatchObject({ status: 'escalated', round: 3, escalation: { because: 'no-candidate' } });
  expect(escalated.offers.filter(({ review }) => review === 'pending')).toHaveLength(9);
});

test('a referral sent three times is one case, and nobody hears of it twice', async () => {
  const said = referral(run, 4);
  await sendAll(run, [said, said, said]);
  await run.localRun.idle();
  await send(run, said);
  await run.localRun.idle();
  expect(await theCase(run, 4)).toMatchObject({ version: 2, status: 'offered' });
});

test('a correction that comes before its referral waits for it', async () => {
  await send(run, amendment(run, 5, { areasToAvoid: [HAMPSHIRE ?? ''] }));
  await run.localRun.idle();
  await send(run, referral(run, 5, { areasToAvoid: [] }));
  await run.localRun.idle();
  expect((await theCase(run, 5)).facts.areasToAvoid).toEqual([]);
  await run.localRun.advance('10m');
  expect((await theCase(run, 5)).facts.areasToAvoid).toEqual([HAMPSHIRE]);
});

test('an unreadable message is set aside with its reason, and the rest of its batch goes on', async () => {
  await sendAll(run, [
    referral(run, 6),
    'Please take this child, we are full.',
    referral(run, 7),
    { type: 'child.v9' },
  ]);
  await run.localRun.idle();
  const kept = await takeAll(run, 'quarantine');
  expect(reasonsOf(kept).toSorted()).toEqual(['not-json', 'unknown-type']);
  expect(kept.map(({ Body }) => Body)).toContain('Please take this child, we are full.');
  expect([await theCase(run, 6), await theCase(run, 7)]).toMatchObject([
    { status: 'offered' },
    { status: 'offered' },
  ]);
});

test('mail that SES throttles or fails to take is sent later; mail that it refuses is kept for a person', async () => {
  run.localRun.faults.add({ kind: 'throttle', service: 'ses', times: 3 });
  run.localRun.faults.add({ kind: 'server-error', service: 'ses', times: 2 });
  await send(run, referral(run, 8));
  await run.localRun.idle();
  expect(mailTo(run, 'council:E10000016', caseIdOf(8)).length).toBeLessThan(4);
  await run.localRun.advance('15m');

  run.localRun.faults.add({ kind: 'refuse', service: 'ses', times: 1 });
  await send(run, referral(run, 9));
  await run.localRun.idle();
  const kept = await takeAll(run, 'quarantine');
  expect(reasonsOf(kept)).toEqual(['email-refused']);
  // The address is put right; the operator sends the request again.
  await sendAll(
    run,
    kept.map(({ Body = '' }) => Body),
    'notifications',
  );
  await run.localRun.idle();
});

test('after all of this the books balance: trails, places, e-mails, queues', async () => {
  expect(besidesSigningIn(await accountOf(run))).toMatchObject(nothingWrong);
});

test('an answer of SES that is lost costs one more copy, which the account shows, and nothing else', async () => {
  run.localRun.faults.add({ kind: 'accept-then-fail', service: 'ses', times: 1 });
  await send(run, referral(run, 10));
  await run.localRun.idle();
  await run.localRun.advance('15m');
  const { doubledEmails, ...rest } = besidesSigningIn(await accountOf(run));
  expect(doubledEmails).toHaveLength(1);
  const { doubledEmails: _, ...otherwise } = nothingWrong;
  expect(rest).toMatchObject(otherwise);
});

test('an e-mail that was given up on waits for a person, and is sent once when it is redriven after 13 days', async () => {
  const { doubledEmails: doubledBefore } = await accountOf(run);
  run.localRun.faults.add({ kind: 'throttle', service: 'ses' });
  const before = run.localRun.messages.length;
  await send(run, referral(run, 11));
  for (let tries = 0; tries < 8; tries += 1) await run.localRun.advance('4m');
  run.localRun.faults.clear();
  const givenUp = await takeAll(run, 'notifications-dlq');
  expect(givenUp.length).toBeGreaterThanOrEqual(4);
  // Each hour SES is also asked whose rules are the active ones; a watch that cannot be kept is seen by a person, and kept an hour later.
  expect((await takeAll(run, 'schedules-dlq')).length).toBeLessThanOrEqual(1);
  expect(run.localRun.messages.length).toBe(before);

  run.localRun.clock.moveTo(new Date(run.localRun.clock.now().getTime() + 13 * 86_400_000));
  const bodies = givenUp.map(({ Body = '' }) => Body);
  for (let times = 0; times < 2; times += 1) {
    await sendAll(run, bodies, 'notifications');
    await run.localRun.idle();
    // What is late is told together, a minute later.
    run.localRun.clock.moveTo(new Date(run.localRun.clock.now().getTime() + 61_000));
    await run.localRun.idle();
  }
  expect((await theCase(run, 11)).status).toBe('offered');
  expect(besidesSigningIn(await accountOf(run))).toMatchObject({
    ...nothingWrong,
    doubledEmails: doubledBefore,
  });
});

test('an event in the stream that nobody can read is set aside, and what happened after it is told', async () => {
  const Item = {
    pk: { S: `TRAIL#${caseIdOf(12)}` },
    sk: { S: 'EVENT#000001' },
    body: { S: '{"type":"child-teleported.v1"}' },
  };
  await run.dynamo.send(new PutItemCommand({ TableName: tableName(run, 'cases'), Item }));
  await send(run, referral(run, 13));
  await run.localRun.idle();
  const kept = await takeAll(run, 'quarantine');
  expect(reasonsOf(kept)).toEqual(['cannot-be-relayed']);
  expect(JSON.parse(kept[0]?.Body ?? '')).toMatchObject({
    eventName: 'INSERT',
    dynamodb: { Keys: { pk: Item.pk, sk: Item.sk } },
  });
  expect(kept[0]?.MessageAttributes?.reasonWords?.StringValue).toContain(`${Item.pk.S} / ${Item.sk.S}`);
  expect(mailTo(run, 'council:E10000016', caseIdOf(13)).length).toBeGreaterThan(0);
  expect(await takeAll(run, 'relay-dlq')).toEqual([]);
});
