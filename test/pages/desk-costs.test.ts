/** What the lists cost to read, whatever is open and over elsewhere: counts, and no time. */
import { beforeAll, describe, expect, test } from 'vitest';
import { Desk, type PageCost } from '../lab/bench/desk.ts';
import { type DeskPage, deskPages } from '../lab/bench/desk-pages.ts';

/** A council that refers and takes few. */
const FEW = 'E06000046';

describe('a council’s home', () => {
  let small: PageCost;
  let large: PageCost;
  beforeAll(async () => {
    const home = async (open: number, over: number) => {
      const desk = await Desk.of({ open, over });
      return desk.open('/home', await desk.site.signedIn(FEW));
    };
    small = await home(24, 40);
    large = await home(1_000, 4_000);
  });

  test('costs no more than ten units beside the cases that it shows, with 1,000 open elsewhere', () => {
    expect(large.status).toBe(200);
    expect(large.listUnits).toBeLessThanOrEqual(10);
    // As many questions as where hardly anything is open.
    expect(large.queries).toBe(small.queries);
    const shown = large.body.match(/class="nts-needs__entry"/g) ?? [];
    expect(shown.length).toBeGreaterThan(2);
    expect(large.gets).toBeLessThanOrEqual(shown.length + 2);
    expect(large.bytes).toBeLessThan(50_000);
  });
});

test('a council’s children take two queries, few units and no case, with 1,000 open and 4,000 over', async () => {
  const desk = await Desk.of({ open: 1_000, over: 4_000 });
  const page = await desk.open('/councils/E10000014/children', await desk.site.coordinatorSignedIn());
  expect([page.status, page.queries, page.gets]).toEqual([200, 2, 0]);
  expect(page.listUnits).toBeLessThanOrEqual(10);
  expect(page.bytes).toBeLessThan(50_000);
});

describe('the desk with 1,000 open cases and 20,000 that are over', () => {
  let pages: readonly DeskPage[];
  beforeAll(async () => {
    pages = await deskPages(1);
  }, 120_000);

  test('opens every page with few questions, few units beside the cases that it shows, and few bytes', () => {
    expect(pages.length).toBeGreaterThan(10);
    for (const { name, listUnits, gets, bytes, status } of pages) {
      expect(status, name).toBeLessThan(400);
      // A third of what is open here waits for the coordinators.
      expect(listUnits, name).toBeLessThanOrEqual(10);
      // Of each case that is shown itself, and what happened in it last.
      expect(gets, name).toBeLessThanOrEqual(2 * 25 + 10);
      expect(bytes, name).toBeLessThan(50_000);
    }
  });

  test('finds cases with two questions at most, a page of them wherever there are so many', () => {
    const others = ['a case by its reference', 'its money', 'its sheet', 'what is published'];
    const found = pages.filter(({ name }) => !name.includes('list') && !others.includes(name));
    expect(found.length).toBeGreaterThan(7);
    for (const { name, queries, gets, status } of found) {
      expect(queries, name).toBeLessThanOrEqual(2);
      expect(status, name).toBe(200);
      expect(gets, name).toBeGreaterThan(25);
    }
  });
});
