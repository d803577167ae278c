/** Children whom a council has received stay on a list of it, for as long as they are in its care. */
import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import { receivedLine } from '../../functions/pages/home/received.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { aCase, aChild, aPlacement, aReferral, NOW, SOCIAL_WORKER } from '../builders.ts';
import { opening, reference } from '../contract/fleet.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const entry: Actor = { kind: 'entry-authority', code: KENT };
const coordinator: Actor = { kind: 'coordinator', name: 'A. Coordinator' };

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

/** A child is handed over to the council that is asked first. */
async function handedOver(): Promise<{ readonly theCase: Case; readonly council: string }> {
  const asked = await site.referred();
  const [offer] = asked.offers;
  const council = offer?.council ?? '';
  const duty: Actor = { kind: 'council', code: council };
  await site.tell(asked.id, { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' }, duty);
  await site.tell(
    asked.id,
    { kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER },
    duty,
  );
  const theCase = await site.tell(
    asked.id,
    { kind: 'complete-transfer', handedOverAt: site.clock.now() },
    entry,
  );
  return { theCase, council };
}
const bodyOf = async (path: string, cookie: string, query = {}) =>
  (await site.visit({ path, cookies: [cookie], query })).body;

test('it is one link from the council’s list, says what can be recorded, and leads to where it is', async () => {
  const { theCase, council } = await handedOver();
  const cookie = await site.signedIn(council);
  expect(await bodyOf('/home', cookie)).toContain('href="/received"');
  const body = await bodyOf('/received', cookie);
  for (const words of [
    theCase.id,
    '1 child from Kent',
    'Handed over on 23 November 2026',
    'Open it to say what has happened.',
    'The child is missing, or was found',
    'They were assessed as an adult',
    'The child joined family',
    'The care of the child ended',
    'The child died',
    'The child lives in another area, or an area is to be avoided',
    'in the care of another council',
  ])
    expect(body).toContain(words);
  const [, href = ''] = /<h3[^>]*><a class="govuk-link" href="([^"]+)"/.exec(body) ?? [];
  const page = await bodyOf(href, cookie);
  for (const words of [
    'The child is missing',
    'The child lives in another area now',
    'Add an area to avoid',
    'The child has left care',
    'Another council has become responsible',
  ])
    expect(page).toContain(words);
});

test('nobody else has the child on theirs, who says so reads that there is none', async () => {
  const { theCase, council } = await handedOver();
  for (const other of [KENT, 'E10000013'].filter((code) => code !== council)) {
    const body = await bodyOf('/received', await site.signedIn(other));
    expect(body).not.toContain(theCase.id);
    expect(body).toContain('No child who was handed over to you is in your care now.');
  }
});

test('it follows the child: to the council that becomes responsible, and off every list with the last who leaves care', async () => {
  const { theCase, council } = await handedOver();
  const to = council === 'E10000013' ? 'E10000014' : 'E10000013';
  const [before, after] = [await site.signedIn(council), await site.signedIn(to)];
  const listed = async () =>
    Promise.all(
      [before, after].map(async (cookie) => (await bodyOf('/received', cookie)).includes(theCase.id)),
    );
  expect(await listed()).toEqual([true, false]);
  await site.tell(theCase.id, { kind: 'move-care', to, on: '2026-11-23' }, coordinator);
  expect(await listed()).toEqual([false, true]);
  await site.tell(
    theCase.id,
    { kind: 'child-missing', missingSince: site.clock.now() },
    { kind: 'council', code: to },
  );
  expect(await listed()).toEqual([false, true]);
  expect(await bodyOf('/received', after)).toContain('Open it to say when the child is found.');
  await site.tell(
    theCase.id,
    { kind: 'leave-care', outcome: 'placement-ended', on: '2026-11-23' },
    { kind: 'council', code: to },
  );
  expect(await listed()).toEqual([false, false]);
  await site.tell(
    theCase.id,
    { kind: 'reopen', because: 'recorded-in-error', note: 'Still there.' },
    coordinator,
  );
  expect(await listed()).toEqual([false, true]);
});

test('a line counts those of a group who are in care, and is not on the list of a move that is ahead', () => {
  const children = [aChild(), aChild({ number: 2 }), aChild({ number: 3 })];
  const theCase = aCase({
    status: 'transferred',
    facts: aReferral({ children }),
    turned18: [3],
    left: [{ child: 1, outcome: 'died', on: '2026-11-20' }],
    placement: { ...aPlacement(), handedOverAt: '2026-11-19T10:00:00.000Z' },
  });
  const line = receivedLine(theCase, theCase.placement?.council ?? '', NOW);
  expect(line).toMatchObject({
    action: theCase.id,
    by: 'Handed over on 19 November 2026',
    at: '2026-11-19T10:00:00.000Z',
    sealed: theCase.id,
    tag: { text: 'Transferred' },
  });
  expect(line.about).toContain('1 child from Kent');
});

test('only whoever is signed in for a council sees it', async () => {
  expect((await site.visit({ path: '/received' })).headers.location).toContain('/sign-in');
  const cookie = await site.coordinatorSignedIn();
  expect((await site.visit({ path: '/received', cookies: [cookie] })).headers.location).toBe('/home');
});

test('it has pages, the latest handover first', async () => {
  const council = 'E10000014';
  for (let number = 1; number <= 27; number += 1) {
    const change = opening(number);
    const { needs: _, nextDueAt: __, ...closed } = change.case;
    const handedOverAt = `2026-10-${String(number).padStart(2, '0')}T10:00:00.000Z`;
    const placement = { ...aPlacement({ council }), handedOverAt };
    await site.cases.commit({ ...change, case: { ...closed, status: 'transferred', placement } });
  }
  const cookie = await site.signedIn(council);
  const numbers = Array.from({ length: 27 }, (_, index) => reference(index + 1));
  const refs = (body: string) =>
    [...body.matchAll(/href="\/sealed\/([^"]+)"/g)].map(([, found = '']) => numbers.indexOf(found) + 1);
  const first = await bodyOf('/received', cookie);
  expect(first).toContain('Showing 1 to 25 of 27');
  expect(refs(first)).toEqual(Array.from({ length: 25 }, (_, index) => 27 - index));
  const second = refs(await bodyOf('/received', cookie, { page: '2' }));
  expect(second).toEqual([2, 1]);
});
