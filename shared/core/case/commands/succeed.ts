import { inCareSince } from '../../allocation/arrivals.ts';
import { hasEnded, insteadWords, successorsOf } from '../../calendar/in-force.ts';
import { londonDate } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import { isToAvoid } from '../../referral/areas-to-avoid.ts';
import type { Case, Offer } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import { liveOffer } from '../deadlines.ts';
import {
  changed,
  councilIn,
  type DecisionDraft,
  record,
  refused,
  turn,
  unchanged,
  viewOf,
} from '../decision-draft.ts';
import { moveCount } from '../entry-count.ts';
import { answerDue, askedAsLong, children, openOffers } from '../offers.ts';
import { heldBy } from '../places.ts';
import { childrenInCare, handedOver, sealedUnder } from '../responsible.ts';
import { partsOf } from '../succession.ts';
import { passTurns } from '../turns.ts';

type Placement = NonNullable<Case['placement']>;
type Part = ReturnType<typeof partsOf>[number];

/** An offer as its new council has it: with the whole time to answer, if it is still to be answered. */
const taken = (draft: DecisionDraft, offer: Offer, to: string, region: string): Offer => {
  const due = answerDue(draft, to, offer.round);
  // That the council before it was looking, or was given more time, says nothing of this one.
  const { readAt: _, moreTime: __, ...asked } = offer;
  return {
    ...asked,
    council: to,
    region,
    answerBy: due > offer.answerBy ? due : offer.answerBy,
    begunAnew: { times: offer.begunAnew?.times ?? 0, at: draft.context.now },
  };
};

/** A placement as it is once another council has taken over from one. What spoke against the one, or was given to it, says nothing of the other; the trail keeps it. */
const passed = (placement: Placement, from: string, to: string, region: string): Placement => {
  const { overruled: _, moreTime: __, ...rest } = placement;
  return {
    ...(placement.council === from ? { ...rest, council: to, region } : placement),
    ...(placement.placedIn === from ? { placedIn: to } : {}),
  };
};

/**
 * What the one council counted for this case, the other counts. A person decided it, so nothing is asked of the other's headroom.
 */
const passPlaces = (draft: DecisionDraft, from: string, to: string, parts: readonly Part[]): void => {
  const { case: subject, context } = draft;
  const count = children(draft);
  const move = (held: number, offered: number, incoming: number): void => {
    draft.places.push({ council: from, held: -held, offered: -offered, incoming: -incoming });
    draft.places.push({ council: to, held, offered, incoming });
  };
  /** Who came after the day of the new council's own figure counts beside it; the others are in that figure. */
  const pass = (inCare: number, since: string): void => {
    moveCount(draft, from, -inCare, context.now);
    moveCount(draft, to, inCare, since);
  };
  for (const offer of openOffers(subject).filter(({ council }) => council === from)) {
    const { held, offered } = heldBy(offer, count);
    move(held, offered, 0);
  }
  const { placement, arrivalsCounted = 0 } = subject;
  if (parts.includes('receiving-authority') && placement !== undefined)
    if (placement.handedOverAt !== undefined) pass(childrenInCare(subject).length, placement.handedOverAt);
    else {
      move(0, 0, count);
      const region = councilIn(draft, from)?.region ?? '';
      const today = londonDate(context.now);
      turn(draft, passTurns(viewOf(draft), region, from, to, placement.children, today));
    }
  if (parts.includes('entry-authority') && !handedOver(subject))
    pass(arrivalsCounted, inCareSince(subject, londonDate(context.now)));
};

/** A council has ended: another takes over whatever part it has in the case, with what it counted, and what is sealed opens to that one. */
export const succeed = (
  draft: DecisionDraft,
  { from, to, note }: Extract<Command, { kind: 'succeed' }>,
): Outcome => {
  const { case: subject, context } = draft;
  const today = londonDate(context.now);
  const parts = partsOf(subject, from);
  if (parts.length === 0) return unchanged('Another council has taken over in this case already.');
  if (!hasEnded(from, today))
    return refused('not-ended', 'This council has not ended. Nobody takes over from it.');
  viewOf(draft);
  const next = councilIn(draft, to);
  if (!successorsOf(from).includes(to) || next === undefined)
    return refused('no-successor', 'Choose one of the councils that take over.');
  const other = insteadWords(to, today);
  if (other !== undefined) return refused('not-in-force', other);
  if (isToAvoid(subject.facts, to) && parts.some((part) => part !== 'entry-authority'))
    return refused(
      'area-to-avoid',
      'That council’s area is not safe for the child. Choose the other, or place the child elsewhere first.',
    );
  const { facts, placement, foundElsewhere, offers, excluded } = subject;
  const renamed = (code: string): string => (code === from ? to : code);
  passPlaces(draft, from, to, parts);
  const open = openOffers(subject);
  const passedOn = offers.map((offer) =>
    open.includes(offer) && offer.council === from ? taken(draft, offer, to, next.region) : offer,
  );
  const live = liveOffer(subject);
  const dueAnew = ({ council, round }: Offer): string => answerDue(draft, council, round);
  record(
    draft,
    'council-succeeded.v1',
    {
      from,
      to,
      parts: [...parts],
      ...(placement === undefined || placement.council === from ? {} : { concerned: [placement.council] }),
      ...defined({ note }),
    },
    {
      facts: { ...facts, entryAuthority: renamed(facts.entryAuthority) },
      ...(parts.includes('entry-authority') ? { sealedUnder: sealedUnder(subject) } : {}),
      ...(excluded.includes(from) ? { excluded: [...new Set([...excluded, to])] } : {}),
      offers: live?.council === from ? askedAsLong({ offers: passedOn }, dueAnew) : passedOn,
      ...(placement === undefined ? {} : { placement: passed(placement, from, to, next.region) }),
      ...(foundElsewhere === undefined
        ? {}
        : {
            foundElsewhere: {
              ...foundElsewhere,
              council: renamed(foundElsewhere.council),
              ...defined({
                alsoIn: foundElsewhere.alsoIn?.map((find) => ({ ...find, council: renamed(find.council) })),
              }),
            },
          }),
    },
  );
  return changed(draft);
};
