import { beforeAll, describe, expect, test } from 'vitest';
import { Site } from './site.ts';

const KENT = 'E10000016';
const MANY = 700;
const MOST_BYTES = 50_000;

let site: Site;
let coordinator: string;
let officer: string;
beforeAll(async () => {
  site = await Site.seeded();
  // Held for coordinators, with what makes lines long; every other one waits for the entry authority's facts.
  for (let number = 0; number < MANY; number += 1)
    await site.referred(number % 2 === 0 ? { familyInUk: 'may-care' } : ({ arrivedOn: undefined } as never));
  coordinator = await site.coordinatorSignedIn();
  officer = await site.signedIn(KENT);
}, 120_000);

const lines = (body: string) =>
  [...body.matchAll(/<li class="nts-needs__entry">([\s\S]*?)<\/li>/g)].map(([, line = '']) => line);
const refs = (body: string) => lines(body).map((line) => /NTS-\w{4}-\w{4}/.exec(line)?.[0] ?? 'none');
const pagesOf = (body: string): number =>
  Math.max(1, ...[...body.matchAll(/[?&](?:amp;)?page=(\d+)/g)].map(([, page]) => Number(page)));

describe.each([
  ['the coordinators’ list', () => coordinator],
  ['a council’s list', () => officer],
])('%s of some hundred lines', (_, signedIn) => {
  test('has pages of at most 50 KB, on which each line stands once, in one order, and the count is of all', async () => {
    const cookie = signedIn();
    const at = (page?: string) =>
      site.visit({ path: '/home', cookies: [cookie], query: page === undefined ? {} : { page } });
    const first = await at();
    const pages = pagesOf(first.body);
    expect(pages).toBeGreaterThan(10);
    const total = Number(/Showing 1 to 25 of (\d+)/.exec(first.body)?.[1]);
    expect(total).toBeGreaterThanOrEqual(MANY / 2);
    const seen: string[] = [];
    for (let page = 1; page <= pages; page += 1) {
      const { body, bytes, status } = await at(String(page));
      expect(status).toBe(200);
      expect(bytes.length).toBeLessThanOrEqual(MOST_BYTES);
      const main = body.split('Your other cases')[0] ?? '';
      seen.push(...refs(main));
      expect(body).toContain('aria-label="Pages of what needs us"');
    }
    expect(seen).toHaveLength(total);
    const cases = seen.filter((one) => one !== 'none');
    expect(new Set(cases).size).toBe(cases.length);
    // Refreshed, a page is the same.
    expect(refs((await at('3')).body)).toEqual(refs((await at('3')).body));
  });

  test.each(['0', '-1', 'x', '1e3', '9999999', '<script>'])(
    'answers an address that names no page of it with one that is there: %s',
    async (page) => {
      const cookie = signedIn();
      const { status, body } = await site.visit({ path: '/home', cookies: [cookie], query: { page } });
      expect(status).toBe(200);
      expect(body).not.toContain('<script>');
      expect(lines(body).length).toBeGreaterThan(0);
    },
  );
});

test('a page of a list reads the cases of that page, not all that wait', async () => {
  const cookie = coordinator;
  let reads = 0;
  const read = site.cases.read.bind(site.cases);
  site.cases.read = (id) => {
    reads += 1;
    return read(id);
  };
  await site.visit({ path: '/home', cookies: [cookie], query: { page: '12' } });
  site.cases.read = read;
  expect(reads).toBeLessThanOrEqual(30);
});
