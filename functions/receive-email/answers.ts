import { presentCodes } from '../../events/former-codes.ts';
import { type LanguageCode, languageCodes, MOST_LANGUAGES } from '../../events/languages.ts';
import {
  ageAssessments,
  arrivalPlaces,
  careStatuses,
  diets,
  educationStages,
  faiths,
  familiesInUk,
  fitnesses,
  healthKinds,
  healthScreenings,
  immigrationStatuses,
  linkKinds,
  missingHistories,
  Need,
  PlacementKind,
  type ReferralFacts,
  sexes,
  traffickingSigns,
  yesNoNotKnown,
} from '../../events/referral.ts';
import { EARLIEST_DAY } from '../../shared/core/calendar/ages.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import { councilsOfRegions } from '../../shared/core/council/whole-regions.ts';
import { hasLostLetters } from '../../shared/core/referral/lost-letters.ts';
import {
  avoidReasons,
  type ParticularField,
  particularsShape,
} from '../../shared/core/referral/particulars.ts';
import { nationalityCode } from '../../shared/runtime/nationalities.ts';
import type { FactField } from '../../shared/words/fact-labels.ts';
import { languageWords } from '../../shared/words/languages.ts';
import { type RegionCode, regionCodes, regionNames } from '../../shared/words/regions.ts';
import {
  alsoAvoid,
  alsoDiet,
  alsoFaith,
  alsoFit,
  alsoHealthKinds,
  alsoImmigration,
  alsoSchooled,
  alsoScreened,
  alsoSmokes,
  alsoSpoken,
  alsoYesOrNo,
  careStatusIn,
  noDiet,
  noHealthKinds,
  saysUnknown,
  unknownWords,
} from './also-said.ts';

/** What somebody wrote for one fact, read; or in words how to write it. The words never repeat what was written. */
export type Answer<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'unclear'; readonly words: string };

const read = <Value>(value: Value): Answer<Value> => ({ kind: 'read', value });
const unclear = (words: string): Answer<never> => ({ kind: 'unclear', words });

/** Letters and digits only, so that "Foster care", "foster-care" and "FOSTER_CARE" are one. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '');

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthNumber = (name: string): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
const padded = (number: number): string => String(number).padStart(2, '0');

const DAY_WORDS = 'Write the day like 2026-11-23 or 23/11/2026.';

/** 3.4.09 and 09-04-03 may be one day, or two. */
const twoFigures = /^\d{1,2}([/.-])\d{1,2}\1\d{2}$/;

/** A calendar day: 2026-11-23, 23/11/2026 (the day first), 23 November 2026, Monday 23rd of November 2026. */
export function day(written: string): Answer<string> {
  const text = written
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s*[,;.]$/, '')
    .replace(/^(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? /i, '')
    .replaceAll(/ ?([/.-]) ?/g, '$1');
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const british = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const spoken = /^(\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?([A-Za-z]{3,9})[.,]{0,2}[ -](\d{4})$/.exec(text);
  const parts = iso
    ? [iso[1], iso[2], iso[3]].map(Number)
    : british
      ? [british[3], british[2], british[1]].map(Number)
      : spoken
        ? [Number(spoken[3]), monthNumber(spoken[2] ?? ''), Number(spoken[1])]
        : [];
  const [year, month, date] = parts;
  if (year === undefined || month === undefined || date === undefined)
    return unclear(
      `${twoFigures.test(text) ? 'Of three pairs of figures we cannot tell which is the year.' : 'This is not a date that we can read.'} ${DAY_WORDS}`,
    );
  const last = month >= 1 && month <= 12 ? new Date(Date.UTC(year, month, 0)).getUTCDate() : 0;
  const found = `${String(year).padStart(4, '0')}-${padded(month)}-${padded(date)}`;
  return found >= EARLIEST_DAY && date >= 1 && date <= last
    ? read(found)
    : unclear(`There is no such day. ${DAY_WORDS}`);
}

const inFigures = (written: string): readonly [number, number] | undefined => {
  const [, first, second] =
    /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}$/.exec(written.trim().replaceAll(/\s+/g, '')) ?? [];
  return first === undefined ? undefined : [Number(first), Number(second)];
};

/** Whether a date can only have its month first, as in 05/28/2010. */
export const isAmericanDay = (written: string): boolean => {
  const [first = 0, second = 0] = inFigures(written) ?? [];
  return first >= 1 && first <= 12 && second > 12 && second <= 31;
};

