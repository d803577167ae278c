import type { ChildFacts, ReferralFacts } from '../../events/referral.ts';
import type { ParticularField } from '../core/referral/particulars.ts';

/** What a fact of a referral is called where people write it down: in the lines and columns of an e-mail. By its field. */
const referralLabels = {
  referredOn: 'Referred on',
  'definition.under18AtClaim': 'Under 18 at claim',
  'definition.claimsInOwnRight': 'Claims in own right',
  'definition.separatedFromParents': 'Separated from parents',
  'definition.noResponsibleAdult': 'No responsible adult',
  asylumClaimOn: 'Asylum claim on',
  careStatus: 'Care status',
  immigrationStatus: 'Immigration status',
  presentedElsewhere: 'Known to another council',
  presentedTo: 'Which council knows the child',
  arrivedOn: 'Arrived on',
  arrivalPlace: 'Place of arrival',
  inCareOfAuthority: 'In our care',
  settledSince: 'Settled since',
  inReception: 'In a reception centre',
  familyInUk: 'Family in the UK',
  links: 'Links',
  areasToAvoid: 'Areas to avoid',
  trafficking: 'Trafficking',
  wishesRecorded: 'Wishes recorded',
  proposedMoveOn: 'Proposed move on',
} as const satisfies Readonly<
  Record<
    | Exclude<keyof ReferralFacts, 'entryAuthority' | 'children' | 'definition' | 'unclear'>
    | `definition.${keyof NonNullable<ReferralFacts['definition']>}`,
    string
  >
>;

/** The same for what is said of each child; some of it is sealed (`particularsShape`). */
const childLabels = {
  name: 'Name',
  dateOfBirth: 'Date of birth',
  claimedBirth: 'Date of birth by the child',
  claimedBirthSource: 'Source of the child’s date',
  documentedBirth: 'Date of birth by a document',
  documentedBirthSource: 'Source of the document’s date',
  assessedBirth: 'Date of birth by assessment',
  assessedBirthSource: 'Source of the assessed date',
  sex: 'Sex',
  nationality: 'Nationality',
  homeOfficeReference: 'Home Office reference',
  portReference: 'Port reference',
  turns18Month: 'Turns 18',
  ageAssessment: 'Age assessment',
  ageAssessmentLedBy: 'Age assessment led by',
  placementKind: 'Placement',
  needs: 'Needs',
  languages: 'Languages',
  interpreter: 'Interpreter needed',
  missingHistory: 'Has been missing',
  timesMissing: 'Times missing',
  lastMissingMonth: 'Month last missing',
  lastMissingOn: 'Last missing on',
  nhsNumber: 'NHS number',
  healthScreening: 'Health assessment',
  fitToMove: 'Fit to move',
  fitToMoveOn: 'Fitness found on',
  healthKinds: 'Kinds of health needs',
  languageCodes: 'Languages from the list',
  faithGroup: 'Faith group',
  diet: 'Diet',
  educationStage: 'Stage of education',
  canShare: 'Can live with others',
  smokes: 'Smokes',
  withPets: 'Can live with pets',
  hasSolicitor: 'Has a solicitor',
  solicitor: 'Solicitor',
  hasGuardian: 'Has a guardian',
  guardian: 'Guardian',
  hasAdvocate: 'Has an advocate',
  advocate: 'Advocate',
  hasReviewingOfficer: 'Has a reviewing officer',
  reviewingOfficer: 'Reviewing officer',
  bestInterests: 'Best interests',
  whyToAvoid: 'Reason to avoid areas',
  arrivedWhere: 'Port or airport',
  faithAndCulture: 'Faith and culture',
  health: 'Health',
  disability: 'Disability',
  education: 'Education',
  wishes: 'Wishes',
  socialWorker: 'Social worker',
  entryContact: 'Contact',
  dutyTelephone: 'Duty telephone',
  dutyHours: 'Duty hours',
  ownReference: 'Own reference',
} as const satisfies Readonly<Record<Exclude<keyof ChildFacts, 'number'> | ParticularField, string>>;

export const factLabels = { ...referralLabels, ...childLabels } as const;

type ChildField = keyof typeof childLabels;
export type FactField = keyof typeof factLabels;

export const isChildField = (field: FactField): field is ChildField => field in childLabels;

/** How to call a field that is missing, in a reply: "Child 2 sex". Undefined for what is no single fact. */
export function labelOf(field: string): string | undefined {
  const [, child, own] = /^children\.(\d+)\.(\w+)$/.exec(field) ?? [];
  const label = (factLabels as Readonly<Record<string, string>>)[own ?? field];
  return label === undefined || child === undefined || child === '1'
    ? label
    : `Child ${child} ${label.toLowerCase()}`;
}
