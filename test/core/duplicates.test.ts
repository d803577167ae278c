import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChildFingerprints } from '../../events/referral.ts';
import { isPossibleDuplicate, possibleDuplicate } from '../../shared/core/allocation/possible-duplicate.ts';
import type { Case, CaseStatus } from '../../shared/core/case/case.ts';
import {
  allFingerprints,
  duplicatesOf,
  duplicatesOfAmended,
  type Holders,
  MOST_HOLDERS,
  newFingerprints,
  retoldReferences,
} from '../../shared/core/case/duplicates.ts';
import { isFinal } from '../../shared/core/case/transitions.ts';
import { defined } from '../../shared/core/defined.ts';
import { aCase, aChild, aReferral, NOW } from '../builders.ts';

const print = fc.constantFrom(...'abcdef');
const child = (number: number): fc.Arbitrary<ChildFingerprints> =>
  fc.record(
    { number: fc.constant(number), references: fc.uniqueArray(print, { maxLength: 2 }), person: print },
    { requiredKeys: ['number', 'references'] },
  );
const group = fc.tuple(child(1), child(2));
const caseIds = ['NTS-AAAA-AAAA', 'NTS-BBBB-BBBB', 'NTS-CCCC-CCCC'] as const;
const [own] = caseIds;
const statuses: readonly CaseStatus[] = ['offered', 'accepted', 'withdrawn', 'transferred'];
const cases = fc
  .tuple(...caseIds.map(() => fc.constantFrom(...statuses)))
  .map((drawn) =>
    caseIds.map((id, at) => aCase({ id, status: id === own ? 'offered' : (drawn[at] as CaseStatus) })),
  );
const holders: fc.Arbitrary<Holders> = fc
  .dictionary(print, fc.shuffledSubarray([...caseIds], { minLength: 1 }))
  .map((held) => new Map(Object.entries(held)));
const facts = aReferral({ children: [aChild(), aChild({ number: 2 })] });

describe('an amendment that says who the children are', () => {
  test('is compared by what it newly says, of children the case still has', () => {
    fc.assert(
      fc.property(group, group, fc.boolean(), (fingerprints, given, leaves) => {
        const children = leaves ? { children: [aChild()] } : {};
        const fresh = newFingerprints({ facts, fingerprints }, { facts: children, fingerprints: [...given] });
        const counts = leaves ? given.filter(({ number }) => number === 1) : given;
        const known = allFingerprints(fingerprints);
        expect(new Set(fresh)).toEqual(
          new Set(allFingerprints(counts).filter((one) => !known.includes(one))),
        );
      }),
    );
    expect(newFingerprints({ facts }, { facts: { familyInUk: 'none' } })).toEqual([]);
  });

  const subject = aCase({ id: own });
  const given = (references: readonly string[]) => ({
    facts: {},
    fingerprints: [{ number: 1, references: [...references] }],
  });

  test('names every other open case that has one, and no other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(print), holders, cases, (fresh, held, all) => {
        const isOther = ({ id, status }: Case) => id !== own && !isFinal(status);
        expect(duplicatesOfAmended(subject, given(fresh), held, all, NOW).possible).toEqual(
          all
            .filter((one) => isOther(one) && fresh.some((mark) => held.get(mark)?.includes(one.id)))
            .map(({ id }) => id),
        );
      }),
    );
  });

  test('leaves each with every case that had it, in their order, and then its own', () => {
    fc.assert(
      fc.property(fc.uniqueArray(print), holders, cases, (fresh, held, all) => {
        const after = new Map(held);
        for (const claim of duplicatesOfAmended(subject, given(fresh), held, all, NOW).claims) {
          expect(claim.seen).toEqual(held.get(claim.fingerprint));
          after.set(claim.fingerprint, [...(claim.beside ?? []), own]);
        }
        for (const mark of fresh) {
          const before = held.get(mark) ?? [];
          // What is its own already needs no claim.
          if (before.includes(own)) expect(after.get(mark)).toBe(held.get(mark));
          else expect(after.get(mark)).toEqual([...before, own]);
        }
      }),
    );
  });

  describe('of who bears a reference that it had', () => {
    const bearing = (number: number, name?: string, dateOfBirth?: string): ChildFingerprints => ({
      number,
      references: ['r'],
      bearers: [
        {
          ...defined({ nameMark: name, birthMark: dateOfBirth }),
        },
      ],
    });
    const other = (more: Partial<Case> = {}) =>
      aCase({ id: caseIds[1], fingerprints: [bearing(1, 'n', 'd')], ...more });
    const told = (before: ChildFingerprints, after: ChildFingerprints, beside = other()) =>
      duplicatesOfAmended(
        aCase({ id: own, fingerprints: [before] }),
        { facts: {}, fingerprints: [after] },
        new Map([['r', [own, caseIds[1]]]]),
        [aCase({ id: own }), beside],
        NOW,
      ).possible;

    test('names the other case as soon as name or date of birth agree that did not', () => {
      expect(
        retoldReferences(
          { facts, fingerprints: [bearing(1)] },
          { facts: {}, fingerprints: [bearing(1, 'n')] },
        ),
      ).toEqual(['r']);
      expect(told(bearing(1), bearing(1, 'n'))).toEqual([caseIds[1]]);
      expect(told(bearing(1, 'm', 'e'), bearing(1, 'm', 'd'))).toEqual([caseIds[1]]);
      expect(told({ number: 1, references: ['r'] }, bearing(1, 'n'))).toEqual([caseIds[1]]);
    });

    test.each<[string, readonly string[]]>([
      ['differs', told(bearing(1), bearing(1, 'm', 'e'))],
      ['agreed before', told(bearing(1, 'n'), bearing(1, 'n', 'e'))],
      ['agrees no longer', told(bearing(1, 'n'), bearing(1, 'm'))],
      ['is of a closed case', told(bearing(1), bearing(1, 'n'), other({ status: 'withdrawn' }))],
      [
        'is of a case that is held for this one',
        told(bearing(1), bearing(1, 'n'), other({ possibleDuplicates: [own] })),
      ],
    ])('names nobody where it %s', (_, possible) => {
      expect(possible).toEqual([]);
    });

    test('names the other case where a person has said of it, before this was known, that it is another child’s', () => {
      const cleared = other({ possibleDuplicates: [own], cleared: [possibleDuplicate(own)] });
      expect(told(bearing(1), bearing(1, 'n'), cleared)).toEqual([caseIds[1]]);
    });

    test('is claimed where it was not: a case of before is found by those to come', () => {
      const { claims } = duplicatesOfAmended(
        aCase({ id: own, fingerprints: [bearing(1)] }),
        { facts: {}, fingerprints: [bearing(1, 'm')] },
        new Map([['r', [caseIds[1]]]]),
        [other()],
        NOW,
      );
      expect(claims).toEqual([{ fingerprint: 'r', seen: [caseIds[1]], beside: [caseIds[1]] }]);
    });
  });
});

