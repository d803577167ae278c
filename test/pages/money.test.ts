/** A council's nights and moves: what its officers see and take out is what the trails of its own children prove. */
import { beforeEach, describe, expect, test } from 'vitest';
import { careRecords } from '../../shared/core/figures/care-record.ts';
import { nightsIn } from '../../shared/core/figures/nights.ts';
import { authorityName } from '../../shared/words/authority-names.ts';
import { SOCIAL_WORKER } from '../builders.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const entry = { kind: 'entry-authority', code: KENT } as const;

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

const seen = async (council: string, path: string, query = {}) =>
  site.visit({ path, cookies: [await site.signedIn(council)], query });
const cellsOf = (body: string, caption: string): readonly (readonly string[])[] => {
  const [, table = ''] = body.split(`--m">${caption}</caption>`);
  const [, rows = ''] = /<tbody[^>]*>([\s\S]*?)<\/tbody>/.exec(table) ?? [];
  return [...rows.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => cell),
  );
};
const linesOf = (file: string): readonly (readonly string[])[] =>
  file
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

/** Referred on 23 November, handed over on the 25th, and counted in the morning of 3 December. */
async function moved(): Promise<{ readonly id: string; readonly to: string }> {
  const { id } = await site.referred();
  const live = (await site.cases.read(id))?.offers.find(({ status }) => status === 'live');
  const council = { kind: 'council', code: live?.council ?? '', name: 'Sam Okafor' } as const;
  await site.tell(id, { kind: 'answer', offerId: live?.id ?? '', answer: 'accept' }, council);
  await site.tell(
    id,
    { kind: 'arrange-transfer', moveOn: '2026-11-25', socialWorker: SOCIAL_WORKER },
    council,
  );
  site.clock.set('2026-11-25T14:00:00.000Z');
  await site.tell(id, { kind: 'complete-transfer', handedOverAt: site.clock.now() }, entry);
  await site.count();
  site.clock.set('2026-12-03T09:00:00.000Z');
  await site.count();
  return { id, to: council.code };
}

describe('the page', () => {
  test('shows each council its own nights and moves, up to when they are counted, and what proves them', async () => {
    const { id, to } = await moved();
    const kent = await seen(KENT, '/money', { of: '2026-11' });
    expect(kent.status).toBe(200);
    expect(kent.body).toContain('<h1 class="govuk-heading-l">Nights and moves, November 2026</h1>');
    expect(kent.body).toContain('Counted up to 9am on Thursday 3 December 2026.');
    expect(cellsOf(kent.body, 'Nights in your care')).toEqual([
      [`${id}, child 1`, '23 November 2026', '24 November 2026', '2', '0', 'Handed over, 25 November 2026'],
    ]);
    expect(cellsOf(kent.body, 'Moves to you')).toEqual([['No moves to you in this time.']]);
    const receiver = await seen(to, '/money', { of: '2026-q4' });
    expect(receiver.body).toContain(authorityName(to));
    // 25 to 30 November; then 1 and 2 December, for the night of the 3rd is not over.
    expect(cellsOf(receiver.body, 'Nights in your care').map((row) => row.slice(1, 6))).toEqual([
      ['25 November 2026', '30 November 2026', '6', '0', 'In care still'],
      ['1 December 2026', '2 December 2026', '2', '0', 'In care still'],
    ]);
    expect(receiver.body).toContain('8 nights of 1 child');
    expect(cellsOf(receiver.body, 'Moves to you')).toEqual([
      [
        id,
        '1',
        '9am on Monday 23 November 2026 (event 1): 2 working days',
        expect.stringMatching(/^9am on Monday 23 November 2026 \(event \d\): 2 working days$/),
        expect.stringMatching(/^2pm on Wednesday 25 November 2026 \(event \d+\)$/),
        'None known',
      ],
    ]);
    expect(receiver.body).toContain('£1');
  });

  test('says so where there is nothing, nothing was counted, or a time is not over', async () => {
    const before = (await seen(KENT, '/money')).body;
    expect(before).toContain('Nothing has been counted yet.');
    expect(before).toContain('No nights in this time.');
    await moved();
    const none = (await seen(KENT, '/money', { of: '2026-10' })).body;
    expect(none).toContain('No nights in this time.');
    expect(none).not.toContain('is over and counted yet');
    site.clock.set('2027-01-01T00:10:00.000Z');
    expect((await seen(KENT, '/money')).body).toContain('No night of this time is over and counted yet.');
  });

  test('of a council outside England has no return', async () => {
    expect((await seen(KENT, '/money')).body).toContain('/money/ssda903-episodes.csv?of=2026-11');
    const [body, file] = [
      await seen('W06000015', '/money'),
      await seen('W06000015', '/money/ssda903-uasc.csv'),
    ];
    expect([body.status, body.body.includes('SSDA903'), file.status]).toEqual([200, false, 404]);
  });

  test('is an officer’s of that council, and found from its list', async () => {
    expect((await seen(KENT, '/home')).body).toContain('href="/money"');
    const coordinating = await site.coordinatorSignedIn();
    for (const path of ['/money', '/money/nights.csv', '/money/ssda903-uasc.csv']) {
      expect((await site.visit({ path })).status).toBe(303);
      const other = await site.visit({ path, cookies: [coordinating] });
      expect([other.status, other.headers.location]).toEqual([303, '/home']);
    }
  });
});

