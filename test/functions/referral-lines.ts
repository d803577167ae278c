/** A referral as a council writes it down in an e-mail: a line for each fact, under the label that councils know. */
import type { LanguageCode } from '../../events/languages.ts';
import { authorityName } from '../../shared/words/authority-names.ts';
import { languageWords } from '../../shared/words/languages.ts';

/** As people write it: "Child 2 Name" is the second child's, in the order of the form. */
export const labels: Readonly<Record<string, string>> = {
  referredOn: 'Referred on',
  'definition.under18AtClaim': 'Under 18 at claim',
  'definition.claimsInOwnRight': 'Claims in own right',
  'definition.separatedFromParents': 'Separated from parents',
  'definition.noResponsibleAdult': 'No responsible adult',
  asylumClaimOn: 'Asylum claim on',
  immigrationStatus: 'Immigration status',
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
  arrivedWhere: 'Port or airport',
  faithAndCulture: 'Faith and culture',
  health: 'Health',
  disability: 'Disability',
  education: 'Education',
  wishes: 'Wishes',
  socialWorker: 'Social worker',
  careStatus: 'Care status',
  presentedElsewhere: 'Known to another council',
  presentedTo: 'Which council knows the child',
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
  entryContact: 'Contact',
  dutyTelephone: 'Duty telephone',
  dutyHours: 'Duty hours',
  ownReference: 'Own reference',
};

export type Texts = Readonly<Record<string, string>>;
type Facts = Readonly<Record<string, unknown>>;
type Link = { readonly council: string; readonly kind: string };

/** Words that a council's officer chose, which are read as they stand. */
const own = new Set([
  'name',
  'languages',
  'faithAndCulture',
  'health',
  'disability',
  'education',
  'wishes',
  'socialWorker',
  'entryContact',
  'arrivedWhere',
  'solicitor',
  'guardian',
  'advocate',
  'reviewingOfficer',
  'bestInterests',
]);
const asText = (field: string, value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (field === 'links')
    return (
      (value as Link[]).map((link) => `${authorityName(link.council)} (${link.kind})`).join(', ') || 'none'
    );
  if (field === 'areasToAvoid') return (value as string[]).map(authorityName).join(', ') || 'none';
  if (field === 'languageCodes')
    return (value as LanguageCode[]).map((code) => languageWords[code]).join(', ');
  if (Array.isArray(value))
    return (value as string[]).map((need) => need.replaceAll('-', ' ')).join(', ') || 'none';
  if (field === 'ageAssessmentLedBy' || field === 'presentedTo') return authorityName(String(value));
  const written = String(value);
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(written) ?? [];
  if (year !== undefined) return `${date}/${month}/${year}`;
  return own.has(field) || /[A-Z/]/.test(written) || field === 'turns18Month' || field === 'lastMissingMonth'
    ? written
    : written.replaceAll('-', ' ');
};
/** @throws Error for a field that no label stands for: it would be written as nobody writes it */
const labelOf = (field: string): string => {
  const label = labels[field];
  if (label === undefined) throw new Error(`Nothing is written about ${field} in an email.`);
  return label;
};
/** Each fact by its label, as people write it. */
export const asTexts = (facts: Facts): Texts =>
  Object.fromEntries(
    Object.entries(facts).flatMap(([field, value]): (readonly [string, string])[] =>
      field === 'definition'
        ? Object.entries(value as object).map(([one, is]) => [labelOf(`definition.${one}`), asText('', is)])
        : [[labelOf(field), asText(field, value)]],
    ),
  );

/** `Child: 2` begins the second child. */
export const asLines = (facts: Facts, children: readonly Facts[]): string =>
  [
    asTexts(facts),
    ...children.map(({ number, ...child }, at): Texts => {
      const which = Number(number ?? at + 1);
      return which === 1 ? asTexts(child) : { Child: String(which), ...asTexts(child) };
    }),
  ]
    .flatMap((texts) => Object.entries(texts).map(([label, value]) => `${label}: ${value}`))
    .join('\r\n');
