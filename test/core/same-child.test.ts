import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChildFacts } from '../../events/referral.ts';
import { defined } from '../../shared/core/defined.ts';
import { exactName, fingerprintsOf } from '../../shared/core/referral/fingerprints.ts';
import type { ChildParticulars } from '../../shared/core/referral/particulars.ts';
import { comparedWith, type Described, isCloser, isWholly } from '../../shared/core/referral/same-child.ts';
import { aChild, aReferral } from '../builders.ts';

const key = new TextEncoder().encode('k'.repeat(64));
const formerKey = new TextEncoder().encode('o'.repeat(64));

/** What is compared of a child, as a clerk writes it. */
interface Said {
  readonly sex?: ChildFacts['sex'];
  readonly month?: string;
  readonly name?: string;
  readonly dateOfBirth?: string;
  readonly nationality?: string;
  readonly homeOfficeReference?: string;
  readonly portReference?: string;
}
const four = ['sex', 'month', 'name', 'dateOfBirth'] as const;

const described = (children: readonly Said[], keys: readonly Uint8Array[] = [key]): Described => {
  const particulars = children.map(
    ({ sex: _, month: __, ...said }, index) => ({ number: index + 1, ...said }) as ChildParticulars,
  );
  return {
    facts: aReferral({
      children: children.map(({ sex, month }, index) => {
        const { sex: _, turns18Month: __, ...child } = aChild({ number: index + 1 });
        return {
          ...child,
          ...defined({ sex, turns18Month: month }),
        };
      }),
    }),
    turned18: [],
    fingerprints: keys.flatMap((one) => fingerprintsOf(one, particulars)),
  };
};

const asCase = (children: Described) => ({ ...children, id: 'NTS-AAAA-AAAA' });