describe('a file', () => {
  test('of nights has a line for each of the month, with number and hash of the events in the trail', async () => {
    const { id, to } = await moved();
    const file = await seen(to, '/money/nights.csv', { of: '2026-12' });
    expect(file.headers['content-disposition'] ?? file.headers['Content-Disposition']).toBe(
      'attachment; filename="nights-2026-12.csv"',
    );
    const [columns = [], ...lines] = linesOf(file.body);
    const trail = await site.cases.trail(id);
    const expected = nightsIn('2026-12', careRecords(trail), '2026-12-03');
    expect(lines.length).toBe(expected.length);
    const cell = (name: string) => lines[0]?.[columns.indexOf(name)];
    expect(['Month', 'Case', 'Child', 'Responsible as', 'Nights', 'Missing nights'].map(cell)).toEqual([
      '2026-12',
      id,
      '1',
      'Receiving authority',
      '2',
      '0',
    ]);
    const handedOver = trail.find(({ type }) => type === 'transfer-completed.v1')?.trail;
    expect([cell('Beginning: number in the trail'), cell('Beginning: hash')]).toEqual([
      String(handedOver?.number),
      handedOver?.hash,
    ]);
    expect(cell('Ended because')).toBe('');
  });

  test('of moves has the stamps of each, and of the return the rows of the year that the month lies in', async () => {
    const { id, to } = await moved();
    const [columns = [], move = []] = linesOf((await seen(to, '/money/moves.csv', { of: '2026-11' })).body);
    expect(move[columns.indexOf('Handed over (London)')]).toBe('2026-11-25 14:00');
    expect(move[columns.indexOf('Handed over at (UTC)')]).toBe('2026-11-25T14:00:00.000Z');
    expect(linesOf((await seen(to, '/money/moves.csv', { of: '2026-12' })).body).length).toBe(1);
    const episodes = await seen(KENT, '/money/ssda903-episodes.csv', { of: '2027-02' });
    expect(linesOf(episodes.body)[1]).toEqual([
      id,
      '1',
      '',
      '',
      'S',
      '',
      '',
      '',
      '',
      '25/11/2026',
      'E3',
      '',
      '',
      '',
      '',
    ]);
    expect(linesOf((await seen(KENT, '/money/ssda903-episodes.csv', { of: '2026-03' })).body).length).toBe(1);
  });

  test('is not found by a name that is none', async () => {
    for (const file of ['nothing.csv', 'nights', 'ssda903-.csv', 'ssda903-nothing.csv', 'constructor.csv'])
      expect((await seen(KENT, `/money/${file}`)).status).toBe(404);
  });
});
