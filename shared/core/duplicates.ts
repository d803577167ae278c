import type { ChildFingerprints } from '../../events/referral.ts';
import type { Case } from './case.ts';
import { isFinal } from './life-of-a-case.ts';

/** That a fingerprint is now this case's. `seen`: whose it was, undefined when nobody's; a stale writer loses. */
export interface FingerprintClaim {
  readonly fingerprint: string;
  readonly seen?: string;
}

/** What is known of earlier referrals of the same children. */
export type Duplicates =
  /** Every child of the referral is, by its reference, a child of one open case. */
  | { readonly kind: 'certain'; readonly of: Case }
  /** `possible`: open cases that may be about the same child. */
  | {
      readonly kind: 'none-certain';
      readonly possible: readonly string[];
      readonly claims: readonly FingerprintClaim[];
    };

export const allFingerprints = (children: readonly ChildFingerprints[]): readonly string[] => [
  ...new Set(
    children.flatMap(({ references, person }) => [...references, ...(person === undefined ? [] : [person])]),
  ),
];

/** The child of a case that has a reference of this one's, unless name and date of birth say that it is somebody else. */
const sameChild = (child: ChildFingerprints, known: readonly ChildFingerprints[]): number | undefined =>
  known.find(
    ({ references, person }) =>
      references.some((one) => child.references.includes(one)) &&
      (person === undefined || child.person === undefined || person === child.person),
  )?.number;

/** Whether every child of a referral is a child of the case, each another one: only then can nobody get lost by merging. */
const isWholly = (children: readonly number[], of: readonly ChildFingerprints[], earlier: Case): boolean => {
  const matched = children.map((number) => {
    const child = of.find((one) => one.number === number);
    return child === undefined ? undefined : sameChild(child, earlier.fingerprints ?? []);
  });
  return matched.every((number) => number !== undefined) && new Set(matched).size === children.length;
};

/**
 * Looks for the children of a new referral among open cases. A closed case holds nothing back: a child may be referred again.
 *
 * @param children numbers of the referral's children
 * @param of their fingerprints
 * @param holders the case that each fingerprint is of, so far
 * @param cases those cases
 */
export function duplicatesOf(
  children: readonly number[],
  of: readonly ChildFingerprints[],
  holders: ReadonlyMap<string, string>,
  cases: readonly Case[],
): Duplicates {
  const open = cases.filter(({ status }) => !isFinal(status));
  const certain = open.find((earlier) => isWholly(children, of, earlier));
  if (certain !== undefined) return { kind: 'certain', of: certain };
  const isOpen = new Set(open.map(({ id }) => id));
  const all = allFingerprints(of);
  return {
    kind: 'none-certain',
    possible: [...new Set(all.flatMap((one) => holders.get(one) ?? []))]
      .filter((caseId) => isOpen.has(caseId))
      .toSorted(),
    // What an open case has stays with it: the next duplicate finds the first case, not the second.
    claims: all.flatMap((fingerprint) => {
      const seen = holders.get(fingerprint);
      if (seen === undefined) return [{ fingerprint }];
      return isOpen.has(seen) ? [] : [{ fingerprint, seen }];
    }),
  };
}
