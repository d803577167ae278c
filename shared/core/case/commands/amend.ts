import type { ChildFingerprints, ReferralFacts } from '../../../../events/referral.ts';
import { bearsOn } from '../../allocation/earlier-referrals.ts';
import { childrenWhoCount } from '../../allocation/missing-facts.ts';
import { nationOf } from '../../calendar/nation.ts';
import { deadlineAfter, shiftByPause } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import { canonicalJson } from '../../hash.ts';
import { isToAvoid } from '../../referral/areas-to-avoid.ts';
import { assessmentIsOpen } from '../ages-in-question.ts';
import type { Case, Offer } from '../case.ts';
import { stillCleared } from '../cleared.ts';
import type { Command, Outcome, Refusal } from '../command.ts';
import {
  changed,
  type DecisionDraft,
  type Patch,
  record,
  refused,
  searchDue,
  unchanged,
} from '../decision-draft.ts';
import { fingerprintsIn, noneFound, withoutCleared } from '../duplicates.ts';
import { newlyFound } from '../earlier.ts';
import { countArrivals, redateArrivals, uncountArrivals } from '../entry-count.ts';
import { involved, withTheChild } from '../involved.ts';
import { newlyAsked } from '../move-holds.ts';
import { askNext, openOffers, reallocate, withdrawOffer, withdrawOpenOffers } from '../offers.ts';
import { undoPlacement } from '../placement.ts';
import { dropOvertaken, propose, searching, stageOf, toConfirm, unasked } from '../proposals.ts';
import { isBeingMoved, mayHaveOffers } from '../standing.ts';
import { settleSearch } from './group.ts';
import { holdMove } from './hold.ts';
import { recordAgeKnown } from './record-age-known.ts';
import { recordEarlier } from './record-earlier.ts';

type Amend = Extract<Command, { kind: 'amend' }>;

/** Facts on which it rests who can be asked, or whether anybody may be: when one changes, the check is done again. */
const deciding = ({
  children,
  definition,
  familyInUk,
  inCareOfAuthority,
  settledSince,
  inReception,
  links = [],
  trafficking,
  unclear = [],
}: ReferralFacts): unknown => ({
  children: children.map(({ number, placementKind, needs = [], turns18Month, ageAssessment }) => ({
    number,
    placementKind,
    needs: needs.toSorted(),
    turns18Month,
    ageAssessment,
  })),
  definition,
  familyInUk,
  inCareOfAuthority,
  settledSince,
  inReception,
  // Who is asked first, or whether the child should stay.
  links: links
    .filter(({ kind }) => kind !== 'community')
    .map(({ kind, council }) => `${council} ${kind}`)
    .toSorted(),
  trafficking,
  unclear: unclear.toSorted(),
});

/** What an amendment gives: facts, and by what the children are found again. */
type Given = Partial<ReferralFacts> & { readonly fingerprints?: readonly ChildFingerprints[] };

/**
 * Of what an amendment gives, that of which nothing newer has been said: a queue keeps no order, and a message that
 * failed comes back behind its successors. A clock ahead of ours counts as now, so that it shuts out no later word.
 */
const newest = (
  given: object,
  saidAt: string,
  latest: Case['factsSaidAt'] = {},
): { readonly given: Given; readonly factsSaidAt: NonNullable<Case['factsSaidAt']> } => {
  const entries = Object.entries(given).filter(
    ([name, fact]) => fact !== undefined && Date.parse(latest[name] ?? saidAt) <= Date.parse(saidAt),
  );
  return {
    given: Object.fromEntries(entries),
    factsSaidAt: { ...latest, ...Object.fromEntries(entries.map(([name]) => [name, saidAt])) },
  };
};

/** A clock ahead of ours counts as now. */
const instantOf = (saidAt: string, now: string): string =>
  new Date(Math.min(Date.parse(saidAt), Date.parse(now))).toISOString();

const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);
const numbers = (facts: ReferralFacts): readonly number[] =>
  facts.children.map(({ number }) => number).toSorted();

/**
 * Nothing changes. When it was last said is kept nonetheless: an older, contrary word may still be on its way, and would
 * otherwise replace what holds.
 */