const sexes = ['female', 'male', 'other'] as const;
const day = fc
  .date({ min: new Date('2008-12-01'), max: new Date('2016-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
  .filter((date) => !date.endsWith('-01-01'));
const nameParts = [
  'Amina',
  'Amin',
  'Yonas',
  'Hassan',
  'Hussein',
  'Mohammed',
  'Mahmoud',
  'Hà',
  'Hạ',
  'Ha',
  'محمد',
];
const name = fc
  .array(fc.constantFrom(...nameParts), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join(' '));
const BOAT = 'DOVER-2026-114';
/** A child of whom all is known that is compared, and who shares a reference with everybody else. */
const known = fc
  .record(
    {
      sex: fc.constantFrom(...sexes),
      dateOfBirth: day,
      name,
      nationality: fc.constantFrom('ERI', 'AFG'),
      homeOfficeReference: fc.constantFrom('HO-1111113', 'HO-2222222'),
    },
    { requiredKeys: ['sex', 'dateOfBirth', 'name'] },
  )
  .map((said) => ({
    ...said,
    month: `${Number(said.dateOfBirth.slice(0, 4)) + 18}${said.dateOfBirth.slice(4, 7)}`,
    portReference: BOAT,
  }));
const lacking = (said: Said, facts: readonly string[]): Said =>
  Object.fromEntries(Object.entries(said).filter(([fact]) => !facts.includes(fact)));

describe('two children are one', () => {
  test('where they share a reference, and sex, month of birth, name and date of birth are known and agree', () => {
    fc.assert(
      fc.property(known, (child) => {
        expect(isWholly(described([child]), described([child]))).toBe(true);
        // Nationality is no more than a contradiction.
        const { nationality: _, ...less } = child;
        expect(isWholly(described([less]), described([child]))).toBe(true);
        expect(isWholly(described([child]), described([less]))).toBe(true);
      }),
    );
  });

  test('never where one of the four differs, alone or with others', () => {
    fc.assert(
      fc.property(known, known, fc.subarray([...four], { minLength: 1 }), (one, another, facts) => {
        const other = { ...one, ...Object.fromEntries(facts.map((fact) => [fact, another[fact]])) };
        fc.pre(facts.some((fact) => one[fact] !== other[fact]));
        expect(isWholly(described([one]), described([other]))).toBe(false);
        expect(isWholly(described([other]), described([one]))).toBe(false);
        const found = comparedWith(described([one]), asCase(described([other])));
        expect(found.differing.length).toBeGreaterThan(0);
        expect(found.by).toBe('reference');
      }),
    );
  });

  test('never where one of the four is not known, of one or of both', () => {
    const some = fc.subarray([...four]);
    fc.assert(
      fc.property(known, some, some, (child, here, there) => {
        fc.pre(here.length + there.length > 0);
        const [one, other] = [described([lacking(child, here)]), described([lacking(child, there)])];
        expect(isWholly(one, other)).toBe(false);
        const found = comparedWith(one, asCase(other));
        expect([found.differing, found.by]).toEqual([[], 'reference']);
        expect(found.unknown).toHaveLength(new Set([...here, ...there]).size);
      }),
    );
  });

  test('never where any two that are not the same child are compared', () => {
    fc.assert(
      fc.property(known, known, (one, other) => {
        const same = four.every((fact) => one[fact] === other[fact]);
        const contradicted = (['nationality', 'homeOfficeReference'] as const).some(
          (fact) => one[fact] !== undefined && other[fact] !== undefined && one[fact] !== other[fact],
        );
        expect(isWholly(described([one]), described([other]))).toBe(same && !contradicted);
      }),
    );
  });

  test('never for two councils without a reference in common, however much else agrees', () => {
    fc.assert(
      fc.property(known, (child) => {
        const [one, other] = [
          { ...child, homeOfficeReference: 'HO-7777771' },
          { ...child, portReference: 'FELIX-1009' },
        ].map((said) => described([said]));
        if (!one || !other) throw new Error('Two.');
        const apart = described([
          { ...child, portReference: 'FELIX-1099', homeOfficeReference: 'HO-8888881' },
        ]);
        expect(isWholly(one, apart)).toBe(false);
        const lackingBoth = described([lacking(child, ['portReference', 'homeOfficeReference'])]);
        const facts = { ...lackingBoth.facts, entryAuthority: 'E09000008' };
        expect(isWholly(other, { ...lackingBoth, facts })).toBe(false);
      }),
    );
  });

  const sentAgain = {
    sex: 'male',
    month: '2028-05',
    name: 'Yonas Tekle',
    dateOfBirth: '2010-05-14',
  } as const;
  test.each<[string, boolean, Said, Said]>([
    ['as it was', true, {}, {}],
    ['with a reference that was not known before', true, { homeOfficeReference: 'HO-7777771' }, {}],
    ['with a nationality that was not known before', true, { nationality: 'ERI' }, {}],
    ['of another nationality', false, { nationality: 'ERI' }, { nationality: 'ETH' }],
    [
      'with another reference',
      false,
      { homeOfficeReference: 'HO-7777771' },
      { homeOfficeReference: 'HO-8888881' },
    ],
    ['of another sex', false, {}, { sex: 'female' }],
    ['of a sex that is not known', false, { sex: 'not-known' }, { sex: 'not-known' }],
    ['with one name, as many have', false, { name: 'Yonas' }, { name: 'Yonas' }],
    ['with a name that sounds the same', false, {}, { name: 'Yonas Tekla' }],
    [
      'born on 1 January',
      false,
      ...([0, 1].map(() => ({ dateOfBirth: '2010-01-01', month: '2028-01' })) as [Said, Said]),
    ],
  ])('without a reference in common when one council sends the child again %s: %s', (_, is, one, other) => {
    const [first, again] = [one, other].map((said) => described([{ ...sentAgain, ...said }]));
    if (!first || !again) throw new Error('Two.');
    expect(isWholly(again, first)).toBe(is);
    const elsewhere = { ...first, facts: { ...first.facts, entryAuthority: 'E09000008' } };
    expect(isWholly(again, elsewhere)).toBe(false);
  });

  test.each<[string, Said, Said]>([
    ['twins', { name: 'Hassan Ali' }, { name: 'Hussein Ali' }],
    ['a name and the same with another vowel', { name: 'Amina' }, { name: 'Amin' }],
    ['a name in another order', { name: 'Ali Hassan' }, { name: 'Hassan Ali' }],
    ['a name with another tone', { name: 'Nguyễn Văn Hà' }, { name: 'Nguyễn Văn Hạ' }],
    ['nobody’s name', { name: 'Unknown' }, { name: 'Unknown' }],
    ['a number', { name: 'Child 1' }, { name: 'Child 1' }],
    ['initials', { name: 'M Ahmed' }, { name: 'M Ahmed' }],
    ['signs', { name: '???' }, { name: '???' }],
    ['a sex that is not known', { sex: 'not-known' }, { sex: 'not-known' }],
    ['another nationality', { nationality: 'ERI' }, { nationality: 'AFG' }],
    [
      'another Home Office reference',
      { homeOfficeReference: 'HO-1111113' },
      { homeOfficeReference: 'HO-1111112' },
    ],
    [
      'the day given to whoever knows only the year',
      { dateOfBirth: '2010-01-01', month: '2028-01' },
      { dateOfBirth: '2010-01-01', month: '2028-01' },
    ],
  ])('never: %s', (_, one, other) => {
    const child = {
      sex: 'male',
      month: '2028-05',
      name: 'Ali',
      dateOfBirth: '2010-05-14',
      portReference: BOAT,
    } as const;
    expect(isWholly(described([child]), described([child]))).toBe(true);
    expect(isWholly(described([{ ...child, ...one }]), described([{ ...child, ...other }]))).toBe(false);
  });
});

describe('a group', () => {
  const [amina, yonas, sara] = ['Amina', 'Yonas', 'Sara'].map((one, at) => ({
    sex: sexes[at],
    month: `2028-0${at + 2}`,
    name: one,
    dateOfBirth: `2010-0${at + 2}-14`,
    portReference: BOAT,
  })) as [Said, Said, Said];

  test('is of a case in whatever order its children stand, and where the case has more of them', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([amina, yonas, sara], { minLength: 1 }),
        fc.shuffledSubarray([amina, yonas, sara], { minLength: 1 }),
        (here, there) => {
          expect(isWholly(described(here), described(there))).toBe(
            here.every((child) => there.includes(child)),
          );
        },
      ),
    );
  });

  test('is not where two of it are one of the case, or one of it is two of the case', () => {
    expect(isWholly(described([amina, amina]), described([amina, yonas]))).toBe(false);
    expect(isWholly(described([amina]), described([amina, amina]))).toBe(false);
    expect(isWholly(described([amina, amina]), described([amina, amina]))).toBe(false);
  });

  test('is not where a child of the case has turned 18: the case goes on without', () => {
    const both = described([amina, yonas]);
    expect(isWholly(described([yonas]), { ...both, turned18: [1] })).toBe(true);
    expect(isWholly(described([amina]), { ...both, turned18: [1] })).toBe(false);
  });

  test('is not where one of it is nobody and another two, as many as it has children in all', () => {
    const sam = { ...sara, portReference: 'FELIX-1007' };
    expect(isWholly(described([amina, sam, yonas]), described([amina, yonas, yonas]))).toBe(false);
  });

  test('is not where a child of it has no fingerprint', () => {
    expect(isWholly(described([amina, lacking(yonas, ['portReference'])]), described([amina, yonas]))).toBe(
      false,
    );
  });
});

