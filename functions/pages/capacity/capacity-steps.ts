import * as z from 'zod';
import { Need } from '../../../events/referral.ts';
import { addDays, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Declared } from '../../../shared/core/council/commands/declare.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { caredForNow, threshold } from '../../../shared/core/council/headroom.ts';
import { type OddFigure, oddFigures } from '../../../shared/core/council/odd-figures.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { needWords } from '../../../shared/words/facts.ts';
import { oddFigureWords } from '../../../shared/words/odd-figures.ts';
import { dateExample } from '../case/handover.ts';
import { maybeDate, maybeWholeNumber, ticked, wholeNumber } from '../forms/answers.ts';
import { confirmStep } from '../forms/confirm-step.ts';
import { choicesOf, type Question } from '../forms/question.ts';
import type { Answered, NextStep, Step } from '../forms/walk.ts';

/** As much as the contract of capacity-declared.v1 takes. */
const MOST_PLACES = 500;
const MOST_CHILDREN = 5000;
/** Longer than this is no pause but a matter for the scheme's owners. */
const LONGEST_PAUSE_DAYS = 366;

const VOLUNTEERS = 'Most children you would care for';

/** Children beyond whom a council goes only because it volunteers: its threshold, and those whom it has or is to have. */
const without = (council: Council, policy: Policy, caredFor: number | undefined): number =>
  Math.max(
    threshold(council, policy),
    (caredFor ?? caredForNow(council).children) + council.incoming + council.held,
  );

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
    const least = without(council, policy, value.caredForNow);
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

function declareStep(council: Council, policy: Policy, now: string): Step {
  const known = council.caredFor.count !== null;
  return {
    name: 'places',
    title: 'Declare your places',
    questions: [
      {
        kind: 'number',
        name: 'fosterCare',
        label: 'Places in foster care',
        hint: 'That you could give an unaccompanied child in the coming weeks',
        suffix: 'places',
      },
      {
        kind: 'number',
        name: 'supportedAccommodation',
        label: 'Places in supported accommodation',
        hint: 'For children of 16 and 17',
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

/** What a council is asked behind a reminder's link. */
export const nextCapacityStep =
  (council: Council, policy: Policy, now: string): NextStep =>
  (answered) => {
    if (answered.places === undefined) return declareStep(council, policy, now);
    const odd = oddFigures(council, declaredIn(answered), policy);
    if (odd.length > 0 && answered.meant === undefined) return meantStep(odd);
    if (answered.confirm === undefined)
      return confirmStep({
        title: 'Check your declaration before you send it',
        declares: `I can declare places for ${council.name}`,
        ifNot: `Tick the box to say that you can declare places for ${council.name}`,
        name: 'optional',
        button: 'Send the declaration',
        text: ['It replaces your last declaration. Declare again when anything changes.'],
      });
    return undefined;
  };

/** What was declared, as the form has read it. */
export const declaredIn = (answered: Answered): Declared => ({
  ...(answered.places as z.output<ReturnType<typeof declareSchema>>),
  ...(answered.meant === undefined ? {} : { meantSo: true }),
});
