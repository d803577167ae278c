/** Every line of every runbook, typed on a local run in the state that its alarm describes: it mends it. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type AttributeValue,
  DeleteItemCommand,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SESClient, SetActiveReceiptRuleSetCommand } from '@aws-sdk/client-ses';
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, test } from 'vitest';
import { deskAddress } from '../../infra/local/story/seed.ts';
import { keyOf } from '../../shared/aws/attributes.ts';
import { DynamoDigestStore } from '../../shared/aws/dynamo-digest-store.ts';
import { eventItem } from '../../shared/aws/event-item.ts';
import { keys, kinds } from '../../shared/aws/keys.ts';
import { anEvent } from '../builders.ts';
import { wholeReferral } from '../functions/mails.ts';
import { inFull } from '../how-much.ts';
import { formsIn } from '../pages/forms.ts';
import { type Run, tableName } from './a-run.ts';
import { blocksOf } from './command-lines.ts';
import { type Operator, operatedRun } from './operating.ts';
import { send, takeAll } from './queues.ts';
import { caseIdOf, liveOffer, referral, theCase } from './referring.ts';
import { projectFolder } from './spawned.ts';
import { Visitor } from './visitor.ts';

const COORDINATORS = 'coordinators@transfers.example';
const OFFICER = 'officer@kent.councils.example';
const KENT = 'E10000016';
/** Rehearsed by tests of their own: what they do to a run is more than one line after another. */
const elsewhere: Readonly<Record<string, string>> = { 'rotate-secrets': 'rotation.test.ts' };

let run: Run;
let operator: Operator;
const connection = () => {
  const { aws: endpoint, region, accessKeyId, secretAccessKey } = run.localRun.endpoints;
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
};

let number = 0;
/** Refers a child, and lets everything that follows happen. */
async function refer(): Promise<number> {
  number += 1;
  await send(run, referral(run, number));
  await run.localRun.idle();
  return number;
}
const emailsAbout = (one: number) =>
  run.localRun.messages.filter(({ subject }) => subject.includes(caseIdOf(one)));

/** Hours pass at once, without what the clock would do on the way. */
async function pass(hours: number): Promise<void> {
  const { sources, clock } = run.localRun;
  const on = sources.clocks().filter((one) => one.on);
  for (const { name } of on) sources.setClock(name, false);
  clock.moveTo(new Date(clock.now().getTime() + hours * 3_600_000));
  await run.localRun.advance('1m');
  for (const { name } of on) sources.setClock(name, true);
}

/** What somebody writes to the scheme. @returns what SES says to his server */
async function write(subject: string, from = OFFICER): Promise<string> {
  const transport = createTransport({ url: run.localRun.endpoints.smtp, ignoreTLS: true });
  const text = wholeReferral;
  const said = await transport
    .sendMail({ from, to: 'referrals@transfers.example', subject, text })
    .then(({ response }) => response)
    .catch((error: unknown) => String(error));
  transport.close();
  return said;
}
const answersTo = (address: string) =>
  run.localRun.messages.filter(({ recipients }) => recipients.includes(address));

/** Types the next line of a runbook, with its blanks filled in. @returns what was said */
type Next = (blanks?: Readonly<Record<string, string>>, code?: number) => Promise<string>;

const rehearsed = new Set(Object.keys(elsewhere));
function rehearse(runbook: string, act: (next: Next) => Promise<void>): void {
  rehearsed.add(runbook);
  test(`${runbook}: each of its lines is typed in the state of its alarm, and it is mended`, async () => {
    const lines = [...blocksOf(runbook).flat()];
    await act(async (blanks = {}, code = 0) => {
      const line = lines.shift() ?? '';
      const filled = line.replaceAll(/<[^>]+>/g, (blank) => blanks[blank] ?? blank);
      const said = await operator.type(filled);
      expect({ filled, ...said }).toMatchObject({ filled, code });
      return said.words;
    });
    expect(lines).toEqual([]);
  });
}

