import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReferralFacts } from '../../events/referral.ts';
import { asked, placesFor, type Standing, standings } from '../../shared/core/allocation/candidates.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aChild, aCouncil, aDeclaration, aReferral } from '../builders.ts';

const today = '2026-11-23';
const foster = [aChild()];
const supported = [aChild({ placementKind: 'supported-accommodation' })];
const longAgo = '2026-08-01T09:00:00.000Z';

const look = (
  council: Partial<Council>,
  facts: Partial<ReferralFacts> = {},
  policyId = 'nts-2025',
  excluded: readonly string[] = [],
): Standing => {
  const policy = policyNamed(policyId);
  const wants = asked({ facts: aReferral(facts), turned18: [], excluded }, policy);
  const [standing] = standings([aCouncil({ childPopulation: 200_000, ...council })], wants, today, policy);
  if (standing === undefined) throw new Error('no standing');
  return standing;
};
const declaring = (overrides: Parameters<typeof aDeclaration>[0] = {}): Partial<Council> => ({
  declaration: aDeclaration(overrides),
});
const noFoster = { fosterCare: 0, supportedAccommodation: 3 };

describe('what keeps a council from being asked', () => {
  test('nothing, with room under the threshold', () => {
    expect(look({})).toMatchObject({
      open: true,
      numbers: { threshold: 200, caredFor: 90, headroom: 110, weight: 110 },
    });
    expect(look({}).precondition).toBeUndefined();
    expect(look({}).numbers).not.toHaveProperty('declared');
    expect(look(declaring({ used: { fosterCare: 2, supportedAccommodation: 3 } })).numbers.declared).toEqual({
      fosterCare: 3,
      supportedAccommodation: 2,
    });
  });

  test('not that it declared no place of a kind that nobody asks for', () => {
    const noSupported = declaring({ places: { fosterCare: 3, supportedAccommodation: 0 } });
    expect(look(declaring({ places: noFoster }), { children: supported }).precondition).toBeUndefined();
    expect(look(noSupported, { children: foster }).precondition).toBeUndefined();
  });

  test.each<[string, Partial<Council>, Partial<ReferralFacts>, boolean]>([
    ['entry-authority', { code: 'E10000016' }, {}, true],
    ['not-participating', { participates: false }, {}, false],
    ['closed', { closing: { because: 'emergency', from: today } }, {}, false],
    ['area-to-avoid', {}, { areasToAvoid: ['E10000014'] }, true],
    ['paused', declaring({ pausedUntil: '2026-11-24' }), {}, false],
    ['at-threshold', { incoming: 100, held: 10 }, {}, false],
    ['no-headroom-for-group', { incoming: 109 }, { children: [aChild(), aChild({ number: 2 })] }, true],
    ['declared-none-of-kind', declaring({ places: noFoster }), { children: foster }, true],
    [
      'declared-none-of-kind',
      declaring({ places: { fosterCare: 3, supportedAccommodation: 0 } }),
      { children: supported },
      true,
    ],
    ['needs-not-supported', declaring(), { children: [aChild({ needs: ['medical-care'] })] }, true],
    ['needs-not-supported', declaring(), { trafficking: 'nrm-referred' }, true],
    ['needs-not-supported', declaring(), { trafficking: 'nrm-positive' }, true],
  ])('%s', (code, council, facts, open) => {
    const standing = look(council, facts);
    expect(standing.precondition).toBe(code);
    expect(standing.open).toBe(open);
  });

  test.each([
    ['the hub itself is asked', 'BHSCT', undefined],
    ['another council of its region is not', 'SEHSCT', 'through-its-hub'],
  ])('where a region is asked through a hub, %s, and other regions are as they were', (_, code, expected) => {
    const [NORTHERN_IRELAND, ENGLISH] = ['N92000002', 'E12000008'];
    const policy = { ...policyNamed('nts-2026'), regionHubs: { [NORTHERN_IRELAND]: 'BHSCT' } };
    const wants = asked({ facts: aReferral(), turned18: [], excluded: [] }, policy);
    const at = (region: string, by = policy) => {
      const [standing] = standings([aCouncil({ code, region })], wants, today, by);
      return [standing?.precondition, standing?.open];
    };
    expect(at(NORTHERN_IRELAND)).toEqual([expected, expected === undefined]);
    expect(at(ENGLISH)).toEqual([undefined, true]);
    expect(at(NORTHERN_IRELAND, policyNamed('nts-2026') as typeof policy)).toEqual([undefined, true]);
  });

  test('having been asked before in this case', () => {
    expect(look({}, {}, 'nts-2025', ['E10000014']).precondition).toBe('asked-before');
  });

  test('only the first of several reasons, in the order they are checked', () => {
    const everything: Partial<Council> = {
      code: 'E10000016',
      participates: false,
      incoming: 200,
      ...declaring({ places: { fosterCare: 0, supportedAccommodation: 0 }, pausedUntil: '2027-01-01' }),
    };
    const facts: Partial<ReferralFacts> = {
      areasToAvoid: ['E10000016', 'E10000014'],
      children: [aChild({ needs: ['medical-care'] }), aChild({ number: 2 })],
    };
    const without = (
      changes: Partial<Council>,
      more: Partial<ReferralFacts> = {},
      excluded = ['E10000014'],
    ) => look({ ...everything, ...changes }, { ...facts, ...more }, 'nts-2025', excluded).precondition;
    const other = { code: 'E10000014' };
    const taking = { ...other, participates: true };
    const safe = { areasToAvoid: [] };
    const declaredNone = declaring({ places: { fosterCare: 0, supportedAccommodation: 0 } });
    expect([
      without({}),
      without(other),
      without(taking),
      without(taking, safe),
      without(taking, safe, []),
      without({ ...taking, ...declaredNone }, safe, []),
      without({ ...taking, ...declaredNone, incoming: 109 }, safe, []),
      without({ ...taking, ...declaredNone, incoming: 0 }, safe, []),
      without({ ...taking, ...declaring(), incoming: 0 }, safe, []),
    ]).toEqual([
      'entry-authority',
      'not-participating',
      'area-to-avoid',
      'asked-before',
      'paused',
      'at-threshold',
      'no-headroom-for-group',
      'declared-none-of-kind',
      'needs-not-supported',
    ]);
  });
});

