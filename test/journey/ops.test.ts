/** `npm run ops` on a whole local run: what was given up is seen with its reason, sent again once, and nothing changes unasked. */
import { expect, test } from 'vitest';
import { kinds } from '../../shared/aws/keys.ts';
import type { Run } from './a-run.ts';
import { type Operator, operatedRun } from './operating.ts';
import { send } from './queues.ts';
import { caseIdOf, referral } from './referring.ts';

let run: Run;
let operator: Operator;
operatedRun((...up) => {
  [run, operator] = up;
});

const ops = async (line: string) => (await operator.type(`npm run ops -- ${line}`)).words;
/** Seven hours pass at once, as often as something is on the stream still: a record is given up when it has been tried for six. */
async function untilGivenUp({ localRun }: Run): Promise<void> {
  for (let idle = false; !idle; ) {
    localRun.clock.moveTo(new Date(localRun.clock.now().getTime() + 7 * 3_600_000));
    idle = await localRun.idle(15_000).then(
      () => true,
      () => false,
    );
  }
}
const emailsAbout = (number: number) =>
  run.localRun.messages.filter(({ subject }) => subject.includes(caseIdOf(number)));

test('a case that is told again from its trail is told to nobody twice', async () => {
  await send(run, referral(run, 1));
  await run.localRun.idle();
  const sent = emailsAbout(1).length;
  expect(sent).toBeGreaterThan(0);
  expect(await ops(`relay ${caseIdOf(1)}`)).toMatch(/Would pass on the \d+ events/);
  expect(await ops(`relay ${caseIdOf(1)} --yes`)).toMatch(/its \d+ events went out/);
  await run.localRun.idle();
  expect(emailsAbout(1)).toHaveLength(sent);
});

