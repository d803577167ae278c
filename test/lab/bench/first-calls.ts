/** What wakes each function for a first call that does its work, on the tables of a local run in which nothing runs by itself. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { AnyEvent } from '../../../events/catalogue.ts';
import type { EmailReturnedV1 } from '../../../events/email-returned.v1.ts';
import { localApiKey } from '../../../infra/local/story/local-api-key.ts';
import { deskAddress } from '../../../infra/local/story/seed.ts';
import type { Plan } from '../../../infra/local-aws/template/plan.ts';
import { councilItem } from '../../../shared/aws/council-item.ts';
import { eventItem } from '../../../shared/aws/event-item.ts';
import { emailTag } from '../../../shared/core/case/email-tag.ts';
import { emailsFor, idOfSending } from '../../../shared/core/case/notifications.ts';
import { policyNamed } from '../../../shared/core/policies.ts';
import { aDeclaration, aReferral } from '../../builders.ts';
import { wholeReferral } from '../../functions/mails.ts';
import { stored } from '../../functions/stored-mail.ts';
import { type Run, startRun, tableName } from '../../journey/a-run.ts';
import { linkTo } from '../../journey/mail.ts';
import { takeAll } from '../../journey/queues.ts';
import { caseIdOf, liveOffer, referral, theCase } from '../../journey/referring.ts';

const policy = policyNamed('nts-2025');
const KENT = aReferral().entryAuthority;
const HOUR = 3_600_000;

/** Queues, streams and the timetable wake nobody: the bench does. */
const atRest = (plan: Plan): Plan => ({ ...plan, mappings: [], schedules: [] });

/** A local run with the 212 councils, of which all but the last have declared places. */
export async function startAtRest(): Promise<Run> {
  const run = await startRun({ alter: atRest });
  const { councils } = await run.councils.view();
  const declaration = aDeclaration({ declaredAt: run.localRun.clock.now().toISOString() });
  for (const council of councils) await put(run, { ...council, declaration });
  return run;
}

const put = async (run: Run, council: Parameters<typeof councilItem>[0]): Promise<void> => {
  const item = new PutItemCommand({ TableName: tableName(run, 'cases'), Item: councilItem(council, policy) });
  await run.dynamo.send(item);
};

const sqsEvent = (body: object | string, id = '1') => ({
  Records: [
    {
      messageId: id,
      receiptHandle: id,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: {},
      eventSource: 'aws:sqs',
    },
  ],
});

const request = (routeKey: string, rawPath: string, more: object = {}) => ({
  version: '2.0',
  routeKey,
  rawPath,
  rawQueryString: '',
  requestContext: {
    http: { method: 'GET', path: rawPath, sourceIp: '127.0.0.1', userAgent: 'bench' },
    requestId: '1',
  },
  isBase64Encoded: false,
  headers: { host: 'pages.example' },
  ...more,
});

const scheduled = { id: 'bench', time: '2026-11-24T08:00:00Z', scheduledFor: '2026-11-24T08:00:00Z' };

/** The event in a case's trail that asks a council for its answer. */
async function offersMade(run: Run, number: number): Promise<AnyEvent> {
  const made = (await run.cases.trail(caseIdOf(number))).find(({ type }) => type === 'offers-made.v1');
  if (made === undefined) throw new Error(`Nothing was offered for referral ${number}.`);
  return made;
}

/** The same, as the stream tells of it. */
async function offered(run: Run, number: number): Promise<object> {
  const { pk, sk, ...rest } = eventItem(await offersMade(run, number));
  return {
    Records: [
      {
        eventName: 'INSERT',
        dynamodb: { Keys: { pk, sk }, SequenceNumber: '1', NewImage: { pk, sk, ...rest } },
      },
    ],
  };
}

/** The request for the e-mail with the offer, as the relay has put it in the queue. */
async function emailRequested(run: Run, number: number): Promise<object> {
  const taken = await takeAll(run, 'notifications');
  const found = taken.find(
    ({ Body = '' }) => Body.includes(caseIdOf(number)) && Body.includes('"offer-to-primary"'),
  );
  if (found?.Body === undefined)
    throw new Error(
      `No e-mail asks for an answer to referral ${number}: ${taken.map(({ Body }) => Body).join()}`,
    );
  return sqsEvent(found.Body);
}

