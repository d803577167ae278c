import type { Case } from '../../../shared/core/case/case.ts';
import type { PossibleCommand } from '../../../shared/core/case/command.ts';
import { whichMail, wouldDo } from '../words/proposal-words.ts';
import type { Action } from './case-actions.ts';

/** Whether the council sent what came by e-mail: it says so itself, or a coordinator says what it said. */
export function amendmentActions(
  theCase: Case,
  possible: readonly PossibleCommand[],
  says: { readonly yes: string; readonly no: string },
): readonly Action[] {
  const all = theCase.proposals ?? [];
  return all.flatMap((one): readonly Action[] => {
    const which = whichMail(all, one);
    const may = (kind: 'confirm-amendment' | 'refuse-amendment') =>
      possible.some((command) => command.kind === kind && command.amendmentId === one.id);
    const yes: Action = {
      value: `sent-${one.id}`,
      text: `${says.yes}${which}`,
      hint: 'It is made at once, as if it had been made on this page',
      steps: () => [],
      means: () => [
        ...wouldDo(theCase, one),
        'What the email says takes the place of what the referral says now.',
      ],
      command: () => ({ kind: 'confirm-amendment', amendmentId: one.id }),
    };
    const no: Action = {
      value: `not-sent-${one.id}`,
      text: `${says.no}${which}`,
      hint: 'Nothing changes, and the coordinators are told',
      steps: () => [],
      means: () => ['Nothing changes. The coordinators are told that somebody writes in the council’s name.'],
      command: () => ({ kind: 'refuse-amendment', amendmentId: one.id }),
    };
    return [...(may('confirm-amendment') ? [yes] : []), ...(may('refuse-amendment') ? [no] : [])];
  });
}
