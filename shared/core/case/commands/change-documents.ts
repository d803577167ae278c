import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import { changed, type DecisionDraft, record, refused } from '../decision-draft.ts';
import { isMoveAhead } from '../standing.ts';

/** Whether documents may be added to a case, and be said to be of another kind: for as long as it is open and nobody has received the children. */
export const takesDocuments = (theCase: Case): boolean => isMoveAhead(theCase);

/** Whether the entry authority may take its documents away again: only while nobody relies on them, and no legal hold keeps them. */
export const letsDocumentsGo = (theCase: Case): boolean =>
  takesDocuments(theCase) && theCase.placement === undefined && theCase.legalHold === undefined;

/**
 * Records that the entry authority adds a sealed document, takes one away, or says of what kind one is. The case holds no list of
 * them: whether this was recorded before is for whoever asks to know.
 */
export const changeDocuments = (
  draft: DecisionDraft,
  { kind: _, ...said }: Extract<Command, { kind: 'change-documents' }>,
): Outcome => {
  if (said.change === 'removed' && draft.case.legalHold !== undefined)
    return refused(
      'legal-hold',
      'This case is under legal hold: nothing of it is taken away. If a document is of another child, tell the National Transfer Scheme team at once.',
    );
  if (said.change === 'removed' && !letsDocumentsGo(draft.case))
    return refused(
      'document-relied-on',
      'A council has accepted. Documents stay as they are. If one is wrong, tell that council and add the right one.',
    );
  record(draft, 'documents-changed.v1', { council: draft.case.facts.entryAuthority, ...said });
  return changed(draft);
};