/** A trigger that somebody disabled, with something behind it. */
function rehearseDisabled(runbook: string, functionName: string, log: 'none' | 'first' | 'then'): void {
  rehearse(runbook, async (next) => {
    await operator.type(`npm run ops -- triggers ${functionName} --disable --yes`);
    number += 1;
    const mail = `${runbook} ${number}`;
    if (functionName === 'receive-email') await write(mail);
    else if (functionName === 'record-bounce') await bounced();
    else await send(run, referral(run, number));
    await run.localRun.idle();
    if (log === 'first') await next();
    expect(await next()).toContain('DISABLED');
    if (log === 'then') await next();
    expect(await next()).toContain('Would enable');
    expect(await next()).toContain('Enabled');
    await run.localRun.idle();
    expect((await operator.type(`npm run ops -- triggers ${functionName}`)).words).not.toContain('DISABLED');
    if (functionName === 'receive-email') expect(answersTo(OFFICER).at(-1)?.subject).toContain('NTS-');
    else expect(emailsAbout(number).length).toBeGreaterThan(0);
  });
}

/** Somebody's mailbox that SES writes to no more, with an offer on its way to it. */
async function bounced(reason: 'BOUNCE' | 'COMPLAINT' = 'BOUNCE'): Promise<string> {
  const councils = (await run.councils.view()).councils;
  for (const { code } of councils) run.localRun.ses.suppress(deskAddress(`council:${code}`), reason);
  await send(run, referral(run, number));
  await run.localRun.idle();
  const { council } = liveOffer(await theCase(run, number));
  for (const { code } of councils)
    if (code !== council) run.localRun.ses.unsuppress(deskAddress(`council:${code}`));
  return deskAddress(`council:${council}`);
}

/** Dead letters of a queue, brought about by a service that fails a function for an hour. */
function rehearseGivenUp(
  runbook: string,
  fault: { readonly service: string; readonly caller: string },
  begin: () => Promise<unknown>,
  mended: () => Promise<void>,
): void {
  rehearse(runbook, async (next) => {
    run.localRun.faults.add({ kind: 'server-error', ...fault });
    await begin();
    await run.localRun.advance('1h30m');
    run.localRun.faults.clear();
    expect(await next()).toMatch(/^[0-9a-f-]{36} {2}sent .*\n {2}why: /);
    await next();
    expect(await next()).toMatch(/Would (move|start)/);
    expect(await next()).toMatch(/Moved \d+ back|has run/);
    await run.localRun.idle();
    const queue = runbook.replace('-not-empty', '');
    expect((await operator.type(`npm run ops -- look ${queue}`)).words).toBe(`Nothing is in ${queue}.`);
    await mended();
  });
}

