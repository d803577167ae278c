/** What the lists cost to read, whatever is open and over elsewhere: counts, and no time. */
import { beforeAll, describe, expect, test } from 'vitest';
import { Desk, type PageCost } from '../lab/bench/desk.ts';

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