describe('fingerprints', () => {
  const child = {
    sex: 'male',
    month: '2028-05',
    name: 'Ali',
    dateOfBirth: '2010-05-14',
    portReference: BOAT,
  } as const;

  test('of a case from before there were marks of name and date of birth make nothing certain', () => {
    const before = described([child]);
    const without = {
      ...before,
      fingerprints: before.fingerprints?.map(({ bearers: _, ...marks }) => marks) ?? [],
    };
    for (const [one, other] of [
      [before, without],
      [without, before],
      [without, without],
    ] as const) {
      expect(isWholly(one, other)).toBe(false);
      expect(comparedWith(one, asCase(other)).unknown).toEqual(['name', 'date-of-birth']);
    }
  });

  test('of two keys, of which one tells no name or date of birth, make nothing certain', () => {
    const both = described([child], [key, formerKey]);
    const [now, before] = both.fingerprints ?? [];
    if (!now || !before) throw new Error('Two.');
    const { bearers: _, ...bare } = before;
    for (const fingerprints of [
      [now, bare],
      [bare, now],
    ])
      expect(isWholly(both, { ...both, fingerprints })).toBe(false);
  });

  test('of one reference say nothing against those of two', () => {
    const two = described([{ ...child, homeOfficeReference: 'HO-1111113' }]);
    expect(isWholly(two, described([child]))).toBe(true);
    expect(isWholly(described([child]), two)).toBe(true);
  });

  test('of two keys agree with those of either, and differ from none for being of another', () => {
    const former = described([child], [formerKey]);
    const both = described([child], [key, formerKey]);
    expect(isWholly(both, former)).toBe(true);
    expect(isWholly(former, both)).toBe(true);
    expect(isWholly(described([{ ...child, name: 'Omar' }], [key, formerKey]), former)).toBe(false);
    expect(isWholly(described([child]), former)).toBe(false);
  });

  test('show that a name or date of birth is the same of children who share a reference, and of no others', () => {
    fc.assert(
      fc.property(name, day, (called, born) => {
        const marks = (
          portReference: string,
          kind: 'portReference' | 'homeOfficeReference' = 'portReference',
        ) =>
          fingerprintsOf(key, [{ number: 1, name: called, dateOfBirth: born, [kind]: portReference }])[0]
            ?.bearers?.[0];
        expect(marks(BOAT)).toEqual(marks('dover 2026/114'));
        const all = [marks(BOAT), marks('DOVER-2026-115'), marks(BOAT, 'homeOfficeReference')];
        const each = all.flatMap((one) => [one?.nameMark, one?.birthMark]);
        expect(new Set(each).size).toBe(6);
        expect(JSON.stringify(all)).not.toContain(born);
      }),
    );
  });

  test.each([
    ['Amina  Said', 'amina said'],
    [' AMINA SAID\u200B', 'amina said'],
    ['Nguye\u0302\u0303n', 'nguyễn'],
    ['An', undefined],
    ['An Nguyen', 'an nguyen'],
    ['Baby boy', undefined],
    ['Name not known', undefined],
    ['UASC 17', undefined],
    ['N/A', undefined],
    ['Child A', undefined],
    ['A. B.', undefined],
    ['王 伟', '王 伟'],
    ['', undefined],
  ])('take %j for %j', (written, as) => {
    expect(exactName(written)).toBe(as);
  });
});

