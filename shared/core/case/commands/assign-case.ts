import type { Command, Outcome } from '../command.ts';
import { changed, type DecisionDraft, record, unchanged } from '../decision-draft.ts';

/**
 * A coordinator says who of them deals with a case, or that nobody does any more. It gives nobody a right and takes none away: any coordinator may
 * decide any case. Who is on the roster, only those know who keep it.
 */
export const assignCase = (
  draft: DecisionDraft,
  { to }: Extract<Command, { kind: 'assign-case' }>,
): Outcome => {
  if (draft.case.assignedTo === to) return unchanged('The case is assigned so already.');
  record(draft, 'case-assigned.v1', to === undefined ? {} : { to }, { assignedTo: to });
  return changed(draft);
};
