import * as z from 'zod';
import { careOutcomes } from '../../../events/left-care.v1.ts';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { childrenInCare } from '../../../shared/core/case/responsible.ts';
import { defined } from '../../../shared/core/defined.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { careOutcomeWords } from '../../../shared/words/reasons.ts';
import { anyOf, maybeText, oneOf, someDate } from '../forms/answers.ts';
import { choicesOf, type Question } from '../forms/question.ts';
import { councilChoices, someCouncil } from '../refer/part.ts';
import { type Action, action } from './case-actions.ts';
import { dateExample } from './handover.ts';

const note = (name: string): Question => ({
  kind: 'long-text',
  name,
  label: 'What a coordinator should know (optional)',
  hint: 'Do not name the child or anybody else.',
});

/** A day since the handover, today at the latest. */
const dayOf = ({ placement }: Case, now: string) => {
  const today = londonDate(now);
  const first = londonDate(placement?.handedOverAt ?? now);
  return someDate('Day', 'Enter the day', {
    from: { day: first, message: `Day must be ${dateWords(first)}, the day of the handover, or later` },
    to: { day: today, message: 'Day must be today or in the past' },
  });
};
const dayQuestion = (name: string, now: string): Question => ({
  kind: 'date',
  name,
  label: 'Day',
  hint: `For example, ${dateExample(londonDate(now))}`,
});

/** Of a group, which children; nothing is asked where there is only one. */
export function whichChildren(name: string, numbers: readonly number[]) {
  const [first = '1', ...rest] = numbers.map(String);
  const questions: readonly Question[] =
    numbers.length < 2
      ? []
      : [
          {
            kind: 'checkboxes',
            name,
            label: 'Which children',
            hint: 'Select all that apply',
            choices: numbers.map((number) => ({ value: String(number), text: `Child ${number}` })),
          },
        ];
  const some = anyOf([first, ...rest], 'Select from the list').min(1, { error: 'Select which children' });
  const schema = z.object(questions.length === 0 ? {} : { [name]: some });
  const command = (given: object): { readonly children?: readonly number[] } => {
    const chosen = (given as Readonly<Record<string, readonly string[] | undefined>>)[name];
    return chosen === undefined ? {} : { children: chosen.map(Number) };
  };
  return { questions, schema, command };
}

/** Children left care since the handover: all who are in care, or some of a group. */
export function leftCareAction(theCase: Case, now: string): Action {
  const which = whichChildren(
    'leftChildren',
    childrenInCare(theCase).map(({ number }) => number),
  );
  const council = authorityName(theCase.placement?.council ?? '');
  return action({
    value: 'left-care',
    text: 'The child has left care',
    hint: 'Joined family, was assessed as an adult, or care ended',
    asks: {
      title: 'What has become of the child?',
      questions: [
        ...which.questions,
        {
          kind: 'radios',
          name: 'leftOutcome',
          label: 'What happened',
          choices: choicesOf(careOutcomes, careOutcomeWords),
        },
        dayQuestion('leftOn', now),
        note('leftNote'),
      ],
      schema: z.intersection(
        z.object({
          leftOutcome: oneOf(careOutcomes, 'Select what happened'),
          leftOn: dayOf(theCase, now),
          leftNote: maybeText('What you write'),
        }),
        which.schema,
      ),
    },
    means: [
      `They no longer count in the figures of ${council}. What is sealed of them closes with the last.`,
    ],
    command: (given) => ({
      kind: 'leave-care',
      outcome: given.leftOutcome,
      on: given.leftOn,
      ...which.command(given),
      ...defined({ note: given.leftNote }),
    }),
  });
}

/** Another council has become responsible since the handover. */
export function movedCareAction(theCase: Case, now: string): Action {
  const from = theCase.placement?.council ?? '';
  return action({
    value: 'moved-care',
    text: 'Another council has become responsible',
    hint: `${authorityName(from)} no longer counts the child`,
    asks: {
      title: 'Which council is responsible now?',
      questions: [
        {
          kind: 'select',
          name: 'movedTo',
          label: 'Council',
          choices: councilChoices(londonDate(now)).filter(({ value }) => value !== from),
        },
        dayQuestion('movedOn', now),
        note('movedNote'),
      ],
      schema: z.object({
        movedTo: someCouncil(londonDate(now), 'Choose a council from the list'),
        movedOn: dayOf(theCase, now),
        movedNote: maybeText('What you write'),
      }),
    },
    means: [
      'That council counts the child, and is told. What is sealed of the child opens to it alone from then on.',
    ],
    command: ({ movedTo, movedOn, movedNote }) => ({
      kind: 'move-care',
      to: movedTo,
      on: movedOn,
      ...defined({ note: movedNote }),
    }),
  });
}