const saidAgain = (
  draft: DecisionDraft,
  referralId: string,
  factsSaidAt: NonNullable<Case['factsSaidAt']>,
): Outcome => {
  const { case: subject, context } = draft;
  const facts = Object.keys(factsSaidAt).filter((name) => factsSaidAt[name] !== subject.factsSaidAt?.[name]);
  if (facts.length === 0) return unchanged('The referral says this already, or something newer.');
  record(
    draft,
    'facts-repeated.v1',
    { referralId, facts },
    { factsSaidAt, amendments: [...(subject.amendments ?? []), context.cause] },
  );
  return changed(draft);
};

/** Children whose month is new or has changed are looked at then; those left out no longer are. */
const rebookBirthdays = (draft: DecisionDraft, before: ReferralFacts, after: ReferralFacts): void => {
  const { turned18 } = draft.case;
  const months = (facts: ReferralFacts) =>
    new Map(
      childrenWhoCount({ facts, turned18 }).flatMap(({ number, turns18Month: month }) =>
        month === undefined ? [] : [[`${month} ${number}`, { month, child: number }] as const],
      ),
    );
  const [old, now] = [months(before), months(after)];
  for (const [key, entry] of old) if (!now.has(key)) draft.birthdays.push({ do: 'remove', ...entry });
  for (const [key, entry] of now) if (!old.has(key)) draft.birthdays.push({ do: 'add', ...entry });
};

/**
 * Time for the move: shorter for a child who is in no authority's care. Counted from the day of the referral, without the
 * days on which the child was missing.
 */
export const moveByFor = (
  facts: ReferralFacts,
  { openedAt, reopenedAt = openedAt, pauses = [] }: Pick<Case, 'openedAt' | 'reopenedAt' | 'pauses'>,
  { workingDays, closeOfDay }: DecisionDraft['policy'],
): string => {
  const nation = nationOf(facts.entryAuthority);
  const days = facts.inCareOfAuthority === false ? workingDays.moveNotInCare : workingDays.moveInCare;
  return pauses
    .filter(({ from }) => from >= reopenedAt)
    .reduce(
      (deadline, { from, until }) => shiftByPause(deadline, from, until, nation),
      deadlineAfter(reopenedAt, days, nation, closeOfDay),
    );
};

/** A child is found not fit to move who was not before. That one is fit again withdraws nobody's offer. */
const newlyUnfit = (before: ReferralFacts, after: ReferralFacts): boolean =>
  after.children.some(
    ({ number, fitToMove }) =>
      fitToMove === 'not-fit' &&
      before.children.find((child) => child.number === number)?.fitToMove !== 'not-fit',
  );

/**
 * Whether offers stay open until the check has said which of them still fit: nobody is asked of a missing child, and an offer is one for so many children.
 */
const mayKeepOffers = (before: Case, after: ReferralFacts): boolean => {
  const { facts, turned18 } = before;
  return (
    mayHaveOffers(before) &&
    childrenWhoCount({ facts, turned18 }).length === childrenWhoCount({ facts: after, turned18 }).length
  );
};

/**
 * What it does to a case that its facts become these: whether the council that has the child is let go, which offers are for their areas, whether all
 * are, and whether the check is done again, which says of those that are left whether they still fit. `possible`: other cases that may be about the same child;
 * `held`: the check would hold it for one that has ended.
 */
export const effectsOn = (
  before: Case,
  facts: ReferralFacts,
  possible: readonly string[] = [],
  held = false,
): {
  readonly placementUnsafe: boolean;
  readonly unsafe: readonly Offer[];
  readonly allGone: boolean;
  readonly cleared: readonly string[];
  readonly checkAgain: boolean;
} => {
  const { placement } = before;
  const isUnsafe = ({ council }: { readonly council: string }) => isToAvoid(facts, council);
  const cleared = withoutCleared(stillCleared(before.cleared, before.facts, facts), possible);
  const unsafe = openOffers(before).filter(isUnsafe);
  const checkAgain =
    possible.length > 0 ||
    askedInVain(before, facts) ||
    held ||
    newlyUnfit(before.facts, facts) ||
    cleared.length < before.cleared.length ||
    !same(deciding(facts), deciding(before.facts));
  return {
    placementUnsafe: placement !== undefined && stageOf(before) !== 'child-refused' && isUnsafe(placement),
    unsafe,
    allGone: checkAgain && !mayKeepOffers(before, facts),
    cleared,
    checkAgain,
  };
};

