import { sealedUnder } from '../../../shared/core/case/responsible.ts';
import { type SocialWorker, sealedUntil } from '../../../shared/core/referral/particulars.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import { detailsMark, sealedForSearch } from '../case/missing-details.ts';
import { openForCouncil } from '../case/open-for-council.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import type { Session } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { socialWorkerIn, socialWorkerMark } from './social-worker.ts';
import { transferActions } from './transfer-actions.ts';
import { transferModel } from './transfer-model.ts';

/** Opens the page behind the receiving authority's link; undefined when there is no such case. */
export async function openTransfer(
  tools: PagesTools,
  { caseId, council }: Extract<LinkClaims, { for: 'transfer' }>,
  request: PageRequest,
  session: Session | undefined,
): Promise<OpenedPage | undefined> {
  const theCase = await tools.cases.read(caseId);
  if (theCase === undefined) return undefined;
  const now = tools.clock.now();
  const keys = await tools.key.all();
  // Who was named before the key was rotated keeps the mark that the case has.
  const markOf = (named: SocialWorker): string => {
    const [newest = '', ...before] = keys.map((key) => socialWorkerMark(key, caseId, named));
    return before.find((mark) => mark === theCase.placement?.socialWorker) ?? newest;
  };
  return openForCouncil(tools, request, theCase, {
    as: { kind: 'council', code: council },
    page: 'transfer-page',
    model: () => transferModel(theCase, council, now, session !== undefined),
    actions: transferActions(theCase, council, now, markOf, detailsMark(keys, theCase)),
    before: async (answered, command, { cause, overtaken }) => {
      const named = socialWorkerIn(answered);
      if (overtaken || named === undefined) return sealedForSearch(tools, theCase, answered, command, cause);
      const until = sealedUntil(theCase.facts.children, now);
      const mark = markOf(named);
      await tools.sealed.sealSocialWorker(theCase.referralId, mark, sealedUnder(theCase), named, until);
      return { command };
    },
  });
}
