import type { ChildFacts, ReferralFacts } from '../../../events/referral.ts';
import { childrenWhoCount } from '../../../shared/core/allocation/missing-facts.ts';
import { dateWords, monthWords } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import {
  childrenInCare,
  childrenNow,
  childrenThere,
  missingChildren,
} from '../../../shared/core/case/responsible.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, childrenWords, listWords, plural } from '../../../shared/words/counting.ts';
import {
  arrivalWords,
  assessmentWords,
  careWords,
  childBySex,
  dietWords,
  educationWords,
  faithWords,
  familyWords,
  fitnessWords,
  healthWords,
  immigrationWords,
  kindWords,
  linkWords,
  missingWords,
  needWords,
  screeningWords,
  traffickingWords,
  yesNoWords,
} from '../../../shared/words/facts.ts';
import { languageWords } from '../../../shared/words/languages.ts';
import type { Row } from '../forms/answer-words.ts';

/** One child, as much as an authority must know to say whether it can care for the child. Names nobody. */
export function childWords(child: ChildFacts): string {
  const about = [
    capitalised(childBySex[child.sex ?? 'not-known']),
    child.turns18Month === undefined
      ? 'date of birth not given'
      : `turns 18 in ${monthWords(child.turns18Month)}`,
    child.ageAssessment === undefined || child.ageAssessment === 'not-required'
      ? undefined
      : `age assessment ${assessmentWords[child.ageAssessment]}`,
  ];
  const kind =
    child.placementKind === undefined
      ? 'Kind of placement not given'
      : capitalised(kindWords[child.placementKind]);
  const needs = (child.needs ?? []).map((need) => capitalised(needWords[need]));
  return [
    about.filter(Boolean).join(', '),
    kind,
    ...(needs.length > 0 ? needs : ['No particular needs recorded']),
    ...(child.interpreter === undefined
      ? []
      : [child.interpreter ? 'Needs an interpreter' : 'Needs no interpreter']),
    ...(child.missingHistory === undefined ? [] : [capitalised(missingBefore(child))]),
    ...healthLines(child),
    ...lifeLines(child),
    ...supportLines(child),
  ].join('\n');
}

const missingBefore = ({
  missingHistory = 'not-known',
  timesMissing,
  lastMissingMonth,
}: ChildFacts): string =>
  [
    missingWords[missingHistory],
    timesMissing === undefined ? undefined : plural(timesMissing, 'time', 'times'),
    lastMissingMonth === undefined ? undefined : `last in ${monthWords(lastMissingMonth)}`,
  ]
    .filter(Boolean)
    .join(', ');

/** One line for a fact, or none where it was not said. */
const line = (label: string, words: string | undefined): readonly string[] =>
  words === undefined ? [] : [`${label}: ${words}`];
const anyOfWords = <One extends string>(
  said: readonly One[] | undefined,
  words: Readonly<Record<One, string>>,
  none: string,
): string | undefined => said && (said.length === 0 ? none : listWords(said.map((one) => words[one])));

const healthLines = ({ fitToMove, fitToMoveOn, healthScreening, healthKinds }: ChildFacts) => [
  ...line(
    'Fit to move',
    fitToMove &&
      `${fitnessWords[fitToMove]}${fitToMoveOn === undefined ? '' : `, found on ${dateWords(fitToMoveOn)}`}`,
  ),
  ...line('Health assessment', healthScreening && screeningWords[healthScreening]),
  ...line('Health needs', anyOfWords(healthKinds, healthWords, 'none known')),
];

/** What a council matches a home by: coded, so that it names nobody (infra/decisions/0032-what-a-council-learns-before-it-says-yes.md). */
const lifeLines = (child: ChildFacts) => [
  ...line('Speaks', anyOfWords(child.languageCodes, languageWords, 'not said')),
  ...line('Faith', child.faithGroup && faithWords[child.faithGroup]),
  ...line('Food', anyOfWords(child.diet, dietWords, 'eats anything')),
  ...line('School so far', child.educationStage && educationWords[child.educationStage]),
  ...line('Can live with other young people', child.canShare && yesNoWords[child.canShare]),
  ...line('Smokes', child.smokes && yesNoWords[child.smokes]),
  ...line('Can live where there are pets', child.withPets && yesNoWords[child.withPets]),
];

const supportLines = (child: ChildFacts) => {
  const supporters = [
    ['solicitor', child.hasSolicitor],
    ['independent guardian', child.hasGuardian],
    ['advocate', child.hasAdvocate],
    ['independent reviewing officer', child.hasReviewingOfficer],
  ] as const;
  const who = (answer: 'yes' | 'no') => supporters.flatMap(([name, has]) => (has === answer ? [name] : []));
  const named = (names: readonly string[]) => (names.length === 0 ? undefined : listWords(names));
  return [...line('Has', named(who('yes'))), ...line('Has no', named(who('no')))];
};

/** What is said of the children's coming and standing; a row for each fact that was given. */
export const arrivalRows = ({
  arrivedOn,
  arrivalPlace,
  careStatus,
  immigrationStatus,
  presentedElsewhere,
  presentedTo,
}: ReferralFacts): Row[] => {
  const arrival = [
    arrivedOn === undefined ? undefined : dateWords(arrivedOn),
    arrivalPlace === undefined ? undefined : arrivalWords[arrivalPlace],
  ].filter((one) => one !== undefined);
  return [
    ...(arrival.length === 0 ? [] : [{ label: 'Arrived', value: capitalised(arrival.join(', ')) }]),
    ...(careStatus === undefined
      ? []
      : [{ label: 'Care status', value: capitalised(careWords[careStatus]) }]),
    ...(presentedElsewhere === undefined
      ? []
      : [
          {
            label: 'Known to another council',
            value: [
              capitalised(yesNoWords[presentedElsewhere]),
              presentedTo === undefined ? undefined : authorityName(presentedTo),
            ]
              .filter(Boolean)
              .join(', '),
          },
        ]),
    ...(immigrationStatus === undefined
      ? []
      : [{ label: 'Immigration status', value: capitalised(immigrationWords[immigrationStatus]) }]),
  ];
};

