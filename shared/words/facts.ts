import type { ChildFacts, Need, PlacementKind, ReferralFacts } from '../../events/referral.ts';
import type { AvoidReason } from '../core/referral/particulars.ts';
import type { Words } from './reasons.ts';

type OfChild<Field extends keyof ChildFacts> = NonNullable<ChildFacts[Field]>;
type OfReferral<Field extends keyof ReferralFacts> = NonNullable<ReferralFacts[Field]>;

export const kindWords: Words<PlacementKind> = {
  'foster-care': 'foster care',
  'childrens-home': 'a children’s home',
  'supported-lodgings': 'supported lodgings',
  'supported-accommodation': 'supported accommodation',
  'shared-accommodation': 'shared accommodation',
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

export const immigrationWords: Words<OfReferral<'immigrationStatus'>> = {
  'claim-pending': 'the asylum claim is not decided yet',
  'leave-granted': 'has leave to stay',
  'claim-refused': 'the asylum claim was refused',
  other: 'other',
  'not-known': 'not known',
};

/** By what law a child is looked after: the Children Act 1989, or what stands in its place in another nation. */
export const careWords: Words<OfReferral<'careStatus'>> = {
  accommodated: 'looked after by agreement (section 20)',
  'interim-care-order': 'interim care order (section 38)',
  'care-order': 'care order (section 31)',
  'child-in-need': 'child in need (section 17)',
  'police-protection': 'police protection',
  other: 'other',
  'not-known': 'not known yet',
};

export const yesNoWords: Words<NonNullable<ReferralFacts['presentedElsewhere']>> = {
  yes: 'yes',
  no: 'no',
  'not-known': 'not known yet',
};

export const screeningWords: Words<OfChild<'healthScreening'>> = {
  done: 'done',
  offered: 'offered, not done yet',
  declined: 'declined by the child',
  'not-yet': 'not offered yet',
  'not-known': 'not known yet',
};

export const fitnessWords: Words<OfChild<'fitToMove'>> = {
  fit: 'fit to move',
  'not-fit': 'not fit to move',
  'not-assessed': 'not assessed',
  'not-known': 'not known yet',
};

export const faithWords: Words<OfChild<'faithGroup'>> = {
  none: 'no religion',
  muslim: 'Muslim',
  christian: 'Christian',
  hindu: 'Hindu',
  sikh: 'Sikh',
  buddhist: 'Buddhist',
  jewish: 'Jewish',
  other: 'another faith',
  'not-known': 'not known yet',
};

export const dietWords: Words<OfChild<'diet'>[number]> = {
  halal: 'halal',
  kosher: 'kosher',
  vegetarian: 'vegetarian',
  vegan: 'vegan',
  allergy: 'a food allergy',
  other: 'something else',
};

export const healthWords: Words<OfChild<'healthKinds'>[number]> = {
  'long-term-condition': 'a long-term condition',
  medication: 'regular medication',
  injury: 'an injury',
  'mental-health': 'mental health',
  pregnancy: 'pregnancy',
  other: 'another health need',
};

export const educationWords: Words<OfChild<'educationStage'>> = {
  none: 'never been at school',
  primary: 'primary school',
  secondary: 'secondary school',
  college: 'college or more',
  'not-known': 'not known yet',
};

/** Where a child arrived. */
export const arrivalWords: Words<OfReferral<'arrivalPlace'>> = {
  port: 'at a port or on the coast',
  airport: 'at an airport',
  elsewhere: 'elsewhere',
  'not-known': 'place not known',
};

/** Why an area is to be avoided. Sealed: for its page alone, and for whoever refers. */
export const avoidReasonWords: Words<AvoidReason> = {
  exploitation: 'people who exploited or trafficked the child',
  gang: 'a gang',
  abuse: 'somebody who harmed the child',
  family: 'a threat from the child’s family',
  community: 'a threat from a community',
  witness: 'the child is a witness',
  'court-order': 'a court’s order',
  other: 'another reason',
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
