import type { DataOf } from '../../../events/catalogue.ts';
import type { ChildFingerprints, ReferralFacts } from '../../../events/referral.ts';
import type { EarlierReferral } from '../allocation/earlier-referrals.ts';
import { possibleDuplicate } from '../allocation/possible-duplicate.ts';
import { defined } from '../defined.ts';
import { canonicalJson } from '../hash.ts';
import { type Described, isCloser, isOtherwise, isPossible, isWholly } from '../referral/same-child.ts';
import type { Case } from './case.ts';
import { earlierAmong, isCompared } from './earlier.ts';
import { mergersOf } from './mergers.ts';
import { isOver } from './transitions.ts';

/**
 * That a fingerprint is now this case's too. `seen`: the cases that had it, in the order in which they came to it, undefined when it was
 * nobody's; a stale writer loses. `beside`: those of them that keep it.
 */
export interface FingerprintClaim {
  readonly fingerprint: string;
  readonly seen?: readonly string[];
  readonly beside?: readonly string[];
}

/** The cases that each fingerprint is of, so far. */
export type Holders = ReadonlyMap<string, readonly string[]>;

/**
 * A fingerprint is kept by so many open cases at most: one that more have is a boat's or a placeholder. Whoever comes later is
 * held for these, and not named to those who come after it.
 */
export const MOST_HOLDERS = 20;

/** What is known of earlier referrals of the same children. */
export type Duplicates =
  /** Every child of the referral is certainly a child of one open case, which is found by the references of this one, too. */
  | { readonly kind: 'certain'; readonly of: Case; readonly claims?: readonly FingerprintClaim[] }
  /** `possible`: open cases that may be about the same child; `earlier`: cases that are over, of which a child may well be the same. */
  | {
      readonly kind: 'none-certain';
      readonly possible: readonly string[];
      readonly claims: readonly FingerprintClaim[];
      readonly earlier?: readonly EarlierReferral[];
    };

/** What follows when no case is certainly the same. */
export type Uncertain = Omit<Extract<Duplicates, { kind: 'none-certain' }>, 'kind'>;

/** What follows where nothing new tells who the children are. */
export const noneFound: Uncertain = { possible: [], claims: [] };

const certainFingerprints = (children: readonly ChildFingerprints[]): readonly string[] =>
  children.flatMap(({ references, person }) => [...references, ...(person === undefined ? [] : [person])]);

/** Every fingerprint of children, those first that say most. */
export const allFingerprints = (children: readonly ChildFingerprints[]): readonly string[] => [
  ...new Set([
    ...certainFingerprints(children),
    ...children
      .flatMap(({ likely = [] }) => likely)
      .toSorted((a, b) => Number(a.part ?? false) - Number(b.part ?? false))
      .map(({ mark }) => mark),
  ]),
];

/** What is known beside the case that asks: whose each fingerprint is, those cases, and when it is asked. */
interface Known {
  readonly holders: Holders;
  readonly cases: readonly Case[];
  readonly now: string;
}

/** Of fingerprints, the open cases that have some, and what is left for the one that asks. */
function uncertain(
  subject: Described & { readonly id?: string },
  fingerprints: readonly string[],
  { holders, cases, now }: Known,
): Omit<Uncertain, 'earlier'> {
  const own = subject.id;
  const open = cases.filter(({ status }) => !isOver(status));
  const known = new Map(open.map((one) => [one.id, allFingerprints(one.fingerprints ?? [])]));
  const alike = new Set(open.filter((other) => isPossible(subject, other)).map(({ id }) => id));
  const certain = new Set(certainFingerprints(subject.fingerprints ?? []));
  // What a case had and has no more may have been right.
  const isAsked = (fingerprint: string, caseId: string) =>
    alike.has(caseId) || (certain.has(fingerprint) && known.get(caseId)?.includes(fingerprint) !== true);
  const isOpen = new Set(open.map(({ id }) => id));
  const isOverStill = new Set(
    cases.filter((one) => isOver(one.status) && isCompared(one, now)).map(({ id }) => id),
  );
  const openHolders = (fingerprint: string) =>
    (holders.get(fingerprint) ?? []).filter((caseId) => isOpen.has(caseId));
  return {
    possible: [
      ...new Set(fingerprints.flatMap((one) => openHolders(one).filter((caseId) => isAsked(one, caseId)))),
    ]
      .filter((caseId) => caseId !== own)
      .toSorted(),
    // What an open case has stays with it: the next duplicate finds every case, and the first of them first.
    claims: fingerprints.flatMap((fingerprint) => {
      const seen = holders.get(fingerprint);
      const still = openHolders(fingerprint);
      if ((own !== undefined && still.includes(own)) || still.length >= MOST_HOLDERS) return [];
      // Those that are over are found again as long as there is room, the latest before the others.
      const over = (seen ?? []).filter((caseId) => caseId !== own && isOverStill.has(caseId));
      const kept = new Set([
        ...still,
        ...over.slice(Math.max(0, over.length + still.length + 1 - MOST_HOLDERS)),
      ]);
      const beside = (seen ?? []).filter((caseId) => kept.has(caseId));
      return [
        {
          fingerprint,
          ...defined({ seen }),
          ...(beside.length === 0 ? {} : { beside }),
        },
      ];
    }),
  };
}