describe.runIf(inFull)('runbooks', { timeout: 90_000 }, () => {
  operatedRun((...up) => {
    [run, operator] = up;
  });
  afterEach(() => {
    run.localRun.faults.clear();
    for (const { address } of run.localRun.ses.suppressed) run.localRun.ses.unsuppress(address);
  });

  rehearseGivenUp(
    'referrals-dlq-not-empty',
    { service: 'dynamodb', caller: 'allocate-referral' },
    async () => {
      number += 1;
      await send(run, referral(run, number));
    },
    async () => expect((await theCase(run, number)).offers.length).toBeGreaterThan(0),
  );
  rehearseGivenUp(
    'notifications-dlq-not-empty',
    { service: 'ses', caller: 'send-notification' },
    refer,
    async () => {
      const told = emailsAbout(number).map(({ subject, recipients }) => `${subject} ${recipients.join()}`);
      expect(told.length).toBeGreaterThan(0);
      expect(told).toEqual([...new Set(told)]);
    },
  );
  rehearseGivenUp(
    'mail-dlq-not-empty',
    { service: 's3', caller: 'receive-email' },
    () => write('A referral that is read late'),
    async () => expect(answersTo(OFFICER).length).toBeGreaterThan(0),
  );
  rehearseGivenUp(
    'returned-dlq-not-empty',
    { service: 'dynamodb', caller: 'record-bounce' },
    async () => {
      number += 1;
      await bounced();
    },
    async () => {
      const { council } = liveOffer(await theCase(run, number));
      const second = deskAddress(`council:${council}`).replace('duty@', 'manager@');
      expect(emailsAbout(number).flatMap(({ recipients }) => recipients)).toContain(second);
    },
  );
  rehearseGivenUp(
    'schedules-dlq-not-empty',
    { service: 'dynamodb', caller: 'enforce-deadlines' },
    async () => run.localRun.advance('10m'),
    async () => expect((await operator.type('npm run ops -- look')).words).not.toContain('schedules-dlq'),
  );

  rehearseDisabled('referrals-waiting', 'allocate-referral', 'none');
  rehearseDisabled('notifications-waiting', 'send-notification', 'none');
  rehearseDisabled('mail-waiting', 'receive-email', 'none');
  rehearseDisabled('returned-waiting', 'record-bounce', 'then');
  rehearseDisabled('relay-behind', 'relay-events', 'first');

  /** What the relay could not pass on for more than six hours. */
  async function relayFailed(): Promise<void> {
    run.localRun.faults.add({ kind: 'server-error', service: 'sqs', caller: 'relay-events' });
    number += 1;
    const streamed = new Set<unknown>();
    run.localRun.on('committed-event', ({ keys: { pk, sk } }) => {
      if (pk === `${kinds.cases.event}${caseIdOf(number)}`) streamed.add(sk);
    });
    await send(run, referral(run, number));
    const isRead = async () =>
      streamed.size > 0 &&
      ((await run.cases.read(caseIdOf(number)))?.offers.length ?? 0) > 0 &&
      (await run.cases.trail(caseIdOf(number))).length === streamed.size;
    await expect.poll(isRead, { timeout: 60_000 }).toBe(true);
    for (let idle = false; !idle; ) {
      run.localRun.clock.moveTo(new Date(run.localRun.clock.now().getTime() + 7 * 3_600_000));
      idle = await run.localRun.idle(15_000).then(
        () => true,
        () => false,
      );
    }
    run.localRun.faults.clear();
  }
  rehearse('relay-dlq-not-empty', async (next) => {
    await relayFailed();
    expect(await next()).toContain('of the stream between');
    await next();
    expect(await next()).toContain(`events of ${caseIdOf(number)} again`);
    expect(emailsAbout(number)).toEqual([]);
    expect(await next()).toContain('taken off relay-dlq');
    await run.localRun.idle();
    expect(emailsAbout(number).length).toBeGreaterThan(0);
  });
  rehearse('failure-not-kept', async (next) => {
    await relayFailed();
    // The queue that should hold them did not.
    await takeAll(run, 'relay-dlq');
    expect(await next()).toContain('RELAY_FAILED');
    expect(await next({ '<reference>': caseIdOf(number) })).toContain('Would pass on');
    expect(await next({ '<reference>': caseIdOf(number) })).toContain('went out');
    await run.localRun.idle();
    expect(emailsAbout(number).length).toBeGreaterThan(0);
  });

  rehearse('quarantine-not-empty', async (next) => {
    number += 1;
    await send(run, 'no message of ours');
    await send(run, JSON.stringify({ ...referral(run, number), type: 'referral-received.v99' }));
    await run.localRun.idle();
    const seen = await next();
    expect(seen).toContain('why: not-json');
    const [first = '', second = ''] = seen.split('\n').flatMap((line) => /^[0-9a-f-]{36}/.exec(line) ?? []);
    expect(await next({ '<id>': 'their own id' })).toMatch(/^sha256-/);
    for (const words of ['Would take', 'Taken off']) expect(await next({ '<id>': first })).toContain(words);
    for (const words of ['Would send', 'Sent to']) expect(await next({ '<id>': second })).toContain(words);
    await run.localRun.idle();
    await next();
    await next();
    expect((await takeAll(run, 'quarantine')).length).toBe(1);
  });
  rehearse('mail-set-aside', async (next) => {
    for (const one of [1, 2]) await write(`From a stranger ${one}`, `stranger${one}@nowhere.example`);
    await run.localRun.idle();
    const seen = await next();
    expect(seen).toContain('why: unknown-sender');
    const [first = '', second = ''] = seen.split('\n').flatMap((line) => /^[0-9a-f-]{36}/.exec(line) ?? []);
    const folder = mkdtempSync(path.join(tmpdir(), 'runbook-'));
    const here = process.cwd();
    try {
      process.chdir(folder);
      await next({ '<id>': first });
      expect(readFileSync('mail.eml', 'utf8')).toContain('From a stranger');
    } finally {
      process.chdir(here);
      rmSync(folder, { recursive: true });
    }
    for (const words of ['Would take', 'Taken off']) expect(await next({ '<id>': first })).toContain(words);
    for (const words of ['Would send', 'Sent to mail'])
      expect(await next({ '<id>': second })).toContain(words);
    await run.localRun.idle();
    expect(await takeAll(run, 'set-aside')).toHaveLength(1);
  });
  rehearse('mail-not-taken-in', async (next) => {
    const ses = new SESClient(connection());
    await ses.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: 'theirs' }));
    ses.destroy();
    expect(await write('While another set is active')).toContain('550');
    await operator.type('npm run ops -- run keep-watch --yes');
    expect(await next()).toContain('MAIL_RULES_OFF');
    expect(await next()).toContain('theirs is active');
    await next();
    expect(await next()).toContain('Would make ours');
    expect(await next()).toContain('Ours is the active one');
    expect(await write('Taken in again')).toContain('250');
    await run.localRun.idle();
  });

  rehearse('email-bounced', async (next) => {
    number += 1;
    const address = await bounced();
    expect(await next()).toContain('EMAIL_RETURNED');
    expect(await next()).toContain('EMAIL_SENT');
    expect(await next()).toContain(`${address} (BOUNCE)`);
    expect(await next({ '<address>': address })).toContain('Would take');
    expect(await next({ '<address>': address })).toContain('writes to');
  });
  for (const [runbook, reason] of [
    ['bounce-rate-high', 'BOUNCE'],
    ['complaint-rate-high', 'COMPLAINT'],
  ] as const)
    rehearse(runbook, async (next) => {
      number += 1;
      const address = await bounced(reason);
      expect(await next()).toContain(`${address} (${reason})`);
      expect(await next({ '<address>': address })).toContain('Would take');
      expect(await next({ '<address>': address })).toContain(`SES writes to ${address} again.`);
      expect((await operator.type('npm run ops -- sending')).words).not.toContain(address);
    });
  rehearse('email-refused', async (next) => {
    run.localRun.faults.add({ kind: 'refuse', service: 'ses', times: 1 });
    await refer();
    expect(await next()).toContain('EMAIL_REFUSED');
    expect(await next()).toContain('SES has sent');
    await takeAll(run, 'quarantine');
  });
  rehearse('coordinators-unreached', async (next) => {
    run.localRun.ses.suppress(COORDINATORS, 'BOUNCE');
    // Strangers' mail is the coordinators' to look at.
    number += 1;
    for (const { code } of (await run.councils.view()).councils)
      await run.sealed.putContacts(`council:${code}`, { dutyDesk: deskAddress(`council:${code}`) });
    await bounced();
    await run.localRun.advance('1h30m');
    expect(await next()).toContain('EMAIL_RETURNED');
    expect(await next()).toContain(COORDINATORS);
    expect(await next({ '<address>': COORDINATORS })).toContain('again');
    // `npm run deploy -- --contacts` writes what stands in the file, and the mark is gone.
    await run.sealed.putContacts('coordinators', { dutyDesk: COORDINATORS });
    await run.sealed.forgetReturned('coordinators', run.localRun.clock.now().toISOString());
    const before = run.localRun.messages.length;
    expect(await next()).toContain('Would move');
    expect(await next()).toContain('Moved');
    await next();
    await next();
    await run.localRun.idle();
    const since = run.localRun.messages.slice(before);
    expect(since.flatMap(({ recipients }) => recipients)).toContain(COORDINATORS);
    expect((await operator.type('npm run ops -- look returned-dlq')).words).toContain('Nothing is in');
  });

  rehearse('document-out-of-reach', async (next) => {
    const caseId = caseIdOf(await refer());
    const kent = new Visitor(run);
    await kent.signIn(`council:${KENT}`);
    const documents = `/documents/${caseId}`;
    const fields = {
      ...formsIn((await kent.visit(documents)).body).at(-1)?.fields,
      documentKind: 'care-plan',
    };
    await kent.visit(documents, fields, new File(['%PDF-1.7 synthetic'], 'plan.pdf'));
    await run.localRun.idle();
    const { referralId } = await theCase(run, number);
    const [listed] = await run.sealed.documents(referralId);
    const s3 = new S3Client({ ...connection(), forcePathStyle: true });
    const at = {
      Bucket: run.localRun.endpoints.buckets.documents ?? '',
      Key: `documents/${referralId}/${listed?.copy}`,
    };
    await s3.send(new DeleteObjectCommand(at));
    const [form] = formsIn((await kent.visit(documents)).body).filter(({ action }) => action === documents);
    await kent.visit(documents, form?.fields ?? {});
    expect(await next()).toContain('DOCUMENT_OUT_OF_REACH');
    await next();
    expect(await next()).toContain('Would bring back 1 of documents');
    expect(await next()).toContain('Brought back 1 of documents');
    const { Body } = await s3.send(new GetObjectCommand(at));
    expect(await Body?.transformToString()).toContain('%PDF');
    s3.destroy();
  });

  rehearse('child-unplaced-too-long', async (next) => {
    await refer();
    expect(await next()).toContain('OFFERS_MADE');
    expect(await next()).toContain(caseIdOf(number));
    expect(await next({ '<reference>': caseIdOf(number) })).toContain('offers-made');
  });
  rehearse('function-errors', async (next) => {
    run.localRun.faults.add({
      kind: 'server-error',
      service: 'dynamodb',
      caller: 'allocate-referral',
      times: 20,
    });
    number += 1;
    await send(run, referral(run, number));
    await expect
      .poll(async () => (await operator.type('npm run ops -- log allocate-referral --since 30m')).words, {
        timeout: 60_000,
      })
      .toContain('MESSAGE_RETRIED');
    expect(await next()).toContain('MESSAGE_RETRIED');
    run.localRun.faults.clear();
    await run.localRun.advance('30m');
    expect((await theCase(run, number)).offers.length).toBeGreaterThan(0);
  });
  rehearse('table-throttled', async (next) => {
    run.localRun.faults.add({
      kind: 'transaction-conflict',
      service: 'dynamodb',
      caller: 'allocate-referral',
      times: 2,
    });
    await refer();
    await next();
    expect((await theCase(run, number)).offers.length).toBeGreaterThan(0);
  });
  rehearse('function-slow', async (next) => {
    await refer();
    expect(await next()).toContain('OFFERS_MADE');
  });
  rehearse('function-throttled', async (next) => {
    number += 1;
    await operator.type('npm run ops -- triggers allocate-referral --disable --yes');
    await send(run, referral(run, number));
    expect(await next()).toContain('referrals: 1 waits');
    await operator.type('npm run ops -- triggers allocate-referral --enable --yes');
    await run.localRun.idle();
  });
  rehearse('pages-failing', async (next) => {
    run.localRun.faults.add({ kind: 'server-error', service: 'dynamodb', caller: 'pages' });
    await new Visitor(run).visit('/sign-in', {
      step: 'ask',
      council: KENT,
      address: deskAddress(`council:${KENT}`),
    });
    run.localRun.faults.clear();
    expect(await next()).toMatch(/ (WARN|ERROR) /);
  });
  rehearse('alarms-unheard', async (next) => {
    expect(await next()).toContain('the local run');
    expect(await next()).toContain('is told');
    const address = 'new@duty.example';
    await next({ '<address>': address });
    const [, token = ''] = /Token=(\w+)/.exec(answersTo(address).at(-1)?.text ?? '') ?? [];
    expect(await next({ '<token>': token })).toContain(`${address}  is told`);
    await next();
    expect(answersTo(address).at(-1)?.subject).toBe('A try');
  });
  rehearse('coordinator-cannot-sign-in', async (next) => {
    const lost = new Visitor(run);
    await lost.signIn('coordinators', 'Robin Hale');
    expect((await lost.visit('/home')).at).toBe('/home');
    expect(await next()).toMatch(/^[0-9a-f-]{36} {2}set up at .*, last used at /);
    expect(await next({ '<name>': 'Robin Hale' })).toContain('Would reset');
    expect((await lost.visit('/home')).at).toBe('/home');
    expect(await next({ '<name>': 'Robin Hale' })).toContain('It is reset');
    await run.localRun.idle();
    expect(answersTo(deskAddress('coordinators')).at(-1)?.subject).toBe(
      'Coordinators: a second step was reset',
    );
    expect((await lost.visit('/home')).at).toBe('/sign-in');
    expect((await operator.type('npm run ops -- second-steps')).words).toContain('has no second step');
    expect((await operator.type("npm run ops -- second-steps 'Nobody'")).code).toBe(1);
  });
  rehearse('going-back', async (next) => {
    // Both stacks are of one version here; with two: test/deploy/ops.test.ts.
    for (const _ of [1, 2])
      expect(await next()).toContain('signs with the keys that the stack of tables keeps');
    await pass(5 * 24);
    expect(await next()).toContain('Nothing happens by the clock');
    expect(await next()).toContain('Nothing is in notifications-dlq');
    await run.localRun.idle();
    expect(await next()).toContain('Nothing is in notifications.');
    const lists = new DynamoDigestStore(run.dynamo, tableName(run, 'cases'));
    expect(await lists.uncalled(() => run.localRun.clock.now().toISOString())).toEqual([]);
    expect(await next()).toContain('acts by the clock again');
  });

  const trail = () => run.cases.trail(caseIdOf(number));
  /** Takes the last event of a case away, behind everybody's back. @returns how to put it back */
  async function cut(): Promise<() => Promise<void>> {
    const last = (await trail()).at(-1);
    if (last?.trail === undefined) throw new Error('There are no events.');
    const TableName = tableName(run, 'cases');
    const Key = keyOf(keys.event(caseIdOf(number), last.trail.number));
    await run.dynamo.send(new DeleteItemCommand({ TableName, Key }));
    await run.localRun.idle();
    return async () => {
      await run.dynamo.send(new PutItemCommand({ TableName, Item: eventItem(last) }));
      await run.localRun.idle();
    };
  }
  rehearse('trails-not-anchored', async (next) => {
    await pass(30);
    await next();
    expect(await next()).toContain('anchor-trails has run');
    expect((await operator.type('npm run ops -- trails')).words).toMatch(/[1-9]\d* anchors, .*all hold/);
  });
  rehearse('event-tampered', async (next) => {
    await refer();
    const putBack = await cut();
    expect(await next()).toMatch(/EVENT_TAMPERED .*REMOVE/);
    expect(await next({}, 1)).toContain(caseIdOf(number));
    await putBack();
  });
  rehearse('table-failing', async (next) => {
    await refer();
    const table = tableName(run, 'cases');
    const { dynamoDb } = run.localRun;
    const items: Record<string, AttributeValue>[] = [];
    for await (const { Items = [] } of paginateScan({ client: run.dynamo }, { TableName: table }))
      items.push(...Items);
    expect(await next()).toContain('the local run');
    expect(await next()).toContain('Nothing happens by the clock');
    // DynamoDB Local restores nothing: the copy is made here as AWS leaves one.
    expect(await next({ '<moment>': '1h' }, 1)).toContain('does not restore it');
    await dynamoDb.ask('CreateTable', {
      TableName: `${table}-restored`,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: ['pk', 'sk'].map((AttributeName, at) => ({
        AttributeName,
        KeyType: at === 0 ? 'HASH' : 'RANGE',
      })),
    });
    for (const Item of items)
      await run.dynamo.send(new PutItemCommand({ TableName: `${table}-restored`, Item }));
    const lost = items.filter(({ pk }) => pk?.S?.endsWith(caseIdOf(number)));
    for (const { pk = { S: '' }, sk = { S: '' } } of lost)
      await run.dynamo.send(new DeleteItemCommand({ TableName: table, Key: { pk, sk } }));
    await run.localRun.idle();
    const mails = run.localRun.messages.length;
    expect(await next()).toMatch(/TRAIL# .*\n[\s\S]*Changed nothing/);
    expect(await next()).toContain(`Put back: ${lost.length}.`);
    await run.localRun.idle();
    expect((await trail()).length).toBeGreaterThan(1);
    expect(run.localRun.messages.length).toBe(mails);
    expect(await next()).toContain('all hold');
    expect(await next()).toContain('is deleted');
    expect(await next()).toContain('acts by the clock again');
    await next();
    await next();
  });
  rehearse('trail-broken', async (next) => {
    await refer();
    await pass(24);
    await operator.type('npm run ops -- run anchor-trails --yes');
    const putBack = await cut();
    await send(run, referral(run, number + 1));
    number += 1;
    await run.localRun.idle();
    number -= 1;
    await operator.type('npm run ops -- run anchor-trails --yes');
    await pass(24);
    await operator.type('npm run ops -- run anchor-trails --yes');
    await next();
    expect(await next({}, 1)).toContain(caseIdOf(number));
    await putBack();
    number += 1;
  });

  rehearse('deadlines-not-enforced', async (next) => {
    await refer();
    const clock = run.localRun.sources.clocks().find(({ name }) => /enforce|deadlines/i.test(name));
    run.localRun.sources.setClock(clock?.name ?? '', false);
    await pass(5 * 24);
    const statuses = async () => (await theCase(run, number)).offers.map(({ status }) => status);
    expect(await statuses()).not.toContain('expired');
    expect(await next()).toContain(`DISABLED  ${clock?.name}`);
    await next();
    expect(await next()).toContain('Would enable');
    expect(await next()).toContain('Enabled');
    expect(await next()).toContain('enforce-deadlines has run');
    await run.localRun.idle();
    expect(await statuses()).toContain('expired');
  });
  rehearse('schedule-not-delivered', async (next) => {
    const [clock] = run.localRun.sources.clocks();
    run.localRun.faults.add({ kind: 'server-error', service: 'dynamodb', caller: 'enforce-deadlines' });
    await run.localRun.advance('10m');
    run.localRun.faults.clear();
    run.localRun.sources.setClock(clock?.name ?? '', false);
    expect(await next()).toContain(`DISABLED  ${clock?.name}`);
    expect(await next()).toContain('a run of ');
    expect(await next()).toContain('Would enable');
    expect(await next()).toContain('Enabled');
    expect(await next()).toContain('enforce-deadlines has run');
    expect(run.localRun.sources.clocks().filter(({ on }) => !on)).toEqual([]);
  });
  for (const [runbook, functionName] of [
    ['headroom-not-recounted', 'recount-headroom'],
    ['capacity-not-asked', 'remind-capacity'],
  ] as const)
    rehearse(runbook, async (next) => {
      await pass(4 * 24);
      const [, second] = blocksOf(runbook).flat();
      if (runbook === 'capacity-not-asked') expect(await next()).toContain('enabled');
      const before = await next();
      expect(before).toContain(`${functionName} has logged nothing`);
      expect(await next()).toContain(`${functionName} has run`);
      const line = runbook === 'capacity-not-asked' ? second : blocksOf(runbook).flat()[0];
      expect((await operator.type(line ?? '')).words).not.toContain('has logged nothing');
      await run.localRun.idle();
    });
  rehearse('work-left-undone', async (next) => {
    await refer();
    await pass(5 * 24);
    run.localRun.faults.add({
      kind: 'transaction-conflict',
      service: 'dynamodb',
      caller: 'enforce-deadlines',
    });
    await operator.type('npm run ops -- run enforce-deadlines --yes');
    run.localRun.faults.clear();
    expect(await next()).toMatch(/CASE_FAILED .*NTS-/);
    await next();
    await next();
    await next();
    expect((await operator.type('npm run ops -- run enforce-deadlines --yes')).code).toBe(0);
  });
  rehearse('case-past-deadline', async (next) => {
    await refer();
    await pass(30 * 24);
    expect(await next()).toContain(`${caseIdOf(number)}  `);
    expect((await operator.type('npm run ops -- waiting')).words).toContain(', LATE');
    expect(await next({ '<reference>': caseIdOf(number) })).toMatch(/Waits for .*, by /);
  });
  rehearse('message-nearly-lost', async (next) => {
    await send(run, 'no message of ours');
    await run.localRun.idle();
    await pass(11 * 24);
    // Somebody put this on the coordinators' list two hours ago, and nobody called.
    const lists = new DynamoDigestStore(run.dynamo, tableName(run, 'cases'));
    const waits = new Date(run.localRun.clock.now().getTime() - 2 * 3_600_000).toISOString();
    const about = { kind: 'case', caseId: caseIdOf(number), eventNumber: 1 } as const;
    await lists.add(
      'coordinators',
      anEvent('email-requested.v1', {
        at: waits,
        data: { template: 'case-held', to: { role: 'coordinators' }, together: true, about },
      }),
      waits,
    );
    await operator.type('npm run ops -- run keep-watch --yes');
    expect(await next()).toContain('MESSAGES_FORGOTTEN');
    expect(await next()).toMatch(/sent 11 days ago: something of no form of ours/);
    expect(await next()).toMatch(/NOTICES_UNCALLED.*calledUp=1/);
    await next();
    await next();
    await run.localRun.idle();
    expect(await lists.waiting('coordinators')).toEqual({ requests: [] });
    await takeAll(run, 'quarantine');
  });
});

test('every runbook that has commands is rehearsed, whole', () => {
  const all = readdirSync(path.join(projectFolder, 'infra/runbooks')).map((file) => file.replace('.md', ''));
  const withCommands = all.filter((runbook) => blocksOf(runbook).length > 0);
  expect([...rehearsed].toSorted()).toEqual(withCommands.toSorted());
  for (const file of Object.values(elsewhere))
    expect(existsSync(path.join(projectFolder, 'test/journey', file))).toBe(true);
});
