/** The keys are rotated by the commands of their runbook, on a whole local run: what is out goes on to open, and children are found. */
import { expect, test } from 'vitest';
import { localApiKey } from '../../infra/local/story/local-api-key.ts';
import type { ReferralRequest } from '../../shared/core/referral/referral-request.ts';
import { aRequest } from '../api/a-request.ts';
import { CROYDON, KENT } from '../api/gateway.ts';
import type { Run } from './a-run.ts';
import { blocksOf } from './command-lines.ts';
import { linkTo } from './mail.ts';
import { type Operator, operatedRun } from './operating.ts';
import { liveOffer } from './referring.ts';

const [look = [], turn = [], end = [], leaked = []] = blocksOf('rotate-secrets');

let run: Run;
let operator: Operator;
operatedRun((...up) => {
  [run, operator] = up;
});
const sayAll = (lines: readonly string[]) => operator.typeAll(lines);

/** What running functions do within five minutes. */
async function takeUp(): Promise<void> {
  for (const name of ['pages', 'api', 'send-notification', 'receive-email']) run.localRun.killInstances(name);
  // A request may still have met one that was just killed.
  await expect
    .poll(() => statusOf(`${run.localRun.endpoints.pages}/health`), { timeout: 120_000, interval: 500 })
    .toBe(200);
}

async function refer(council: string, key: string, body: ReferralRequest): Promise<string> {
  const response = await fetch(`${run.localRun.endpoints.pages}/api/referrals`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${localApiKey(council)}`,
      'idempotency-key': key,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  expect(response.status, await response.clone().text()).toBe(202);
  await run.localRun.idle();
  return ((await response.json()) as { reference: string }).reference;
}

async function offerLink(caseId: string): Promise<string> {
  const found = await run.cases.read(caseId);
  if (found === undefined) throw new Error(`There is no case ${caseId}.`);
  return linkTo(run, { desk: `council:${liveOffer(found).council}`, caseId, link: 'offer' });
}
/** The cases that a referral was found to be about: merged into one, or held for some. */
const foundAs = async (reference: string): Promise<readonly string[]> => {
  const merged = await run.cases.mergedInto(reference);
  return merged === undefined
    ? ((await run.cases.read(reference))?.possibleDuplicates ?? [])
    : [merged.caseId];
};
const statusOf = async (link: string): Promise<number> => (await fetch(link)).status;
const keyNamedIn = (link: string): string =>
  JSON.parse(Buffer.from(link.split('/').at(-1)?.split('.')[0] ?? '', 'base64url').toString()).kid;

const another = (name: string, reference: string): ReferralRequest =>
  aRequest({
    children: [
      {
        ...aRequest().children[0],
        name,
        dateOfBirth: '2010-03-03',
        homeOfficeReference: `${reference}-HO`,
        portReference: `${reference}-PORT`,
      },
    ],
  } as Partial<ReferralRequest>);

test('the runbook rotates both keys: old links and new ones open, a child is found again across the rotation, and a leak voids what is out', async () => {
  for (const { code, words } of await sayAll(look)) {
    expect(words).toContain('No other counts.');
    expect(code).toBe(0);
  }
  const first = await refer(KENT, 'before', aRequest());
  const oldLink = await offerLink(first);
  expect(await statusOf(oldLink)).toBe(200);

  for (const { code, words } of await sayAll(turn)) {
    expect(words).toMatch(/^A new (link|fingerprint) key signs\./m);
    expect(code).toBe(0);
  }
  await takeUp();
  expect(await statusOf(oldLink)).toBe(200);
  // The same request sent again, and the same child from another council.
  expect(await refer(KENT, 'before', aRequest())).toBe(first);
  const again = await refer(CROYDON, 'again', aRequest());
  expect(await foundAs(again)).toContain(first);
  const second = await refer(KENT, 'after', another('Somebody Else', 'TURNED'));
  const newLink = await offerLink(second);
  expect(keyNamedIn(newLink)).not.toBe(keyNamedIn(oldLink));
  expect(await statusOf(newLink)).toBe(200);

  // Both keys before are still needed, and turning again would void them.
  const [links, marks] = await sayAll(end);
  expect(links).toMatchObject({
    code: 1,
    words: expect.stringContaining('60 days after the key was rotated'),
  });
  expect(marks).toMatchObject({
    code: 1,
    words: expect.stringMatching(/\d cases? that (was|were) referred under it/),
  });
  for (const { code, words } of await sayAll(turn)) {
    expect(words).toContain('rotating it again would void that');
    expect(code).toBe(1);
  }
  for (const { words } of await sayAll(look)) expect(words).toContain('The one before it still counts.');

  expect((await sayAll(end.map((line) => `${line} --anyway`))).map(({ code }) => code)).toEqual([0, 0]);
  await takeUp();
  expect(await statusOf(newLink)).toBe(200);
  const tooOld = await fetch(oldLink);
  expect(tooOld.status).toBe(410);
  expect(await tooOld.text()).toContain('This link has expired');
  // Its key's name alone makes nothing too old that we did not sign.
  const [said = '', signature = ''] = [oldLink.slice(0, oldLink.lastIndexOf('.')), newLink.split('.').at(-1)];
  expect(await statusOf(`${said}.${signature}`)).toBe(404);

  expect((await sayAll(leaked)).map(({ code }) => code)).toEqual([0, 0]);
  await takeUp();
  expect(await statusOf(newLink)).toBe(410);
  // Nobody remembers the key before that.
  expect(await statusOf(oldLink)).toBe(404);
  expect(run.localRun.denials).toEqual([]);
}, 300_000);

test('the overlap of the link key ends by itself needed no more, once the longest link is over', async () => {
  const [link = ''] = turn;
  const [endLink = ''] = end;
  expect((await operator.type(link)).code).toBe(0);
  run.localRun.clock.moveTo(new Date(run.localRun.clock.now().getTime() + 60 * 24 * 60 * 60 * 1_000));
  expect((await operator.type(look[0] ?? '')).words).toContain('Nothing needs it any more');
  expect(await operator.type(endLink)).toMatchObject({ code: 0 });
  expect(await operator.type(`${link} --end-overlap --leaked`)).toMatchObject({ code: 1 });
  expect((await operator.type('npm run ops -- rotate-key other')).words).toContain('Say which key');
}, 120_000);
