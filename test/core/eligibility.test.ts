import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReferralFacts } from '../../events/referral.ts';
import type { AllocationInputs } from '../../shared/core/allocation/decision.ts';
import { eligibility } from '../../shared/core/allocation/eligibility.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { Comparison } from '../../shared/core/referral/same-child.ts';
import { aChild, aCouncil, aReferral } from '../builders.ts';
import { runs } from '../how-much.ts';

const policy = policyNamed('nts-2025');
const kent = aCouncil({
  code: 'E10000016',
  name: 'Kent',
  childPopulation: 346_571,
  caredFor: { count: 451, asAt: '2025-03-31', source: 'published' },
});
const hampshire = aCouncil();

type Known = Parameters<typeof eligibility>[0];
const known = (facts: Partial<ReferralFacts> = {}, overrides: Partial<AllocationInputs> = {}): Known => ({
  facts: aReferral(facts),
  cleared: [],
  turned18: [],
  ages: [],
  today: '2026-11-23',
  councils: [kent, hampshire],
  ...overrides,
});

const codes = (inputs: Known): readonly string[] => {
  const outcome = eligibility(inputs, policy);
  return outcome.kind === 'held' ? outcome.reasons.map(({ code }) => code) : [outcome.kind];
};
const words = (inputs: Known): string => {
  const outcome = eligibility(inputs, policy);
  if (outcome.kind === 'incomplete') return outcome.fields.map((field) => field.words).join(' ');
  return outcome.kind === 'held' ? outcome.reasons.map((reason) => reason.words).join(' ') : '';
};
const warned = (inputs: Known): readonly string[] => {
  const outcome = eligibility(inputs, policy);
  return outcome.kind === 'incomplete' ? [] : outcome.warnings.map(({ code }) => code);
};
const fieldsOf = (inputs: Known): readonly (readonly [string, string])[] => {
  const outcome = eligibility(inputs, policy);
  return outcome.kind === 'incomplete'
    ? outcome.fields.map(({ field, problem }) => [field, problem] as const)
    : [];
};
const without = <T extends object>(thing: T, key: keyof T): T => {
  const { [key]: _, ...rest } = thing;
  return rest as T;
};

test('a complete referral that nothing speaks against is eligible, without warnings', () => {
  expect(eligibility(known(), policy)).toEqual({ kind: 'eligible', warnings: [] });
});

describe('missing facts are asked for', () => {
  test.each([
    'asylumClaimOn',
    'arrivedOn',
    'inCareOfAuthority',
    'familyInUk',
    'links',
    'areasToAvoid',
    'trafficking',
    'wishesRecorded',
  ] as const)('%s', (field) => {
    const inputs = known();
    expect(fieldsOf({ ...inputs, facts: without(inputs.facts, field) })).toEqual([[field, 'missing']]);
  });

  test.each(['turns18Month', 'sex', 'placementKind', 'needs', 'ageAssessment'] as const)(
    '%s of a child, by its number',
    (field) => {
      const children = [aChild(), without(aChild({ number: 2 }), field)];
      expect(fieldsOf(known({ children }))).toEqual([[`children.2.${field}`, 'missing']]);
    },
  );

  test('each part of the definition, in plain words', () => {
    const inputs = known();
    const outcome = eligibility({ ...inputs, facts: without(inputs.facts, 'definition') }, policy);
    expect(outcome).toMatchObject({
      kind: 'incomplete',
      fields: [
        { field: 'definition.under18AtClaim' },
        { field: 'definition.claimsInOwnRight' },
        { field: 'definition.separatedFromParents' },
        { field: 'definition.noResponsibleAdult' },
      ],
    });
    expect(words({ ...inputs, facts: without(inputs.facts, 'definition') })).toContain(
      'Say whether the child was under 18 when they claimed asylum. Answer yes or no.',
    );
  });

  test('an age assessment under way needs its leader', () => {
    const children = [aChild({ ageAssessment: 'under-way' })];
    expect(fieldsOf(known({ children }))).toEqual([['children.1.ageAssessmentLedBy', 'missing']]);
    expect(
      codes(known({ children: [aChild({ ageAssessment: 'under-way', ageAssessmentLedBy: 'E10000016' })] })),
    ).toEqual(['eligible']);
  });

  test('nothing is asked about a child who turned 18', () => {
    const children = [aChild(), { number: 2 }];
    expect(codes(known({ children }, { turned18: [2] }))).toEqual(['eligible']);
  });

  test('where the child is settled and when the move is proposed may stay open', () => {
    const inputs = known();
    expect(
      codes({ ...inputs, facts: without(without(inputs.facts, 'settledSince'), 'proposedMoveOn') }),
    ).toEqual(['eligible']);
  });
});