/** Whether a date in figures is another day when its month is read first. */
export const isEitherDay = (written: string): boolean => {
  const [, of = 0, day = 0] = /^\d{4}-(\d\d)-(\d\d)$/.exec(written.trim())?.map(Number) ?? [];
  const [first = 0, second = 0] = inFigures(written) ?? [of, day];
  return first >= 1 && first <= 12 && second >= 1 && second <= 12 && first !== second;
};

/** A month; a day of it will do, as spreadsheets make one of it. */
export function month(text: string): Answer<string> {
  const iso = /^(\d{4})-(\d{1,2})(?:-\d{1,2})?$/.exec(text);
  const british = /^(\d{1,2})\/(\d{4})$/.exec(text);
  const spoken = /^([A-Za-z]{3,9})\s+(\d{4})$/.exec(text);
  const year = Number(iso?.[1] ?? british?.[2] ?? spoken?.[2]);
  const number = spoken ? monthNumber(spoken[1] ?? '') : Number(iso?.[2] ?? british?.[1]);
  return number >= 1 && number <= 12 && year >= Number(EARLIEST_DAY.slice(0, 4))
    ? read(`${year}-${padded(number)}`)
    : unclear('This is not a month that we can read. Write it like May 2028 or 2028-05.');
}

/** The day of birth, or its month (YYYY-MM) where the day is not known: "August 2009", "about 08/2009". */
function birth(written: string): Answer<string> {
  const known = day(written);
  if (known.kind === 'read') return known;
  const about = written
    .trim()
    .replace(/^(?:about|around|approx(?:\.|imately)?|circa|c\.)\s*/i, '')
    .replace(/[.,;]$/, '')
    .replace(/^([A-Za-z]{3,9})[.,]\s*/, '$1 ');
  const found = month(about);
  return found.kind === 'read' ? found : known;
}

export function yesOrNo(text: string): Answer<boolean> {
  const said = plain(text);
  if (said === 'yes' || said === 'y' || said === 'true') return read(true);
  if (said === 'no' || said === 'n' || said === 'false') return read(false);
  return unclear('Answer yes or no.');
}

/** A reader that knows the answers to choose from, in words. */
interface Chooser<Value> {
  (text: string): Answer<Value>;
  readonly choices: readonly string[];
}

/** One of a few answers, by its own name or another that people use. */
function oneOf<Value extends string>(
  values: readonly Value[],
  also: Readonly<Record<string, Value>> = {},
): Chooser<Value> {
  const choices = values.map((value) => value.replaceAll('-', ' ').replace(/^childrens/, "children's"));
  const unknown = values.find((value) => value === 'not-known');
  const reader = (text: string): Answer<Value> => {
    const said = plain(text);
    const found =
      values.find((value) => plain(value) === said) ??
      (Object.hasOwn(also, said) ? also[said] : unknownWords.has(said) ? unknown : undefined);
    return found === undefined ? unclear(`Choose one of: ${choices.join(', ')}.`) : read(found);
  };
  return Object.assign(reader, { choices });
}

const none = new Set(['none', 'no', 'nil', 'na', 'nothing']);

/** What may stand between the parts of a list, one after another too: "Leeds, and Kent". */
const BETWEEN =
  / ?(?:[,;\n/\u2022\u00b7\u25cf]| (?:&|and)(?= ))(?: ?(?:[,;\n/\u2022\u00b7\u25cf]|(?:&|and)(?= )))* ?/gi;
/** Between parts, and never within one. */
const isHard = (mark: string): boolean => mark.includes(';');
/** So much of what stands between parts is within the name of one council: Bournemouth, Christchurch and Poole. */
const WITHIN_A_NAME = 2;
/** More than there are councils. */
const MOST_PARTS = 250;
/** No way of saying "none" is longer. */
const LONGEST_NONE = 40;

