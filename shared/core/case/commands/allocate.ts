import type { Candidate, Decision } from '../../allocation/decision.ts';
import { nationalScope } from '../../council/verification.ts';
import { defined } from '../../defined.ts';
import type { Offer } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import { changed, type DecisionDraft, dueIn, record, turn, unchanged, viewOf } from '../decision-draft.ts';
import { countArrivals } from '../entry-count.ts';
import { keepFitting } from '../kept-offers.ts';
import { answerDue, children, escalate, inTime } from '../offers.ts';
import { holding } from '../places.ts';
import { warned } from '../safety.ts';

const offersTo = (draft: DecisionDraft, candidates: readonly Candidate[]): readonly Offer[] => {
  const round = draft.case.round + 1;
  return candidates.map(({ council, region }, index) => ({
    id: `${round}-${index + 1}`,
    round,
    rank: index + 1,
    council,
    region,
    role: index === 0 ? 'primary' : 'back-up',
    status: index === 0 ? 'live' : 'asked',
    madeAt: draft.context.now,
    answerBy: answerDue(draft, council, round),
  }));
};

/** An offer rests on the turns that were read: whoever read the same decides again. */
const tick = (draft: DecisionDraft): void => {
  const view = viewOf(draft);
  turn(draft, [{ kind: 'tick', scope: nationalScope(view), seen: view.national.turn }]);
};

/**
 * Asks the lead of the region whose turn it is, where the policy says so: once in a case, and only while there is time for its answer before a person
 * has to have the case. Meanwhile a place is held with the first, as by an offer.
 *
 * @returns whether it is asked
 */
const askRegion = (
  draft: DecisionDraft,
  { chosen, forLead }: Extract<Decision, { kind: 'offer' }>,
  decisionHash: string,
): boolean => {
  const { region } = chosen;
  const { regionsAnswered = [] } = draft.case;
  if (forLead === undefined || regionsAnswered.some((one) => one.region === region)) return false;
  const answerBy = dueIn(draft, 'regionNames', region);
  if (!inTime(draft, answerBy)) return false;
  tick(draft);
  record(
    draft,
    'region-asked.v1',
    { region, councils: [...forLead], places: children(draft), answerBy, decisionHash },
    { regionAsked: { region, councils: forLead, askedAt: draft.context.now, answerBy } },
  );
  return true;
};

/** Does what the allocation check decided. A case that no longer waits for it stays as it is: the check was for an earlier state. */
export const allocate = (
  draft: DecisionDraft,
  { decision, decisionHash, joins }: Extract<Command, { kind: 'allocate' }>,
): Outcome => {
  if (draft.case.status !== 'eligible')
    return unchanged('This case is not waiting for the allocation check.');
  const { now } = draft.context;
  countArrivals(draft);
  if (keepFitting(draft, decision, decisionHash)) return changed(draft);
  switch (decision.kind) {
    case 'incomplete': {
      const fields = decision.fields.map((field) => ({ ...field }));
      const stepBy = dueIn(draft, 'giveMissingFacts', draft.case.facts.entryAuthority);
      record(draft, 'referral-incomplete.v1', { fields }, { missing: fields, stepBy });
      return changed(draft);
    }
    case 'held': {
      const reasons = decision.reasons.map(({ code, words }) => ({ code, words }));
      const reviewAt = dueIn(draft, 'coordinatorDecides');
      record(
        draft,
        'referral-held.v1',
        { reasons, ...warned(decision.warnings), ...defined({ joins }) },
        { hold: { reasons, since: now, reviewAt, ...defined({ joins }) } },
      );
      return changed(draft);
    }
    case 'no-candidate':
      escalate(draft, 'no-candidate', { decisionHash, ...warned(decision.warnings) });
      return changed(draft);
    case 'offer': {
      const asked = askRegion(draft, decision, decisionHash);
      if (asked) return changed(draft);
      const offers = offersTo(draft, [decision.chosen, ...decision.backUps]);
      tick(draft);
      draft.places.push(...offers.map((offer) => holding(offer, children(draft))));
      const round = draft.case.round + 1;
      record(
        draft,
        'offers-made.v1',
        {
          round,
          places: children(draft),
          offers: offers.map(({ id, council, role, rank, answerBy }) => ({
            offerId: id,
            council,
            role,
            rank,
            answerBy,
          })),
          decisionHash,
          ...warned(decision.warnings),
        },
        { round, offers: [...draft.case.offers, ...offers] },
      );
      return changed(draft);
    }
  }
};
