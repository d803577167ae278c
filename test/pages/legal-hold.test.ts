/** A coordinator who is signed in puts a case under legal hold on its page, finds it on a list, and lifts it. */
import { beforeEach, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { readPage } from './read-page.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

const place = {
  action: 'place-legal-hold',
  legalHoldBecause: 'court',
  legalHoldNote: 'Order of the county court.',
  confirm: 'yes',
  step: 'confirm',
};

/** Decides on the page of the case, signed in. */
async function decided(theCase: Case, given: Readonly<Record<string, string>>): Promise<Case> {
  const { version } = await site.current(theCase.id);
  const { status } = await site.post(await site.caseLink(theCase), { ...given, lookedAt: String(version) });
  expect(status).toBeLessThan(400);
  return site.current(theCase.id);
}

test('it stands on the page and on a list with its reason, keeps a copy of what was said, and is lifted', async () => {
  const theCase = await site.referred();
  await site.sealed.sealFirst(theCase.referralId, KENT, [{ number: 1, name: 'Synthetic Child' }], 1);
  const held = await decided(theCase, place);
  expect(held.legalHold).toMatchObject({ because: 'court' });
  expect(held.status).toBe(theCase.status);
  expect(await site.sealed.heldCopies(theCase.referralId)).toEqual([
    { children: await site.sealed.particulars(theCase.referralId), amendments: {} },
  ]);
  const page = readPage((await site.get(await site.caseLink(held))).body).join(' ');
  const cookies = [await site.coordinatorSignedIn()];
  expect(page).toContain('Under legal hold');
  expect(page).toContain('A court, or somebody who goes to one');
  expect(page).toContain('The case was put under legal hold');
  expect(page).not.toContain('[radio: action place-legal-hold]');
  const listed = async () => (await site.visit({ path: '/cases', query: { held: 'yes' }, cookies })).body;
  expect(await listed()).toContain('Cases under legal hold');
  expect(await listed()).toContain(theCase.id);
  const lifted = await decided(held, {
    action: 'lift-legal-hold',
    liftNote: 'It is over.',
    confirm: 'yes',
    step: 'confirm',
  });
  expect(lifted.legalHold).toBeUndefined();
  expect(await listed()).not.toContain(theCase.id);
});

test('while it is held no document is taken away, and whoever would is told what to do', async () => {
  const theCase = await site.referred();
  const held = await decided(theCase, place);
  const change = { kind: 'change-documents', change: 'removed', document: theCase.referralId } as const;
  await expect(site.tell(held.id, change, { kind: 'entry-authority', code: KENT })).rejects.toThrow(
    'under legal hold',
  );
});
