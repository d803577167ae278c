import type { DataOf } from '../../../../events/catalogue.ts';
import { defined } from '../../defined.ts';
import type { Case, CaseStatus } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import { changed, type DecisionDraft, record, refused } from '../decision-draft.ts';

type Part = DataOf<'sealed-details-opened.v1'>['part'];

/** Statuses in which the children have a placement: from acceptance on, whatever has come between since, and after the handover for as long as they are in care. */
const placed: ReadonlySet<CaseStatus> = new Set([
  'accepted',
  'transfer-arranged',
  'child-refused',
  'paused',
  'transferred',
  'missing-from-care',
]);

/**
 * The part that a council has in the present placement of a case, which opens to it what is sealed of the children; undefined for
 * everybody else: councils that are or were asked, one whose placement was undone, and all before anybody has accepted. Once
 * another council has become responsible, they are open to that one alone.
 */
export function partInPlacement({ status, facts, placement }: Case, council: string): Part | undefined {
  if (placement === undefined || !placed.has(status)) return undefined;
  if (placement.movedFrom !== undefined)
    return placement.council === council ? 'receiving-authority' : undefined;
  if (facts.entryAuthority === council) return 'entry-authority';
  return placement.council === council ? 'receiving-authority' : undefined;
}

/** Records that a council opens what is sealed. Every opening is recorded: the same again is another one. */
export const openSealedDetails = (
  draft: DecisionDraft,
  { session, document }: Extract<Command, { kind: 'open-sealed-details' }>,
): Outcome => {
  const { actor } = draft.context;
  const council = 'code' in actor ? actor.code : undefined;
  const part = council === undefined ? undefined : partInPlacement(draft.case, council);
  if (council === undefined || part === undefined)
    return refused(
      'not-of-this-placement',
      'These details open to the two councils of a placement, once a council has accepted. Your council is not one of them now.',
    );
  record(draft, 'sealed-details-opened.v1', {
    council,
    part,
    session,
    ...defined({ document }),
  });
  return changed(draft);
};
