/** The mails that were once misread, sent as a mail program sends them, and read by what is deployed. */
import { DeleteItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import {
  assertRead,
  FIRST,
  misreadMail,
  namesACase,
  readings,
  resultOf,
} from '../functions/misread-mails.ts';
import { portion } from '../how-much.ts';
import { type Run, startRun, tableName, withoutCapacityReminders } from './a-run.ts';
import { reasonsOf, takeAll } from './queues.ts';

const KENT = 'E10000016';
const HAMPSHIRE = 'E10000014';

let run: Run;
let sent = 0;
beforeAll(async () => {
  run = await startRun({ alter: withoutCapacityReminders });
});
afterAll(() => run?.stop());

/** Every mail is about the same few children: the table forgets who was referred before, and how often their officer was answered. */
async function forgetChildren(): Promise<void> {
  for (const table of ['cases', 'sealed'])
    for await (const { Items = [] } of paginateScan(
      { client: run.dynamo },
      { TableName: tableName(run, table), ProjectionExpression: 'pk, sk' },
    ))
      for (const { pk, sk } of Items)
        if (pk !== undefined && sk !== undefined && /^(?:FINGERPRINT|ANSWERED)#/.test(pk.S ?? ''))
          await run.dynamo.send(new DeleteItemCommand({ TableName: tableName(run, table), Key: { pk, sk } }));
}

async function received() {
  const trails = await Promise.all([KENT, HAMPSHIRE].map((code) => run.councils.trail(code)));
  return trails.flatMap((trail: readonly AnyEvent[]) =>
    trail.flatMap((event) => (event.type === 'mail-received.v1' ? [event.data] : [])),
  );
}

/** Sends one mail, lets everything that follows happen, and gives what was made of it. */
async function send(name: string, reference: string) {
  const before = new Set((await received()).map(({ mailId }) => mailId));
  const mailed = run.localRun.messages.length;
  const { raw, from } = misreadMail(name, reference);
  // Sent once more it would be the same mail.
  sent += 1;
  const anew = raw.toString('latin1').replace(/^Message-ID: </m, `Message-ID: <${sent}.`);
  const transport = createTransport({ url: run.localRun.endpoints.smtp, ignoreTLS: true });
  await transport.sendMail({
    envelope: { from, to: 'referrals@transfers.example' },
    raw: Buffer.from(anew, 'latin1'),
  });
  transport.close();
  await run.localRun.idle();
  const told = (await received()).find(({ mailId }) => !before.has(mailId));
  const answers = run.localRun.messages.slice(mailed).filter(({ recipients }) => recipients.includes(from));
  return { told, answers };
}

/** All of them, or the first of every second kind: each is also read without servers (test/functions). */
const kinds = Object.keys(readings).filter((name, at, all) => name.slice(0, 2) !== all[at - 1]?.slice(0, 2));
const tried = portion(
  kinds.filter((_, at) => at % 2 === 0),
  Object.keys(readings),
);

test.each(tried)('%s is read as a person reads it, and its sender is answered', async (name) => {
  await forgetChildren();
  let reference = '';
  if (namesACase(name)) {
    const { told } = await send(FIRST, '');
    reference = told?.referrals[0]?.caseId ?? '';
  }
  const { told, answers } = await send(name, reference);
  assertRead(name, await resultOf(run, told, answers));
});

test('nobody was refused what they may do, and nothing was left lying but what machines sent', async () => {
  expect([run.localRun.denials, run.troubles]).toEqual([[], []]);
  expect(await takeAll(run, 'mail-dlq')).toEqual([]);
  for (const queue of ['quarantine', 'set-aside']) expect(reasonsOf(await takeAll(run, queue))).toEqual([]);
});
