import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { outputOf, outputsOf } from '../deploy/account.ts';
import { ask as askAws, type Run } from '../deploy/ask.ts';
import { strayKeys } from '../deploy/carry-keys.ts';
import { SHORT_NAME_TAG } from '../short-name-tag.ts';
import { OpsProblem, type Place } from './place.ts';

/** What in the account is ours: two stacks. */
export interface Deployed {
  readonly region: string;
  /** Undefined for the stage without a name. */
  readonly stage: string | undefined;
  readonly data: string;
  readonly pipeline: string;
  /** Stops the clock, or lets it go again, by deploying. @returns whether that went well */
  readonly setLive: (live: boolean) => boolean;
}

const tagged = z.object({
  ResourceTagMappingList: z.array(
    z.object({ ResourceARN: z.string(), Tags: z.array(z.object({ Key: z.string(), Value: z.string() })) }),
  ),
});
const mappings = z.object({
  EventSourceMappings: z.array(
    z.object({
      UUID: z.string(),
      State: z.string(),
      FunctionArn: z.string(),
      EventSourceArn: z.string(),
      LastProcessingResult: z.string().nullish(),
    }),
  ),
});
const schedule = z.looseObject({ Name: z.string(), GroupName: z.string(), State: z.string() });
const schedules = z.object({ Schedules: z.array(schedule) });
const logLines = z.object({ events: z.array(z.object({ timestamp: z.number(), message: z.string() })) });
const logging = z.object({ LoggingConfig: z.object({ LogGroup: z.string() }) });
const invoked = z.object({ FunctionError: z.string().nullish() });
const ages = z.object({
  Datapoints: z.array(z.object({ Timestamp: z.coerce.date(), Maximum: z.number() })).default([]),
});
const alarm = z.object({
  AlarmName: z.string(),
  StateValue: z.string(),
  AlarmDescription: z.string().nullish(),
});
const alarms = z.object({
  MetricAlarms: z.array(alarm).default([]),
  CompositeAlarms: z.array(alarm).default([]),
});
const suppressed = z.object({
  SuppressedDestinationSummaries: z
    .array(z.object({ EmailAddress: z.string(), Reason: z.string() }))
    .default([]),
});
const stackResources = z.object({
  StackResourceSummaries: z.array(
    z.object({ ResourceType: z.string(), PhysicalResourceId: z.string().nullish() }),
  ),
});

/** `arn:aws:lambda:eu-west-2:1:function:pages` is a `lambda` called `pages`. */
const readArn = (arn: string): { readonly service: string; readonly id: string } => {
  const [, , service = '', , , ...rest] = arn.split(':');
  const resource = rest.join(':');
  return { service, id: service === 'secretsmanager' ? arn : resource.replace(/^(table\/|function:)/, '') };
};

/** What a stack is made of, by type and physical id. It may be more than the hundred that `describe-stack-resources` tells of. */
const madeOf = (ask: Ask, stack: string) =>
  ask(
    ['cloudformation', 'list-stack-resources', '--stack-name', stack],
    stackResources,
  ).StackResourceSummaries.map(({ ResourceType: type, PhysicalResourceId: id }) => ({ type, id: id ?? '' }));

/**
 * Everything of ours that is in use, ARNs by kind and short name: asked for once. What an older version left behind has its tag still, and is in no stack.
 *
 * @throws OpsProblem when there is nothing
 */
function namesIn(ask: Ask, { data, pipeline, stage }: Deployed): Map<string, string> {
  const inUse = new Set([data, pipeline].flatMap((stack) => madeOf(ask, stack).map(({ id }) => id)));
  const { ResourceTagMappingList: all } = ask(
    ['resourcegroupstaggingapi', 'get-resources', '--tag-filters', `Key=${SHORT_NAME_TAG}`],
    tagged,
  );
  const prefix = stage === undefined ? '' : `${stage}/`;
  const found = new Map<string, string>();
  for (const { ResourceARN: arn, Tags } of all) {
    const name = Tags.find(({ Key }) => Key === SHORT_NAME_TAG)?.Value ?? '';
    const { service, id } = readArn(arn);
    // CloudFormation knows a queue by its URL.
    const isInUse = inUse.has(id) || [...inUse].some((one) => one.endsWith(`/${id}`));
    if (isInUse && name.startsWith(prefix)) found.set(`${service} ${name.slice(prefix.length)}`, arn);
  }
  if (found.size === 0) throw new OpsProblem(`There is nothing of ${pipeline} in this account. ${SIGN_IN}`);
  return found;
}

