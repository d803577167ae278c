import type { DataOf } from '../../../events/catalogue.ts';
import { areasInQuestion } from '../allocation/areas-in-question.ts';
import { childrenWhoCount } from '../allocation/missing-facts.ts';
import { hasEnded } from '../calendar/in-force.ts';
import { nationOf } from '../calendar/nation.ts';
import { afterOfficeHours, londonDate, workingDaysBefore } from '../calendar/working-days.ts';
import { defined } from '../defined.ts';
import type { Policy } from '../policy.ts';
import type { Case, CaseStatus, Offer } from './case.ts';
import {
  type DecisionDraft,
  decidedWhere,
  dueIn,
  isClosedNow,
  type Patch,
  record,
  searchDue,
} from './decision-draft.ts';
import { placeWith } from './placement.ts';
import { holding, letGo } from './places.ts';
import { asksCouncils } from './standing.ts';

type WithdrawnBecause = DataOf<'offer-withdrawn.v1'>['because'];
type PromotedBecause = DataOf<'offer-promoted.v1'>['because'];

const open: readonly Offer['status'][] = ['live', 'asked', 'promised'];

/** Offers that somebody may still answer or that hold a place. */
export const openOffers = ({ offers }: Case): readonly Offer[] =>
  offers.filter(({ status }) => open.includes(status));

/** Whether it was ever its council's to decide, not only to stand by. */
const askedFirst = ({ role, promotedAt }: Offer): boolean => role === 'primary' || promotedAt !== undefined;

/** How far the search has come: how many councils that were asked first said no or let their time run out (each counts once, with its last offer), by when the next answers, and how many have promised to stand by. */
export const searchSoFar = ({ offers }: Case) => {
  const ended = offers.filter(
    (offer) => askedFirst(offer) && (offer.status === 'declined' || offer.status === 'expired'),
  );
  const last = [...new Map(ended.map(({ council, status }) => [council, status])).values()];
  return {
    saidNo: last.filter((status) => status === 'declined').length,
    silent: last.filter((status) => status === 'expired').length,
    standBy: new Set(offers.flatMap(({ status, council }) => (status === 'promised' ? [council] : []))).size,
    ...defined({ answerBy: offers.find(({ status }) => status === 'live')?.answerBy }),
  };
};

/** The offers of a case with one of them changed. */
export const withOffer = (
  { offers }: Pick<Case, 'offers'>,
  id: string,
  news: Partial<Offer>,
): readonly Offer[] => offers.map((offer) => (offer.id === id ? { ...offer, ...news } : offer));

/**
 * The offers of a case once the time of the live one begins anew or ends later: whoever is still asked beside it answers as long, in the calendar of its
 * own nation. Nobody's time gets shorter.
 */
export const askedAsLong = (
  { offers }: Pick<Case, 'offers'>,
  due: (asked: Offer) => string,
): readonly Offer[] =>
  offers.map((offer) => {
    if (offer.status !== 'asked') return offer;
    const by = due(offer);
    return by > offer.answerBy ? { ...offer, answerBy: by } : offer;
  });

export const children = (draft: DecisionDraft): number => childrenWhoCount(draft.case).length;

/** Withdraws an open offer and gives back what it held. */
export const withdrawOffer = (draft: DecisionDraft, offer: Offer, because: WithdrawnBecause): void => {
  draft.places.push(letGo(offer, children(draft)));
  record(
    draft,
    'offer-withdrawn.v1',
    { offerId: offer.id, council: offer.council, because },
    { offers: withOffer(draft.case, offer.id, { status: 'withdrawn', withdrawnBecause: because }) },
  );
};

export const withdrawOpenOffers = (draft: DecisionDraft, because: WithdrawnBecause): void => {
  for (const offer of openOffers(draft.case)) withdrawOffer(draft, offer, because);
};

/** The deadline of an answer to an offer: by when a council answers one of a round that is made to it now: the whole time in the first, less in later ones where the policy says so. */
export const answerDue = (draft: DecisionDraft, council: string | undefined, round: number): string => {
  const { context, policy } = draft;
  const { search, closeOfDay } = policy;
  if (search === undefined || round <= 1) return dueIn(draft, 'answerOffer', council);
  const nation = council === undefined ? 'England' : nationOf(council);
  return afterOfficeHours(context.now, search.laterAnswerHours, nation, {
    opens: search.opens,
    closes: closeOfDay,
  });
};

/** By when a person has a case for which no council was found; undefined where the policy counts rounds instead. */
export const peopleBy = ({ facts, moveBy }: Case, policy: Policy): string | undefined => {
  if (policy.search === undefined) return undefined;
  const { moveInCare, moveNotInCare } = policy.workingDays;
  const days = facts.inCareOfAuthority === false ? moveNotInCare : moveInCare;
  const left = Math.ceil(days * (1 - policy.search.peopleAfterPart));
  return workingDaysBefore(moveBy, left, nationOf(facts.entryAuthority), policy.closeOfDay);
};

/** What an event says of the search to the entry authority, and what the case keeps of that. */
interface WordOfSearch {
  readonly said: { readonly searchGoesOn?: true };
  readonly kept: Pick<Patch, 'searchToldOn'>;
}

const noWord: WordOfSearch = { said: {}, kept: {} };

/** An offer has ended without a yes, and others are asked: the entry authority is told that the search goes on, once a day; but not of what its own news did. */
const searchGoesOn = (
  { case: { searchToldOn }, context }: DecisionDraft,
  because: PromotedBecause,
): WordOfSearch => {
  const today = londonDate(context.now);
  return searchToldOn === today || because === 'facts-changed' || because === 'area-to-avoid'
    ? noWord
    : { said: { searchGoesOn: true }, kept: { searchToldOn: today } };
};

