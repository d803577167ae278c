import * as z from 'zod';
import { Need } from '../../../events/referral.ts';
import { addDays, dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { type Declared, havingDeclared } from '../../../shared/core/council/commands/declare.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { declaredAgain, declaredLeft, withoutVolunteering } from '../../../shared/core/council/declared.ts';
import { threshold } from '../../../shared/core/council/headroom.ts';
import { type OddFigure, oddFigures } from '../../../shared/core/council/odd-figures.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { capitalised, plural } from '../../../shared/words/counting.ts';
import { needWords } from '../../../shared/words/facts.ts';
import { oddFigureWords } from '../../../shared/words/odd-figures.ts';
import { maybeDate, maybeWholeNumber, oneOf, ticked, wholeNumber } from '../forms/answers.ts';
import { confirmStep } from '../forms/confirm-step.ts';
import { dateExample } from '../forms/date-example.ts';
import type { FormPost } from '../forms/form-post.ts';
import { choicesOf, fieldsOf, type Question } from '../forms/question.ts';
import { type Standing, withStanding } from '../forms/standing.ts';
import type { Answered, NextStep, Step } from '../forms/walk.ts';
import { whatItDoes } from './what-it-does.ts';

/** As much as the contract of capacity-declared.v1 takes. */
const MOST_PLACES = 500;
const MOST_CHILDREN = 5000;
/** Longer than this is no pause but a matter for the scheme's owners. */
const LONGEST_PAUSE_DAYS = 366;

const VOLUNTEERS = 'Most children you would care for';

function declareSchema(council: Council, policy: Policy, now: string) {
  const today = londonDate(now);
  const inCare = 'Unaccompanied children in your care today';
  const declared = z.object({
    fosterCare: wholeNumber(
      'Places in foster care',
      'Enter how many places you have in foster care, or 0',
      MOST_PLACES,
    ),
    supportedAccommodation: wholeNumber(
      'Places in supported accommodation',
      'Enter how many places you have in supported accommodation, or 0',
      MOST_PLACES,
    ),
    supports: z.array(Need),
    caredForNow:
      council.caredFor.count === null
        ? wholeNumber(
            inCare,
            'Enter how many unaccompanied children are in your care today: no figure is published for you',
            MOST_CHILDREN,
          )
        : maybeWholeNumber(inCare, MOST_CHILDREN),
    pausedUntil: maybeDate('Day from which you can be asked again', {
      from: { day: addDays(today, 1), message: 'Day from which you can be asked again must be after today' },
      to: {
        day: addDays(today, LONGEST_PAUSE_DAYS),
        message: 'Day from which you can be asked again must be within a year',
      },
    }),
    volunteersUpTo: maybeWholeNumber(VOLUNTEERS, MOST_CHILDREN).optional(),
  });
  return declared.check(({ value, issues }) => {
    const { volunteersUpTo } = value;
    const least = withoutVolunteering(council, policy, value.caredForNow);
    if (volunteersUpTo !== undefined && volunteersUpTo <= least)
      issues.push({
        code: 'custom',
        input: volunteersUpTo,
        path: ['volunteersUpTo'],
        message: `${VOLUNTEERS} must be more than ${least}, or leave it empty: up to there you are asked without volunteering, or have them already`,
      });
  });
}

function volunteering(council: Council, policy: Policy): readonly Question[] {
  const { volunteersForDays } = policy.threshold;
  if (volunteersForDays === undefined) return [];
  const limit = threshold(council, policy);
  return [
    {
      kind: 'number',
      name: 'volunteersUpTo',
      label: `${VOLUNTEERS} (optional)`,
      hint: `Only if you offer to go above your threshold of ${limit}. Count those you have. You are asked in your turn until there are so many, for ${volunteersForDays} days.`,
      suffix: 'children',
    },
  ];
}

/** What stands in the boxes before anything is changed: what is left of the last declaration. */
export const standingDeclaration = (council: Council, policy: Policy, now: string): Standing => ({
  ...declaredAgain(council, londonDate(now), policy),
});

const UNCHANGED = 'no';

/** What the link of a reminder answers by itself: nothing has changed. It leads to the page on which that is checked. */
export const nothingChanged: FormPost = new Map([
  ['step', ['changed']],
  ['changed', [UNCHANGED]],
]);

/** Asked first of whoever has declared before. */
function changedStep(council: Council, policy: Policy, now: string): Step | undefined {
  const left = declaredLeft(council);
  if (council.declaration === undefined || left === undefined) return undefined;
  const places = declareStep(council, policy, now);
  const all = places.questions.flatMap(fieldsOf);
  const again: FormPost = new Map([
    ...all.map((field) => [field, []] as const),
    ...withStanding(places, new Map(), standingDeclaration(council, policy, now)),
  ]);
  const { fosterCare, supportedAccommodation } = council.declaration.used;
  const taken = fosterCare + supportedAccommodation > 0 ? ' are left of what you declared' : '';
  return {
    name: 'changed',
    title: 'Has anything changed?',
    questions: [
      {
        kind: 'radios',
        name: 'changed',
        label: `Has anything changed since ${dateWords(londonDate(council.declaration.declaredAt))}?`,
        choices: [
          {
            value: UNCHANGED,
            text: 'Nothing has changed',
            hint: `${plural(left.fosterCare, 'place')} in foster care and ${left.supportedAccommodation} in supported accommodation${taken}. You see everything once more before you send it`,
          },
          { value: 'yes', text: 'Something has changed', hint: 'You start from your last declaration' },
        ],
      },
    ],
    schema: z.object({ changed: oneOf([UNCHANGED, 'yes'], 'Select whether anything has changed') }),
    button: 'Continue',
    unsaid: true,
    fills: ({ changed }) => (changed === UNCHANGED ? again : new Map()),
  };
}

/** How many of the places last declared the scheme has taken. */
const takenWords = ({ declaration }: Council, kind: 'fosterCare' | 'supportedAccommodation'): string => {
  const taken = declaration?.used[kind] ?? 0;
  return taken === 0
    ? ''
    : ` You declared ${declaration?.places[kind]}, and the scheme has taken ${taken} since.`;
};

function declareStep(council: Council, policy: Policy, now: string): Step {
  const known = council.caredFor.count !== null;
  return {
    name: 'places',
    title: 'Declare your places',
    text: ['Count a place only once. If you have none, enter 0.'],
    questions: [
      {
        kind: 'number',
        name: 'fosterCare',
        label: 'Places in foster care',
        hint: `That you could give an unaccompanied child in the coming weeks.${takenWords(council, 'fosterCare')}`,
        suffix: 'places',
      },
      {
        kind: 'number',
        name: 'supportedAccommodation',
        label: 'Places in supported accommodation',
        hint: `For children of 16 and 17.${takenWords(council, 'supportedAccommodation')}`,
        suffix: 'places',
      },
      {
        kind: 'checkboxes',
        name: 'supports',
        label: 'Needs you can meet now',
        hint: 'Select all that apply. You are not asked for children whose needs you leave out.',
        choices: choicesOf(Need.options, needWords),
      },
      {
        kind: 'number',
        name: 'caredForNow',
        label: `Unaccompanied children in your care today${known ? ' (optional)' : ''}`,
        hint: known
          ? 'Only if our count is wrong. It replaces our count.'
          : 'No figure is published for your council, so yours is the one that counts.',
        suffix: 'children',
      },
      {
        kind: 'date',
        name: 'pausedUntil',
        label: 'No offers before this day (optional)',
        hint: `For example, ${dateExample(addDays(londonDate(now), 14))}. Leave it empty to be asked in your turn.`,
      },
      ...volunteering(council, policy),
    ],
    schema: declareSchema(council, policy, now),
    button: 'Continue',
  };
}

/** Figures that nobody may have meant are asked back, before anything is sent. */
const meantStep = (figures: readonly OddFigure[]): Step => ({
  name: 'meant',
  title: 'Are these figures right?',
  text: [
    ...figures.map((one) => `${capitalised(oddFigureWords(one))}.`),
    'If a figure is wrong, go back and change it. If they are right, tick the box: a coordinator is told.',
  ],
  questions: [{ kind: 'confirm', name: 'meantSo', label: 'Confirm', choice: 'These figures are right' }],
  schema: z.object({
    meantSo: ticked('Tick the box to say that these figures are right, or go back and change them'),
  }),
  button: 'Continue',
});

/**
 * What a council is asked behind a reminder's link.
 *
 * @param asksFirst whether anything has changed; false of a form that holds a whole declaration
 */
export const nextCapacityStep =
  (council: Council, policy: Policy, now: string, asksFirst = true): NextStep =>
  (answered) => {
    const first = asksFirst && answered.changed === undefined ? changedStep(council, policy, now) : undefined;
    if (first !== undefined) return first;
    if (answered.places === undefined) return declareStep(council, policy, now);
    const odd = oddFigures(council, declaredIn(answered), policy);
    if (odd.length > 0 && answered.meant === undefined) return meantStep(odd);
    if (answered.confirm !== undefined) return undefined;
    return {
      ...confirmStep({
        title: 'Check your declaration before you send it',
        declares: `I can declare places for ${council.name}`,
        ifNot: `Tick the box to say that you can declare places for ${council.name}`,
        who: 'at-a-desk',
        button: 'Send the declaration',
        text: ['It replaces your last declaration. Declare again when anything changes.'],
      }),
      sections: [whatItDoes(havingDeclared(council, declaredIn(answered), now, policy), policy, now)],
    };
  };

/** What was declared, as the form has read it. */
export const declaredIn = (answered: Answered): Declared => ({
  ...(answered.places as z.output<ReturnType<typeof declareSchema>>),
  ...(answered.meant === undefined ? {} : { meantSo: true }),
});
