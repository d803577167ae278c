import * as z from 'zod';
import { type LanguageCode, languageCodes, type MOST_LANGUAGES } from '../../../events/languages.ts';
import { sexes } from '../../../events/referral.ts';
import { birthday, bornIn, turns18In } from '../../../shared/core/calendar/ages.ts';
import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import { birthSources, birthsBeside } from '../../../shared/core/referral/dates-of-birth.ts';
import { nationalities } from '../../../shared/runtime/nationalities.ts';
import { sexWords } from '../../../shared/words/facts.ts';
import { languageWords } from '../../../shared/words/languages.ts';
import { maybeDate, maybeOneOf, maybeText, maybeTicked, oneOf, someDayOrMonth } from '../forms/answers.ts';
import { exampleBy } from '../forms/date-example.ts';
import { type Choice, choicesOf } from '../forms/question.ts';
import type { Step } from '../forms/walk.ts';
import type { OneChild } from './one-child.ts';
import {
  chosen,
  KEPT_SEALED,
  oneQuestion,
  type Part,
  page,
  SEEN_WHEN_ASKED,
  textOf,
  yes,
  yesNo,
  yesOrNoOf,
} from './part.ts';

const NOT_KNOWN = 'not-known';

let countries: readonly Choice[] | undefined;

function nationalityChoices(): readonly Choice[] {
  countries ??= [
    { value: NOT_KNOWN, text: 'Not known' },
    ...nationalities().map(({ code, name }) => ({ value: code, text: name })),
  ];
  return countries;
}

/** A date of birth of somebody who is 16. */
const anExample = (today: string): string => exampleBy(birthday(today, -16));

/** A date, or only a month, of birth that somebody under 18 can have today. */
const underEighteen = (today: string) =>
  someDayOrMonth('Date of birth', 'Enter the date of birth you work with', {
    to: { day: today, message: `Date of birth must not be after today, ${dateWords(today)}` },
    like: anExample(today),
  }).refine(
    (born) => (born.length > 7 ? birthday(born, 18) > today : turns18In(`${born}-01`) >= today.slice(0, 7)),
    {
      error:
        'By this date the child is 18 or over, and the scheme is for children. Correct it; where the age is disputed, give the date that you work with',
    },
  );

const reference = (what: string) =>
  maybeText(what, 60).refine((text) => text === undefined || text.length >= 3, {
    error: `${what} must be 3 characters or more`,
  });

const someNationality = (message: string) =>
  z.string().refine((code) => nationalityChoices().some(({ value }) => value === code), { error: message });

const naming = ({ name, who, given, part, text }: OneChild): Part =>
  part(
    'name',
    'Name',
    ['name'],
    () => [
      oneQuestion(
        name('name'),
        `What is the name of ${who}?`,
        text('name', 'Full name (optional)', `${KEPT_SEALED} It is never emailed.`),
        () => maybeText('Name', 200),
      ),
    ],
    (answered) => ({ name: textOf(given(answered, 'name')) }),
    (held) => ({ name: held.name }),
  );

const references = ({ name, who, given, part, text }: OneChild): Part =>
  part(
    'references',
    'Home Office and port references',
    ['homeOfficeReference', 'portReference'],
    () => [
      page(name('references'), `What references does ${who} have?`, [
        [
          text(
            'homeOffice',
            'Home Office reference (optional)',
            `By a reference we notice when the same child is referred twice. ${KEPT_SEALED}`,
          ),
          () => reference('Home Office reference'),
        ],
        [text('port', 'Port reference (optional)', KEPT_SEALED), () => reference('Port reference')],
      ]),
    ],
    (answered) => ({
      homeOfficeReference: textOf(given(answered, 'references', 'homeOffice')),
      portReference: textOf(given(answered, 'references', 'port')),
    }),
    (held) => ({ homeOffice: held.homeOfficeReference, port: held.portReference }),
  );

/** Dates that stand beside the one that counts, each with where it comes from. */
const beside = {
  claimedBirth: {
    label: 'Date of birth that the child gives',
    source: 'Who the child told, and when',
  },
  documentedBirth: {
    label: 'Date of birth on a document',
    source: 'Which document, and who saw it and when',
  },
  assessedBirth: {
    label: 'Date of birth by an age assessment',
    source: 'Which council assessed it, and when',
  },
} as const satisfies Record<(typeof birthsBeside)[number], object>;

/** Asked of those few alone of whom more than one date was given. */
const otherBirths = ({ name, who, text, today }: OneChild): Step =>
  page(
    name('otherBirths'),
    `Which other dates of birth were given for ${who}?`,
    birthsBeside.flatMap((field) => {
      const { label, source } = beside[field];
      return [
        [
          { kind: 'date' as const, name: name(field), label: `${label} (optional)` },
          () =>
            maybeDate(label, {
              to: { day: today, message: `${label} must not be after today, ${dateWords(today)}` },
              like: anExample(today),
            }),
        ] as const,
        [
          text(birthSources[field], `${source} (optional)`, KEPT_SEALED),
          () => maybeText(source, 200),
        ] as const,
      ];
    }),
    [
      'The date that you work with is the one that counts. These are kept beside it, and change nothing. Leave empty what is not known yet.',
    ],
  );

