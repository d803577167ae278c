import * as z from 'zod';
import type { Case } from '../../../shared/core/case/case.ts';
import type { PossibleCommand } from '../../../shared/core/case/command.ts';
import { type OnRoster, onRoster, type Roster } from '../../../shared/core/roster.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { type Action, action } from '../case/case-actions.ts';
import { oneOf } from '../forms/answers.ts';
import type { CoordinatorSession } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';

/** The coordinators as one of them finds them: who can deal with a case. */
export interface Colleagues {
  readonly roster: Pick<Roster, 'people'>;
  /** Who looks, by their id on the roster. */
  readonly me: string;
}

export async function colleaguesOf(
  { rosters }: Pick<PagesTools, 'rosters'>,
  { person }: CoordinatorSession,
): Promise<Colleagues> {
  const { roster } = await rosters.read('coordinators');
  return { roster, me: person };
}

/** Whether somebody who is a coordinator now deals with a case. */
export const isWithSomebody = (
  { assignedTo }: Pick<Case, 'assignedTo'>,
  { roster }: Pick<Colleagues, 'roster'>,
): boolean => onRoster({ ...roster, left: [] }, assignedTo) !== undefined;

/** Who deals with a case, as the coordinator who looks calls them. */
export function assignedWords({ assignedTo }: Pick<Case, 'assignedTo'>, { roster, me }: Colleagues): string {
  if (assignedTo === undefined) return 'nobody';
  if (assignedTo === me) return 'you';
  return onRoster({ ...roster, left: [] }, assignedTo)?.name ?? 'somebody who is no longer a coordinator';
}

const NOBODY = 'nobody';

/** Who looks comes first, and the others by name. */
const byName = (me: string) => (a: OnRoster, b: OnRoster) =>
  Number(b.id === me) - Number(a.id === me) || a.name.localeCompare(b.name, 'en-GB');

/** A case is assigned to one of the coordinators who can sign in, or to nobody. Asked of a coordinator who is signed in. */
export function assignAction(
  theCase: Case,
  possible: readonly PossibleCommand[],
  colleagues: Colleagues | undefined,
): readonly Action[] {
  if (colleagues === undefined || !possible.some(({ kind }) => kind === 'assign-case')) return [];
  const { roster, me } = colleagues;
  const choices = [
    ...roster.people
      .filter(({ id, secondStep }) => secondStep !== undefined && id !== theCase.assignedTo)
      .toSorted(byName(me))
      .map(({ id, name }) => ({ value: id, text: id === me ? `You, ${name}` : name })),
    ...(theCase.assignedTo === undefined ? [] : [{ value: NOBODY, text: 'Nobody' }]),
  ];
  return [
    action({
      value: 'assign',
      text: 'Say who deals with this case',
      hint: `Now: ${assignedWords(theCase, colleagues)}`,
      asks: {
        title: 'Who deals with this case?',
        text: ['Any coordinator can still decide it. Nobody is sent an email about this.'],
        questions: [{ kind: 'radios', name: 'assignTo', label: 'Coordinator', choices }],
        schema: z.object({
          assignTo: oneOf(
            choices.map(({ value }) => value),
            'Select who deals with this case',
          ),
        }),
      },
      means: ['All coordinators see on their list, and here, who deals with the case.'],
      command: ({ assignTo }) =>
        assignTo === NOBODY ? { kind: 'assign-case' } : { kind: 'assign-case', to: assignTo },
    }),
  ];
}

/** For the rows of a case. */
export const assignedRow = (theCase: Case, colleagues: Colleagues) => ({
  label: 'Assigned to',
  value: capitalised(assignedWords(theCase, colleagues)),
});
