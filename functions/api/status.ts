import { deadlineWords } from '../../shared/core/calendar/working-days.ts';
import type { Case, CaseStatus } from '../../shared/core/case/case.ts';
import { defined } from '../../shared/core/defined.ts';
import type { PageResponse } from '../../shared/runtime/http-middleware.ts';
import type { ReferralState } from './contracts.ts';
import { noSuchReferral } from './problem.ts';
import type { ApiTools } from './tools.ts';
import { nameOf, pointerTo } from './what-is-missing.ts';

/** Where a case stands, in a sentence to the council that referred the child. */
export function statusWords({ status, placement }: Case): string {
  const receiving = placement === undefined ? 'The receiving authority' : nameOf(placement.council);
  const sentences: Readonly<Record<CaseStatus, string>> = {
    eligible: 'We are looking for councils to ask.',
    incomplete: 'Facts are missing. Give what is listed, and the case goes on by itself.',
    held: 'A coordinator has to decide before any council is asked. You need do nothing unless asked.',
    offered: 'Councils have been asked to take the child.',
    escalated: 'No council that was asked can take the child. A coordinator is finding a place.',
    accepted: `${receiving} takes the child and is arranging the move.`,
    'transfer-arranged': `${receiving} takes the child, and the day of the move is fixed.`,
    paused: 'You told us that the child is missing. Every deadline waits until the child is found.',
    'child-refused': 'The child refuses to move. A coordinator decides what follows.',
    transferred: `The child was handed over to ${receiving}, which is responsible now. The case is closed.`,
    'joined-family': 'The child joined family in the UK. The case is closed.',
    stayed: 'The child stays with you. The case is closed.',
    'missing-from-care': 'The child was handed over, and is missing. The receiving authority is responsible.',
    'left-care': 'The child has left care since the handover. The case is closed.',
    'turned-18': 'Nobody in this case is under 18 any more. The case is closed.',
    withdrawn: 'You withdrew the referral. The case is closed.',
  };
  return sentences[status];
}

function waitsFor({ needs }: Case): Pick<ReferralState, 'waitsFor' | 'actBy' | 'deadline'> {
  if (needs === undefined) return {};
  const who = {
    coordinators: 'a-coordinator',
    system: 'the-service',
    'entry-authority': 'you',
    council: 'a-council',
  } as const;
  const { party, by } = needs;
  return {
    waitsFor: who[party.kind],
    actBy: by,
    deadline: `by ${deadlineWords(by)}`,
  };
}

const stateOf = (subject: Case): ReferralState => ({
  reference: subject.id,
  status: subject.status,
  words: statusWords(subject),
  referredAt: subject.openedAt,
  moveBy: subject.moveBy,
  ...waitsFor(subject),
  missing: (subject.missing ?? []).map(({ field, words }) => ({
    pointer: pointerTo(field, subject.facts),
    detail: words,
  })),
  ...(subject.placement === undefined
    ? {}
    : {
        receivingAuthority: { code: subject.placement.council, name: nameOf(subject.placement.council) },
        ...defined({ moveOn: subject.placement.moveOn }),
      }),
});

const found = (state: ReferralState): PageResponse => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(state),
});

/** How a council's own referral stands. Another's is as unknown as one that does not exist. */
export async function status(tools: ApiTools, council: string, reference: string): Promise<PageResponse> {
  const current = await tools.cases.read(reference);
  if (current !== undefined)
    return current.facts.entryAuthority === council ? found(stateOf(current)) : noSuchReferral();
  const request = await tools.requests.referral(reference);
  if (request?.council !== council) return noSuchReferral();
  const merged = await tools.cases.mergedInto(reference);
  if (merged !== undefined)
    return found({
      reference,
      status: 'merged',
      words: `The same child was referred before. Your referral was merged into that case, ${merged.caseId}, and a person is told where the two differ.`,
      mergedInto: merged.caseId,
      referredAt: request.acceptedAt,
      missing: [],
    });
  return found({
    reference,
    status: 'received',
    words: 'We have your referral and look at it within moments.',
    referredAt: request.acceptedAt,
    waitsFor: 'the-service',
    missing: [],
  });
}
