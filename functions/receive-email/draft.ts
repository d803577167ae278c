import { MOST_LANGUAGES } from '../../events/languages.ts';
import type { ChildFacts, ReferralFacts } from '../../events/referral.ts';
import { turns18In } from '../../shared/core/calendar/ages.ts';
import { defined } from '../../shared/core/defined.ts';
import { assessedBeforeAssessment } from '../../shared/core/referral/dates-of-birth.ts';
import { type ChildParticulars, parted, saysSomething } from '../../shared/core/referral/particulars.ts';
import {
  doubtsOf,
  FUTURE_BIRTH_WORDS,
  FUTURE_WORDS,
  MOST_CHILDREN,
  monthsMissingDiffer,
  NOT_ASSESSED_WORDS,
  nobodyNamed,
  notAfter,
  openOf,
  reasonsWithoutAreas,
  TOO_MANY_CHILDREN_WORDS,
} from '../../shared/core/referral/referral-request.ts';
import { type FactField, factLabels, isChildField } from '../../shared/words/fact-labels.ts';
import {
  type Answer,
  isAmericanDay,
  isDay,
  isEitherDay,
  isFree,
  plain,
  readers,
  TOO_MANY_LANGUAGES_WORDS,
} from './answers.ts';
import { bearingOf, bearsOn, fieldsOfChild } from './bearing.ts';
import { chosenIn, isUntold, UNTOLD_WORDS } from './documents/boxes.ts';
import type { Entry, Problem, Said } from './said.ts';
import { spread } from './spread.ts';

/** One referral, or an addition to one, as far as a mail says it. */
export interface Draft {
  /** Its place in the mail, from 1. */
  readonly row: number;
  /** What its sender calls it: "Your message", "Row 3". */
  readonly where: string;
  /** Nothing of it is taken, and its problems say why. */
  readonly refused?: boolean;
  /** The case that it adds to, when it names one. */
  readonly reference: string | undefined;
  /** Whether it stood in the mail with others: then a reference in the subject does not mean it. */
  readonly ofMany?: boolean;
  readonly facts: Partial<ReferralFacts>;
  readonly particulars: readonly ChildParticulars[];
  readonly problems: readonly Problem[];
  /** Of what something was sent that could not be read, though it bears on who the children are or what keeps them safe. */
  readonly unclear?: readonly string[];
  /** How many children it says there are. */
  readonly count?: number;
  /** Whether it says that it corrects who the child is. */
  readonly correction?: boolean;
}

const TWICE_WORDS =
  'This was answered twice, and not alike, so we took neither. Write it once, as it is right.';
const NONE_AND_SOME_WORDS =
  'This says "none" in one place and names some in another. We kept those that it names. Say which is right.';
const ERROR_WORDS =
  'The cell shows an error of the spreadsheet, which is no answer. Write the answer into it.';
/** Of a legal status, where it could be either. */
const EITHER: Answer<never> = {
  kind: 'unclear',
  words:
    'We cannot tell whether this is the care status or the immigration status. Write each in a line of its own, such as "Care status: section 20" and "Immigration status: claim pending".',
};
const OTHER_MONTH_WORDS = 'The day and the month do not fit, so we took neither. Write one of them.';
const NOBODY_WORDS =
  'This names somebody, and in another place there is nobody. We kept who it names. Say which is right.';
const NO_AREAS_WORDS =
  'This says "none", and in another place you say why areas are to be avoided. Say which areas, or that there are none and no reason.';
const AMERICAN_WORDS =
  'Other dates that you sent are written in another order, so we cannot tell which number is the month. Write the day like 2026-11-23 or 23 November 2026.';

/** What a spreadsheet shows where it could work nothing out. */
const isErrorCell = (text: string): boolean =>
  /^(?:#(?:n\/?a|ref!?|value!?|name\??|div\/0!?|null!?|num!?|spill!?|calc!?|field!?|getting_data|blocked!?|unknown!?|error!?|busy!?|connect!?|external!?|python!?)|#{3,}|err:\d{3})$/i.test(
    text.trim(),
  );

type Answers = Record<string, unknown>;

