import type { EarlierReferral } from '../core/allocation/earlier-referrals.ts';
import type { ComparedFact, Comparison } from '../core/referral/same-child.ts';
import { earlierWords } from './earlier-referrals.ts';
import { linkWords } from './facts.ts';
import type { Words } from './reasons.ts';

/** A reason in two ways: what it is about, without the facts behind it, for e-mails; and whole, for coordinators and the record. */
interface Told<Known extends readonly unknown[]> {
  readonly about: string;
  readonly whole: (...known: Known) => string;
}

const told = <Known extends readonly unknown[]>(
  about: string,
  whole: (...known: Known) => string,
): Told<Known> => ({ about, whole });

const AGE = 'An age has to be checked.';
/** For reasons that would tell of a child's family, links, health or areas to avoid, which no e-mail does. */
const ON_THE_PAGE = 'Something that the referral says of the child. The page says what.';

/** Why a person has to look before a child is offered to anyone. */
export const holdWords = {
  'nobody-left': told(
    'Nobody in the case may be under 18 any more.',
    () => 'Every child of this referral has turned 18. Close the case.',
  ),
  'unknown-entry-authority': told(
    'The entry authority is not one we know.',
    (code: string, instead: string | undefined) =>
      `${instead ?? `No council with children’s services has the code ${code}.`} Find out who looks after the child.`,
  ),
  'entry-authority-below-threshold': told(
    'The entry authority is below its threshold.',
    (entry: string, children: number, threshold: number) =>
      `${entry} cares for ${children} children, below its threshold of ${threshold}. Release only if moving is in the child’s best interests, and say why.`,
  ),
  'entry-authority-count-not-known': told(
    'We do not know how many children the entry authority cares for.',
    (entry: string, threshold: number) =>
      `No figure says how many unaccompanied children ${entry} cares for; its threshold is ${threshold}. Ask it to declare its count, or say why the child should move.`,
  ),
  'definition-not-met': told(
    'The facts may not meet the definition in the Immigration Rules.',
    (notMet: readonly string[]) =>
      `By the referral the child ${notMet.join(', and ')} (Immigration Rules, paragraph 352ZD). Check with the entry authority.`,
  ),
  'turned-18': told(
    AGE,
    (who: string, month: string | undefined) =>
      `${who} ${month === undefined ? 'is 18 by the date of birth given' : `turned 18 in ${month} by what the referral says`}. Decide whether they still count as a child.`,
  ),
  'turns-18-this-month': told(
    AGE,
    (who: string) => `${who} turns 18 this month. Check the exact date with the entry authority.`,
  ),
  'old-enough-this-month': told(
    AGE,
    (who: string, age: number) =>
      `${who} turns ${age} this month, the least age for the placement asked for. Check the exact date.`,
  ),
  'not-fit-to-move': told(
    ON_THE_PAGE,
    (who: string, found: string | undefined) =>
      `${who} was found not fit to move${found === undefined ? '' : ` on ${found}`}. Ask the entry authority when that is looked at again; release once the child may travel, or if a place should be found meanwhile.`,
  ),
  'family-may-care': told(
    ON_THE_PAGE,
    () => 'Family in the United Kingdom may be able to care for the child. Look into reunification first.',
  ),
  'settled-child': told(
    'The child may be settled where they are.',
    (days: number, since: string) =>
      `The child has been in one place for ${days} days, since ${since}. Consider whether staying is better for the child.`,
  ),
  'link-where-the-child-is': told(
    ON_THE_PAGE,
    (entry: string) =>
      `The child has family or a sibling in the area of ${entry}. Consider whether staying is better for the child.`,
  ),
  'link-in-area-to-avoid': told(
    ON_THE_PAGE,
    (council: string) =>
      `The child has a link to ${council}, which is also an area to avoid. Check which is meant; the area is avoided unless the entry authority changes the referral.`,
  ),
  'large-group': told(
    'The group is large.',
    (children: number, largest: number) =>
      `The group has ${children} children, more than ${largest}. Check that they should stay together, and whether one council can take them.`,
  ),
  'not-in-care': told(
    'The child is in no council’s care.',
    () =>
      'By the referral the child is in no council’s care. Hotels for unaccompanied children closed in January 2024. Find out where the child is and who cares for them; release only if the scheme should move the child from there.',
  ),
  'link-at-full-council': told(
    ON_THE_PAGE,
    (kind: 'family' | 'sibling', council: string, threshold: number) =>
      `The child has ${linkWords[kind]} in the area of ${council}, which has no room left under its threshold of ${threshold}. It has been asked whether it takes the child nonetheless. Place the child there if it does; released, the case goes to the council whose turn it is.`,
  ),
  'link-to-another-council': told(
    ON_THE_PAGE,
    (kind: 'family' | 'sibling', council: string) =>
      `The child has ${linkWords[kind]} in the area of ${council}, which was not known when a council said yes. Consider whether the child should go there instead; release if the move should go on.`,
  ),
  'earlier-referral': told(
    'The child may have been referred before.',
    (earlier: EarlierReferral, name: (code: string) => string) =>
      `${earlierWords(earlier, name)} It may be about the same child. Compare the two with both councils before anybody is asked. If this one should go on, release the hold; if not, have the referral withdrawn.`,
  ),
  'possible-duplicate': told(
    'Another case may be about the same child.',
    (other: string, comparison: Comparison | undefined) =>
      `The case ${other} may be about the same child. ${likenessWords(comparison)}Compare the two with whoever referred. If it is the same child, have one of the referrals withdrawn; if not, release this hold.`,
  ),
} as const;

