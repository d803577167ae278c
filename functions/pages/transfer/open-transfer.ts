import type { Case } from '../../../shared/core/case/case.ts';
import { sealedUnder } from '../../../shared/core/case/responsible.ts';
import { defined } from '../../../shared/core/defined.ts';
import { type SocialWorker, sealedUntil } from '../../../shared/core/referral/particulars.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { type LinkClaims, linkPaths, signLink } from '../../../shared/runtime/links.ts';
import { detailsMark, sealedForSearch } from '../case/missing-details.ts';
import { openForCouncil } from '../case/open-for-council.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import type { Session } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import type { PageModel } from '../views/page-model.ts';
import { socialWorkerIn, socialWorkerMark } from './social-worker.ts';
import { transferActions } from './transfer-actions.ts';
import { transferModel } from './transfer-model.ts';

type TransferClaims = Extract<LinkClaims, { for: 'transfer' }>;

/** The way to the receipt of what the council answered, opened as this page is; none where it was not asked, or the children are not placed with it. */
async function receiptOf(
  { key, clock }: PagesTools,
  { caseId, council, version, inSession, seeOnly, readBy }: TransferClaims,
  { offers, placement }: Case,
): Promise<NonNullable<PageModel['links']>> {
  const answered = offers.findLast((one) => one.council === council && one.answeredAt !== undefined);
  if (answered === undefined || placement?.council !== council) return [];
  const offer = {
    for: 'offer',
    council,
    caseId,
    offerId: answered.id,
    version,
    ...defined({ inSession, seeOnly, readBy }),
  } as const;
  const href = `${linkPaths.offer}/${await signLink(key, offer, clock.now())}`;
  return [{ text: 'See the receipt of your answer', href }];
}

/** Opens the page behind the receiving authority's link; undefined when there is no such case. */
export async function openTransfer(
  tools: PagesTools,
  claims: TransferClaims,
  request: PageRequest,
  session: Session | undefined,
): Promise<OpenedPage | undefined> {
  const { caseId, council } = claims;
  const theCase = await tools.cases.read(caseId);
  if (theCase === undefined) return undefined;
  const now = tools.clock.now();
  const keys = await tools.key.all();
  const links = await receiptOf(tools, claims, theCase);
  // Who was named before the key was rotated keeps the mark that the case has.
  const markOf = (named: SocialWorker): string => {
    const [newest = '', ...before] = keys.map((key) => socialWorkerMark(key, caseId, named));
    return before.find((mark) => mark === theCase.placement?.socialWorker) ?? newest;
  };
  return openForCouncil(tools, request, theCase, {
    as: { kind: 'council', code: council },
    page: 'transfer-page',
    model: () => ({ ...transferModel(theCase, council, now, session !== undefined), links }),
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
