/** Figures that nobody may have meant are asked back, whatever way they come, and taken once they are said to be meant so. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Declared, declare } from '../../shared/core/council/commands/declare.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { caredForNow, threshold } from '../../shared/core/council/headroom.ts';
import { oddFigures } from '../../shared/core/council/odd-figures.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { oddFigureWords } from '../../shared/words/odd-figures.ts';
import { aCouncil, aDeclaration, NOW } from '../builders.ts';
import { duty, HAMPSHIRE } from './a-scheme.ts';

const policy = policyNamed('nts-2026');
const context = { now: NOW, actor: duty(HAMPSHIRE), cause: 'form:1', policy } as const;
const given = (declared: Partial<Declared>): Declared => ({
  fosterCare: 2,
  supportedAccommodation: 3,
  supports: [],
  ...declared,
});
const declaring = (fosterCare: number, supportedAccommodation: number): Partial<Council> => ({
  declaration: aDeclaration({ places: { fosterCare, supportedAccommodation } }),
});
/** Of a threshold of 100, with 90 children in its care. */
const said = (council: Partial<Council>, declared: Partial<Declared>): readonly string[] =>
  oddFigures(aCouncil(council), given(declared), policy).map(oddFigureWords);

describe('asked back', () => {
  test.each<[string, Partial<Council>, Partial<Declared>, readonly string[]]>([
    ['nothing of a first declaration', {}, {}, []],
    ['nothing of one within the last by less than ten times', declaring(1, 1), { fosterCare: 7 }, []],
    [
      'places ten times the last',
      declaring(2, 3),
      { fosterCare: 20 },
      [
        '20 places in foster care: it was 2 the last time',
        '23 places in all: there is room for 10 by our count',
      ],
    ],
    [
      'ten places where there were none',
      declaring(2, 0),
      { supportedAccommodation: 10 },
      [
        '10 places in supported accommodation: it was 0 the last time',
        '12 places in all: there is room for 10 by our count',
      ],
    ],
    [
      'not that no place is left: that is common',
      declaring(20, 20),
      { fosterCare: 0, supportedAccommodation: 0 },
      [],
    ],
    [
      'two places where there were twenty',
      declaring(20, 3),
      {},
      ['2 places in foster care: it was 20 the last time'],
    ],
    [
      'not what is left of many places that the scheme has taken since',
      {
        declaration: aDeclaration({
          places: { fosterCare: 20, supportedAccommodation: 40 },
          used: { fosterCare: 18, supportedAccommodation: 37 },
        }),
      },
      {},
      [],
    ],
    [
      'another figure that is as far from the last',
      {
        declaration: aDeclaration({
          places: { fosterCare: 20, supportedAccommodation: 40 },
          used: { fosterCare: 18, supportedAccommodation: 37 },
        }),
      },
      { fosterCare: 1 },
      ['1 places in foster care: it was 20 the last time'],
    ],
    ['as many places as there is room for, not', {}, { fosterCare: 7 }, []],
    ['more', {}, { fosterCare: 8 }, ['11 places in all: there is room for 10 by our count']],
    [
      'more than there is beside those on their way and held',
      { incoming: 2, held: 4 },
      {},
      ['5 places in all: there is room for 4 by our count'],
    ],
    ['more, but not more than it said before', declaring(20, 3), { fosterCare: 20 }, []],
    ['more by our count, but not by its own, which replaces it', {}, { fosterCare: 8, caredForNow: 89 }, []],
    ['more, but not more than it volunteers to go', {}, { fosterCare: 8, volunteersUpTo: 101 }, []],
    [
      'no place where there is no room, not',
      { incoming: 30 },
      { fosterCare: 0, supportedAccommodation: 0 },
      [],
    ],
    [
      'as many places as the threshold, but that there is less room',
      {},
      { fosterCare: 97 },
      ['100 places in all: there is room for 10 by our count'],
    ],
    ['more than the threshold', {}, { fosterCare: 98 }, ['101 places in all: the threshold is 100']],
    [
      'more than the threshold, but not than it volunteers to go',
      {},
      { fosterCare: 98, volunteersUpTo: 191 },
      [],
    ],
    [
      '900 in care',
      {},
      { caredForNow: 900 },
      [
        '900 unaccompanied children in care: our count is 90',
        '900 unaccompanied children in care: the threshold is 100',
      ],
    ],
    ['9 in care', {}, { caredForNow: 9 }, ['9 unaccompanied children in care: our count is 90']],
    ['10 in care, not', {}, { caredForNow: 10 }, []],
    [
      'many in care where no count is published',
      { caredFor: { count: null, asAt: '2025-03-31', source: 'not-published' } },
      { caredForNow: 301 },
      ['301 unaccompanied children in care: the threshold is 100'],
    ],
    [
      'volunteering for many',
      {},
      { volunteersUpTo: 301 },
      ['301 children at most that it would care for: the threshold is 100'],
    ],
  ])('%s', (_, council, declared, expected) => {
    expect(said(council, declared)).toEqual(expected);
  });
});

const aFigure = fc.oneof(fc.nat(12), fc.nat(500));
const anything = fc.record({
  last: fc.option(fc.tuple(aFigure, aFigure), { nil: undefined }),
  childPopulation: fc.nat(400_000),
  count: fc.option(fc.nat(500), { nil: null }),
  declared: fc.record({
    fosterCare: aFigure,
    supportedAccommodation: aFigure,
    supports: fc.constant([]),
    caredForNow: fc.option(fc.nat(5000), { nil: undefined }),
  }),
});

test('whatever is declared, nothing odd is recorded before it is said to be meant so, and then the event says which', () => {
  fc.assert(
    fc.property(anything, ({ last, childPopulation, count, declared }) => {
      const council = aCouncil({
        childPopulation,
        caredFor: { count, asAt: '2025-03-31', source: count === null ? 'not-published' : 'published' },
        ...(last === undefined ? {} : declaring(...last)),
      });
      const odd = oddFigures(council, declared, policy);
      const first = declare(council, declared, context);
      const meant = declare(council, { ...declared, meantSo: true }, context);
      if (odd.length === 0) {
        expect(first).toEqual(meant);
        expect(meant).not.toHaveProperty('change.event.data.meantSo');
      } else {
        expect(first).toEqual({ kind: 'asked-back', figures: odd });
        expect(meant).toHaveProperty('change.event.data.meantSo', [
          ...new Set(odd.map(({ figure }) => figure)),
        ]);
      }
    }),
  );
});

test('a slip that adds a nought to a figure of one digit or more is always asked back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 500 }), (places, count) => {
      const council = aCouncil({
        ...declaring(places, places),
        childPopulation: 2_000_000,
        caredFor: { count, asAt: '2025-03-31', source: 'published' },
      });
      const same = { fosterCare: places, supportedAccommodation: places };
      expect(threshold(council, policy)).toBe(2000);
      expect(caredForNow(council).children).toBe(count);
      expect(oddFigures(council, given(same), policy)).toEqual([]);
      for (const slip of [
        { ...same, fosterCare: places * 10 },
        { ...same, supportedAccommodation: places * 10 },
        { ...same, caredForNow: count * 10 },
      ])
        expect(oddFigures(council, given(slip), policy)).not.toEqual([]);
    }),
  );
});
