/** Numbers that are published together: nobody can work out a small one of them. */
import { describe, expect, test } from 'vitest';
import { breakdown, FEW, nested, type Publishable } from '../../shared/core/figures/publishable.ts';

/** Every list of so many numbers that are together at most so much. Of what is published with its sum, none is left out that could be it. */
const lists = (many: number, together: number): readonly (readonly number[])[] =>
  many === 0
    ? [[]]
    : Array.from({ length: together + 1 }, (_, n) => n).flatMap((n) =>
        lists(many - 1, together - n).map((rest) => [n, ...rest]),
      );

const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);

/** Whatever is hidden in something published could be at least two numbers, for whoever knows the rule and tries all there is. */
const nothingCanBeWorkedOut = <World>(
  worlds: readonly World[],
  published: (world: World) => readonly Publishable[],
  really: (world: World) => readonly number[],
): void => {
  const alike = Map.groupBy(worlds, (world) => published(world).join(' '));
  for (const [, same] of alike) {
    const [first] = same;
    if (first === undefined) continue;
    for (const [at, shown] of published(first).entries()) {
      const could = new Set(same.map((world) => really(world)[at]));
      if (shown === 'hidden') expect(could.size, `${published(first).join(' ')} at ${at}`).toBeGreaterThan(1);
      else expect([...could]).toEqual([shown]);
    }
  }
};

describe('a number and its parts', () => {
  test.each([2, 3, 4, 5])(
    'of %i parts: nothing that is small is shown, and nothing that is hidden can be worked out by trying all that could be',
    (many) => {
      const worlds = lists(many, many < 4 ? 30 : 18);
      const published = (world: readonly number[]) => {
        const { all, parts } = breakdown(world);
        return [all, ...parts];
      };
      for (const world of worlds)
        for (const shown of published(world))
          if (shown !== 'hidden') expect(shown > 0 && shown < FEW).toBe(false);
      nothingCanBeWorkedOut(worlds, published, (world) => [sum(world), ...world]);
    },
  );

  test('shows all where nothing is small, and as much as it can where something is', () => {
    expect(breakdown([0, 5, 12])).toEqual({ all: 17, parts: [0, 5, 12] });
    expect(breakdown([1, 3, 12, 0])).toEqual({ all: 16, parts: ['hidden', 'hidden', 12, 0] });
    // One alone would be what is left, and two alike the half of it.
    expect(breakdown([3, 12, 9, 0])).toEqual({ all: 24, parts: ['hidden', 12, 'hidden', 0] });
    expect(breakdown([2, 2, 12, 9])).toEqual({ all: 25, parts: ['hidden', 'hidden', 12, 'hidden'] });
    expect(breakdown([3, 9, 0])).toEqual({ all: 12, parts: ['hidden', 'hidden', 'hidden'] });
    expect(breakdown([1, 1, 0])).toEqual({ all: 'hidden', parts: ['hidden', 'hidden', 'hidden'] });
    expect(breakdown([0, 0])).toEqual({ all: 0, parts: [0, 0] });
  });
});

describe('regions and their councils', () => {
  test.each([
    ['two of two', [2, 2]],
    ['one of two, one of three', [2, 3]],
    ['three, of one, one and two', [1, 1, 2]],
  ] as const)('%s: nothing that is hidden of either can be worked out from both', (_, sizes) => {
    const from = sizes.map((_size, at) => sum(sizes.slice(0, at)));
    const worlds = lists(sum(sizes), sum(sizes) === 4 ? 24 : 16).map((flat) =>
      sizes.map((size, at) => flat.slice(from[at], (from[at] ?? 0) + size)),
    );
    nothingCanBeWorkedOut(
      worlds,
      (world) => {
        const { all, regions } = nested(world);
        return [all, ...regions.flatMap((one) => [one.all, ...one.parts])];
      },
      (world) => [sum(world.flat()), ...world.flatMap((councils) => [sum(councils), ...councils])],
    );
  });
});
