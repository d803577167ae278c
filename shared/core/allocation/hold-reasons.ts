import type { ChildFacts } from '../../../events/referral.ts';
import { capitalised } from '../../words/counting.ts';
import { definitionNotMet, definitionParts } from '../../words/facts.ts';
import { type HoldCode, holdWords, type WarningCode, warningWords } from '../../words/hold-reasons.ts';
import { reached } from '../calendar/ages.ts';
import { insteadWords } from '../calendar/in-force.ts';
import { dateWords, daysBetween, monthWords } from '../calendar/working-days.ts';
import { isClosed } from '../council/closing.ts';
import type { CouncilFigures } from '../council/council.ts';
import { caredForNow, headroom, threshold } from '../council/headroom.ts';
import type { Policy } from '../policy.ts';
import { isToAvoid } from '../referral/areas-to-avoid.ts';
import { declaredKind } from '../referral/declared-kind.ts';
import type { AllocationInputs, Reason } from './decision.ts';
import { bearsOn } from './earlier-referrals.ts';
import { childrenWhoCount, childWords } from './missing-facts.ts';
import { possibleDuplicate } from './possible-duplicate.ts';

/** What is known of a case and its councils before anybody is asked. */
export type Known = Pick<
  AllocationInputs,
  | 'facts'
  | 'turned18'
  | 'ages'
  | 'today'
  | 'councils'
  | 'possibleDuplicates'
  | 'earlier'
  | 'comparisons'
  | 'arriving'
>;

/** Why a case is held, in whole words. */
export const held = <Code extends HoldCode>(
  code: Code,
  ...known: Parameters<(typeof holdWords)[Code]['whole']>
): Reason => {
  const whole: (...known: never) => string = holdWords[code].whole;
  return { code, words: whole(...(known as never)) };
};

const warned = <Code extends WarningCode>(
  code: Code,
  ...known: Parameters<(typeof warningWords)[Code]>
): Reason => {
  const words: (...known: never) => string = warningWords[code];
  return { code, words: words(...(known as never)) };
};

/** The same reason of one child only: clearing one child clears no other. */
const of = ({ number }: ChildFacts, { code, words }: Reason): Reason => ({
  code: `${code}:${number}`,
  words,
});

/** What keeps one child's age from being clear. */
const heldForAge = (child: ChildFacts, { facts, ages, today }: Known, policy: Policy): Reason[] => {
  const who = capitalised(childWords(child, facts));
  const exact = ages.find((age) => age.child === child.number);
  const month = child.turns18Month;
  if (exact !== undefined)
    return exact.daysTo18 === null ? [of(child, held('turned-18', who, undefined))] : [];
  if (month === undefined) return [];
  const is18 = reached(18, month, today);
  if (is18 === 'yes') return [of(child, held('turned-18', who, monthWords(month)))];
  if (is18 === 'this-month') return [of(child, held('turns-18-this-month', who))];
  const kind = child.placementKind;
  const fromAge = kind === undefined ? 0 : policy.kindFromAge[declaredKind[kind]];
  return kind !== undefined && reached(fromAge, month, today) === 'this-month'
    ? [of(child, held('old-enough-this-month', who, fromAge))]
    : [];
};

const heldForEntryAuthority = (
  entry: CouncilFigures | undefined,
  { facts, today, arriving = 0 }: Known,
  policy: Policy,
): Reason[] => {
  if (entry === undefined)
    return [held('unknown-entry-authority', facts.entryAuthority, insteadWords(facts.entryAuthority, today))];
  // A child at a port or in a hotel is not in the authority's count, so its threshold says nothing.
  if (facts.inCareOfAuthority === false) return policy.holdsNotInCare === true ? [held('not-in-care')] : [];
  const { children: counted, known } = caredForNow(entry);
  const children = counted + arriving;
  const limit = threshold(entry, policy);
  if (children >= limit) return [];
  return known
    ? [held('entry-authority-below-threshold', entry.name, children, limit)]
    : [held('entry-authority-count-not-known', entry.name, limit)];
};

/** What an earlier referral, which has ended, asks a person. */
const heldForEarlier = ({ facts, councils, earlier = [] }: Known): Reason[] =>
  earlier
    .filter((one) => bearsOn(one, facts.entryAuthority))
    .map((one) => ({
      ...held(
        'earlier-referral',
        one,
        (code) => councils.find((council) => council.code === code)?.name ?? code,
      ),
      code: `${'earlier-referral' satisfies HoldCode}:${one.reference}`,
    }));

/**
 * Why a person has to look before the child is offered to anyone, each reason with its code. They are questions, not refusals:
 * a coordinator clears each, or chooses another way for the child.
 */
