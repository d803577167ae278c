import type { ChildFacts, Need, PlacementKind, ReferralFacts } from '../../../events/referral.ts';
import { dateWords, monthWords } from '../../../shared/core/calendar/working-days.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, childrenWords, listWords } from '../../../shared/words/counting.ts';
import type { Row } from '../forms/answer-words.ts';

const kindWords: Readonly<Record<PlacementKind, string>> = {
  'foster-care': 'Foster care',
  'supported-accommodation': 'Supported accommodation',
};

export const needWords: Readonly<Record<Need, string>> = {
  'trained-carers': 'Carers trained to look after survivors of trafficking',
  'step-free-access': 'Step-free access',
  'medical-care': 'Medical care',
  'mental-health-support': 'Mental health support',
  'special-educational-needs': 'Support for special educational needs',
};

const sexWords: Readonly<Record<NonNullable<ChildFacts['sex']>, string>> = {
  female: 'girl',
  male: 'boy',
  other: 'child (sex recorded as other)',
  'not-known': 'child (sex not known)',
};

const assessmentWords: Readonly<Record<NonNullable<ChildFacts['ageAssessment']>, string | undefined>> = {
  'not-required': undefined,
  required: 'age assessment required',
  'under-way': 'age assessment under way',
  complete: 'age assessment complete',
};

/** One child, as much as an authority must know to say whether it can care for the child. Names nobody. */
export function childWords(child: ChildFacts): string {
  const about = [
    capitalised(sexWords[child.sex ?? 'not-known']),
    child.turns18Month === undefined
      ? 'date of birth not given'
      : `turns 18 in ${monthWords(child.turns18Month)}`,
    child.ageAssessment === undefined ? undefined : assessmentWords[child.ageAssessment],
  ];
  const kind =
    child.placementKind === undefined ? 'Kind of placement not given' : kindWords[child.placementKind];
  const needs = (child.needs ?? []).map((need) => needWords[need]);
  return [
    about.filter(Boolean).join(', '),
    kind,
    ...(needs.length > 0 ? needs : ['No particular needs recorded']),
    ...(child.interpreter === undefined
      ? []
      : [child.interpreter ? 'Needs an interpreter' : 'Needs no interpreter']),
    ...(child.missingHistory === undefined ? [] : [missingWords[child.missingHistory]]),
  ].join('\n');
}

const missingWords: Readonly<Record<NonNullable<ChildFacts['missingHistory']>, string>> = {
  none: 'Has not gone missing before',
  'has-been-missing': 'Has gone missing before',
  'not-known': 'Not known whether missing before',
};

const statusWords: Readonly<Record<NonNullable<ReferralFacts['legalStatus']>, string>> = {
  'claim-pending': 'The asylum claim is not decided yet',
  'leave-granted': 'Has leave to stay',
  'claim-refused': 'The asylum claim was refused',
  other: 'Other',
  'not-known': 'Not known',
};

const arrivalWords: Readonly<Record<NonNullable<ReferralFacts['arrivalPlace']>, string>> = {
  port: 'at a port or on the coast',
  airport: 'at an airport',
  elsewhere: 'elsewhere',
  'not-known': 'place not known',
};

/** What is said of the children's coming and standing; a row for each fact that was given. */
export const arrivalRows = ({ arrivedOn, arrivalPlace, legalStatus }: ReferralFacts): Row[] => {
  const arrival = [
    arrivedOn === undefined ? undefined : dateWords(arrivedOn),
    arrivalPlace === undefined ? undefined : arrivalWords[arrivalPlace],
  ].filter((one) => one !== undefined);
  return [
    ...(arrival.length === 0 ? [] : [{ label: 'Arrived', value: capitalised(arrival.join(', ')) }]),
    ...(legalStatus === undefined ? [] : [{ label: 'Legal status', value: statusWords[legalStatus] }]),
  ];
};

export const traffickingWords: Readonly<Record<NonNullable<ReferralFacts['trafficking']>, string>> = {
  'no-indicators': 'No indicators',
  indicators: 'There are indicators',
  'nrm-referred': 'Referred to the National Referral Mechanism',
  'nrm-positive': 'Positive decision of the National Referral Mechanism',
};

