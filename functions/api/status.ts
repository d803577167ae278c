import { deadlineWords } from '../../shared/core/calendar/working-days.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { childrenNow } from '../../shared/core/case/responsible.ts';
import { moveDeadline } from '../../shared/core/case/standing.ts';
import { actBy } from '../../shared/core/case/waiting-on.ts';
import { defined } from '../../shared/core/defined.ts';
import type { PageResponse } from '../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../shared/words/authority-names.ts';
import { statusToReferrer } from '../../shared/words/statuses.ts';
import type { ReferralState } from './contracts.ts';
import { noSuchReferral } from './problem.ts';
import type { ApiTools } from './tools.ts';
import { pointerTo } from './what-is-missing.ts';

function waitsFor(subject: Case): Pick<ReferralState, 'waitsFor' | 'actBy' | 'deadline'> {
  const { needs } = subject;
  if (needs === undefined) return {};
  const who = {
    coordinators: 'a-coordinator',
    system: 'the-service',
    'entry-authority': 'you',
    council: 'a-council',
    'smp-lead': 'the-lead-of-a-region',
  } as const;
  const by = actBy(subject);
  return {
    waitsFor: who[needs.party.kind],
    ...(by === undefined ? {} : { actBy: by, deadline: `by ${deadlineWords(by)}` }),
  };
}

const stateOf = (subject: Case): ReferralState => ({
  reference: subject.id,
  status: subject.status,
  words: statusToReferrer(subject, childrenNow(subject).length),
  referredAt: subject.openedAt,
  ...defined({ moveBy: moveDeadline(subject) }),
  ...waitsFor(subject),
  missing: (subject.missing ?? []).map(({ field, words }) => ({
    pointer: pointerTo(field, subject.facts),
    detail: words,
  })),
  ...(subject.placement === undefined
    ? {}
    : {
        receivingAuthority: {
          code: subject.placement.council,
          name: authorityName(subject.placement.council),
        },
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