export const holdReasons = (known: Known, policy: Policy): readonly Reason[] => {
  const { facts, today } = known;
  const entry = known.councils.find(({ code }) => code === facts.entryAuthority);
  const children = childrenWhoCount(known);
  const reasons: Reason[] = heldForEntryAuthority(entry, known, policy);
  const notMet = definitionParts.filter((part) => facts.definition?.[part] === false);
  if (notMet.length > 0)
    reasons.push(
      held(
        'definition-not-met',
        notMet.map((part) => definitionNotMet[part]),
      ),
    );
  reasons.push(...children.flatMap((child) => heldForAge(child, known, policy)));
  for (const child of children)
    if (child.fitToMove === 'not-fit')
      reasons.push(
        of(
          child,
          held(
            'not-fit-to-move',
            capitalised(childWords(child, facts)),
            child.fitToMoveOn === undefined ? undefined : dateWords(child.fitToMoveOn),
          ),
        ),
      );
  if (facts.familyInUk === 'may-care') reasons.push(held('family-may-care'));
  const inReception = policy.receptionSettlesNobody === true && facts.inReception === true;
  if (facts.settledSince !== undefined && !inReception) {
    const days = daysBetween(facts.settledSince, today);
    if (days >= policy.settledChildDays)
      reasons.push(held('settled-child', days, dateWords(facts.settledSince)));
  }
  const near = (facts.links ?? []).filter(({ kind }) => kind !== 'community');
  if (near.some(({ council }) => council === facts.entryAuthority))
    reasons.push(held('link-where-the-child-is', entry?.name ?? 'the entry authority'));
  if (policy.holdsLinkToFullCouncil === true)
    for (const [council, [link]] of Map.groupBy(near, (one) => one.council)) {
      const full = known.councils.find(({ code }) => code === council);
      if (
        full === undefined ||
        !canBeAsked(full, known) ||
        headroom(full, policy, known.today) >= children.length
      )
        continue;
      const limit = threshold(full, policy);
      reasons.push({
        ...held('link-at-full-council', link?.kind === 'family' ? 'family' : 'sibling', full.name, limit),
        code: linkAtFullCouncil(council),
      });
    }
  const avoidedLink = facts.links?.find(({ council }) => isToAvoid(facts, council));
  if (avoidedLink !== undefined)
    reasons.push(
      held(
        'link-in-area-to-avoid',
        known.councils.find(({ code }) => code === avoidedLink.council)?.name ?? avoidedLink.council,
      ),
    );
  if (children.length > policy.largestGroup)
    reasons.push(held('large-group', children.length, policy.largestGroup));
  reasons.push(...heldForEarlier(known));
  for (const other of known.possibleDuplicates ?? [])
    reasons.push({
      ...held(
        'possible-duplicate',
        other,
        known.comparisons?.find((one) => one.with === other),
      ),
      code: possibleDuplicate(other),
    });
  return reasons;
};

/** What is known of the children alone: warnings are about nobody else. */
type KnownOfChildren = Pick<Known, 'facts' | 'turned18' | 'ages' | 'today'>;

const warningsOfChild = (
  child: ChildFacts,
  { facts, ages, today }: KnownOfChildren,
  policy: Policy,
  moved: boolean,
): Reason[] => {
  const who = childWords(child, facts);
  const exact = ages.find((age) => age.child === child.number);
  const month = child.turns18Month;
  const earliest =
    month === undefined || reached(18, month, today) === 'yes'
      ? undefined
      : Math.max(0, daysBetween(today, `${month}-01`));
  const left = exact === undefined ? earliest : (exact.daysTo18 ?? undefined);
  const warnings: Reason[] = [];
  if (left !== undefined && left <= policy.nearEighteenDays)
    warnings.push(of(child, warned('near-18', capitalised(who), policy.nearEighteenDays, moved)));
  if (child.ageAssessment === 'required' || child.ageAssessment === 'under-way')
    warnings.push(
      of(
        child,
        warned(
          'age-assessment-open',
          who,
          child.ageAssessment === 'required' ? 'still to be done' : 'under way',
        ),
      ),
    );
  return warnings;
};

/**
 * What people should know although it stops nothing.
 *
 * @param now the council in whose area the children are; `moved`: they have been handed over, and what is about the move ahead is not said any more
 */
export const warnings = (
  known: KnownOfChildren,
  policy: Policy,
  {
    area = known.facts.entryAuthority,
    moved = false,
  }: { readonly area?: string; readonly moved?: boolean } = {},
): readonly Reason[] => {
  const { facts, today } = known;
  const said: Reason[] = childrenWhoCount(known).flatMap((child) =>
    warningsOfChild(child, known, policy, moved),
  );
  if (isToAvoid(facts, area)) said.push(warned('unsafe-where-the-child-is'));
  if (facts.trafficking === 'indicators') said.push(warned('nrm-referral-not-made', moved));
  if (facts.trafficking === 'nrm-referred' || facts.trafficking === 'nrm-positive')
    said.push(
      warned(
        'nrm-flag',
        facts.trafficking === 'nrm-referred' ? 'was referred to the NRM' : 'has a positive NRM decision',
        moved,
      ),
    );
  if (
    facts.trafficking !== undefined &&
    facts.trafficking !== 'no-indicators' &&
    facts.areasToAvoid?.length === 0
  )
    said.push(warned('no-area-to-avoid'));
  if (facts.familyInUk === 'not-known') said.push(warned('family-not-known'));
  if (moved) return said;
  if (facts.wishesRecorded === false) said.push(warned('wishes-not-recorded'));
  if (facts.proposedMoveOn !== undefined && facts.proposedMoveOn < today)
    said.push(warned('proposed-move-past', dateWords(facts.proposedMoveOn)));
  return said;
};

/** Whether a council could have the child at all, were there room: it takes part, is open, and is neither where the child is nor one to avoid. */
const canBeAsked = (council: CouncilFigures, { facts, today }: Known): boolean => {
  const { code, participates } = council;
  return (
    participates && !isClosed(council, today) && code !== facts.entryAuthority && !isToAvoid(facts, code)
  );
};

const LINK_AT_FULL_COUNCIL = `${'link-at-full-council' satisfies HoldCode}:`;

/** The reason of a hold for a link to a council that is full. */
const linkAtFullCouncil = (council: string): string => `${LINK_AT_FULL_COUNCIL}${council}`;

/** The council that a reason to hold a case is about because it is full and has the child's family; undefined for other reasons. */
export const fullCouncilOf = (code: string): string | undefined =>
  code.startsWith(LINK_AT_FULL_COUNCIL) ? code.slice(LINK_AT_FULL_COUNCIL.length) : undefined;