describe('facts that contradict each other are asked about', () => {
  test.each<[string, Partial<ReferralFacts>, string, RegExp]>([
    [
      'arrival in the future',
      { arrivedOn: '2026-11-24', asylumClaimOn: '2026-11-24' },
      'arrivedOn',
      /arrived on 24 November 2026, which is in the future/,
    ],
    [
      'claim before arrival',
      { asylumClaimOn: '2026-11-14' },
      'asylumClaimOn',
      /arrived on 15 November 2026 and claimed asylum on 14 November 2026, which is earlier/,
    ],
    ['claim in the future', { asylumClaimOn: '2026-12-14' }, 'asylumClaimOn', /in the future/],
    [
      'arrived after the referral',
      { referredOn: '2026-11-14' },
      'referredOn',
      /was referred on 14 November 2026/,
    ],
    ['referred in the future', { referredOn: '2026-11-30' }, 'referredOn', /in the future/],
    [
      'settled before arrival',
      { settledSince: '2026-11-10' },
      'settledSince',
      /moved into the present placement on 10 November 2026, which is earlier/,
    ],
    ['settled in the future', { settledSince: '2026-11-29' }, 'settledSince', /in the future/],
    [
      'moving before the referral',
      { proposedMoveOn: '2026-11-20' },
      'proposedMoveOn',
      /is to move on 20 November 2026/,
    ],
    [
      'born in the future',
      { children: [aChild({ turns18Month: '2044-12' })] },
      'children.1.turns18Month',
      /more than 18 years from now/,
    ],
    [
      'born after arrival',
      { arrivedOn: '2026-08-15', children: [aChild({ turns18Month: '2044-10' })] },
      'children.1.turns18Month',
      /born after arriving/,
    ],
    [
      '18 before the claim',
      { children: [aChild({ turns18Month: '2026-10' })] },
      'children.1.turns18Month',
      /turned 18 in October 2026, before it/,
    ],
    [
      'supported accommodation under 16',
      { children: [aChild({ turns18Month: '2029-01', placementKind: 'supported-accommodation' })] },
      'children.1.placementKind',
      /only for children aged 16 or over, and the child is younger/,
    ],
    [
      'a link to no council',
      { links: [{ council: 'E99999999', kind: 'family' }] },
      'links',
      /No council with children’s services has the code E99999999/,
    ],
    ['avoiding no council', { areasToAvoid: ['E99999999', 'E99999999'] }, 'areasToAvoid', /E99999999/],
    [
      'two children of one number',
      { children: [aChild(), aChild()] },
      'children',
      /Number the children from 1 to 2, each once. You gave 1, 1\./,
    ],
    ['a number left out', { children: [aChild(), aChild({ number: 3 })] }, 'children', /You gave 1, 3/],
  ])('%s', (_case, facts, field, says) => {
    const inputs = known(facts);
    expect(fieldsOf(inputs)).toContainEqual([field, 'contradictory']);
    expect(words(inputs)).toMatch(says);
  });

  test('the exact age decides over the month', () => {
    const children = [aChild({ turns18Month: '2028-11', placementKind: 'supported-accommodation' })];
    expect(codes(known({ children }))).toEqual(['old-enough-this-month:1']);
    expect(fieldsOf(known({ children }, { ages: [{ child: 1, years: 15, daysTo18: 750 }] }))).toEqual([
      ['children.1.placementKind', 'contradictory'],
    ]);
    expect(codes(known({ children }, { ages: [{ child: 1, years: 16, daysTo18: 720 }] }))).toEqual([
      'eligible',
    ]);
  });

  test('dates on the same day agree', () => {
    const day = '2026-11-23';
    expect(
      codes(
        known({
          arrivedOn: day,
          asylumClaimOn: day,
          settledSince: day,
          referredOn: day,
          proposedMoveOn: day,
        }),
      ),
    ).toEqual(['eligible']);
  });
});

