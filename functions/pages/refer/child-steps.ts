import * as z from 'zod';
import { Need } from '../../../events/referral.ts';
import { birthday, yearsOld } from '../../../shared/core/ages.ts';
import { publishedCouncils } from '../../../shared/core/published-councils.ts';
import { dateWords } from '../../../shared/core/working-days.ts';
import { anyOf, maybeText, oneOf, someDate } from '../journey/answers.ts';
import type { Choice, Question } from '../journey/question.ts';
import type { Answered, Step } from '../journey/walk.ts';
import { needWords } from '../words/fact-words.ts';

/** As many as one referral may hold. */
const MOST_CHILDREN = 20;
const SAVE = 'Save and continue';

/** Every council with children's services, for a plain select. */
export const councilChoices = (): readonly Choice[] =>
  publishedCouncils()
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'))
    .map(({ code, name }) => ({ value: code, text: name }));

/** A council out of the list. */
export const someCouncil = (message: string) =>
  z.string().refine((code) => publishedCouncils().some((council) => council.code === code), {
    error: message,
  });

/** A page with one question. The field is named after the page. */
export const oneQuestion = (
  name: string,
  title: string,
  question: Question,
  schema: z.ZodType,
  text?: readonly string[],
): Step => ({
  name,
  title,
  questions: [question],
  schema: z.object({ [question.name]: schema }),
  button: SAVE,
  ...(text === undefined ? {} : { text }),
});

const sexes = ['female', 'male', 'other', 'not-known'] as const;
const assessments = ['not-required', 'required', 'under-way', 'complete'] as const;
const kinds = ['foster-care', 'supported-accommodation'] as const;

/** A date of birth that somebody under 18 can have today. */
const underEighteen = (today: string) =>
  someDate('Date of birth', 'Enter the date of birth you work with', {
    to: { day: today, message: `Date of birth must not be after today, ${dateWords(today)}` },
  }).refine((born) => birthday(born, 18) > today, {
    error:
      'By this date the child is 18 or over, and the scheme is for children. Correct it; where the age is disputed, give the date that you work with',
  });

/** What is asked about each child; the number is in every name. */
function stepsOfChild(number: number, answered: Answered, today: string): readonly Step[] {
  const name = (what: string) => `child${number}-${what}`;
  const who = number === 1 ? 'the child' : `child ${number}`;
  const given = (what: string): unknown => answered[name(what)]?.[name(what)];
  const born = given('born');
  const age = typeof born === 'string' ? yearsOld(born, today) : undefined;
  return [
    oneQuestion(
      name('name'),
      `What is the name of ${who}?`,
      {
        kind: 'text',
        name: name('name'),
        label: 'Full name (optional)',
        hint: 'Kept sealed. It is never e-mailed, and no council sees it before it takes the child.',
      },
      maybeText('Name', 200),
    ),
    oneQuestion(
      name('born'),
      `When was ${who} born?`,
      {
        kind: 'date',
        name: name('born'),
        label: 'Date of birth',
        hint: 'The date you work with, even if it is disputed. For example, 27 3 2010. It is kept sealed.',
      },
      underEighteen(today),
    ),
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
      oneOf(sexes, 'Select the sex, or that it is not known'),
    ),
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
      oneOf(assessments, 'Select where the age assessment stands'),
    ),
    ...(given('assessment') === 'under-way'
      ? [
          oneQuestion(
            name('assessor'),
            `Who leads the age assessment of ${who}?`,
            { kind: 'select', name: name('assessor'), label: 'Council', choices: councilChoices() },
            someCouncil('Select the council that leads the age assessment'),
          ),
        ]
      : []),
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
      oneOf(kinds, 'Select the placement that is needed').refine(
        (kind) => kind !== 'supported-accommodation' || age === undefined || age >= 16,
        {
          error: `Supported accommodation is only for children of 16 or over. By the date of birth the child is ${age ?? ''}`,
        },
      ),
    ),
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
      anyOf(['none', ...Need.options], 'Select needs from the list')
        .min(1, { error: 'Select the needs, or “None of these”' })
        .refine((needs) => !needs.includes('none') || needs.length === 1, {
          error: 'Select the needs, or only “None of these”',
        }),
    ),
    ...(number === MOST_CHILDREN
      ? []
      : [
          oneQuestion(
            name('another'),
            'Is there a brother or sister to stay together with?',
            {
              kind: 'radios',
              name: name('another'),
              label: 'Add another child',
              hint: 'Brothers and sisters stay together unless that would harm one of them. Refer other children separately.',
              choices: [
                { value: 'yes', text: 'Yes, add another child' },
                { value: 'no', text: 'No' },
              ],
            },
            oneOf(['yes', 'no'], 'Select yes to add another child, or no'),
          ),
        ]),
  ];
}

/** The pages about all children so far. */
export function childSteps(answered: Answered, today: string): readonly Step[] {
  const steps: Step[] = [];
  for (let number = 1; number <= MOST_CHILDREN; number += 1) {
    steps.push(...stepsOfChild(number, answered, today));
    const another = `child${number}-another`;
    if (answered[another]?.[another] !== 'yes') break;
  }
  return steps;
}
