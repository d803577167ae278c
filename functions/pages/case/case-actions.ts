import * as z from 'zod';
import type { Command } from '../../../shared/core/case/command.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { allCounted, counted } from '../../../shared/words/counting.ts';
import { oneOf } from '../forms/answers.ts';
import { type Confirmation, confirmStep } from '../forms/confirm-step.ts';
import type { Question } from '../forms/question.ts';
import type { Answered, NextStep, Step } from '../forms/walk.ts';
import { typedIn } from '../sign-in/typed-before.ts';

/** What an action asks on a page of its own. */
interface Asks<Schema extends z.ZodType<Record<string, unknown>>> {
  readonly title: string;
  readonly text?: readonly string[];
  readonly questions: readonly Question[];
  readonly schema: Schema;
}

/** One thing that can be done with a case, and what has to be asked first. */
export interface Action {
  readonly value: string;
  readonly text: string;
  readonly hint?: string;
  /** Its pages in order, as far as the answers say which are needed. */
  readonly steps: (answered: Answered) => readonly Step[];
  /** Said on the last page: what will happen. */
  readonly means?: (answered: Answered) => readonly string[];
  readonly command: (answered: Answered) => Command;
}

/** An action with one page, and perhaps one after it that asks back. Its command takes what the first's schema reads. */
export const action = <Schema extends z.ZodType<Record<string, unknown>>>({
  asks,
  asksBack,
  means,
  command,
  ...made
}: Pick<Action, 'value' | 'text' | 'hint'> & {
  readonly asks: Asks<Schema>;
  /** What may not be meant, asked once more; undefined where nothing is. */
  readonly asksBack?: (given: z.output<Schema>) => Step | undefined;
  readonly means?: readonly string[];
  /** @param back what was answered to that */
  readonly command: (given: z.output<Schema>, back: Answered[string]) => Command;
}): Action => ({
  ...made,
  steps: (answered) => {
    const given = answered[made.value] as z.output<Schema> | undefined;
    const back = given && asksBack?.(given);
    return [{ ...asks, name: made.value, button: 'Continue' }, ...(back === undefined ? [] : [back])];
  },
  ...(means === undefined ? {} : { means: () => means }),
  // The form hands a command only what its own schemas have read.
  command: (answered) => {
    const given = answered[made.value] as z.output<Schema>;
    return command(given, answered[asksBack?.(given)?.name ?? ''] ?? {});
  },
});

/** What an action says of "the child", said of as many as there are. Only for actions whose words are all ours: people's own are never changed. */
export const ofSoMany = (count: number, made: Action): Action => ({
  ...made,
  text: counted(count, made.text),
  ...(made.hint === undefined ? {} : { hint: counted(count, made.hint) }),
  steps: (answered) => allCounted(count, made.steps(answered)),
  ...(made.means === undefined
    ? {}
    : { means: (answered) => allCounted(count, made.means?.(answered) ?? []) }),
});

export interface CaseActions {
  readonly question: string;
  readonly actions: readonly Action[];
  readonly confirmation: Omit<Confirmation, 'text'>;
}

const chosen = (offered: CaseActions, answered: Answered): Action | undefined =>
  offered.actions.find(({ value }) => value === answered.action?.action);

const chooseStep = ({ question, actions }: CaseActions): Step => {
  const [first = '', ...rest] = actions.map(({ value }) => value);
  return {
    name: 'action',
    title: question,
    questions: [
      {
        kind: 'radios',
        name: 'action',
        label: question,
        choices: actions.map(({ value, text, hint }) => ({
          value,
          text,
          ...defined({ hint }),
        })),
      },
    ],
    schema: z.object({ action: oneOf([first, ...rest], 'Select what you want to do') }),
    button: 'Continue',
  };
};

/** Choose, give what is needed, check, confirm: one path for everything that can be done with a case. */
export const nextActionStep =
  (offered: CaseActions): NextStep =>
  (answered) => {
    const action = chosen(offered, answered);
    if (action === undefined) return chooseStep(offered);
    const next = action.steps(answered).find(({ name }) => answered[name] === undefined);
    if (next !== undefined) return next;
    if (answered.confirm === undefined)
      return confirmStep({
        ...offered.confirmation,
        ...(action.means === undefined ? {} : { text: action.means(answered) }),
      });
    return undefined;
  };

/** The action that a form has chosen as it was posted, or as it waits to be posted again; undefined while there is none. */
export function chosenIn(request: PageRequest): string | undefined {
  const { body } = request;
  const chosen = typeof body === 'object' ? [body.action].flat() : typedIn(request)?.get('action');
  return chosen?.at(-1)?.trim();
}

/** The command that the answers amount to. @throws when no action was chosen: the form never ends so */
export function actionCommand(offered: CaseActions, answered: Answered): Command {
  const action = chosen(offered, answered);
  if (action === undefined) throw new Error('A form ended without an action.');
  return action.command(answered);
}
