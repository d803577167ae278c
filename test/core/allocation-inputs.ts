import fc from 'fast-check';
import type { ReferralFacts } from '../../events/referral.ts';
import type { AllocationInputs } from '../../shared/core/allocation/decision.ts';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { aChild, aCouncil, aDeclaration, aReferral } from '../builders.ts';

const regions = ['E12000006', 'E12000008', 'S92000003', 'N92000002'];

/** Far over its threshold, so that it may refer. */
export const kent = aCouncil({
  code: 'E10000016',
  name: 'Kent',
  childPopulation: 346_571,
  caredFor: { count: 451, asAt: '2025-03-31', source: 'published' },
  publishedCount: 451,
});

/** Inputs for one child of Kent’s, on an empty rota. */
export const inputsWith = (
  councils: readonly Council[],
  facts: Partial<ReferralFacts> = {},
  overrides: Partial<AllocationInputs> = {},
): AllocationInputs => ({
  policy: 'nts-2025',
  today: '2026-11-23',
  facts: aReferral(facts),
  cleared: [],
  excluded: [],
  turned18: [],
  ages: [],
  councils: [kent, ...councils],
  national: emptyRota,
  regions: {},
  ...overrides,
});

const codeOf = (n: number): string => `E10${String(n).padStart(6, '0')}`;

const aDeclarationOfAny = fc.record({
  places: fc.record({
    fosterCare: fc.constantFrom(0, 3, 5, 7),
    supportedAccommodation: fc.constantFrom(0, 3, 5, 7),
  }),
  used: fc.record({ fosterCare: fc.constantFrom(0, 0, 1), supportedAccommodation: fc.constantFrom(0, 0, 1) }),
  supports: fc.constantFrom(['trained-carers', 'medical-care'] as const, ['medical-care'] as const, []),
  pausedUntil: fc.constantFrom(undefined, undefined, undefined, undefined, '2026-11-23', '2026-11-24'),
  declaredAt: fc.constantFrom('2026-11-22T09:00:00.000Z', '2026-09-01T09:00:00.000Z'),
});

const councilsOf = (count: number) =>
  fc.tuple(
    ...Array.from({ length: count }, (_, at) =>
      fc
        .record({
          region: fc.constantFrom(...regions),
          childPopulation: fc.oneof(
            fc.integer({ min: 20_000, max: 60_000 }),
            fc.integer({ min: 0, max: 20_000 }),
          ),
          participates: fc.constantFrom(true, true, true, true, true, true, false),
          count: fc.option(fc.constantFrom(0, 5, 10, 15, 20, 40)),
          netSince: fc.integer({ min: -3, max: 5 }),
          incoming: fc.nat(2),
          offered: fc.nat(2),
          promised: fc.nat(1),
          declaration: fc.option(aDeclarationOfAny, { nil: undefined }),
        })
        .map(({ count: published, offered, promised, declaration, ...rest }): Council => {
          const { pausedUntil, ...declared } = declaration ?? aDeclaration();
          return aCouncil({
            ...rest,
            code: codeOf(at + 1000),
            name: `Council ${at}`,
            publishedCount: published,
            caredFor: {
              count: published,
              asAt: '2025-03-31',
              source: published === null ? 'not-published' : 'published',
            },
            offered,
            held: offered + promised,
            ...(declaration === undefined
              ? {}
              : { declaration: pausedUntil === undefined ? declared : { ...declared, pausedUntil } }),
          });
        }),
    ),
  );

/** Schemes of every shape, with a referral that is always eligible: who is asked is what the properties are about. */
export const anyInputs: fc.Arbitrary<AllocationInputs> = fc
  .integer({ min: 0, max: 16 })
  .chain((count) => {
    const codes = Array.from({ length: count }, (_, at) => codeOf(at + 1000));
    const some = fc
      .array(fc.nat(Math.max(0, 3 * count - 1)), { maxLength: 2 })
      .map((picks) => picks.flatMap((at) => codes[at] ?? []));
    return fc.record({
      councils: councilsOf(count),
      policy: fc.constantFrom('nts-2016', 'nts-2022', 'nts-2025'),
      children: fc.array(
        fc.record({
          placementKind: fc.constantFrom('foster-care' as const, 'supported-accommodation' as const),
          needs: fc.constantFrom([], [], ['medical-care' as const]),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      links: fc.array(
        fc.record({
          at: fc.nat(),
          kind: fc.constantFrom('family' as const, 'sibling' as const, 'community' as const),
        }),
        { maxLength: 2 },
      ),
      trafficking: fc.constantFrom(
        'no-indicators' as const,
        'no-indicators' as const,
        'nrm-positive' as const,
      ),
      avoid: some,
      excluded: some,
    });
  })
  .map(({ councils, policy, children, links, trafficking, avoid, excluded }) =>
    inputsWith(
      councils,
      {
        children: children.map(({ needs, ...child }, at) =>
          aChild({ ...child, needs: [...needs], number: at + 1 }),
        ),
        trafficking,
        areasToAvoid: avoid,
        links: links.flatMap(({ at, kind }) => {
          const council = councils[at % Math.max(1, councils.length)]?.code;
          return council === undefined ? [] : [{ council, kind }];
        }),
      },
      { policy, excluded, cleared: ['link-in-area-to-avoid'] },
    ),
  );
