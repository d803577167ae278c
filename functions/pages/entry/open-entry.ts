import type { LinkClaims } from '../../../shared/runtime/links.ts';
import type { PageRequest } from '../../../shared/runtime/wear-http.ts';
import { openForCouncil } from '../open-for-council.ts';
import type { OpenedPage } from '../opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { entryDesk } from './entry-desk.ts';
import { entryLanding } from './entry-landing.ts';

/** Opens the page behind the entry authority's link; undefined when it has no such case. */
export async function openEntry(
  tools: PagesTools,
  { caseId, authority }: Extract<LinkClaims, { for: 'entry' }>,
  request: PageRequest,
): Promise<OpenedPage | undefined> {
  const theCase = await tools.cases.read(caseId);
  if (theCase?.facts.entryAuthority !== authority) return undefined;
  return openForCouncil(tools, request, theCase, {
    as: { kind: 'entry-authority', code: authority },
    page: 'entry-page',
    landing: entryLanding(theCase),
    desk: entryDesk(theCase, tools.clock.now()),
  });
}