const SIGN_IN = 'Sign in to the one that it is deployed to, or name the stage: --stage.';

type Ask = <Data>(question: readonly string[], shape: z.ZodType<Data>) => Data;

const asker =
  (run: Run, region: string): Ask =>
  (question, shape) => {
    const answer = askAws(run, region, question, shape);
    if ('problem' in answer) throw new OpsProblem(`AWS says: ${answer.problem}`);
    return answer.data;
  };

// The AWS CLI does this, because the project needs no client for it otherwise.

type ArnOf = (service: string, kind: string, short: string) => string;

const nothing = z.looseObject({});

function functionsOf(ask: Ask, arnOf: ArnOf, nameOf: (arn: string) => string | undefined) {
  const fn = (short: string) => arnOf('lambda', 'function', short);
  const groups = new Map<string, string>();
  const logGroupOf = (short: string): string => {
    const question = ['lambda', 'get-function-configuration', '--function-name', fn(short)];
    const found = groups.get(short) ?? ask(question, logging).LoggingConfig.LogGroup;
    groups.set(short, found);
    return found;
  };
  return {
    invoke: (short: string, event: unknown) => {
      // By files: a command line is too short for what a trail holds.
      const folder = mkdtempSync(path.join(tmpdir(), 'nts-ops-'));
      const [given, taken] = [path.join(folder, 'event.json'), path.join(folder, 'answer.json')];
      try {
        writeFileSync(given, JSON.stringify(event));
        const { FunctionError } = ask(
          // What a run by the clock does may take minutes.
          [
            'lambda',
            'invoke',
            '--function-name',
            fn(short),
            '--cli-read-timeout',
            '900',
            '--payload',
            `fileb://${given}`,
            taken,
          ],
          invoked,
        );
        return Promise.resolve({ ok: !FunctionError, said: readFileSync(taken, 'utf8') });
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    triggers: async (short?: string) => {
      const of = short === undefined ? [] : ['--function-name', fn(short)];
      // Of all that the account has, where none is named.
      return ask(['lambda', 'list-event-source-mappings', ...of], mappings).EventSourceMappings.flatMap(
        ({ UUID, State, FunctionArn, EventSourceArn, LastProcessingResult }) => {
          const functionName = nameOf(FunctionArn);
          if (functionName === undefined) return [];
          return [
            {
              id: UUID,
              functionName,
              source: EventSourceArn.split(':').slice(5).join(':'),
              on: State === 'Enabled' || State === 'Enabling' || State === 'Creating',
              ...(LastProcessingResult ? { last: LastProcessingResult } : {}),
            },
          ];
        },
      );
    },
    setTrigger: async ({ id }: { readonly id: string }, on: boolean) => {
      ask(
        ['lambda', 'update-event-source-mapping', '--uuid', id, on ? '--enabled' : '--no-enabled'],
        nothing,
      );
    },
    log: async (short: string, since: Date, words: string) => {
      const { events } = ask(
        [
          ...['logs', 'filter-log-events', '--log-group-name', logGroupOf(short)],
          ...['--start-time', String(since.getTime())],
          ...(words === '' ? [] : ['--filter-pattern', `%${words}%`]),
        ],
        logLines,
      );
      return events.map(({ timestamp, message }) => ({
        at: new Date(timestamp).toISOString(),
        line: message,
      }));
    },
  };
}

function clocksOf(ask: Ask, pipeline: string) {
  const group = () => {
    const found = madeOf(ask, pipeline).find(({ type }) => type === 'AWS::Scheduler::ScheduleGroup')?.id;
    if (found === undefined) throw new OpsProblem(`${pipeline} has no schedules.`);
    return found;
  };
  return {
    clocks: async () =>
      ask(['scheduler', 'list-schedules', '--group-name', group()], schedules).Schedules.map(
        ({ Name, State }) => ({ name: Name, on: State === 'ENABLED' }),
      ),
    setClock: async (name: string, on: boolean) => {
      const of = ['--name', name, '--group-name', group()];
      // It is written whole: what is left out would go back to its default.
      const {
        Arn: _,
        CreationDate: __,
        LastModificationDate: ___,
        ...kept
      } = ask(['scheduler', 'get-schedule', ...of], schedule);
      const written = JSON.stringify({ ...kept, State: on ? 'ENABLED' : 'DISABLED' });
      ask(['scheduler', 'update-schedule', '--cli-input-json', written], nothing);
    },
  };
}

function watchOf(ask: Ask, pipeline: string) {
  return {
    alarms: async () => {
      const prefix = `${pipeline}-`;
      const found = ask(
        [
          'cloudwatch',
          'describe-alarms',
          '--alarm-name-prefix',
          prefix,
          '--alarm-types',
          'MetricAlarm',
          'CompositeAlarm',
        ],
        alarms,
      );
      return [...found.MetricAlarms, ...found.CompositeAlarms].map(
        ({ AlarmName, StateValue, AlarmDescription }) => ({
          name: AlarmName.slice(prefix.length),
          state: StateValue,
          says: AlarmDescription ?? '',
        }),
      );
    },
    suppressed: async () =>
      ask(['sesv2', 'list-suppressed-destinations'], suppressed).SuppressedDestinationSummaries.map(
        ({ EmailAddress, Reason }) => ({ address: EmailAddress, reason: Reason }),
      ),
    unsuppress: async (address: string) => {
      ask(['sesv2', 'delete-suppressed-destination', '--email-address', address], nothing);
    },
  };
}

/** @throws OpsProblem when nothing of ours is there */
export function awsPlace(deployed: Deployed, run: Run): Place {
  const { region, pipeline } = deployed;
  const ask = asker(run, region);
  const names = namesIn(ask, deployed);
  const arnOf: ArnOf = (service, kind, short) => {
    const found = names.get(`${service} ${short}`);
    if (found !== undefined) return found;
    const there = of(service).join(', ');
    throw new OpsProblem(`There is no ${kind} "${short}". There are: ${there}.`);
  };
  const of = (service: string): string[] =>
    [...names.keys()].flatMap((name) =>
      name.startsWith(`${service} `) ? [name.slice(service.length + 1)] : [],
    );
  const nameOf = (arn: string) => of('lambda').find((short) => names.get(`lambda ${short}`) === arn);
  const output = (name: string): string => {
    const found = outputOf(outputsOf(pipeline, region, run), name);
    if (found === undefined) throw new OpsProblem(`${pipeline} has no ${name}.`);
    return found;
  };
  const clients = {
    dynamo: new DynamoDBClient({ region }),
    sqs: new SQSClient({ region }),
    s3: new S3Client({ region }),
    ses: new SESClient({ region }),
    secrets: new SecretsManagerClient({ region }),
    sns: new SNSClient({ region }),
  };
  return {
    ...clients,
    ...functionsOf(ask, arnOf, nameOf),
    ...clocksOf(ask, pipeline),
    ...watchOf(ask, pipeline),
    name: `${pipeline} in ${region}`,
    now: async () => new Date(),
    queues: () => of('sqs'),
    queue: (short) => {
      const arn = arnOf('sqs', 'queue', short);
      const [, , , , account, name] = arn.split(':');
      return { arn, url: `https://sqs.${region}.amazonaws.com/${account}/${name}` };
    },
    oldest: async (short) => {
      const { id } = readArn(arnOf('sqs', 'queue', short));
      const now = Date.now();
      const { Datapoints } = ask(
        [
          ...['cloudwatch', 'get-metric-statistics', '--namespace', 'AWS/SQS'],
          ...['--metric-name', 'ApproximateAgeOfOldestMessage', '--dimensions', `Name=QueueName,Value=${id}`],
          ...['--statistics', 'Maximum', '--period', '60', '--start-time'],
          ...[new Date(now - 10 * 60_000).toISOString(), '--end-time', new Date(now).toISOString()],
        ],
        ages,
      );
      const last = Datapoints.toSorted((a, b) => a.Timestamp.getTime() - b.Timestamp.getTime()).at(-1);
      return last && new Date(last.Timestamp.getTime() - last.Maximum * 1_000);
    },
    table: (short) => readArn(arnOf('dynamodb', 'table', short)).id,
    bucket: (short) => readArn(arnOf('s3', 'bucket', short)).id,
    secret: (short) => arnOf('secretsmanager', 'secret', short),
    functions: async () => of('lambda'),
    functionOf: async (arn) => nameOf(arn),
    ruleSet: async () => output('RuleSet'),
    alarmTopic: async () => output('AlarmTopic'),
    strayKeys: async () => {
      const kept = outputsOf(deployed.data, region, run);
      return strayKeys(outputsOf(pipeline, region, run), kept).map(({ output, from: to }) => {
        const from = kept?.[output];
        if (from === undefined)
          throw new OpsProblem(`${deployed.data} keeps no ${output}: nothing was carried.`);
        return { from, to };
      });
    },
    setLive: async (live) => {
      if (!deployed.setLive(live)) throw new OpsProblem('The deployment stopped; what it said is above.');
      return live ? 'It acts by the clock again.' : 'Nothing happens by the clock any more.';
    },
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
