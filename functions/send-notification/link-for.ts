import type { AnyEvent, DataOf } from '../../events/catalogue.ts';
import type { Case, Offer } from '../../shared/core/case/case.ts';
import { publishedCouncil } from '../../shared/core/council/published-councils.ts';
import type { PageClaims } from '../../shared/runtime/links.ts';
import type { Happened } from './what-happened.ts';

/** A council without an offer of its own in the case gets the page for the transfer; with one, the page of its offer. */
function councilLink(subject: Case, council: string, offer: Offer | undefined, version: number): PageClaims {
  const own =
    offer?.council === council ? offer : subject.offers.findLast((other) => other.council === council);
  const holdsPlacement = subject.placement?.council === council;
  return own === undefined || (holdsPlacement && offer === undefined)
    ? { for: 'transfer', council, caseId: subject.id, version }
    : { for: 'offer', council, caseId: subject.id, offerId: own.id, version };
}

/** Whether a lead reads of its own part in a case, which has a page of its own: elsewhere it reads along. */
const asksLead = ({ type, data }: AnyEvent): boolean =>
  type === 'region-asked.v1' ||
  type === 'region-answered.v1' ||
  type === 'deadlines-moved.v1' ||
  (type === 'deadline-approaching.v1' && data.deadline === 'region');

/** What a lead's link to the page of another says: it only looks, and its lead can close it. */
const readsAlong = ({ region }: { readonly region: string }) => ({ seeOnly: true, readBy: region }) as const;

/** The one page that an e-mail's reader needs. Whoever reads along sees the same page, and can only look. */
export function linkFor(to: DataOf<'email-requested.v1'>['to'], happened: Happened): PageClaims {
  if (to.role === 'smp-lead' && to.copyOf !== undefined)
    return { ...linkFor({ role: 'council', council: to.copyOf }, happened), ...readsAlong(to) };
  const version = happened.event.trail?.number ?? 0;
  if (happened.kind === 'council') {
    const { code, region } = happened.council;
    return { for: 'capacity', council: code, region, version };
  }
  const { subject, offer, event } = happened;
  if (to.role === 'entry-authority')
    return { for: 'entry', authority: subject.facts.entryAuthority, caseId: subject.id, version };
  if (to.role === 'smp-lead' && asksLead(event))
    return { for: 'region', region: to.region, caseId: subject.id, version };
  if (to.role === 'smp-lead') return { for: 'coordinator', caseId: subject.id, version, ...readsAlong(to) };
  if (to.role === 'coordinators') return { for: 'coordinator', caseId: subject.id, version };
  const region = publishedCouncil(to.council)?.region;
  // It has no part in the case: what it can say is how many it takes.
  const hasNoPart =
    event.type === 'referral-held.v1' ||
    event.type === 'area-told.v1' ||
    ((event.type === 'found-decided.v1' || event.type === 'placement-moved.v1') &&
      event.data.council !== to.council) ||
    (event.type === 'care-moved.v1' && event.data.placedIn === to.council) ||
    ((event.type === 'case-paused.v1' || event.type === 'case-resumed.v1') &&
      event.data.livesIn === to.council) ||
    event.type === 'age-known-elsewhere.v1' ||
    (event.type === 'transfer-arranged.v1' && event.data.council !== to.council);
  if (hasNoPart && region !== undefined) return { for: 'capacity', council: to.council, region, version };
  return event.type === 'place-accepted.v1' && event.data.council === to.council
    ? { for: 'transfer', council: to.council, caseId: subject.id, version }
    : councilLink(subject, to.council, offer, version);
}
