import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from 'vitest';
import { type Endpoints, endpointsFile } from '../../infra/local-aws/endpoints.ts';
import { freeBasePort } from './a-run.ts';
import { referral } from './referring.ts';
import { descendantsOf, leftOf, npmStart, type Spawned } from './spawned.ts';

const started: Spawned[] = [];
afterEach(() => {
  for (const one of started.splice(0)) one.signal('SIGKILL');
});

async function start(): Promise<{ port: number; run: Spawned }> {
  const port = await freeBasePort();
  const run = npmStart(['--port', String(port), '--no-samples', '--at', '2026-11-23T09:00']);
  started.push(run);
  return { port, run };
}

const endpointsOf = (port: number): Endpoints =>
  JSON.parse(readFileSync(endpointsFile(port), 'utf8')) as Endpoints;

const messagesIn = async ({ mailbox }: Endpoints): Promise<number> =>
  ((await (await fetch(`${mailbox}/messages.json`)).json()) as unknown[]).length;

/** Refers a child and waits for the e-mails, so that functions have processes to leave behind. */
async function refer(endpoints: Endpoints): Promise<void> {
  const { aws: endpoint, region, accessKeyId, secretAccessKey, queues } = endpoints;
  const sqs = new SQSClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  const clock = { now: () => new Date('2026-11-23T09:00:00.000Z') };
  const body = JSON.stringify(referral({ localRun: { clock } }, 1));
  await sqs.send(new SendMessageCommand({ QueueUrl: queues.referrals, MessageBody: body }));
  sqs.destroy();
  for (let tries = 0; (await messagesIn(endpoints)) < 4; tries += 1) {
    if (tries > 6_000) throw new Error('The referral led to no emails within ten minutes.');
    await wait(100);
  }
}

test('two runs live side by side, and neither Ctrl-C nor a kill leaves a process behind', async () => {
  const [first, second] = [await start(), await start()];
  await Promise.all([first.run.says('Ready.'), second.run.says('Ready.')]);
  await Promise.all([refer(endpointsOf(first.port)), refer(endpointsOf(second.port))]);
  expect(await messagesIn(endpointsOf(first.port))).toBe(4);

  const processes = descendantsOf(first.run.child.pid ?? 0);
  expect(processes).toContain(endpointsOf(first.port).pid);
  expect(processes.length).toBeGreaterThanOrEqual(5); // Itself, Node, DynamoDB Local, and functions that ran.
  first.run.signal('SIGINT');
  await first.run.over;
  expect(await leftOf(processes)).toEqual([]);
  expect(existsSync(endpointsFile(first.port))).toBe(false);

  expect(await messagesIn(endpointsOf(second.port))).toBe(4);
  const others = descendantsOf(second.run.child.pid ?? 0);
  second.run.signal('SIGKILL');
  await second.run.over;
  expect(await leftOf(others)).toEqual([]);
  // A killed run cannot tidy up; whoever reads the file finds nobody behind it.
  rmSync(endpointsFile(second.port), { force: true });
}, 240_000);
