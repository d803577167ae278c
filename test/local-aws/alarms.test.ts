import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alarmPlans } from '../../infra/local-aws/alarms/alarm-plans.ts';
import {
  type AlarmState,
  type MissingData,
  type Rule,
  stateOf,
} from '../../infra/local-aws/alarms/alarm-state.ts';
import { Alarms } from '../../infra/local-aws/alarms/alarms.ts';
import { readCompositeRule } from '../../infra/local-aws/alarms/composite-rule.ts';
import { embeddedMetrics } from '../../infra/local-aws/alarms/embedded-metrics.ts';
import { pointsOf, readExpression } from '../../infra/local-aws/alarms/metric-maths.ts';
import { Metrics, type Point } from '../../infra/local-aws/alarms/metrics.ts';
import type { Resource } from '../../infra/local-aws/template/assembly.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-03-02T00:00:00Z');

/** As AWS draws them: X breaches, 0 does not, - is missing; the newest on the right. */
const drawn = (text: string): Point[] =>
  text.split(' ').map((mark) => (mark === '-' ? undefined : mark === 'X' ? 1 : 0));

const rule = (m: number, missingData: MissingData, n = 3): Rule => ({
  breaches: (value) => value >= 1,
  evaluationPeriods: n,
  datapointsToAlarm: m,
  missingData,
});

const KEPT = 'retained' as const;
const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
/** The two tables and the text after them in "Configuring how CloudWatch alarms treat missing data". */
const published: readonly [string, number, readonly (AlarmState | typeof KEPT)[]][] = [
  ['0 - X - X', 3, ['OK', 'OK', 'OK', 'OK']],
  ['0 - - - -', 3, ['OK', 'OK', 'OK', 'OK']],
  ['- - - - -', 3, ['INSUFFICIENT_DATA', KEPT, 'ALARM', 'OK']],
  ['0 X X - X', 3, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['- - X - -', 3, ['ALARM', KEPT, 'ALARM', 'OK']],
  ['0 - X - X', 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['0 0 X 0 X', 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['0 - X - -', 2, ['OK', 'OK', 'ALARM', 'OK']],
  ['- - - - 0', 2, ['OK', 'OK', 'ALARM', 'OK']],
  ['- - - X -', 2, ['ALARM', KEPT, 'ALARM', 'OK']],
];

describe.each(published)('%s, %i of 3', (text, m, expected) => {
  test.each(treatments.map((treatment, index) => [treatment, expected[index]] as const))(
    'where missing data is %s: %s, as AWS publishes it',
    (treatment, state) => {
      for (const before of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const)
        expect(stateOf(rule(m, treatment), drawn(text), before)).toBe(state === KEPT ? before : state);
    },
  );
});

test.each(['- - - - X', '- - - X -'])(
  '%s does not ring yet where three are asked for: the next may be well',
  (text) => {
    expect(stateOf(rule(3, 'missing'), drawn(text), 'OK')).toBe('OK');
  },
);

const points = fc.array(fc.option(fc.constantFrom(0, 1), { nil: undefined }), { minLength: 1, maxLength: 9 });
const numbers = fc
  .integer({ min: 1, max: 6 })
  .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 1, max: n })));

test('what is there alone decides where it is enough, however missing data is treated', () => {
  fc.assert(
    fc.property(points, numbers, fc.constantFrom(...treatments), (given, [n, m], treatment) => {
      const there = given.filter((point) => point !== undefined);
      fc.pre(there.length >= n);
      const wrong = there.slice(-n).filter((point) => point >= 1).length;
      expect(stateOf(rule(m, treatment, n), given, 'INSUFFICIENT_DATA')).toBe(wrong >= m ? 'ALARM' : 'OK');
    }),
  );
});

test('a worse point never silences an alarm, and silence that is an alarm rings whenever silence that is well does', () => {
  fc.assert(
    fc.property(points, numbers, fc.nat(), (given, [n, m], at) => {
      const worse = given.map((point, index) =>
        index === at % given.length && point !== undefined ? 1 : point,
      );
      for (const treatment of ['breaching', 'notBreaching'] as const)
        if (stateOf(rule(m, treatment, n), given, 'OK') === 'ALARM')
          expect(stateOf(rule(m, treatment, n), worse, 'OK')).toBe('ALARM');
      if (stateOf(rule(m, 'notBreaching', n), given, 'OK') === 'ALARM')
        for (const treatment of treatments) expect(stateOf(rule(m, treatment, n), given, 'OK')).toBe('ALARM');
    }),
  );
});

