import type { ChildFacts } from '../../../events/referral.ts';
import { reached } from '../calendar/ages.ts';
import { dateWords, daysBetween, monthWords } from '../calendar/working-days.ts';
import type { CouncilFigures } from '../council/council.ts';
import type { Policy } from '../policy.ts';
import type { ComparedFact, Comparison } from '../referral/same-child.ts';
import type { AllocationInputs, Reason } from './decision.ts';
import { caredForNow, headroom, threshold } from './headroom.ts';
import { childrenWhoCount, childWords } from './missing-facts.ts';

type Known = Pick<
  AllocationInputs,
  'facts' | 'turned18' | 'ages' | 'today' | 'councils' | 'possibleDuplicates' | 'comparisons' | 'arriving'
>;

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** What keeps one child's age from being clear. The code carries the child's number: clearing one child clears no other. */
const heldForAge = (child: ChildFacts, { facts, ages, today }: Known, policy: Policy): Reason[] => {
  const who = childWords(child, facts);
  const exact = ages.find((age) => age.child === child.number);
  const month = child.turns18Month;
  if (exact !== undefined)
    return exact.daysTo18 === null
      ? [
          {
            code: `turned-18:${child.number}`,
            words: `${capital(who)} is 18 by the date of birth given. Decide whether they still count as a child.`,
          },
        ]
      : [];
  if (month === undefined) return [];
  const is18 = reached(18, month, today);
  if (is18 === 'yes')
    return [
      {
        code: `turned-18:${child.number}`,
        words: `${capital(who)} turned 18 in ${monthWords(month)} by what the referral says. Decide whether they still count as a child.`,
      },
    ];
  if (is18 === 'this-month')
    return [
      {
        code: `turns-18-this-month:${child.number}`,
        words: `${capital(who)} turns 18 this month. Check the exact date with the entry authority.`,
      },
    ];
  const kind = child.placementKind;
  return kind !== undefined && reached(policy.kindFromAge[kind], month, today) === 'this-month'
    ? [
        {
          code: `old-enough-this-month:${child.number}`,
          words: `${capital(who)} turns ${policy.kindFromAge[kind]} this month, the least age for the placement asked for. Check the exact date.`,
        },
      ]
    : [];
};

const heldForEntryAuthority = (
  entry: CouncilFigures | undefined,
  { facts, arriving = 0 }: Known,
  policy: Policy,
): Reason[] => {
  if (entry === undefined)
    return [
      {
        code: 'unknown-entry-authority',
        words: `No council with children’s services has the code ${facts.entryAuthority}. Find out who looks after the child.`,
      },
    ];
  // A child at a port or in a hotel is not in the authority's count, so its threshold says nothing.
  if (facts.inCareOfAuthority === false)
    return policy.holdsNotInCare === true
      ? [
          {
            code: 'not-in-care',
            words:
              'By the referral the child is in no council’s care. Hotels for unaccompanied children closed in January 2024. Find out where the child is and who cares for them; release only if the scheme should move the child from there.',
          },
        ]
      : [];
  const { children: counted, known } = caredForNow(entry);
  const children = counted + arriving;
  const limit = threshold(entry, policy);
  if (children >= limit) return [];
  return known
    ? [
        {
          code: 'entry-authority-below-threshold',
          words: `${entry.name} cares for ${children} children, below its threshold of ${limit}. Release only if moving is in the child’s best interests, and say why.`,
        },
      ]
    : [
        {
          code: 'entry-authority-count-not-known',
          words: `No figure says how many unaccompanied children ${entry.name} cares for; its threshold is ${limit}. Ask it to declare its count, or say why the child should move.`,
        },
      ];
};

const definition = {
  under18AtClaim: 'was not under 18 at the claim',
  claimsInOwnRight: 'does not claim in their own right',
  separatedFromParents: 'is not separated from both parents',
  noResponsibleAdult: 'is cared for by a responsible adult',
} as const;

const comparedWords: Readonly<Record<ComparedFact, string>> = {
  sex: 'sex',
  'month-of-birth': 'month of birth',
  name: 'name',
  'date-of-birth': 'date of birth',
  nationality: 'nationality',
  'other-reference': 'the other reference',
};