const inGroups = (said: Answers): Partial<ReferralFacts> => {
  const facts: Answers = {};
  const definition: Answers = {};
  for (const [field, value] of Object.entries(said))
    if (field.startsWith('definition.')) definition[field.slice('definition.'.length)] = value;
    else facts[field] = value;
  return (Object.keys(definition).length > 0 ? { ...facts, definition } : facts) as Partial<ReferralFacts>;
};

/** First and last name, wherever each stands, are the name; beside the whole of it they say nothing new. */
function withWholeNames(entries: readonly Entry[]): readonly Entry[] {
  const parts = entries.filter(({ part }) => part !== undefined);
  if (parts.length === 0) return entries;
  const rest = entries.filter(({ part }) => part === undefined);
  const whole = [...new Set(parts.map(({ child }) => child))].flatMap((child) => {
    const own = parts.filter((one) => one.child === child);
    const named = rest.filter((one) => one.child === child && one.field === 'name');
    return wholeName(own, named);
  });
  return [
    ...rest.filter((one) => !whole.some(({ takes }) => takes === one)),
    ...whole.map(({ entry }) => entry),
  ];
}

interface WholeName {
  readonly entry: Entry;
  /** A name that it is made with, and that then says nothing by itself. */
  readonly takes?: Entry;
}

function wholeName(parts: readonly Entry[], named: readonly Entry[]): readonly WholeName[] {
  const all = (part: string) => [
    ...new Map(
      parts.flatMap((one) =>
        one.part === part ? [[plain(one.text) || one.text, one.text.trim()] as const] : [],
      ),
    ).values(),
  ];
  const [given, family] = [all('given'), all('family')];
  const said = [...given, ...family];
  const [first] = parts;
  if (first === undefined || named.some(({ text }) => said.every((one) => plain(text).includes(plain(one)))))
    return [];
  const { part: _, ...frame } = first;
  if (given.length > 1 || family.length > 1) return said.map((text) => ({ entry: { ...frame, text } }));
  // "Name: A" beside "Surname: B": the one is the first name.
  const [alone] = named;
  return given.length === 0 && alone !== undefined
    ? [{ entry: { ...frame, text: [alone.text, ...family].join(' ') }, takes: alone }]
    : [{ entry: { ...frame, text: said.join(' ') } }];
}

interface Judged {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Whether something of it was sent that is not in the value. */
  readonly isUnclear: boolean;
  /** What of it could not be read. */
  readonly unread: readonly string[];
}

/** All that was written for one fact, as one answer. Lists are put together; of answers that differ none is taken. */
function judge(field: FactField, entries: readonly Entry[], american: boolean): Judged {
  const problems: Problem[] = [];
  const values: unknown[] = [];
  const unread: string[] = [];
  for (const { text: written, where, doubtful, either } of entries) {
    const text = chosenIn(written);
    if (text === '') continue;
    const answer = either === true ? EITHER : answerTo(field, text, american || doubtful === true);
    if (answer.kind === 'unclear') {
      problems.push({
        where: `${where}, ${either === true ? 'Legal status' : factLabels[field]}`,
        words: answer.words,
      });
      unread.push(text);
    } else values.push(answer.value);
  }
  const at = `${entries.at(-1)?.where}, ${factLabels[field]}`;
  const different = [...new Map(values.map((value) => [keyOf(field, value), value])).values()];
  if (Array.isArray(values[0])) {
    const all = [...new Map(values.flat().map((value) => [JSON.stringify(value), value])).values()];
    const contradicts = all.length > 0 && values.some((value) => (value as unknown[]).length === 0);
    if (contradicts) problems.push({ where: at, words: NONE_AND_SOME_WORDS });
    const tooMany = field === 'languageCodes' && all.length > MOST_LANGUAGES;
    if (tooMany) problems.push({ where: at, words: TOO_MANY_LANGUAGES_WORDS });
    // A list without one that could not be read would be believed.
    const value = problems.length > (contradicts ? 1 : 0) ? undefined : all;
    return { value, problems, isUnclear: problems.length > 0, unread };
  }
  if (different.length > 1 && isFree(field) && !isOneName(field))
    return { value: tooLong(field, different.join('; ')), problems, isUnclear: problems.length > 0, unread };
  if (different.length > 1) problems.push({ where: at, words: TWICE_WORDS });
  return {
    value: different.length === 1 ? different[0] : undefined,
    problems,
    isUnclear: problems.length > 0,
    unread,
  };
}