const dateOfBirth = (child: OneChild): Part => {
  const { name, who, given, part, today } = child;
  return part(
    'born',
    'Date of birth',
    ['dateOfBirth', 'turns18Month', ...birthsBeside, ...Object.values(birthSources)],
    (answered) => [
      page(name('born'), `When was ${who} born?`, [
        [
          {
            kind: 'date',
            name: name('born'),
            label: 'Date of birth',
            hint: `The date you work with, even if it is disputed. For example, ${anExample(today)}. If you know only about when, leave the day empty and give the month and year you work with. It is kept sealed.`,
          },
          () => underEighteen(today),
        ],
        [
          {
            kind: 'checkboxes',
            name: name('hasOtherBirths'),
            label: 'Other dates (optional)',
            choices: [
              {
                value: 'yes',
                text: 'Another date of birth was given',
                hint: 'By the child, by a document or by an age assessment.',
              },
            ],
          },
          () => maybeTicked,
        ],
      ]),
      ...(chosen(given(answered, 'born', 'hasOtherBirths'))?.includes('yes') ? [otherBirths(child)] : []),
    ],
    (answered) => {
      const born = textOf(given(answered, 'born'));
      return {
        ...(born?.length === 7 ? { turns18Month: turns18In(`${born}-01`) } : { dateOfBirth: born }),
        ...Object.fromEntries(
          [...birthsBeside, ...Object.values(birthSources)].map((field) => [
            field,
            textOf(given(answered, 'otherBirths', field)),
          ]),
        ),
      };
    },
    (held) => {
      const fields = [...birthsBeside, ...Object.values(birthSources)];
      return {
        born: held.dateOfBirth ?? (held.turns18Month && bornIn(held.turns18Month)),
        ...(fields.some((field) => held[field] !== undefined) ? { hasOtherBirths: ['yes'] } : {}),
        ...Object.fromEntries(fields.map((field) => [field, held[field]])),
      };
    },
  );
};

const sex = ({ name, who, given, part }: OneChild): Part =>
  part(
    'sex',
    'Sex',
    ['sex'],
    () => [
      oneQuestion(
        name('sex'),
        `What is the sex of ${who}?`,
        {
          kind: 'radios',
          name: name('sex'),
          label: 'Sex',
          choices: choicesOf(sexes, sexWords),
        },
        () => oneOf(sexes, 'Select the sex, or that it is not known'),
      ),
    ],
    (answered) => ({ sex: textOf(given(answered, 'sex')) }),
    (held) => ({ sex: held.sex }),
  );

const nationality = ({ name, who, given, part }: OneChild): Part =>
  part(
    'nationality',
    'Nationality',
    ['nationality'],
    () => [
      oneQuestion(
        name('nationality'),
        `What is the nationality of ${who}?`,
        {
          kind: 'select',
          name: name('nationality'),
          label: 'Nationality',
          hint: KEPT_SEALED,
          choices: nationalityChoices(),
        },
        () => someNationality('Select the country, or that it is not known'),
      ),
    ],
    (answered) => {
      const code = textOf(given(answered, 'nationality'));
      return { nationality: code === NOT_KNOWN ? undefined : code };
    },
    (held) => ({ nationality: held.nationality }),
  );

/** As many as most children speak; more can be said in words. */
const MOST_ASKED = 3;
const nth = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth'] as const satisfies {
  length: typeof MOST_LANGUAGES;
};

/** A box for each language that is asked for, and for each that a system has named. */
const spoken = ({ held }: OneChild) =>
  nth
    .slice(0, Math.max(MOST_ASKED, held?.languageCodes?.length ?? 0))
    .map((which, at) => ({ field: `language${at + 1}`, label: `${which} language (optional)` }));

let tongues: readonly Choice[] | undefined;

/** By name, with the one for all others last. */
function languageChoices(): readonly Choice[] {
  tongues ??= choicesOf(languageCodes, languageWords).toSorted((a, b) =>
    a.value === 'other' ? 1 : b.value === 'other' ? -1 : a.text.localeCompare(b.text, 'en-GB'),
  );
  return tongues;
}

const languagesIn = (chosen: readonly (LanguageCode | undefined)[]): LanguageCode[] | undefined => {
  const codes = [...new Set(chosen.filter((code) => code !== undefined))];
  return codes.length === 0 ? undefined : codes;
};

const languages = (child: OneChild): Part => {
  const { name, who, given, part, text } = child;
  const boxes = spoken(child);
  return part(
    'language',
    'Languages and interpreter',
    ['languageCodes', 'languages', 'interpreter'],
    () => [
      page(name('language'), `Which languages does ${who} speak?`, [
        ...boxes.map(
          ({ field, label }, at) =>
            [
              {
                kind: 'select' as const,
                name: name(field),
                label,
                ...(at > 0 ? {} : { hint: SEEN_WHEN_ASKED }),
                choices: languageChoices(),
              },
              () => maybeOneOf(languageCodes, 'Select the language from the list, or “Another language”'),
            ] as const,
        ),
        [
          text('languages', 'More about the languages (optional)', KEPT_SEALED),
          () => maybeText('More about the languages', 200),
        ],
        [
          {
            kind: 'radios',
            name: name('interpreter'),
            label: 'Does the child need an interpreter?',
            key: 'Interpreter needed',
            choices: yesNo,
          },
          () => oneOf(['yes', 'no'], 'Select whether the child needs an interpreter'),
        ],
      ]),
    ],
    (answered) => ({
      languageCodes: languagesIn(boxes.map(({ field }) => textOf(given(answered, 'language', field)))),
      languages: textOf(given(answered, 'language', 'languages')),
      interpreter: yes(given(answered, 'language', 'interpreter')),
    }),
    (held) => ({
      ...Object.fromEntries(boxes.map(({ field }, at) => [field, held.languageCodes?.[at]])),
      languages: held.languages,
      interpreter: yesOrNoOf(held.interpreter),
    }),
  );
};

/** Who a child is, by the matter. */
export const identityParts = (child: OneChild) => ({
  name: naming(child),
  references: references(child),
  born: dateOfBirth(child),
  sex: sex(child),
  nationality: nationality(child),
  language: languages(child),
});
