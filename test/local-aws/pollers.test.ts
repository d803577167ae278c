import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { movableClock } from '../../infra/local-aws/clock.ts';
import { fitsAny } from '../../infra/local-aws/functions/filter-patterns.ts';
import type { InvocationOutcome } from '../../infra/local-aws/functions/function-instance.ts';
import { failedIds } from '../../infra/local-aws/functions/sqs-poller.ts';
import { StreamPoller } from '../../infra/local-aws/functions/stream-poller.ts';
import type { StreamRecord } from '../../infra/local-aws/functions/stream-reader.ts';
import type { FunctionPlan, MappingPlan } from '../../infra/local-aws/template/plan.ts';

const returned = (answer: unknown): InvocationOutcome => ({
  kind: 'returned',
  payload: JSON.stringify(answer),
});
const broken: InvocationOutcome = { kind: 'failed', error: { errorType: 'Error', errorMessage: 'broken' } };

describe('which messages go back to the queue', () => {
  const batch = ['a', 'b', 'c'].map((MessageId) => ({ MessageId }));
  const failing = (...ids: string[]) =>
    returned({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });
  test.each<[string, InvocationOutcome, boolean, string[]]>([
    ['none, when all went well', failing(), true, []],
    ['those that are named', failing('b'), true, ['b']],
    ['none, when the answer says nothing', returned(null), true, []],
    ['all, when one is named that was not given', failing('x'), true, ['a', 'b', 'c']],
    ['all, when the function fails', broken, true, ['a', 'b', 'c']],
    ['none, when nobody listens to the names', failing('b'), false, []],
  ])('%s', (_, outcome, listens, ids) => {
    expect([...failedIds(outcome, batch, listens)]).toEqual(ids);
  });
});

describe('filter patterns', () => {
  const record = {
    eventName: 'INSERT',
    dynamodb: { Keys: { sk: { S: 'EVENT#3' } }, NewImage: { n: { N: '7' } } },
  };
  test.each<[object, boolean]>([
    [{ eventName: ['INSERT'] }, true],
    [{ eventName: ['MODIFY', 'REMOVE'] }, false],
    [{ dynamodb: { Keys: { sk: { S: [{ prefix: 'EVENT#' }] } } } }, true],
    [{ dynamodb: { Keys: { sk: { S: [{ suffix: '#4' }] } } } }, false],
    [{ dynamodb: { NewImage: { gone: [{ exists: false }] } } }, true],
    [{ eventName: [{ 'anything-but': ['INSERT'] }] }, false],
    [
      {
        $or: [
          { eventName: ['X'] },
          { dynamodb: { NewImage: { n: { N: [{ numeric: ['>', 5, '<=', 7] }] } } } },
        ],
      },
      true,
    ],
  ])('%j: %s', (pattern, fits) => {
    expect(fitsAny([pattern as Record<string, unknown>], record)).toBe(fits);
  });

  test('a rule that it does not know is refused', () => {
    expect(() => fitsAny([{ eventName: [{ wildcard: '*' }] }], record)).toThrow(
      'does not know the filter rule',
    );
  });
});

const recordOf = (number: number) =>
  ({
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: String(number), ApproximateCreationDateTime: 0 },
  }) as unknown as StreamRecord;

/** Plays a stream of numbered records to a function that can never read some of them. */
async function play(count: number, poison: ReadonlySet<number>, more: Partial<MappingPlan>) {
  const seen: number[] = [];
  const failures: { from: string; size: number }[] = [];
  const numbers = (records: readonly StreamRecord[]) =>
    records.map((one) => Number(one.dynamodb.SequenceNumber));
  const poller = new StreamPoller({
    mapping: {
      filters: [],
      batchSize: 4,
      windowSeconds: 0,
      maximumRetries: 2,
      maximumAgeSeconds: -1,
      bisect: true,
      reportsItemFailures: true,
      onFailureArn: 'arn',
      ...more,
    } as MappingPlan,
    plan: { arn: 'f' } as FunctionPlan,
    clock: movableClock(),
    firstPauseMilliseconds: 0,
    sendFailure: async (_, body) => {
      const info = (
        JSON.parse(body) as { DDBStreamBatchInfo: { startSequenceNumber: string; batchSize: number } }
      ).DDBStreamBatchInfo;
      failures.push({ from: info.startSequenceNumber, size: info.batchSize });
    },
    runner: {
      invoke: async (_, event) => {
        const batch = numbers((event as { Records: StreamRecord[] }).Records);
        const bad = batch.find((one) => poison.has(one));
        if (bad !== undefined && more.reportsItemFailures === false) return broken;
        for (const one of batch) {
          if (one === bad) return returned({ batchItemFailures: [{ itemIdentifier: String(bad) }] });
          seen.push(one);
        }
        return returned({ batchItemFailures: [] });
      },
    },
  });
  poller.take(Array.from({ length: count }, (_, index) => recordOf(index)));
  while (!poller.isIdle) await new Promise((resolve) => setTimeout(resolve, 1));
  return { seen, failures };
}

describe('a table stream', () => {
  test('goes on past the record that cannot be read, which is reported alone', async () => {
    const { seen, failures } = await play(10, new Set([5]), {});
    expect(seen).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9]);
    expect(failures).toEqual([{ from: '5', size: 1 }]);
  });

  test('without bisection the rest of the batch is given up with it', async () => {
    const { seen, failures } = await play(10, new Set([5]), { bisect: false });
    expect(seen).toEqual([0, 1, 2, 3, 4, 8, 9]);
    expect(failures).toEqual([{ from: '5', size: 3 }]);
  });

  test('a record that fails is tried until it is as old as it may be, however often that is', async () => {
    const clock = movableClock();
    let tries = 0;
    const given: string[] = [];
    const poller = new StreamPoller({
      mapping: {
        filters: [],
        batchSize: 4,
        windowSeconds: 0,
        maximumRetries: -1,
        maximumAgeSeconds: 6 * 3600,
        onFailureArn: 'arn',
      } as unknown as MappingPlan,
      plan: { arn: 'f' } as FunctionPlan,
      clock,
      firstPauseMilliseconds: 0,
      sendFailure: async (_, body) => void given.push(body),
      runner: {
        invoke: async () => {
          tries += 1;
          if (tries === 200) clock.moveTo(new Date(clock.now().getTime() + 6 * 3_600_000));
          return broken;
        },
      },
    });
    poller.take([recordOf(1)]);
    while (!poller.isIdle) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(tries).toBe(200);
    expect(given.map((body) => JSON.parse(body).requestContext.condition)).toEqual(['RecordAgeExceeded']);
  });

  test('every record is seen in order, or lies in a batch that was given up', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(25),
        fc.uniqueArray(fc.nat(24)),
        fc.boolean(),
        fc.boolean(),
        async (count, bad, bisect, reports) => {
          const { seen, failures } = await play(count, new Set(bad), {
            bisect,
            reportsItemFailures: reports,
          });
          const lost = failures.flatMap(({ from, size }) =>
            Array.from({ length: size }, (_, index) => Number(from) + index),
          );
          expect(seen).toEqual(seen.toSorted((a, b) => a - b));
          expect([...seen, ...lost].toSorted((a, b) => a - b)).toEqual(
            Array.from({ length: count }, (_, index) => index),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
