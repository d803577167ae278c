import type { Candidate, CouncilVerdict, Decision } from '../allocation/decision.ts';
import { childrenWhoCount } from '../allocation/missing-facts.ts';
import type { Case, Offer } from './case.ts';
import { type DecisionDraft, record } from './decision-draft.ts';
import { askNext, openOffers, withdrawOffer } from './offers.ts';
import { heldBy } from './places.ts';
import { warned } from './safety.ts';

/** What the offers of a case hold of each council's places: no reason why the same council could not take the same children. */
export const heldByOwnOffers = (
  subject: Case,
): Readonly<Record<string, { readonly held: number; readonly offered: number }>> => {
  const children = childrenWhoCount(subject).length;
  return Object.fromEntries(openOffers(subject).map((offer) => [offer.council, heldBy(offer, children)]));
};

const canTake = ({ outcome, because }: CouncilVerdict): boolean =>
  outcome !== 'passed-over' || because === 'later-in-turn' || because === 'not-answering';

/** Whoever has a link to the children, or was chosen by its region's lead, is asked before any turn. */
const beforeAnyTurn: readonly Candidate['because'][] = ['family-link', 'lead-chose'];

/**
 * Of the open offers of a case whose facts have changed, those that still fit: their councils can take the children as they are said to be now. None where
 * another council goes before any turn: the search begins again then.
 */
const stillFitting = (subject: Case, decision: Decision): readonly Offer[] => {
  if (decision.kind !== 'offer') return [];
  const { chosen, verdicts } = decision;
  const able = new Set(verdicts.filter(canTake).map(({ council }) => council));
  const fit = openOffers(subject).filter(({ council }) => able.has(council));
  const first = (['live', 'promised', 'asked'] as const)
    .flatMap((status) => fit.filter((offer) => offer.status === status).toSorted((a, b) => a.rank - b.rank))
    .at(0);
  if (first === undefined) return [];
  return beforeAnyTurn.includes(chosen.because) && chosen.council !== first.council ? [] : fit;
};

/**
 * The check was done again while councils were asked: withdraws what no longer fits, and keeps the rest as it is, back-ups' yes too. When the offer whose
 * turn it was is gone, the next is asked, or has the children if it has said yes.
 *
 * @returns whether any is kept, so that nobody else is asked
 */
export const keepFitting = (draft: DecisionDraft, decision: Decision, decisionHash: string): boolean => {
  const fit = stillFitting(draft.case, decision);
  for (const offer of openOffers(draft.case))
    if (!fit.some(({ id }) => id === offer.id))
      withdrawOffer(draft, offer, decision.kind === 'held' ? 'held' : 'reallocated');
  if (fit.length === 0) return false;
  record(draft, 'offers-kept.v1', {
    offers: fit.map(({ id, council }) => ({ offerId: id, council })),
    decisionHash,
    ...warned(decision.kind === 'offer' ? decision.warnings : []),
  });
  if (!fit.some(({ status }) => status === 'live')) askNext(draft, 'facts-changed');
  return true;
};
