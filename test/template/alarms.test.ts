import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readLine } from '../../infra/ops/operate.ts';
import { monthly } from '../../infra/prices.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { wordsOf } from '../journey/command-lines.ts';
import { resources, synthesize } from './synthesis.ts';

const { pipeline, data } = synthesize({ alarmEmail: 'duty@transfers.example' });
const alarms = resources(pipeline, 'AWS::CloudWatch::Alarm').map(({ properties }) => ({
  name: String(properties.AlarmName),
  properties,
  runbook: /Runbook: (infra\/runbooks\/[a-z-]+\.md)$/.exec(properties.AlarmDescription)?.[1] ?? 'none',
}));
const root = fileURLToPath(new URL('../../', import.meta.url));
const shelf = 'infra/runbooks';
const runbooks = readdirSync(path.join(root, shelf))
  .filter((file) => file.endsWith('.md'))
  .map((file) => `${shelf}/${file}`);
/** Done when somebody decides to, or when the coordinators ask for it. */
const uncalled = [
  `${shelf}/rotate-secrets.md`,
  `${shelf}/going-back.md`,
  `${shelf}/coordinator-cannot-sign-in.md`,
  `${shelf}/mail-set-aside.md`,
  `${shelf}/alarms-unheard.md`,
  `${shelf}/legal-hold.md`,
];
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe.each(alarms)('$name', ({ properties, runbook }) => {
  test('names a runbook that exists, after saying in words what has happened', () => {
    expect(runbooks).toContain(runbook);
    expect(properties.AlarmDescription).toMatch(/^\S.{20,}\. Runbook: /);
  });

  test('tells people when it rings and when it is over, and knows what silence means', () => {
    expect(properties.AlarmActions).toHaveLength(1);
    expect(properties.OKActions).toEqual(properties.AlarmActions);
    expect(properties.TreatMissingData).toMatch(/^(notBreaching|breaching|ignore)$/);
  });
});

test.each(['infra/README.md', 'infra/decisions/0008-what-it-costs.md', 'test/lab/bench/README.md'])(
  '%s says how many alarms are paid for every month',
  (file) => {
    expect(read(file)).toMatch(new RegExp(`\\b${alarms.length} alarms`));
  },
);

test('alarms that mean "nothing came" ring on silence', () => {
  const below = alarms.filter(
    ({ properties }) =>
      properties.ComparisonOperator === 'LessThanThreshold' && JSON.stringify(properties).includes('"Sum"'),
  );
  expect(below.map(({ name, properties }) => [name, properties.TreatMissingData]).toSorted()).toEqual([
    ['NtsPipeline-capacity-not-asked', 'breaching'],
    ['NtsPipeline-deadlines-not-enforced', 'breaching'],
    ['NtsPipeline-headroom-not-recounted', 'breaching'],
    ['NtsPipeline-relay-silent', 'breaching'],
    ['NtsPipeline-trails-not-anchored', 'breaching'],
  ]);
});

test('somebody is called again before SQS deletes what waits for a person, in whichever queue, and when nobody looks', () => {
  const holding = resources(pipeline, 'AWS::SQS::Queue').filter(
    ({ properties }) => !properties.RedrivePolicy,
  );
  const watcher = resources(pipeline, 'AWS::Lambda::Function').find(({ name }) => name === 'keep-watch');
  const looked = JSON.stringify(watcher?.properties.Environment.Variables.HOLDING_QUEUES);
  for (const { logicalId, name } of holding) {
    expect(looked).toContain(`"Ref":"${logicalId}"`);
    expect(looked).toContain(`${name}=`);
  }
  const called = alarms.find(({ name }) => name.endsWith('message-nearly-lost'))?.properties;
  expect(JSON.stringify(called)).toContain(`"MetricName":"${metricNames.messagesForgotten}"`);
  expect(called?.TreatMissingData).toBe('breaching');
});

/** What an alarm reads; CloudWatch takes no more than ten metrics in one. */
const metricsOf = (properties: { readonly Metrics?: readonly { readonly MetricStat?: unknown }[] }) =>
  properties.Metrics?.filter(({ MetricStat }) => MetricStat !== undefined) ?? [properties];