/** A list, its parts between semicolons, commas, lines, strokes or "and", or "none". */
function list<Value>(written: string, part: (text: string) => Answer<Value>): Answer<Value[]> {
  if (written.length <= LONGEST_NONE && none.has(plain(written))) return read([]);
  const text = written.replaceAll(/[^\S\n]+/g, ' ').replaceAll(/\n[\n ]*/g, '\n');
  const bare = (piece: string): string => piece.replace(/^[\s*\u2013-]+/, '').replace(/[\s,.]+$/, '');
  const marks = [...text.matchAll(BETWEEN)];
  if (marks.length >= MOST_PARTS) return unclear(`This names more than ${MOST_PARTS}. Name each only once.`);
  const starts = [0, ...marks.map(({ index, 0: mark }) => index + mark.length)];
  const ends = [...marks.map(({ index }) => index), text.length];
  const between = (first: number, last: number): string =>
    bare(text.slice(starts[first], ends[last]).replaceAll('\n', ' '));
  const pieces = starts.map((start, at) => bare(text.slice(start, ends[at])));
  const alone: (Answer<Value> | undefined)[] = [];
  const readAlone = (at: number): Answer<Value> => (alone[at] ??= part(pieces[at] ?? ''));
  const hard = marks.flatMap(({ 0: mark }, at) => (isHard(mark) ? [at] : []));
  const values: Value[] = [];
  for (let at = 0; at < starts.length; at += 1) {
    if (pieces[at] === '') continue;
    let answer = readAlone(at);
    // What stands before a comma or an "and" may be only half of a name.
    const isWhole = answer.kind === 'read' && (at + 1 >= starts.length || readAlone(at + 1).kind === 'read');
    if (!isWhole) {
      const last = hard.find((one) => one >= at) ?? starts.length - 1;
      let taken = Math.min(last, starts.length - 1, at + WITHIN_A_NAME);
      for (; taken > at; taken -= 1) {
        answer = part(between(at, taken));
        if (answer.kind === 'read') break;
      }
      if (taken === at) answer = readAlone(at);
      if (answer.kind === 'unclear') return answer;
      at = taken;
    }
    if (answer.kind === 'read') values.push(answer.value);
  }
  return values.length === 0 ? unclear('Say which, or write "none".') : read(values);
}

let byName: ReadonlyMap<string, string> | undefined;
const councilsByName = (): ReadonlyMap<string, string> => {
  byName ??= new Map([
    ...everyCouncil().flatMap(({ code, name }) => [
      [plain(code), code] as const,
      [plain(name), code] as const,
    ]),
    ...Object.entries(presentCodes).map(([former, code]) => [plain(former), code] as const),
  ]);
  return byName;
};

const MOST_LATELY = 1_000;
/** No council's name is longer. */
const LONGEST_NAME = 200;

/** The same reader, which remembers what it read lately, or that it could not: a list that grows line by line is read again with each. */
function remembering<Value>(reader: (text: string) => Answer<Value>): (text: string) => Answer<Value> {
  const lately = new Map<string, Answer<Value>>();
  return (text) => {
    const known = lately.get(text);
    if (known !== undefined) return known;
    const answer = reader(text);
    if (lately.size >= MOST_LATELY) lately.clear();
    if (text.length <= LONGEST_NAME) lately.set(text, answer);
    return answer;
  };
}

/** A council by its name, its code, or one that it had before. */
export const council = remembering(councilCalled);

function councilCalled(text: string): Answer<string> {
  const said = plain(text.slice(0, LONGEST_NAME));
  const bare = said.replace(/council$/, '');
  const known = councilsByName();
  const code =
    known.get(said) ??
    known.get(bare) ??
    known.get(bare.replace(/(metropolitanborough|metropolitandistrict|county|city|borough|district)$/, ''));
  return code === undefined
    ? unclear(
        'No council with children’s services has this name. Write its name as on its website, such as Leeds, or its code.',
      )
    : read(code);
}

const regionsByName = new Map<string, RegionCode>(
  regionCodes.map((code) => [plain(regionNames[code]), code]),
).set('greaterlondon', 'E12000007');

/** Councils of an area to avoid: one council, or those of a region that is named whole. */
const area = remembering((text): Answer<readonly string[]> => {
  const said = plain(text.slice(0, LONGEST_NAME));
  const region = regionsByName.get(said) ?? regionsByName.get(said.replace(/^(?:the|allof)+|region$/g, ''));
  if (region !== undefined) return read(councilsOfRegions([region]));
  const found = council(text);
  return found.kind === 'unclear' ? found : read([found.value]);
});

function areasToAvoid(text: string): Answer<string[]> {
  const found = list(text, area);
  return found.kind === 'unclear' ? found : read(found.value.flat());
}

type Link = NonNullable<ReferralFacts['links']>[number];
const linkKind = oneOf<Link['kind']>(linkKinds);

function link(text: string): Answer<Link> {
  const [, where = '', why = ''] = /^([^()]{1,100})\(([^()]{1,20})\)$/.exec(text) ?? [];
  const kind = linkKind(why);
  if (where === '' || kind.kind === 'unclear')
    return unclear('Write each council with the kind of link, such as "Leeds (family); Kent (community)".');
  const found = council(where);
  return found.kind === 'unclear' ? found : read({ council: found.value, kind: kind.value });
}

export const need = oneOf<Need>(Need.options);

function nationality(text: string): Answer<string> {
  const code = nationalityCode(text);
  return code === undefined
    ? unclear('We know no country by this name. Write it in English, such as Eritrea or Eritrean.')
    : read(code);
}

