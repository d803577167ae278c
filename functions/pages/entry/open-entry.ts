import type { Case } from '../../../shared/core/case.ts';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import { sealAmendment } from '../../../shared/runtime/seal-amendment.ts';
import type { PageRequest } from '../../../shared/runtime/wear-http.ts';
import { openForCouncil } from '../open-for-council.ts';
import type { OpenedPage } from '../opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { entryDesk } from './entry-desk.ts';
import { entryLanding } from './entry-landing.ts';
import { type Giving, givenFacts, isAsked, isGiving } from './give-facts.ts';

/** Opens the page behind the entry authority's link; undefined when it has no such case. */
export async function openEntry(
  tools: PagesTools,
  { caseId, authority }: Extract<LinkClaims, { for: 'entry' }>,
  request: PageRequest,
): Promise<OpenedPage | undefined> {
  const theCase = await tools.cases.read(caseId);
  if (theCase?.facts.entryAuthority !== authority) return undefined;
  const sealed = await tools.sealed.particulars(theCase.referralId);
  const now = tools.clock.now();
  const giving: Giving = {
    theCase,
    now,
    policy: tools.policy,
    datesOfBirth: Object.fromEntries(
      sealed.flatMap(({ number, dateOfBirth }) => (dateOfBirth === undefined ? [] : [[number, dateOfBirth]])),
    ),
  };
  return openForCouncil(tools, request, theCase, {
    as: { kind: 'entry-authority', code: authority },
    page: 'entry-page',
    landing: entryLanding(theCase, sealed),
    // Sent once more after everything was given: there is nothing left to ask, and the page says so.
    desk: isTold(request, 'give') && !isAsked(giving) ? undefined : entryDesk(giving),
    lookedAt: corrections,
    before: async (answered, command) => {
      if (command.kind !== 'amend') return command;
      const { facts, particulars } = givenFacts(giving, answered);
      const { referralId } = theCase;
      const children = facts.children ?? theCase.facts.children;
      const identified = await sealAmendment(tools, { referralId, children, particulars, now });
      return { ...command, data: { ...command.data, ...identified } };
    },
    isOvertaken: (current, seen, answered) => isGiving(answered) && corrections(current) !== seen,
  });
}

const isTold = ({ body }: PageRequest, action: string): boolean =>
  typeof body === 'object' && body.action === action;

/** How often the referral was corrected: who gives facts has to have seen the last of them. */
const corrections = ({ amendments = [] }: Case): number => amendments.length;