describe('a new referral', () => {
  const earlier = aCase({ id: own, fingerprints: [{ number: 1, references: ['a'] }] });
  const asked = (fingerprints: ChildFingerprints[], held: Holders, all: readonly Case[]) =>
    duplicatesOf({ referralId: 'r', facts: aReferral(), fingerprints }, held, all, NOW);

  test('possibly is about the child of each open case that has one of its fingerprints', () => {
    const held = new Map([
      ['a', [own, caseIds[2]]],
      ['b', [caseIds[1]]],
    ]);
    const closed = aCase({ id: caseIds[1], status: 'withdrawn' });
    const third = aCase({ id: caseIds[2] });
    const fingerprints = [{ number: 1, references: ['a', 'b'], person: 'c' }];
    expect(asked(fingerprints, held, [earlier, closed, third])).toStrictEqual({
      kind: 'none-certain',
      possible: [own, caseIds[2]],
      claims: [
        { fingerprint: 'a', seen: [own, caseIds[2]], beside: [own, caseIds[2]] },
        { fingerprint: 'b', seen: [caseIds[1]], beside: [caseIds[1]] },
        { fingerprint: 'c' },
      ],
    });
  });

  test('is held for all that a fingerprint names, and named by it as long as there is room', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 * MOST_HOLDERS }),
        fc.integer({ min: 0, max: 5 }),
        (open, closed) => {
          const all = Array.from({ length: open + closed }, (_, at) =>
            aCase({ id: `NTS-${1000 + at}-0000`, status: at < open ? 'offered' : 'withdrawn' }),
          );
          const ids = all.map(({ id }) => id);
          const found = asked([{ number: 1, references: ['a'] }], new Map([['a', ids]]), all);
          const beside = ids.slice(0, open);
          expect(found).toEqual({
            kind: 'none-certain',
            possible: beside,
            claims:
              open < MOST_HOLDERS
                ? [
                    {
                      fingerprint: 'a',
                      seen: ids,
                      // Those that are over, as far as there is room.
                      beside: [
                        ...beside,
                        ...ids.slice(open).slice(-Math.min(closed, MOST_HOLDERS - 1 - open) || closed),
                      ],
                    },
                  ]
                : [],
          });
        },
      ),
    );
  });

  const whole: ChildFingerprints = {
    number: 1,
    references: ['a'],
    bearers: [{ nameMark: 'n', birthMark: 'd' }],
  };

  test('is certainly of the one open case that it agrees with; of two, people say which', () => {
    const one = aCase({ id: own, fingerprints: [whole] });
    const two = aCase({ id: caseIds[1], fingerprints: [whole] });
    const held = new Map([['a', [own, caseIds[1]]]]);
    expect(asked([whole], held, [one, { ...two, status: 'withdrawn' }])).toEqual({
      kind: 'certain',
      of: one,
    });
    expect(asked([whole], held, [one, two])).toMatchObject({
      kind: 'none-certain',
      possible: [own, caseIds[1]],
    });
    expect(asked([whole], held, [{ ...one, status: 'withdrawn' }]).kind).toBe('none-certain');
  });

  test('that says nothing of who the children are has no duplicate', () => {
    expect(duplicatesOf({ referralId: 'r', facts: aReferral() }, new Map(), [earlier], NOW)).toStrictEqual({
      kind: 'none-certain',
      possible: [],
      claims: [],
    });
  });

  test('is held for a reason that is told from others by its beginning', () => {
    expect(isPossibleDuplicate(possibleDuplicate(own))).toBe(true);
    for (const other of ['settled-child', `not-a-${possibleDuplicate(own)}`, 'possible-duplicate'])
      expect(isPossibleDuplicate(other)).toBe(false);
  });
});
