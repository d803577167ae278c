import type { Actor } from '../../../events/envelope.ts';
import type { CouncilCommand } from './command.ts';

/** Who may ask something of a council beside the system, which may ask for anything: what it asks follows from what people asked, or from the clock. */
export type CouncilPart =
  /** The council itself. */
  'council' | 'coordinator';

/** Who may ask what of a council, whichever page they come by. */
export const whoMayOfCouncil: Readonly<Record<CouncilCommand['kind'], readonly CouncilPart[]>> = {
  declare: ['council'],
  remind: [],
  'question-exemptions': [],
  'decide-exemptions': ['coordinator'],
  close: ['coordinator'],
  reopen: ['coordinator'],
  // A key that was changed, an address, what a council left that ended.
  note: ['coordinator'],
};

/** Whether somebody may ask this of a council. @param code the council's */
export const mayAskCouncil = (code: string, kind: CouncilCommand['kind'], actor: Actor): boolean => {
  if (actor.kind === 'system') return true;
  const parts = whoMayOfCouncil[kind];
  if (actor.kind === 'coordinator') return parts.includes('coordinator');
  return 'code' in actor && actor.code === code && parts.includes('council');
};
