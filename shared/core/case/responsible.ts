import type { ChildFacts } from '../../../events/referral.ts';
import { childrenWhoCount } from '../allocation/missing-facts.ts';
import { assessmentIsOpen } from './ages-in-question.ts';
import type { Case } from './case.ts';

/** Whether responsibility has passed: from the handover on, whatever has come between since. */
export const handedOver = ({ placement }: Pick<Case, 'placement'>): boolean =>
  placement?.handedOverAt !== undefined;

/** The council that is responsible for the children: until the handover where they arrived, from then on who received them. */
export const responsibleCouncil = ({ facts, placement }: Pick<Case, 'facts' | 'placement'>): string =>
  placement?.handedOverAt === undefined ? facts.entryAuthority : placement.council;

/** The council in whose area the children are, as far as anybody said: where they live since the handover; before it where they were found, or arrived. */
export const inAreaOf = (subject: Pick<Case, 'facts' | 'placement' | 'foundElsewhere'>): string => {
  const { facts, placement, foundElsewhere } = subject;
  if (placement !== undefined && handedOver(subject)) return placement.placedIn ?? placement.council;
  return foundElsewhere?.decided === false ? foundElsewhere.council : facts.entryAuthority;
};

/** The authority under whose code the referral's details were sealed: its first entry authority, whoever has taken over since. */
export const sealedUnder = (subject: Pick<Case, 'facts' | 'sealedUnder'>): string =>
  subject.sealedUnder ?? subject.facts.entryAuthority;

/** The children whom somebody has in care: those who count, without those who left care after the handover. */
export const childrenInCare = (subject: Pick<Case, 'facts' | 'turned18' | 'left'>): readonly ChildFacts[] => {
  const { left = [] } = subject;
  return childrenWhoCount(subject).filter(({ number }) => !left.some(({ child }) => child === number));
};

/**
 * Of each child whom somebody has in care, the month (YYYY-MM) of the 18th birthday, as far as it is known: what a coordinator decided by evidence goes before
 * what the referral says. Empty where it is not known, or the age is still being assessed: then no month that was given closes anything.
 */
export const monthsOf18 = (
  subject: Pick<Case, 'facts' | 'turned18' | 'left' | 'agesDecided'>,
): readonly string[] =>
  childrenInCare(subject).map((child) => {
    const decided = subject.agesDecided?.[child.number];
    if (decided !== undefined) return decided;
    return assessmentIsOpen(child) ? '' : (child.turns18Month ?? '');
  });

/** The children whom a case is about now: those in care; once nobody is, those with whom it ended. */
export const childrenNow = (subject: Pick<Case, 'facts' | 'turned18' | 'left'>): readonly ChildFacts[] =>
  [childrenInCare(subject), childrenWhoCount(subject)].find((children) => children.length > 0) ??
  subject.facts.children;

type Missing = Pick<Case, 'status' | 'facts' | 'turned18' | 'left' | 'pause' | 'stillMissing'>;

/** Numbers of the children who are missing, of those who count: whether the case waits for them or goes on. */
export const missingChildren = (subject: Missing): readonly number[] => {
  const { status, pause, stillMissing } = subject;
  const inCare = childrenInCare(subject).map(({ number }) => number);
  const waits = status === 'paused' || status === 'missing-from-care';
  if (waits && pause?.children === undefined) return inCare;
  const missing = pause?.children ?? stillMissing?.children ?? [];
  return inCare.filter((number) => missing.includes(number));
};

/** Since when the first of the children who are missing has been; undefined where nobody is, or it was not said. */
export function missingFrom({
  pause,
  stillMissing,
}: Pick<Case, 'pause' | 'stillMissing'>): string | undefined {
  const [all, some] = [pause?.missingSince, stillMissing?.missingSince];
  return all === undefined || (some !== undefined && Date.parse(some) < Date.parse(all)) ? some : all;
}

/** Whether a moment is before anybody of the case went missing: nobody can have been found then. */
export function isBeforeMissing(subject: Pick<Case, 'pause' | 'stillMissing'>, instant: string): boolean {
  const since = missingFrom(subject);
  return since !== undefined && Date.parse(instant) < Date.parse(since);
}

/** Numbers of the children who are where they should be, of those who count. */
export const childrenThere = (subject: Missing): readonly number[] => {
  const missing = missingChildren(subject);
  return childrenInCare(subject)
    .map(({ number }) => number)
    .filter((number) => !missing.includes(number));
};

/** Numbers of the missing children of whom nobody has recorded a police reference. */
export const withoutPoliceReference = (subject: Missing & Pick<Case, 'missingDetails'>): readonly number[] =>
  missingChildren(subject).filter(
    (number) =>
      !subject.missingDetails?.some(({ child, field }) => child === number && field === 'policeReference'),
  );

type Found = Pick<Case, 'facts' | 'turned18' | 'left' | 'foundElsewhere' | 'placement'>;

/** In whose areas children were found elsewhere, of those who count, until it is decided what follows: the last comes first. Who was found before the handover was handed over since: that decided it. */
export const findsToDecide = (subject: Found): NonNullable<NonNullable<Case['foundElsewhere']>['alsoIn']> => {
  const { foundElsewhere } = subject;
  if (foundElsewhere === undefined || foundElsewhere.decided) return [];
  if (handedOver(subject) && foundElsewhere.by === undefined) return [];
  const inCare = childrenInCare(subject).map(({ number }) => number);
  const { council, children = inCare, alsoIn = [] } = foundElsewhere;
  return [{ council, children }, ...alsoIn]
    .map((find) => ({ ...find, children: inCare.filter((number) => find.children.includes(number)) }))
    .filter((find) => find.children.length > 0);
};

/** Numbers of the children who were found elsewhere, of those who count, until it is decided what follows. */
export const foundToDecide = (subject: Found): readonly number[] =>
  findsToDecide(subject)
    .flatMap(({ children }) => children)
    .toSorted((a, b) => a - b);

/** Whether others of a group are there, and wait before the handover for those who are missing. */
export const othersWait = (subject: Missing): boolean =>
  subject.status === 'paused' && missingChildren(subject).length > 0 && childrenThere(subject).length > 0;

/** The council that has the children of a case in its care since the handover; undefined before it, and once nobody is. */
export const hasInCare = (subject: Case): string | undefined =>
  handedOver(subject) && childrenInCare(subject).length > 0 ? subject.placement?.council : undefined;

/** The council, other than the receiving authority, in whose area the children live, or will as the move is arranged. */
export const livesInAreaOf = (subject: Case): string | undefined => {
  const { status, placement } = subject;
  const meant = status === 'transfer-arranged' || hasInCare(subject) !== undefined;
  return meant && placement?.placedIn !== placement?.council ? placement?.placedIn : undefined;
};
