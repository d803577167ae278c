import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Judge } from '../../infra/local-aws/iam/denials.ts';
import { gatherPolicies } from '../../infra/local-aws/iam/iam-policies.ts';
import { CloudWatch } from '../../infra/local-aws/ops/cloud-watch.ts';
import { dashboardsOf, type GraphWidget } from '../../infra/local-aws/ops/dashboard.ts';
import { drawn } from '../../infra/local-aws/ops/graph.ts';
import { KeptMail } from '../../infra/local-aws/services/kept-mail.ts';
import { Sns } from '../../infra/local-aws/services/sns.ts';
import type { QueueContents } from '../../infra/local-aws/services/sqs.ts';
import type { Json, Resource } from '../../infra/local-aws/template/assembly.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-03-02T08:00:00Z');
const TOPIC = 'arn:aws:sns:eu-west-2:000000000000:topic';

const resource = (type: string, id: string, properties: Json): Resource => ({
  stack: 'Some',
  logicalId: id,
  type,
  path: `Some/${id}`,
  id,
  arn: type === 'AWS::SNS::Topic' ? TOPIC : `arn:${id}`,
  properties,
  shortName: id,
});

const alarm = (id: string, properties: Json): Resource =>
  resource('AWS::CloudWatch::Alarm', id, {
    Statistic: 'Sum',
    Namespace: 'Own',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 1,
    Period: 300,
    EvaluationPeriods: 1,
    TreatMissingData: 'notBreaching',
    AlarmActions: [TOPIC],
    OKActions: [TOPIC],
    ...properties,
  });

const letsIn = resource('AWS::SNS::TopicPolicy', 'policy', {
  Topics: [TOPIC],
  PolicyDocument: {
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Resource: TOPIC,
      },
    ],
  },
});

const silent = (id: string, Period: number): Resource =>
  alarm(id, {
    MetricName: 'Beats',
    ComparisonOperator: 'LessThanThreshold',
    Period,
    EvaluationPeriods: 3,
    TreatMissingData: 'breaching',
  });

let folder: string;
let mail: KeptMail;
let now: number;
let lying: Readonly<Record<string, QueueContents>>;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'mail-'));
  mail = new KeptMail(folder);
  now = START;
  lying = {};
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const watch = (...given: readonly Resource[]): CloudWatch => {
  const resources = [...given, resource('AWS::SNS::Topic', 'topic', { DisplayName: 'Own' })];
  return new CloudWatch({
    resources,
    queues: [
      { name: 'work', arn: 'arn:work' },
      { name: 'polled', arn: 'arn:polled' },
    ] as never,
    mappings: [{ sourceArn: 'arn:polled' }],
    sqs: { contents: async (name) => lying[name] ?? { ready: [], inFlight: [] } },
    judge: new Judge(gatherPolicies(resources)),
    sns: new Sns({ resources, mail, now: () => new Date(now) }),
    now: () => new Date(now),
  });
};

/** Minutes pass, and in each something happens. */
async function pass(
  cloudWatch: CloudWatch,
  minutes: number,
  each: () => void = () => undefined,
): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    each();
    await cloudWatch.look(new Date(now + MINUTE));
    now += MINUTE;
  }
}
const rang = ({ transitions }: CloudWatch) =>
  transitions.filter(({ to }) => to === 'ALARM').map(({ alarm: name, at }) => [name, (at - START) / MINUTE]);
const beat = (cloudWatch: CloudWatch) =>
  cloudWatch.metrics.record({ namespace: 'Own', name: 'Beats', dimensions: {} }, 1, now);

describe('an alarm', () => {
  test('tells its topic when it rings and when all is well again, and nobody of its beginning', async () => {
    const cloudWatch = watch(letsIn, alarm('broken', { MetricName: 'Failures' }));
    await pass(cloudWatch, 3);
    cloudWatch.metrics.record({ namespace: 'Own', name: 'Failures', dimensions: {} }, 1, now);
    await pass(cloudWatch, 20);
    expect(mail.list.map(({ subject, at, to }) => [subject.split(' ')[0], at, ...to])).toEqual([
      ['ALARM:', '2026-03-02T08:04:00.000Z', 'on-call@local.example'],
      ['OK:', '2026-03-02T08:19:00.000Z', 'on-call@local.example'],
    ]);
    expect(mail.list[0]?.text).toContain('1 of the last 1 periods of 5 minutes were on the wrong side');
  });

  test('tells nobody through a topic that does not let it in, and that is seen', async () => {
    const cloudWatch = watch(alarm('broken', { MetricName: 'Failures' }));
    cloudWatch.metrics.record({ namespace: 'Own', name: 'Failures', dimensions: {} }, 1, now);
    await pass(cloudWatch, 2);
    expect(cloudWatch.alarms.state('broken')).toBe('ALARM');
    expect(mail.list).toEqual([]);
  });

  test('on silence rings when what it hears stops, and not before the run has lasted as long as it listens', async () => {
    const cloudWatch = watch(letsIn, silent('silent', 300));
    await pass(cloudWatch, 14);
    expect(rang(cloudWatch)).toEqual([]);
    await pass(cloudWatch, 30, () => beat(cloudWatch));
    expect(rang(cloudWatch)).toEqual([]);
    await pass(cloudWatch, 40);
    expect(rang(cloudWatch)).toHaveLength(1);
  });

  test('on silence rings at once where nothing was ever heard, as soon as it has listened long enough', async () => {
    const cloudWatch = watch(letsIn, silent('silent', 300));
    await pass(cloudWatch, 20);
    expect(rang(cloudWatch)).toEqual([['silent', 15]]);
  });

  test('on silence does not listen while the clock leaps, but for what is due hourly or less often', async () => {
    const cloudWatch = watch(letsIn, silent('silent', 300), silent('hourly', 3600));
    const leap = START + 5 * 60 * MINUTE;
    cloudWatch.leaptTo(new Date(leap));
    await cloudWatch.look(new Date(leap));
    now = leap;
    expect(rang(cloudWatch)).toEqual([['hourly', 180]]);
    await pass(cloudWatch, 14);
    expect(rang(cloudWatch)).toHaveLength(1);
    await pass(cloudWatch, 2);
    expect(rang(cloudWatch).at(-1)).toEqual(['silent', 315]);
  });
});