/** Names one person or one record: two of them are not one longer one. */
const isOneName = (field: FactField): boolean =>
  ['name', 'homeOfficeReference', 'portReference'].includes(field);

const keyOf = (field: FactField, value: unknown): string =>
  isFree(field) ? plain(String(value)) || String(value) : JSON.stringify(value);

/** What was said in two places, put together, as far as it fits. */
const tooLong = (field: FactField, text: string): unknown => {
  const answer = readers[field](text) as Answer<unknown>;
  return answer.kind === 'read' ? answer.value : undefined;
};

const STRUCK_OUT_WORDS = 'Part of this is struck out. Write only what holds.';
/** As programs write it that have only text. */
const isStruckOut = (text: string): boolean => /~~(?=[^\s~])[^~]{1,500}~~/.test(text);

function answerTo(field: FactField, text: string, american: boolean): Answer<unknown> {
  if (isUntold(text)) return { kind: 'unclear', words: UNTOLD_WORDS };
  if (isStruckOut(text)) return { kind: 'unclear', words: STRUCK_OUT_WORDS };
  if (isErrorCell(text)) return { kind: 'unclear', words: ERROR_WORDS };
  if (american && isDay(field) && isEitherDay(text)) return { kind: 'unclear', words: AMERICAN_WORDS };
  return readers[field](text);
}

/** Whether some date among all that was sent can only have its month first. */
export const showsAmericanDates = (entries: readonly Entry[]): boolean =>
  entries.some(({ field, text }) => isDay(field) && isAmericanDay(text));

/**
 * Reads answers into one referral. What cannot be read is left out and said; what may bear on safety or identity waits. A group that is
 * too large is not taken at all.
 *
 * @param american whether dates that could be read either way are asked about
 */
export function draftOf(said: Said, today: string, american = showsAmericanDates(said.entries)): Draft {
  const { row, where, reference, ofMany } = said;
  const base = { row, where, reference, ...(ofMany === true ? { ofMany } : {}) };
  const entries = spread(withWholeNames(said.entries));
  if (entries.some(({ child }) => child > MOST_CHILDREN))
    return {
      ...base,
      refused: true,
      facts: {},
      particulars: [],
      problems: [{ where, words: TOO_MANY_CHILDREN_WORDS }],
    };
  const problems: Problem[] = [];
  const unclear = new Set<string>(said.unread.flatMap(({ bears }) => bears));
  const ofReferral: Answers = {};
  const children = new Map<number, Answers>();
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = isChildField(entry.field) ? `${entry.child} ${entry.field}` : entry.field;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
    if (isChildField(entry.field) && !children.has(entry.child)) children.set(entry.child, {});
  }
  for (const [first, ...more] of groups.values()) {
    if (first === undefined) continue;
    const { field, child } = first;
    const judged = judge(field, [first, ...more], american);
    problems.push(...judged.problems);
    const bears = fieldsOfChild(judged.unread.flatMap(bearsOn), child);
    if (judged.isUnclear) for (const one of [...bearingOf(field, child), ...bears]) unclear.add(one);
    if (judged.value === undefined) continue;
    if (isChildField(field)) (children.get(child) ?? {})[field] = judged.value;
    else ofReferral[field] = judged.value;
  }
  const split = [...children].map(([number, of]) =>
    childOf({ number, said: of, today, entries, problems, unclear }),
  );
  const apart = split.map(({ particulars }) => particulars);
  // "None" may only have been left standing: it waits, and nobody is asked meanwhile.
  if (reasonsWithoutAreas({ ...ofReferral, children: apart }).length > 0) {
    problems.push({ where: `${where}, ${factLabels.areasToAvoid}`, words: NO_AREAS_WORDS });
    delete ofReferral.areasToAvoid;
    unclear.add('areasToAvoid');
  }
  const [count] = said.counts;
  return {
    ...base,
    facts: {
      ...inGroups(ofReferral),
      ...(split.length === 0 ? {} : { children: split.map(({ facts }) => facts as ChildFacts) }),
    },
    particulars: apart.filter(saysSomething),
    problems: [
      ...problems,
      // What is told with another child has no words here.
      ...said.unread.flatMap(({ where: at, words }) => (words === '' ? [] : [{ where: at, words }])),
    ],
    ...(unclear.size === 0 ? {} : { unclear: [...unclear].toSorted() }),
    ...defined({ count, correction: said.correction }),
  };
}

