/** The map of rooms: what counts as an import, and that leaving out what is implied loses nothing. */
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Arrow, arrowsIn, reduced, roomOf, rooms, sourcesIn } from '../../infra/room-map.ts';

const root = path.resolve(import.meta.dirname, '../..');
const from = (source: string, file = 'functions/pages/a.ts') => arrowsIn(new Map([[file, source]]));
const words = '../../shared/words/times.ts';

test.each<[string, Arrow['need']]>([
  [`import { day } from '${words}';`, 'to run'],
  [`import { type Day, day } from '${words}';`, 'to run'],
  [`import {\n  type Day,\n  day,\n} from '${words}';`, 'to run'],
  [`export * from '${words}';`, 'to run'],
  [`const times = await import('${words}');`, 'to run'],
  [`import '${words}';`, 'to run'],
  [`import type { Day } from '${words}';`, 'by types'],
  [`import { type Day, type Time } from '${words}';`, 'by types'],
  [`import { type Day } from '${words}';\nimport { day } from '${words}';`, 'to run'],
])('%j is an arrow %#', (source, need) => {
  expect(from(source)).toEqual([{ from: 'functions', to: 'shared/words', need }]);
});

test('an import from the same room, or of a package, is no arrow', () => {
  expect(from(`import { a } from './b.ts';\nimport { parse } from 'csv-parse';`)).toEqual([]);
});

test('every source stands in a room, every room of the house is drawn, and in each there is something', () => {
  const files = [...sourcesIn(root).keys()];
  expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  expect(new Set(files.map(roomOf))).toEqual(new Set(Object.keys(rooms)));
  const wings = files.flatMap((file) => /^shared\/(?:core\/)?[a-z]+(?=\/)/.exec(file) ?? []);
  const drawn = Object.values(rooms).filter((folder) => folder.startsWith('shared/'));
  expect(new Set(wings)).toEqual(new Set(drawn));
});

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const anArrow = fc
  .tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 }), fc.constantFrom('to run' as const, 'by types' as const))
  .filter(([a, b]) => a < b)
  .map(([a, b, need]): Arrow => ({ from: names[a] ?? '', to: names[b] ?? '', need }));
const arrows = fc.uniqueArray(anArrow, { selector: ({ from: a, to }) => `${a}${to}`, maxLength: 15 });

/** Everything that a room reaches. */
const reached = (of: readonly Arrow[], room: string): ReadonlySet<string> =>
  new Set(of.filter((one) => one.from === room).flatMap(({ to }) => [to, ...reached(of, to)]));

test('what is not drawn follows from what is: nothing more is reached, and nothing less', () => {
  fc.assert(
    fc.property(arrows, (all) => {
      const drawn = reduced(all);
      const running = (of: readonly Arrow[]) => of.filter(({ need }) => need === 'to run');
      for (const room of names) {
        expect(reached(drawn, room)).toEqual(reached(all, room));
        expect(reached(running(drawn), room)).toEqual(reached(running(all), room));
      }
      // One arrow fewer would lose something.
      for (const arrow of drawn.filter(({ need }) => need === 'to run')) {
        const fewer = running(drawn).filter((one) => one !== arrow);
        expect(reached(fewer, arrow.from).has(arrow.to)).toBe(false);
      }
    }),
  );
});
