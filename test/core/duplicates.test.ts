import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChildFingerprints } from '../../events/referral.ts';
import type { Case, CaseStatus } from '../../shared/core/case.ts';
import { allFingerprints, duplicatesOfAmended, newFingerprints } from '../../shared/core/duplicates.ts';
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