const metric = { namespace: 'Shop', name: 'Sold', dimensions: { till: 'one', floor: 'ground' } };

test('every statistic of every period is that of the values in it, in whatever order they came', () => {
  const values = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 40 * MINUTE }), fc.integer({ min: -9, max: 9 })),
  );
  fc.assert(
    fc.property(
      values,
      fc.constantFrom(60, 300),
      fc.integer({ min: 1, max: 5 }),
      (given, periodSeconds, periods) => {
        const metrics = new Metrics();
        for (const [after, value] of given) metrics.record(metric, value, START + after);
        const end = START + 30 * MINUTE;
        const range = { end, periodSeconds, periods };
        const within = Array.from({ length: periods }, (_, index) => {
          const from = end - (periods - index) * periodSeconds * 1_000;
          return given
            .filter(([after]) => START + after >= from && START + after < from + periodSeconds * 1_000)
            .map(([, value]) => value);
        });
        const reckoned: Readonly<Record<string, (of: number[]) => number>> = {
          Sum: (of) => of.reduce((a, b) => a + b, 0),
          SampleCount: (of) => of.length,
          Maximum: (of) => Math.max(...of),
          Minimum: (of) => Math.min(...of),
          p50: (of) => of.toSorted((a, b) => a - b)[Math.ceil(of.length / 2) - 1] as number,
        };
        for (const [statistic, reckon] of Object.entries(reckoned))
          expect(metrics.points(metric, statistic, range)).toEqual(
            within.map((of) => (of.length === 0 ? undefined : reckon(of))),
          );
      },
    ),
  );
});

test('dimensions are a metric’s own, whichever comes first; others’ are another’s', () => {
  const metrics = new Metrics();
  metrics.record({ ...metric, dimensions: { floor: 'ground', till: 'one' } }, 3, START);
  metrics.record({ ...metric, dimensions: { till: 'one' } }, 5, START);
  const range = { end: START + MINUTE, periodSeconds: 60, periods: 1 };
  expect(metrics.points(metric, 'Sum', range)).toEqual([3]);
  expect(metrics.points({ namespace: 'Shop', name: 'Sold' }, 'Sum', range)).toEqual([undefined]);
  expect(metrics.names).toHaveLength(2);
});

test('what is let go of is gone, and nothing else', () => {
  const metrics = new Metrics();
  for (const minute of [0, 1, 2]) metrics.record(metric, minute + 1, START + minute * MINUTE);
  metrics.forgetBefore(START + MINUTE);
  expect(metrics.points(metric, 'Sum', { end: START + 3 * MINUTE, periodSeconds: 60, periods: 3 })).toEqual([
    undefined,
    2,
    3,
  ]);
});

const reckoned = (text: string, series: Readonly<Record<string, readonly Point[]>>, fillsNothing = true) =>
  pointsOf(readExpression(text), { series: (id) => series[id] ?? [], periods: 3, fillsNothing });

test.each<[string, readonly Point[]]>([
  ['a + b * 2', [21, undefined, undefined]],
  ['FILL(a, 0) + FILL(b, 0)', [11, 2, 30]],
  ['MAX([FILL(a, 0) / 2, FILL(b, 0)])', [10, 1, 30]],
  ['MAX([a, b])', [10, 2, 30]],
  ['MIN([a, b])', [1, 2, 30]],
  ['SUM([a, b]) - 1', [10, 1, 29]],
  ['AVG(FILL(a, 0))', [1, 1, 1]],
  ['FILL(a, REPEAT)', [1, 2, 2]],
  ['-a', [-1, -2, undefined]],
  ['IF(FILL(a, 0) > 1 AND FILL(a, 0) < 3, 7, 8)', [8, 7, 8]],
  ['a / (a - a)', [undefined, undefined, undefined]],
  ['10 - 4 - 3', [3, 3, 3]],
])('%s is reckoned as CloudWatch says', (text, expected) => {
  expect(reckoned(text, { a: [1, 2, undefined], b: [10, undefined, 30] })).toEqual(expected);
});