const namesSomebody = (text: string): boolean => /\p{L}/u.test(text) && !/[:@]|\d{3}/.test(text);

/** Words of one's own, as long as what is sealed may be. */
const words =
  (field: Exclude<ParticularField, 'whyToAvoid'>) =>
  (text: string): Answer<string> => {
    if (hasLostLetters(text))
      return unclear(
        'Some letters of this did not reach us as you wrote them. Write it again in a new email.',
      );
    if (field === 'name' && text.trim() !== '' && !namesSomebody(text))
      return unclear('Write the name alone, in letters.');
    const said = particularsShape()[field].safeParse(text);
    if (said.success && said.data !== undefined) return read(said.data);
    const [issue] = said.error?.issues ?? [];
    if (issue?.code === 'custom') return unclear(issue.message);
    const { minLength, maxLength } = particularsShape()[field].unwrap();
    return unclear(`Write between ${minLength ?? 1} and ${maxLength ?? 200} characters.`);
  };

const yesNoUnknown = oneOf(yesNoNotKnown, alsoYesOrNo);

const PERSON_WORDS = 'Write who it is and how to reach them. Or: none; not known.';
const KIN_WORDS =
  'Write only who works for the child here. Family goes under "Family in the UK" and "Links".';
/** Family, of whom nothing may be lost. */
const kin =
  /\b(?:uncles?|aunt(?:ie|y)?s?|fathers?|mothers?|parents?|relatives?|grand\w+|cousins?|brothers?|sisters?|siblings?)\b/i;

/** Who works for a child. Words that say there is nobody are no name, and family is not meant. */
const person = (field: Parameters<typeof words>[0]) => {
  const reader = words(field);
  return (text: string): Answer<string> => {
    if (kin.test(text)) return unclear(KIN_WORDS);
    return /^\W*(?:(?:no|not|none|never|nil|awaiting|awaited|pending|yes|to be)\b|n\/a|tb[ac]\b|$)/i.test(
      text,
    )
      ? unclear(PERSON_WORDS)
      : reader(text);
  };
};

const careChoice = oneOf(careStatuses);
/** By its sections and orders, in the words of each nation. */
const careStatus: Chooser<(typeof careStatuses)[number]> = Object.assign(
  (text: string) => {
    const status = saysUnknown(plain(text)) ? 'not-known' : careStatusIn(text.slice(0, LONGEST_NAME));
    return status === undefined ? careChoice(text) : read(status);
  },
  { choices: careChoice.choices },
);

const codesOfLanguages = new Map<string, LanguageCode>([
  ...Object.entries(alsoSpoken),
  ...languageCodes.flatMap((code) => {
    const [name = '', within = ''] = languageWords[code].split(/[()]/);
    const names = [code, languageWords[code], within, ...(within === '' ? [name] : [])];
    return names.map((one) => [plain(one), code] as const);
  }),
]);
codesOfLanguages.set('persian', 'pes').set('tamazight', 'zgh').delete('');

function language(text: string): Answer<LanguageCode> {
  const code = codesOfLanguages.get(plain(text.slice(0, LONGEST_NAME)));
  return code === undefined
    ? unclear(
        'We know no language by this name, or more than one. Write it in English, such as Tigrinya or Kurdish Sorani, or write "other" and name it under "Languages".',
      )
    : read(code);
}

/** As many as there may be of one child. */
export const TOO_MANY_LANGUAGES_WORDS = `Name at most ${MOST_LANGUAGES} languages, best first. The others go under "Languages".`;

const languageList = (text: string): Answer<LanguageCode[]> => {
  const found = list(text, language);
  return found.kind === 'read' && found.value.length === 0
    ? unclear('Write which languages the child speaks, best first.')
    : found;
};

/** Any of a few, or none, in the words that say so. */
const someOf =
  <Value>(one: Chooser<Value>, noneOf: ReadonlySet<string>) =>
  (text: string): Answer<Value[]> =>
    text.length <= LONGEST_NONE && noneOf.has(plain(text)) ? read([]) : list(text, one);

export const healthKind = oneOf(healthKinds, alsoHealthKinds);
export const diet = oneOf(diets, alsoDiet);
export const avoidReason = oneOf(avoidReasons, alsoAvoid);