test('a queue is counted each minute with the age of its oldest message, without those that were received three times', async () => {
  const cloudWatch = watch(
    alarm('old', {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: 'work' }],
      Statistic: 'Maximum',
      Threshold: 900,
    }),
  );
  const message = (arrivedAt: number, received: number) => ({ id: `${arrivedAt}`, arrivedAt, received });
  lying = { work: { ready: [message(START, 3)], inFlight: [message(START + 10 * MINUTE, 1)] } };
  await pass(cloudWatch, 25);
  expect(rang(cloudWatch)).toEqual([]);
  await pass(cloudWatch, 2);
  expect(rang(cloudWatch)).toEqual([['old', 26]]);
});

test('a queue is counted for six hours after it was in use, one that wakes a function all the time', async () => {
  const cloudWatch = watch();
  const counted = (QueueName: string) =>
    cloudWatch.metrics
      .points(
        { namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName } },
        'SampleCount',
        { end: now, periodSeconds: 3_600, periods: 8 },
      )
      .map((minutes) => minutes !== undefined);
  now += 8 * 60 * MINUTE;
  await cloudWatch.look(new Date(now));
  expect(counted('work')).toEqual([true, true, true, true, true, true, false, false]);
  expect(counted('polled')).toEqual(Array.from({ length: 8 }, () => true));
  cloudWatch.lookedInto('work');
  now += 60 * MINUTE;
  await cloudWatch.look(new Date(now));
  expect(counted('work').at(-1)).toBe(true);
});

describe('a graph', () => {
  const body = (properties: Json) => ({
    DashboardBody: JSON.stringify({
      widgets: [{ type: 'metric', x: 0, y: 0, width: 12, height: 6, properties }],
    }),
  });
  const of = (properties: Json): GraphWidget =>
    dashboardsOf([
      resource(
        'AWS::CloudWatch::Dashboard',
        'board',
        body({ view: 'timeSeries', title: 'T', ...properties }),
      ),
    ])[0]?.widgets[0] as GraphWidget;
  const beats = ['Own', 'Beats', { stat: 'Sum', label: 'beats <a minute>', period: 60, id: 'm' }];

  test('joins neighbours, leaves gaps open, dots what stands alone, and says the newest figure', async () => {
    const cloudWatch = watch();
    for (const minute of [10, 11, 12, 30]) {
      now = START + minute * MINUTE;
      beat(cloudWatch);
    }
    const svg = drawn(of({ metrics: [beats] }), cloudWatch.metrics, { from: START, to: START + 60 * MINUTE });
    expect(svg.match(/ d="(M[^"]*L[^"]*)"/)?.[1]?.match(/[ML]/g)).toEqual(['M', 'L', 'L', 'M']);
    expect(svg.match(/<circle/g)).toHaveLength(1);
    expect(svg).toContain('beats &lt;a minute&gt;: <b>1</b>');
    expect(svg).not.toContain('<script');
  });

  test('draws what is reckoned from metrics that it does not show, and what a value means', () => {
    const cloudWatch = watch();
    beat(cloudWatch);
    const widget = of({
      metrics: [
        [{ expression: 'm * 60', label: 'by the hour', period: 60 }],
        ['Own', 'Beats', { stat: 'Sum', id: 'm', visible: false }],
      ],
      annotations: { horizontal: [{ value: 80, label: 'alarm' }] },
    });
    const svg = drawn(widget, cloudWatch.metrics, { from: START, to: START + 5 * MINUTE });
    expect(svg).toContain('by the hour: <b>60</b>');
    expect(svg).toContain('alarm 80');
    expect(svg).not.toContain('Beats');
  });

  test('of a kind that is not drawn here stops with a sentence', () => {
    expect(() => of({ view: 'pie', metrics: [] })).toThrow('not metric pie');
    expect(() => of({ metrics: [], liveData: true })).toThrow('does not draw liveData');
    expect(() => of({ metrics: [['Own', 'Beats', { stat: 'tm99' }]] })).toThrow('tm99');
  });
});