describe('pauses end', () => {
  test('on the day that the council named', () => {
    expect(look(declaring({ pausedUntil: today })).precondition).toBeUndefined();
  });

  test('when a declaration of none is older than the policy respects', () => {
    const declaredOn = (declaredAt: string) =>
      look(declaring({ places: noFoster, declaredAt }), { children: foster }).precondition;
    expect(declaredOn('2026-11-10T09:00:00.000Z')).toBe('declared-none-of-kind');
    expect(declaredOn('2026-11-09T09:00:00.000Z')).toBeUndefined();
  });

  test('and none at all of either kind closes the council meanwhile', () => {
    const none = { fosterCare: 0, supportedAccommodation: 0 };
    expect(look(declaring({ places: none })).open).toBe(false);
    expect(look(declaring({ places: none, declaredAt: longAgo })).open).toBe(true);
  });
});

describe('a mandatory scheme', () => {
  test('asks a council that never declared, whatever the needs: nobody has said no', () => {
    expect(look({}, { trafficking: 'nrm-positive' }).precondition).toBeUndefined();
  });

  test('asks beyond the places declared, as long as there were some', () => {
    const used = { fosterCare: 1, supportedAccommodation: 0 };
    expect(
      look(declaring({ places: { fosterCare: 1, supportedAccommodation: 0 }, used })).precondition,
    ).toBeUndefined();
  });

  test('asks a council whose declaration includes the needs', () => {
    expect(
      look(declaring({ supports: ['trained-carers'] }), { trafficking: 'nrm-positive' }).precondition,
    ).toBeUndefined();
  });

  test('asks one whose count is not known up to its threshold, by what the scheme placed', () => {
    const unknown = {
      caredFor: { count: null, asAt: '2025-03-31', source: 'not-published' },
      publishedCount: null,
    } as const;
    expect(look({ ...unknown, netSince: 199 })).toMatchObject({
      open: true,
      numbers: { caredFor: null, headroom: 1, weight: 92 },
    });
    expect(look({ ...unknown, netSince: 200 }).precondition).toBe('at-threshold');
  });
});

describe('a voluntary scheme', () => {
  const voluntary = (council: Partial<Council>, facts: Partial<ReferralFacts> = {}) =>
    look(council, facts, 'nts-2016');

  test('asks only for declared places of the kind', () => {
    expect(voluntary({})).toMatchObject({ precondition: 'no-declared-place', open: false });
    expect(voluntary(declaring()).precondition).toBeUndefined();
    expect(voluntary(declaring({ places: noFoster }), { children: foster })).toMatchObject({
      precondition: 'no-declared-place',
      open: true,
      numbers: { declared: noFoster },
    });
    expect(
      voluntary(declaring({ places: { fosterCare: 1, supportedAccommodation: 0 } }), { children: supported })
        .precondition,
    ).toBe('no-declared-place');
  });

  test('counts the places used since, and those that open offers hold', () => {
    const places = { fosterCare: 2, supportedAccommodation: 0 };
    expect(
      voluntary(declaring({ places, used: { fosterCare: 2, supportedAccommodation: 0 } })),
    ).toMatchObject({
      precondition: 'no-declared-place',
      open: false,
    });
    expect(voluntary({ ...declaring({ places }), held: 1 }).precondition).toBeUndefined();
    expect(voluntary({ ...declaring({ places }), held: 2 }).precondition).toBe('no-declared-place');
  });

  test('needs a place for each sibling, of the kind each needs', () => {
    const children = [aChild(), aChild({ number: 2, placementKind: 'supported-accommodation' })];
    expect(
      voluntary(declaring({ places: { fosterCare: 1, supportedAccommodation: 1 } }), { children })
        .precondition,
    ).toBeUndefined();
    expect(
      voluntary(declaring({ places: { fosterCare: 3, supportedAccommodation: 0 } }), { children })
        .precondition,
    ).toBe('no-declared-place');
  });
});

