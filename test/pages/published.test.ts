/** What everybody may know of the scheme: whole quarters that are over, without a number that could give a child away. */
import { beforeEach, describe, expect, test } from 'vitest';
import { type Figures, noFigures, together } from '../../shared/core/figures/figures.ts';
import { HAMPSHIRE, KENT, LEEDS } from '../core/a-scheme.ts';
import { Site } from './site.ts';

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

const moved = (council: string, children: number): Figures => ({
  ...noFigures,
  counts: { 'moved-in': { [council]: { care: children } } },
});
const keep = async (month: string, ...figures: readonly Figures[]): Promise<void> => {
  await site.figures.putFigures(month, await site.figures.nextEdition(month), together(figures));
};

/** The lines of a file by their first cell; no cell of these has a comma or a quotation mark. */
const movedIn = async (file: string, query = {}): Promise<Readonly<Record<string, string | undefined>>> => {
  const { status, body } = await site.visit({ path: `/published/${file}.csv`, query });
  expect(status).toBe(200);
  const [head = [], ...lines] = body
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  const at = head.indexOf('Moved in');
  return Object.fromEntries(lines.map((line) => [line[0], line[at]]));
};

describe('the figures that are published', () => {
  beforeEach(async () => {
    await keep('2026-07', moved(HAMPSHIRE, 20), moved(KENT, 3));
    await keep('2026-09', moved(HAMPSHIRE, 10), moved(LEEDS, 7), moved('E10000032', 4));
    await keep('2026-10', moved(LEEDS, 50));
    await site.figures.putCountedUntil(site.clock.now(), []);
  });

  test('open to anybody, say up to when they are counted, and have a file of each table', async () => {
    const { status, body } = await site.get('/published');
    expect(status).toBe(200);
    expect(body).toContain('Figures, July to September 2026</h1>');
    expect(body).toContain('Counted up to');
    for (const name of ['regions', 'councils'])
      expect(body).toContain(`href="/published/${name}.csv?of=2026-q3"`);
    expect(body).not.toContain('href="/home"');
  });

  test('hide small numbers, and what would give them away', async () => {
    expect(await movedIn('regions')).toMatchObject({ All: '44', 'South East': '37', London: '0' });
    // 3 and 4 are small and differ: with 30 of Hampshire they are 37, and neither is known.
    expect(await movedIn('councils')).toMatchObject({
      Hampshire: '30',
      Kent: '[c]',
      'West Sussex': '[c]',
      Leeds: '7',
    });
  });

  test('are of whole quarters that are over, and of no other time', async () => {
    const latest = await movedIn('regions');
    for (const one of ['2026-q4', '2026-10', '2026-07', '2027-q1', 'nothing'])
      expect(await movedIn('regions', { of: one }), one).toEqual(latest);
    expect(await movedIn('regions', { of: '2026-q2' })).toMatchObject({ All: '0' });
    const { body } = await site.get('/published');
    expect([...body.matchAll(/<option value="([^"]+)"/g)].map(([, one]) => one)).toEqual(
      expect.arrayContaining(['2026-q3', '2026-q2']),
    );
    expect(body).not.toMatch(/<option value="(?:2026-q4|\d{4}-\d\d)"/);
  });

  test('have no other table, and nothing that is not published beside them', async () => {
    for (const file of ['nothing.csv', 'regions', 'constructor.csv', 'turned-down.csv'])
      expect((await site.get(`/published/${file}`)).status).toBe(404);
    const { body } = await site.get('/published');
    // Asked is nearly yes, no and silence together: beside them it would say what is hidden.
    expect(body).not.toMatch(/>Asked( first)?</);
  });
});
