import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoApiStore } from '../../../shared/aws/dynamo-api-store.ts';
import { DynamoPersonStore } from '../../../shared/aws/dynamo-person-store.ts';
import { DynamoSealedStore } from '../../../shared/aws/dynamo-sealed-store.ts';
import { seedCouncils } from '../../../shared/aws/seed-councils.ts';
import { aFewAtATime } from '../../../shared/core/a-few-at-a-time.ts';
import { hashOfKey } from '../../../shared/core/council/council-keys.ts';
import { everyCouncil } from '../../../shared/core/council/published-councils.ts';
import { leadDesk } from '../../../shared/core/desks.ts';
import { policyNamed } from '../../../shared/core/policies.ts';
import { sealedUntil } from '../../../shared/core/referral/particulars.ts';
import { connectionTo, type Endpoints } from '../../local-aws/endpoints.ts';
import type { LocalRun } from '../../local-aws/local-run.ts';
import { LocalRunError } from '../../local-aws/local-run-error.ts';
import { SHORT_NAME_TAG } from '../../short-name-tag.ts';
import { localApiKey } from './local-api-key.ts';
import { letInSamplePerson } from './sample-person.ts';
import type { SampleReferral } from './sample-referrals.ts';

/** Desks filled in side by side. */
const AT_A_TIME = 16;

const tableNamed = (endpoints: Endpoints, name: string): string => {
  const table = endpoints.tables[name];
  if (table === undefined)
    throw new LocalRunError(`The template has no table "${name}" (tag ${SHORT_NAME_TAG}).`);
  return table;
};

const queueNamed = (endpoints: Endpoints, name: string): string => {
  const queue = endpoints.queues[name];
  if (queue === undefined)
    throw new LocalRunError(`The template has no queue "${name}" (tag ${SHORT_NAME_TAG}).`);
  return queue;
};

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** Names that tell whose a desk is: `kent`, `south-east`. */
const domains = new Map(
  everyCouncil().flatMap(({ code, name, region, regionName }) => [
    [`council:${code}`, slug(name)],
    [leadDesk(region), slug(regionName)],
  ]),
);

/** Where the mail of a synthetic desk goes. */
export const deskAddress = (desk: string): string => {
  const domain = domains.get(desk);
  if (domain === undefined) return 'coordinators@transfers.example';
  return desk.startsWith('council:') ? `duty@${domain}.councils.example` : `lead@${domain}.regions.example`;
};

/** Fills the tables with the 212 authorities as published, a synthetic address for every desk, a key of the API for each, and a person with an own address. */
export async function seed(run: LocalRun): Promise<void> {
  const client = new DynamoDBClient(connectionTo(run.endpoints));
  await seedThrough(client, run);
  const people = new DynamoPersonStore(client, tableNamed(run.endpoints, 'sealed'));
  await letInSamplePerson(people, randomUUID(), run.clock.now().toISOString());
  client.destroy();
}

/** @param client writes to the run's tables, or to others of the same names */
export async function seedThrough(client: DynamoDBClient, run: LocalRun): Promise<void> {
  const { endpoints } = run;
  const policy = policyNamed(run.functionNamed('allocate-referral').environment.POLICY ?? '');
  const councils = everyCouncil();
  await seedCouncils(client, tableNamed(endpoints, 'cases'), councils, policy);
  const sealed = new DynamoSealedStore(client, tableNamed(endpoints, 'sealed'));
  const desks = [
    'coordinators',
    ...councils.map(({ code }) => `council:${code}`),
    ...new Set(councils.map(({ region }) => leadDesk(region))),
  ];
  const api = new DynamoApiStore(client, tableNamed(endpoints, 'sealed'));
  const at = run.clock.now().toISOString();
  await aFewAtATime(desks, AT_A_TIME, async (desk) => {
    const [kind, code = ''] = desk.split(':');
    await sealed.putContacts(desk, {
      dutyDesk: deskAddress(desk),
      ...(kind === 'council' ? { second: deskAddress(desk).replace('duty@', 'manager@') } : {}),
    });
    if (kind === 'council') await api.replaceKey(code, hashOfKey(localApiKey(code)), { at, by: 'local run' });
  });
}

/** Sends referrals as a council's own system would: particulars sealed first, then the message. */
export class Referrer {
  readonly #sqs: SQSClient;
  readonly #dynamo: DynamoDBClient;
  readonly #sealed: DynamoSealedStore;
  readonly #queue: string;

  constructor(endpoints: Endpoints) {
    this.#sqs = new SQSClient(connectionTo(endpoints));
    this.#dynamo = new DynamoDBClient(connectionTo(endpoints));
    this.#sealed = new DynamoSealedStore(this.#dynamo, tableNamed(endpoints, 'sealed'));
    this.#queue = queueNamed(endpoints, 'referrals');
  }

  async refer(sample: SampleReferral, now: Date): Promise<void> {
    const expiresAt = sealedUntil([], now.toISOString());
    const { referralId, facts } = sample.message.data;
    await this.#sealed.sealFirst(referralId, facts.entryAuthority, sample.sealed, expiresAt);
    for (let copy = 0; copy < sample.copies; copy += 1) await this.send(sample.message);
  }

  async send(message: object): Promise<void> {
    await this.#sqs.send(
      new SendMessageCommand({ QueueUrl: this.#queue, MessageBody: JSON.stringify(message) }),
    );
  }

  close(): void {
    this.#sqs.destroy();
    this.#dynamo.destroy();
  }
}
