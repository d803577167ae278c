import { expect, test } from 'vitest';
import type { SchemeFairness } from '../../shared/core/allocation/fairness.ts';
import type { CareRecord } from '../../shared/core/figures/care-record.ts';
import type { CaseRecord } from '../../shared/core/figures/case-record.ts';
import { type Figures, noFigures } from '../../shared/core/figures/figures.ts';
import type { FigureStore } from '../../shared/ports/figure-store.ts';

const record = (over: Partial<CaseRecord> = {}): CaseRecord => ({
  caseId: 'NTS-7F3K-2M9Q',
  version: 3,
  policy: 'nts-2026',
  referredAt: '2026-11-23T09:00:00.000Z',
  by: 'E10000016',
  referred: 1,
  children: 1,
  kinds: ['foster-care'],
  from: 'care',
  asks: [],
  acceptances: [],
  holds: [],
  failed: [],
  refusals: [],
  absences: [],
  ends: [],
  ...over,
});

const care = (over: Partial<CareRecord> = {}): CareRecord => ({
  caseId: 'NTS-7F3K-2M9Q',
  council: 'E10000016',
  version: 3,
  referredOn: '2026-11-20',
  stays: [],
  missing: [],
  workers: [],
  ...over,
});

const figures = (n: number): Figures => ({ ...noFigures, counts: { referred: { E10000016: { '': n } } } });

/** The promises of a store of figures, for any twin. */
export const keepsFigureStorePromises = (fresh: () => Promise<FigureStore>): void => {
  test('gives back the records of a month, each case once, in order, and of no other month', async () => {
    const store = await fresh();
    await store.putRecord('2026-11', record());
    await store.putRecord('2026-11', record());
    await store.putRecord('2026-11', record({ caseId: 'NTS-0000-0001' }));
    await store.putRecord('2026-12', record({ caseId: 'NTS-0000-0002' }));
    expect(await store.records('2026-11')).toEqual([record({ caseId: 'NTS-0000-0001' }), record()]);
    expect((await store.records('2026-12')).map(({ caseId }) => caseId)).toEqual(['NTS-0000-0002']);
    expect(await store.records('2027-01')).toEqual([]);
  });

  test('keeps the record that follows from more of the trail, and of as much the later', async () => {
    const store = await fresh();
    await store.putRecord('2026-11', record({ version: 4, children: 2 }));
    await store.putRecord('2026-11', record({ version: 3, children: 1 }));
    expect((await store.records('2026-11'))[0]).toMatchObject({ version: 4, children: 2 });
    await store.putRecord('2026-11', record({ version: 4, children: 3 }));
    expect((await store.records('2026-11'))[0]).toMatchObject({ children: 3 });
  });

  test('gives back the care of one council in some months, in order of months and cases, each kept by as much of the trail as there was', async () => {
    const store = await fresh();
    const other = care({ caseId: 'NTS-0000-0001' });
    for (const month of ['2026-12', '2026-10', '2026-11', '2027-01']) await store.putCare(month, care());
    await store.putCare('2026-11', other);
    await store.putCare('2026-11', care({ council: 'E10000014' }));
    await store.putCare('2026-12', care({ version: 4, referredOn: '2026-12-02' }));
    await store.putCare('2026-12', care({ referredOn: '2026-12-01' }));
    expect(await store.care('E10000016', '2026-11', '2026-12')).toEqual([
      { month: '2026-11', record: other },
      { month: '2026-11', record: care() },
      { month: '2026-12', record: care({ version: 4, referredOn: '2026-12-02' }) },
    ]);
    expect((await store.care('E10000014', '2026-01', '2027-12')).map(({ month }) => month)).toEqual([
      '2026-11',
    ]);
    expect(await store.care('E08000035', '2026-01', '2027-12')).toEqual([]);
  });

  test('knows no figures before there are any, also where an edition was begun, and then those of the highest', async () => {
    const store = await fresh();
    expect(await store.figures('2026-11')).toBeUndefined();
    expect([await store.nextEdition('2026-11'), await store.nextEdition('2026-11')]).toEqual([1, 2]);
    expect(await store.nextEdition('2026-12')).toBe(1);
    expect(await store.figures('2026-11')).toBeUndefined();
    expect(await store.putFigures('2026-11', 2, figures(2))).toBe('kept');
    expect(await store.putFigures('2026-11', 1, figures(1))).toBe('overtaken');
    expect(await store.figures('2026-11')).toEqual(figures(2));
    expect(await store.nextEdition('2026-11')).toBe(3);
    expect(await store.putFigures('2026-11', 3, figures(3))).toBe('kept');
    expect(await store.figures('2026-11')).toEqual(figures(3));
    expect(await store.figures('2026-12')).toBeUndefined();
  });

  test('keeps of each month in London how fair the scheme was last, and gives back those of a span', async () => {
    const store = await fresh();
    const fair = (at: string, lag: number): SchemeFairness => ({
      at,
      regions: { E12000008: { lag, bound: 1.5, inCare: null, ofChildren: 0, threshold: 12 } },
      councils: {},
    });
    const [june, later, july] = [
      fair('2026-06-29T02:00:00.000Z', 1),
      fair('2026-06-30T02:00:00.000Z', -0.25),
      // An hour before midnight in UTC, and July in London.
      fair('2026-06-30T23:00:00.000Z', 2),
    ];
    for (const one of [july, later, june]) await store.putFairness(one);
    expect(await store.fairness('2026-05', '2026-07')).toEqual([later, july]);
    expect(await store.fairness('2026-06', '2026-06')).toEqual([later]);
    expect(await store.fairness('2026-08', '2026-12')).toEqual([]);
  });

  test('remembers up to when it is counted and which cases are not, and never goes back', async () => {
    const store = await fresh();
    const counted = async () => [await store.countedUntil(), await store.uncounted()];
    expect(await counted()).toEqual([undefined, []]);
    await store.putCountedUntil('2026-11-23T10:20:00.000Z', ['NTS-0000-0001', 'NTS-0000-0002']);
    await store.putCountedUntil('2026-11-23T09:20:00.000Z', []);
    expect(await counted()).toEqual(['2026-11-23T10:20:00.000Z', ['NTS-0000-0001', 'NTS-0000-0002']]);
    // A run that was started again at once says what it found.
    await store.putCountedUntil('2026-11-23T10:20:00.000Z', ['NTS-0000-0001']);
    expect(await counted()).toEqual(['2026-11-23T10:20:00.000Z', ['NTS-0000-0001']]);
    await store.putCountedUntil('2026-11-23T11:20:00.000Z', []);
    expect(await counted()).toEqual(['2026-11-23T11:20:00.000Z', []]);
  });
};
