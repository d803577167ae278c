import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Run, startRun, withoutCapacityReminders } from './a-run.ts';
import { send, sendAll, takeAll } from './queues.ts';
import { referral } from './referring.ts';

let run: Run;
beforeAll(async () => {
  run = await startRun({ alter: withoutCapacityReminders });
});
afterAll(() => run?.stop());

test('copies of one request for an e-mail, handled side by side, send it once', async () => {
  run.localRun.faults.add({ kind: 'refuse', service: 'ses', times: 4 });
  await send(run, referral(run, 1));
  await run.localRun.idle();
  const requests = (await takeAll(run, 'quarantine')).map(({ Body = '' }) => Body);
  expect(requests).toHaveLength(4);
  const before = run.localRun.messages.length;
  await sendAll(run, Array.from({ length: 10 }, () => requests).flat(), 'notifications');
  await run.localRun.idle();
  await run.localRun.advance('4m');
  expect(run.localRun.messages.length - before).toBe(4);
});