test('each thing is asked about once, and children may be listed in any order', () => {
  expect(fieldsOf(known({ children: [aChild({ turns18Month: '2050-01' })] }))).toEqual([
    ['children.1.turns18Month', 'contradictory'],
  ]);
  const unknown = [{ council: 'E99999991', kind: 'family' }] as const;
  expect(fieldsOf(known({ links: [...unknown], areasToAvoid: ['E99999992'] }))).toEqual([
    ['links', 'contradictory'],
    ['areasToAvoid', 'contradictory'],
  ]);
  const backwards = Array.from({ length: 3 }, (_, index) => aChild({ number: 3 - index }));
  expect(codes(known({ children: backwards }))).toEqual(['eligible']);
});

describe('a person looks first', () => {
  const below = { ...kent, caredFor: { count: 345, asAt: '2025-03-31', source: 'published' } } as const;
  const uncounted = {
    ...kent,
    caredFor: { count: null, asAt: '2025-03-31', source: 'not-published' },
  } as const;

  test.each<[string, Partial<ReferralFacts>, Partial<AllocationInputs>, string, RegExp]>([
    [
      'the entry authority is below its threshold',
      {},
      { councils: [below] },
      'entry-authority-below-threshold',
      /Kent cares for 345 children, below its threshold of 346\./,
    ],
    [
      'the entry authority’s count is not known',
      {},
      { councils: [uncounted] },
      'entry-authority-count-not-known',
      /No figure says how many .* Kent cares for; its threshold is 346/,
    ],
    [
      'the entry authority is unknown',
      { entryAuthority: 'E99999999' },
      {},
      'unknown-entry-authority',
      /has the code E99999999/,
    ],
    [
      'the child was not under 18 at the claim',
      { definition: { ...aReferral().definition, under18AtClaim: false } },
      {},
      'definition-not-met',
      /was not under 18 at the claim \(Immigration Rules, paragraph 352ZD\)/,
    ],
    [
      'an adult is responsible, and the claim is another’s',
      { definition: { ...aReferral().definition, claimsInOwnRight: false, noResponsibleAdult: false } },
      {},
      'definition-not-met',
      /does not claim in their own right, and is cared for by a responsible adult/,
    ],
    [
      'the child is with a parent',
      { definition: { ...aReferral().definition, separatedFromParents: false } },
      {},
      'definition-not-met',
      /is not separated/,
    ],
    [
      'the child turned 18 by the month given',
      {
        asylumClaimOn: '2026-10-20',
        arrivedOn: '2026-10-15',
        settledSince: '2026-11-16',
        children: [aChild({ turns18Month: '2026-10' })],
      },
      {},
      'turned-18:1',
      /turned 18 in October 2026/,
    ],
    [
      'the child turns 18 this month',
      { children: [aChild({ turns18Month: '2026-11' })] },
      {},
      'turns-18-this-month:1',
      /The child turns 18 this month\. Check the exact date/,
    ],
    [
      'the child is 18 by the sealed date',
      { children: [aChild({ turns18Month: '2026-11' })] },
      { ages: [{ child: 1, years: 18, daysTo18: null }] },
      'turned-18:1',
      /18 by the date of birth/,
    ],
    [
      'the child turns 16 this month',
      { children: [aChild({ turns18Month: '2028-11', placementKind: 'supported-accommodation' })] },
      {},
      'old-enough-this-month:1',
      /turns 16 this month/,
    ],
    [
      'family may care for the child',
      { familyInUk: 'may-care' },
      {},
      'family-may-care',
      /reunification first/,
    ],
    [
      'the child is settled',
      { arrivedOn: '2026-10-20', asylumClaimOn: '2026-10-20', settledSince: '2026-10-26' },
      {},
      'settled-child',
      /for 28 days, since 26 October 2026/,
    ],
    [
      'a sibling is where the child is',
      { links: [{ council: 'E10000016', kind: 'sibling' }] },
      {},
      'link-where-the-child-is',
      /in the area of Kent/,
    ],
    [
      'a link is in an area to avoid',
      { links: [{ council: 'E10000014', kind: 'family' }], areasToAvoid: ['E10000014'] },
      {},
      'link-in-area-to-avoid',
      /link to Hampshire, which is also an area to avoid/,
    ],
    [
      'the group is large',
      { children: [1, 2, 3, 4, 5, 6, 7].map((number) => aChild({ number })) },
      {},
      'large-group',
      /has 7 children, more than 6/,
    ],
  ])('when %s', (_case, facts, overrides, code, says) => {
    const inputs = known(facts, overrides);
    expect(codes(inputs)).toEqual([code]);
    expect(words(inputs)).toMatch(says);
    expect(codes({ ...inputs, cleared: [code] })).toEqual(['eligible']);
  });

  test('never when the last figure and what moved since reach the threshold', () => {
    expect(codes(known({}, { councils: [{ ...below, netSince: 1 }] }))).toEqual(['eligible']);
    expect(codes(known({}, { councils: [{ ...uncounted, netSince: 346 }] }))).toEqual(['eligible']);
  });

  test('never for the threshold of an authority that does not look after the child', () => {
    expect(codes(known({ inCareOfAuthority: false }, { councils: [below] }))).toEqual(['eligible']);
  });

  test('never for a group as large as the policy lets go', () => {
    const group = (size: number) => Array.from({ length: size }, (_, index) => aChild({ number: index + 1 }));
    expect(codes(known({ children: group(policy.largestGroup) }))).toEqual(['eligible']);
    expect(codes(known({ children: group(policy.largestGroup + 1) }))).toEqual(['large-group']);
  });

  test('for each case that may be about the same child, by its reference', () => {
    const inputs = known({}, { possibleDuplicates: ['NTS-0000-0001', 'NTS-0000-0002'] });
    expect(codes(inputs)).toEqual(['possible-duplicate:NTS-0000-0001', 'possible-duplicate:NTS-0000-0002']);
    expect(words(inputs)).toContain('The case NTS-0000-0002 may be about the same child. Compare the two');
  });

  const comparison = {
    with: 'NTS-0000-0001',
    by: 'reference',
    whole: true,
    differing: [],
    unknown: [],
  } as const;
  test.each<[string, Partial<Comparison>, string]>([
    [
      'what differs and what is not known',
      { differing: ['sex', 'month-of-birth'], unknown: ['name', 'date-of-birth'] },
      'They have a reference in common. What differs: sex, month of birth. What is not known for certain of both: name, date of birth. Compare',
    ],
    [
      'what contradicts where all else agrees',
      { differing: ['nationality', 'other-reference'] },
      'They have a reference in common. What differs: nationality, the other reference. Compare',
    ],
    [
      'that all agrees, but not of every child',
      { whole: false },
      'They have a reference in common. Sex, month of birth, name and date of birth agree. Not every child of this case has one there to compare with. Compare',
    ],
    [
      'that there is no reference',
      { by: 'person', unknown: ['sex'] },
      'They have a name that sounds the same, a date of birth and a nationality in common, and no reference. What is not known for certain of both: sex. Compare',
    ],
    [
      'that it was corrected',
      { by: 'earlier', whole: false },
      'They had something in common that was corrected since. Compare',
    ],
  ])('for a case that may be about the same child: %s, and what to do', (_, found, said) => {
    const comparisons = [
      { ...comparison, with: 'NTS-0000-0002' },
      { ...comparison, ...found },
    ];
    const all = words(known({}, { possibleDuplicates: ['NTS-0000-0001'], comparisons }));
    expect(all).toContain(
      `The case NTS-0000-0001 may be about the same child. ${said} the two with whoever referred. If it is the same child, have one of the referrals withdrawn; if not, release this hold.`,
    );
  });

  test('a link where the child is, though nobody knows that authority', () => {
    const links = [{ council: 'E99999999', kind: 'family' }] as const;
    expect(words(known({ entryAuthority: 'E99999999', links: [...links] }))).toContain(
      'in the area of the entry authority.',
    );
  });

  test('not yet settled a day before', () => {
    expect(
      codes(known({ arrivedOn: '2026-10-20', asylumClaimOn: '2026-10-20', settledSince: '2026-10-27' })),
    ).toEqual(['eligible']);
  });

  test('a community where the child is does not hold', () => {
    expect(codes(known({ links: [{ council: 'E10000016', kind: 'community' }] }))).toEqual(['eligible']);
  });

  test('clearing one child’s age clears no other', () => {
    const children = [aChild({ turns18Month: '2026-11' }), aChild({ number: 2, turns18Month: '2026-11' })];
    expect(codes(known({ children }, { cleared: ['turns-18-this-month:1'] }))).toEqual([
      'turns-18-this-month:2',
    ]);
    expect(words(known({ children }))).toContain('Child 2 turns 18 this month');
  });

  test('missing facts are asked for first, for the answer may settle it', () => {
    const inputs = known({ familyInUk: 'may-care' });
    expect(codes({ ...inputs, facts: without(inputs.facts, 'trafficking') })).toEqual(['incomplete']);
  });

  test('but nobody can be asked when the entry authority is unknown', () => {
    const inputs = known({ entryAuthority: 'E99999999' });
    expect(codes({ ...inputs, facts: without(inputs.facts, 'trafficking') })).toEqual([
      'unknown-entry-authority',
    ]);
  });

  test('a referral whose children are all 18 is held, and nobody can clear that', () => {
    expect(codes(known({}, { turned18: [1], cleared: ['nobody-left'] }))).toEqual(['nobody-left']);
    expect(words(known({}, { turned18: [1] }))).toBe(
      'Every child of this referral has turned 18. Close the case.',
    );
  });
});

