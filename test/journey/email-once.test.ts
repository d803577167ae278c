/** E-mails go out once: when copies are asked for, and after the mail server stood still for half an hour, which is seen. */
import { expect, test } from 'vitest';
import { ANY_REFERENCE } from '../../infra/constructs/saved-queries.ts';
import { savedQueries } from '../../infra/local-aws/ops/logs.ts';
import type { Run } from './a-run.ts';
import { accountOf, nothingWrong } from './accounts.ts';
import { type Operator, operatedRun } from './operating.ts';
import { send, sendAll, takeAll } from './queues.ts';
import { caseIdOf, referral } from './referring.ts';

let run: Run;
let operator: Operator;
operatedRun(
  (...up) => {
    [run, operator] = up;
  },
  { watched: true },
);

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
  const sent = run.localRun.messages.slice(before).filter(({ subject }) => !subject.startsWith('ALARM'));
  expect(sent).toHaveLength(4);
});

/** The alarms that ring, as the page for operations has them, without their stack's name. */
async function ringing({ localRun }: Run): Promise<readonly string[]> {
  const list = (await (await fetch(`${localRun.endpoints.ops}/alarms.json`)).json()) as {
    name: string;
    state: string;
  }[];
  return list.filter(({ state }) => state === 'ALARM').map(({ name }) => name.replace(/^[^-]+-/, ''));
}

/** What the page for operations draws. */
const ops = async ({ localRun }: Run, path = '/'): Promise<string> =>
  (await fetch(`${localRun.endpoints.ops}${path}`)).text();

test('a mail server that stands still for half an hour is seen and rings, and every e-mail goes out once when it is mended', async () => {
  const { localRun } = run;
  await localRun.advance('20m');
  expect(await ringing(run)).toEqual([]);
  const before = localRun.mail.sent;
  localRun.faults.add({ kind: 'server-error', service: 'ses' });
  for (const number of [2, 3, 4]) await send(run, referral(run, number));
  const stood = localRun.clock.now().getTime();
  await localRun.advance('30m');
  expect(await ringing(run)).toEqual(['notifications-dlq-not-empty']);
  // Nothing went out but what calls a person, in time.
  const [call, ...others] = localRun.messages.slice(before);
  expect(others).toEqual([]);
  expect(call?.subject).toBe('ALARM: "NtsPipeline-notifications-dlq-not-empty" in EU (London)');
  expect(Date.parse(call?.at ?? '') - stood).toBeLessThan(30 * 60_000);
  const given = await localRun.sqs.depth(localRun.endpoints.queues['notifications-dlq'] ?? '');
  expect(given.ready).toBeGreaterThanOrEqual(9);
  const seen = await ops(run);
  expect(seen).toMatch(/In alarm:.*notifications-dlq-not-empty/);
  expect(seen).toContain(`notifications-dlq: <b>${given.ready}</b>`);
  expect(await ops(run, '/read?file=infra/runbooks/notifications-dlq-not-empty.md')).toContain('Send again');

  localRun.faults.clear();
  // By the command of its runbook; whoever types it twice does no harm.
  const seenByCommand = await operator.type('npm run ops -- look');
  expect(seenByCommand.words).toMatch(/Ringing:\n {2}notifications-dlq-not-empty: /);
  expect(seenByCommand.words).toMatch(new RegExp(`email-requested\\.v1 ${caseIdOf(2)}`));
  expect(seenByCommand.words).toMatch(/why: ERROR MESSAGE_RETRIED /);
  const dry = await operator.type('npm run ops -- redrive notifications-dlq');
  expect(dry.words).toContain(`Would move ${given.ready} back to notifications. To do it: --yes`);
  for (const words of [`Moved ${given.ready} back to notifications`, 'Nothing is in notifications-dlq.']) {
    const said = await operator.type('npm run ops -- redrive notifications-dlq --yes');
    expect(said.words).toContain(words);
    await localRun.idle();
  }
  await localRun.advance('20m');
  expect(await ringing(run)).toEqual([]);
  // The saved queries are asked of the run's logs as they stand in the template.
  const [history = '', failures = '', slow = ''] = await Promise.all(
    savedQueries(localRun.plan.resources).map(({ text }) =>
      ops(run, `/logs?query=${encodeURIComponent(text.replace(ANY_REFERENCE, caseIdOf(2)))}`),
    ),
  );
  expect(history).toMatch(/REFERRAL_RECORDED.*OFFERS_MADE/s);
  expect(failures).toContain('MESSAGE_RETRIED');
  expect(slow).toMatch(/<th scope="col">slowest<\/th>.*SendNotification/s);
  const { strayEmails, cases, ...account } = await accountOf(run);
  const { strayEmails: _, ...rest } = nothingWrong;
  expect(account).toEqual(rest);
  expect(cases).toHaveLength(4);
  // What the on-call is told is nobody's e-mail.
  expect(strayEmails.filter((subject) => !/^(ALARM|OK): "/.test(subject))).toEqual([]);
  expect(strayEmails.at(-1)).toBe('OK: "NtsPipeline-notifications-dlq-not-empty" in EU (London)');
});
