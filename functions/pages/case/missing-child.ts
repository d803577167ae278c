import * as z from 'zod';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { PossibleCommand } from '../../../shared/core/case/command.ts';
import {
  childrenNow,
  childrenThere,
  handedOver,
  isBeforeMissing,
  missingChildren,
  missingFrom,
} from '../../../shared/core/case/responsible.ts';
import { defined } from '../../../shared/core/defined.ts';
import { capitalised, numberedChildren } from '../../../shared/words/counting.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { oneOf } from '../forms/answers.ts';
import type { Question } from '../forms/question.ts';
import { councilChoices, maybeCouncil } from '../refer/part.ts';
import { type Action, action } from './case-actions.ts';
import { momentAsked } from './handover.ts';
import { type DetailsMark, detailsAsked, givenDetails } from './missing-details.ts';
import { note, noteText } from './note.ts';
import { whichChildren } from './which-children.ts';

/** The child is missing, or some of a group are. `mark`: of what the council that is responsible says beside; nobody else is asked that. */
export function missingAction(theCase: Case, now: string, mark?: DetailsMark): Action {
  const sinceHandover = handedOver(theCase);
  const which = whichChildren('missingChildren', childrenThere(theCase));
  const another = missingChildren(theCase).length > 0;
  const asked = momentAsked({ name: 'missing', day: 'Day', time: 'Time' }, now);
  const details = detailsAsked(now);
  return action({
    value: 'missing',
    text: another ? 'Another child of the case is missing' : '[The|A] child is missing',
    hint: sinceHandover
      ? 'Missing from the care of the council that is responsible'
      : 'Every deadline waits until [the child is found|nobody is missing]',
    asks: {
      title: 'Since when [is the child|are they] missing?',
      text: [
        mark === undefined
          ? 'The council that is responsible tells the police first, and gives the police reference on its own page.'
          : sinceHandover
            ? 'Tell the police first. You are responsible for the child.'
            : 'Tell the police first. You stay responsible for the child.',
        'If nobody knows since when, say when it was noticed.',
      ],
      questions: [...which.questions, ...asked.questions, ...(mark === undefined ? [] : details.questions)],
      schema: z.intersection(
        z.intersection(asked.schema, which.schema),
        mark === undefined ? z.object({}) : details.schema,
      ),
    },
    means: sinceHandover
      ? ['Whoever has to know is told, and is reminded until [the child is found|nobody is missing].']
      : [
          'Every deadline of this case waits. Whoever was asked keeps the time they had left, and is told.',
          ...(which.questions.length === 0
            ? []
            : ['Children who are there wait too, until a coordinator decides that they go on.']),
        ],
    command: (given) => ({
      kind: 'child-missing',
      missingSince: asked.instant(given),
      ...(mark === undefined ? {} : givenDetails(given, mark)),
      ...which.command(given),
    }),
  });
}

const foundIn = (sinceHandover: boolean, today: string): Question => ({
  kind: 'select',
  name: 'foundIn',
  label: 'Council in whose area [the child was|they were] found',
  hint: sinceHandover
    ? 'Leave empty if it was in your own area, or if you do not know'
    : 'Leave empty if [the child is back where the child was|they are back where they were], or if you do not know. A child who is found is cared for there first',
  choices: councilChoices(today),
});

/** The child has been found, and where. */
export function foundAction(theCase: Case, now: string): Action {
  const sinceHandover = handedOver(theCase);
  const which = whichChildren('foundChildren', missingChildren(theCase));
  const asked = momentAsked({ name: 'found', day: 'Day found', time: 'Time found' }, now);
  return action({
    value: 'found',
    text: '[The|A] child has been found',
    hint: sinceHandover ? 'Say when, and where' : 'The case goes on where it was',
    asks: {
      title: 'When and where [was the child|were they] found?',
      questions: [...which.questions, ...asked.questions, foundIn(sinceHandover, londonDate(now))],
      schema: z
        .intersection(
          z.intersection(asked.schema, which.schema),
          z.object({ foundIn: maybeCouncil(londonDate(now)) }),
        )
        .check(({ value, issues }) => {
          const { foundOn, foundAt } = value;
          if (typeof foundOn !== 'string' || typeof foundAt !== 'string') return;
          if (isBeforeMissing(theCase, asked.instant(value)))
            issues.push({
              code: 'custom',
              input: foundAt,
              path: ['foundAt'],
              message: `Time found must not be before ${childrenNow(theCase).length === 1 ? 'the child' : 'they'} went missing, ${momentWords(missingFrom(theCase) ?? now)}`,
            });
        }),
    },
    means: sinceHandover
      ? ['Whoever was told that [the child is|they are] missing is told.']
      : [
          'The case goes on where it was. Everybody has as many working days as they had left. If [the child was|they were] found in the area of another council, a coordinator decides who takes the child.',
        ],
    command: (given) => ({
      kind: 'child-found',
      foundAt: asked.instant(given),
      ...which.command(given),
      ...defined({ foundIn: given.foundIn }),
    }),
  });
}

/** Some of a group are missing: a coordinator decides about those who are there. */
export function groupAction(theCase: Case, possible: readonly PossibleCommand[]): Action[] {
  const may = possible.flatMap((one) => (one.kind === 'decide-group' ? [one.goOn] : []));
  if (may.length === 0) return [];
  const missing = numberedChildren(missingChildren(theCase));
  const there = numberedChildren(childrenThere(theCase));
  return [
    action({
      value: 'group',
      text: `Decide whether ${there} wait for ${missing}`,
      hint: 'The children belong together: nobody parts them without a person’s decision',
      asks: {
        title: 'What do the children who are there do?',
        text: [
          `${capitalised(missing)} of the case ${missingChildren(theCase).length === 1 ? 'is' : 'are'} missing. Ask both councils, and the children who are there.`,
        ],
        questions: [
          {
            kind: 'radios',
            name: 'groupGoesOn',
            label: 'Your decision',
            choices: may.map((goOn) =>
              goOn
                ? { value: 'go-on', text: 'They go on: the case goes on as though all were there' }
                : { value: 'wait', text: 'They wait: every deadline stays stopped' },
            ),
          },
          note('groupNote'),
        ],
        schema: z.object({
          groupGoesOn: oneOf(
            may.map((goOn) => (goOn ? 'go-on' : 'wait')) as unknown as ['go-on', 'wait'],
            'Select whether they wait',
          ),
          groupNote: noteText,
        }),
      },
      means: [
        'If they go on, places are asked for and kept for all of them. Whoever takes them is responsible for the one who is missing too, from the handover on.',
      ],
      command: ({ groupGoesOn, groupNote }) => ({
        kind: 'decide-group',
        goOn: groupGoesOn === 'go-on',
        note: groupNote,
      }),
    }),
  ];
}

/** A coordinator keeps places that are held for a missing child. */
export const keepPlaces = action({
  value: 'keep-places',
  text: 'Keep the places that are held for the child',
  hint: 'Otherwise they are free again after some working days',
  asks: {
    title: 'Why do you keep the places?',
    questions: [note('keepPlacesNote')],
    schema: z.object({ keepPlacesNote: noteText }),
  },
  means: ['They stay held for as many working days again. The councils that hold them are told.'],
  command: ({ keepPlacesNote }) => ({ kind: 'keep-places', note: keepPlacesNote }),
});