const isMonth = (born: string): boolean => born.length === 'YYYY-MM'.length;

/** The month of the 18th birthday, of a day of birth or its month. */
const turns18MonthOf = (born: string): string =>
  isMonth(born) ? `${Number(born.slice(0, 4)) + 18}${born.slice(4)}` : turns18In(born);

/** A child's facts apart from what is sealed; of a date of birth only the month stays with the facts. */
function childOf({
  number,
  said,
  today,
  entries,
  problems,
  unclear,
}: {
  readonly number: number;
  readonly said: Answers;
  readonly today: string;
  readonly entries: readonly Entry[];
  readonly problems: Problem[];
  readonly unclear: Set<string>;
}): ReturnType<typeof parted> {
  const { dateOfBirth, turns18Month, ...rest } = said as Answers & {
    dateOfBirth?: string;
    turns18Month?: string;
  };
  const where = entries.find((entry) => entry.child === number)?.where ?? `Child ${number}`;
  const at = `${where}, ${factLabels.dateOfBirth}`;
  let [born, month] = [dateOfBirth, turns18Month];
  if (born !== undefined && born > today) {
    problems.push({ where: at, words: FUTURE_BIRTH_WORDS });
    unclear.add(`children.${number}.dateOfBirth`);
    born = undefined;
  } else if (born !== undefined && month !== undefined && month !== turns18MonthOf(born)) {
    problems.push({
      where: at,
      words:
        'The date of birth and the month of the 18th birthday do not fit, so we took neither. Write one of them.',
    });
    unclear.add(`children.${number}.dateOfBirth`);
    [born, month] = [undefined, undefined];
  }
  // Of a month alone nothing is sealed: it is as though its sender had said when they turn 18.
  if (born !== undefined && isMonth(born)) [born, month] = [undefined, turns18MonthOf(born)];
  for (const { path, words } of doubtsOf({ children: [{ dateOfBirth: born, turns18Month: month }] }, today))
    problems.push({ where: `${where}, ${factLabels[path[2] as 'dateOfBirth' | 'turns18Month']}`, words });
  const own: Answers = { ...rest, ...defined({ dateOfBirth: born, turns18Month: month }) };
  for (const { field, words, drops } of misfitsOf(own, today)) {
    problems.push({ where: `${where}, ${factLabels[field]}`, words });
    for (const one of drops) delete own[one];
  }
  return parted({ ...own, ...openOf(own), number });
}

interface Misfit {
  readonly field: FactField;
  readonly words: string;
  /** What is not taken. */
  readonly drops: readonly FactField[];
}

/** What of a child cannot be, or does not fit together. */
function misfitsOf(said: Answers, today: string): readonly Misfit[] {
  const later = notAfter(today).flatMap(([field, last]) => (String(said[field] ?? '') > last ? [field] : []));
  return [
    ...later.map((field): Misfit => ({ field, words: FUTURE_WORDS, drops: [field] })),
    ...(monthsMissingDiffer(said as Readonly<Record<string, string>>)
      ? [
          {
            field: 'lastMissingOn',
            words: OTHER_MONTH_WORDS,
            drops: ['lastMissingOn', 'lastMissingMonth'],
          } as const,
        ]
      : []),
    ...(assessedBeforeAssessment(said)
      ? [{ field: 'assessedBirth', words: NOT_ASSESSED_WORDS, drops: [] } as const]
      : []),
    ...nobodyNamed(said).map((field): Misfit => ({ field, words: NOBODY_WORDS, drops: [] })),
  ];
}
