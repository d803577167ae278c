import type { DataOf } from '../../events/catalogue.ts';
import type { ChildFingerprints, ReferralFacts } from '../../events/referral.ts';
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

/** What follows when no case is certainly the same. */
export type Uncertain = Pick<Extract<Duplicates, { kind: 'none-certain' }>, 'possible' | 'claims'>;

/** What follows where nothing new tells who the children are. */
export const noneFound: Uncertain = { possible: [], claims: [] };

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

/** Of fingerprints, the open cases that have some, and what is left for the one that asks. */
function uncertain(
  fingerprints: readonly string[],
  holders: ReadonlyMap<string, string>,
  open: readonly Case[],
): Uncertain {
  const isOpen = new Set(open.map(({ id }) => id));
  return {
    possible: [...new Set(fingerprints.flatMap((one) => holders.get(one) ?? []))]
      .filter((caseId) => isOpen.has(caseId))
      .toSorted(),
    // What an open case has stays with it: the next duplicate finds the first case, not the second.
    claims: fingerprints.flatMap((fingerprint) => {
      const seen = holders.get(fingerprint);
      if (seen === undefined) return [{ fingerprint }];
      return isOpen.has(seen) ? [] : [{ fingerprint, seen }];
    }),
  };
}

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
  return { kind: 'none-certain', ...uncertain(allFingerprints(of), holders, open) };
}

/** Fingerprints of the children that facts still name: a later referral of one who left must not be merged into the case. */
export const fingerprintsIn = (
  { children }: Pick<ReferralFacts, 'children'>,
  fingerprints: readonly ChildFingerprints[] | undefined,
): readonly ChildFingerprints[] =>
  fingerprints
    ?.filter(({ number }) => children.some((child) => child.number === number))
    .toSorted((a, b) => a.number - b.number) ?? [];

/** What an amendment says of who the children of a case are that was not said before. */
export const newFingerprints = (
  { facts: held, fingerprints: known = [] }: Pick<Case, 'facts' | 'fingerprints'>,
  { facts, fingerprints }: Pick<DataOf<'referral-amended.v1'>, 'facts' | 'fingerprints'>,
): readonly string[] => {
  const before = new Set(allFingerprints(known));
  const given = fingerprintsIn({ children: facts.children ?? held.children }, fingerprints);
  return allFingerprints(given).filter((one) => !before.has(one));
};

/**
 * Looks for the children of a case among other open ones, once more is known of who they are. Nothing is certain enough to
 * merge two cases that both live.
 *
 * @param subject the case that is amended
 * @param fresh what is new of its children: what was compared before is not compared again
 * @param holders the case that each of these is of, so far
 * @param cases those cases
 */
export function duplicatesOfAmended(
  subject: Pick<Case, 'id'>,
  fresh: readonly string[],
  holders: ReadonlyMap<string, string>,
  cases: readonly Case[],
): Uncertain {
  // What is this case's own already needs no claim and names no other.
  const others = fresh.filter((one) => holders.get(one) !== subject.id);
  const open = cases.filter(({ status }) => !isFinal(status));
  return uncertain(others, holders, open);
}

/** The reason of a hold for another case that may be about the same child. */
export const possibleDuplicate = (caseId: string): string => `possible-duplicate:${caseId}`;

/** Whether a reason to hold a case is that it may be another's child. */
export const isPossibleDuplicate = (code: string): boolean => code.startsWith(possibleDuplicate(''));

/** Of the reasons that were cleared, those that stand once there is something new to find these cases by. */
export const withoutCleared = (cleared: readonly string[], found: readonly string[]): readonly string[] => {
  const asked = new Set(found.map(possibleDuplicate));
  return cleared.filter((code) => !asked.has(code));
};
