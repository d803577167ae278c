import * as z from 'zod';
import { ticked } from './answers.ts';
import { type FormModel, formModel } from './form-model.ts';
import { type FormPost, fieldValue } from './form-post.ts';
import { CONFIRM } from './question.ts';

/** A box that a person ticks before something is done that a signed-in page would otherwise do at the press of a button. */
export interface Tick {
  readonly step: string;
  readonly choice: string;
  readonly ifNot: string;
  readonly button: string;
}

/** Whether it was ticked. A form that is posted as it stands never has it, whoever posts it. */
export const isTicked = (form: FormPost): boolean => fieldValue(form, CONFIRM) === 'yes';

/** @param carried what goes with it unseen @param missed it was pressed without the tick */
export const tickFirst = (
  { step, choice, ifNot, button }: Tick,
  carried: FormModel['carried'],
  missed: boolean,
): FormModel => ({
  ...formModel(
    {
      name: step,
      title: '',
      questions: [{ kind: 'confirm', name: CONFIRM, label: 'Confirm', choice }],
      schema: z.object({ [CONFIRM]: ticked(ifNot) }),
      button,
    },
    new Map(),
    missed ? new Map([[CONFIRM, ifNot]]) : new Map(),
  ),
  carried,
});