const timesInWords = ['once', 'twice', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function times(text: string): Answer<number> {
  const [, figures, word = ''] =
    /^(?:x ?)?(?:(\d{1,2})|([a-z]+))(?: ?x)?(?: (?:times?|episodes?|occasions?))?$/.exec(
      text.trim().toLowerCase(),
    ) ?? [];
  const number = figures === undefined ? timesInWords.indexOf(word) + 1 : Number(figures);
  return number === 0 ? unclear('Write how many times as a number, such as 2.') : read(number);
}

/** How each fact is read. */
export const readers = {
  referredOn: day,
  'definition.under18AtClaim': yesOrNo,
  'definition.claimsInOwnRight': yesOrNo,
  'definition.separatedFromParents': yesOrNo,
  'definition.noResponsibleAdult': yesOrNo,
  asylumClaimOn: day,
  immigrationStatus: oneOf(immigrationStatuses, alsoImmigration),
  careStatus,
  presentedElsewhere: yesNoUnknown,
  presentedTo: council,
  arrivedOn: day,
  arrivalPlace: oneOf(arrivalPlaces, {
    other: 'elsewhere',
  }),
  inCareOfAuthority: yesOrNo,
  settledSince: day,
  inReception: yesOrNo,
  familyInUk: oneOf(familiesInUk, { no: 'none' }),
  links: (text: string) => list(text, link),
  areasToAvoid,
  trafficking: oneOf(traffickingSigns, {
    none: 'no-indicators',
    no: 'no-indicators',
  }),
  wishesRecorded: yesOrNo,
  proposedMoveOn: day,
  name: words('name'),
  dateOfBirth: birth,
  claimedBirth: day,
  claimedBirthSource: words('claimedBirthSource'),
  documentedBirth: day,
  documentedBirthSource: words('documentedBirthSource'),
  assessedBirth: day,
  assessedBirthSource: words('assessedBirthSource'),
  nationality,
  homeOfficeReference: words('homeOfficeReference'),
  portReference: words('portReference'),
  sex: oneOf(sexes, {
    f: 'female',
    girl: 'female',
    m: 'male',
    boy: 'male',
  }),
  turns18Month: month,
  ageAssessment: oneOf(ageAssessments, {
    no: 'not-required',
    none: 'not-required',
  }),
  ageAssessmentLedBy: council,
  placementKind: oneOf(PlacementKind.options, {
    foster: 'foster-care',
    fostering: 'foster-care',
    fosterplacement: 'foster-care',
    fosterfamily: 'foster-care',
    supported: 'supported-accommodation',
    semiindependent: 'supported-accommodation',
    residential: 'childrens-home',
    residentialhome: 'childrens-home',
    residentialcare: 'childrens-home',
    lodgings: 'supported-lodgings',
    shared: 'shared-accommodation',
    sharedhouse: 'shared-accommodation',
  }),
  needs: (text: string) => list(text, need),
  languages: words('languages'),
  interpreter: yesOrNo,
  missingHistory: oneOf(missingHistories, {
    no: 'none',
    never: 'none',
    yes: 'has-been-missing',
  }),
  timesMissing: times,
  lastMissingMonth: month,
  lastMissingOn: day,
  nhsNumber: words('nhsNumber'),
  healthScreening: oneOf(healthScreenings, alsoScreened),
  fitToMove: oneOf(fitnesses, alsoFit),
  fitToMoveOn: day,
  healthKinds: someOf(healthKind, noHealthKinds),
  languageCodes: languageList,
  faithGroup: oneOf(faiths, alsoFaith),
  diet: someOf(diet, noDiet),
  educationStage: oneOf(educationStages, alsoSchooled),
  canShare: yesNoUnknown,
  smokes: oneOf(yesNoNotKnown, alsoSmokes),
  withPets: yesNoUnknown,
  hasSolicitor: yesNoUnknown,
  solicitor: person('solicitor'),
  hasGuardian: yesNoUnknown,
  guardian: person('guardian'),
  hasAdvocate: yesNoUnknown,
  advocate: person('advocate'),
  hasReviewingOfficer: yesNoUnknown,
  reviewingOfficer: person('reviewingOfficer'),
  bestInterests: words('bestInterests'),
  whyToAvoid: avoidReason,
  arrivedWhere: words('arrivedWhere'),
  faithAndCulture: words('faithAndCulture'),
  health: words('health'),
  disability: words('disability'),
  education: words('education'),
  wishes: words('wishes'),
  socialWorker: words('socialWorker'),
  entryContact: words('entryContact'),
  dutyTelephone: words('dutyTelephone'),
  dutyHours: words('dutyHours'),
  ownReference: words('ownReference'),
} as const satisfies Readonly<Record<FactField, (text: string) => Answer<unknown>>>;

/** Whether a fact is a day. */
export const isDay = (field: FactField): boolean => readers[field] === day || field === 'dateOfBirth';

/** Whether a fact is said in words of one's own: then any line may be its answer. */
export const isFree = (field: FactField): boolean => readers[field]('any words at all').kind === 'read';