test('places are counted for the children who still count', () => {
  const children = [
    aChild(),
    aChild({ number: 2, placementKind: 'supported-accommodation' }),
    aChild({ number: 3 }),
  ];
  const facts = aReferral({ children });
  expect(placesFor({ facts, turned18: [] })).toEqual({ fosterCare: 2, supportedAccommodation: 1 });
  expect(placesFor({ facts, turned18: [2, 3] })).toEqual({ fosterCare: 1, supportedAccommodation: 0 });
});

test('a referral that has not said its needs asks for none', () => {
  const { needs: _, ...child } = aChild();
  expect(
    asked({ facts: aReferral({ children: [child] }), turned18: [], excluded: [] }, policyNamed('nts-2025'))
      .needs,
  ).toEqual([]);
});

describe('under nts-2026', () => {
  const now = (council: Partial<Council>, facts: Partial<ReferralFacts> = {}) =>
    look(council, facts, 'nts-2026');
  const places = { fosterCare: 2, supportedAccommodation: 1 };
  const used = (fosterCare: number, supportedAccommodation = 0) => ({
    used: { fosterCare, supportedAccommodation },
  });

  test('no more children of a kind are offered than a council declared, those offered and those on their way among them', () => {
    fc.assert(
      fc.property(
        fc.record({ fosterCare: fc.nat({ max: 3 }), supportedAccommodation: fc.nat({ max: 3 }) }),
        fc.record({ fosterCare: fc.nat({ max: 4 }), supportedAccommodation: fc.nat({ max: 4 }) }),
        fc.nat({ max: 3 }),
        fc.array(fc.constantFrom('foster-care' as const, 'supported-accommodation' as const), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.nat({ max: 40 }),
        (declared, taken, held, kinds, days) => {
          const declaredAt = new Date(Date.parse('2026-11-23T09:00:00Z') - days * 86_400_000).toISOString();
          const council = { ...declaring({ places: declared, used: taken, declaredAt }), held };
          const children = kinds.map((placementKind, at) => aChild({ number: at + 1, placementKind }));
          const wanted = (kind: (typeof kinds)[number]) => kinds.filter((one) => one === kind).length;
          const left = (kind: keyof typeof declared) => Math.max(0, declared[kind] - taken[kind]);
          const enough =
            left('fosterCare') >= wanted('foster-care') &&
            left('supportedAccommodation') >= wanted('supported-accommodation') &&
            left('fosterCare') + left('supportedAccommodation') - held >= kinds.length;
          const { precondition } = now(council, { children });
          if (days < 28 && !enough)
            expect(['declared-places-taken', 'declared-none-of-kind']).toContain(precondition);
          else if (days >= 28 || precondition !== 'declared-none-of-kind')
            expect(precondition).toBeUndefined();
        },
      ),
    );
  });

  test('whose places are taken stays in turn for other children, and earns its share meanwhile', () => {
    expect(now(declaring({ places, ...used(2) }), { children: foster })).toMatchObject({
      precondition: 'declared-places-taken',
      open: true,
    });
    expect(now(declaring({ places, ...used(2) }), { children: supported }).precondition).toBeUndefined();
  });

  test('a need that was left out counts for as long as the declaration does, and no longer', () => {
    const declaredOn = (declaredAt: string, policyId: string) =>
      look(declaring({ declaredAt }), { children: [aChild({ needs: ['medical-care'] })] }, policyId)
        .precondition;
    expect(declaredOn('2026-10-27T09:00:00.000Z', 'nts-2026')).toBe('needs-not-supported');
    expect(declaredOn('2026-10-26T09:00:00.000Z', 'nts-2026')).toBeUndefined();
    expect(declaredOn('2026-10-26T09:00:00.000Z', 'nts-2025')).toBe('needs-not-supported');
  });

  test('earlier policies of the mandatory scheme ask beyond what was declared, as they did', () => {
    for (const id of ['nts-2022', 'nts-2025'])
      expect(look(declaring({ places, ...used(2) }), { children: foster }, id).precondition).toBeUndefined();
  });
});