/**
 * Looks for the children of a new referral among other cases. Only one that is open takes the referral up: of those that are over people are
 * told, and a child may be referred again. Where more than one case is certainly about them, people say which.
 *
 * @param holders the cases that each fingerprint is of, so far
 * @param cases those cases
 * @param now when it came
 */
export function duplicatesOf(
  {
    referralId,
    facts,
    fingerprints = [],
  }: Pick<DataOf<'referral-received.v2'>, 'referralId' | 'facts' | 'fingerprints'>,
  holders: Holders,
  cases: readonly Case[],
  now: string,
): Duplicates {
  // Somebody has looked at the two, and parted them.
  const apart = new Set(
    cases.flatMap(({ id, merged = [] }) =>
      merged.some((one) => one.undone && one.referralId === referralId) ? [id] : [],
    ),
  );
  const referral = { facts, fingerprints, turned18: [] };
  const [certain, ...others] = cases.filter(
    (earlier) =>
      !isOver(earlier.status) &&
      !apart.has(earlier.id) &&
      isWholly(referral, earlier) &&
      !saidOtherwise(referral, earlier),
  );
  if (certain !== undefined && others.length === 0) {
    const references = [...new Set(fingerprints.flatMap((child) => child.references))];
    const { claims } = uncertain({ ...referral, id: certain.id }, references, { holders, cases, now });
    return { kind: 'certain', of: certain, ...(claims.length === 0 ? {} : { claims }) };
  }
  const { possible, claims } = uncertain(referral, allFingerprints(fingerprints), { holders, cases, now });
  const notParted = cases.filter(({ id }) => !apart.has(id));
  return {
    kind: 'none-certain',
    possible: possible.filter((id) => !apart.has(id)),
    claims: withoutParted(claims, cases),
    ...withEarlier(earlierAmong(referral, notParted, now)),
  };
}

/** What a case had by a referral alone that was merged into it and parted since, it has no more. */
function withoutParted(
  claims: readonly FingerprintClaim[],
  cases: readonly Case[],
): readonly FingerprintClaim[] {
  const isPartedFrom = (fingerprint: string, { fingerprints = [], merged = [] }: Case): boolean => {
    const isIn = (of: readonly ChildFingerprints[] | undefined) =>
      allFingerprints(of ?? []).includes(fingerprint);
    return (
      merged.some((one) => one.undone === true && isIn(one.fingerprints)) &&
      !isIn(fingerprints) &&
      !mergersOf({ merged }).some((one) => isIn(one.fingerprints))
    );
  };
  return claims.map(({ beside = [], ...claim }) => {
    const left = beside.filter(
      (id) => !cases.some((one) => one.id === id && isPartedFrom(claim.fingerprint, one)),
    );
    return { ...claim, ...(left.length === 0 ? {} : { beside: left }) };
  });
}

