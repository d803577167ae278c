/** What a council is asked for in requests for information: its own true numbers, and those that may be published. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { CountedIn } from '../../functions/pages/figures/council-sheet.ts';
import { councilTables } from '../../functions/pages/figures/council-sheet.ts';
import { type Figures, noFigures, together } from '../../shared/core/figures/figures.ts';
import { monthsBetween, quarterOf, wholeQuartersIn } from '../../shared/core/figures/periods.ts';
import { HAMPSHIRE, KENT, LEEDS } from '../core/a-scheme.ts';
import { Site } from './site.ts';

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

const counted = (council: string, moved: number, no: Readonly<Record<string, number>> = {}): Figures => ({
  ...noFigures,
  counts: { 'moved-in': { [council]: { care: moved } }, 'turned-down': { [council]: no } },
});
const keep = async (month: string, ...figures: readonly Figures[]): Promise<void> => {
  await site.figures.putFigures(month, await site.figures.nextEdition(month), together(figures));
};
const period = { from: '2026-03', until: '2026-10' };

/** The lines of a file, cell by cell; no cell of these has a comma or a quotation mark. */
const linesOf = async (path: string, cookie: string, query = {}): Promise<readonly (readonly string[])[]> => {
  const { status, body } = await site.visit({ path, cookies: [cookie], query });
  expect(status).toBe(200);
  return body
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
};
const column = (lines: readonly (readonly string[])[], name: string): readonly (string | undefined)[] => {
  const at = lines[0]?.indexOf(name) ?? -1;
  return lines.slice(1).map((line) => line[at]);
};

describe('the sheet of a council', () => {
  beforeEach(async () => {
    await keep('2026-04', counted(LEEDS, 3, { 'no-safe-placement': 2, other: 1 }), counted(HAMPSHIRE, 40));
    await keep('2026-06', counted(LEEDS, 9), counted(HAMPSHIRE, 10));
    await keep('2026-08', counted(LEEDS, 2), counted(HAMPSHIRE, 20));
    await site.figures.putCountedUntil(site.clock.now(), []);
  });

  test('has its true numbers month by month, for its own officers and for coordinators alike', async () => {
    const own = await linesOf('/sheet/sheet.csv', await site.signedIn(LEEDS), period);
    const coordinators = await site.coordinatorSignedIn();
    expect(await linesOf(`/councils/${LEEDS}/sheet/sheet.csv`, coordinators, period)).toEqual(own);
    expect(column(own, 'Month')).toEqual(
      ['March', 'April', 'May', 'June', 'July', 'August', 'September', 'October'].map((m) => `${m} 2026`),
    );
    expect(column(own, 'Moved in')).toEqual(['0', '3', '0', '9', '0', '2', '0', '0']);
    expect(column(own, 'No')).toEqual(['0', '3', '0', '0', '0', '0', '0', '0']);
    const reasons = await linesOf('/sheet/reasons.csv', await site.signedIn(LEEDS), period);
    expect(column(reasons, 'Code')).toEqual(['no-safe-placement', 'other']);
    expect(column(reasons, 'Children')).toEqual(['2', '1']);
  });

  test('may be published by whole quarters, without a number from 1 to 4', async () => {
    const lines = await linesOf('/sheet/publication.csv', await site.signedIn(LEEDS), period);
    expect(column(lines, 'Quarter')).toEqual(['April to June 2026', 'July to September 2026']);
    expect(column(lines, 'Moved in')).toEqual(['12', '[c]']);
    expect(column(lines, 'No')).toEqual(['[c]', '0']);
  });

  test('is of the months that are asked for, whichever comes first, and else of the last twelve', async () => {
    const cookie = await site.signedIn(LEEDS);
    const turned = { from: period.until, until: period.from };
    const file = (query: object) => linesOf('/sheet/sheet.csv', cookie, query);
    expect(await file(turned)).toEqual(await file(period));
    const year = await file({});
    expect([year.length, year[1]?.[0], year.at(-1)?.[0]]).toEqual([13, 'December 2025', 'November 2026']);
    for (const from of ['2019-01', '2027-01', '<script>', '2026-13'])
      expect(await file({ from })).toEqual(year);
  });

  test('is on a page with a file of each table, which says up to when it is counted', async () => {
    const { status, body } = await site.visit({
      path: '/sheet',
      cookies: [await site.signedIn(LEEDS)],
      query: period,
    });
    expect(status).toBe(200);
    expect(body).toContain('Figures of Leeds</h1>');
    expect(body).toContain('Counted up to');
    for (const name of ['sheet', 'reasons', 'publication'])
      expect(body).toContain(`href="/sheet/${name}.csv?from=2026-03&amp;until=2026-10"`);
    expect(body).toContain('Publish this table and no other.');
  });

  test('is of nobody else: an officer has no other council’s, and what is no table is not found', async () => {
    const cookies = [await site.signedIn(KENT)];
    expect((await site.visit({ path: `/councils/${LEEDS}/sheet`, cookies })).headers.location).toBe('/home');
    expect((await site.visit({ path: `/councils/${LEEDS}/sheet/sheet.csv`, cookies })).headers.location).toBe(
      '/home',
    );
    for (const file of ['nothing.csv', 'sheet', 'constructor.csv'])
      expect((await site.visit({ path: `/sheet/${file}`, cookies })).status).toBe(404);
  });
});

test('what is published of a quarter is the same in every period that it is in, so that no two periods can be taken from each other', () => {
  const all = monthsBetween('2025-01', '2026-10');
  const kept = new Map(all.map((month, at) => [month, counted(LEEDS, at % 7, { other: at % 3 })]));
  const figuresOf = (months: readonly string[]): Figures =>
    together(months.map((month) => kept.get(month) ?? noFigures));
  const published = (months: readonly string[]) => {
    const quarters = wholeQuartersIn(months, '2026-11-30').map(
      (one): CountedIn => ({ period: one, figures: figuresOf(one.months) }),
    );
    return councilTables([], quarters, LEEDS).at(-1)?.rows ?? [];
  };
  const whole = published(all);
  expect(whole).toHaveLength(7);
  for (const [from] of all.entries())
    for (let until = from + 1; until <= all.length; until += 1) {
      const rows = published(all.slice(from, until));
      for (const row of rows) expect(whole).toContainEqual(row);
      // A part of a quarter is never published.
      expect(rows.length).toBeLessThanOrEqual(Math.floor((until - from) / 3));
    }
});

test('a quarter that is not over is not whole yet', () => {
  const quarter = quarterOf('2026-11-23');
  expect(wholeQuartersIn(quarter.months, '2026-12-31')).toEqual([]);
  expect(wholeQuartersIn(quarter.months, '2027-01-01')).toEqual([quarter]);
});
