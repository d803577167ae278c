import type { DataOf } from '../../../../events/catalogue.ts';
import { defined } from '../../defined.ts';
import type { Case, CaseStatus } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import { changed, type DecisionDraft, record, refused } from '../decision-draft.ts';
import { handedOver, hasInCare } from '../responsible.ts';
import { isFinal } from '../transitions.ts';

type Part = DataOf<'sealed-details-opened.v1'>['part'];

/** Statuses in which the children have a placement ahead: from acceptance on, whatever has come between since. */
const placed: ReadonlySet<CaseStatus> = new Set(['accepted', 'transfer-arranged', 'child-refused', 'paused']);

/**
 * The part that a council has in the present placement of a case; undefined for
 * everybody else: councils that are or were asked, one whose placement was undone, and all before anybody has accepted. From the
 * handover on they are open to who is responsible alone, for as long as anybody of the case is in its care.
 */
export function partInPlacement(subject: Case, council: string): Part | undefined {
  const { status, facts, placement } = subject;
  if (handedOver(subject)) return hasInCare(subject) === council ? 'receiving-authority' : undefined;
  if (placement === undefined || !placed.has(status)) return undefined;
  if (facts.entryAuthority === council) return 'entry-authority';
  return placement.council === council ? 'receiving-authority' : undefined;
}

/**
 * The part by which what is sealed opens to a council; undefined for everybody else. Beside the councils of a placement it is the entry
 * authority, for as long as the case is open and the children have not been handed over: it opens what it said itself, to correct it.
 */
export function opensTo(subject: Case, council: string): Part | undefined {
  const isCorrecting =
    subject.facts.entryAuthority === council && !isFinal(subject.status) && !handedOver(subject);
  return partInPlacement(subject, council) ?? (isCorrecting ? 'entry-authority' : undefined);
}

/** Records that a council opens what is sealed. Every opening is recorded: the same again is another one. */
export const openSealedDetails = (
  draft: DecisionDraft,
  { session, document }: Extract<Command, { kind: 'open-sealed-details' }>,
): Outcome => {
  const { actor } = draft.context;
  const council = 'code' in actor ? actor.code : undefined;
  const part = council === undefined ? undefined : opensTo(draft.case, council);
  if (council === undefined || part === undefined)
    return refused(
      'not-of-this-placement',
      'These details open to the council that referred the children, and once a council has accepted to that one too. From the handover on they open to the one that is responsible. Your council is not one of them now.',
    );
  record(draft, 'sealed-details-opened.v1', {
    council,
    part,
    session,
    ...defined({ document }),
  });
  return changed(draft);
};