/** Whether whoever is asked next could answer before a person has to have the case. */
export const inTime = (draft: DecisionDraft, answerBy: string): boolean => {
  const people = peopleBy(draft.case, draft.policy);
  return people === undefined || answerBy <= people;
};

/** Whether there is to be another round: as long as there is time for one, or as many as the policy says. */
const anotherRound = (draft: DecisionDraft): boolean => {
  const { policy, case: subject } = draft;
  return policy.search === undefined
    ? subject.round < policy.offers.rounds
    : inTime(draft, answerDue(draft, undefined, subject.round + 1));
};

/** Makes an offer the live primary: it gets its whole time to answer, and its places are held from now. */
export const promote = (
  draft: DecisionDraft,
  offer: Offer,
  because: PromotedBecause,
  { said, kept } = noWord,
): void => {
  const answerBy = answerDue(draft, offer.council, offer.round);
  // What was said of an earlier asking is not said of this one.
  const { readAt: _, begunAnew: __, moreTime: ___, ...asked } = offer;
  const live: Offer = { ...asked, status: 'live', promotedAt: draft.context.now, answerBy };
  draft.places.push(holding(live, children(draft)));
  record(
    draft,
    'offer-promoted.v1',
    { offerId: offer.id, council: offer.council, answerBy, because, ...said },
    {
      ...kept,
      offers: askedAsLong(draft.case, ({ council, round }) => answerDue(draft, council, round)).map(
        (other) => (other.id === live.id ? live : other),
      ),
    },
  );
};

/** Hands the case to the coordinators, with the lead of the region that was asked last; where nobody was, of the one the children are in. */
export const escalate = (
  draft: DecisionDraft,
  because: DataOf<'case-escalated.v1'>['because'],
  more: Pick<DataOf<'case-escalated.v1'>, 'decisionHash'> = {},
): void => {
  const { round, entryRegion, offers } = draft.case;
  const region = offers.findLast(askedFirst)?.region;
  const decideBy = dueIn(draft, 'coordinatorDecides');
  record(
    draft,
    'case-escalated.v1',
    { because, decideBy, round, ...more, ...defined({ region: region ?? entryRegion }) },
    { escalation: { because, decideBy } },
  );
};

/** A pause once nothing is held for the missing child any more. */
export const pausedWithoutPlaces = (
  { placesUntil: _, ...pause }: NonNullable<Case['pause']>,
  from: CaseStatus,
): NonNullable<Case['pause']> => ({ ...pause, from });

/** Sends the case back to the allocation check. */
export const reallocate = (
  draft: DecisionDraft,
  because: DataOf<'case-reallocated.v1'>['because'],
  more: Pick<DataOf<'case-reallocated.v1'>, 'note' | 'concerned' | 'placedWith'> = {},
  { said, kept } = noWord,
): void => {
  const { excluded, pause } = draft.case;
  record(
    draft,
    'case-reallocated.v1',
    { because, excluding: [...excluded], ...more, ...said },
    {
      ...kept,
      stepBy: searchDue(draft),
      ...decidedWhere(draft),
      ...(pause === undefined ? {} : { pause: pausedWithoutPlaces(pause, 'eligible') }),
    },
  );
};

/**
 * The live offer has ended without a yes: a back-up that promised is placed at once; else the next that was asked is promoted;
 * else another round, as long as the policy allows one; else, or when time runs out, a person takes over. Back-ups whose places turned out to be gone, and that have ended or are closed, are left
 * out, and those whose areas an e-mail says to avoid that nobody has confirmed.
 */
export const askNext = (draft: DecisionDraft, because: PromotedBecause): void => {
  const full = draft.context.noPlaceAt ?? [];
  for (const offer of openOffers(draft.case)) {
    if (hasEnded(offer.council, londonDate(draft.context.now))) withdrawOffer(draft, offer, 'council-ended');
    else if (isClosedNow(draft, offer.council)) withdrawOffer(draft, offer, 'council-closed');
    else if (full.includes(offer.council)) withdrawOffer(draft, offer, 'no-place-left');
  }
  const inQuestion = areasInQuestion(draft.case);
  const backUps = openOffers(draft.case)
    .filter(({ council }) => !inQuestion.includes(council))
    .toSorted((a, b) => a.rank - b.rank);
  const promised = backUps.find(({ status }) => status === 'promised');
  if (promised !== undefined) {
    placeWith(draft, {
      council: promised.council,
      region: promised.region,
      how: 'back-up-yes',
      offer: promised,
    });
    withdrawOpenOffers(draft, 'placed-elsewhere');
    return;
  }
  const [next] = backUps;
  if (next !== undefined && inTime(draft, answerDue(draft, next.council, next.round))) {
    promote(draft, next, because, searchGoesOn(draft, because));
    return;
  }
  // Only councils are left whose areas are in question, or for whom there is no time: nobody waits for them, and they may be asked again.
  withdrawOpenOffers(draft, 'reallocated');
  if (anotherRound(draft)) reallocate(draft, 'next-round', {}, searchGoesOn(draft, because));
  else {
    const silent = draft.case.offers.some(({ status }) => status === 'expired');
    escalate(draft, silent ? 'no-answer' : 'all-declined');
  }
};

/**
 * Ends the offers of councils that are closed; when it was their turn, the search goes on at once. Of a missing child nobody is asked: theirs end once it
 * is found.
 */
export const endOffersOfClosed = (draft: DecisionDraft): void => {
  if (!asksCouncils(draft.case)) return;
  const theirs = openOffers(draft.case).filter(({ council }) => isClosedNow(draft, council));
  for (const offer of theirs) withdrawOffer(draft, offer, 'council-closed');
  if (theirs.some(({ status }) => status === 'live')) askNext(draft, 'council-closed');
};
