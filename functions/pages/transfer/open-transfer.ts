import { SEALED_FOR_SECONDS } from '../../../shared/core/particulars.ts';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import type { PageRequest } from '../../../shared/runtime/wear-http.ts';
import { socialWorkerIn, socialWorkerMark } from '../journey/social-worker.ts';
import { openForCouncil } from '../open-for-council.ts';
import type { OpenedPage } from '../opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { transferDesk } from './transfer-desk.ts';
import { transferLanding } from './transfer-landing.ts';

/** Opens the page behind the receiving authority's link; undefined when there is no such case. */
export async function openTransfer(
  tools: PagesTools,
  { caseId, council }: Extract<LinkClaims, { for: 'transfer' }>,
  request: PageRequest,
): Promise<OpenedPage | undefined> {
  const theCase = await tools.cases.read(caseId);
  if (theCase === undefined) return undefined;
  const now = tools.clock.now();
  const key = await tools.key.read();
  return openForCouncil(tools, request, theCase, {
    as: { kind: 'council', code: council },
    page: 'transfer-page',
    landing: transferLanding(theCase, council, now),
    desk: transferDesk(theCase, council, now, (named) => socialWorkerMark(key, caseId, named)),
    before: async (answered, command) => {
      const named = socialWorkerIn(answered);
      if (named === undefined) return { command };
      const until = Math.floor(Date.parse(now) / 1000) + SEALED_FOR_SECONDS;
      const mark = socialWorkerMark(key, caseId, named);
      await tools.sealed.sealSocialWorker(
        theCase.referralId,
        mark,
        theCase.facts.entryAuthority,
        named,
        until,
      );
      return { command };
    },
  });
}