const foundBy: Readonly<Record<Comparison['by'], string>> = {
  reference: 'They have a reference in common.',
  person:
    'They have a name that sounds the same, a date of birth and a nationality in common, and no reference.',
  earlier: 'They had something in common that was corrected since.',
};

/** How two cases compare: which facts, never what they are. */
function likenessWords(found: Comparison | undefined): string {
  if (found === undefined) return '';
  const { by, whole, differing, unknown } = found;
  const facts = (all: readonly ComparedFact[]) => all.map((fact) => comparedWords[fact]).join(', ');
  return [
    foundBy[by],
    differing.length === 0 ? '' : `What differs: ${facts(differing)}.`,
    unknown.length === 0 ? '' : `What is not known for certain of both: ${facts(unknown)}.`,
    by === 'reference' && differing.length + unknown.length === 0
      ? 'Sex, month of birth, name and date of birth agree.'
      : '',
    whole || by === 'earlier' ? '' : 'Not every child of this case has one there to compare with.',
    '',
  ]
    .filter((words, at, all) => words !== '' || at === all.length - 1)
    .join(' ');
}

/**
 * Why a person has to look before the child is offered to anyone, each reason with its code. They are questions, not refusals:
 * a coordinator clears each, or chooses another way for the child.
 */
export const holdReasons = (known: Known, policy: Policy): readonly Reason[] => {
  const { facts, today } = known;
  const entry = known.councils.find(({ code }) => code === facts.entryAuthority);
  const children = childrenWhoCount(known);
  const reasons: Reason[] = heldForEntryAuthority(entry, known, policy);
  const notMet = Object.entries(definition).filter(
    ([part]) => facts.definition?.[part as keyof typeof definition] === false,
  );
  if (notMet.length > 0)
    reasons.push({
      code: 'definition-not-met',
      words: `By the referral the child ${notMet.map(([, words]) => words).join(', and ')} (Immigration Rules, paragraph 352ZD). Check with the entry authority.`,
    });
  reasons.push(...children.flatMap((child) => heldForAge(child, known, policy)));
  if (facts.familyInUk === 'may-care')
    reasons.push({
      code: 'family-may-care',
      words: 'Family in the United Kingdom may be able to care for the child. Look into reunification first.',
    });
  if (facts.settledSince !== undefined) {
    const days = daysBetween(facts.settledSince, today);
    if (days >= policy.settledChildDays)
      reasons.push({
        code: 'settled-child',
        words: `The child has been in one place for ${days} days, since ${dateWords(facts.settledSince)}. Consider whether staying is better for the child.`,
      });
  }
  const near = (facts.links ?? []).filter(({ kind }) => kind !== 'community');
  if (near.some(({ council }) => council === facts.entryAuthority))
    reasons.push({
      code: 'link-where-the-child-is',
      words: `The child has family or a sibling in the area of ${entry?.name ?? 'the entry authority'}. Consider whether staying is better for the child.`,
    });
  if (policy.holdsLinkToFullCouncil === true)
    for (const [council, [link]] of Map.groupBy(near, (one) => one.council)) {
      const full = known.councils.find(({ code }) => code === council);
      if (full === undefined || !canBeAsked(full, known) || headroom(full, policy) >= children.length)
        continue;
      reasons.push({
        code: linkAtFullCouncil(council),
        words: `The child has ${link?.kind === 'family' ? 'family' : 'a brother or sister'} in the area of ${full.name}, which has no room left under its threshold of ${threshold(full, policy)}. It has been asked whether it takes the child nonetheless. Place the child there if it does; released, the case goes to the council whose turn it is.`,
      });
    }
  const avoidedLink = facts.links?.find(({ council }) => facts.areasToAvoid?.includes(council));
  if (avoidedLink !== undefined)
    reasons.push({
      code: 'link-in-area-to-avoid',
      words: `The child has a link to ${known.councils.find(({ code }) => code === avoidedLink.council)?.name ?? avoidedLink.council}, which is also an area to avoid. Check which is meant; the area is avoided unless the entry authority changes the referral.`,
    });
  if (children.length > policy.largestGroup)
    reasons.push({
      code: 'large-group',
      words: `The group has ${children.length} children, more than ${policy.largestGroup}. Check that they should stay together, and whether one council can take them.`,
    });
  for (const other of known.possibleDuplicates ?? [])
    reasons.push({
      code: possibleDuplicate(other),
      words: `The case ${other} may be about the same child. ${likenessWords(known.comparisons?.find((one) => one.with === other))}Compare the two with whoever referred. If it is the same child, have one of the referrals withdrawn; if not, release this hold.`,
    });
  return reasons;
};

