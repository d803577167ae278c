import * as z from 'zod';
import { closingReasons } from '../../../events/council-closed.v1.ts';
import type { Exempted } from '../../../events/exemptions-in-question.v1.ts';
import { addDays, dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { closingThatStands, isClosed } from '../../../shared/core/council/closing.ts';
import type { CouncilCommand } from '../../../shared/core/council/command.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { type DeclaredExemption, declaredExemptions } from '../../../shared/core/council/exemptions.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { closingWords } from '../../../shared/words/closing.ts';
import { exemptedWords } from '../../../shared/words/exemptions.ts';
import { note, noteText } from '../case/note.ts';
import { anyOf, maybeDate, oneOf, someDate } from '../forms/answers.ts';
import { decisionStep } from '../forms/confirm-step.ts';
import { dateExample } from '../forms/date-example.ts';
import { type Choice, choicesOf, type Question } from '../forms/question.ts';
import type { Answered, NextStep, Step } from '../forms/walk.ts';
import { whatToDo } from '../forms/what-to-do.ts';

/** Further ahead than this nobody knows how a council will stand. */
const LONGEST_DAYS = 731;
/** Nobody agrees for longer without looking again. */
const LONGEST_AGREED = 366;

/** That it left the file the seeding finds out, and no person. */
const reasons = closingReasons.filter((reason) => reason !== 'not-in-file');

const noteOnCouncil = (name: string): Question => ({
  ...note(name),
  hint: 'Kept in the record of this council. It is never emailed. Do not name a child.',
});

const todosOf = (isShut: boolean, hasExemptions: boolean): readonly Choice[] => [
  ...(isShut ? [{ value: 'reopen', text: 'Open it again', hint: 'It takes its turn from now on' }] : []),
  { value: 'close', text: isShut ? 'Give another reason or other days' : 'Close it' },
  ...(hasExemptions
    ? [
        {
          value: 'exemptions',
          text: 'Decide on what it asks to be spared of',
          hint: 'Agree to it until a day, or say that it does not count',
        },
      ]
    : []),
];

const exemptionsSchema = (offered: readonly Exempted[]) =>
  z.object({
    exempted: anyOf(offered, 'Select what you decide on').min(1, { error: 'Select what you decide on' }),
    counts: oneOf(['agree', 'refuse'], 'Select what you decide'),
    exemptionsNote: noteText,
  });

/** What of a council's exemptions is decided on, and why. */
const whichExemptions = (declared: readonly DeclaredExemption[]): Step => {
  const offered = declared.map(({ what }) => what);
  return {
    name: 'exemptions',
    title: 'What do you decide on?',
    questions: [
      {
        kind: 'checkboxes',
        name: 'exempted',
        label: 'What it asks to be spared of',
        choices: choicesOf(offered, exemptedWords),
      },
      {
        kind: 'radios',
        name: 'counts',
        label: 'Your decision',
        choices: [
          { value: 'agree', text: 'I agree to it until a day' },
          {
            value: 'refuse',
            text: 'It does not count',
            hint: 'The council is asked in its turn, and may still say no to a request',
          },
        ],
      },
      noteOnCouncil('exemptionsNote'),
    ],
    schema: exemptionsSchema(offered),
    button: 'Continue',
  };
};

const AGREED = 'Day until which you agree';

const agreedUntilWhen = (now: string): Step => {
  const today = londonDate(now);
  return {
    name: 'agreed',
    title: 'Until when do you agree?',
    questions: [
      {
        kind: 'date',
        name: 'agreedUntil',
        label: AGREED,
        hint: `For example, ${dateExample(addDays(today, 42))}. You are asked again then, if it is still declared.`,
      },
    ],
    schema: z.object({
      agreedUntil: someDate(AGREED, 'Enter the day until which you agree', {
        from: { day: addDays(today, 1), message: `${AGREED} must be after today` },
        to: { day: addDays(today, LONGEST_AGREED), message: `${AGREED} must be within a year` },
      }),
    }),
    button: 'Continue',
  };
};

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

function nextExemptionStep(
  declared: readonly DeclaredExemption[],
  answered: Answered,
  now: string,
): Step | undefined {
  if (answered.exemptions === undefined) return whichExemptions(declared);
  const agrees = answered.exemptions.counts === 'agree';
  if (agrees && answered.agreed === undefined) return agreedUntilWhen(now);
  if (answered.confirm !== undefined) return undefined;
  return decisionStep(
    agrees
      ? 'It counts until that day, and the council earns no turns for a pause. The council is told.'
      : 'The council may be asked for these children from now on, in its turn. It is told.',
    'Send the decision',
  );
}

/** What is asked before a council is closed or opened, by how it stands. */
export const nextCouncilStep =
  (council: Council, policy: Policy, now: string): NextStep =>
  (answered) => {
    const closing = closingThatStands(council, londonDate(now));
    const declared = declaredExemptions(council, londonDate(now), policy);
    if ((closing !== undefined || declared.length > 0) && answered.what === undefined)
      return whatToDo(todosOf(closing !== undefined, declared.length > 0));
    if (answered.what?.todo === 'exemptions') return nextExemptionStep(declared, answered, now);
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
  if (answered.what?.todo === 'exemptions') {
    const { exempted, exemptionsNote } = answered.exemptions as z.output<ReturnType<typeof exemptionsSchema>>;
    const { agreedUntil } = (answered.agreed ?? {}) as { readonly agreedUntil?: string };
    return {
      kind: 'decide-exemptions',
      decided: { exemptions: exempted, note: exemptionsNote, ...defined({ agreedUntil }) },
    };
  }
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
