import type { DataOf } from '../../../events/catalogue.ts';
import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { mayBeAsked } from '../../../shared/core/case/commands/may-be-asked.ts';
import { movedFor } from '../../../shared/core/case/notifications.ts';
import { capitalised, listWords, uncapitalised } from '../../../shared/words/counting.ts';
import { moreTimeWords } from '../../../shared/words/reasons.ts';
import { deadlineConsequences, deadlineTasks, movedTasks } from '../../../shared/words/statuses.ts';
import { weekdayWords } from '../../../shared/words/times.ts';
import { nameOf } from '../authorities.ts';
import { type CaseEmailContext, caseEmail, caseFacts, told } from './context.ts';
import { action, fact, type Letter, list, notice, paragraph } from './letter.ts';
import { withOthers } from './words.ts';

type Deadline = DataOf<'deadline-approaching.v1'>['deadline'];

const about = (context: CaseEmailContext, council: string | undefined) =>
  council === undefined || context.role === 'council' ? [] : [fact('Council', nameOf(council))];

/** A party is reminded before its deadline. */
export function deadlineApproaching(context: CaseEmailContext): Letter {
  const { deadline, by, council } = told(context.event, 'deadline-approaching.v1');
  const task = deadlineTasks[deadline];
  const after = deadlineConsequences[deadline];
  const due = deadlineWords(by);
  return caseEmail(context, {
    subject: `Reminder ${context.subject.id}: ${task}, by ${due}`,
    preview: `This is due by ${due}.`,
    heading: `Reminder: please ${task}`,
    blocks: [
      notice(`Due by ${due}.`),
      paragraph(`This step of the case is still open. ${after}`),
      ...(deadline === 'decide' ? withOthers(context.subject) : []),
      action('Open the case', context.url),
      caseFacts(context, ...about(context, council)),
    ],
  });
}

/** Who should have acted, as far as one party should. */
function late(
  { subject }: CaseEmailContext,
  deadline: Deadline,
  council: string | undefined,
): string | undefined {
  if (council !== undefined) return nameOf(council);
  return deadline === 'facts' ? nameOf(subject.facts.entryAuthority) : undefined;
}

function passedWords(context: CaseEmailContext, deadline: Deadline, council: string | undefined): string {
  const task = deadlineTasks[deadline];
  const after = deadlineConsequences[deadline];
  const who = late(context, deadline, council);
  if (context.role !== 'coordinators')
    return `Please do this today: ${task}. If you cannot, tell the coordinators what stands in the way.`;
  if (deadline === 'decide' && mayBeAsked(context.subject, { kind: 'allocate' }, { kind: 'system' }))
    return 'The allocation check should have run by now, and it has not. Tell the operations team, and place the child directly if it takes long.';
  if (deadline === 'decide') return `Please ${task} now. ${after}`;
  if (who === undefined)
    return 'No council has taken the child in time. Please see whether the child [needs|need] another way.';
  return `${who} was to ${task}, and nothing came. Please call them, and see whether the child [needs|need] another way.`;
}

/** A deadline passed without the step being done. */
export function deadlinePassed(context: CaseEmailContext): Letter {
  const { deadline, by, council } = told(context.event, 'deadline-passed.v1');
  const task = deadlineTasks[deadline];
  const due = deadlineWords(by);
  return caseEmail(context, {
    subject: `Overdue ${context.subject.id}: ${task}`,
    preview: `This was due by ${due}.`,
    heading: `Overdue: ${task}`,
    blocks: [
      notice(`This was due by ${due}.`),
      paragraph(passedWords(context, deadline, council)),
      ...(deadline === 'decide' ? withOthers(context.subject) : []),
      action('Open the case', context.url),
      caseFacts(context, ...about(context, council)),
    ],
  });
}

/** A bank holiday was announced after deadlines had been set: those of the reader, as they are now and as they were. */
export function deadlinesMoved(context: CaseEmailContext): Letter {
  const said = told(context.event, 'deadlines-moved.v1');
  const { holidays } = said;
  const { role, offer, subject } = context;
  const own = movedFor(said, { role, offerId: offer?.id });
  const [first] = own;
  const days = listWords(holidays.map(weekdayWords));
  const lines = own.map(
    ({ deadline, from, by }) =>
      `${capitalised(movedTasks[deadline])}: by ${deadlineWords(by)}. Before: ${deadlineWords(from)}.`,
  );
  return caseEmail(context, {
    subject: `${subject.id}: more time, because of a bank holiday`,
    preview: first === undefined ? days : `Now by ${deadlineWords(first.by)}.`,
    heading: 'You have more time',
    blocks: [
      paragraph(
        `${days} ${holidays.length === 1 ? 'is a bank holiday. It was' : 'are bank holidays. They were'} announced after the time for this case was set, so the time ends later:`,
      ),
      list(lines),
      paragraph('What you have done already stays done. Nothing else changes.'),
      action('Open the case', context.url),
      caseFacts(context),
    ],
  });
}

/** A coordinator gave a council more time: to that council, and to the one that has the child meanwhile. */
export function moreTimeGiven(context: CaseEmailContext): Letter {
  const { deadline, council, by, from, because } = told(context.event, 'more-time-given.v1');
  const { role, subject } = context;
  const due = deadlineWords(by);
  const isTheirs = role === 'council';
  const task = deadlineTasks[deadline];
  return caseEmail(context, {
    subject: `${subject.id}: more time, until ${due}`,
    preview: `Now by ${due}.`,
    heading: isTheirs ? 'You have more time' : `${nameOf(council)} has more time`,
    blocks: [
      paragraph(
        isTheirs
          ? `A coordinator has given you more time to ${task}. Please do it by ${due}. Before, it was ${deadlineWords(from)}.`
          : `A coordinator has given ${nameOf(council)} more time to ${task}: until ${due}. Before, it was ${deadlineWords(from)}. You stay responsible for the child until the handover.`,
      ),
      paragraph(`Why: ${uncapitalised(moreTimeWords[because])}.`),
      ...(isTheirs ? [paragraph(`This is done once. ${deadlineConsequences[deadline]}`)] : []),
      action('Open the case', context.url),
      caseFacts(context, ...about(context, council)),
    ],
  });
}
