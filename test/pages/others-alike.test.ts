/** Holds of one cause are decided together, by one person's word. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import { asItStands } from './forms.ts';
import { Site } from './site.ts';

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

// Of a council below its threshold, so that each of its referrals is held for the same reason.
const referredBelow = () => site.referred({ entryAuthority: 'E10000014' });

const press = async (link: string, form: Readonly<Record<string, string>>) => {
  const { body } = await site.get(link);
  return site.visit({
    method: 'POST',
    path: link,
    form: { ...asItStands(body.slice(body.indexOf('<main'))), ...form },
  });
};

test('a release, once confirmed, holds for exactly the others that were named, each in its own trail', async () => {
  const [first, second, third] = [await referredBelow(), await referredBelow(), await referredBelow()];
  const other = await site.referred({ familyInUk: 'may-care' });
  expect([first.status, second.status, third.status, other.status]).toEqual(['held', 'held', 'held', 'held']);
  const link = await site.caseLink(first);
  const asked = await press(link, { step: 'action', action: 'release' });
  expect(asked.body).toContain(second.id);
  expect(asked.body).toContain(third.id);
  expect(asked.body).not.toContain(other.id);
  const both = [second.id, third.id].toSorted();
  const ticked = asked.body.match(/name="releaseOthers"[^>]*value="([^"]+)"/)?.[1] ?? '';
  expect(ticked.split(' ').toSorted()).toEqual(both);

  const given = { action: 'release', releaseNote: 'In their best interests', releaseOthers: ticked };
  // One that came since was named to nobody: the same form is asked again.
  const late = await referredBelow();
  const again = await press(link, { ...given, step: 'release' });
  expect(again.status).toBe(422);
  expect(again.body).toContain(late.id);

  const named = again.body.match(/name="releaseOthers"[^>]*value="([^"]+)"/)?.[1] ?? '';
  const done = await press(link, {
    ...given,
    releaseOthers: named,
    step: 'confirm',
    name: 'Robin Hale',
    confirm: 'yes',
  });
  expect(done.status).toBe(303);
  for (const { id } of [first, second, third, late]) {
    const trail = await site.cases.trail(id);
    expect(trail.filter(({ type }) => type === 'referral-released.v1')).toMatchObject([
      { actor: { kind: 'coordinator', name: 'Robin Hale' }, data: { note: 'In their best interests' } },
    ]);
  }
  expect((await site.cases.read(other.id))?.status).toBe('held');
});

test('cases alike are looked for only where a hold is decided', async () => {
  const [first, second] = [await referredBelow(), await referredBelow()];
  const link = await site.caseLink(first);
  await site.get(link);
  const looked = vi.spyOn(site.cases, 'neededBy');
  expect((await press(link, { step: 'action', action: 'place' })).body).not.toContain(second.id);
  expect(looked).not.toHaveBeenCalled();
  expect((await press(link, { step: 'action', action: 'keep' })).body).toContain(second.id);
  expect(looked).toHaveBeenCalledOnce();
});

test('without the box, only the one case is decided', async () => {
  const [first, second] = [await referredBelow(), await referredBelow()];
  const link = await site.caseLink(first);
  const given = { action: 'keep', keepNote: 'Waiting for their count' };
  const done = await press(link, { ...given, step: 'confirm', name: 'Robin Hale', confirm: 'yes' });
  expect(done.status).toBe(303);
  expect((await site.cases.read(first.id))?.hold?.kept?.note).toBe('Waiting for their count');
  expect((await site.cases.read(second.id))?.hold?.kept).toBeUndefined();
});

describe('what a council that has ended left', () => {
  const SURREY = 'E10000030';
  const [EAST, WEST] = ['E06999901', 'E06999902'] as const;
  const since = {
    referredOn: '2027-03-31',
    arrivedOn: '2027-03-28',
    asylumClaimOn: '2027-03-29',
    settledSince: '2027-03-29',
  } as const;
  const toSurrey = () => site.referred({ ...since, links: [{ council: SURREY, kind: 'family' }] });

  test('passes to one council in one step, case by case, each named with what passes on in it', async () => {
    site.clock.set('2027-03-31T09:00:00.000Z');
    await site.councils.seed(everyCouncil(), site.policy);
    const cases = [await toSurrey(), await toSurrey(), await toSurrey()];
    const elsewhere = await site.referred(since);
    site.clock.set('2027-04-01T09:00:00.000Z');
    for (const { id } of cases) await site.tell(id, { kind: 'look-at-deadlines' });
    const [first, ...others] = cases;
    const link = await site.caseLink(first as Case);
    const asked = await press(link, { step: 'action', action: `succeed-${SURREY}` });
    for (const { id } of others) expect(asked.body).toContain(`${id} (an open offer)`);
    expect(asked.body).not.toContain(elsewhere.id);
    const ticked = asked.body.match(/name="succeedOthers"[^>]*value="([^"]+)"/)?.[1] ?? '';
    const given = {
      action: `succeed-${SURREY}`,
      successor: EAST,
      succeedOthers: ticked,
      step: 'confirm',
      name: 'Robin Hale',
      confirm: 'yes',
    };
    expect((await press(link, given)).status).toBe(303);
    for (const { id } of cases) {
      const passed = (await site.cases.trail(id)).filter(({ type }) => type === 'council-succeeded.v1');
      expect(passed).toMatchObject([{ data: { from: SURREY, to: EAST }, actor: { name: 'Robin Hale' } }]);
    }
    // Once more, as from another window, with the other council: nothing is left to pass on.
    await press(link, { ...given, successor: WEST });
    for (const { id } of cases)
      expect((await site.cases.read(id))?.offers.some(({ council }) => council === WEST)).toBe(false);
  });
});
