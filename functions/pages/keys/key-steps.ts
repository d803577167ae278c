import * as z from 'zod';
import type { KeyState } from '../../../shared/ports/api-store.ts';
import { oneOf } from '../forms/answers.ts';
import { decisionStep } from '../forms/confirm-step.ts';
import type { Answered, NextStep, Step } from '../forms/walk.ts';
import { whatToDo } from '../forms/what-to-do.ts';

/** What a coordinator decides about a council's key. */
export type KeyDecision =
  | { readonly kind: 'give' }
  | { readonly kind: 'replace'; readonly keepOldDays: number }
  | { readonly kind: 'take-away' };

/** Days for which the old key may go on working, so that a system can change over. */
const keptDays = { '0': 'Not at all', '1': '1 day', '7': '7 days', '28': '28 days' } as const;
const dayChoices = ['0', '1', '7', '28'] as const satisfies readonly (keyof typeof keptDays)[];

const toDo = whatToDo([
  { value: 'replace', text: 'Make a new key', hint: 'It takes the place of the one they have' },
  { value: 'take-away', text: 'Take the key away', hint: 'Their system can refer no child then' },
]);

const howLong: Step = {
  name: 'days',
  title: 'How long does the old key go on working?',
  text: [
    'Give their people time to put the new key into the system. Choose “Not at all” if somebody else may know the old key.',
  ],
  questions: [
    {
      kind: 'radios',
      name: 'days',
      label: 'From now on',
      choices: dayChoices.map((value) => ({ value, text: keptDays[value] })),
    },
  ],
  schema: z.object({ days: oneOf(dayChoices, 'Select how long the old key goes on working') }),
  button: 'Continue',
};

const shownOnce = 'You see the key on the next page. Nobody can look it up later. Be ready to hand it over.';

/** What is asked before a key is made or taken away; by the council's key as it stands. */
export const nextKeyStep =
  (state: KeyState | undefined): NextStep =>
  (answered) => {
    const has = state?.since !== undefined;
    if (has && answered.what === undefined) return toDo;
    const takes = has && answered.what?.todo === 'take-away';
    if (has && !takes && answered.days === undefined) return howLong;
    if (answered.confirm !== undefined) return undefined;
    if (takes)
      return decisionStep('No key of this council works any more, from now on.', 'Take the key away');
    return has
      ? decisionStep(shownOnce, 'Make a new key')
      : decisionStep(`This council’s system has no key now. ${shownOnce}`, 'Make a key');
  };

/** What a whole set of answers amounts to. */
export function decisionIn(answered: Answered): KeyDecision {
  if (answered.what === undefined) return { kind: 'give' };
  if (answered.what.todo === 'take-away') return { kind: 'take-away' };
  return { kind: 'replace', keepOldDays: Number(answered.days?.days) };
}