test('what fills a metric without any data can be had both ways, because nobody says which', () => {
  const nothing = { a: [undefined, undefined, undefined] };
  expect(reckoned('FILL(a, 0)', nothing)).toEqual([0, 0, 0]);
  expect(reckoned('FILL(a, 0)', nothing, false)).toEqual([undefined, undefined, undefined]);
});

test('sums, differences, products and quotients go by the usual precedence', () => {
  const leaf = fc.integer({ min: 1, max: 9 }).map(String);
  const sums = fc.letrec<{ sum: string }>((tie) => ({
    sum: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc
        .tuple(tie('sum'), fc.constantFrom('+', '-', '*', '/'), tie('sum'))
        .map(([a, sign, b]) => `${a} ${sign} ${b}`),
      tie('sum').map((inner) => `(${inner})`),
    ),
  }));
  fc.assert(
    fc.property(sums.sum, (text) => {
      // biome-ignore lint/security/noGlobalEval: a second opinion on arithmetic that this test made up itself
      const expected = globalThis.eval(text) as number;
      fc.pre(Number.isFinite(expected));
      expect(reckoned(text, {})[0]).toBeCloseTo(expected, 9);
    }),
  );
});

test.each(['ANOMALY_DETECTION_BAND(m1)', 'm1 +', 'RATE(m1)', 'm1 % 2', 'FILL(m1)', 'REPEAT', '[m1', 'm1 m2'])(
  'the maths "%s" is refused, not guessed at',
  (text) => {
    expect(() => readExpression(text)).toThrow(/infra\/local-aws\/alarms\/metric-maths.ts/);
  },
);

test('several series are no answer to an alarm', () => {
  expect(() => reckoned('[a, b]', {})).toThrow(/takes?|comes to several/);
});

const anAlarm = (properties: object, type = 'AWS::CloudWatch::Alarm', id = 'an-alarm'): Resource =>
  ({ type, id, path: `Shop/${id}`, properties }) as unknown as Resource;

const sold = {
  AlarmName: 'an-alarm',
  Namespace: 'Shop',
  MetricName: 'Sold',
  Dimensions: [{ Name: 'till', Value: 'one' }],
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
};

function played(
  resources: readonly Resource[],
  values: readonly (readonly [minute: number, value: number])[],
  minutes: number,
): { readonly rings: readonly [string, string, number][]; readonly alarms: Alarms } {
  const metrics = new Metrics();
  for (const [minute, value] of values)
    metrics.record(
      { namespace: 'Shop', name: 'Sold', dimensions: { till: 'one' } },
      value,
      START + minute * MINUTE,
    );
  const alarms = new Alarms({ plans: alarmPlans(resources), metrics });
  const rings: [string, string, number][] = [];
  for (let minute = 1; minute <= minutes; minute += 1)
    for (const { alarm, to, at } of alarms.evaluate(START + minute * MINUTE))
      rings.push([alarm, to, (at - START) / MINUTE]);
  return { rings, alarms };
}

test('an alarm is looked at every minute over a window that slides, and is well again when the point has left the range', () => {
  expect(played([anAlarm(sold)], [[7, 1]], 40).rings).toEqual([
    ['an-alarm', 'OK', 1],
    ['an-alarm', 'ALARM', 8],
    // The window is fifteen minutes: five, and twice as much beyond.
    ['an-alarm', 'OK', 23],
  ]);
});

test('where silence is an alarm, it rings once the last point has left the range, later than the periods that it names', () => {
  const heartbeat = {
    ...sold,
    ComparisonOperator: 'LessThanThreshold',
    EvaluationPeriods: 3,
    TreatMissingData: 'breaching',
  };
  const beats = [0, 5, 10, 15, 20, 25, 30].map((minute) => [minute, 1] as const);
  const [first, ...more] = played([anAlarm(heartbeat)], beats, 90).rings;
  expect([first, more]).toEqual([['an-alarm', 'OK', 1], [['an-alarm', 'ALARM', 56]]]);
});

