/** Where a verification takes place: in a stage on AWS, or in the local run that is up. */
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { EmailSentV1 } from '../../events/email-sent.v1.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import { keys } from '../../shared/aws/keys.ts';
import { SecretsManagerSigningKey } from '../../shared/aws/secrets-manager-signing-key.ts';
import { SqsPublisher } from '../../shared/aws/sqs-publisher.ts';
import { defaultPolicyId, policyNamed } from '../../shared/core/policies.ts';
import { deployedBefore, outputsOf } from '../deploy/account.ts';
import type { Run } from '../deploy/ask.ts';
import { checkStage, DeployProblem } from '../deploy/options.ts';
import { readEndpoints } from '../local-aws/endpoints.ts';
import { localAlarms } from '../ops/local-alarms.ts';
import { stackNames } from '../stage.ts';
import type { FoundAlarm } from './alarm-data.ts';
import { alarmsOnAws } from './aws-alarms.ts';
import type { WalkTools } from './walk.ts';

export interface Place {
  /** What it is called, for people. */
  readonly name: string;
  readonly tools: WalkTools;
  alarms(): Promise<readonly FoundAlarm[]>;
  /** How long metrics may take to be there, milliseconds. */
  readonly untilCounted: number;
}

interface Names {
  readonly cases: string;
  readonly sealed: string;
  readonly referrals: string;
  readonly linkSecret: string;
  readonly pagesUrl: string;
  readonly policy: string;
}

interface Connection {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const MINUTE = 60_000;

function toolsOf(names: Names, connection: Connection): Omit<WalkTools, 'now' | 'patience'> {
  const dynamo = new DynamoDBClient(connection);
  return {
    cases: new DynamoCaseStore(dynamo, names.cases),
    councils: new DynamoCouncilStore(dynamo, names.cases),
    sealed: new DynamoSealedStore(dynamo, names.sealed),
    referrals: new SqsPublisher(new SQSClient(connection), names.referrals),
    signingKey: new SecretsManagerSigningKey(new SecretsManagerClient(connection), names.linkSecret),
    policy: policyNamed(names.policy),
    pagesUrl: names.pagesUrl,
    ended: async (caseId, emailId) => {
      const { pk, sk } = keys.email(caseId, emailId);
      const { Item } = await dynamo.send(
        new GetItemCommand({
          TableName: names.cases,
          Key: { pk: { S: pk }, sk: { S: sk } },
          ConsistentRead: true,
        }),
      );
      return Item?.body?.S === undefined
        ? undefined
        : EmailSentV1.parse(JSON.parse(Item.body.S)).data.outcome;
    },
  };
}

const said = z.object({
  data: z.object({ CasesTable: z.string(), SealedTable: z.string() }),
  pipeline: z.object({ ReferralsQueueUrl: z.string(), LinkSecretArn: z.string(), PagesUrl: z.url() }),
});

/**
 * A stage that is deployed: its stacks say what everything is called.
 *
 * @throws DeployProblem when it is not there, or does not say
 */
export function onAws(stage: string | undefined, region: string, run: Run): Place {
  checkStage(stage);
  const stacks = stackNames(stage);
  const outputs = {
    data: outputsOf(stacks.data, region, run),
    pipeline: outputsOf(stacks.pipeline, region, run),
  };
  if (outputs.data === undefined || outputs.pipeline === undefined)
    throw new DeployProblem(
      `Nothing is deployed as ${stage === undefined ? 'the stage without a name' : `the stage ${stage}`} in ${region}. First: npm run deploy`,
    );
  const read = said.safeParse(outputs);
  const before = deployedBefore(outputs.pipeline);
  if (!read.success || before.kind !== 'deployed')
    throw new DeployProblem(
      `What is deployed does not say what its parts are called. Deploy this version first: npm run deploy`,
    );
  const { data, pipeline } = read.data;
  const names = {
    cases: data.CasesTable,
    sealed: data.SealedTable,
    referrals: pipeline.ReferralsQueueUrl,
    linkSecret: pipeline.LinkSecretArn,
    pagesUrl: pipeline.PagesUrl.replace(/\/$/, ''),
    policy: before.options.policy,
  };
  return {
    name: `${stage === undefined ? 'The stage without a name' : `The stage ${stage}`}, ${region}`,
    tools: { ...toolsOf(names, { region }), now: async () => new Date().toISOString(), patience: 3 * MINUTE },
    alarms: async () => alarmsOnAws(stacks.pipeline, region, run, new Date()),
    untilCounted: 15 * MINUTE,
  };
}

/**
 * The local run that is up on a port.
 *
 * @throws DeployProblem when there is none
 */
export function inLocalRun(port: number): Place {
  const endpoints = readEndpoints(port);
  const [cases, sealed] = [endpoints?.tables.cases, endpoints?.tables.sealed];
  const [referrals, linkSecret] = [endpoints?.queues.referrals, endpoints?.secrets['link-secret']];
  if (
    endpoints === undefined ||
    cases === undefined ||
    sealed === undefined ||
    referrals === undefined ||
    linkSecret === undefined
  )
    throw new DeployProblem(`No local run is up on port ${port}. Start one: npm start`);
  const { aws: endpoint, region, accessKeyId, secretAccessKey, control, ops, pages } = endpoints;
  const names = { cases, sealed, referrals, linkSecret, pagesUrl: pages, policy: defaultPolicyId };
  const status = z.object({ now: z.string() });
  return {
    name: `The local run on port ${port}`,
    tools: {
      ...toolsOf(names, { region, endpoint, credentials: { accessKeyId, secretAccessKey } }),
      now: async () => status.parse(await (await fetch(new URL('/status', control))).json()).now,
      patience: 2 * MINUTE,
    },
    alarms: async () => {
      const found = await localAlarms(ops);
      if (found === undefined)
        throw new DeployProblem(
          `Nobody watches the local run on port ${port}: it has no alarms to ask. Start one that is watched: npm start`,
        );
      return found;
    },
    untilCounted: 3 * MINUTE,
  };
}