describe('what people are told without stopping anything', () => {
  test.each<[string, Partial<ReferralFacts>, Partial<AllocationInputs>, readonly string[]]>([
    ['near 18 by the month', { children: [aChild({ turns18Month: '2027-02' })] }, {}, ['near-18:1']],
    ['not near 18 by the month', { children: [aChild({ turns18Month: '2027-03' })] }, {}, []],
    ['near 18 by the date', {}, { ages: [{ child: 1, years: 17, daysTo18: 90 }] }, ['near-18:1']],
    ['not near 18 by the date', {}, { ages: [{ child: 1, years: 17, daysTo18: 120 }] }, []],
    [
      'an age assessment to be done',
      { children: [aChild({ ageAssessment: 'required' })] },
      {},
      ['age-assessment-open:1'],
    ],
    [
      'an age assessment under way',
      { children: [aChild({ ageAssessment: 'under-way', ageAssessmentLedBy: 'E10000016' })] },
      {},
      ['age-assessment-open:1'],
    ],
    ['unsafe where the child is', { areasToAvoid: ['E10000016'] }, {}, ['unsafe-where-the-child-is']],
    [
      'signs of trafficking',
      { trafficking: 'indicators', areasToAvoid: ['E10000014'] },
      {},
      ['nrm-referral-not-made'],
    ],
    [
      'referred to the NRM, with no area to avoid',
      { trafficking: 'nrm-referred' },
      {},
      ['nrm-flag', 'no-area-to-avoid'],
    ],
    [
      'a positive NRM decision',
      { trafficking: 'nrm-positive', areasToAvoid: ['E10000014'] },
      {},
      ['nrm-flag'],
    ],
    ['family not known', { familyInUk: 'not-known' }, {}, ['family-not-known']],
    ['wishes not recorded', { wishesRecorded: false }, {}, ['wishes-not-recorded']],
    [
      'a proposed move that has passed',
      { referredOn: '2026-11-18', proposedMoveOn: '2026-11-20' },
      {},
      ['proposed-move-past'],
    ],
  ])('%s', (_case, facts, overrides, expected) => {
    expect(codes(known(facts, overrides))).toEqual(['eligible']);
    expect(warned(known(facts, overrides))).toEqual(expected);
    const { warnings = [] } = eligibility(known(facts, overrides), policy) as {
      warnings?: { words: string }[];
    };
    for (const { words: sentence } of warnings) expect(sentence).toMatch(/^[A-Z].{25,}\.$/);
  });

  test.each<[Partial<ReferralFacts>, string]>([
    [
      { children: [aChild({ ageAssessment: 'required' })] },
      'The age assessment of the child is still to be done. This is not a bar to moving.',
    ],
    [
      { children: [aChild({ ageAssessment: 'under-way', ageAssessmentLedBy: 'E10000016' })] },
      'The age assessment of the child is under way. This is not a bar to moving.',
    ],
    [
      { trafficking: 'nrm-referred', areasToAvoid: ['E10000014'] },
      'The child was referred to the NRM. The receiving authority needs a safety plan before the move.',
    ],
    [
      { trafficking: 'nrm-positive', areasToAvoid: ['E10000014'] },
      'The child has a positive NRM decision. The receiving authority needs a safety plan before the move.',
    ],
    [
      { referredOn: '2026-11-18', proposedMoveOn: '2026-11-20' },
      'The move was proposed for 20 November 2026, which has passed. Agree a new date.',
    ],
    [
      { children: [aChild({ turns18Month: '2027-02' })] },
      'The child turns 18 within 90 days. A move may leave little time to settle.',
    ],
  ])('what differs is said: %o', (facts, sentence) => {
    expect(eligibility(known(facts), policy)).toMatchObject({ warnings: [{ words: sentence }] });
  });

  test('a move proposed for today or later has not passed', () => {
    for (const proposedMoveOn of ['2026-11-23', '2026-11-24'])
      expect(warned(known({ proposedMoveOn }))).toEqual([]);
  });

  test('of two children, each by their own date of birth', () => {
    const children = [aChild({ turns18Month: '2028-05' }), aChild({ number: 2, turns18Month: '2028-05' })];
    expect(warned(known({ children }, { ages: [{ child: 2, years: 17, daysTo18: 10 }] }))).toEqual([
      'near-18:2',
    ]);
    expect(codes(known({ children }, { ages: [{ child: 2, years: 18, daysTo18: null }] }))).toEqual([
      'turned-18:2',
    ]);
    const kinds = children.map((child) => ({
      ...child,
      turns18Month: '2028-12',
      placementKind: 'supported-accommodation' as const,
    }));
    const ages = [
      { child: 2, years: 15, daysTo18: 740 },
      { child: 1, years: 16, daysTo18: 740 },
    ];
    expect(fieldsOf(known({ children: kinds }, { ages }))).toEqual([
      ['children.2.placementKind', 'contradictory'],
    ]);
  });

  test('no area to avoid is missed while nobody has said whether there are signs of trafficking', () => {
    const { facts, ...rest } = known({ entryAuthority: 'E99999999' });
    expect(warned({ ...rest, facts: without(facts, 'trafficking') })).toEqual([]);
  });

  test('nobody is told that a child of 18 will soon be 18', () => {
    const children = [aChild({ turns18Month: '2026-10' })];
    const inputs = known({ children, asylumClaimOn: '2026-10-20', arrivedOn: '2026-10-15' });
    expect(warned({ ...inputs, cleared: ['turned-18:1'] })).toEqual([]);
    expect(
      warned(known({}, { ages: [{ child: 1, years: 18, daysTo18: null }], cleared: ['turned-18:1'] })),
    ).toEqual([]);
  });

  test('warnings come along with a hold', () => {
    expect(warned(known({ familyInUk: 'may-care', wishesRecorded: false }))).toEqual(['wishes-not-recorded']);
  });
});

