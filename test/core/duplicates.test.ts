import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChildFingerprints } from '../../events/referral.ts';
import type { Case, CaseStatus } from '../../shared/core/case.ts';
import {
  allFingerprints,
  duplicatesOf,
  duplicatesOfAmended,
  isPossibleDuplicate,
  newFingerprints,
  possibleDuplicate,
} from '../../shared/core/duplicates.ts';
import { isFinal } from '../../shared/core/life-of-a-case.ts';
import { aCase, aChild, aReferral } from '../builders.ts';

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
const holders = fc
  .dictionary(print, fc.constantFrom(...caseIds))
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

  test('names every other open case that has one, and no other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(print), holders, cases, (fresh, held, all) => {
        const isOther = ({ id, status }: Case) => id !== own && !isFinal(status);
        expect(duplicatesOfAmended({ id: own }, fresh, held, all).possible).toEqual(
          all
            .filter((one) => isOther(one) && fresh.some((mark) => held.get(mark) === one.id))
            .map(({ id }) => id),
        );
      }),
    );
  });

  test('leaves each with an open case: its own, or the one that had it first', () => {
    fc.assert(
      fc.property(fc.uniqueArray(print), holders, cases, (fresh, held, all) => {
        const after = new Map(held);
        for (const { fingerprint, seen } of duplicatesOfAmended({ id: own }, fresh, held, all).claims) {
          expect(held.get(fingerprint)).toBe(seen);
          after.set(fingerprint, own);
        }
        for (const mark of fresh) {
          const before = all.find(({ id }) => id === held.get(mark));
          expect(after.get(mark)).toBe(before === undefined || isFinal(before.status) ? own : before.id);
        }
      }),
    );
  });
});

describe('a new referral', () => {
  const mark = (number: number, references: readonly string[], person?: string): ChildFingerprints => ({
    number,
    references: [...references],
    ...(person === undefined ? {} : { person }),
  });
  const earlier = (fingerprints?: readonly ChildFingerprints[], status: CaseStatus = 'offered') =>
    aCase({ id: own, status, ...(fingerprints === undefined ? {} : { fingerprints }) });
  const kindOf = (of: readonly ChildFingerprints[], known: readonly ChildFingerprints[]) =>
    duplicatesOf(
      of.map(({ number }) => number),
      of,
      new Map(),
      [earlier(known)],
    ).kind;

  test('is certainly of an open case whose children have its children’s references, each another one’s', () => {
    const both = [mark(1, ['a']), mark(2, ['b'])];
    expect(duplicatesOf([1, 2], both, new Map(), [earlier(both)])).toEqual({
      kind: 'certain',
      of: earlier(both),
    });
    // The numbers are the referral's own: the younger may come first.
    expect(kindOf([mark(1, ['b']), mark(2, ['a'])], both)).toBe('certain');
    expect(kindOf([mark(1, ['c', 'b'])], both)).toBe('certain');
    expect(kindOf([mark(1, ['a']), mark(2, ['a'])], both)).toBe('none-certain');
    expect(kindOf([mark(1, ['a']), mark(2, ['c'])], both)).toBe('none-certain');
    expect(kindOf([mark(1, [], 'a')], [mark(1, [], 'a')])).toBe('none-certain');
  });

  test('is not, where name and date of birth are known of both and differ', () => {
    for (const [here, there, kind] of [
      ['p', 'p', 'certain'],
      ['p', undefined, 'certain'],
      [undefined, 'p', 'certain'],
      ['p', 'q', 'none-certain'],
    ] as const)
      expect(kindOf([mark(1, ['a'], here)], [mark(1, ['a'], there)])).toBe(kind);
  });

  test('is not, of a closed case, nor where fingerprints are known of one side only', () => {
    const known = [mark(1, ['a'])];
    expect(duplicatesOf([1], known, new Map(), [earlier(known, 'withdrawn')]).kind).toBe('none-certain');
    expect(duplicatesOf([1], known, new Map(), [earlier()])).toStrictEqual({
      kind: 'none-certain',
      possible: [],
      claims: [{ fingerprint: 'a' }],
    });
    expect(duplicatesOf([1], [], new Map(), [earlier(known)]).kind).toBe('none-certain');
  });

  test('possibly is, where it says so, of each open case that holds one of its fingerprints', () => {
    const held = new Map([
      ['a', own],
      ['b', caseIds[1]],
    ]);
    const closed = aCase({ id: caseIds[1], status: 'withdrawn' });
    expect(duplicatesOf([1], [mark(1, ['a', 'b'], 'c')], held, [earlier(), closed])).toStrictEqual({
      kind: 'none-certain',
      possible: [own],
      claims: [{ fingerprint: 'b', seen: caseIds[1] }, { fingerprint: 'c' }],
    });
  });

  test('is held for a reason that is told from others by its beginning', () => {
    expect(isPossibleDuplicate(possibleDuplicate(own))).toBe(true);
    for (const other of ['settled-child', `not-a-${possibleDuplicate(own)}`, 'possible-duplicate'])
      expect(isPossibleDuplicate(other)).toBe(false);
  });
});
