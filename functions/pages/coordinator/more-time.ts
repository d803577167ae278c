import * as z from 'zod';
import { moreTimeReasons } from '../../../events/more-time-given.v1.ts';
import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { PossibleCommand } from '../../../shared/core/case/command.ts';
import { laterBy, mostDays, timeToGive } from '../../../shared/core/case/commands/give-more-time.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { plural } from '../../../shared/words/counting.ts';
import { moreTimeWords } from '../../../shared/words/reasons.ts';
import { deadlineTasks } from '../../../shared/words/statuses.ts';
import { type Action, action } from '../case/case-actions.ts';
import { note, noteText } from '../case/note.ts';
import { oneOf } from '../forms/answers.ts';
import { choicesOf } from '../forms/question.ts';

/** The council whose time runs is given more of it, once: to answer, or to arrange the move. */
export const moreTimeActions = (
  theCase: Case,
  possible: readonly PossibleCommand[],
  policy: Policy,
  now: string,
): readonly Action[] =>
  possible.flatMap((command) => {
    const time = timeToGive(theCase);
    if (command.kind !== 'give-more-time' || time === undefined) return [];
    const who = authorityName(time.council);
    const task = deadlineTasks[time.deadline];
    const ends = Array.from({ length: mostDays(policy, time.deadline) }, (_, at) => ({
      value: String(at + 1),
      by: deadlineWords(laterBy(time, at + 1, now, policy)),
    }));
    const endOf = (days: string): string => ends.find(({ value }) => value === days)?.by ?? '';
    return [
      action({
        value: 'more-time',
        text: `Give ${who} more time`,
        hint: `To ${task}, by ${deadlineWords(time.by)} so far`,
        asks: {
          title: `How much more time does ${who} get?`,
          text: [
            `It was to ${task} by ${deadlineWords(time.by)}. More time is given once.`,
            ...(time.deadline === 'answer' ? ['Back-ups wait as long.'] : []),
          ],
          questions: [
            {
              kind: 'radios',
              name: 'moreDays',
              label: 'More time',
              choices: ends.map(({ value, by }) => ({
                value,
                text: `${plural(Number(value), 'working day')}, until ${by}`,
              })),
            },
            {
              kind: 'radios',
              name: 'moreBecause',
              label: 'Reason',
              hint: 'Both councils read it.',
              choices: choicesOf(moreTimeReasons, moreTimeWords),
            },
            note('moreNote'),
          ],
          schema: z.object({
            moreDays: oneOf(
              ends.map(({ value }) => value),
              'Select how much more time it gets',
            ),
            moreBecause: oneOf(moreTimeReasons, 'Select why it gets more time'),
            moreNote: noteText,
          }),
        },
        means: [
          `${who} has more time to ${task}${ends.length === 1 ? `: until ${endOf('1')}` : ''}. It is told until when and why, and so is the entry authority. Your note is in no email.`,
        ],
        command: ({ moreDays, moreBecause, moreNote }) => ({
          kind: 'give-more-time',
          deadline: time.deadline,
          council: time.council,
          days: Number(moreDays),
          because: moreBecause,
          note: moreNote,
        }),
      }),
    ];
  });