const familyWords: Readonly<Record<NonNullable<ReferralFacts['familyInUk']>, string>> = {
  none: 'None known',
  'may-care': 'Yes, and they may be able to care for the child',
  'cannot-care': 'Yes, but they cannot care for the child',
  'not-known': 'Not known',
};

const yesOrNo = (said: unknown): string => (said === true ? 'Yes' : 'No');

const linkWords = ({ kind, council }: NonNullable<ReferralFacts['links']>[number]): string =>
  `${capitalised(kind)} in ${authorityName(council)}`;

const listed = (items: readonly string[]): string => (items.length === 0 ? 'None' : listWords(items));

/** How one fact reads that is said or not. `path`: as in differences. */
export function factWords(path: string, said: unknown): string {
  const [name = ''] = path.split('.').slice(-1);
  if (said === undefined || said === null) return 'not said';
  if (typeof said === 'boolean')
    return /^children\.\d+$/.test(path) ? 'Part of this referral' : yesOrNo(said);
  switch (name) {
    case 'areasToAvoid':
      return listed((said as readonly string[]).map(authorityName));
    case 'links':
      return listed((said as NonNullable<ReferralFacts['links']>).map(linkWords));
    case 'needs':
      return listed((said as readonly Need[]).map((need) => needWords[need]));
    case 'familyInUk':
      return familyWords[said as keyof typeof familyWords];
    case 'trafficking':
      return traffickingWords[said as keyof typeof traffickingWords];
    case 'missingHistory':
      return missingWords[said as keyof typeof missingWords];
    case 'placementKind':
      return kindWords[said as PlacementKind];
    case 'legalStatus':
      return statusWords[said as keyof typeof statusWords];
    case 'turns18Month':
      return monthWords(String(said));
    case 'ageAssessmentLedBy':
      return authorityName(String(said));
    default:
      return /^\d{4}-\d\d-\d\d$/.test(String(said))
        ? dateWords(String(said))
        : capitalised(String(said).replaceAll('-', ' '));
  }
}

/** The children still counted, one row each. */
export const childRows = (facts: ReferralFacts, turned18: readonly number[] = []): Row[] =>
  facts.children
    .filter((child) => !turned18.includes(child.number))
    .map((child) => ({
      label: facts.children.length === 1 ? 'The child' : `Child ${child.number}`,
      value: childWords(child),
    }));

/** How many children a case is still about, for "1 child" and the like. */
export const stillCounted = (facts: ReferralFacts, turned18: readonly number[]): number =>
  facts.children.filter((child) => !turned18.includes(child.number)).length;

/** Everything about the referral that bears on where the child should go, for a coordinator. */
export function referralRows(facts: ReferralFacts, turned18: readonly number[]): Row[] {
  const named = (codes: readonly string[]) => listWords(codes.map(authorityName));
  const links = (facts.links ?? []).map(linkWords);
  return [
    { label: 'Entry authority', value: authorityName(facts.entryAuthority) },
    { label: 'Places needed', value: childrenWords(stillCounted(facts, turned18)) },
    ...childRows(facts, turned18),
    ...arrivalRows(facts),
    {
      label: 'Family in the UK',
      value: facts.familyInUk === undefined ? 'Not said' : familyWords[facts.familyInUk],
    },
    { label: 'Links', value: links.length === 0 ? 'None recorded' : links.join('\n') },
    {
      label: 'Areas to avoid',
      value: facts.areasToAvoid?.length ? named(facts.areasToAvoid) : 'None recorded',
    },
    {
      label: 'Trafficking',
      value: facts.trafficking === undefined ? 'Not said' : traffickingWords[facts.trafficking],
    },
    {
      label: 'Where the child is now',
      value:
        facts.inCareOfAuthority === false
          ? 'Not in an authority’s care'
          : `In the care of ${authorityName(facts.entryAuthority)}`,
    },
    {
      label: 'Child’s wishes',
      value: facts.wishesRecorded === true ? 'Recorded' : 'Not recorded yet',
    },
  ];
}
