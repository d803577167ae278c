/** A child’s way from referral to handover through another AWS: its SQS, Lambda, DynamoDB with streams, SES and HTTP API. */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { ReferralReceivedV2 } from '../../../../events/referral-received.v2.ts';
import { dayFields } from '../../../../infra/local/people/office.ts';
import { type Answers, fillIn } from '../../../../infra/local/story/form-client.ts';
import { deskAddress } from '../../../../infra/local/story/seed.ts';
import { STACKS } from '../../../../infra/stage.ts';
import { DynamoCaseStore } from '../../../../shared/aws/dynamo-case-store.ts';
import { DynamoSealedStore } from '../../../../shared/aws/dynamo-sealed-store.ts';
import { seedCouncils } from '../../../../shared/aws/seed-councils.ts';
import { addDays, londonDate, londonTime } from '../../../../shared/core/calendar/working-days.ts';
import type { Case, CaseStatus } from '../../../../shared/core/case/case.ts';
import { caseReference } from '../../../../shared/core/case/reference.ts';
import { everyCouncil } from '../../../../shared/core/council/published-councils.ts';
import { defaultPolicyId, policyNamed } from '../../../../shared/core/policies.ts';
import { type LinkPurpose, linkPaths } from '../../../../shared/runtime/links.ts';
import { aChild, aReferral } from '../../../builders.ts';
import { outputOf } from './deployment.ts';
import { type AnotherAws, until } from './server.ts';

/** The scheme as it stands in another AWS, with councils in its tables. */
export interface Scheme {
  readonly aws: AnotherAws;
  readonly cases: DynamoCaseStore;
  readonly pages: string;
  refer(message: ReferralReceivedV2): Promise<void>;
  stop(): void;
}

/** Puts in councils and desks as `npm run deploy` does, by the same code. */
export async function seededScheme(aws: AnotherAws): Promise<Scheme> {
  const connection = {
    endpoint: aws.endpoint,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const dynamo = new DynamoDBClient(connection);
  const sqs = new SQSClient(connection);
  const of = (name: string) => outputOf(aws, STACKS.data, name);
  const table = await of('CasesTable');
  const councils = everyCouncil();
  await seedCouncils(dynamo, table, councils, policyNamed(defaultPolicyId));
  const sealed = new DynamoSealedStore(dynamo, await of('SealedTable'));
  const desks = [
    'coordinators',
    ...councils.map(({ code }) => `council:${code}`),
    ...new Set(councils.map(({ region }) => `smp-lead:${region}`)),
  ];
  for (const desk of desks) await sealed.putContacts(desk, { dutyDesk: deskAddress(desk) });
  const queue = await outputOf(aws, STACKS.pipeline, 'ReferralsQueueUrl');
  return {
    aws,
    cases: new DynamoCaseStore(dynamo, table),
    pages: (await outputOf(aws, STACKS.pipeline, 'PagesUrl')).replace(/\/$/, ''),
    async refer(message) {
      await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify(message) }));
    },
    stop() {
      dynamo.destroy();
      sqs.destroy();
    },
  };
}

/** A child who came to Kent ten days ago. */
function aMessage(): ReferralReceivedV2 {
  const at = new Date().toISOString();
  const today = londonDate(at);
  const entryAuthority = 'E10000016';
  const referralId = randomUUID();
  return {
    id: referralId,
    type: 'referral-received.v2',
    at,
    actor: { kind: 'entry-authority', code: entryAuthority },
    data: {
      referralId,
      channel: 'queue',
      facts: aReferral({
        entryAuthority,
        referredOn: today,
        asylumClaimOn: addDays(today, -7),
        arrivedOn: addDays(today, -10),
        settledSince: addDays(today, -7),
        children: [aChild({ turns18Month: addDays(today, 500).slice(0, 7) })],
      }),
    },
  };
}

/** The newest link of a kind that a desk was mailed about a case. */
const linkTo = (
  { aws, pages }: Scheme,
  desk: string,
  caseId: string,
  purpose: LinkPurpose,
): Promise<string> =>
  until(`an e-mail to ${desk} with a link to ${linkPaths[purpose]}`, async () =>
    (await aws.mails())
      .filter(
        ({ to, subject, text }) => to.includes(deskAddress(desk)) && `${subject} ${text}`.includes(caseId),
      )
      .map(({ text }) => {
        const from = text.indexOf(`${pages}${linkPaths[purpose]}/`);
        return from < 0 ? undefined : /\S+/.exec(text.slice(from))?.[0];
      })
      .findLast((link) => link !== undefined),
  );

const statusOf = ({ cases }: Scheme, caseId: string, status: CaseStatus): Promise<Case> =>
  until(`a case that is ${status}`, async () => {
    const found = await cases.read(caseId);
    return found?.status === status ? found : undefined;
  });

/** Refers a child, accepts, arranges the move and confirms the handover, by e-mails and pages alone. @returns the types of the case’s trail */
export async function placement(scheme: Scheme): Promise<readonly string[]> {
  const message = aMessage();
  await scheme.refer(message);
  const caseId = caseReference(message.data.referralId, 1);
  const offered = await statusOf(scheme, caseId, 'offered');
  const council = offered.offers.find(({ status }) => status === 'live')?.council ?? '';
  let last = '';
  const answer = async (desk: string, purpose: LinkPurpose, answers: Answers): Promise<void> => {
    last = (await fillIn(await linkTo(scheme, desk, caseId, purpose), answers)).text;
  };
  await answer(`council:${council}`, 'offer', { answer: 'accept' });
  await statusOf(scheme, caseId, 'accepted');
  const today = londonDate(new Date().toISOString());
  await answer(`council:${council}`, 'transfer', {
    action: 'arrange',
    ...dayFields('moveOn', today),
    socialWorker: 'Synthetic Worker',
    socialWorkerPhone: '01632 960 001',
  });
  await statusOf(scheme, caseId, 'transfer-arranged');
  const minute = () => londonTime(new Date().toISOString()).slice(0, 5);
  // A handover is of a minute, and later than what led to it.
  const arranged = minute();
  const handedOverAt = await until('a later minute', async () =>
    minute() === arranged ? undefined : minute(),
  );
  await answer(`council:E10000016`, 'entry', {
    action: 'handover',
    ...dayFields('handedOverOn', today),
    handedOverAt,
  });
  await statusOf(scheme, caseId, 'transferred').catch((error: unknown) => {
    throw new Error(`The page of the handover ended with: ${last}`, { cause: error });
  });
  return (await scheme.cases.trail(caseId)).map(({ type }) => type);
}