test('alarms that look at more than a day are looked at once an hour, and see only whole hours', () => {
  const daily = {
    ...sold,
    Period: 3_600,
    EvaluationPeriods: 26,
    DatapointsToAlarm: 1,
    TreatMissingData: 'ignore',
  };
  expect(played([anAlarm(daily)], [[61, 5]], 300).rings).toEqual([['an-alarm', 'ALARM', 123]]);
});

test('alarms on DynamoDB’s own metrics keep their state where data is missing, whatever they ask for', () => {
  const [plan] = alarmPlans([anAlarm({ ...sold, Namespace: 'AWS/DynamoDB' })]);
  expect(plan).toMatchObject({ rule: { missingData: 'ignore' } });
});

test('an alarm without actions, or whose actions are off, calls nobody', () => {
  const calls = (more: object) => alarmPlans([anAlarm({ ...sold, ...more })])[0]?.calls;
  expect(calls({})).toBe(false);
  expect(calls({ AlarmActions: ['a-topic'] })).toBe(true);
  expect(calls({ AlarmActions: ['a-topic'], ActionsEnabled: false })).toBe(false);
});

test('a composite alarm rings by the alarms that it is made of', () => {
  const both = {
    AlarmRule: 'ALARM("an-alarm") AND NOT OK(arn:aws:cloudwatch:eu-west-2:000000000000:alarm:an-alarm)',
  };
  const resources = [anAlarm(sold), anAlarm(both, 'AWS::CloudWatch::CompositeAlarm', 'both')];
  expect(played(resources, [[7, 1]], 10).rings).toContainEqual(['both', 'ALARM', 8]);
});

test('rules of composite alarms are read as their words say, AND before OR', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), fc.boolean(), (a, b, c) => {
      const stateOfOne = (name: string): AlarmState => ({ a, b, c })[name as 'a'] ? 'ALARM' : 'OK';
      const read = (text: string) => readCompositeRule(text)(stateOfOne);
      expect(read('ALARM(a) OR ALARM(b) AND NOT ALARM(c)')).toBe(a || (b && !c));
      expect(read('(ALARM(a) OR ALARM("b")) AND OK(c)')).toBe((a || b) && !c);
      expect(read('FALSE OR (TRUE AND NOT INSUFFICIENT_DATA(a))')).toBe(true);
    }),
  );
  for (const text of ['', 'ALARM(a', 'RINGS(a)', 'ALARM(a) ALARM(b)', 'ALARM()'])
    expect(() => readCompositeRule(text)).toThrow(/cannot read the rule/);
});

test.each([
  [{ ...sold, ThresholdMetricId: 'band' }, /ThresholdMetricId/],
  [{ ...sold, Period: 10 }, /more often than every minute/],
  [{ ...sold, Statistic: 'TrimmedMean' }, /TrimmedMean/],
  [{ ...sold, ComparisonOperator: 'GreaterThanUpperThreshold' }, /GreaterThanUpperThreshold/],
])('an alarm with something that is not known here is refused', (properties, words) => {
  expect(() => alarmPlans([anAlarm(properties)])).toThrow(words);
});

test('a line of a log that holds metrics gives each value with its dimensions; any other line gives none', () => {
  const line = {
    _aws: {
      Timestamp: START,
      CloudWatchMetrics: [
        { Namespace: 'Shop', Dimensions: [['till'], ['till', 'floor']], Metrics: [{ Name: 'Sold' }] },
      ],
    },
    till: 'one',
    floor: 'ground',
    Sold: [2, 3],
  };
  const found = embeddedMetrics(JSON.stringify(line), 1);
  expect(found.map(({ metric: { dimensions }, value, at }) => [dimensions, value, at])).toEqual([
    [{ till: 'one' }, 2, START],
    [{ till: 'one' }, 3, START],
    [{ till: 'one', floor: 'ground' }, 2, START],
    [{ till: 'one', floor: 'ground' }, 3, START],
  ]);
  for (const other of ['', 'text with "_aws" in it', '{"level":"INFO"}', '{"_aws":{}}'])
    expect(embeddedMetrics(other, 1)).toEqual([]);
});
