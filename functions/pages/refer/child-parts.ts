import * as z from 'zod';
import { Need } from '../../../events/referral.ts';
import { birthday, yearsOld } from '../../../shared/core/calendar/ages.ts';
import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import { nationalities } from '../../../shared/runtime/nationalities.ts';
import { anyOf, maybeText, oneOf, someDate } from '../forms/answers.ts';
import type { Choice } from '../forms/question.ts';
import type { Answered, Step } from '../forms/walk.ts';
import { needWords } from '../words/fact-words.ts';
import {
  type About,
  answerTo,
  chosen,
  councilChoices,
  KEPT_SEALED,
  oneQuestion,
  type Part,
  page,
  type Said,
  someCouncil,
  textOf,
  yes,
  yesNo,
} from './part.ts';

const sexes = ['female', 'male', 'other', 'not-known'] as const;
const assessments = ['not-required', 'required', 'under-way', 'complete'] as const;
const kinds = ['foster-care', 'supported-accommodation'] as const;
const histories = ['none', 'has-been-missing', 'not-known'] as const;

const NOT_KNOWN = 'not-known';

let countries: readonly Choice[] | undefined;

function nationalityChoices(): readonly Choice[] {
  countries ??= [
    { value: NOT_KNOWN, text: 'Not known' },
    ...nationalities().map(({ code, name }) => ({ value: code, text: name })),
  ];
  return countries;
}

/** A date of birth that somebody under 18 can have today. */
const underEighteen = (today: string) =>
  someDate('Date of birth', 'Enter the date of birth you work with', {
    to: { day: today, message: `Date of birth must not be after today, ${dateWords(today)}` },
  }).refine((born) => birthday(born, 18) > today, {
    error:
      'By this date the child is 18 or over, and the scheme is for children. Correct it; where the age is disputed, give the date that you work with',
  });

/** As much as what is sealed may hold. */
const NOTE = 1000;

type ChildSaid = NonNullable<Said['children']> extends ReadonlyMap<number, infer One> ? One : never;

