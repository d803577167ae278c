import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { insights, type LogRecord } from '../../infra/local-aws/ops/insights.ts';
import { Logs } from '../../infra/local-aws/ops/logs.ts';

const lines: readonly LogRecord[] = [
  { '@timestamp': '1', '@message': 'one | two', level: 'INFO', code: 'A', took: 5 },
  { '@timestamp': '2', '@message': 'a "quoted" thing', level: 'ERROR', code: 'B', took: 40 },
  { '@timestamp': '3', '@message': 'Task timed out', took: 300 },
  { '@timestamp': '4', '@message': 'last', level: 'ERROR', code: 'B', took: 7 },
];
const timesOf = (query: string) => insights(query, lines).rows.map(([at]) => at);

describe('a query', () => {
  test.each([
    ['', ['4', '3', '2', '1']],
    ['fields @timestamp | sort @timestamp asc | limit 2', ['1', '2']],
    ['filter @message like "one | two"', ['1']],
    ['filter @message like /timed out|last/', ['4', '3']],
    ['filter @message not like /a/', ['1']],
    [String.raw`filter @message like "a \"quoted\" thing"`, ['2']],
    ['filter level = "ERROR" and took > 7', ['2']],
    ['filter level = "ERROR" or took = 5 and code = "B"', ['4', '2']],
    ['filter (level = "ERROR" or took = 5) and code = "A"', ['1']],
    ['filter not ispresent(level)', ['3']],
    ['filter code in ["A", "C"]', ['1']],
    ['filter level != "INFO" | filter took < 100', ['4', '2']],
    ['sort took desc', ['3', '2', '4', '1']],
  ])('%s finds %j', (query, expected) => {
    expect(timesOf(query)).toEqual(expected);
  });

  test('sums up by fields, those that are missing too', () => {
    const query =
      'stats count(*) as times, max(took) as most, pct(took, 50), count(code) by level | sort times desc';
    expect(insights(query, lines)).toEqual({
      columns: ['level', 'times', 'most', 'pct(took)', 'count(code)'],
      rows: [
        ['ERROR', 2, 40, 7, 2],
        ['INFO', 1, 5, 5, 1],
        [undefined, 1, 300, 300, 0],
      ],
    });
  });

  test.each([
    ['parse @message "*"', 'parse'],
    ['filter took', 'its end'],
    ['filter took ~ 5', '"~ 5"'],
    ['stats median(took)', 'median'],
    ['stats count(*) as n | sort other', 'sorting by other'],
    ['limit 5 6', '"6"'],
  ])('%s stops with a sentence', (query, what) => {
    expect(() => insights(query, lines)).toThrow(`does not understand ${what}`);
  });

  test('never finds what its filter leaves out, and all the rest', () => {
    const records = fc.array(fc.record({ '@timestamp': fc.nat().map(String), n: fc.integer() }));
    fc.assert(
      fc.property(records, fc.integer(), (given, least) => {
        const found = (sign: string) => insights(`fields n | filter n ${sign} ${least}`, given).rows.flat();
        expect(found('>=').length + found('<').length).toBe(given.length);
        expect(found('>=').every((n) => Number(n) >= least)).toBe(true);
      }),
    );
  });
});

test('a line of a log has the fields of its JSON, and Lambda adds what a run took and why it ended', () => {
  const logs = new Logs(() => new Date('2026-03-02T08:00:00Z'));
  logs.written('group', 'no JSON');
  logs.written('group', '{"level":"ERROR","error":{"name":"Odd"},"list":[1]}');
  const error = { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 3.00 seconds' };
  logs.ran('group', {
    source: 'queue',
    milliseconds: 3_000.123,
    cold: true,
    outcome: { kind: 'failed', error },
    peakMegabytes: 80,
  });
  expect(
    insights('fields level, error.name, list.0 | filter ispresent(error.name)', logs.lines).rows,
  ).toEqual([['ERROR', 'Odd', 1]]);
  expect(insights('fields @message, @log | filter @message like /timed out/', logs.lines).rows).toEqual([
    ['Task timed out after 3.00 seconds', 'group'],
  ]);
  expect(insights('fields @duration | filter @type = "REPORT"', logs.lines).rows).toEqual([[3_000.12]]);
});
