import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import { keepFigures } from '../../functions/keep-figures/keep-figures.ts';
import { careRecords } from '../../shared/core/figures/care-record.ts';
import { caseRecord } from '../../shared/core/figures/case-record.ts';
import { figuresOf, noFigures } from '../../shared/core/figures/figures.ts';
import { monthsOf } from '../../shared/core/figures/happenings.ts';
import { nightsIn } from '../../shared/core/figures/nights.ts';
import { MemoryFigureStore } from '../../shared/memory/memory-figure-store.ts';
import { MemoryTrailStore } from '../../shared/memory/memory-trail-store.ts';
import type { FigureStore } from '../../shared/ports/figure-store.ts';
import { HAMPSHIRE, KENT, LEEDS, Play } from '../core/a-scheme.ts';
import { runs } from '../how-much.ts';
import { RecordingLog, RecordingMeter } from './recorders.ts';

/** Trails of which each run sees as much as has happened by then, noted by the day as they grow. */
class Growing {
  now = '2026-11-20T09:00:00.000Z';
  readonly trails: ReadonlyMap<string, readonly AnyEvent[]>;
  readonly store: MemoryTrailStore;
  readonly figures = new MemoryFigureStore();
  readonly log = new RecordingLog();
  readonly meter = new RecordingMeter();
  #noted = '';

  constructor(trails: readonly (readonly AnyEvent[])[]) {
    this.trails = new Map(
      trails.map((trail, at) => [
        `NTS-0000-000${at}`,
        trail.map((event) => ({
          ...event,
          trail: event.trail && { ...event.trail, subject: `NTS-0000-000${at}` },
        })),
      ]),
    );
    this.store = new MemoryTrailStore(async (subject) =>
      (this.trails.get(subject) ?? []).filter(({ at }) => at <= this.now),
    );
  }

