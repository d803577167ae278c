import { afterAll, beforeAll, expect, test } from 'vitest';
import { headroom } from '../../shared/core/council/headroom.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { defaultPolicyId, policyNamed } from '../../shared/core/policies.ts';
import { portion } from '../how-much.ts';
import { type Run, startRun } from './a-run.ts';
import { accountOf, nothingWrong } from './accounts.ts';
import { sendAll } from './queues.ts';
import { everyoneBut, referral } from './referring.ts';

const policy = policyNamed(defaultPolicyId);
const CHILDREN = portion(24, 100);
const LONG = 300_000;

let run: Run;
beforeAll(async () => {
  run = await startRun();
});
afterAll(() => run?.stop());

test(
  `of ${CHILDREN} children referred at once for the last place, exactly one holds it; the others wait for a person who knows why`,
  async () => {
    const council = publishedCouncils().find((one) => headroom(one, policy) === 1);
    if (council === undefined)
      throw new Error('The published figures name no council with exactly one place.');
    const referrals = Array.from({ length: CHILDREN }, (_, index) =>
      referral(run, index + 1, { areasToAvoid: everyoneBut(council.code) }),
    );

    await sendAll(run, referrals);
    await run.localRun.idle(LONG);
    // Whoever lost five races in a row is back by then.
    await run.localRun.advance('7m');

    const account = await accountOf(run);
    expect(account).toMatchObject(nothingWrong);
    expect(account.cases).toHaveLength(CHILDREN);
    const [holder, ...others] = account.cases.toSorted((a, b) => b.offers.length - a.offers.length);
    expect(holder).toMatchObject({
      status: 'offered',
      offers: [{ council: council.code, role: 'primary', status: 'live' }],
    });
    expect(others.filter(({ offers, status }) => offers.length > 0 || status !== 'escalated')).toEqual([]);
    expect(
      new Set(others.map(({ escalation, needs }) => `${escalation?.because} ${needs?.party.kind}`)),
    ).toEqual(new Set(['no-candidate coordinators']));
    expect(await run.councils.read(council.code)).toMatchObject({
      held: 1,
      offered: 1,
      incoming: 0,
    });
  },
  LONG,
);
