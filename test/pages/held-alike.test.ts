/** Holds of one cause are decided together, by one person's word. */
import { beforeEach, expect, test, vi } from 'vitest';
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
  return site.visit({ method: 'POST', path: link, form: { ...asItStands(body), ...form } });
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
    name: 'R. Okafor',
    confirm: 'yes',
  });
  expect(done.status).toBe(303);
  for (const { id } of [first, second, third, late]) {
    const trail = await site.cases.trail(id);
    expect(trail.filter(({ type }) => type === 'referral-released.v1')).toMatchObject([
      { actor: { kind: 'coordinator', name: 'R. Okafor' }, data: { note: 'In their best interests' } },
    ]);
  }
  expect((await site.cases.read(other.id))?.status).toBe('held');
});

test('cases alike are looked for only where a hold is decided', async () => {
  const [first, second] = [await referredBelow(), await referredBelow()];
  const link = await site.caseLink(first);
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
  const done = await press(link, { ...given, step: 'confirm', name: 'R. Okafor', confirm: 'yes' });
  expect(done.status).toBe(303);
  expect((await site.cases.read(first.id))?.hold?.kept?.note).toBe('Waiting for their count');
  expect((await site.cases.read(second.id))?.hold?.kept).toBeUndefined();
});
