import * as z from 'zod';
import { escorts, handoverPlaces } from '../../../events/transfer-arranged.v1.ts';
import { failureReasons } from '../../../events/transfer-failed.v1.ts';
import { nationOf } from '../../../shared/core/calendar/nation.ts';
import {
  addDays,
  dateWords,
  dayWords,
  isWorkingDay,
  londonDate,
} from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { PossibleCommand } from '../../../shared/core/case/command.ts';
import { possibleCommands } from '../../../shared/core/case/commands/possible-commands.ts';
import { missingChildren } from '../../../shared/core/case/responsible.ts';
import { lacksSafetyPlan } from '../../../shared/core/case/safe-move.ts';
import { defined } from '../../../shared/core/defined.ts';
import { isToAvoid } from '../../../shared/core/referral/areas-to-avoid.ts';
import type { SocialWorker } from '../../../shared/core/referral/particulars.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { listWords } from '../../../shared/words/counting.ts';
import { escortWords, failureWords, handoverPlaceWords } from '../../../shared/words/reasons.ts';
import { type Action, action, type CaseActions, ofSoMany } from '../case/case-actions.ts';
import { childRefused } from '../case/child-refused.ts';
import { handoverAction, safetyPlanQuestion } from '../case/handover.ts';
import { foundAction, missingAction } from '../case/missing-child.ts';
import { type DetailsMark, detailsAction } from '../case/missing-details.ts';
import {
  avoidAreasAction,
  foundDecisionAction,
  leftCareAction,
  movedCareAction,
  movedPlacementAction,
  notSafeThere,
} from '../case/since-handover.ts';
import {
  maybeOneOf,
  maybeText,
  maybeTicked,
  maybeTime,
  oneOf,
  someDate,
  someText,
  ticked,
} from '../forms/answers.ts';
import { dateExample } from '../forms/date-example.ts';
import { choicesOf, type Question, timeQuestion } from '../forms/question.ts';
import type { Step } from '../forms/walk.ts';
import { councilChoices, maybeCouncil } from '../refer/part.ts';
import { stillCounted } from '../words/fact-words.ts';
import { canBeReached, socialWorkerFields, socialWorkerOf, socialWorkerQuestions } from './social-worker.ts';

/** No move is arranged further ahead than this; a year mistyped is the likelier reading. */
const DAYS_AHEAD = 120;

/** The mark by which the case names a social worker. */
type Mark = (named: SocialWorker) => string;

function daySchema(theCase: Case, now: string) {
  const today = londonDate(now);
  const moveBy = londonDate(theCase.moveBy);
  const last = addDays(today, DAYS_AHEAD);
  const needsPlan = lacksSafetyPlan(theCase);
  return z
    .object({
      moveOn: someDate('Day of the move', 'Enter the day of the move', {
        from: { day: today, message: 'Day of the move must be today or later' },
        to: { day: last, message: `Day of the move must be on or before ${dateWords(last)}` },
      }),
      placedIn: maybeCouncil(today),
      escort: maybeOneOf(escorts, 'Choose who brings the child from the list'),
      handoverPlace: maybeOneOf(handoverPlaces, 'Choose the place of the handover from the list'),
      handoverTime: maybeTime(),
      safetyPlan: maybeTicked
        .optional()
        // What was not asked is not said.
        .transform((ticked = []) => (needsPlan ? ticked : [])),
      lateBecause: maybeText('Why the move is late'),
    })
    .check((context) => {
      const { moveOn, lateBecause, placedIn, safetyPlan } = context.value;
      if (needsPlan && safetyPlan.length === 0)
        context.issues.push({
          code: 'custom',
          input: safetyPlan,
          path: ['safetyPlan'],
          message:
            'There are signs of trafficking. Make a safety plan before the move is arranged, then tick the box',
        });
      const livesIn = placedIn ?? theCase.placement?.placedIn;
      if (livesIn !== undefined && isToAvoid(theCase.facts, livesIn))
        context.issues.push({
          code: 'custom',
          input: placedIn,
          path: ['placedIn'],
          message: notSafeThere(livesIn),
        });
      if (typeof moveOn === 'string' && moveOn > moveBy && lateBecause === undefined)
        context.issues.push({
          code: 'custom',
          input: lateBecause,
          path: ['lateBecause'],
          message: `Say why the move is after ${dateWords(moveBy)}`,
        });
    });
}

/** How the child is handed over. */
const howQuestions = (needsPlan: boolean): readonly Question[] => [
  {
    kind: 'select',
    name: 'escort',
    label: 'Who brings the child (optional)',
    hint: 'This and what follows, as far as you have agreed it. What you leave empty stays as it was',
    choices: choicesOf(escorts, escortWords),
  },
  {
    kind: 'select',
    name: 'handoverPlace',
    label: 'Place of the handover (optional)',
    choices: choicesOf(handoverPlaces, handoverPlaceWords),
  },
  timeQuestion('handoverTime', 'Time of the handover (optional)'),
  ...(needsPlan ? [safetyPlanQuestion] : []),
];