async function mailReceived(run: Run, number: number): Promise<object> {
  const { aws: endpoint, region, accessKeyId, secretAccessKey, buckets } = run.localRun.endpoints;
  const s3 = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
  const name = buckets.mail ?? '';
  const key = `${run.localRun.plan.receiptRules.at(0)?.stores.at(0)?.prefix}bench-${number}`;
  const Body = stored({
    from: deskAddress(`council:${KENT}`),
    messageId: `<${number}@bench.example>`,
    body: wholeReferral.replace('Canary', `Canary ${number}`),
  });
  await s3.send(new PutObjectCommand({ Bucket: name, Key: key, Body }));
  s3.destroy();
  const record = {
    eventTime: run.localRun.clock.now().toISOString(),
    s3: { bucket: { name }, object: { key, size: Body.length } },
  };
  return sqsEvent({ Records: [record] });
}

/** What each function is woken by, in the order in which the number-th referral needs them: each leaves what the next one finds. */
export const firstCalls: Readonly<Record<string, (run: Run, number: number) => Promise<object>>> = {
  'receive-email': mailReceived,
  'allocate-referral': async (run, number) => sqsEvent(referral(run, number)),
  'relay-events': offered,
  'send-notification': emailRequested,
  pages: async (run, number) => {
    const desk = `council:${liveOffer(await theCase(run, number)).council}`;
    const { pathname } = new URL(linkTo(run, { desk, caseId: caseIdOf(number), link: 'offer' }));
    return request('GET /offers/{token}', pathname);
  },
  /** SES says that the mailbox of the council that was asked is full: its address stays, and the next sending is asked for. */
  'record-bounce': async (run, number) => {
    const email = emailsFor(await offersMade(run, number)).find(
      ({ data: { template } }) => template === 'offer-to-primary',
    );
    if (email === undefined)
      throw new Error(`Nobody is asked by e-mail for an answer to referral ${number}.`);
    const address = deskAddress(`council:${liveOffer(await theCase(run, number)).council}`);
    return sqsEvent({
      id: `ses:bench-${number}`,
      type: 'email-returned.v1',
      at: run.localRun.clock.now().toISOString(),
      actor: { kind: 'system', name: 'ses' },
      data: {
        kind: 'Bounce',
        email: [emailTag(idOfSending(email.id, 0))],
        destination: [address],
        said: {
          bounceType: 'Transient',
          bounceSubType: 'MailboxFull',
          bouncedRecipients: [{ emailAddress: address, action: 'failed' }],
        },
      },
    } satisfies EmailReturnedV1);
  },
  api: async (_run, number) =>
    request('GET /api/referrals/{reference}', `/api/referrals/${caseIdOf(number)}`, {
      headers: { host: 'pages.example', authorization: `Bearer ${localApiKey(KENT)}` },
      pathParameters: { reference: caseIdOf(number) },
    }),
  /** One council has never said what places it has. */
  'remind-capacity': async (run) => {
    const { declaration: _, ...council } = (await run.councils.view()).councils.at(-1) ?? never();
    await put(run, { ...council, reminders: { sinceDeclaration: 0 } });
    return scheduled;
  },
  'recount-headroom': async () => scheduled,
  'forget-documents': async () => scheduled,
  'keep-watch': async () => scheduled,
  'keep-figures': async () => scheduled,
  /** The council that was asked has not answered in time. */
  'enforce-deadlines': async (run, number) => {
    const { answerBy } = liveOffer(await theCase(run, number));
    run.localRun.clock.moveTo(new Date(Date.parse(answerBy) + HOUR));
    return scheduled;
  },
  'anchor-trails': async (run) => {
    run.localRun.clock.moveTo(new Date(run.localRun.clock.now().getTime() + 24 * HOUR));
    return { ...scheduled, scheduledFor: run.localRun.clock.now().toISOString() };
  },
};

const never = (): never => {
  throw new Error('There are no councils.');
};