/** What a region's lead was asked about no longer holds: there is a link that goes before its word, or an area to avoid. */
const askedInVain = (before: Case, facts: ReferralFacts): boolean =>
  before.regionAsked !== undefined &&
  !same(
    [facts.links ?? [], facts.areasToAvoid ?? []],
    [before.facts.links ?? [], before.facts.areasToAvoid ?? []],
  );

/**
 * The entry authority corrects or completes a referral. What this means depends on where the case is and on what changed:
 * the check is done (again), or a council whose area is to be avoided is let go, or the fact is recorded and the councils are told.
 */
export const amend = (draft: DecisionDraft, command: Amend): Outcome => {
  const { case: before, context } = draft;
  if (before.amendments?.includes(context.cause)) return unchanged('This amendment has been made already.');
  if (before.proposed?.[context.cause] !== undefined)
    return unchanged(
      'This amendment came before, and the entry authority’s desk was asked whether it sent it.',
    );
  return enact(draft, command, { byMail: command.data.channel === 'email' });
};

/** What of an amendment by e-mail would wait for confirmation, as the case stands: nothing when it acts at once. */
export const waitsBecause = (before: Case, given: Amend['data']): ReturnType<typeof toConfirm> =>
  toConfirm(
    before,
    given,
    undoes(before, effectsOn(before, { ...before.facts, ...given.facts } as ReferralFacts)),
  );

const undoes = (
  before: Case,
  { placementUnsafe, unsafe, checkAgain }: ReturnType<typeof effectsOn>,
): boolean => placementUnsafe || unsafe.length > 0 || (checkAgain && openOffers(before).length > 0);

/** Why the facts of a case may not become these, or undefined. */
export const notAllowed = (before: Case, facts: ReferralFacts): Refusal | undefined => {
  if (facts.entryAuthority !== before.facts.entryAuthority) {
    return refused(
      'entry-authority-fixed',
      'A referral stays with the authority that made it. Withdraw it, and let the other authority refer the child.',
    );
  }
  const sameChildren = same(numbers(facts), numbers(before.facts));
  if (before.placement !== undefined && !sameChildren) {
    return refused(
      'children-fixed',
      'A council has taken the children as they were referred. If one of them was assessed as an adult, ask a coordinator to record that. For any other change, ask a coordinator to send the case back first, then change who belongs to it.',
    );
  }
  if (facts.children.every(({ number }) => before.turned18.includes(number))) {
    return refused('no-child-left', 'No child under 18 would be left in this case. Withdraw it instead.');
  }
  return undefined;
};

/** An amendment read against the case: what of it nothing newer has replaced, and what the case then says. */
interface Reading extends Pick<Amend, 'data'> {
  readonly saidAt: string;
  readonly given: Partial<ReferralFacts>;
  readonly facts: ReferralFacts;
  readonly sameFacts: boolean;
  readonly factsSaidAt: NonNullable<Case['factsSaidAt']>;
  /** Those that the case then has, and whether they were said anew. */
  readonly fingerprints: readonly ChildFingerprints[];
  readonly identifies: boolean;
  readonly possible: readonly string[];
  /** Earlier referrals, all ended, that the case did not know of. */
  readonly earlier: NonNullable<Case['earlier']>;
}

const readAgainst = (before: Case, { data, saidAt, duplicates = noneFound }: Amend, now: string): Reading => {
  const instant = instantOf(saidAt ?? now, now);
  const said = newest({ ...data.facts, fingerprints: data.fingerprints }, instant, before.factsSaidAt);
  const { fingerprints: identified, ...given } = said.given;
  const facts: ReferralFacts = { ...before.facts, ...given };
  return {
    data,
    saidAt: instant,
    given,
    facts,
    sameFacts: same(facts, before.facts),
    factsSaidAt: said.factsSaidAt,
    fingerprints: fingerprintsIn(facts, identified ?? before.fingerprints),
    identifies: identified !== undefined,
    possible: identified === undefined ? [] : duplicates.possible,
    earlier: identified === undefined ? [] : newlyFound(before, duplicates.earlier),
  };
};

