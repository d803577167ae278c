import type { DataOf } from '../../../events/catalogue.ts';
import { areasInQuestion } from '../allocation/areas-in-question.ts';
import type { Candidate } from '../allocation/decision.ts';
import { childrenWhoCount } from '../allocation/missing-facts.ts';
import type { Case, Offer } from './case.ts';
import type { Command, Outcome } from './command.ts';
import { changed, dueIn, record, turn, type Unfolding, unchanged, viewOf } from './decision-draft.ts';
import { placeWith } from './placement.ts';
import { holding, letGo } from './places.ts';

type WithdrawnBecause = DataOf<'offer-withdrawn.v1'>['because'];
type PromotedBecause = DataOf<'offer-promoted.v1'>['because'];

const open: readonly Offer['status'][] = ['live', 'asked', 'promised'];

/** Offers that somebody may still answer or that hold a place. */
export const openOffers = ({ offers }: Case): readonly Offer[] =>
  offers.filter(({ status }) => open.includes(status));

/** The offers of a case with one of them changed. */
export const withOffer = ({ offers }: Case, id: string, news: Partial<Offer>): readonly Offer[] =>
  offers.map((offer) => (offer.id === id ? { ...offer, ...news } : offer));

export const children = (unfolding: Unfolding): number => childrenWhoCount(unfolding.case).length;

/** Withdraws an open offer and gives back what it held. */
export const withdrawOffer = (unfolding: Unfolding, offer: Offer, because: WithdrawnBecause): void => {
  unfolding.places.push(letGo(offer, children(unfolding)));
  record(
    unfolding,
    'offer-withdrawn.v1',
    { offerId: offer.id, council: offer.council, because },
    { offers: withOffer(unfolding.case, offer.id, { status: 'withdrawn', withdrawnBecause: because }) },
  );
};

export const withdrawOpenOffers = (unfolding: Unfolding, because: WithdrawnBecause): void => {
  for (const offer of openOffers(unfolding.case)) withdrawOffer(unfolding, offer, because);
};

/** Makes an offer the live primary: it gets its whole time to answer, and its places are held from now. */
export const promote = (unfolding: Unfolding, offer: Offer, because: PromotedBecause): void => {
  const answerBy = dueIn(unfolding, 'answerOffer', offer.council);
  const live: Offer = { ...offer, status: 'live', promotedAt: unfolding.context.now, answerBy };
  unfolding.places.push(holding(live, children(unfolding)));
  record(
    unfolding,
    'offer-promoted.v1',
    { offerId: offer.id, council: offer.council, answerBy, because },
    {
      offers: withOffer(unfolding.case, offer.id, live).map((other) =>
        other.status === 'asked' ? { ...other, answerBy } : other,
      ),
    },
  );
};

/** Hands the case to the coordinators, with the region's lead. */
const escalate = (
  unfolding: Unfolding,
  because: DataOf<'case-escalated.v1'>['because'],
  more: Pick<DataOf<'case-escalated.v1'>, 'decisionHash'> = {},
): void => {
  const { round, entryRegion } = unfolding.case;
  const decideBy = dueIn(unfolding, 'coordinatorDecides');
  record(
    unfolding,
    'case-escalated.v1',
    { because, decideBy, round, ...more, ...(entryRegion === undefined ? {} : { region: entryRegion }) },
    { escalation: { because, decideBy } },
  );
};

/** Sends the case back to the allocation check. */
export const reallocate = (
  unfolding: Unfolding,
  because: DataOf<'case-reallocated.v1'>['because'],
  more: Pick<DataOf<'case-reallocated.v1'>, 'note' | 'concerned' | 'placedWith'> = {},
): void => {
  const { excluded, pause } = unfolding.case;
  record(
    unfolding,
    'case-reallocated.v1',
    { because, excluding: [...excluded], ...more },
    {
      stepBy: dueIn(unfolding, 'coordinatorDecides'),
      ...(pause === undefined ? {} : { pause: { ...pause, from: 'eligible' } }),
    },
  );
};

