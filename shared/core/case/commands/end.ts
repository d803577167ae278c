import { childrenWhoCount } from '../../allocation/missing-facts.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import { changed, dueIn, record, refused, type Unfolding, unchanged } from '../decision-draft.ts';
import { openOffers, withdrawOpenOffers } from '../offers.ts';
import { undoPlacement } from '../placement.ts';
import { heldBy } from '../places.ts';
import { leaveEntryAuthority } from './move.ts';

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

const told = (council: string | undefined): { readonly concerned?: string[] } =>
  council === undefined ? {} : { concerned: [council] };

/** Nobody looks at these children's months any more: the scheme counts them nowhere. */
const forgetBirthdays = (unfolding: Unfolding): void => {
  for (const { number, turns18Month } of childrenWhoCount(unfolding.case)) {
    if (turns18Month !== undefined)
      unfolding.birthdays.push({ do: 'remove', month: turns18Month, child: number });
  }
};

/** Gives back everything that is held or on its way for the case. Returns the council that had accepted, for it has to be told. */
const clearAway = (unfolding: Unfolding): string | undefined => {
  withdrawOpenOffers(unfolding, 'case-closed');
  return undoPlacement(unfolding);
};

export const withdraw = (unfolding: Unfolding, { reason, note }: Of<'withdraw'>): Outcome => {
  forgetBirthdays(unfolding);
  const concerned = told(clearAway(unfolding));
  record(unfolding, 'referral-withdrawn.v1', {
    reason,
    ...concerned,
    ...(note === undefined ? {} : { note }),
  });
  return changed(unfolding);
};

export const familyJoined = (unfolding: Unfolding, { note }: Of<'family-joined'>): Outcome => {
  forgetBirthdays(unfolding);
  record(unfolding, 'family-joined.v1', { note, ...told(clearAway(unfolding)) });
  return changed(unfolding);
};

/** The child stays with the entry authority, which goes on counting the child until 18. */
export const stay = (unfolding: Unfolding, { reason, note }: Of<'stay'>): Outcome => {
  record(unfolding, 'case-stayed.v1', { reason, note, ...told(clearAway(unfolding)) });
  return changed(unfolding);
};

/**
 * The child refuses to move. Nobody is asked any further; a place that a council has given is kept until a person has decided
 * what follows: talk again and place, look elsewhere, or stay.
 */
export const childRefused = (unfolding: Unfolding, { note }: Of<'child-refused'>): Outcome => {
  if (unfolding.case.status === 'child-refused') return unchanged('The child’s refusal is recorded already.');
  withdrawOpenOffers(unfolding, 'held');
  record(
    unfolding,
    'child-refused.v1',
    { ...told(unfolding.case.placement?.council), ...(note === undefined ? {} : { note }) },
    { stepBy: dueIn(unfolding, 'coordinatorDecides') },
  );
  return changed(unfolding);
};

/** The council that counts the child: the receiving one after the handover, until then the entry authority. */
const countingCouncil = (subject: Case): string | undefined => {
  if (subject.status === 'transferred') return subject.placement?.council;
  return subject.facts.inCareOfAuthority === false ? undefined : subject.facts.entryAuthority;
};

/** One child fewer: each open offer holds, and a placement expects, one place less. Where all was cleared away, nothing is. */
const shrinkPlaces = (unfolding: Unfolding): void => {
  const { placement, status } = unfolding.case;
  for (const offer of openOffers(unfolding.case)) {
    const { held, offered } = heldBy(offer, 1);
    unfolding.places.push({ council: offer.council, region: offer.region, held: -held, offered: -offered });
  }
  if (placement === undefined) return;
  const { council, region } = placement;
  unfolding.places.push(
    status === 'transferred' ? { council, region, netSince: -1 } : { council, region, incoming: -1 },
  );
};

/** Councils with the placement or an open offer. */
const involved = (subject: Case): string[] => [
  ...(subject.placement === undefined ? [] : [subject.placement.council]),
  ...openOffers(subject).map(({ council }) => council),
];

/**
 * A child turned 18 and no longer counts: headroom rises where the child was counted. When it was the last child, the case ends;
 * else it goes on with one place fewer. The turn that a council took with a larger group stays counted: it had said yes to all.
 */
export const turn18 = (unfolding: Unfolding, { child }: Of<'turn-18'>): Outcome => {
  const { case: subject } = unfolding;
  const facts = subject.facts.children.find(({ number }) => number === child);
  if (facts === undefined) return refused('no-such-child', `There is no child ${child} in this case.`);
  if (subject.turned18.includes(child)) return unchanged('This birthday is recorded already.');
  const closed = ['transferred', 'stayed'].includes(subject.status);
  const lastOne = !closed && childrenWhoCount(subject).length === 1;
  const concerned = lastOne ? [clearAway(unfolding)].filter((code) => code !== undefined) : involved(subject);
  shrinkPlaces(unfolding);
  if (subject.status !== 'transferred') leaveEntryAuthority(unfolding, 1);
  if (facts.turns18Month !== undefined) {
    unfolding.birthdays.push({ do: 'remove', month: facts.turns18Month, child });
  }
  const countedAgainst = countingCouncil(subject);
  record(
    unfolding,
    'child-turned-18.v1',
    {
      child,
      ...(countedAgainst === undefined ? {} : { countedAgainst }),
      ...(closed ? { afterTheEnd: true as const } : concerned.length === 0 ? {} : { concerned }),
    },
    { turned18: [...subject.turned18, child] },
  );
  return changed(unfolding);
};