/** Proposes what no e-mail does by itself. @returns whether it waits now */
const proposed = (draft: DecisionDraft, reading: Reading, effects: ReturnType<typeof effectsOn>): boolean => {
  const { data, given, fingerprints, identifies, saidAt } = reading;
  const amendment = { ...data, facts: given, ...(identifies ? { fingerprints } : {}) };
  const because = toConfirm(draft.case, amendment, undoes(draft.case, effects));
  if (because.length > 0) propose(draft, data.referralId, amendment, because, saidAt);
  return because.length > 0;
};

/** Lets councils go before the facts change: places are given back as they were taken. @returns the one that had the children */
const letCouncilsGo = (
  draft: DecisionDraft,
  { allGone, unsafe, placementUnsafe }: ReturnType<typeof effectsOn>,
): string | undefined => {
  if (allGone) withdrawOpenOffers(draft, 'reallocated');
  else for (const offer of unsafe) withdrawOffer(draft, offer, 'area-to-avoid');
  return placementUnsafe ? undoPlacement(draft) : undefined;
};

/** The case after an amendment. */
const amended = (draft: DecisionDraft, before: Case, reading: Reading, cleared: readonly string[]): Patch => {
  const { data, saidAt, facts, fingerprints, possible } = reading;
  const sealedSaidAt = (data.sealedFields ?? []).map((field) => [`sealed.${field}`, saidAt]);
  const { pause } = before;
  return {
    facts,
    cleared,
    ...datedAnew(before, data, facts),
    fingerprints: fingerprints.length === 0 ? undefined : fingerprints,
    ...(possible.length === 0
      ? {}
      : { possibleDuplicates: [...new Set([...(before.possibleDuplicates ?? []), ...possible])] }),
    factsSaidAt: { ...reading.factsSaidAt, ...Object.fromEntries(sealedSaidAt) },
    amendments: [...(before.amendments ?? []), draft.context.cause],
    ...(facts.inCareOfAuthority === before.facts.inCareOfAuthority
      ? {}
      : { moveBy: moveByFor(facts, before, draft.policy) }),
    ...(unasked.includes(stageOf(before))
      ? { pause: pause && { ...pause, from: 'eligible' }, stepBy: searchDue(draft) }
      : {}),
  };
};

/** Whether it gives nothing but what is for the entry authority itself, and open to it alone. */
const isForItself = ({ sealedFields = [] }: Amend['data']): boolean =>
  sealedFields.length > 0 && sealedFields.every((field) => field.endsWith('.ownReference'));

/** Records an amendment that acts, for those whom it concerns. */
const recordAmended = (
  draft: DecisionDraft,
  before: Case,
  reading: Reading,
  { cleared, checkAgain }: ReturnType<typeof effectsOn>,
): void => {
  const { data, given, facts, sameFacts, fingerprints, identifies, possible } = reading;
  const { sealedChanged, sentFrom, channel, sealedFields, sealedReplaced } = data;
  const checkFollows = checkAgain || stageOf(before) === 'eligible';
  if (facts.inCareOfAuthority === false) uncountArrivals(draft);
  else if (facts.arrivedOn !== undefined) redateArrivals(draft, facts.arrivedOn);
  rebookBirthdays(draft, before.facts, facts);
  // Who only holds an offer is told nothing of who the child is, so nothing changed for them; and where the check follows, it says who is still asked.
  const onlyWithChild = sameFacts || checkFollows;
  const concerned =
    sameFacts && isForItself(data) ? [] : onlyWithChild ? withTheChild(draft.case) : involved(draft.case);
  // No check follows that would hold the case.
  const toCompare =
    possible.length > 0 && (draft.case.placement !== undefined || stageOf(before) === 'child-refused');
  record(
    draft,
    'referral-amended.v2',
    {
      referralId: data.referralId,
      facts: sameFacts ? {} : given,
      ...(sealedChanged === true ? { sealedChanged } : {}),
      ...defined({ sentFrom, channel, sealedFields, sealedReplaced }),
      ...(identifies ? { fingerprints: [...fingerprints] } : {}),
      ...(toCompare ? { possibleDuplicates: [...possible] } : {}),
      ...(concerned.length === 0 ? {} : { concerned: [...concerned] }),
    },
    amended(draft, before, reading, cleared),
  );
};

