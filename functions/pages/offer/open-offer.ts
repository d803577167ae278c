import { defined } from '../../../shared/core/defined.ts';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { actOnCase } from '../case/act-on-case.ts';
import { decidedVerdicts } from '../case/decided-verdicts.ts';
import { nameIn } from '../forms/confirm-step.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { stillCounted } from '../words/fact-words.ts';
import { askedAs, offerModel } from './offer-model.ts';
import { answerCommand, nextOfferStep } from './offer-steps.ts';

/** Opens the page behind an offer's link; undefined when there is no such offer to that council. */
export async function openOffer(
  tools: PagesTools,
  claims: Extract<LinkClaims, { for: 'offer' }>,
): Promise<OpenedPage | undefined> {
  const { cases, clock } = tools;
  const { caseId, offerId, council } = claims;
  const theCase = await cases.read(caseId);
  const offer = theCase?.offers.find(({ id }) => id === offerId);
  if (theCase === undefined || offer?.council !== council) return undefined;
  const now = clock.now();
  const as = askedAs(theCase, offer, now);
  const caption = `Reference ${caseId}`;
  if (as === undefined)
    return { caption, shows: () => ({ page: offerModel(theCase, offer, undefined, now) }) };
  return {
    caption,
    shows: async () => {
      const decided = await decidedVerdicts(cases, caseId, await cases.trail(caseId), offer.round);
      const verdict = decided?.verdicts.find((one) => one.council === council);
      return { page: offerModel(theCase, offer, verdict, now) };
    },
    nextStep: nextOfferStep(as, authorityName(council), stillCounted(theCase.facts, theCase.turned18)),
    act: (answered) => {
      const name = nameIn(answered);
      return actOnCase(tools, {
        caseId,
        command: answerCommand(offerId, answered),
        actor: { kind: 'council', code: council, ...defined({ name }) },
        cause: `answer:${caseId}:${offerId}`,
      });
    },
  };
}