test('events that the relay gave up are found in the table and told from there', async () => {
  run.localRun.faults.add({ kind: 'server-error', service: 'sqs', caller: 'relay-events' });
  const streamed = new Set<unknown>();
  run.localRun.on('committed-event', ({ keys }) => {
    if (keys.pk === `${kinds.cases.event}${caseIdOf(2)}`) streamed.add(keys.sk);
  });
  await send(run, referral(run, 2));
  await expect
    .poll(() => ops('log relay-events --holding RELAY_FAILED'), { timeout: 60_000 })
    .toContain('RELAY_FAILED');
  // All of it has been read from the stream before the clock moves: what is read later is stamped later.
  await expect
    .poll(
      async () => {
        const { offers = [] } = (await run.cases.read(caseIdOf(2))) ?? {};
        return offers.length > 0 && (await run.cases.trail(caseIdOf(2))).length === streamed.size;
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  await untilGivenUp(run);
  run.localRun.faults.clear();
  expect(await ops('look relay-dlq')).toMatch(/of the stream between .* given up after \d+ tries/);
  expect(await ops('redrive relay-dlq')).toContain(`events of ${caseIdOf(2)} again`);
  expect(emailsAbout(2)).toEqual([]);
  expect(await ops('redrive relay-dlq --yes')).toContain('taken off relay-dlq');
  await run.localRun.idle();
  expect(emailsAbout(2).length).toBeGreaterThan(0);
  expect(await ops('look relay-dlq')).toBe('Nothing is in relay-dlq.');
});

test('a case is told by references, codes and times; no name, no date of birth', async () => {
  const said = await ops(`case ${caseIdOf(1)}`);
  expect(said).toMatch(/Waits for council:\S+: answer the offer, by /);
  expect(said).toMatch(/offers-made\.v\d+ {2}by allocate-referral/);
  expect(said).not.toMatch(/20(0[5-9]|1\d)-\d\d-\d\d/);
  expect(await ops('waiting')).toContain(caseIdOf(2));
  expect((await operator.type('npm run ops -- case NTS-0000-0000')).code).toBe(1);
});

test('a mapping that was disabled is seen, and enabled again only when told to', async () => {
  expect(await ops('triggers allocate-referral')).toMatch(/referrals {2}enabled/);
  await ops('triggers allocate-referral --disable --yes');
  await send(run, referral(run, 3));
  await run.localRun.idle();
  expect(await run.cases.read(caseIdOf(3))).toBeUndefined();
  expect(await ops('look')).toContain('DISABLED: referrals does not wake allocate-referral.');
  expect(await ops('look referrals')).toBe(
    'referrals: 1 waits, 0 are being handled, the oldest was sent 0 minutes ago.',
  );
  expect(await ops('triggers allocate-referral --enable')).toContain('Would enable');
  expect(await ops('triggers allocate-referral')).toContain('DISABLED');
  await ops('triggers allocate-referral --enable --yes');
  await expect.poll(() => run.cases.read(caseIdOf(3)), { timeout: 60_000 }).toBeDefined();
});

test('the scheme is paused and resumed: nothing happens by the clock, then what was due does', async () => {
  expect(await ops('pause')).toContain('Would stop');
  await ops('pause --yes');
  expect(await ops('look')).toContain('PAUSED: nothing happens by the clock.');
  expect(await ops('look')).toContain('Nobody watches it: no alarm can ring.');
  await run.localRun.idle();
  await run.localRun.advance('3d');
  expect((await run.cases.read(caseIdOf(1)))?.offers.map(({ status }) => status)).not.toContain('expired');
  await ops('resume --yes');
  await run.localRun.advance('1h');
  expect((await run.cases.read(caseIdOf(1)))?.offers.map(({ status }) => status)).toContain('expired');
});

test('what cannot be read waits with its reason; it is sent again or taken off one by one', async () => {
  await send(run, 'no message of ours');
  await send(run, JSON.stringify({ ...referral(run, 4), type: 'referral-received.v99' }));
  await run.localRun.idle();
  const seen = await ops('look quarantine');
  expect(seen).toContain('why: not-json');
  const [first = '', second = ''] = seen.split('\n').flatMap((line) => /^[0-9a-f-]{36}/.exec(line) ?? []);
  expect(await ops(`take-off quarantine ${first}`)).toContain('Would take it off');
  expect(await ops(`take-off quarantine ${first} --yes`)).toContain('Taken off');
  expect(await ops(`send-again quarantine ${second} --yes`)).toContain('Sent to referrals');
  await run.localRun.idle();
  expect(await ops('look quarantine')).toMatch(/^[0-9a-f-]{36} .*referral-received\.v99/);
});

test('somebody whom the alarms tell of nothing is added, and tried', async () => {
  expect(await ops('on-call')).toBe('on-call@local.example  is told');
  expect(await ops('on-call --tell new@duty.example')).toContain('Would have new@duty.example told');
  expect(await ops('on-call --tell new@duty.example --yes')).toContain('AWS has written to new@duty.example');
  expect(await ops('on-call')).toContain('new@duty.example  NOT CONFIRMED');
  const asked = run.localRun.messages.findLast(({ recipients }) => recipients.includes('new@duty.example'));
  const [, token = ''] = /Token=(\w+)/.exec(asked?.text ?? '') ?? [];
  expect((await operator.type(`npm run ops -- on-call --confirm x${token} --yes`)).code).toBe(1);
  expect(await ops(`on-call --confirm ${token} --yes`)).toContain('new@duty.example  is told');
  const before = run.localRun.messages.length;
  expect(await ops('on-call --try --yes')).toContain('They have been told');
  const tried = run.localRun.messages.slice(before).filter(({ subject }) => subject === 'A try');
  expect(tried.map(({ recipients }) => recipients.join())).toEqual([
    'on-call@local.example',
    'new@duty.example',
  ]);
});

test('what cannot be done is said in words, and ends with 1', async () => {
  for (const [line, words] of [
    ['npm run ops -- look nowhere', 'There is no queue "nowhere"'],
    ['npm run ops -- mend', 'There is no command "mend"'],
    ['npm run ops -- log', 'Say which function'],
    ['npm run ops -- log pages --since yesterday', '"yesterday" is no moment'],
    ['npm run ops -- redrive set-aside', 'Nothing is in set-aside'],
    ['npm run ops -- run nobody --yes', 'There is no function "nobody"'],
  ] as const) {
    const said = await operator.type(line);
    expect(said.words).toContain(words);
    expect([line, said.code]).toEqual([line, words.startsWith('Nothing') ? 0 : 1]);
  }
  expect(run.localRun.denials).toEqual([]);
});
