/** What is published about the years 2016 to 2023, carried over to the 212 authorities of today. Sources: data/README.md. */

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { byFirstCode, presentCode } from '../../../events/former-codes.ts';
import type { Nation } from '../../../shared/core/calendar/nation.ts';
import { addDays, daysBetween } from '../../../shared/core/calendar/working-days.ts';
import { publishedCouncils } from '../../../shared/core/council/published-councils.ts';

export interface Area {
  readonly code: string;
  readonly name: string;
  readonly nation: Nation;
  readonly region: string;
  readonly regionName: string;
  /** Children aged 0 to 17 by the newest figure. */
  readonly children: number;
  readonly latitude: number;
  readonly longitude: number;
}

export interface Quarter {
  readonly label: string;
  readonly start: string;
  readonly end: string;
  /** Children who left each authority for another. */
  readonly out: ReadonlyMap<string, number>;
  /** Children who came to each authority, from councils and from ports; parts of a child where an authority was divided since. */
  readonly in: ReadonlyMap<string, number>;
  /** Children who came from a port or intake unit, with no authority in between. */
  readonly fromPorts: number;
}

/** Where children without an entry council are taken to be: the port of Dover is in Kent. */
export const KENT = 'E10000016';

/** Authorities of the time and what they are today. Several: divided, and shared out by child population. */
const successors: Readonly<Record<string, readonly string[]>> = {
  E10000021: ['E06000061', 'E06000062'], // Northamptonshire
  E10000006: ['E06000063', 'E06000064'], // Cumbria
  E06000028: ['E06000058'], // Bournemouth
  E06000029: ['E06000058'], // Poole
  E10000009: ['E06000059'], // Dorset
};

/** The blanks of looked-after.csv: England's total less its published counts leaves 3.2 to 3.7 children for each, 2016 to 2021. */
const SMALL_COUNT = 3;

const rows = (file: string): readonly Record<string, string>[] =>
  parse(readFileSync(new URL(`data/${file}`, import.meta.url)), { columns: true });

const points = new Map(
  rows('central-points.csv').map(({ code = '', latitude, longitude }) => [
    presentCode(code),
    { latitude: Number(latitude), longitude: Number(longitude) },
  ]),
);

export const areas: readonly Area[] = publishedCouncils()
  .map(({ code, name, nation, region, regionName, childPopulation }) => {
    const { latitude, longitude } = points.get(code) ?? { latitude: 0, longitude: 0 };
    return { code, name, nation, region, regionName, children: childPopulation, latitude, longitude };
  })
  .sort((a, b) => byFirstCode(a.code, b.code));

export const areaOf: ReadonlyMap<string, Area> = new Map(areas.map((area) => [area.code, area]));

/** Today's authorities of a code of the time, each with its part. */
const today = (code: string): readonly { readonly code: string; readonly part: number }[] => {
  const heirs = successors[code] ?? [presentCode(code)];
  const all = heirs.reduce((sum, heir) => sum + (areaOf.get(heir)?.children ?? 0), 0);
  return heirs.map((heir) => ({ code: heir, part: (areaOf.get(heir)?.children ?? 0) / all }));
};

const add = (counts: Map<string, number>, code: string, by: number): void => {
  if (by > 0) counts.set(code, (counts.get(code) ?? 0) + by);
};

export const quarters: readonly Quarter[] = (() => {
  const found = new Map<string, { out: Map<string, number>; in: Map<string, number>; fromPorts: number }>();
  for (const row of rows('transfers.csv')) {
    const end = row.quarter_end ?? '';
    const quarter = found.get(end) ?? { out: new Map(), in: new Map(), fromPorts: 0 };
    found.set(end, quarter);
    const heirs = today(row.code ?? '');
    // A child cannot be divided: whoever left a council that was divided since, left its larger part.
    const largest = heirs.toSorted((a, b) => b.part - a.part)[0];
    add(quarter.out, largest?.code ?? '', Number(row.out));
    for (const { code, part } of heirs)
      add(quarter.in, code, part * (Number(row.in) + Number(row.in_from_port)));
    quarter.fromPorts += Number(row.in_from_port);
  }
  return [...found]
    .sort(([a], [b]) => byFirstCode(a, b))
    .map(([end, quarter]) => {
      const month = Number(end.slice(5, 7));
      const start = `${end.slice(0, 5)}${String(month - 2).padStart(2, '0')}-01`;
      return { label: `${end.slice(0, 4)} Q${month / 3}`, start, end, ...quarter };
    });
})();

interface Counted {
  uasc: number;
  children: number;
}

/** By authority of today and year: English authorities only, as at 31 March. */
const counted: ReadonlyMap<string, ReadonlyMap<number, Counted>> = (() => {
  const found = new Map<string, Map<number, Counted>>();
  for (const row of rows('looked-after.csv')) {
    const year = Number(row.year);
    if (!row.children) continue;
    for (const { code, part } of today(row.code ?? '')) {
      const years = found.get(code) ?? new Map<number, Counted>();
      found.set(code, years);
      const before = years.get(year) ?? { uasc: 0, children: 0 };
      years.set(year, {
        uasc: before.uasc + part * (row.uasc ? Number(row.uasc) : SMALL_COUNT),
        children: before.children + part * Number(row.children),
      });
    }
  }
  return found;
})();

const nearest = (years: ReadonlyMap<number, Counted>, year: number): Counted | undefined =>
  [...years]
    .map(([of, figures]) => ({ away: Math.abs(of - year), figures }))
    .sort((a, b) => a.away - b.away)[0]?.figures;

/** Unaccompanied children in a council's care on a day: straight lines between its published counts; null where none is published. */
export const inCareOn = (code: string, date: string): number | null => {
  const years = counted.get(code);
  if (years === undefined) return null;
  const year = Number(date.slice(0, 4)) - (date.slice(5) < '03-31' ? 1 : 0);
  const from = nearest(years, year)?.uasc ?? 0;
  const to = nearest(years, year + 1)?.uasc ?? from;
  const gone = daysBetween(`${year}-03-31`, date) / daysBetween(`${year}-03-31`, `${year + 1}-03-31`);
  return from + (to - from) * gone;
};

/** Children aged 0 to 17 in a council by the estimate in force on a day (mid-year before the last 31 March); outside England one figure for all years. */
export const childrenOn = (code: string, date: string): number => {
  const year = Number(date.slice(0, 4)) - (date.slice(5) < '04-01' ? 1 : 0);
  const years = counted.get(code);
  const figures = years && nearest(years, year);
  return Math.round(figures?.children ?? areaOf.get(code)?.children ?? 0);
};

/** Days of a quarter, in order. */
export const daysOf = ({ start, end }: Pick<Quarter, 'start' | 'end'>): readonly string[] =>
  Array.from({ length: daysBetween(start, end) + 1 }, (_, day) => addDays(start, day));
