import type { Case } from '../../../shared/core/case/case.ts';
import { regionsOf } from '../../../shared/core/case/lists.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { PageClaims } from '../../../shared/runtime/links.ts';
import { page, type Reply, seeOther } from '../http/reply.ts';
import { pageForLead } from '../region/page-for-lead.ts';
import { toSignIn } from '../sign-in/come-back.ts';
import { type LeadSession, type Session, sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { needsOfCouncil } from './needs-list.ts';
import { pathInSession } from './with-links.ts';

function pageOf(theCase: Case, session: Session, now: string): PageClaims | undefined {
  switch (session.kind) {
    case 'officer':
      return pageFor(theCase, session.council, now);
    case 'lead':
      return regionsOf(theCase).includes(session.region)
        ? pageForLead(theCase, session.region, now)
        : undefined;
    case 'coordinator':
      return { for: 'coordinator', caseId: theCase.id, version: theCase.version };
    case 'finance':
    case 'reader':
      return undefined;
  }
}

const notThere = {
  officer: {
    title: 'There is no such case for your council',
    text: [
      'Check the reference. A case opens to the council that referred the child, and to the councils that are asked.',
    ],
  },
  lead: {
    title: 'There is no such case in your region',
    text: [
      'Check the reference. An open case is yours to see while a council of your region refers, is asked or takes the child, or you are asked.',
      'It does not open to you where a council of your region is asked only as a back-up.',
    ],
  },
  coordinator: { title: 'There is no such case', text: ['Check the reference.'] },
  finance: { title: 'Cases do not open to you', text: ['You see the money and nights of your council.'] },
  reader: { title: 'Cases do not open to you', text: ['You see the figures of the scheme.'] },
} as const;

/** The same for a case that is not there as for one that is another's. */
export const notYours = (session: Session): Reply =>
  page(
    'message',
    {
      ...signedIn(session),
      ...notThere[session.kind],
      link: { text: 'Go to your list', href: '/home' },
    },
    403,
  );

/** For a lead whose list handed out a case that has ended since, or has nothing to do with their region any more. */
export const yoursNoMore = (session: LeadSession): Reply =>
  page(
    'message',
    {
      ...signedIn(session),
      title: 'This case is not open to you any more',
      text: [
        'It has ended, or no council of your region refers, is asked or takes the child any more.',
        'The page of your region lists every case that is open to you now.',
      ],
      link: { text: 'Go to your region', href: '/home' },
    },
    403,
  );

/** What a council may open of a case: what waits for it first, else what it has to do with the case. */
export function pageFor(theCase: Case, council: string, now: string): PageClaims | undefined {
  const { id: caseId, version, facts, placement, offers } = theCase;
  const [need] = needsOfCouncil([theCase], council, now);
  if (need !== undefined) return need.opens;
  if (facts.entryAuthority === council) return { for: 'entry', authority: council, caseId, version };
  if (placement?.council === council) return { for: 'transfer', council, caseId, version };
  const offer = offers.findLast((one) => one.council === council);
  return offer && { for: 'offer', council, caseId, offerId: offer.id, version };
}

/** A case that was referred twice goes on under one reference; the council that sent the other one finds it by that, and so do coordinators (`council` left out). */
export async function caseNamed(
  { cases }: PagesTools,
  reference: string,
  council?: string,
): Promise<Case | undefined> {
  const found = await cases.read(reference);
  if (found !== undefined) return found;
  const merged = await cases.mergedInto(reference);
  return merged !== undefined && (council === undefined || merged.council === council)
    ? cases.read(merged.caseId)
    : undefined;
}

/** Whether a council may open what a reference names. */
export async function isTheirs(tools: PagesTools, council: string, reference: string): Promise<boolean> {
  const theCase = await caseNamed(tools, reference, council);
  return theCase !== undefined && pageFor(theCase, council, tools.clock.now()) !== undefined;
}

/**
 * `/case/<reference>`: where e-mails lead that may not carry a link of their own, and where whoever had to sign in for a case comes back to.
 * Leads an officer on to the page of the case that is for their council, as a line of the list does; a coordinator to theirs; and everybody else to
 * sign in first.
 */
export async function ownCase(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const reference = parameter('reference');
  const session = await sessionOf(tools, request);
  if (session === undefined) return toSignIn(request);
  const council = session.kind === 'officer' ? session.council : undefined;
  const theCase = await caseNamed(tools, reference, council);
  const opens = theCase && pageOf(theCase, session, tools.clock.now());
  if (opens === undefined) return notYours(session);
  return seeOther(await pathInSession(tools.key, opens, tools.clock.now()));
}
