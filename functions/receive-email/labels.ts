import { type FactField, factLabels } from '../../shared/words/fact-labels.ts';
import { plain } from './answers.ts';
import type { Entry } from './said.ts';

/** What people call a fact, besides its label and its field's own name. */
const alsoCalled: Readonly<Partial<Record<FactField, readonly string[]>>> = {
  referredOn: ['referral date', 'date of referral'],
  'definition.under18AtClaim': ['under 18 when claimed', 'under 18 at time of claim'],
  asylumClaimOn: [
    'asylum claim date',
    'asylum claim',
    'asylum claimed on',
    'claimed asylum on',
    'date of asylum claim',
    'date of claim',
    'date asylum claimed',
    'claim date',
  ],
  careStatus: [
    'care legal status',
    'care order',
    'looked after status',
    'lac status',
    'cla status',
    'looked after under',
    'accommodated under',
    'basis of care',
    'legal basis of care',
  ],
  immigrationStatus: ['asylum status', 'status of asylum claim'],
  presentedElsewhere: [
    'known to other council',
    'known to another authority',
    'known to another local authority',
    'known elsewhere',
    'presented elsewhere',
    'presented before',
    'previously presented',
    'previously presented elsewhere',
    'previous presentation',
    'previous presentation elsewhere',
  ],
  presentedTo: ['presented to', 'which council', 'known to'],
  arrivedOn: [
    'arrival date',
    'arrival',
    'arrived',
    'arrived in uk',
    'date arrived',
    'date of arrival',
    'date of entry',
    'entered uk on',
    'uk arrival date',
  ],
  arrivalPlace: ['place arrived'],
  inReception: ['in reception', 'reception centre'],
  inCareOfAuthority: ['in care', 'looked after', 'in the care of the council'],
  familyInUk: ['family in uk', 'uk family', 'family members in uk', 'relatives in uk', 'family'],
  links: ['link', 'known links', 'connections'],
  areasToAvoid: [
    'area to avoid',
    'areas to be avoided',
    'area to be avoided',
    'avoid',
    'places to avoid',
    'unsafe areas',
    'areas that are not safe',
    'not safe in',
    'risk areas',
    'areas of risk',
  ],
  trafficking: ['trafficking indicators', 'trafficking concerns', 'signs of trafficking', 'nrm'],
  wishesRecorded: ['wishes and feelings recorded', 'wishes written down'],
  name: ['full name', 'names', 'name of child', 'child', 'name in full', 'name and surname'],
  dateOfBirth: ['dob', 'd o b', 'birth date', 'born', 'born on', 'birthday'],
  claimedBirth: ['date of birth claimed', 'claimed dob', 'date of birth given by the child'],
  claimedBirthSource: ['claimed to whom and when'],
  documentedBirth: ['date of birth documented', 'documented dob', 'date of birth on documents'],
  documentedBirthSource: ['document seen for the date of birth'],
  assessedBirth: ['date of birth assessed', 'assessed dob', 'date of birth by age assessment'],
  assessedBirthSource: ['age assessed by whom and when'],
  sex: ['gender', 'sex or gender', 'gender or sex', 'male or female'],
  nationality: ['country of origin', 'citizenship', 'country'],
  homeOfficeReference: ['ho reference', 'ho ref', 'home office ref', 'home office number', 'ho number'],
  portReference: ['port ref'],
  turns18Month: ['turns 18 in', 'turns 18 on', '18th birthday'],
  ageAssessment: ['age assessment status'],
  placementKind: ['placement type', 'type of placement', 'kind of placement', 'placement needed'],
  needs: ['special needs', 'additional needs'],
  languages: ['language', 'languages spoken', 'spoken languages', 'first language', 'mother tongue'],
  interpreter: ['interpreter', 'interpreter required', 'needs an interpreter'],
  missingHistory: ['missing', 'missing history', 'missing before'],
  health: ['health needs', 'medical needs', 'medical', 'health conditions', 'medication', 'allergies'],
  disability: ['disabilities'],
  education: ['education needs', 'school'],
  wishes: ['wishes and feelings'],
  timesMissing: [
    'how often missing',
    'times gone missing',
    'missing episodes',
    'number of missing episodes',
    'missing count',
  ],
  lastMissingMonth: ['last missing in'],
  lastMissingOn: [
    'last missing',
    'last missing date',
    'date last missing',
    'last went missing',
    'last missing episode',
  ],
  nhsNumber: [
    'nhs',
    'nhs no',
    'chi',
    'chi number',
    'chi no',
    'health and care number',
    'h and c number',
    'hcn',
  ],
  healthScreening: [
    'health screening',
    'initial health assessment',
    'iha',
    'health assessment status',
    'health assessment done',
  ],
  fitToMove: [
    'fitness',
    'fitness to move',
    'fitness to transfer',
    'fitness to travel',
    'fit to transfer',
    'fit to travel',
    'fit for transfer',
    'fit for travel',
    'fit to fly',
  ],
  fitToMoveOn: [
    'fit on',
    'fitness date',
    'date of fitness',
    'date of fitness to transfer',
    'date of fitness to travel',
    'fitness assessed on',
    'date found fit',
  ],
  healthKinds: [
    'kind of health needs',
    'type of health needs',
    'types of health needs',
    'health flags',
    'health flag',
  ],
  languageCodes: ['language codes', 'coded languages', 'languages from list'],
  faithGroup: ['faith community', 'religious group'],
  diet: ['dietary needs', 'dietary requirements', 'diet needs', 'food'],
  educationStage: ['education stage', 'level of education', 'education level', 'schooling', 'school stage'],
  canShare: [
    'can share',
    'can share with others',
    'able to share',
    'able to share with others',
    'can share a home',
    'can live with other young people',
    'can live with other children',
  ],
  smokes: ['smoker', 'smoking', 'smoking status'],
  withPets: ['pets', 'can live with animals', 'pets in the home', 'ok with pets'],
  hasSolicitor: [
    'solicitor appointed',
    'solicitor instructed',
    'has solicitor',
    'has a legal representative',
  ],
  solicitor: [
    'solicitors',
    'solicitor details',
    'immigration solicitor',
    'lawyer',
    'legal representative',
    'legal rep',
    'solicitor name',
  ],
  hasGuardian: ['guardian appointed', 'has guardian', 'has an independent guardian'],
  guardian: ['independent guardian', 'ictg', 'independent child trafficking guardian', 'guardian details'],
  hasAdvocate: ['advocate appointed', 'has advocate', 'has an independent advocate'],
  advocate: ['independent advocate', 'advocacy', 'advocate details'],
  hasReviewingOfficer: [
    'has reviewing officer',
    'has an iro',
    'has iro',
    'iro appointed',
    'iro allocated',
    'has an independent reviewing officer',
  ],
  reviewingOfficer: ['iro', 'independent reviewing officer', 'iro name', 'iro details', 'allocated iro'],
  bestInterests: [
    'best interest',
    'best interests statement',
    'best interests of the child',
    'statement of best interests',
    'why a move is in the best interests',
  ],
  whyToAvoid: [
    'reason to avoid',
    'reason to avoid area',
    'reasons to avoid areas',
    'reason to avoid these areas',
    'reason for avoiding areas',
    'why to avoid areas',
    'why areas are to be avoided',
    'reason areas are to be avoided',
  ],
  faithAndCulture: ['culture', 'faith or culture'],
  socialWorker: ['allocated social worker', 'sw'],
  entryContact: ['contact details', 'contact person'],
  dutyTelephone: ['duty desk telephone', 'duty phone', 'duty number'],
  dutyHours: ['hours of the duty desk', 'duty desk hours'],
  ownReference: ['our reference', 'our ref', 'council reference', 'own ref'],
};

