import * as z from 'zod';
import type { Choice } from './question.ts';
import type { Step } from './walk.ts';

/** The first page where a person chooses what to do; the choice is `todo` of the step `what`. */
export const whatToDo = (choices: readonly Choice[]): Step => ({
  name: 'what',
  title: 'What do you want to do?',
  questions: [{ kind: 'radios', name: 'todo', label: 'What do you want to do?', choices }],
  schema: z.object({
    todo: z.enum(
      choices.map(({ value }) => value),
      { error: 'Select what you want to do' },
    ),
  }),
  button: 'Continue',
});
