import type { ChildFacts, Need, PlacementKind, ReferralFacts } from '../../events/referral.ts';
import type { Words } from './reasons.ts';

type OfChild<Field extends keyof ChildFacts> = NonNullable<ChildFacts[Field]>;
type OfReferral<Field extends keyof ReferralFacts> = NonNullable<ReferralFacts[Field]>;

export const kindWords: Words<PlacementKind> = {
  'foster-care': 'foster care',
  'supported-accommodation': 'supported accommodation',
};

export const needWords: Words<Need> = {
  'trained-carers': 'carers trained to look after survivors of trafficking',
  'step-free-access': 'step-free access',
  'medical-care': 'medical care',
  'mental-health-support': 'mental health support',
  'special-educational-needs': 'support for special educational needs',
};

export const sexWords: Words<OfChild<'sex'>> = {
  female: 'female',
  male: 'male',
  other: 'other',
  'not-known': 'not known',
};

/** A child by its sex. */
export const childBySex: Words<OfChild<'sex'>> = {
  female: 'girl',
  male: 'boy',
  other: 'child (sex recorded as other)',
  'not-known': 'child (sex not known)',
};

/** Where an age assessment stands. */
export const assessmentWords: Words<OfChild<'ageAssessment'>> = {
  'not-required': 'not required',
  required: 'required',
  'under-way': 'under way',
  complete: 'complete',
};

/** Whether a child has gone missing before, after a question that asks it. */
export const missingAnswers: Words<OfChild<'missingHistory'>> = {
  none: 'no',
  'has-been-missing': 'yes',
  'not-known': 'not known',
};

/** The same in words that stand alone. */
export const missingWords: Words<OfChild<'missingHistory'>> = {
  none: 'has not gone missing before',
  'has-been-missing': 'has gone missing before',
  'not-known': 'not known whether missing before',
};

export const legalStatusWords: Words<OfReferral<'legalStatus'>> = {
  'claim-pending': 'the asylum claim is not decided yet',
  'leave-granted': 'has leave to stay',
  'claim-refused': 'the asylum claim was refused',
  other: 'other',
  'not-known': 'not known',
};

/** Where a child arrived. */
export const arrivalWords: Words<OfReferral<'arrivalPlace'>> = {
  port: 'at a port or on the coast',
  airport: 'at an airport',
  elsewhere: 'elsewhere',
  'not-known': 'place not known',
};

export const traffickingWords: Words<OfReferral<'trafficking'>> = {
  'no-indicators': 'no signs',
  indicators: 'there are signs',
  'nrm-referred': 'referred to the National Referral Mechanism',
  'nrm-positive': 'positive decision of the National Referral Mechanism',
};

/** Family in the United Kingdom. */
export const familyWords: Words<OfReferral<'familyInUk'>> = {
  none: 'no, none known',
  'may-care': 'yes, and they may be able to care for the child',
  'cannot-care': 'yes, but they cannot care for the child',
  'not-known': 'not known',
};

type LinkKind = OfReferral<'links'>[number]['kind'];

/** Who is in the area of a council. */
export const linkWords: Words<LinkKind> = {
  family: 'family',
  sibling: 'a brother or sister',
  community: 'a community that the child belongs to',
};

type Definition = keyof OfReferral<'definition'>;

/** What makes an unaccompanied asylum-seeking child by the Immigration Rules, paragraph 352ZD. */
export const definitionWords: Words<Definition> = {
  under18AtClaim: 'was under 18 at the asylum claim',
  claimsInOwnRight: 'claims asylum in their own right',
  separatedFromParents: 'is separated from both parents',
  noResponsibleAdult: 'has no adult responsible for them by law or custom',
};

/** The same where it is not so. */
export const definitionNotMet: Words<Definition> = {
  under18AtClaim: 'was not under 18 at the claim',
  claimsInOwnRight: 'does not claim in their own right',
  separatedFromParents: 'is not separated from both parents',
  noResponsibleAdult: 'is cared for by a responsible adult',
};

/** The parts of the definition, in the order in which they are asked. */
export const definitionParts = Object.keys(definitionWords) as readonly Definition[];