/** Nothing is chosen beforehand, so that it says what stands; the own area is a choice, so that a child can come back to it. */
const areaQuestion = ({ placement }: Case, today: string): Question => {
  const { council = '', placedIn } = placement ?? {};
  return {
    kind: 'select',
    name: 'placedIn',
    label: 'Council in whose area the child will live',
    hint: `${placedIn === undefined ? 'Leave empty if it is your own.' : `As arranged, the area of ${authorityName(placedIn)}. If you leave this empty, it stays so.`} That council is told that a child will live there, not who`,
    choices: [
      { value: council, text: `Our own area: ${authorityName(council)}` },
      ...councilChoices(today).filter(({ value }) => value !== council),
    ],
  };
};

function moveQuestions(theCase: Case, today: string): readonly Question[] {
  const moveBy = londonDate(theCase.moveBy);
  const needsPlan = lacksSafetyPlan(theCase);
  return [
    {
      kind: 'date',
      name: 'moveOn',
      saysWeekday: true,
      label: 'Day of the move',
      hint: `For example, ${dateExample(moveBy)}`,
    },
    areaQuestion(theCase, today),
    ...howQuestions(needsPlan),
    {
      kind: 'long-text',
      name: 'lateBecause',
      label: 'Why the move is late',
      hint: `Only if it is after ${dateWords(moveBy)}. Do not name the child or anybody else.`,
    },
  ];
}

type Move = z.output<ReturnType<typeof daySchema>>;

/** A move on a day on which an office of either council is closed is asked back: a date mistyped is the likelier reading. */
function closedDayStep({ facts, placement }: Case, { moveOn }: Pick<Move, 'moveOn'>): Step | undefined {
  const closed = [facts.entryAuthority, placement?.council]
    .filter((council) => council !== undefined)
    .filter((council) => !isWorkingDay(moveOn, nationOf(council)));
  if (closed.length === 0) return undefined;
  return {
    name: 'closedDay',
    title: `Do you mean ${dayWords(moveOn)}?`,
    text: [
      `It is not a working day for ${listWords(closed.map(authorityName))}. Who brings the child, who receives the child and who to ring has to be agreed for that day.`,
      'If the day is wrong, go back and change it.',
    ],
    questions: [
      { kind: 'confirm', name: 'closedDayMeant', label: 'Confirm', choice: 'Both councils agreed this day' },
    ],
    schema: z.object({
      closedDayMeant: ticked(
        'Tick the box to say that both councils agreed this day, or go back and change it',
      ),
    }),
    button: 'Continue',
  };
}

function arranged({ moveOn, lateBecause, placedIn, safetyPlan, ...how }: Move) {
  const handover = {
    ...defined({ escort: how.escort, handoverPlace: how.handoverPlace, handoverTime: how.handoverTime }),
    ...(safetyPlan.length > 0 ? { safetyPlan: true as const } : {}),
  };
  return {
    kind: 'arrange-transfer' as const,
    moveOn,
    ...defined({ lateBecause, placedIn }),
    ...(Object.keys(handover).length === 0 ? {} : { handover }),
  };
}

function arrange(theCase: Case, now: string, mark: Mark): Action {
  const moveBy = londonDate(theCase.moveBy);
  const asksBack = (given: Move) => closedDayStep(theCase, given);
  const avoid = theCase.facts.areasToAvoid ?? [];
  const day = daySchema(theCase, now);
  const questions = moveQuestions(theCase, londonDate(now));
  const text = [
    `The child should move by ${dateWords(moveBy)}. Agree the day with ${authorityName(theCase.facts.entryAuthority)} first.`,
    ...(avoid.length === 0
      ? []
      : [`Areas to avoid, where the child may not live: ${listWords(avoid.map(authorityName))}.`]),
  ];
  if (theCase.placement?.socialWorker !== undefined)
    return action({
      value: 'arrange',
      text: theCase.placement.moveOn === undefined ? 'Arrange the move' : 'Change the day of the move',
      hint: 'Give the day',
      asks: { title: 'When [does the child|do the children] move?', text, questions, schema: day },
      asksBack,
      means: ['The entry authority is told the day.'],
      command: arranged,
    });
  return action({
    value: 'arrange',
    text: 'Arrange the move',
    hint: 'Name a social worker for the child, and give the day',
    asks: {
      title: 'Who is the social worker, and when [does the child|do the children] move?',
      text,
      questions: [...socialWorkerQuestions, ...questions],
      schema: z.intersection(day, z.object(socialWorkerFields).check(canBeReached)),
    },
    asksBack,
    means: ['The entry authority is told the day, and that a social worker is named.'],
    command: (given) => ({ ...arranged(given), socialWorker: mark(socialWorkerOf(given)) }),
  });
}

