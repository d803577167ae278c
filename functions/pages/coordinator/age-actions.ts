import * as z from 'zod';
import { ageEvidence } from '../../../events/age-decided.v1.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import { stillInQuestion } from '../../../shared/core/case/ages-in-question.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { PossibleCommand } from '../../../shared/core/case/command.ts';
import { endedByAge } from '../../../shared/core/case/commands/decide-age.ts';
import { isMoveAhead } from '../../../shared/core/case/standing.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised } from '../../../shared/words/counting.ts';
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

/** What it means that somebody counts as a child, as the case stands. */
function whatFollows(theCase: Case, child: number): string {
  if (endedByAge(theCase))
    return 'The case goes to the allocation check at once, with its whole time for the move. The entry authority is told.';
  if (!theCase.turned18.includes(child) || !isMoveAhead(theCase))
    return 'The case goes on as it is. Whoever has the child is told.';
  return theCase.placement === undefined
    ? `${capitalised(who(theCase, child))} belongs to the group again. If councils are asked now, the search begins again for the whole group. The entry authority is told.`
    : `${capitalised(who(theCase, child))} belongs to the group again. ${authorityName(theCase.placement.council)}, which has accepted the others, is told to plan for the whole group. It can say that it cannot.`;
}

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
    means: [whatFollows(theCase, child)],
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

/** Of children whose age nothing puts in question it can be found out all the same: one action for all of them. */
function oneIsAnAdult(theCase: Case, children: readonly number[]): Action {
  const { facts } = theCase;
  const ahead = isMoveAhead(theCase);
  const values = children.map(String);
  const alone = facts.children.length === 1;
  return action({
    value: 'adult',
    text: alone ? 'By evidence, the child is 18 or over' : 'By evidence, one of the children is 18 or over',
    hint: ahead ? 'The case goes on for the others' : 'They no longer count',
    asks: {
      title: 'Who is 18 or over, and what shows it?',
      questions: [
        {
          kind: 'radios',
          name: 'adultChild',
          label: 'Who',
          choices: choicesOf(
            values,
            Object.fromEntries(values.map((value) => [value, alone ? 'The child' : `Child ${value}`])),
          ),
        },
        ...questions,
      ],
      schema: z.object({ ...answers, adultChild: oneOf(values, 'Select who is 18 or over') }),
    },
    means: [
      ahead
        ? 'They no longer count, and what is held for them is given back. The case goes on for the others. Whoever is concerned is told.'
        : 'They no longer count. The entry authority is told.',
    ],
    command: ({ adultChild, ageEvidence, ageNote }) => ({
      kind: 'decide-age',
      child: Number(adultChild),
      counts: false,
      evidence: ageEvidence,
      note: ageNote,
    }),
  });
}

/** What a coordinator can decide of the ages in a case: those in question, and those that closed it or took a child out of the count. */
export function ageActions(theCase: Case, possible: readonly PossibleCommand[], now: string): Action[] {
  const ofAges = possible.filter((one) => one.kind === 'decide-age');
  const inQuestion = stillInQuestion(theCase);
  const others = ofAges.filter(({ child, counts }) => !counts && !inQuestion.includes(child));
  return [
    ...ofAges.flatMap(({ child, counts }) => {
      if (counts) return theyCount(theCase, child, now);
      return inQuestion.includes(child) ? theyDoNot(theCase, child) : [];
    }),
    ...(others.length === 0
      ? []
      : [
          oneIsAnAdult(
            theCase,
            others.map(({ child }) => child),
          ),
        ]),
  ];
}
