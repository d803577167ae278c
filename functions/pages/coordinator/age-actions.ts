import * as z from 'zod';
import { ageEvidence } from '../../../events/age-decided.v1.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { PossibleCommand } from '../../../shared/core/case/command.ts';
import { endedByAge } from '../../../shared/core/case/commands/decide-age.ts';
import { evidenceWords } from '../../../shared/words/reasons.ts';
import { type Action, action } from '../case/case-actions.ts';
import { note } from '../case/note.ts';
import { oneOf, someMonth, someText } from '../forms/answers.ts';
import { choicesOf, type Question } from '../forms/question.ts';

const questions: readonly Question[] = [
  {
    kind: 'radios',
    name: 'ageEvidence',
    label: 'Evidence',
    choices: choicesOf(ageEvidence, evidenceWords),
  },
  note('ageNote'),
];
const answers = {
  ageEvidence: oneOf(ageEvidence, 'Select the evidence'),
  ageNote: someText('Write a note that says what the evidence is', 'Your note'),
};

const who = ({ facts }: Case, child: number): string =>
  facts.children.length === 1 ? 'the child' : `child ${child}`;

function theyCount(theCase: Case, child: number, now: string): Action {
  const month = londonDate(now).slice(0, 7);
  const reopens = endedByAge(theCase);
  return action({
    value: `counts-${child}`,
    text: reopens
      ? `Open the case again: ${who(theCase, child)} counts as a child`
      : `By evidence, ${who(theCase, child)} counts as a child`,
    hint: reopens ? 'With evidence of their age' : 'The date that was given first closes nothing',
    asks: {
      title: 'What shows that they are a child?',
      questions: [
        ...questions,
        {
          kind: 'text',
          name: 'turns18Month',
          label: 'Month in which they turn 18 by this evidence',
          hint: 'For example, May 2028. The day stays sealed',
          width: 20,
        },
      ],
      schema: z.object({
        ...answers,
        turns18Month: someMonth('The month', 'Enter the month in which they turn 18', {
          month,
          message: 'The month in which they turn 18 must be this month or later',
        }),
      }),
    },
    means: [
      reopens
        ? 'The case goes to the allocation check at once, with its whole time for the move. The entry authority is told.'
        : 'The case goes on as it is. Whoever has the child is told.',
    ],
    command: ({ ageEvidence, ageNote, turns18Month }) => ({
      kind: 'decide-age',
      child,
      counts: true,
      evidence: ageEvidence,
      turns18Month,
      note: ageNote,
    }),
  });
}

const theyDoNot = (theCase: Case, child: number): Action =>
  action({
    value: `adult-${child}`,
    text: `By evidence, ${who(theCase, child)} is 18 or over`,
    hint: 'What is held for them is given back',
    asks: {
      title: 'What shows that they are 18 or over?',
      questions,
      schema: z.object(answers),
    },
    means: [
      'They no longer count. If nobody else is in the case, it is closed. Whoever is concerned is told.',
    ],
    command: ({ ageEvidence, ageNote }) => ({
      kind: 'decide-age',
      child,
      counts: false,
      evidence: ageEvidence,
      note: ageNote,
    }),
  });

/** What a coordinator can decide of the ages in a case: those in question, and those that closed it or took a child out of the count. */
export const ageActions = (theCase: Case, possible: readonly PossibleCommand[], now: string): Action[] =>
  possible.flatMap((one) => {
    if (one.kind !== 'decide-age') return [];
    return one.counts ? theyCount(theCase, one.child, now) : theyDoNot(theCase, one.child);
  });
