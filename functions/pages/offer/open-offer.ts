import { isSilent } from '../../../shared/core/allocation/silence.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case, Offer } from '../../../shared/core/case/case.ts';
import { openOffers } from '../../../shared/core/case/offers.ts';
import { handedOver } from '../../../shared/core/case/responsible.ts';
import { isClosed } from '../../../shared/core/case/standing.ts';
import { isOpen } from '../../../shared/core/council/closing.ts';
import { hearingOfAnswer, unansweredAfter } from '../../../shared/core/council/hearing.ts';
import { usualPlaces } from '../../../shared/core/council/usual-places.ts';
import { defined } from '../../../shared/core/defined.ts';
import { hearCouncil } from '../../../shared/runtime/hear-council.ts';
import { type LinkClaims, linkPaths, signLink } from '../../../shared/runtime/links.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { actOnCase } from '../case/act-on-case.ts';
import { decidedVerdicts } from '../case/decided-verdicts.ts';
import { documentsOf } from '../documents/listed-documents.ts';
import { whoConfirmed } from '../forms/confirm-step.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import { message } from '../http/reply.ts';
import type { PagesTools } from '../tools.ts';
import type { PageModel, Section } from '../views/page-model.ts';
import { stillCounted } from '../words/fact-words.ts';
import { changedSince } from './changed-since.ts';
import { askedAs, offerModel, stillThereSection } from './offer-model.ts';
import {
  answerCommand,
  answeredOtherwise,
  isConfirmedAnswer,
  nextOfferStep,
  stillThere,
} from './offer-steps.ts';
import { whoAnswered } from './who-answered.ts';
import { whoToRing } from './who-to-ring.ts';
import { whyRefused } from './why-refused.ts';

/** Other areas in which the council usually places children; looked up only where this child is to avoid any. */
async function placesToKnow(
  { councils, clock }: PagesTools,
  { facts }: Case,
  council: string,
): Promise<readonly string[]> {
  if ((facts.areasToAvoid ?? []).length === 0) return [];
  const asked = await councils.read(council);
  return asked === undefined ? [] : usualPlaces(asked, londonDate(clock.now()));
}

type OfferClaims = Extract<LinkClaims, { for: 'offer' }>;

/** A page with the way to another of the same council in the same case, open in the same way. */
async function leadingTo(
  { key, clock }: PagesTools,
  text: string,
  claims: LinkClaims,
  model: PageModel,
): Promise<{ readonly page: PageModel }> {
  const href = `${linkPaths[claims.for]}/${await signLink(key, claims, clock.now())}`;
  return { page: { ...model, links: [{ text, href }] } };
}

/** The page of an offer that no longer stands while its council is asked anew in the same case: the way to what it can answer, and no form, so that nobody answers unseen what has changed. */
const askedAnew = (tools: PagesTools, claims: OfferClaims, stands: Offer, model: PageModel) =>
  leadingTo(
    tools,
    'Open the present request',
    { ...claims, offerId: stands.id },
    {
      ...model,
      lead: [
        ...(model.lead ?? []),
        'Your council is asked again in this case. The present request has its own time to answer.',
      ],
    },
  );

/** The page of an offer without anything to answer. Whoever has the children is led to the page about their move. */
function settled(tools: PagesTools, claims: OfferClaims, theCase: Case, model: PageModel) {
  const { council, caseId, version, inSession, seeOnly, readBy } = claims;
  if (theCase.placement?.council !== council || handedOver(theCase) || isClosed(theCase))
    return { page: model };
  const move = {
    for: 'transfer',
    council,
    caseId,
    version,
    ...defined({ inSession, seeOnly, readBy }),
  } as const;
  return leadingTo(tools, 'Arrange the move', move, model);
}

/** What the trail tells of an offer that was answered: by whom, to its own council, and why a no was not accepted. */
async function answerOf(
  { cases }: PagesTools,
  { caseId, seeOnly }: OfferClaims,
  offer: Offer,
): Promise<readonly Section[]> {
  if (offer.answeredAt === undefined) return [];
  const trail = await cases.trail(caseId);
  return [...(seeOnly ? [] : whoAnswered(offer, trail)), ...whyRefused(offer, trail)];
}

