import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { readEndpoints } from '../local-aws/endpoints.ts';
import { localAlarms } from './local-alarms.ts';
import { OpsProblem, type Place } from './place.ts';

const trigger = z.object({ id: z.string(), functionName: z.string(), source: z.string(), on: z.boolean() });
const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('returned'), payload: z.string() }),
  z.object({
    kind: z.literal('failed'),
    error: z.object({ errorType: z.string(), errorMessage: z.string() }),
  }),
]);
const answers = {
  status: z.object({ now: z.string() }),
  functions: z.object({ functions: z.array(z.object({ name: z.string(), arn: z.string() })) }),
  invoked: z.object({ outcome }),
  triggers: z.object({ triggers: z.array(trigger) }),
  clocks: z.object({ clocks: z.array(z.object({ name: z.string(), on: z.boolean() })) }),
  log: z.object({ lines: z.array(z.object({ at: z.string(), line: z.string() })) }),
  suppressed: z.object({ suppressed: z.array(z.object({ address: z.string(), reason: z.string() })) }),
  ruleSet: z.object({ ruleSet: z.string() }),
  alarmTopic: z.object({ alarmTopic: z.string() }),
  oldest: z.object({ oldest: z.iso.datetime().optional() }),
  nothing: z.looseObject({}),
};

type Ask = <Shape extends z.ZodType>(
  shape: Shape,
  method: string,
  path: string,
  query?: Readonly<Record<string, string>>,
  body?: unknown,
) => Promise<z.infer<Shape>>;

/** Asks at the door of a run. */
const askerAt =
  (name: string, control: string): Ask =>
  async (shape, method, path, query = {}, body) => {
    const url = new URL(`${path}?${new URLSearchParams(query)}`, control);
    const given = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(url, { method, ...given }).catch(() => {
      throw new OpsProblem(`${name} does not answer; it may have been killed. Start it again: npm start`);
    });
    const said: unknown = await response.json();
    if (!response.ok)
      throw new OpsProblem((said as { error?: string }).error ?? `It answered ${response.status}.`);
    return shape.parse(said);
  };

function functionsOf(
  ask: Ask,
): Pick<Place, 'functions' | 'functionOf' | 'invoke' | 'triggers' | 'setTrigger' | 'log'> {
  const all = async () => (await ask(answers.functions, 'GET', '/functions')).functions;
  return {
    functions: async () => (await all()).map(({ name }) => name),
    functionOf: async (arn) => (await all()).find((one) => one.arn === arn)?.name,
    invoke: async (short, event) => {
      const { outcome: came } = await ask(answers.invoked, 'POST', '/functions', { name: short }, event);
      return came.kind === 'returned'
        ? { ok: true, said: came.payload }
        : { ok: false, said: `${came.error.errorType}: ${came.error.errorMessage}` };
    },
    triggers: async (short) =>
      (await ask(answers.triggers, 'GET', '/triggers')).triggers.filter(
        ({ functionName }) => short === undefined || functionName === short,
      ),
    setTrigger: async ({ id }, on) => {
      await ask(answers.nothing, 'POST', '/triggers', { id, on: String(on) });
    },
    log: async (short, since, words) => {
      const asked = { function: short, since: since.toISOString(), holding: words };
      return (await ask(answers.log, 'GET', '/log', asked)).lines;
    },
  };
}

function clocksOf(ask: Ask): Pick<Place, 'now' | 'clocks' | 'setClock' | 'setLive'> {
  const clocks = async () => (await ask(answers.clocks, 'GET', '/clocks')).clocks;
  const setClock = async (name: string, on: boolean) => {
    await ask(answers.nothing, 'POST', '/clocks', { name, on: String(on) });
  };
  return {
    now: async () => new Date((await ask(answers.status, 'GET', '/status')).now),
    clocks,
    setClock,
    setLive: async (live) => {
      for (const { name } of await clocks()) await setClock(name, live);
      return live ? 'It acts by the clock again.' : 'Nothing happens by the clock any more.';
    },
  };
}

/** @throws OpsProblem when no local run is up on this port */
export function localPlace(port: number): Place {
  const endpoints = readEndpoints(port);
  const name = `the local run on port ${port}`;
  if (endpoints === undefined)
    throw new OpsProblem(`No local run is up on port ${port}. Start one: npm start`);
  const { aws: endpoint, region, accessKeyId, secretAccessKey, control, ops } = endpoints;
  const connection = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const clients = {
    dynamo: new DynamoDBClient(connection),
    sqs: new SQSClient(connection),
    s3: new S3Client({ ...connection, forcePathStyle: true }),
    ses: new SESClient(connection),
    secrets: new SecretsManagerClient(connection),
    sns: new SNSClient(connection),
  };
  const ask = askerAt(name, control);
  const named = (kind: string, names: Readonly<Record<string, string>>) => (short: string) => {
    const found = names[short];
    if (found === undefined)
      throw new OpsProblem(`There is no ${kind} "${short}". There are: ${Object.keys(names).join(', ')}.`);
    return found;
  };
  const queueUrl = named('queue', endpoints.queues);
  return {
    ...clients,
    ...functionsOf(ask),
    ...clocksOf(ask),
    name,
    queues: () => Object.keys(endpoints.queues),
    queue: (short) => {
      const url = queueUrl(short);
      return { url, arn: `arn:aws:sqs:${region}:${url.split('/').slice(-2).join(':')}` };
    },
    oldest: async (queue) => {
      const { oldest } = await ask(answers.oldest, 'GET', '/oldest', { queue });
      return oldest === undefined ? undefined : new Date(oldest);
    },
    table: named('table', endpoints.tables),
    bucket: named('bucket', endpoints.buckets),
    secret: named('secret', endpoints.secrets),
    alarms: async () =>
      (await localAlarms(ops))?.map(({ name, state, description: says }) => ({ name, state, says })),
    // Both stacks are played as one: nothing can have gone back without the other.
    strayKeys: async () => [],
    suppressed: async () => (await ask(answers.suppressed, 'GET', '/suppressed')).suppressed,
    unsuppress: async (address) => {
      await ask(answers.nothing, 'DELETE', '/suppressed', { address });
    },
    alarmTopic: async () => (await ask(answers.alarmTopic, 'GET', '/alarm-topic')).alarmTopic,
    ruleSet: async () => (await ask(answers.ruleSet, 'GET', '/rule-set')).ruleSet,
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