const anotherSocialWorker = (mark: Mark): Action =>
  action({
    value: 'social-worker',
    text: 'Name another social worker',
    hint: 'Until the handover',
    asks: {
      title: 'Who is the social worker now?',
      questions: socialWorkerQuestions,
      schema: z.object(socialWorkerFields).check(canBeReached),
    },
    means: ['The entry authority is told that another social worker is named, not who it is.'],
    command: (given) => ({ kind: 'name-social-worker', socialWorker: mark(socialWorkerOf(given)) }),
  });

/** Reasons of a move that failed, and the child's own no, which is no failure but the child's refusal. */
const failuresAndRefusal = [...failureReasons, 'child-refused'] as const;

const failed = action({
  value: 'failed',
  text: 'The move failed on the day',
  hint: 'You then arrange it again',
  asks: {
    title: 'Why did the move fail?',
    questions: [
      {
        kind: 'radios',
        name: 'failure',
        label: 'Reason',
        choices: [
          ...choicesOf(failureReasons, failureWords),
          {
            value: 'child-refused',
            text: 'The child refused to move',
            hint: 'A coordinator then decides what follows',
          },
        ],
      },
      {
        kind: 'long-text',
        name: 'failureText',
        label: 'What happened (optional)',
        hint: 'Do not name the child or anybody else.',
      },
    ],
    schema: z.object({
      failure: oneOf(failuresAndRefusal, 'Select why the move failed'),
      failureText: maybeText('What happened'),
    }),
  },
  means: [
    'The child stays with the entry authority for now. You are given a new day by which to arrange the move. If the child refused, a coordinator decides what follows.',
  ],
  command: ({ failure, failureText }) =>
    failure === 'child-refused'
      ? { kind: 'child-refused', ...defined({ note: failureText }) }
      : { kind: 'transfer-failed', reason: failure, ...defined({ text: failureText }) },
});

const cannot = action({
  value: 'cannot',
  text: 'We cannot take the child after all',
  hint: 'The case goes back to the allocation check',
  asks: {
    title: 'Why can you not take the child after all?',
    questions: [
      {
        kind: 'long-text',
        name: 'cannotNote',
        label: 'What has changed',
        hint: 'A coordinator reads this. Do not name the child or anybody else.',
      },
    ],
    schema: z.object({ cannotNote: someText('Say what has changed', 'What you write') }),
  },
  means: [
    'Your acceptance is undone. Another council is found, and you are not asked again for this referral.',
  ],
  command: ({ cannotNote }) => ({
    kind: 'reallocate',
    because: 'receiving-authority-cannot',
    note: cannotNote,
  }),
});

/** What the receiving authority can do as the case stands; undefined when it does not have the case. */
export function transferActions(
  theCase: Case,
  council: string,
  now: string,
  mark: Mark,
  detailsOf: DetailsMark,
): CaseActions | undefined {
  const possible = possibleCommands(theCase, { kind: 'council', code: council }, now);
  const may = (kind: PossibleCommand['kind']) => possible.some((command) => command.kind === kind);
  const actions = [
    ...(may('complete-transfer')
      ? [
          handoverAction(now, authorityName(council), {
            needsPlan: lacksSafetyPlan(theCase),
            missing: missingChildren(theCase),
          }),
        ]
      : []),
    ...(may('transfer-failed') ? [failed] : []),
    ...(may('arrange-transfer') ? [arrange(theCase, now, mark)] : []),
    // The first is named with the day of the move.
    ...(may('name-social-worker') && theCase.placement?.socialWorker !== undefined
      ? [anotherSocialWorker(mark)]
      : []),
    ...(may('child-refused') ? [childRefused] : []),
    ...(may('reallocate') ? [cannot] : []),
    ...foundDecisionAction(theCase, possible),
    ...(may('child-found') ? [foundAction(theCase, now)] : []),
    ...(may('give-missing-details') ? [detailsAction(theCase, now, detailsOf)] : []),
    ...(may('child-missing') ? [missingAction(theCase, now, detailsOf)] : []),
    ...(may('leave-care') ? [leftCareAction(theCase, now)] : []),
    ...(may('move-placement') ? [movedPlacementAction(theCase, now)] : []),
    ...(may('avoid-areas') ? [avoidAreasAction(theCase, now)] : []),
    ...(may('move-care') ? [movedCareAction(theCase, now)] : []),
  ].map((made) => ofSoMany(stillCounted(theCase), made));
  if (actions.length === 0) return undefined;
  return {
    question: 'What do you want to do?',
    actions,
    confirmation: {
      title: 'Check before you send',
      declares: `I can act for ${authorityName(council)}`,
      ifNot: `Tick the box to say that you can act for ${authorityName(council)}`,
      who: 'at-a-desk',
      button: 'Send',
    },
  };
}
