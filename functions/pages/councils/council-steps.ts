import * as z from 'zod';
import { closingReasons } from '../../../events/council-closed.v1.ts';
import { addDays, dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { closingThatStands, isClosed } from '../../../shared/core/council/closing.ts';
import type { CouncilCommand } from '../../../shared/core/council/commands/decide.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { closingWords } from '../../../shared/words/closing.ts';
import { dateExample } from '../case/handover.ts';
import { note, noteText } from '../case/note.ts';
import { maybeDate, oneOf, someDate } from '../forms/answers.ts';
import { decisionStep } from '../forms/confirm-step.ts';
import { choicesOf, type Question } from '../forms/question.ts';
import type { Answered, NextStep, Step } from '../forms/walk.ts';

/** Further ahead than this nobody knows how a council will stand. */
const LONGEST_DAYS = 731;

/** That it left the file the seeding finds out, and no person. */
const reasons = closingReasons.filter((reason) => reason !== 'not-in-file');

const whatToDo: Step = {
  name: 'what',
  title: 'What do you want to do?',
  questions: [
    {
      kind: 'radios',
      name: 'todo',
      label: 'What do you want to do?',
      choices: [
        { value: 'reopen', text: 'Open it again', hint: 'It takes its turn from now on' },
        { value: 'close', text: 'Give another reason or other days' },
      ],
    },
  ],
  schema: z.object({ todo: oneOf(['reopen', 'close'], 'Select what you want to do') }),
  button: 'Continue',
};

const noteOnCouncil = (name: string): Question => ({
  ...note(name),
  hint: 'Kept in the record of this council. It is never e-mailed. Do not name a child.',
});

const whyOpen: Step = {
  name: 'reopen',
  title: 'Why do you open it again?',
  questions: [noteOnCouncil('reopenNote')],
  schema: z.object({ reopenNote: noteText }),
  button: 'Continue',
};

const FROM = 'First day on which it is closed';
const UNTIL = 'Day on which it is open again';

/** @param stood from when it is closed, where it is: it stays so, and the first day is not asked for */
function closeSchema(now: string, stood: string | undefined) {
  const today = londonDate(now);
  const last = {
    day: addDays(today, LONGEST_DAYS),
    message: 'It must be within two years',
  };
  return z
    .object({
      because: oneOf(reasons, 'Select why it is closed'),
      closeNote: noteText,
      closedFrom:
        stood === undefined
          ? someDate(FROM, 'Enter the first day on which it is closed', {
              from: { day: today, message: `${FROM} must be today or later` },
              to: last,
            })
          : z.string().default(stood),
      closedUntil: maybeDate(UNTIL, {
        from: { day: addDays(today, 1), message: `${UNTIL} must be after today` },
        to: last,
      }),
    })
    .check((context) => {
      const { closedFrom, closedUntil } = context.value;
      if (closedUntil !== undefined && closedUntil <= closedFrom)
        context.issues.push({
          code: 'custom',
          input: closedUntil,
          path: ['closedUntil'],
          message: `${UNTIL} must be after the first day on which it is closed`,
        });
    });
}

const whyClosed = (now: string, stood: string | undefined): Step => {
  const today = londonDate(now);
  return {
    name: 'close',
    title: 'Why is it closed, and when?',
    ...(stood === undefined ? {} : { text: [`It has been closed since ${dateWords(stood)}, and stays so.`] }),
    questions: [
      { kind: 'radios', name: 'because', label: 'Reason', choices: choicesOf(reasons, closingWords) },
      noteOnCouncil('closeNote'),
      ...(stood === undefined
        ? [
            {
              kind: 'date' as const,
              name: 'closedFrom',
              label: FROM,
              hint: `For example, ${dateExample(today)}, which is today.`,
            },
          ]
        : []),
      {
        kind: 'date',
        name: 'closedUntil',
        label: `${UNTIL} (optional)`,
        hint: `For example, ${dateExample(addDays(today, 42))}. Leave it empty to open it yourself when the time has come.`,
      },
    ],
    schema: closeSchema(now, stood),
    button: 'Continue',
  };
};

/** What is asked before a council is closed or opened, by how it stands. */
export const nextCouncilStep =
  (council: Council, now: string): NextStep =>
  (answered) => {
    const closing = closingThatStands(council, londonDate(now));
    if (closing !== undefined && answered.what === undefined) return whatToDo;
    if (answered.what?.todo === 'reopen') {
      if (answered.reopen === undefined) return whyOpen;
      if (answered.confirm === undefined)
        return decisionStep('It may be asked for children at once.', 'Open it again');
      return undefined;
    }
    if (answered.close === undefined)
      return whyClosed(now, isClosed(council, londonDate(now)) ? closing?.from : undefined);
    if (answered.confirm === undefined)
      return decisionStep(
        'Offers that it has not accepted end, and it gets none while it is closed.',
        'Close it',
      );
    return undefined;
  };

/** What a whole set of answers asks of the council. */
export function commandIn(answered: Answered): CouncilCommand {
  if (answered.what?.todo === 'reopen') return { kind: 'reopen', note: String(answered.reopen?.reopenNote) };
  const { because, closeNote, closedFrom, closedUntil } = answered.close as z.output<
    ReturnType<typeof closeSchema>
  >;
  return {
    kind: 'close',
    closing: {
      because,
      note: closeNote,
      from: closedFrom,
      ...(closedUntil === undefined ? {} : { until: closedUntil }),
    },
  };
}
