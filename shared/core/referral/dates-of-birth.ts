import type { ChildFacts } from '../../../events/referral.ts';

/** What was said of when a child was born: the date that the entry authority works with, and others that stand beside it. */
export interface DatesOfBirth {
  readonly dateOfBirth?: string | undefined;
  readonly claimedBirth?: string | undefined;
  readonly documentedBirth?: string | undefined;
  readonly assessedBirth?: string | undefined;
}

/** Dates that stand beside the one that counts: by the child's own word, by a document, by an age assessment. */
export const birthsBeside = [
  'claimedBirth',
  'documentedBirth',
  'assessedBirth',
] as const satisfies (keyof DatesOfBirth)[];

/** Each of these dates with where the source of it is said. */
export const birthSources = {
  claimedBirth: 'claimedBirthSource',
  documentedBirth: 'documentedBirthSource',
  assessedBirth: 'assessedBirthSource',
} as const satisfies Record<(typeof birthsBeside)[number], string>;

/**
 * The date of birth that counts for the rules: the one that a person recorded as the one the entry authority works with, under every policy. What the child
 * claims, a document shows or an assessment found stands beside it and moves nothing until a person records it as that date, or a coordinator
 * decides by evidence: the software never decides an age (the scheme's protocol leaves it to the authority, Home Office guidance likewise).
 */
export const countingBirth = ({ dateOfBirth }: DatesOfBirth): string | undefined => dateOfBirth;

/** Whether a date was given that is another than the one that counts. */
export const birthsDiffer = (child: DatesOfBirth): boolean =>
  birthsBeside.some((field) => child[field] !== undefined && child[field] !== countingBirth(child));

/** Whether an assessed date is given, and the same sender says that nobody has assessed the age yet, or need not. */
export const assessedBeforeAssessment = ({
  assessedBirth,
  ageAssessment,
}: DatesOfBirth & { readonly ageAssessment?: ChildFacts['ageAssessment'] | undefined }): boolean =>
  assessedBirth !== undefined && (ageAssessment === 'not-required' || ageAssessment === 'required');
