/** The coordinators' list of moves: what failed first, each case once, and who is to act. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { SOCIAL_WORKER } from '../builders.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const entry = { kind: 'entry-authority', code: KENT } as const;
const coordinator = { kind: 'coordinator', name: 'Robin Hale' } as const;

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

const body = async (query = {}): Promise<string> => {
  const seen = await site.visit({ path: '/moves', cookies: [await site.coordinatorSignedIn()], query });
  expect(seen.status).toBe(200);
  return seen.body;
};
const text = (html: string): string =>
  html
    .replace(/^[\s\S]*<main/, '<main')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
/** The headings and references of the list, in order. */
const listed = (html: string): readonly string[] =>
  [...html.matchAll(/<h2 class="govuk-heading-m">([^<]*)|(NTS-\w{4}-\w{4}): from/g)].flatMap(
    ([, heading, reference]) => heading ?? reference ?? [],
  );

async function accepted(): Promise<{
  readonly id: string;
  readonly by: (command: Command) => Promise<unknown>;
}> {
  const theCase: Case = await site.referred();
  const [live] = theCase.offers;
  const council = { kind: 'council', code: live?.council ?? '', name: 'Sam Okafor' } as const;
  await site.tell(theCase.id, { kind: 'answer', offerId: live?.id ?? '', answer: 'accept' }, council);
  return { id: theCase.id, by: (command) => site.tell(theCase.id, command, council) };
}

async function arranged(moveOn: string) {
  const one = await accepted();
  await one.by({ kind: 'arrange-transfer', moveOn, socialWorker: SOCIAL_WORKER });
  return one;
}

describe('the list of moves', () => {
  test('says so while it is empty, and the home leads to it', async () => {
    await accepted();
    expect(text(await body())).toContain('No move is ahead, and none was made, failed or was called off');
    const home = await site.visit({ path: '/home', cookies: [await site.coordinatorSignedIn()] });
    expect(home.body).toContain('href="/moves"');
  });

  test('has what failed first, what nobody confirmed, what is ahead by its day, and what is over, each case once', async () => {
    const late = await arranged('2026-11-24');
    const soon = await arranged('2026-11-26');
    const failing = await arranged('2026-11-24');
    const done = await arranged('2026-11-23');
    const gone = await arranged('2026-11-27');
    await site.tell(done.id, { kind: 'complete-transfer', handedOverAt: site.clock.now() }, entry);
    site.clock.set('2026-11-24T15:00:00.000Z');
    const sooner = await arranged('2026-11-25');
    await failing.by({ kind: 'transfer-failed', reason: 'transport' });
    await site.tell(gone.id, { kind: 'withdraw', reason: 'no-longer-needed' }, entry);
    site.clock.set('2026-11-25T09:00:00.000Z');
    const html = await body();
    expect(listed(html)).toEqual([
      'Failed on the day: 1',
      failing.id,
      'The day has gone by, and nobody has confirmed the handover: 1',
      late.id,
      'Today and ahead: 2',
      sooner.id,
      soon.id,
      'Over, in the last seven days: 2',
      gone.id,
      done.id,
    ]);
    const said = text(html);
    expect(said).toMatch(/It was to be on Tuesday 24 November 2026, and failed\. We heard of it yesterday\./);
    expect(said).toMatch(/On Wednesday 25 November 2026, today\. Arranged yesterday\./);
    // Who is to act, and by when.
    expect(said).toMatch(/: arrange the move, by \d/);
    expect(said).toMatch(/: move the child and confirm the handover, by \d/);
    expect(said).toMatch(/Ended yesterday\. The referral was withdrawn\. The case is closed\./);
    // The failed one is arranged anew: it is ahead, and nothing failed.
    await failing.by({ kind: 'arrange-transfer', moveOn: '2026-11-30', socialWorker: SOCIAL_WORKER });
    expect(listed(await body()).slice(0, 2)).toEqual([
      'The day has gone by, and nobody has confirmed the handover: 1',
      late.id,
    ]);
    site.clock.set('2026-12-02T09:00:00.000Z');
    expect(listed(await body())).not.toContain(gone.id);
  });

  test('says why nobody can confirm a move whose day has gone by: the child is missing, or no day is fixed any more', async () => {
    const gone = await arranged('2026-11-24');
    const missing = { kind: 'child-missing', missingSince: '2026-11-24T08:00:00.000Z' } as const;
    site.clock.set('2026-11-24T09:00:00.000Z');
    await site.tell(gone.id, missing, entry);
    const on = text(await body());
    expect(on).toMatch(/On Tuesday 24 November 2026, today\. Arranged yesterday\. The child is missing,/);
    expect(on).toMatch(/Child missing/);
    expect(on).not.toMatch(/ Arranged (?!yesterday)/);
    site.clock.set('2026-11-26T09:00:00.000Z');
    const paused = text(await body());
    expect(paused).toMatch(/It was to be on Tuesday 24 November 2026\. The child is missing, and every/);
    expect(paused).not.toContain('Not confirmed');
    await site.tell(gone.id, { kind: 'child-found', foundAt: '2026-11-26T08:00:00.000Z' }, entry);
    const found = text(await body());
    expect(found).toMatch(/It was to be on Tuesday 24 November 2026\. \S.* is arranging the move\./);
    expect(found).not.toContain('Not confirmed');
  });

  test('no longer has a missing child arrive at a council whose place has lapsed', async () => {
    const gone = await arranged('2026-11-24');
    await site.tell(gone.id, { kind: 'child-missing', missingSince: site.clock.now() }, entry);
    site.clock.set('2026-12-07T17:30:00.000Z');
    await site.tell(gone.id, { kind: 'look-at-deadlines' });
    expect((await site.current(gone.id)).placement).toBeUndefined();
    const html = await body();
    expect(listed(html)).toEqual(['Over, in the last seven days: 1', gone.id]);
    expect(text(html)).toMatch(/Called off today\. The child is missing,/);
  });

  test('says of a case that ended and was opened again that it is open, and how it stands', async () => {
    const back = await arranged('2026-11-30');
    await site.tell(back.id, { kind: 'family-joined', note: 'An aunt in Leeds.' }, coordinator);
    expect(text(await body())).toMatch(/Ended today\. The child joined family in the UK\./);
    const because = 'recorded-in-error';
    await site.tell(back.id, { kind: 'reopen', because, note: 'Another child.' }, coordinator);
    const said = text(await body());
    expect(said).toMatch(/Ended today, and open again\. The scheme is looking for councils to ask\./);
    expect(said).toContain('Looking for councils');
    expect(said).not.toContain('Withdrawn');
  });

  test('has 25 on a page, and reads no more cases than it shows', async () => {
    const all = [];
    for (let count = 0; count < 27; count += 1) all.push((await arranged('2026-11-30')).id);
    const asked: string[] = [];
    const read = site.cases.read.bind(site.cases);
    site.cases.read = (id) => {
      asked.push(id);
      return read(id);
    };
    const [first, second] = [listed(await body()), listed(await body({ page: '2' }))];
    expect([first.length, second.length]).toEqual([26, 3]);
    expect(first[0]).toBe('Today and ahead: 27');
    expect([...first.slice(1), ...second.slice(1)].toSorted()).toEqual(all.toSorted());
    expect(asked).toHaveLength(27);
  });

  test('opens to coordinators alone', async () => {
    expect((await site.visit({ path: '/moves' })).status).toBe(303);
    const kent = await site.visit({ path: '/moves', cookies: [await site.signedIn(KENT)] });
    expect(kent.headers.location).toBe('/home');
  });
});
