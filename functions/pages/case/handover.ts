import * as z from 'zod';
import { addDays, instantAt, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { capitalised, numberedChildren } from '../../../shared/words/counting.ts';
import { maybeTicked, someDate, someTime } from '../forms/answers.ts';
import { dateExample } from '../forms/date-example.ts';
import { type Question, timeQuestion } from '../forms/question.ts';
import { type Action, action } from './case-actions.ts';

/** How long after the fact a day and time may still be given. */
const DAYS_BACK = 60;

export interface Moment {
  /** Field names: `<name>On` and `<name>At`. */
  readonly name: 'handedOver' | 'missing' | 'found';
  readonly day: string;
  readonly time: string;
}

/** A day and a time of day, not in the future, in London. */
export function momentAsked({ name, day, time }: Moment, now: string) {
  const today = londonDate(now);
  const [on, at] = [`${name}On`, `${name}At`] as const;
  const questions: readonly Question[] = [
    { kind: 'date', name: on, label: day, hint: `For example, ${dateExample(today)}` },
    timeQuestion(at, time),
  ];
  const schema = z
    .object({
      [on]: someDate(day, `Enter the ${day.toLowerCase()}`, {
        from: {
          day: addDays(today, -DAYS_BACK),
          message: `${day} must be within the last ${DAYS_BACK} days`,
        },
        to: { day: today, message: `${day} must be today or in the past` },
      }),
      [at]: someTime(`Enter the ${time.toLowerCase()}`),
    })
    .check((context) => {
      const { [on]: date, [at]: clock } = context.value;
      if (typeof date === 'string' && typeof clock === 'string' && instantAt(date, clock) > now)
        context.issues.push({
          code: 'custom',
          input: clock,
          path: [at],
          message: `${time} must not be in the future`,
        });
    });
  const instant = (given: z.output<typeof schema>): string => instantAt(given[on] ?? '', given[at] ?? '');
  return { questions, schema, instant };
}

export const safetyPlanQuestion: Question = {
  kind: 'checkboxes',
  name: 'safetyPlan',
  label: 'Safety plan',
  hint: 'There are signs of trafficking. The child [needs|need] a safety plan before the move.',
  choices: [{ value: 'yes', text: 'A safety plan exists' }],
};

/**
 * Saying that the child has been handed over: either side may. `needsPlan`: that a safety plan exists has still to be said. `missing`: children of the
 * group who are missing, for whom who receives the others answers from then on.
 */
export function handoverAction(
  now: string,
  receiving: string,
  {
    needsPlan = false,
    missing = [],
  }: { readonly needsPlan?: boolean; readonly missing?: readonly number[] } = {},
): Action {
  const asked = momentAsked(
    { name: 'handedOver', day: 'Day of the handover', time: 'Time of the handover' },
    now,
  );
  return action({
    value: 'handover',
    text: 'Confirm the handover',
    hint: `The child is with ${receiving} now`,
    asks: {
      title: 'When [was the child|were the children] handed over?',
      text: [
        `From that moment ${receiving} is responsible for the child.`,
        ...(missing.length === 0
          ? []
          : [
              `${capitalised(numberedChildren(missing))} of the case ${missing.length === 1 ? 'is' : 'are'} missing. ${receiving} is responsible for them too, and leads the search with the police.`,
            ]),
      ],
      questions: [...asked.questions, ...(needsPlan ? [safetyPlanQuestion] : [])],
      schema: z.intersection(
        asked.schema,
        z.object({
          safetyPlan: needsPlan
            ? maybeTicked.min(1, {
                error:
                  'There are signs of trafficking. Tick the box once a safety plan exists. Without one the handover cannot be confirmed',
              })
            : z.undefined().catch(undefined),
        }),
      ),
    },
    means: [`Responsibility for the child has passed to ${receiving}. This completes the transfer.`],
    command: (given) => ({
      kind: 'complete-transfer',
      handedOverAt: asked.instant(given),
      ...(given.safetyPlan === undefined ? {} : { safetyPlan: true }),
    }),
  });
}