/** Carries out an amendment. `byMail`: what no e-mail does by itself is only proposed. */
export const enact = (
  draft: DecisionDraft,
  command: Amend,
  { byMail }: { readonly byMail: boolean } = { byMail: false },
): Outcome => {
  const { case: before, context } = draft;
  const { data, duplicates = noneFound } = command;
  const reading = readAgainst(before, command, context.now);
  const { facts, sameFacts, fingerprints, identifies } = reading;
  const sameMarks = same(fingerprints, fingerprintsIn(before.facts, before.fingerprints));
  if (sameFacts && data.sealedChanged !== true && sameMarks)
    return saidAgain(draft, data.referralId, reading.factsSaidAt);
  const never = notAllowed(before, facts);
  if (never !== undefined) return never;
  const isHeld =
    draft.policy.holdsForEarlier === true &&
    reading.earlier.some((one) => bearsOn(one, facts.entryAuthority));
  const effects = effectsOn(before, facts, reading.possible, isHeld);
  if (byMail && proposed(draft, reading, effects)) return changed(draft);

  const asked = newlyAsked(before, facts, context.now, draft.view?.councils);
  const released = letCouncilsGo(draft, effects);
  recordAmended(draft, before, reading, effects);
  recordEarlier(draft, reading.earlier);
  recordAgeKnown(draft);
  // Where a council has accepted, no check follows that would count them.
  if (facts.inCareOfAuthority !== before.facts.inCareOfAuthority) countArrivals(draft);
  dropOvertaken(draft);
  if (isBeingMoved({ status: stageOf(draft.case) })) holdMove(draft, asked);
  if (released !== undefined) reallocate(draft, 'facts-changed', { concerned: [released] });
  else if (effects.checkAgain && searching.includes(stageOf(before))) reallocate(draft, 'facts-changed');
  // Where the check is still to be done, it says who is asked instead.
  else if (stageOf(before) !== 'eligible' && effects.unsafe.some(({ status }) => status === 'live'))
    askInstead(draft);
  settleSearch(draft);
  return changed(draft, { claims: identifies ? duplicates.claims : noneFound.claims });
};

/** A date that is said anew, or that the age is assessed again, goes before what a coordinator decided of an age. */
const datedAnew = (
  before: Case,
  { sealedFields = [] }: Amend['data'],
  facts: ReferralFacts,
): Pick<Patch, 'agesDecided'> => {
  if (before.agesDecided === undefined) return {};
  const of = ({ children }: ReferralFacts, child: number) => children.find(({ number }) => number === child);
  const assessedAnew = (child: number): boolean => {
    const now = of(facts, child);
    return (
      now !== undefined &&
      assessmentIsOpen(now) &&
      now.ageAssessment !== of(before.facts, child)?.ageAssessment
    );
  };
  const decided = Object.entries(before.agesDecided).filter(
    ([child]) =>
      !sealedFields.includes(`${child}.dateOfBirth`) &&
      !assessedAnew(Number(child)) &&
      of(facts, Number(child))?.turns18Month === of(before.facts, Number(child))?.turns18Month,
  );
  return { agesDecided: decided.length === 0 ? undefined : Object.fromEntries(decided) };
};

/** The council whose turn it was is let go. While the child is missing nobody new is asked: the check is done once the child is found. */
const askInstead = (draft: DecisionDraft): void => {
  if (draft.case.pause === undefined) askNext(draft, 'area-to-avoid');
  else {
    withdrawOpenOffers(draft, 'reallocated');
    reallocate(draft, 'facts-changed');
  }
};
