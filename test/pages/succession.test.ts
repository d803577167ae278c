/** A council has ended: what its own people see, and the page on which coordinators give what it left to those that took over. */
import { beforeEach, describe, expect, test } from 'vitest';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { Draft } from '../../shared/ports/draft-store.ts';
import { Site } from './site.ts';

const SURREY = 'E10000030';
const [EAST] = ['E06999901', 'E06999902'] as const;
const MARCH = '2027-03-31T09:00:00.000Z';
const APRIL = '2027-04-01T08:00:00.000Z';
const DRAFT = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';

let site: Site;
beforeEach(async () => {
  site = new Site({ policy: policyNamed('nts-2026') });
  await site.councils.seed(everyCouncil(), site.policy);
  site.clock.set(MARCH);
});

const draft = (over: Partial<Draft> = {}): Draft => ({
  id: DRAFT,
  council: SURREY,
  version: 1,
  form: { definition: ['applied'] },
  state: 'open',
  at: MARCH,
  ...over,
});

describe('the people of a council that has ended', () => {
  const seen = async (council: string, path: string, method = 'GET') =>
    site.visit({ method, path, cookies: [await site.signedIn(council)] });

  test('are told on their list who took over, and are asked for no places any more', async () => {
    const before = (await seen(SURREY, '/home')).body;
    expect(before).toContain('Declare your places');
    expect(before).toContain('Refer a child');
    expect(before).not.toContain('took over');
    site.clock.set(APRIL);
    const after = (await seen(SURREY, '/home')).body;
    expect(after).toContain('Surrey ended on 31 March 2027. East Surrey and West Surrey took over');
    expect(after).not.toContain('Declare your places');
    expect(after).not.toContain('Refer a child');
    expect((await seen(EAST, '/home')).body).toContain('Declare your places');
  });

  test('begin no referral and change none, but send once more what broke off', async () => {
    await site.drafts.save(draft());
    expect((await seen(SURREY, `/refer/${DRAFT}`)).status).toBe(303);
    site.clock.set(APRIL);
    for (const path of ['/refer', `/refer/${DRAFT}`, `/refer/${DRAFT}/definition`]) {
      const { status, body } = await seen(SURREY, path);
      expect([path, status]).toEqual([path, 409]);
      expect(body).toContain('Surrey ended on 31 March 2027. East Surrey and West Surrey took over.');
    }
    expect((await seen(EAST, '/refer')).status).toBe(200);
    await site.drafts.save(draft({ version: 2, state: 'sending' }));
    expect((await seen(SURREY, `/refer/${DRAFT}`)).status).toBe(303);
  });

  test('are not said to have a published figure where it is a share of another’s', async () => {
    site.clock.set(APRIL);
    const link = async (council: string) =>
      (
        await site.visit({
          path: await site.link({ for: 'capacity', council, region: 'E12000008', version: 0 }),
        })
      ).body;
    expect(await link(EAST)).toContain('your share of what was published for Surrey for 31 March 2025');
    expect(await link('E10000016')).toContain('as published for 31 March 2025');
  });
});