/** Words by which people mean either of two facts, with the one of them whose words are kept as they stand. */
const eithers = new Map<string, FactField>(
  (
    [
      ['immigrationStatus', ['legal status', 'legalStatus']],
      ['faithAndCulture', ['faith', 'religion']],
    ] as const
  ).flatMap(([field, all]) => all.map((words) => [plain(words), field] as const)),
);

const fields = new Map<string, FactField>();
for (const [field, label] of Object.entries(factLabels) as [FactField, string][])
  for (const words of [label, field.split('.').at(-1) ?? field, ...(alsoCalled[field] ?? [])])
    fields.set(plain(words), field);
// Alone these begin what is said of a child, or count them.
fields.delete('child');

/** Which part of a name it is; both together are the name. */
export type NamePart = 'given' | 'family';
const nameParts = new Map<string, NamePart>(
  (
    [
      ['given', ['first name', 'first names', 'forename', 'forenames', 'given name', 'given names']],
      ['family', ['surname', 'last name', 'family name', 'second name']],
    ] as const
  ).flatMap(([part, all]) => all.map((words) => [plain(words), part] as const)),
);

const others = new Map<string, 'reference' | 'siblings' | 'child' | 'count' | 'correction'>(
  (
    [
      ['reference', ['reference', 'our reference', 'nts reference', 'nts ref', 'case reference']],
      ['siblings', ['siblings', 'sibling group']],
      ['child', ['child']],
      ['count', ['number of children', 'how many children', 'children']],
      ['correction', ['correction']],
    ] as const
  ).flatMap(([kind, all]) => all.map((words) => [plain(words), kind] as const)),
);

/** What a line or a column is about, by the words before its colon or at its head. */
export type Label =
  | {
      readonly kind: 'fact';
      readonly field: FactField;
      readonly part?: NamePart;
      readonly either?: true;
      readonly child: number | undefined;
    }
  | { readonly kind: 'reference' | 'siblings' | 'child' | 'count' | 'correction' | 'unknown' };

const before =
  /^(?:the|this|any|claimed|known|childs|childrens|child|youngpersons|youngperson|yps|yp|clients|his|her|their|uascs|uasc)(?=.)/;
const behind =
  /(?:intheuk|intouk|inuk|ofthechild|ofchild|oftheyoungperson|ofyoungperson|ifknown|claimed|number)$/;

/** The words as they stand, then without what people put around them. */
function* ways(said: string): Generator<string> {
  yield said;
  const bare = said.replace(behind, '');
  yield bare;
  for (let rest = said; before.test(rest); ) {
    rest = rest.replace(before, '');
    yield rest;
    yield rest.replace(behind, '');
  }
}

