import { retention } from '../../../shared/core/retention.ts';
import type { Draft } from '../../../shared/ports/draft-store.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { isWritten, pagesOf, type Step, type Walked } from '../forms/walk.ts';
import { page, type Reply } from '../http/reply.ts';
import { frame, pathOf, type ReferContext } from './refer-context.ts';
import { childrenWritten, type SectionCome, sectionsIn } from './refer-steps.ts';

/** The last part of the address of a draft's list of tasks. */
export const TASKS = 'tasks';

type Progress = 'completed' | 'in-progress' | 'wrong' | 'not-started' | 'waits' | 'cannot-start';

const progressWords = {
  completed: { text: 'Completed' },
  'in-progress': { tag: { text: 'In progress', classes: 'govuk-tag--light-blue' } },
  wrong: { tag: { text: 'There is a problem', classes: 'govuk-tag--red' } },
  'not-started': { tag: { text: 'Not started', classes: 'govuk-tag--blue' } },
  waits: {
    text: 'Answered: opens after the part before it',
    classes: 'govuk-task-list__status--cannot-start-yet',
  },
  'cannot-start': { text: 'Cannot start yet', classes: 'govuk-task-list__status--cannot-start-yet' },
} as const satisfies Record<Progress, object>;

interface Task {
  readonly heading: string;
  readonly progress: Progress;
  /** The page to begin with, or to go on from. */
  readonly page?: string;
}

/** How far one section is: its pages that were answered, and the one that is next if it is of this section. */
function taskOf({ heading, pages }: SectionCome, draft: Draft, at: Walked): Task {
  const form = new Map(Object.entries(draft.form));
  // Also on a page behind an answer that is missing or wrong.
  const isBegun = [...pages.values()].flatMap(pagesOf).some((page) => isWritten(page, form));
  const answered = at.before.filter(({ name }) => pages.has(name));
  const next: Step | undefined = at.kind === 'ask' && pages.has(at.step.name) ? at.step : undefined;
  const [first] = answered;
  if (next !== undefined) {
    const isWrong = at.kind === 'ask' && at.problems.size > 0;
    const progress = isWrong ? 'wrong' : isBegun ? 'in-progress' : 'not-started';
    return { heading, progress, page: next.name };
  }
  return first === undefined
    ? { heading, progress: isBegun ? 'waits' : 'cannot-start' }
    : { heading, progress: 'completed', page: first.name };
}

/**
 * The parts of a referral that is being written, how far each is, and the way to each: what somebody sees who comes back to it.
 *
 * @param check the name of the page that has the answers checked
 */
export function tasks(context: ReferContext, draft: Draft, at: Walked, check: string): Reply {
  const written = { ...childrenWritten(draft.form), ...at.answered };
  const found = sectionsIn(context.session.council, context.today, written).map((section) =>
    taskOf(section, draft, at),
  );
  const isDone = at.kind === 'done';
  const all: readonly Task[] = [
    ...found,
    {
      heading: 'Check and send',
      ...(isDone ? { progress: 'not-started', page: check } : { progress: 'cannot-start' }),
    },
  ];
  const done = all.filter(({ progress }) => progress === 'completed').length;
  return page('tasks', {
    ...frame(context),
    keptDays: retention.draftDays,
    title: 'Refer a child',
    caption: authorityName(context.session.council),
    back: '/refer',
    progress: `You have completed ${done} of ${all.length} parts.`,
    goOn: {
      text: isDone ? 'Check the answers' : Object.keys(draft.form).length === 0 ? 'Begin' : 'Go on',
      href: pathOf(draft, isDone ? check : at.step.name),
    },
    items: all.map(({ heading, progress, page: name }) => ({
      title: { text: heading },
      status: progressWords[progress],
      ...(name === undefined ? {} : { href: pathOf(draft, name) }),
    })),
  });
}