test('whatever a referral says, it is eligible, incomplete or held: with something to do, in a sentence', () => {
  const aMonth = fc
    .tuple(fc.integer({ min: 2020, max: 2050 }), fc.integer({ min: 1, max: 12 }))
    .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`);
  const aDay = fc
    .tuple(aMonth, fc.integer({ min: 1, max: 28 }))
    .map(([month, day]) => `${month}-${String(day).padStart(2, '0')}`);
  const aCode = fc.constantFrom('E10000016', 'E10000014', 'E99999999');
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const facts = fc.record({
    entryAuthority: aCode,
    referredOn: maybe(aDay),
    arrivedOn: maybe(aDay),
    asylumClaimOn: maybe(aDay),
    settledSince: maybe(aDay),
    proposedMoveOn: maybe(aDay),
    inCareOfAuthority: maybe(fc.boolean()),
    familyInUk: maybe(fc.constantFrom('none', 'may-care', 'cannot-care', 'not-known')),
    trafficking: maybe(fc.constantFrom('no-indicators', 'indicators', 'nrm-referred', 'nrm-positive')),
    links: maybe(
      fc.array(fc.record({ council: aCode, kind: fc.constantFrom('family', 'sibling', 'community') })),
    ),
    areasToAvoid: maybe(fc.array(aCode)),
    wishesRecorded: maybe(fc.boolean()),
    children: fc.array(
      fc.record({
        number: fc.integer({ min: 1, max: 9 }),
        turns18Month: maybe(aMonth),
        placementKind: maybe(fc.constantFrom('foster-care', 'supported-accommodation')),
        ageAssessment: maybe(fc.constantFrom('not-required', 'required', 'under-way', 'complete')),
      }),
      { minLength: 1, maxLength: 9 },
    ),
  }) as fc.Arbitrary<ReferralFacts>;
  fc.assert(
    fc.property(facts, (said) => {
      const outcome = eligibility({ ...known(), facts: said }, policy);
      const said2 =
        outcome.kind === 'incomplete' ? outcome.fields : outcome.kind === 'held' ? outcome.reasons : [];
      expect(['eligible', 'incomplete', 'held']).toContain(outcome.kind);
      expect(outcome.kind === 'eligible' || said2.length > 0).toBe(true);
      for (const { words: sentence } of said2) expect(sentence).toMatch(/^[A-Z][^{}[\]]+\.$/);
      expect(said2.map(({ words: sentence }) => sentence).join()).not.toMatch(/undefined|null|NaN|reject/);
    }),
    { numRuns: runs(500) },
  );
});
