import type { AnyEvent, DataOf } from '../../events/catalogue.ts';
import { checkAllocation } from '../../shared/core/allocation/allocation.ts';
import type { AllocationInputs, CouncilVerdict } from '../../shared/core/allocation/decision.ts';
import type { Case, Offer } from '../../shared/core/case/case.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { publishedCouncil } from '../../shared/core/council/published-councils.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import type { LinkClaims } from '../../shared/runtime/links.ts';
import { PermanentFailure } from '../../shared/runtime/permanent-failure.ts';

type Request = DataOf<'email-requested.v1'>;
type About<Kind extends Request['about']['kind']> = Extract<Request['about'], { kind: Kind }>;

export interface ContextTools {
  readonly cases: Pick<CaseStore, 'read' | 'event' | 'trail' | 'decision'>;
  readonly councils: Pick<CouncilStore, 'read' | 'trail'>;
}

/** What an e-mail is about, as it stands now. */
export type EmailContext =
  | {
      readonly kind: 'case';
      readonly subject: Case;
      readonly event: AnyEvent;
      readonly offer: Offer | undefined;
      readonly verdict: CouncilVerdict | undefined;
    }
  | { readonly kind: 'council'; readonly council: Council; readonly event: AnyEvent };

function found<T>(value: T | undefined, words: string): T {
  if (value === undefined) throw new PermanentFailure('nothing-to-write-about', words);
  return value;
}

const eventNumbered = (event: AnyEvent | undefined, number: number, subject: string): AnyEvent =>
  found(
    event,
    `${subject} has no event number ${number}. Check where the request for this e-mail came from.`,
  );

/** What the allocation check said of a council when the offer was made: derived again from what was kept. */
async function verdictOn(cases: ContextTools['cases'], caseId: string, offer: Offer) {
  const made = (await cases.trail(caseId)).find(
    (event) =>
      event.type === 'offers-made.v1' && event.data.offers.some(({ offerId }) => offerId === offer.id),
  );
  if (made?.type !== 'offers-made.v1') return undefined;
  const inputs = await cases.decision(caseId, made.data.decisionHash);
  if (inputs === undefined) return undefined;
  const decision = checkAllocation(JSON.parse(inputs) as AllocationInputs);
  return 'verdicts' in decision
    ? decision.verdicts.find(({ council }) => council === offer.council)
    : undefined;
}

async function caseStage(
  { cases }: ContextTools,
  { caseId, eventNumber, offerId }: About<'case'>,
  explained: boolean,
): Promise<EmailContext> {
  const subject = found(
    await cases.read(caseId),
    `There is no case ${caseId}. Check where the request for this e-mail came from.`,
  );
  const event = eventNumbered(await cases.event(caseId, eventNumber), eventNumber, caseId);
  const offer = subject.offers.find(({ id }) => id === offerId);
  return {
    kind: 'case',
    subject,
    event,
    offer,
    verdict: explained && offer !== undefined ? await verdictOn(cases, caseId, offer) : undefined,
  };
}

async function councilStage(
  { councils }: ContextTools,
  { council: code, eventNumber }: About<'council'>,
): Promise<EmailContext> {
  const region = found(publishedCouncil(code), `No authority has the code ${code}.`).region;
  const council = found(
    await councils.read(region, code),
    `The council ${code} is not in the table. Seed the councils.`,
  );
  const event = (await councils.trail(code)).find(({ trail }) => trail?.number === eventNumber);
  return { kind: 'council', council, event: eventNumbered(event, eventNumber, code) };
}

/**
 * Reads what an e-mail is about.
 *
 * @param explained whether the e-mail says why a council was asked
 * @throws PermanentFailure nothing-to-write-about
 */
export const contextFor = (
  tools: ContextTools,
  about: Request['about'],
  explained: boolean,
): Promise<EmailContext> =>
  about.kind === 'case' ? caseStage(tools, about, explained) : councilStage(tools, about);

/** A council without an offer of its own in the case gets the page for the transfer; with one, the page of its offer. */
function councilLink(subject: Case, council: string, offer: Offer | undefined, version: number): LinkClaims {
  const own =
    offer?.council === council ? offer : subject.offers.findLast((other) => other.council === council);
  const holdsPlacement = subject.placement?.council === council;
  return own === undefined || (holdsPlacement && offer === undefined)
    ? { for: 'transfer', council, caseId: subject.id, version }
    : { for: 'offer', council, caseId: subject.id, offerId: own.id, version };
}

/** The one page that an e-mail's reader needs. */
export function linkFor(to: Request['to'], context: EmailContext): LinkClaims {
  const version = context.event.trail?.number ?? 0;
  if (context.kind === 'council') {
    const { code, region } = context.council;
    return { for: 'capacity', council: code, region, version };
  }
  const { subject, offer, event } = context;
  if (to.role === 'entry-authority')
    return { for: 'entry', authority: subject.facts.entryAuthority, caseId: subject.id, version };
  if (to.role === 'smp-lead') return { for: 'coordinator', caseId: subject.id, version, seeOnly: true };
  if (to.role === 'coordinators') return { for: 'coordinator', caseId: subject.id, version };
  return event.type === 'place-accepted.v1' && event.data.council === to.council
    ? { for: 'transfer', council: to.council, caseId: subject.id, version }
    : councilLink(subject, to.council, offer, version);
}