  async until(now: string): Promise<void> {
    this.now = now;
    for (const [subject, trail] of this.trails)
      for (const { at } of trail)
        if (at > this.#noted && at <= now) await this.store.noteGrown(subject, at.slice(0, 10));
    this.#noted = now;
  }

  /** The first trail cannot be read meanwhile. */
  async whileOneFails(run: () => Promise<unknown>): Promise<void> {
    const read = this.store.trail.bind(this.store);
    this.store.trail = async (subject) => {
      if (subject === 'NTS-0000-0000') throw new Error('unreadable');
      return read(subject);
    };
    await run();
    this.store.trail = read;
  }

  run(figures: FigureStore = this.figures, started: unknown = {}) {
    const clock = { now: () => this.now };
    return keepFigures({ trails: this.store, figures, clock, log: this.log, meter: this.meter }, started);
  }

  /** What the figures have to be by now, of every month in which there are any. */
  async expectRight(): Promise<void> {
    const trails = await Promise.all([...this.trails.keys()].map((id) => this.store.trail(id)));
    const records = trails.flatMap((trail) => caseRecord(trail) ?? []);
    const [care, today] = [trails.flatMap(careRecords), this.now.slice(0, 10)];
    for (const council of new Set(care.map((one) => one.council)))
      for (const month of ['2026-11', '2026-12', '2027-01', '2027-02'].filter((one) => one <= today)) {
        const kept = await this.figures.care(council, month, month);
        const nights = (of: typeof care) => ({ council, nights: nightsIn(month, of, today) });
        expect(nights(kept.map(({ record }) => record))).toEqual(
          nights(care.filter((one) => one.council === council)),
        );
      }
    for (const month of new Set(records.flatMap(monthsOf)))
      expect({ month, of: await this.figures.figures(month) }).toEqual({
        month,
        of: figuresOf(month, records),
      });
  }
}

const ways = [
  (play: Play) => play.offer(HAMPSHIRE, LEEDS).answer('1-1', 'accept'),
  (play: Play) => play.offer(HAMPSHIRE, LEEDS).answer('1-1', 'decline'),
  (play: Play) => {
    play.offer(HAMPSHIRE, LEEDS).answer('1-1', 'accept');
    play.at(later(play.now, 30)).arrange().at(later(play.now, 31)).handOver();
  },
];
const later = (at: string, hours: number): string =>
  new Date(Date.parse(at) + hours * 3_600_000).toISOString();

const trailsOf = (begins: readonly { readonly way: number; readonly after: number }[]) =>
  begins.map(({ way, after }) => {
    const play = new Play().at(later('2026-11-25T09:00:00.000Z', after)).receive();
    play.at(later(play.now, 5));
    ways[way % ways.length]?.(play);
    return play.trail;
  });

const someTrails = fc
  .array(fc.record({ way: fc.nat(2), after: fc.integer({ min: 0, max: 200 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map(trailsOf);

/** A store that dies at its nth call. */
const dyingAt = (store: FigureStore, call: number): FigureStore => {
  let calls = 0;
  return new Proxy(store, {
    get: (target, name) => {
      const method = Reflect.get(target, name);
      return async (...args: unknown[]) => {
        calls += 1;
        if (calls > call) throw new Error('died');
        return Reflect.apply(method, target, args);
      };
    },
  });
};

/** A store of which each call waits for its turn. */
const scheduled = (store: FigureStore, scheduler: fc.Scheduler): FigureStore =>
  new Proxy(store, {
    get: (target, name) => {
      const method = Reflect.get(target, name);
      return (...args: unknown[]) =>
        scheduler.schedule(Promise.resolve(), String(name)).then(() => Reflect.apply(method, target, args));
    },
  });

describe('whatever happens to its runs', () => {
  test('late, twice, left out, broken off at any call or failing at a case: after the next run that comes through the figures are right', () => {
    const aRun = fc.record({
      hours: fc.constantFrom(1, 1, 5, 24, 80),
      diesAt: fc.option(fc.nat(12)),
      twice: fc.boolean(),
      fails: fc.boolean(),
    });
    return fc.assert(
      fc.asyncProperty(someTrails, fc.array(aRun, { maxLength: 8 }), async (trails, all) => {
        const growing = new Growing(trails);
        for (const { hours, diesAt, twice, fails } of all) {
          await growing.until(later(growing.now, hours));
          if (fails) await growing.whileOneFails(() => growing.run());
          else if (diesAt !== null)
            await growing.run(dyingAt(growing.figures, diesAt)).catch(() => undefined);
          else for (let time = twice ? 2 : 1; time > 0; time -= 1) await growing.run();
          if (diesAt === null && !fails) await growing.expectRight();
        }
        await growing.until('2027-01-10T09:00:00.000Z');
        await growing.run();
        await growing.expectRight();
      }),
      { numRuns: runs(150) },
    );
  });

  test('two at once, one of which began before more was known: neither undoes what the other knew', () =>
    fc.assert(
      fc.asyncProperty(someTrails, fc.scheduler(), async (trails, scheduler) => {
        const growing = new Growing(trails);
        await growing.until('2026-11-27T12:00:00.000Z');
        const store = scheduled(growing.figures, scheduler);
        const first = growing.run(store);
        const second = (async () => {
          await growing.until('2027-01-10T09:00:00.000Z');
          return growing.run(store);
        })();
        await scheduler.waitFor(Promise.all([first, second]));
        await growing.expectRight();
      }),
      { numRuns: runs(100) },
    ));
});

describe('a run', () => {
  let growing: Growing;
  beforeEach(async () => {
    growing = new Growing(trailsOf([{ way: 2, after: 0 }]));
    await growing.until('2026-12-02T09:20:00.000Z');
  });

  test('says what it counted, and up to when; the next looks at yesterday and today alone', async () => {
    expect(await growing.run()).toEqual({ cases: 3, months: 3, failed: 0 });
    expect(await growing.figures.countedUntil()).toBe('2026-12-02T09:20:00.000Z');
    expect(growing.meter.of('LeftUndone')).toEqual([0]);
    expect(growing.log.codes()).toEqual(['FIGURES_KEPT']);
    expect(await growing.run()).toEqual({ cases: 0, months: 0, failed: 0 });
  });

  test('leaves a trail that cannot be read to the next, counts the others, and says so', async () => {
    const read = growing.store.trail.bind(growing.store);
    await growing.store.noteGrown('NTS-0000-0009', '2026-11-25');
    growing.store.trail = async (subject) => {
      if (subject === 'NTS-0000-0009') throw new Error('unreadable');
      return read(subject);
    };
    expect(await growing.run()).toMatchObject({ failed: 1, cases: 3 });
    await growing.expectRight();
    expect(growing.meter.of('LeftUndone')).toEqual([1]);
    expect(growing.log.codes()).toContain('CASE_FAILED');
    // It holds up no day, however often it fails: no other case is counted again for its sake.
    expect(await growing.figures.countedUntil()).toBe(growing.now);
    for (const day of ['03', '04', '05', '06']) {
      await growing.until(`2026-12-${day}T09:20:00.000Z`);
      expect(await growing.run()).toMatchObject({ failed: 1, cases: 0, months: 0 });
    }
    expect(await growing.figures.countedUntil()).toBe(growing.now);
    expect(await growing.figures.uncounted()).toEqual(['NTS-0000-0009']);
    growing.store.trail = read;
    expect(await growing.run()).toMatchObject({ failed: 0, cases: 0 });
    expect(await growing.figures.uncounted()).toEqual([]);
  });

  test('carries who is in a council’s care into each month that begins, though nothing happens to them and runs were left out', async () => {
    await growing.run();
    await growing.until('2027-02-03T09:20:00.000Z');
    // Broken off as it carries over, and run again.
    await growing.run(dyingAt(growing.figures, 300)).catch(() => undefined);
    expect(await growing.run()).toMatchObject({ cases: 0, failed: 0 });
    const months = async (council: string) =>
      (await growing.figures.care(council, '2026-01', '2027-12')).map(({ month }) => month);
    expect(await months(HAMPSHIRE)).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
    // Handed over in November: nobody of it is in Kent's care any more.
    expect(await months(KENT)).toEqual(['2026-11', '2026-12']);
    await growing.expectRight();
  });

  test('counts no council’s trail', async () => {
    await growing.store.noteGrown('E10000016', '2026-12-02');
    expect(await growing.run()).toMatchObject({ cases: 3, failed: 0 });
  });

  test('of a span of days counts everything anew: what was wrong in it is right, and what has no place in it counts no more', async () => {
    await growing.run();
    const [record] = await growing.figures.records('2026-11');
    if (record === undefined) throw new Error('nothing was counted');
    // As if an older version had counted otherwise.
    await growing.figures.putRecord('2026-10', record);
    await growing.figures.putRecord('2026-11', { ...record, by: 'E10000014', version: record.version });
    for (const month of ['2026-10', '2026-11'])
      await growing.figures.putFigures(month, await growing.figures.nextEdition(month), noFigures);
    const until = await growing.figures.countedUntil();
    // The notes of that day are long gone: the records say which cases there are.
    growing.store.grownOn = async () => [];
    expect(await growing.run(growing.figures, { from: '2026-10-01', until: '2026-11-30' })).toMatchObject({
      cases: 1,
      failed: 0,
    });
    expect(await growing.figures.records('2026-10')).toEqual([record]);
    expect(await growing.figures.figures('2026-10')).toEqual(noFigures);
    await growing.expectRight();
    expect(await growing.figures.countedUntil()).toBe(until);
  });

  test('of a span of days at whose case it fails leaves that case to every run of the clock', async () => {
    await growing.run();
    const read = growing.store.trail.bind(growing.store);
    growing.store.trail = async () => {
      throw new Error('unreadable');
    };
    const days = { from: '2026-11-01', until: '2026-11-30' };
    const { failed } = await growing.run(growing.figures, days);
    expect(failed).toBeGreaterThan(0);
    expect(await growing.figures.uncounted()).toHaveLength(failed);
    growing.store.trail = read;
    await growing.until('2026-12-09T09:20:00.000Z');
    expect(await growing.run()).toMatchObject({ failed: 0, cases: failed });
    expect(await growing.figures.uncounted()).toEqual([]);
  });

  test('is not begun of days that are no span, or that have not begun', async () => {
    const run = (from: string, until: string) => growing.run(growing.figures, { from, until });
    await expect(run('2026-11-30', '2026-10-01')).rejects.toThrow('is after until');
    await expect(run('2026-11-30', '2206-11-30')).rejects.toThrow('is ahead of today (2026-12-02)');
  });

  test('is not begun with half a span, or with what is no day', async () => {
    await expect(growing.run(growing.figures, { from: '2026-10-01' })).rejects.toThrow();
    await expect(growing.run(growing.figures, { from: 'October', until: 'now' })).rejects.toThrow();
  });
});