/**
 * The live offer has ended without a yes: a back-up that promised is placed at once; else the next that was asked is promoted;
 * else another round, as long as the policy allows one; else a person takes over. Back-ups whose places turned out to be gone are left
 * out, and those whose areas an e-mail says to avoid that nobody has confirmed.
 */
export const askNext = (unfolding: Unfolding, because: PromotedBecause): void => {
  const full = unfolding.context.noPlaceAt ?? [];
  for (const offer of openOffers(unfolding.case)) {
    if (full.includes(offer.council)) withdrawOffer(unfolding, offer, 'no-place-left');
  }
  const inQuestion = areasInQuestion(unfolding.case);
  const backUps = openOffers(unfolding.case)
    .filter(({ council }) => !inQuestion.includes(council))
    .toSorted((a, b) => a.rank - b.rank);
  const promised = backUps.find(({ status }) => status === 'promised');
  if (promised !== undefined) {
    placeWith(unfolding, {
      council: promised.council,
      region: promised.region,
      how: 'back-up-yes',
      offer: promised,
    });
    withdrawOpenOffers(unfolding, 'placed-elsewhere');
    return;
  }
  const [next] = backUps;
  if (next !== undefined) {
    promote(unfolding, next, because);
    return;
  }
  // Only councils are left whose areas are in question: nobody waits for them, and they may be asked again once that is answered.
  withdrawOpenOffers(unfolding, 'reallocated');
  if (unfolding.case.round < unfolding.policy.offers.rounds) reallocate(unfolding, 'next-round');
  else {
    const silent = unfolding.case.offers.some(({ status }) => status === 'expired');
    escalate(unfolding, silent ? 'no-answer' : 'all-declined');
  }
};

const offersTo = (unfolding: Unfolding, candidates: readonly Candidate[]): readonly Offer[] => {
  const round = unfolding.case.round + 1;
  const answerBy = dueIn(unfolding, 'answerOffer', candidates[0]?.council);
  return candidates.map(({ council, region }, index) => ({
    id: `${round}-${index + 1}`,
    round,
    rank: index + 1,
    council,
    region,
    role: index === 0 ? 'primary' : 'back-up',
    status: index === 0 ? 'live' : 'asked',
    madeAt: unfolding.context.now,
    answerBy,
  }));
};

/** Does what the allocation check decided. A case that no longer waits for it stays as it is: the check was for an earlier state. */
export const allocate = (
  unfolding: Unfolding,
  { decision, decisionHash }: Extract<Command, { kind: 'allocate' }>,
): Outcome => {
  if (unfolding.case.status !== 'eligible')
    return unchanged('This case is not waiting for the allocation check.');
  const { now } = unfolding.context;
  switch (decision.kind) {
    case 'incomplete': {
      const fields = decision.fields.map((field) => ({ ...field }));
      const stepBy = dueIn(unfolding, 'giveMissingFacts', unfolding.case.facts.entryAuthority);
      record(unfolding, 'referral-incomplete.v1', { fields }, { missing: fields, stepBy });
      return changed(unfolding);
    }
    case 'held': {
      const reasons = decision.reasons.map(({ code, words }) => ({ code, words }));
      const reviewAt = dueIn(unfolding, 'coordinatorDecides');
      record(unfolding, 'referral-held.v1', { reasons }, { hold: { reasons, since: now, reviewAt } });
      return changed(unfolding);
    }
    case 'no-candidate':
      escalate(unfolding, 'no-candidate', { decisionHash });
      return changed(unfolding);
    case 'offer': {
      const offers = offersTo(unfolding, [decision.chosen, ...decision.backUps]);
      turn(unfolding, [{ kind: 'tick', scope: 'national', seen: viewOf(unfolding).national.turn }]);
      unfolding.places.push(...offers.map((offer) => holding(offer, children(unfolding))));
      const round = unfolding.case.round + 1;
      record(
        unfolding,
        'offers-made.v1',
        {
          round,
          places: children(unfolding),
          offers: offers.map(({ id, council, role, rank, answerBy }) => ({
            offerId: id,
            council,
            role,
            rank,
            answerBy,
          })),
          decisionHash,
        },
        { round, offers: [...unfolding.case.offers, ...offers] },
      );
      return changed(unfolding);
    }
  }
};