test('the page about cost says what the templates have of everything that is paid for every month', () => {
  const counts = Object.fromEntries(
    Object.keys(monthly).map((type) => [
      type,
      [pipeline, data].flatMap((stack) => Object.keys(stack.findResources(type))).length,
    ]),
  );
  const metrics = alarms.reduce((sum, { properties }) => sum + metricsOf(properties).length, 0);
  const costs = Object.entries(monthly).map(([type, { each }]) => {
    const billed = type === 'AWS::CloudWatch::Alarm' ? metrics : (counts[type] ?? 0);
    return { type, dollars: (billed * each).toFixed(2) };
  });
  const of = (type: string) => costs.find((one) => one.type === type)?.dollars;
  const all = costs.reduce((sum, { dollars }) => sum + Number(dollars), 0).toFixed(2);
  const [keys, secrets] = ['AWS::KMS::Key', 'AWS::SecretsManager::Secret'] as const;
  expect(read('infra/decisions/0008-what-it-costs.md')).toContain(
    `${all} dollars: ${alarms.length} alarms over ${metrics} metrics ${of('AWS::CloudWatch::Alarm')}, ${counts[keys]} keys ${of(keys)}, a dashboard ${of('AWS::CloudWatch::Dashboard')}, ${counts[secrets]} secrets ${of(secrets)}`,
  );
});

test('every index of every table is watched for calls that are turned away', () => {
  const watched = JSON.stringify(alarms.find(({ name }) => name.endsWith('table-throttled'))?.properties);
  const indexes = resources(data, 'AWS::DynamoDB::Table').flatMap(
    ({ properties }) => properties.GlobalSecondaryIndexes ?? [],
  );
  expect(indexes.length).toBeGreaterThan(2);
  for (const { IndexName } of indexes) expect(watched).toContain(`"Value":"${IndexName}"`);
});

test('no alarm reads more metrics than one may, and there are no more alarms than a person can know', () => {
  for (const { name, properties } of alarms)
    expect([name, metricsOf(properties).length]).toEqual([name, expect.toSatisfy((count) => count <= 10)]);
  expect(alarms.length).toBeLessThanOrEqual(45);
});

describe.each(runbooks)('%s', (file) => {
  const text = read(file);

  test('is named by an alarm, or is work that no alarm calls for', () => {
    expect([...alarms.map(({ runbook }) => runbook), ...uncalled]).toContain(file);
  });

  test('says what it means for children, where to look, what to mend and whom to tell', () => {
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings.filter((heading) => heading !== 'Send again')).toEqual([
      'For children',
      'Look first',
      'Mend',
      'Tell',
    ]);
  });

  test('points only at runbooks that are there', () => {
    const missing = [...text.matchAll(/\]\(([^)]+)\)/g)]
      .map(([, link]) => `${shelf}/${link}`)
      .filter((link) => !runbooks.includes(link));
    expect(missing).toEqual([]);
  });
});

/** Kinds of names that a command may take. */
const kinds: Readonly<Record<string, string>> = {
  queue: 'AWS::SQS::Queue',
  function: 'AWS::Lambda::Function',
  bucket: 'AWS::S3::Bucket',
  table: 'AWS::DynamoDB::Table',
};

test('runbooks speak only of `npm run ops`, in lines that it reads, with names that are there', () => {
  const fences = runbooks.flatMap((file) =>
    [...read(file).matchAll(/^ *```(.*)\n([\s\S]*?)^ *```/gm)].map(([, kind, block = '']) => ({
      file,
      kind,
      block,
    })),
  );
  expect(fences.filter(({ kind }) => kind !== 'sh')).toEqual([]);
  const lines = fences.flatMap(({ file, block }) =>
    block
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => ({ file, line: line.trim() })),
  );
  expect(lines.length).toBeGreaterThan(100);
  for (const { file, line } of lines) {
    expect(`${file}: ${line}`).toMatch(/: npm run ops -- /);
    const { command, words } = readLine(wordsOf(line));
    for (const [at, what] of (command?.words ?? []).entries()) {
      const type = kinds[what.replace('?', '')];
      if (type === undefined || words[at] === undefined) continue;
      const names = [pipeline, data].flatMap((stack) => resources(stack, type).map(({ name }) => name));
      expect(names, `${file}: ${line}`).toContain(words[at]);
    }
  }
});

