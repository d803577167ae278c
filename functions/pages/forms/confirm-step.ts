import * as z from 'zod';
import { maybeText, someText, ticked } from './answers.ts';
import { CONFIRM, type Question } from './question.ts';
import type { Answered, Step } from './walk.ts';

export interface Confirmation {
  readonly title: string;
  /** What the person declares by ticking the box. */
  readonly declares: string;
  /** Said to whoever leaves it unticked. */
  readonly ifNot: string;
  /** Whether the person has to give a name. It is kept in the record and never e-mailed. */
  readonly name: 'required' | 'optional';
  readonly button: string;
  readonly text?: readonly string[];
}

const nameHint = 'Kept in the record. It is never emailed.';

/** The last page: what was answered, and a box that only a person ticks. Programs that post forms as they find them stop here. */
export function confirmStep({ title, declares, ifNot, name, button, text = [] }: Confirmation): Step {
  const who: Question = {
    kind: 'text',
    name: 'name',
    label: name === 'required' ? 'Your name' : 'Your name (optional)',
    hint: nameHint,
    autocomplete: 'name',
  };
  return {
    name: 'confirm',
    title,
    text,
    questions: [who, { kind: 'confirm', name: CONFIRM, label: 'Confirm', choice: declares }],
    schema: z.object({
      name: name === 'required' ? someText('Enter your name', 'Your name', 200) : maybeText('Your name', 200),
      [CONFIRM]: ticked(ifNot),
    }),
    button,
    check: true,
  };
}

/** The last page of what a coordinator decides, whose name the session gives. */
export const decisionStep = (text: string, button: string): Step => ({
  name: 'confirm',
  title: 'Check what you are about to do',
  text: [text],
  questions: [
    { kind: 'confirm', name: CONFIRM, label: 'Confirm', choice: 'This is my decision, and I may take it' },
  ],
  schema: z.object({ [CONFIRM]: ticked('Tick the box to say that this is your decision') }),
  button,
  check: true,
});

/** The name given on the last page. */
export const nameIn = (answered: Answered): string | undefined => {
  const name = answered.confirm?.name;
  return typeof name === 'string' && name !== '' ? name : undefined;
};