const warningsOfChild = (child: ChildFacts, { facts, ages, today }: Known, policy: Policy): Reason[] => {
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
    warnings.push({
      code: `near-18:${child.number}`,
      words: `${capital(who)} turns 18 within ${policy.nearEighteenDays} days. A move may leave little time to settle.`,
    });
  if (child.ageAssessment === 'required' || child.ageAssessment === 'under-way')
    warnings.push({
      code: `age-assessment-open:${child.number}`,
      words: `The age assessment of ${who} is ${child.ageAssessment === 'required' ? 'still to be done' : 'under way'}. This is not a bar to moving.`,
    });
  return warnings;
};

/** What people should know although it stops nothing. */
export const warnings = (known: Known, policy: Policy): readonly Reason[] => {
  const { facts, today } = known;
  const said: Reason[] = childrenWhoCount(known).flatMap((child) => warningsOfChild(child, known, policy));
  if (facts.areasToAvoid?.includes(facts.entryAuthority))
    said.push({
      code: 'unsafe-where-the-child-is',
      words: 'The child is not safe in the area where they are now. Move them quickly.',
    });
  if (facts.trafficking === 'indicators')
    said.push({
      code: 'nrm-referral-not-made',
      words: 'There are signs of trafficking but no NRM referral yet. The entry authority should make one.',
    });
  if (facts.trafficking === 'nrm-referred' || facts.trafficking === 'nrm-positive')
    said.push({
      code: 'nrm-flag',
      words: `The child ${facts.trafficking === 'nrm-referred' ? 'was referred to the NRM' : 'has a positive NRM decision'}. The receiving authority needs a safety plan before the move.`,
    });
  if (
    facts.trafficking !== undefined &&
    facts.trafficking !== 'no-indicators' &&
    facts.areasToAvoid?.length === 0
  )
    said.push({
      code: 'no-area-to-avoid',
      words: 'There are signs of trafficking but no area to avoid is named. Check that none should be.',
    });
  if (facts.familyInUk === 'not-known')
    said.push({
      code: 'family-not-known',
      words: 'Nobody knows yet whether the child has family in the United Kingdom. Keep looking.',
    });
  if (facts.wishesRecorded === false)
    said.push({
      code: 'wishes-not-recorded',
      words: 'The child’s wishes have not been written down. The entry authority should ask before the move.',
    });
  if (facts.proposedMoveOn !== undefined && facts.proposedMoveOn < today)
    said.push({
      code: 'proposed-move-past',
      words: `The move was proposed for ${dateWords(facts.proposedMoveOn)}, which has passed. Agree a new date.`,
    });
  return said;
};

/** Whether a council could have the child at all, were there room: it takes part, and is neither where the child is nor one to avoid. */
const canBeAsked = ({ code, participates }: CouncilFigures, { facts }: Known): boolean =>
  participates && code !== facts.entryAuthority && facts.areasToAvoid?.includes(code) !== true;

const LINK_AT_FULL_COUNCIL = 'link-at-full-council:';

/** The reason of a hold for a link to a council that is full. */
const linkAtFullCouncil = (council: string): string => `${LINK_AT_FULL_COUNCIL}${council}`;

/** The council that a reason to hold a case is about because it is full and has the child's family; undefined for other reasons. */
export const fullCouncilOf = (code: string): string | undefined =>
  code.startsWith(LINK_AT_FULL_COUNCIL) ? code.slice(LINK_AT_FULL_COUNCIL.length) : undefined;

/** The reason of a hold for another case that may be about the same child. */
export const possibleDuplicate = (caseId: string): string => `possible-duplicate:${caseId}`;

/** Whether a reason to hold a case is that it may be another's child. */
export const isPossibleDuplicate = (code: string): boolean => code.startsWith(possibleDuplicate(''));