function factCalled(said: string): Pick<Entry, 'field' | 'part' | 'either'> | undefined {
  for (const way of ways(said)) {
    const part = nameParts.get(way);
    if (part !== undefined) return { field: 'name', part };
    const either = eithers.get(way);
    if (either !== undefined) return { field: either, either: true };
    const field = fields.get(way);
    if (field !== undefined) return { field };
  }
  return undefined;
}

const LONGEST_LABEL = 60;

/** Whether an answer to "Siblings" says that there are some, or names them. */
export const namesSiblings = (answer: string): boolean =>
  !/^(?:no(?:ne|ne known|t known|t applicable| siblings?)?|nil|n|n\/?a|unknown|false|tbc|tba|pending|awaiting|0|[-\u2013?]+)?$/i.test(
    answer.trim().replace(/[.,;]$/, ''),
  );

export function labelled(words: string): Label {
  const written = words.slice(0, LONGEST_LABEL);
  const whole = plain(written);
  const said = plain(written.replaceAll(/\([^()]*\)/g, '')) || whole;
  const other = others.get(said);
  if (other !== undefined) return { kind: other };
  const before = /^(?:child|sibling)(\d{1,2})(.+)$/.exec(said);
  // "Name (child 2)", "Sex of child 2".
  const behind = /\d$/.test(whole) ? /^(.+?)(?:of|for)?(?:child|sibling)(\d{1,2})$/.exec(whole) : null;
  const [number, rest = ''] = before === null ? [behind?.[2], behind?.[1]] : [before[1], before[2]];
  const fact = factCalled(whole) ?? (behind === null ? factCalled(said) : undefined);
  if (fact !== undefined) return { kind: 'fact', ...fact, child: undefined };
  const ofChild = number === undefined ? undefined : (factCalled(rest) ?? factCalled(rest.replace(/^s/, '')));
  return ofChild === undefined ? { kind: 'unknown' } : { kind: 'fact', ...ofChild, child: Number(number) };
}

const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];
const cardinals = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const WHO = '(?:child|young ?person|yp|sibling|minor|uasc|referral)';
const numbered = new RegExp(
  `^(?:the )?${WHO} ?(?:no\\.?|number|nr\\.?|#)? ?[:#(-]? ?(\\d{1,2}|${cardinals.join('|')})\\b(?: of \\w+)?[.:)]?(.*)$`,
  'i',
);
const counted = new RegExp(
  `^(?:the )?(${ordinals.join('|')}|1st|2nd|3rd|[4-9]th|10th) ${WHO}\\b[.:)]?(.*)$`,
  'i',
);

/** A number in figures or in words; undefined for anything else. */
export function numberIn(words: string): number | undefined {
  const said = words.toLowerCase();
  if (/^\d{1,2}(?:st|nd|rd|th)?$/.test(said)) return Number.parseInt(said, 10);
  const at = Math.max(cardinals.indexOf(said), ordinals.indexOf(said));
  return at < 0 ? undefined : at + 1;
}

/** "Child 2", "Second child:", "CHILD NO. 2 - a name": which child follows, and what else stands there. */
export function childHeading(line: string): { readonly number: number; readonly rest: string } | undefined {
  const bare = line.replaceAll(/^[\s*#=_\u2013-]+|[\s*#=_\u2013-]+$/g, '').trim();
  const [, number = '', rest = ''] = numbered.exec(bare) ?? counted.exec(bare) ?? [];
  const found = numberIn(number);
  return found === undefined
    ? undefined
    : { number: Math.max(found, 1), rest: rest.replace(/^[\s:.,\u2013-]+/, '').trim() };
}

const spelled = /^(?:[\p{Lu}][\p{L}'\u2019.-]*)(?:\s+[\p{L}'\u2019.-]+){0,4}$/u;
const smallWords = /\b(?:and|as|is|are|was|same|see|the|of|for|above|below|with)\b/i;

/** Whether words that stand alone may be somebody's name. */
export const looksLikeName = (text: string): boolean => spelled.test(text) && !smallWords.test(text);

const HOW_MANY = new RegExp(
  `\\b(\\d{1,2}|${cardinals.join('|')}|both)\\b(?: \\w+){0,2}? (?:children|young people|yps|uascs|siblings|brothers|sisters|boys|girls|minors|referrals)\\b`,
  'i',
);
const TWINS = /\b(?:twins|both (?:of them|children)|two referrals|pair of)\b/i;

/** How many children a sentence speaks of; undefined when it does not say. */
export function childrenSpokenOf(line: string): number | undefined {
  const [, number] = HOW_MANY.exec(line) ?? [];
  if (number !== undefined) return number.toLowerCase() === 'both' ? 2 : numberIn(number);
  return TWINS.test(line) ? 2 : undefined;
}

/** Our references as people copy them: any case, with or without the hyphens' neighbours. */
export const referencesIn = (text: string): readonly string[] => [
  ...new Set(text.toUpperCase().match(/\bNTS-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/g) ?? []),
];