/** Code of a reason to hold a case; behind a colon may stand which child or which other case it is about. */
export type HoldCode = keyof typeof holdWords;

/** What reasons are about, by their codes, each said once; a code from another time is left to the page. */
export const heldAbout = (codes: readonly string[]): readonly string[] => {
  const known = new Map<string, Told<never>>(Object.entries(holdWords));
  return [
    ...new Set(
      codes.map((code) => known.get(code.split(':')[0] ?? '')?.about ?? 'A point that the page explains.'),
    ),
  ];
};

/** What people should know although it stops nothing; `moved`: the children have been handed over. */
export const warningWords = {
  'near-18': (who: string, days: number, moved: boolean) =>
    `${who} turns 18 within ${days} days. ${moved ? 'Plan now what follows care.' : 'A move may leave little time to settle.'}`,
  'age-assessment-open': (who: string, stands: string) =>
    `The age assessment of ${who} is ${stands}. This is not a bar to moving.`,
  'unsafe-where-the-child-is': () =>
    'The child is not safe in the area where they are now. Move them quickly.',
  'nrm-referral-not-made': (moved: boolean) =>
    `There are signs of trafficking but no NRM referral yet. ${moved ? 'The council that is responsible' : 'The entry authority'} should make one.`,
  'nrm-flag': (said: string, moved: boolean) =>
    `The child ${said}. ${moved ? 'Keep the safety plan up to date.' : 'The receiving authority needs a safety plan before the move.'}`,
  'no-area-to-avoid': () =>
    'There are signs of trafficking but no area to avoid is named. Check that none should be.',
  'family-not-known': () =>
    'Nobody knows yet whether the child has family in the United Kingdom. Keep looking.',
  'wishes-not-recorded': () =>
    'The child’s wishes have not been written down. The entry authority should ask before the move.',
  'proposed-move-past': (day: string) =>
    `The move was proposed for ${day}, which has passed. Agree a new date.`,
} as const;

export type WarningCode = keyof typeof warningWords;

const comparedWords: Words<ComparedFact> = {
  sex: 'sex',
  'month-of-birth': 'month of birth',
  name: 'name',
  'date-of-birth': 'date of birth',
  nationality: 'nationality',
  'other-reference': 'the other reference',
};

const foundBy: Words<Comparison['by']> = {
  reference: 'They have a reference in common.',
  person:
    'They have a name that sounds the same, a date of birth and a nationality in common, and no reference.',
  likely:
    'They have names that may be one name written in two ways, births that may be the same, and no reference in common.',
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
