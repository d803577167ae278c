import type { SchemeFairness } from '../../../shared/core/allocation/fairness.ts';
import { type RegionCode, regionCodes, regionNames } from '../../../shared/words/regions.ts';
import { fromShareWords } from './fairness-words.ts';

/** How far somebody was from its share at the end of each month; undefined in a month of which nothing is kept. */
export interface Course {
  readonly name: string;
  readonly lags: readonly (number | undefined)[];
  /** How far turns allow it to be now, either way. */
  readonly bound: number;
}

const WIDTH = 120;
const HEIGHT = 60;
const EDGE = 4;
const place = (value: number): number => Math.round(value * 10) / 10;

/**
 * Each course as a small plot, all to one scale: months from left to right, behind its share above the line, ahead of it below, and a band for how far
 * turns allow it to be.
 */
export function plots(courses: readonly Course[]) {
  const reach = Math.max(
    1,
    ...courses.flatMap(({ lags, bound }) => [bound, ...lags.map((lag = 0) => Math.abs(lag))]),
  );
  const y = (lag: number) => place(HEIGHT / 2 - (lag / reach) * (HEIGHT / 2 - EDGE));
  return courses.map(({ name, lags, bound }) => {
    const step = lags.length < 2 ? 0 : (WIDTH - 2 * EDGE) / (lags.length - 1);
    const points = lags.flatMap((lag, at) =>
      lag === undefined
        ? []
        : [{ x: place(EDGE + at * step), y: y(lag), gap: at === 0 || lags[at - 1] === undefined }],
    );
    const last = lags.findLast((lag) => lag !== undefined);
    return {
      name,
      words: last === undefined ? 'Not counted' : fromShareWords(last),
      width: WIDTH,
      height: HEIGHT,
      middle: HEIGHT / 2,
      band: { y: y(bound), height: place(y(-bound) - y(bound)) },
      // A month of which nothing is kept is a gap, not a line across it.
      path: points.map((one) => `${one.gap ? 'M' : 'L'}${one.x} ${one.y}`).join(''),
      end: points.at(-1),
    };
  });
}

/** Where each region stands on a map of tiles: a column and a row, near those that are next to it. */
const tiles: Readonly<Record<RegionCode, readonly [column: number, row: number]>> = {
  S92000003: [1, 0],
  N92000002: [0, 1],
  E12000002: [1, 1],
  E12000001: [2, 1],
  W92000004: [0, 2],
  E12000005: [1, 2],
  E12000003: [2, 2],
  E12000004: [2, 3],
  E12000006: [3, 3],
  E12000009: [1, 4],
  E12000008: [2, 4],
  E12000007: [3, 4],
};
/** Children from which on a tile has the colour of one that is behind, or ahead. */
const FAR = 1;

/** Every region as a tile of a map, with how far it is from its share: dark where it is behind, yellow where it is ahead. */
export const tileMap = ({ regions }: SchemeFairness) =>
  regionCodes.map((code) => {
    const [column, row] = tiles[code];
    const lag = regions[code]?.lag;
    return {
      column,
      row,
      kind: lag === undefined || Math.abs(lag) < FAR ? 'near' : lag > 0 ? 'behind' : 'ahead',
      name: regionNames[code],
      words: lag === undefined ? 'Not counted' : fromShareWords(lag),
    };
  });
