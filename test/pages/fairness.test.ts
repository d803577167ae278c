/** How fair the scheme is, for coordinators and readers: plots, a map and tables of what was kept by night, and nothing else. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { plots, tileMap } from '../../functions/pages/figures/fairness-pictures.ts';
import { fairnessOf, type SchemeFairness } from '../../shared/core/allocation/fairness.ts';
import { regionCodes, regionNames } from '../../shared/words/regions.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const SOUTH_EAST = 'E12000008';
const PATH = '/figures/fairness';

let site: Site;
let cookie: string;
beforeEach(async () => {
  site = await Site.seeded();
  cookie = await site.coordinatorSignedIn();
});
const seen = async (query = {}, path = PATH) => site.visit({ path, cookies: [cookie], query });
const linesOf = async (file: string, query = {}) =>
  (await seen(query, `${PATH}/${file}.csv`)).body
    .slice(1)
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
/** Keeps a month in which one region was so far behind its share. */
async function keep(at: string, region: string, lag: number, council = KENT): Promise<void> {
  const now = fairnessOf(await site.councils.view(), site.policy, at);
  const moved = <T extends { lag: number }>(all: Readonly<Record<string, T>>, code: string) =>
    Object.fromEntries(Object.entries(all).map(([one, of]) => [one, one === code ? { ...of, lag } : of]));
  await site.figures.putFairness({
    at,
    regions: moved(now.regions, region),
    councils: moved(now.councils, council),
  });
}

describe('the page', () => {
  test('says that nothing was counted before the first night, and has where children moved', async () => {
    const { status, body } = await seen();
    expect(status).toBe(200);
    expect(body).toContain('Nothing has been counted yet. It is done each night.');
    expect(body).toContain('Where children came from and went');
    expect(body).not.toContain('nts-map');
  });

  test('shows each region on the map and as a plot, with the numbers of the last night in the table underneath', async () => {
    await keep('2026-09-30T02:00:00.000Z', SOUTH_EAST, -2.26);
    await keep('2026-11-20T02:00:00.000Z', SOUTH_EAST, 3.46);
    const { body } = await seen();
    expect(body).toContain('As it stood at 2am on Friday 20 November 2026');
    expect(body.match(/<li class="nts-map__tile /g)).toHaveLength(12);
    expect(body).toContain('aria-label="South East: 3.5 behind"');
    const [columns, ...rows] = await linesOf('months');
    expect(columns).toHaveLength(14);
    const own = rows.find(([name]) => name === 'South East');
    expect(own?.slice(1, 4)).toEqual(['3.5', '', '-2.3']);
    expect((await linesOf('regions')).map(([name]) => name).slice(1)).toEqual(Object.values(regionNames));
  });

  test('of a region it shows the councils, on the page and in its files', async () => {
    await keep('2026-11-20T02:00:00.000Z', SOUTH_EAST, 0.5, KENT);
    const { body } = await seen({ region: SOUTH_EAST });
    expect(body).toContain('aria-label="Kent: 0.5 behind"');
    expect(body).not.toContain('aria-label="Leeds');
    expect(body).toContain('/figures/fairness/councils.csv?of=2026-q4&amp;region=E12000008');
    const councils = await linesOf('councils', { region: SOUTH_EAST });
    const all = await linesOf('councils');
    expect(councils.length).toBeLessThan(all.length);
    expect(new Set(councils.slice(1).map((row) => row[2]))).toEqual(new Set(['South East']));
    expect((await seen({ region: '<script>' })).body).not.toContain('<script>');
  });

  test('is for coordinators and readers alone', async () => {
    for (const path of [PATH, `${PATH}/regions.csv`]) {
      const officer = await site.visit({ path, cookies: [await site.signedIn(KENT)] });
      expect(officer.headers.location).toBe('/home');
      expect((await site.visit({ path })).headers.location).toBe('/sign-in');
    }
    expect((await seen({}, `${PATH}/constructor.csv`)).status).toBe(404);
  });
});

describe('the plots', () => {
  const course = fc.record({
    name: fc.constant('A'),
    bound: fc.double({ min: 0, max: 9, noNaN: true }),
    lags: fc.array(fc.option(fc.double({ min: -20, max: 20, noNaN: true }), { nil: undefined }), {
      minLength: 1,
      maxLength: 13,
    }),
  });

  test('keep every point inside, whoever is further behind is higher, and no line crosses a month without a number', () => {
    fc.assert(
      fc.property(fc.array(course, { minLength: 1, maxLength: 5 }), (courses) => {
        for (const [at, { path, width, height, band, end }] of plots(courses).entries()) {
          const { lags = [] } = courses[at] ?? {};
          const there = lags.flatMap((lag) => (lag === undefined ? [] : [lag]));
          const points = [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(
            ([, x, y]) => [Number(x), Number(y)] as const,
          );
          expect(points).toHaveLength(there.length);
          for (const [x, y] of points) {
            expect(x).toBeGreaterThanOrEqual(0);
            expect(x).toBeLessThanOrEqual(width);
            expect(y).toBeGreaterThanOrEqual(0);
            expect(y).toBeLessThanOrEqual(height);
          }
          for (const [a, [, higher]] of points.entries())
            for (const [b, [, lower]] of points.entries())
              if ((there[a] ?? 0) > (there[b] ?? 0)) expect(higher).toBeLessThanOrEqual(lower);
          expect(band.y).toBeGreaterThanOrEqual(0);
          expect(band.height).toBeGreaterThanOrEqual(0);
          expect(path.match(/M/g) ?? []).toHaveLength(
            lags.filter((lag, month) => lag !== undefined && lags[month - 1] === undefined).length,
          );
          expect(end === undefined).toBe(there.length === 0);
        }
      }),
    );
  });
});

test('on the map no two regions lie on each other, and each says in words what its colour says', () => {
  const regions: SchemeFairness['regions'] = Object.fromEntries(
    regionCodes.map((code, at) => [
      code,
      { lag: at - 5, bound: 1, inCare: null, ofChildren: 0, threshold: 0 },
    ]),
  );
  const tiles = tileMap({ at: '', regions, councils: {} });
  expect(new Set(tiles.map(({ column, row }) => `${column} ${row}`)).size).toBe(regionCodes.length);
  for (const { kind, words } of tiles)
    if (kind === 'near') expect(words).toBe('At its share');
    else expect(words).toContain(kind);
});
