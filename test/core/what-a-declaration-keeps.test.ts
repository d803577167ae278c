/** What a council is told that its declaration does is what the check does with it; and saying that nothing has changed changes nothing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Need } from '../../events/referral.ts';
import { whatItDoes } from '../../functions/pages/capacity/what-it-does.ts';
import { asked, standings } from '../../shared/core/allocation/candidates.ts';
import { keptByDeclaration, placeKinds } from '../../shared/core/allocation/what-a-declaration-keeps.ts';
import { addDays } from '../../shared/core/calendar/working-days.ts';
import { havingDeclared, saysTheSame } from '../../shared/core/council/commands/declare.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { declaredAgain, declaredLeft } from '../../shared/core/council/declared.ts';
import { policyIds, policyNamed } from '../../shared/core/policies.ts';
import type { Policy } from '../../shared/core/policy.ts';
import { aChild, aCouncil, aDeclaration, aReferral } from '../builders.ts';

const TODAY = '2026-11-23';
const on = (day: number): string => addDays(TODAY, day);

const anyDeclaration = fc
  .record({
    fosterCare: fc.integer({ min: 0, max: 4 }),
    supportedAccommodation: fc.integer({ min: 0, max: 4 }),
    taken: fc.integer({ min: 0, max: 4 }),
    supports: fc.subarray([...Need.options]),
    pause: fc.option(fc.integer({ min: -5, max: 60 }), { nil: undefined }),
    volunteersUpTo: fc.option(fc.integer({ min: 80, max: 120 }), { nil: undefined }),
    age: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ fosterCare, supportedAccommodation, taken, pause, age, volunteersUpTo, supports }) =>
    aDeclaration({
      places: { fosterCare, supportedAccommodation },
      used: { fosterCare: Math.min(taken, fosterCare), supportedAccommodation: 0 },
      supports,
      declaredAt: `${on(-age)}T09:00:00.000Z`,
      ...(pause === undefined ? {} : { pausedUntil: on(pause) }),
      ...(volunteersUpTo === undefined ? {} : { volunteersUpTo }),
    }),
  );

const anyPolicy = fc.constantFrom(...policyIds.map(policyNamed));

/** Why the check would not ask this council, with plenty of room, for one child of a kind and these needs. */
const precondition = (
  council: Council,
  kind: (typeof placeKinds)[number],
  needs: readonly Need[],
  day: string,
  policy: Policy,
) => {
  const placementKind =
    kind === 'fosterCare' ? ('foster-care' as const) : ('supported-accommodation' as const);
  const facts = aReferral({ children: [aChild({ placementKind, needs: [...needs] })] });
  return standings([council], asked({ facts, turned18: [], excluded: [] }, policy), day, policy)[0]
    ?.precondition;
};

const byItsWord = [
  'paused',
  'no-declared-place',
  'declared-none-of-kind',
  'declared-places-taken',
  'needs-not-supported',
];

describe('what a declaration keeps a council from being asked for', () => {
  test('is for every child, on every day and under every policy what the check says of it', () => {
    fc.assert(
      fc.property(
        anyDeclaration,
        anyPolicy,
        fc.constantFrom(...placeKinds),
        fc.option(fc.constantFrom(...Need.options), { nil: undefined }),
        fc.integer({ min: 0, max: 90 }),
        (declaration, policy, kind, need, after) => {
          const council = aCouncil({ childPopulation: 500_000, declaration });
          const { pause, places, needs } = keptByDeclaration(council, TODAY, policy);
          const day = on(after);
          const lasts = (one: { readonly until?: string } | undefined): boolean =>
            one !== undefined && (one.until === undefined || day < one.until);
          const isKept =
            lasts(pause) ||
            (places[kind]?.most === 0 && lasts(places[kind])) ||
            needs.some((one) => one.need === need && lasts(one));
          const said = precondition(council, kind, need === undefined ? [] : [need], day, policy);
          expect(said !== undefined && byItsWord.includes(said)).toBe(isKept);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    ['nts-2025', 'limits nothing', undefined],
    ['nts-2026', 'is a ceiling for four weeks', { most: 3, until: '2026-12-21' }],
    ['nts-2016', 'is all that is asked for', { most: 3 }],
  ])('under %s a number above 0 %s', (id, _, kept) => {
    const council = aCouncil({
      declaration: aDeclaration({
        places: { fosterCare: 3, supportedAccommodation: 1 },
        supports: [...Need.options],
      }),
    });
    const { places, needs, pause } = keptByDeclaration(council, TODAY, policyNamed(id));
    expect(places.fosterCare).toEqual(kept);
    expect([needs, pause]).toEqual([[], undefined]);
  });

  test.each(policyIds)(
    'is said of no fewer than no places, where more were taken than declared, under %s',
    (id) => {
      const declaration = aDeclaration({
        places: { fosterCare: 1, supportedAccommodation: 0 },
        used: { fosterCare: 3, supportedAccommodation: 2 },
      });
      const council = aCouncil({ declaration });
      const words = whatItDoes(council, policyNamed(id), `${TODAY}T15:00:00.000Z`).points.join(' ');
      expect(words).not.toMatch(/-\d/);
      for (const { most = 0 } of Object.values(keptByDeclaration(council, TODAY, policyNamed(id)).places))
        expect(most).toBe(0);
    },
  );

  test('is nothing of a council that never declared', () => {
    expect(keptByDeclaration(aCouncil(), TODAY, policyNamed('nts-2026'))).toEqual({ places: {}, needs: [] });
  });
});

describe('that nothing has changed', () => {
  test('declares what is left, what is needed and what is paused as it stands, and said twice it is one word', () => {
    fc.assert(
      fc.property(anyDeclaration, anyPolicy, (declaration, policy) => {
        const council = aCouncil({ declaration });
        const again = declaredAgain(council, TODAY, policy);
        if (again === undefined) throw new Error('it has declared');
        const now = `${TODAY}T15:00:00.000Z`;
        const after = havingDeclared(council, again, now, policy);
        expect(declaredLeft(after)).toEqual(declaredLeft(council));
        expect(after.declaration?.supports).toEqual(declaration.supports);
        expect(after.declaration?.pausedUntil).toBe(
          (declaration.pausedUntil ?? '') > TODAY ? declaration.pausedUntil : undefined,
        );
        // A pause is what it was, for as long as it was said to be.
        for (const day of [0, 1, 30])
          expect(keptByDeclaration(after, on(day), policy).pause).toEqual(
            keptByDeclaration(council, on(day), policy).pause,
          );
        const twice = declaredAgain(after, TODAY, policy);
        expect(twice).toEqual(again);
        expect(twice !== undefined && saysTheSame(after, twice, now)).toBe(true);
      }),
    );
  });

  test('is nothing that a council can say that never declared', () => {
    expect(declaredAgain(aCouncil(), TODAY, policyNamed('nts-2026'))).toBeUndefined();
  });

  test.each([
    ['nts-2026', 104, 104],
    ['nts-2026', 100, undefined],
    ['nts-2025', 104, undefined],
  ])(
    'goes beyond the threshold only where there is something beyond it: %s, %i',
    (id, volunteersUpTo, kept) => {
      const council = aCouncil({ declaration: aDeclaration({ volunteersUpTo }) });
      expect(declaredAgain(council, TODAY, policyNamed(id))?.volunteersUpTo).toBe(kept);
    },
  );
});