describe('two cases are compared for people', () => {
  const child = {
    sex: 'male',
    month: '2028-05',
    name: 'Ali',
    dateOfBirth: '2010-05-14',
    nationality: 'ERI',
  } as const;
  const other = (...children: readonly Said[]) => asCase(described(children));

  test('by the child that is closest, and by all that differs of any of them', () => {
    const here = described([{ ...child, portReference: BOAT }]);
    expect(
      comparedWith(
        here,
        other(
          { ...child, sex: 'female', name: 'Amina', portReference: BOAT },
          { ...child, name: 'Omar', portReference: BOAT },
        ),
      ),
    ).toEqual({
      with: 'NTS-AAAA-AAAA',
      by: 'reference',
      whole: true,
      differing: ['name'],
      unknown: [],
    });
    const two = described([
      { ...child, portReference: BOAT },
      { ...child, name: 'Sara', portReference: 'FELIX-1011' },
    ]);
    const found = comparedWith(
      two,
      other({ ...child, sex: 'not-known', nationality: 'AFG', portReference: BOAT }),
    );
    expect(found).toMatchObject({ whole: false, differing: ['nationality'], unknown: ['sex'] });
  });

  test('by the person where they share no reference, and by nothing that a correction took away', () => {
    const here = described([{ ...child, portReference: BOAT }]);
    expect(comparedWith(here, other({ ...child, sex: 'female' }))).toMatchObject({
      by: 'person',
      differing: ['sex'],
      unknown: [],
    });
    expect(comparedWith(here, other({ ...child, name: 'Omar' }))).toMatchObject({
      by: 'earlier',
      whole: false,
      differing: [],
      unknown: [],
    });
  });

  test('by the child of whom more is known, where as much differs', () => {
    const here = described([{ ...child, portReference: BOAT }]);
    const less = { ...lacking(child, ['name']), portReference: BOAT };
    const more = { ...child, portReference: BOAT };
    for (const there of [other(less, more), other(more, less)])
      expect(comparedWith(here, there)).toMatchObject({ differing: [], unknown: [] });
  });

  test('by a date of birth that differs, which does not make the nationality another', () => {
    const here = described([{ ...child, portReference: BOAT }]);
    expect(comparedWith(here, other({ ...child, dateOfBirth: '2010-05-15', portReference: BOAT }))).toEqual({
      with: 'NTS-AAAA-AAAA',
      by: 'reference',
      whole: true,
      differing: ['date-of-birth'],
      unknown: [],
    });
  });

  test('by the person under any key that both have, and by no person where neither is known', () => {
    const [one, both] = [[formerKey], [key, formerKey]].map((keys) =>
      described([{ ...child, portReference: BOAT }], keys),
    );
    const elsewhere = (keys: readonly Uint8Array[]) => asCase(described([child], keys));
    if (!one || !both) throw new Error('Two.');
    expect(comparedWith(both, elsewhere([formerKey])).by).toBe('person');
    expect(comparedWith(one, elsewhere([key, formerKey])).by).toBe('person');
    const nameless = lacking(child, ['name']);
    const apart = [BOAT, 'FELIX-1011'].map((portReference) => described([{ ...nameless, portReference }]));
    if (!apart[0] || !apart[1]) throw new Error('Two.');
    expect(comparedWith(apart[0], asCase(apart[1])).by).toBe('earlier');
  });

  test('by a reference where any child was found by one, whichever stands first', () => {
    const sara = { ...child, name: 'Sara', portReference: 'FELIX-1011' };
    const here = [{ ...child, portReference: BOAT }, sara];
    for (const children of [here, here.toReversed()])
      expect(comparedWith(described(children), other(child, sara))).toMatchObject({
        by: 'reference',
        whole: true,
      });
  });

  test('and one is closer only where something agrees now that did not', () => {
    const at = (said: Said) => described([{ ...said, portReference: BOAT }]);
    const { name: _, ...unnamed } = child;
    expect(isCloser(at(unnamed), at(child), at(child))).toBe(true);
    expect(isCloser(at(child), at(child), at(child))).toBe(false);
    expect(isCloser(at(child), at(unnamed), at(child))).toBe(false);
    expect(isCloser(at(unnamed), at({ ...child, name: 'Omar' }), at(child))).toBe(false);
  });
});
