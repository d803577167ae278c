import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { movableClock } from '../../infra/local-aws/clock.ts';
import { FunctionRunner, type RunnerOptions } from '../../infra/local-aws/functions/function-runner.ts';
import type { FunctionPlan } from '../../infra/local-aws/template/plan.ts';

const worker: FunctionPlan = {
  name: 'Worker',
  shortName: 'worker',
  arn: 'arn:aws:lambda:eu-west-2:000000000000:function:Worker',
  roleArn: 'r',
  codeFolder: path.join(import.meta.dirname, 'fixture/worker'),
  handler: 'handler.handler',
  environment: { COLOUR: 'blue' },
  timeoutSeconds: 1,
  memoryMegabytes: 192,
  reservedConcurrency: undefined,
  jsonLogs: false,
  logGroup: '/aws/lambda/Worker',
  traced: false,
  retryAttempts: 2,
  onFailureArn: undefined,
};

let runner: FunctionRunner | undefined;
afterEach(() => runner?.stop());

function run(more: Partial<FunctionPlan> = {}, options: Partial<RunnerOptions> = {}) {
  const created = new FunctionRunner({
    functions: [{ ...worker, ...more }],
    clock: movableClock(new Date('2030-01-01T12:00:00Z')),
    environmentOf: () => ({ AWS_REGION: 'eu-west-2' }),
    ...options,
  });
  runner = created;
  const tell = (what: object) =>
    created.invoke(
      'Worker',
      { Records: [{ messageId: 'm', body: JSON.stringify({ whole: true, ...what }) }] },
      'test',
    );
  return { created, tell };
}

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('an instance is started once and reused warm', async () => {
  const { created, tell } = run();
  const colds: boolean[] = [];
  created.on('invocation', ({ cold }) => colds.push(cold));
  expect(await tell({ do: 'nothing' })).toEqual({ kind: 'returned', payload: '{"batchItemFailures":[]}' });
  await tell({ do: 'nothing' });
  expect(colds).toEqual([true, false]);
  expect(created.instanceCount).toBe(1);
});

test('work side by side is spread over instances, up to the reserved concurrency', async () => {
  const { created, tell } = run({ reservedConcurrency: 2 });
  await Promise.all([1, 2, 3, 4, 5].map(() => tell({ do: 'nothing' })));
  expect(created.instanceCount).toBe(2);
});

describe('what goes wrong is told as Lambda tells it', () => {
  test.each([
    ['an error of the handler', { do: 'fail' }, 'TypeError', 'told to fail'],
    ['a timeout', { do: 'hang' }, 'Sandbox.Timedout', 'Task timed out after 1.00 seconds'],
    ['a busy loop', { do: 'spin' }, 'Sandbox.Timedout', 'Task timed out after 1.00 seconds'],
    ['a process that leaves', { do: 'crash' }, 'Runtime.ExitError', 'exit status 3'],
  ])('%s', async (_, what, errorType, message) => {
    const outcome = await run().tell(what);
    expect(outcome).toMatchObject({ kind: 'failed', error: { errorType } });
    expect(JSON.stringify(outcome)).toContain(message);
  });

  test.each(['gorge', 'gorgeBuffers'])('memory that runs out (%s)', async (deed) => {
    const outcome = await run({ timeoutSeconds: 20 }).tell({ do: deed });
    expect(outcome).toMatchObject({ kind: 'failed', error: { errorType: 'Runtime.OutOfMemory' } });
  });

  test('a handler that is not there', async () => {
    const outcome = await run({ handler: 'handler.nobody' }).tell({});
    expect(outcome).toMatchObject({ kind: 'failed', error: { errorType: 'Runtime.HandlerNotFound' } });
  });

  test('after any of them the next invocation finds a fresh instance', async () => {
    const { tell } = run();
    await tell({ do: 'crash' });
    expect(await tell({ do: 'nothing' })).toMatchObject({ kind: 'returned' });
  });
});

test('killed in the middle: the invocation fails, and nothing of the process is left', async () => {
  const { created, tell } = run({ timeoutSeconds: 20 });
  const begun = new Promise((resolve) => created.once('begun', resolve));
  const outcome = tell({ do: 'hang' });
  await begun;
  const pids = created.pids();
  expect(created.killInstances('Worker')).toBe(1);
  expect(await outcome).toMatchObject({ kind: 'failed', error: { errorType: 'Runtime.ExitError' } });
  expect(pids.map(alive)).toEqual([false]);
});

test('idle instances are let go', async () => {
  const { created, tell } = run({}, { idleMilliseconds: 50 });
  await tell({ do: 'nothing' });
  const [pid = 0] = created.pids();
  expect(alive(pid)).toBe(true);
  await expect.poll(() => created.instanceCount).toBe(0);
  expect(alive(pid)).toBe(false);
});

test('the log of a function is passed on, line by line', async () => {
  const { created, tell } = run();
  const lines: string[] = [];
  created.on('log', (name, line) => lines.push(`${name}: ${line}`));
  await tell({ do: 'fail', whole: false });
  await expect.poll(() => lines.join('\n')).toContain('told to fail');
});

test('the most instances of all functions together is kept, and everybody gets a turn', async () => {
  const other: FunctionPlan = { ...worker, name: 'Other', shortName: 'other' };
  const created = new FunctionRunner({
    functions: [worker, other],
    clock: movableClock(),
    environmentOf: () => ({}),
    instancesInAll: 1,
  });
  runner = created;
  let most = 0;
  created.on('invocation', () => {
    most = Math.max(most, created.instanceCount);
  });
  const event = { Records: [{ messageId: 'm', body: '{"do":"nothing"}' }] };
  const outcomes = await Promise.all(
    ['Worker', 'Other', 'Worker', 'Other'].map((name) => created.invoke(name, event, 'test')),
  );
  expect(outcomes.map((one) => one.kind)).toEqual(['returned', 'returned', 'returned', 'returned']);
  expect(most).toBeLessThanOrEqual(2); // One that runs, and one that is on its way out.
});