test('what only the AWS console can do is marked as such, and is little', () => {
  const all = runbooks.map(read).join('\n');
  expect([...all.matchAll(/\bin AWS alone:/gi)].length).toBeLessThanOrEqual(15);
  expect(all.replaceAll(/in AWS alone:.*/gi, '')).not.toMatch(/\baws [a-z0-9]+ [a-z-]+/);
});

test('alarms reach a person over an encrypted topic that CloudWatch may publish to', () => {
  const [topic] = resources(pipeline, 'AWS::SNS::Topic');
  expect(topic?.properties.KmsMasterKeyId).toBeDefined();
  const [subscription] = resources(pipeline, 'AWS::SNS::Subscription');
  expect(subscription?.properties).toMatchObject({ Protocol: 'email', Endpoint: 'duty@transfers.example' });
  const [policy] = resources(pipeline, 'AWS::SNS::TopicPolicy');
  expect(policy?.properties.PolicyDocument.Statement).toContainEqual(
    expect.objectContaining({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
    }),
  );
});

interface Widget {
  readonly y: number;
  readonly properties: { readonly title?: string; readonly metrics?: unknown; readonly markdown?: string };
}

/** The dashboard's widgets; references in it become their text. */
function widgets(): Widget[] {
  const [dashboard] = resources(pipeline, 'AWS::CloudWatch::Dashboard');
  const parts: unknown[] = dashboard?.properties.DashboardBody['Fn::Join'][1];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'reference')).join('')).widgets;
}

test('the dashboard reads top down: children, fairness, flow, e-mail, functions, cost', () => {
  const shown = widgets();
  const headings = shown.filter(({ properties }) => properties.markdown !== undefined);
  expect(headings.map(({ properties }) => properties.markdown)).toEqual(
    ['Children', 'Fairness', 'Flow', 'E-mail', 'Functions', 'Cost'].map((words) => `## ${words}`),
  );
  const second = headings[1]?.y ?? 0;
  const children = shown
    .filter(({ y }) => y > 0 && y < second)
    .map(({ properties }) => JSON.stringify(properties.metrics));
  expect(children).toHaveLength(6);
  expect(children[0]).toContain(metricNames.casesOpenPastDeadline);
  expect(children[1]).toContain(metricNames.oldestUnplacedSeconds);
  for (const [index, name] of [
    metricNames.timeToOfferSeconds,
    metricNames.timeToAcceptanceSeconds,
    metricNames.timeToHandoverSeconds,
  ].entries()) {
    expect(children[index + 2]).toContain(name);
    expect(children[index + 2]).toContain('"p50"');
    expect(children[index + 2]).toContain('"p90"');
  }
  expect(children[5]).toContain(metricNames.coordinatorsUnreached);
});

test('what a placed referral costs is reckoned from every function, with its memory, and fits into an expression', () => {
  const cost = widgets().at(-1)?.properties.metrics as { expression?: string }[][];
  const expression = cost.flat().find((one) => one.expression !== undefined)?.expression ?? '';
  const functions = resources(pipeline, 'AWS::Lambda::Function').filter(
    ({ properties }) => properties.Handler === 'handler.handler',
  );
  const memories = [...expression.matchAll(/d\d+ \* (\d+)/g)].map(([, megabytes]) => Number(megabytes));
  expect(memories.toSorted()).toEqual(functions.map(({ properties }) => properties.MemorySize).toSorted());
  // The most that CloudWatch takes.
  expect(expression.length).toBeLessThanOrEqual(1_024);
});

test('every metric of the scheme is on the dashboard or rings an alarm', () => {
  const seen = JSON.stringify(widgets()) + JSON.stringify(alarms);
  expect(Object.values(metricNames).filter((name) => !seen.includes(`"${name}"`))).toEqual([]);
});
