import * as z from 'zod';
import type { Command } from '../../../shared/core/case/command.ts';
import { defined } from '../../../shared/core/defined.ts';
import { oneOf } from './answers.ts';
import { type Confirmation, confirmStep } from './confirm-step.ts';
import type { Question } from './question.ts';
import type { Answered, Journey, Step } from './walk.ts';

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

/** An action with one page. Its command takes what its own schema reads. */
export const action = <Schema extends z.ZodType<Record<string, unknown>>>({
  asks,
  means,
  command,
  ...made
}: Pick<Action, 'value' | 'text' | 'hint'> & {
  readonly asks: Asks<Schema>;
  readonly means?: readonly string[];
  readonly command: (given: z.output<Schema>) => Command;
}): Action => ({
  ...made,
  steps: () => [{ ...asks, name: made.value, button: 'Continue' }],
  ...(means === undefined ? {} : { means: () => means }),
  // The journey hands a command only what its own schema has read.
  command: (answered) => command(answered[made.value] as z.output<Schema>),
});

export interface Desk {
  readonly question: string;
  readonly actions: readonly Action[];
  readonly confirmation: Omit<Confirmation, 'text'>;
}

const chosen = (desk: Desk, answered: Answered): Action | undefined =>
  desk.actions.find(({ value }) => value === answered.action?.action);

const chooseStep = ({ question, actions }: Desk): Step => {
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
export const deskJourney =
  (desk: Desk): Journey =>
  (answered) => {
    const action = chosen(desk, answered);
    if (action === undefined) return chooseStep(desk);
    const next = action.steps(answered).find(({ name }) => answered[name] === undefined);
    if (next !== undefined) return next;
    if (answered.confirm === undefined)
      return confirmStep({
        ...desk.confirmation,
        ...(action.means === undefined ? {} : { text: action.means(answered) }),
      });
    return undefined;
  };

/** The command that a desk's answers amount to. @throws when no action was chosen: the journey never ends so */
export function deskCommand(desk: Desk, answered: Answered): Command {
  const action = chosen(desk, answered);
  if (action === undefined) throw new Error('A journey ended without an action.');
  return action.command(answered);
}