/** The page of an offer that its council can answer. */
async function toAnswer(
  tools: PagesTools,
  { caseId, council, seeOnly }: OfferClaims,
  theCase: Case,
  offer: Offer,
): Promise<PageModel> {
  const read = tools.cases.trail(caseId);
  const [trail, documents, places, ring] = await Promise.all([
    read,
    documentsOf(tools, theCase, read),
    placesToKnow(tools, theCase, council),
    // A copy only looks, and rings nobody.
    seeOnly ? [] : whoToRing(tools, theCase, read),
  ]);
  const decided = await decidedVerdicts(tools.cases, caseId, trail, offer.round);
  const verdict = decided?.verdicts.find((one) => one.council === council);
  const changes = [...whyRefused(offer, trail), ...changedSince(theCase, offer, trail)];
  return offerModel(theCase, offer, verdict, tools.clock.now(), documents, places, changes, ring);
}

/** Opens the page behind an offer's link; undefined when there is no such offer to that council. */
export async function openOffer(tools: PagesTools, claims: OfferClaims): Promise<OpenedPage | undefined> {
  const { cases, councils, clock, policy } = tools;
  const { caseId, offerId, council } = claims;
  const theCase = await cases.read(caseId);
  const offer = theCase?.offers.find(({ id }) => id === offerId);
  if (theCase === undefined || offer?.council !== council) return undefined;
  const now = clock.now();
  const open = openOffers(theCase);
  const instead = open.includes(offer) ? undefined : open.find((one) => one.council === council);
  const as = instead === undefined ? askedAs(theCase, offer, now) : undefined;
  const name = authorityName(council);
  const hear = () =>
    hearCouncil(tools, council, (unanswered) => hearingOfAnswer(unanswered, offer.answerBy, now));
  const page: OpenedPage = {
    caption: `Reference ${caseId}`,
    shows: async () => {
      const model = offerModel(theCase, offer, undefined, now, [], [], await answerOf(tools, claims, offer));
      return instead === undefined
        ? settled(tools, claims, theCase, model)
        : askedAnew(tools, claims, instead, model);
    },
    // An answer that changes nothing any more is a word all the same.
    notActedOn: async (form) => {
      if (!isConfirmedAnswer(form)) return undefined;
      await hear();
      return answeredOtherwise(offer, form);
    },
  };
  if (as !== undefined)
    return {
      ...page,
      shows: async () => ({ page: await toAnswer(tools, claims, theCase, offer) }),
      nextStep: nextOfferStep(as, name, stillCounted(theCase)),
      act: async (answered) => {
        const acted = await actOnCase(tools, {
          caseId,
          command: answerCommand(offerId, answered),
          actor: { kind: 'council', code: council, ...whoConfirmed(answered) },
          cause: `answer:${caseId}:${offerId}`,
        });
        // What changed the case has been heard with it.
        if (acted.kind !== 'done' || acted.event === undefined) await hear();
        return acted;
      },
    };
  if (instead !== undefined || offer.answeredAt !== undefined || open.includes(offer)) return page;
  const asked = await councils.read(council);
  // Who is closed or has ended is asked nothing, whatever it says here.
  if (asked === undefined || !isOpen(asked, londonDate(now))) return page;
  const { unanswered } = asked;
  const after = unansweredAfter(unanswered, hearingOfAnswer(unanswered, offer.answerBy, now));
  if (!isSilent(defined({ unanswered }), policy) || isSilent(defined({ unanswered: after }), policy))
    return page;
  return {
    ...page,
    shows: () => ({ page: { ...offerModel(theCase, offer, undefined, now), ...stillThereSection(name) } }),
    nextStep: (answered) => (answered.there === undefined ? stillThere(name) : undefined),
    act: async () => {
      await hear();
      return {
        kind: 'show',
        response: message(
          200,
          'Thank you for telling us',
          `Others no longer go before ${name}: you are asked in your turn again.`,
          'This request itself is closed, and nothing has been placed with you. You need do nothing more.',
        ),
      };
    },
  };
}
