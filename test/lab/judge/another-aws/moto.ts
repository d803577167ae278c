/** What MiniStack makes no resource of and moto’s server takes by its API: alarms with metric maths, and rules for mail that comes in. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { readAssembly } from '../../../../infra/local-aws/template/assembly.ts';
import { SHORT_NAME_TAG } from '../../../../infra/short-name-tag.ts';
import { freePort } from '../../../contract/free-port.ts';
import { environmentOf } from '../environment.ts';
import { answering, ended, queries } from './server.ts';
import { type Tried, tryAll } from './tried.ts';

type Json = Record<string, unknown>;

/** A value as the Query protocol writes it. */
function written(name: string, value: unknown): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap((one, at) => written(`${name}.member.${at + 1}`, one));
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, one]) => written(name === '' ? key : `${name}.${key}`, one));
}

const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const allIn = (xml: string, element: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))]
    .map(([, text = '']) => unescaped(text))
    .toSorted();

interface Moto {
  readonly endpoint: string;
  /** @throws Error with what it says, when it refuses */
  ask(service: string, version: string, action: string, parameters: Json): Promise<string>;
  stop(): Promise<void>;
}

async function startMoto(): Promise<Moto> {
  const programs = await environmentOf('moto');
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(path.join(programs, 'moto_server'), ['--host', '127.0.0.1', '--port', String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const query = queries(endpoint);
  await answering('moto', child, `${endpoint}/moto-api/`, 'it says why above');
  return {
    endpoint,
    async ask(service, Version, Action, parameters) {
      const fields = Object.fromEntries(written('', { ...parameters, Action, Version }));
      const { status, xml } = await query(service, fields);
      equal(status, 200, `${Action}: ${xml}`);
      return xml;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended(child);
    },
  };
}

/** What an alarm reads, in an order of its own. */
const readsOf = (metrics: readonly Json[]) => ({
  ids: metrics.map(({ Id }) => String(Id)).toSorted(),
  expressions: metrics
    .flatMap(({ Expression }) => (Expression === undefined ? [] : [String(Expression)]))
    .toSorted(),
  names: metrics
    .flatMap(({ MetricStat }) => (MetricStat as { Metric: Json } | undefined)?.Metric.MetricName ?? [])
    .map(String)
    .toSorted(),
});

/** Gives it each alarm with metric maths and reads it again. */
async function alarms(moto: Moto, all: readonly Json[]): Promise<void> {
  ok(all.length > 0, 'no alarm has metric maths');
  const ask = (action: string, parameters: Json) => moto.ask('monitoring', '2010-08-01', action, parameters);
  for (const alarm of all) {
    const { Tags: _, ...asked } = alarm;
    await ask('PutMetricAlarm', asked);
    const xml = await ask('DescribeAlarms', { AlarmNames: [alarm.AlarmName] });
    deepEqual(
      { ids: allIn(xml, 'Id'), expressions: allIn(xml, 'Expression'), names: allIn(xml, 'MetricName') },
      readsOf(alarm.Metrics as readonly Json[]),
      String(alarm.AlarmName),
    );
    deepEqual(allIn(xml, 'TreatMissingData'), [alarm.TreatMissingData ?? 'missing'], String(alarm.AlarmName));
  }
}

/** Gives it the rules for mail that comes in, makes them the active ones and reads them again. */
async function receiptRules(moto: Moto, rules: readonly Json[]): Promise<void> {
  ok(rules.length > 0, 'there is no rule for mail that comes in');
  const ask = (action: string, parameters: Json) => moto.ask('ses', '2010-12-01', action, parameters);
  await ask('CreateReceiptRuleSet', { RuleSetName: 'rules' });
  for (const [at, { Rule }] of rules.entries()) {
    const rule = Rule as {
      readonly Actions: readonly { readonly S3Action?: { readonly BucketName: string } }[];
    };
    for (const { S3Action } of rule.Actions)
      if (S3Action !== undefined) {
        const bucket = await fetch(`${moto.endpoint}/${S3Action.BucketName}`, {
          method: 'PUT',
          headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request' },
        });
        equal(bucket.status, 200, await bucket.text());
      }
    await ask('CreateReceiptRule', { RuleSetName: 'rules', Rule: { Name: `rule-${at}`, ...rule } });
  }
  await ask('SetActiveReceiptRuleSet', { RuleSetName: 'rules' });
  const xml = await ask('DescribeActiveReceiptRuleSet', {});
  const recipients = rules.flatMap(({ Rule }) => (Rule as { Recipients: string[] }).Recipients);
  for (const recipient of recipients) ok(xml.includes(`<member>${recipient}</member>`), xml);
  deepEqual(allIn(xml, 'TlsPolicy'), rules.map(({ Rule }) => String((Rule as Json).TlsPolicy)).toSorted());
}

/** Starts moto’s server and asks it for what MiniStack leaves out. */
export async function askMoto(assembly: string): Promise<readonly Tried[]> {
  const urls = {
    httpApiUrl: 'https://pages.example',
    awsUrl: 'https://aws.example',
    nameTag: SHORT_NAME_TAG,
  };
  const { resources } = readAssembly(assembly, urls);
  const of = (type: string) =>
    resources.filter((one) => one.type === type).map(({ properties }) => properties);
  const maths = of('AWS::CloudWatch::Alarm').filter(({ Metrics }) => Metrics !== undefined);
  const moto = await startMoto();
  try {
    return await tryAll([
      ['alarms with metric maths are taken, and read again as they were', () => alarms(moto, maths)],
      [
        'rules for mail that comes in are taken and active',
        () => receiptRules(moto, of('AWS::SES::ReceiptRule')),
      ],
    ]);
  } finally {
    await moto.stop();
  }
}