/** Whether a referral that the case has taken up says otherwise than another of who a child is, of which the case knows nothing itself. */
const saidOtherwise = (referral: Described, subject: Case): boolean =>
  mergersOf(subject).some(
    ({ children, fingerprints }) =>
      children !== undefined &&
      isOtherwise(referral, { facts: { children }, turned18: [], ...defined({ fingerprints }) }),
  );

const withEarlier = (earlier: readonly EarlierReferral[]): Pick<Uncertain, 'earlier'> =>
  earlier.length === 0 ? {} : { earlier };

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
  { facts, fingerprints }: Pick<DataOf<'referral-amended.v2'>, 'facts' | 'fingerprints'>,
): readonly string[] => {
  const before = new Set(allFingerprints(known));
  const given = fingerprintsIn({ children: facts.children ?? held.children }, fingerprints);
  return allFingerprints(given).filter((one) => !before.has(one));
};

/** References of a case's children of whose bearers an amendment says something else than was said before. */
export const retoldReferences = (
  { facts: held, fingerprints: known = [] }: Pick<Case, 'facts' | 'fingerprints'>,
  { facts, fingerprints }: Pick<DataOf<'referral-amended.v2'>, 'facts' | 'fingerprints'>,
): readonly string[] => {
  const told = (children: readonly ChildFingerprints[]) =>
    children.flatMap(({ references, bearers = [] }) =>
      references.map((reference, at) => [reference, canonicalJson(bearers[at] ?? {})] as const),
    );
  const before = new Map(told(known));
  const given = fingerprintsIn({ children: facts.children ?? held.children }, fingerprints);
  const retold = told(given).filter(
    ([reference, of]) => before.has(reference) && before.get(reference) !== of,
  );
  return [...new Set(retold.map(([reference]) => reference))];
};

/**
 * Whether a case that is amended has become more alike another, and nobody has been asked about the two: where the other is held for
 * this one, somebody has.
 */
function isNowAlike(subject: Case, after: Described, other: Case): boolean {
  const asked =
    other.possibleDuplicates?.includes(subject.id) === true &&
    !other.cleared.includes(possibleDuplicate(subject.id));
  return !asked && isCloser(subject, after, other);
}

/**
 * Looks for the children of a case among other open ones, once more is known of who they are. Nothing is certain enough to
 * merge two cases that both live.
 *
 * @param subject the case that is amended
 * @param data what the amendment says
 * @param holders the cases that each of the new fingerprints is of, and of the references of whose bearers more is known now
 * @param cases those cases
 */
export function duplicatesOfAmended(
  subject: Case,
  data: Pick<DataOf<'referral-amended.v2'>, 'facts' | 'fingerprints'>,
  holders: Holders,
  cases: readonly Case[],
  now: string,
): Uncertain {
  const known = { holders, cases, now };
  // What was compared before is not compared again.
  const facts = {
    ...subject.facts,
    ...defined({ arrivedOn: data.facts.arrivedOn }),
    children: data.facts.children ?? subject.facts.children,
  };
  const after = { ...subject, facts, fingerprints: fingerprintsIn(facts, data.fingerprints) };
  const { possible, claims } = uncertain(after, newFingerprints(subject, data), known);
  const retold = uncertain(after, retoldReferences(subject, data), known);
  const alike = cases.filter(
    (other) => retold.possible.includes(other.id) && isNowAlike(subject, after, other),
  );
  return {
    possible: [...new Set([...possible, ...alike.map(({ id }) => id)])].toSorted(),
    claims: [...claims, ...retold.claims],
    ...withEarlier(earlierAmong(after, cases, now)),
  };
}

/** Looks for the children of a case that is opened again among those that were opened meanwhile, and may be over by now. */
export const duplicatesOfReopened = (
  subject: Case,
  holders: Holders,
  cases: readonly Case[],
  now: string,
): Uncertain => ({
  ...uncertain(subject, allFingerprints(subject.fingerprints ?? []), { holders, cases, now }),
  ...withEarlier(earlierAmong(subject, cases, now)),
});

/** Of the reasons that were cleared, those that stand once there is something new to find these cases by. */
export const withoutCleared = (cleared: readonly string[], found: readonly string[]): readonly string[] => {
  const asked = new Set(found.map(possibleDuplicate));
  return cleared.filter((code) => !asked.has(code));
};
