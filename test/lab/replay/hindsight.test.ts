import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kilometres } from './distance.ts';
import { type LinkQuestion, leastKilometres, mostEven, mostLinks } from './hindsight.ts';
import { areas } from './past.ts';
import { cheapest, InfeasibleError } from './solver.ts';
import { gini, lorenzCurve, proportional, theil } from './spread.ts';

const codes = areas.slice(0, 40).map(({ code }) => code);
const aCode = fc.constantFrom(...codes);

/** Every order of a few things. */
const orders = <T>(things: readonly T[]): readonly (readonly T[])[] =>
  things.length === 0
    ? [[]]
    : things.flatMap((first, at) => orders(things.toSpliced(at, 1)).map((rest) => [first, ...rest]));

test('the fewest kilometres are those that trying every pairing finds, and never more than as it was', () => {
  const pairs = fc.array(fc.record({ from: aCode, to: aCode }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(pairs, (given) => {
      const flows = given.filter(({ from, to }) => from !== to).map((one) => ({ ...one, children: 1 }));
      if (flows.length === 0) return;
      const of = (takers: readonly string[]) =>
        flows.reduce((sum, { from }, at) => {
          const to = takers[at] ?? from;
          // Nobody can be sent where they are: such a pairing does not count.
          return sum + (to === from ? Number.POSITIVE_INFINITY : kilometres(from, to));
        }, 0);
      const least = leastKilometres(flows);
      const tried = Math.min(...orders(flows.map(({ to }) => to)).map(of));
      expect(least).toBeCloseTo(tried, 4);
      expect(least).toBeLessThanOrEqual(of(flows.map(({ to }) => to)) + 1e-6);
    }),
    { numRuns: 60 },
  );
});

test('the most links are those that trying every choice finds, and no first-come choice meets more', () => {
  const councils = ['A', 'B', 'C'];
  const question = fc.record({
    groups: fc.array(
      fc.record({
        children: fc.integer({ min: 1, max: 3 }),
        councils: fc.uniqueArray(fc.constantFrom(...councils), { minLength: 1, maxLength: 2 }),
        comes: fc.nat(2),
      }),
      { maxLength: 6 },
    ),
    rooms: fc.array(fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 3, maxLength: 3 }), {
      minLength: 3,
      maxLength: 3,
    }),
  });
  fc.assert(
    fc.property(question, ({ groups, rooms }) => {
      const asked: LinkQuestion = {
        groups,
        room: rooms.map((places) => new Map(councils.map((code, at) => [code, places[at] ?? 0]))),
        inCare: (group, moment) =>
          (groups[group]?.comes ?? 0) <= moment ? (groups[group]?.children ?? 0) : 0,
      };
      const fits = (chosen: readonly (string | undefined)[]) =>
        asked.room.every((places, moment) =>
          councils.every((code) => {
            const inCare = chosen.reduce(
              (sum, to, at) => sum + (to === code ? asked.inCare(at, moment) : 0),
              0,
            );
            return inCare === 0 || inCare <= Math.max(0, places.get(code) ?? 0);
          }),
        );
      const met = (chosen: readonly (string | undefined)[]) => chosen.filter((to) => to !== undefined).length;
      let best = 0;
      const tryAll = (chosen: readonly (string | undefined)[]): void => {
        const next = groups[chosen.length];
        if (next === undefined) {
          if (fits(chosen)) best = Math.max(best, met(chosen));
          return;
        }
        for (const to of [undefined, ...next.councils]) tryAll([...chosen, to]);
      };
      tryAll([]);
      let firstCome: (string | undefined)[] = [];
      for (const { councils: wants } of groups)
        firstCome = [...firstCome, wants.find((to) => fits([...firstCome, to]))];
      expect(mostLinks(asked)).toBe(best);
      expect(met(firstCome)).toBeLessThanOrEqual(best);
    }),
    { numRuns: 60 },
  );
});

test('as even as can be is perfectly even while there is room, and fills up whoever has too little', () => {
  const councils = [
    { code: 'A', children: 100 },
    { code: 'B', children: 300 },
  ];
  const asked = { councils, arriving: [20, 20], still: () => 1 };
  expect(mostEven({ ...asked, room: () => 100 }).map(Math.round)).toEqual([10, 30]);
  expect(mostEven({ ...asked, room: (code) => (code === 'B' ? 12 : 100) }).map(Math.round)).toEqual([28, 12]);
  expect(() => mostEven({ ...asked, room: () => 1 })).toThrow(InfeasibleError);
});

test('a program without a solution says so', () => {
  expect(() => cheapest([{ cost: 1, most: 1 }], [{ least: 2, terms: [[0, 1]] }])).toThrow(InfeasibleError);
});

test('spread is 0 when all have the same rate, whatever their size, and nears 1 when one has everything', () => {
  const rates = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(rates, (sizes) => {
      const even = sizes.map((children) => ({ children, came: children * 3 }));
      expect(gini(even)).toBeCloseTo(0, 9);
      expect(theil(even)).toBeCloseTo(0, 9);
      const one = sizes.map((children, at) => ({ children, came: at === 0 ? 10 : 0 }));
      const all = sizes.reduce((sum, size) => sum + size, 0);
      expect(gini(one)).toBeCloseTo(1 - (sizes[0] ?? 0) / all, 9);
      expect(theil(one)).toBeCloseTo(Math.log(all / (sizes[0] ?? 1)), 9);
      expect(lorenzCurve(one).at(-1)?.[1]).toBeCloseTo(1, 9);
      expect(proportional(sizes, 97).reduce((sum, part) => sum + part, 0)).toBe(97);
    }),
  );
});