/** What is asked about one child; the number is in every name. */
export function childParts(number: number, { today, children }: About): readonly Part[] {
  const name = (what: string) => `child${number}-${what}`;
  const who = number === 1 ? 'the child' : `child ${number}`;
  const of = children.length > 1 ? ` of child ${number}` : '';
  const given = (answered: Answered, step: string, field = step) =>
    answerTo(answered, name(step), name(field));
  const part = (
    what: string,
    label: string,
    facts: readonly string[],
    steps: (answered: Answered) => readonly Step[],
    says: (answered: Answered) => ChildSaid,
  ): Part => ({
    name: name(what),
    label: `${label}${of}`,
    facts: facts.map((field) => `children.${number}.${field}`),
    steps,
    says: (answered) => ({ children: new Map([[number, says(answered)]]) }),
  });
  const text = (what: string, label: string, hint: string) => ({
    kind: 'text' as const,
    name: name(what),
    label,
    hint,
  });
  const note = (what: string, label: string) =>
    [
      { kind: 'long-text' as const, name: name(what), label: `${label} (optional)` },
      () => maybeText(label, NOTE),
    ] as const;

  return [
    part(
      'name',
      'Name',
      ['name'],
      () => [
        oneQuestion(
          name('name'),
          `What is the name of ${who}?`,
          text('name', 'Full name (optional)', `${KEPT_SEALED} It is never e-mailed.`),
          () => maybeText('Name', 200),
        ),
      ],
      (answered) => ({ name: textOf(given(answered, 'name')) }),
    ),
    part(
      'references',
      'Home Office and port references',
      ['homeOfficeReference', 'portReference'],
      () => [
        page(
          name('references'),
          `Which references has ${who}?`,
          [
            [
              text('homeOffice', 'Home Office reference (optional)', KEPT_SEALED),
              () => reference('Home Office reference'),
            ],
            [text('port', 'Port reference (optional)', KEPT_SEALED), () => reference('Port reference')],
          ],
          ['By a reference we notice when the same child is referred twice.'],
        ),
      ],
      (answered) => ({
        homeOfficeReference: textOf(given(answered, 'references', 'homeOffice')),
        portReference: textOf(given(answered, 'references', 'port')),
      }),
    ),
    part(
      'born',
      'Date of birth',
      ['dateOfBirth', 'turns18Month'],
      () => [
        oneQuestion(
          name('born'),
          `When was ${who} born?`,
          {
            kind: 'date',
            name: name('born'),
            label: 'Date of birth',
            hint: 'The date you work with, even if it is disputed. For example, 27 3 2010. It is kept sealed.',
          },
          () => underEighteen(today),
        ),
      ],
      (answered) => ({ dateOfBirth: textOf(given(answered, 'born')) }),
    ),
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
            choices: [
              { value: 'female', text: 'Female' },
              { value: 'male', text: 'Male' },
              { value: 'other', text: 'Other' },
              { value: 'not-known', text: 'Not known' },
            ],
          },
          () => oneOf(sexes, 'Select the sex, or that it is not known'),
        ),
      ],
      (answered) => ({ sex: textOf(given(answered, 'sex')) }),
    ),
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
            label: 'Country',
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
    ),
    part(
      'language',
      'Languages and interpreter',
      ['languages', 'interpreter'],
      () => [
        page(name('language'), `Which languages does ${who} speak?`, [
          [
            text('languages', 'Languages (optional)', `The best first. ${KEPT_SEALED}`),
            () => maybeText('Languages', 200),
          ],
          [
            {
              kind: 'radios',
              name: name('interpreter'),
              label: 'Does the child need an interpreter?',
              choices: yesNo,
            },
            () => oneOf(['yes', 'no'], 'Select whether the child needs an interpreter'),
          ],
        ]),
      ],
      (answered) => ({
        languages: textOf(given(answered, 'language', 'languages')),
        interpreter: yes(given(answered, 'language', 'interpreter')),
      }),
    ),
    part(
      'assessment',
      'Age assessment',
      ['ageAssessment', 'ageAssessmentLedBy'],
      (answered) => [
        oneQuestion(
          name('assessment'),
          `Where does the age assessment of ${who} stand?`,
          {
            kind: 'radios',
            name: name('assessment'),
            label: 'Age assessment',
            hint: 'A dispute about age does not stop a transfer by itself.',
            choices: [
              { value: 'not-required', text: 'Not required' },
              { value: 'required', text: 'Required, not begun' },
              { value: 'under-way', text: 'Under way' },
              { value: 'complete', text: 'Complete' },
            ],
          },
          () => oneOf(assessments, 'Select where the age assessment stands'),
        ),
        ...(given(answered, 'assessment') === 'under-way'
          ? [
              oneQuestion(
                name('assessor'),
                `Who leads the age assessment of ${who}?`,
                { kind: 'select', name: name('assessor'), label: 'Council', choices: councilChoices() },
                () => someCouncil('Select the council that leads the age assessment'),
              ),
            ]
          : []),
      ],
      (answered) => ({
        ageAssessment: textOf(given(answered, 'assessment')),
        ageAssessmentLedBy: textOf(given(answered, 'assessor')),
      }),
    ),
    part(
      'placement',
      'Placement',
      ['placementKind'],
      (answered) => {
        const born = textOf(given(answered, 'born'));
        const age = born === undefined ? undefined : yearsOld(born, today);
        return [
          oneQuestion(
            name('placement'),
            `Which placement does ${who} need?`,
            {
              kind: 'radios',
              name: name('placement'),
              label: 'Placement',
              choices: [
                { value: 'foster-care', text: 'Foster care' },
                {
                  value: 'supported-accommodation',
                  text: 'Supported accommodation',
                  hint: 'Only from the age of 16',
                },
              ],
            },
            () =>
              oneOf(kinds, 'Select the placement that is needed').refine(
                (kind) => kind !== 'supported-accommodation' || age === undefined || age >= 16,
                {
                  error: `Supported accommodation is only for children of 16 or over. By the date of birth the child is ${age ?? ''}`,
                },
              ),
          ),
        ];
      },
      (answered) => ({ placementKind: textOf(given(answered, 'placement')) }),
    ),
    part(
      'needs',
      'Needs',
      ['needs'],
      () => [
        oneQuestion(
          name('needs'),
          `Which particular needs has ${who}?`,
          {
            kind: 'checkboxes',
            name: name('needs'),
            label: 'Needs',
            hint: 'Select all that apply. Only councils that can meet them are asked.',
            choices: [
              ...Need.options.map((value) => ({ value, text: needWords[value] })),
              { value: 'none', text: 'None of these' },
            ],
          },
          () =>
            anyOf(['none', ...Need.options], 'Select needs from the list')
              .min(1, { error: 'Select the needs, or “None of these”' })
              .refine((needs) => !needs.includes('none') || needs.length === 1, {
                error: 'Select the needs, or only “None of these”',
              }),
        ),
      ],
      (answered) => ({ needs: chosen(given(answered, 'needs')) }),
    ),
    part(
      'care',
      'What carers should know',
      ['health', 'disability', 'education', 'faithAndCulture'],
      () => [
        page(
          name('care'),
          `What should carers of ${who} know?`,
          [
            note('health', 'Health'),
            note('disability', 'Disability'),
            note('education', 'Education'),
            note('faith', 'Faith and culture'),
          ],
          [KEPT_SEALED],
        ),
      ],
      (answered) => ({
        health: textOf(given(answered, 'care', 'health')),
        disability: textOf(given(answered, 'care', 'disability')),
        education: textOf(given(answered, 'care', 'education')),
        faithAndCulture: textOf(given(answered, 'care', 'faith')),
      }),
    ),
    part(
      'missing',
      'Missing before',
      ['missingHistory'],
      () => [
        oneQuestion(
          name('missing'),
          `Has ${who} gone missing before?`,
          {
            kind: 'radios',
            name: name('missing'),
            label: 'Missing before',
            hint: 'A council that is asked to take the child sees this.',
            choices: [
              { value: 'none', text: 'No' },
              { value: 'has-been-missing', text: 'Yes' },
              { value: 'not-known', text: 'Not known' },
            ],
          },
          () => oneOf(histories, 'Select whether the child has gone missing before'),
        ),
      ],
      (answered) => ({ missingHistory: textOf(given(answered, 'missing')) }),
    ),
  ];
}

const reference = (what: string) =>
  maybeText(what, 60).refine((text) => text === undefined || text.length >= 3, {
    error: `${what} must be 3 characters or more`,
  });

const someNationality = (message: string) =>
  z.string().refine((code) => nationalityChoices().some(({ value }) => value === code), { error: message });