const yesOrNo = (said: unknown): string => (said === true ? 'Yes' : 'No');

const linkIn = ({ kind, council }: NonNullable<ReferralFacts['links']>[number]): string =>
  `${capitalised(linkWords[kind])} in ${authorityName(council)}`;

const listed = (items: readonly string[]): string => (items.length === 0 ? 'None' : listWords(items));

type WordsByField = Readonly<Partial<Record<string, Readonly<Record<string, string>>>>>;

/** The words of facts that are one of a few. */
const choiceWords: WordsByField = {
  familyInUk: familyWords,
  trafficking: traffickingWords,
  missingHistory: missingWords,
  placementKind: kindWords,
  careStatus: careWords,
  immigrationStatus: immigrationWords,
  presentedElsewhere: yesNoWords,
  healthScreening: screeningWords,
  fitToMove: fitnessWords,
  faithGroup: faithWords,
  educationStage: educationWords,
  canShare: yesNoWords,
  smokes: yesNoWords,
  withPets: yesNoWords,
  hasSolicitor: yesNoWords,
  hasGuardian: yesNoWords,
  hasAdvocate: yesNoWords,
  hasReviewingOfficer: yesNoWords,
};

/** The words of facts that are any of a few. */
const listedWords: WordsByField = {
  needs: needWords,
  healthKinds: healthWords,
  languageCodes: languageWords,
  diet: dietWords,
};

/** How one fact reads that is said or not. `path`: as in differences. */
export function factWords(path: string, said: unknown): string {
  const [name = ''] = path.split('.').slice(-1);
  if (said === undefined || said === null) return 'not said';
  if (typeof said === 'boolean')
    return /^children\.\d+$/.test(path) ? 'Part of this referral' : yesOrNo(said);
  const choice = choiceWords[name]?.[String(said)];
  if (choice !== undefined) return capitalised(choice);
  const words = listedWords[name];
  if (words !== undefined)
    return capitalised(listed((said as readonly string[]).map((one) => words[one] ?? one)));
  switch (name) {
    case 'areasToAvoid':
      return listed((said as readonly string[]).map(authorityName));
    case 'links':
      return listed((said as NonNullable<ReferralFacts['links']>).map(linkIn));
    case 'turns18Month':
    case 'lastMissingMonth':
      return monthWords(String(said));
    case 'ageAssessmentLedBy':
    case 'presentedTo':
      return authorityName(String(said));
    default:
      return /^\d{4}-\d\d-\d\d$/.test(String(said))
        ? dateWords(String(said))
        : capitalised(String(said).replaceAll('-', ' '));
  }
}

/** The children whom somebody has in care, one row each. */
export const childRows = (theCase: Case, children = childrenInCare(theCase)): Row[] =>
  children.map((child) => ({
    label: theCase.facts.children.length === 1 ? 'The child' : `Child ${child.number}`,
    value: `${childWords(child)}${isMissing(theCase, child) ? '\nMissing now' : ''}`,
  }));

/** Whether a child is missing while others of the case are there: where all are, the case itself says so. */
const isMissing = (theCase: Case, { number }: ChildFacts): boolean =>
  childrenThere(theCase).length > 0 && missingChildren(theCase).includes(number);

/** How many children a case is about now, for "1 child" and the like. */
export const stillCounted = (theCase: Case): number => childrenNow(theCase).length;

/** Everything about the referral that bears on where the child should go, for a coordinator. */
export function referralRows(theCase: Case): Row[] {
  const { facts } = theCase;
  const named = (codes: readonly string[]) => listWords(codes.map(authorityName));
  const links = (facts.links ?? []).map(linkIn);
  return [
    { label: 'Entry authority', value: authorityName(facts.entryAuthority) },
    { label: 'Places needed', value: childrenWords(stillCounted(theCase)) },
    // Also of who has left care: a coordinator may bring them back.
    ...childRows(theCase, childrenWhoCount(theCase)),
    ...arrivalRows(facts),
    {
      label: 'Family in the UK',
      value: facts.familyInUk === undefined ? 'Not said' : capitalised(familyWords[facts.familyInUk]),
    },
    { label: 'Links', value: links.length === 0 ? 'None recorded' : links.join('\n') },
    {
      label: 'Areas to avoid',
      value: facts.areasToAvoid?.length ? named(facts.areasToAvoid) : 'None recorded',
    },
    {
      label: 'Trafficking',
      value: facts.trafficking === undefined ? 'Not said' : capitalised(traffickingWords[facts.trafficking]),
    },
    {
      label: 'Where the child is now',
      value:
        facts.inCareOfAuthority === false
          ? 'Not in an authority’s care'
          : `In the care of ${authorityName(facts.entryAuthority)}${facts.inReception === true ? ', in a reception centre' : ''}`,
    },
    {
      label: 'Child’s wishes',
      value: facts.wishesRecorded === true ? 'Recorded' : 'Not recorded yet',
    },
  ];
}
