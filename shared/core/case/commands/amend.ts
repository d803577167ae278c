import type { ChildFingerprints, ReferralFacts } from '../../../../events/referral.ts';
import { childrenWhoCount } from '../../allocation/missing-facts.ts';
import { nationOf } from '../../calendar/nation.ts';
import { deadlineAfter, shiftByPause } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import { canonicalJson } from '../../hash.ts';
import { isToAvoid } from '../../referral/areas-to-avoid.ts';
import type { Case, CaseStatus, Offer } from '../case.ts';
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
import { countArrivals, uncountArrivals } from '../entry-count.ts';
import { askNext, openOffers, reallocate, withdrawOffer, withdrawOpenOffers } from '../offers.ts';
import { undoPlacement } from '../placement.ts';
import { dropOvertaken, propose, stageOf, toConfirm, unasked } from '../proposals.ts';

/** Facts on which it rests who can be asked, or whether anybody may be: when one changes, the check is done again. */
const deciding = ({
  children,
  definition,
  familyInUk,
  inCareOfAuthority,
  settledSince,
  inReception,
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

/** The council that has taken the child: it can open who the child is. */
const withTheChild = ({ placement }: Case): readonly string[] =>
  placement === undefined ? [] : [placement.council];

/** Councils that keep the child or an offer after an amendment: they are told that facts have changed. */
const keepers = (subject: Case): readonly string[] => [
  ...withTheChild(subject),
  ...openOffers(subject).map(({ council }) => council),
];

/**
 * What it does to a case that its facts become these: whether the council that has the child is let go, which offers are, and whether
 * the check is done again, which withdraws all of them. `possible`: other cases that may be about the same child.
 */
export const effectsOn = (
  before: Case,
  facts: ReferralFacts,
  possible: readonly string[] = [],
): {
  readonly placementUnsafe: boolean;
  readonly unsafe: readonly Offer[];
  readonly cleared: readonly string[];
  readonly checkAgain: boolean;
} => {
  const { placement } = before;
  const isUnsafe = ({ council }: { readonly council: string }) => isToAvoid(facts, council);
  const cleared = withoutCleared(stillCleared(before.cleared, before.facts, facts), possible);
  return {
    placementUnsafe: placement !== undefined && stageOf(before) !== 'child-refused' && isUnsafe(placement),
    unsafe: openOffers(before).filter(isUnsafe),
    cleared,
    checkAgain:
      possible.length > 0 ||
      cleared.length < before.cleared.length ||
      !same(deciding(facts), deciding(before.facts)),
  };
};

/** Somebody was asked, and nobody has accepted: when what decides changes, the search begins again. */
const searching: readonly CaseStatus[] = ['offered', 'escalated'];

/**
 * The entry authority corrects or completes a referral. What this means depends on where the case is and on what changed:
 * the check is done (again), or a council whose area is to be avoided is let go, or the fact is recorded and the councils are told.
 */
export const amend = (draft: DecisionDraft, command: Extract<Command, { kind: 'amend' }>): Outcome => {
  const { case: before, context } = draft;
  if (before.amendments?.includes(context.cause)) return unchanged('This amendment has been made already.');
  if (before.proposed?.[context.cause] !== undefined)
    return unchanged(
      'This amendment came before, and the entry authority’s desk was asked whether it sent it.',
    );
  return enact(draft, command, { byMail: command.data.channel === 'email' });
};

/** What of an amendment by e-mail would wait for confirmation, as the case stands: nothing when it acts at once. */
export const waitsBecause = (
  before: Case,
  given: Extract<Command, { kind: 'amend' }>['data'],
): ReturnType<typeof toConfirm> =>
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
      'A council has taken the children as they were referred. Ask a coordinator to send the case back first, then change who belongs to it.',
    );
  }
  if (facts.children.every(({ number }) => before.turned18.includes(number))) {
    return refused('no-child-left', 'No child under 18 would be left in this case. Withdraw it instead.');
  }
  return undefined;
};

/** Carries out an amendment. `byMail`: what no e-mail does by itself is only proposed. */
export const enact = (
  draft: DecisionDraft,
  { data, saidAt = draft.context.now, duplicates = noneFound }: Extract<Command, { kind: 'amend' }>,
  { byMail }: { readonly byMail: boolean } = { byMail: false },
): Outcome => {
  const { case: before, context, policy } = draft;
  const { pause } = before;
  const said = newest(
    { ...data.facts, fingerprints: data.fingerprints },
    instantOf(saidAt, context.now),
    before.factsSaidAt,
  );
  const { fingerprints: identified, ...given } = said.given;
  const facts: ReferralFacts = { ...before.facts, ...given };
  const fingerprints = fingerprintsIn(facts, identified ?? before.fingerprints);
  const sameFacts = same(facts, before.facts);
  const { sealedChanged } = data;
  if (
    sameFacts &&
    sealedChanged !== true &&
    same(fingerprints, fingerprintsIn(before.facts, before.fingerprints))
  )
    return saidAgain(draft, data.referralId, said.factsSaidAt);
  const never = notAllowed(before, facts);
  if (never !== undefined) return never;
  const stage = stageOf(before);
  const { possible, claims } = identified === undefined ? noneFound : duplicates;
  const effects = effectsOn(before, facts, possible);
  const { placementUnsafe, unsafe, cleared, checkAgain } = effects;

  if (byMail) {
    const amendment = { ...data, facts: given, ...(identified === undefined ? {} : { fingerprints }) };
    const because = toConfirm(before, amendment, undoes(before, effects));
    if (because.length > 0) {
      propose(draft, data.referralId, amendment, because, instantOf(saidAt, context.now));
      return changed(draft);
    }
  }

  const redated = datedAnew(before, data, facts);
  // Places are given back as they were taken: for the children as they were.
  if (checkAgain) withdrawOpenOffers(draft, 'reallocated');
  else for (const offer of unsafe) withdrawOffer(draft, offer, 'area-to-avoid');
  const released = placementUnsafe ? undoPlacement(draft) : undefined;

  const careChanged = facts.inCareOfAuthority !== before.facts.inCareOfAuthority;
  if (facts.inCareOfAuthority === false) uncountArrivals(draft);
  rebookBirthdays(draft, before.facts, facts);
  // Who only holds an offer is told nothing of who the child is, so nothing changed for them.
  const concerned = sameFacts ? withTheChild(draft.case) : keepers(draft.case);
  // No check follows that would hold the case.
  const toCompare = possible.length > 0 && (draft.case.placement !== undefined || stage === 'child-refused');
  record(
    draft,
    'referral-amended.v1',
    {
      referralId: data.referralId,
      facts: sameFacts ? {} : given,
      ...(sealedChanged === true ? { sealedChanged } : {}),
      ...defined({
        sentFrom: data.sentFrom,
        channel: data.channel,
        sealedFields: data.sealedFields,
        sealedReplaced: data.sealedReplaced,
      }),
      ...(identified === undefined ? {} : { fingerprints: [...fingerprints] }),
      ...(toCompare ? { possibleDuplicates: [...possible] } : {}),
      ...(concerned.length === 0 ? {} : { concerned: [...concerned] }),
    },
    {
      facts,
      cleared,
      ...redated,
      fingerprints: fingerprints.length === 0 ? undefined : fingerprints,
      ...(possible.length === 0
        ? {}
        : { possibleDuplicates: [...new Set([...(before.possibleDuplicates ?? []), ...possible])] }),
      factsSaidAt: {
        ...said.factsSaidAt,
        ...Object.fromEntries(
          (data.sealedFields ?? []).map((field) => [`sealed.${field}`, instantOf(saidAt, context.now)]),
        ),
      },
      amendments: [...(before.amendments ?? []), context.cause],
      ...(careChanged ? { moveBy: moveByFor(facts, before, policy) } : {}),
      ...(unasked.includes(stage)
        ? { pause: pause && { ...pause, from: 'eligible' }, stepBy: searchDue(draft) }
        : {}),
    },
  );
  // Where a council has accepted, no check follows that would count them.
  if (careChanged) countArrivals(draft);
  dropOvertaken(draft);
  if (released !== undefined) reallocate(draft, 'facts-changed', { concerned: [released] });
  else if (checkAgain && searching.includes(stage)) reallocate(draft, 'facts-changed');
  else if (unsafe.some(({ status }) => status === 'live')) askInstead(draft);
  return changed(draft, { claims });
};

/** A date that is said anew goes before what a coordinator decided of an age. */
const datedAnew = (
  before: Case,
  { sealedFields = [] }: Extract<Command, { kind: 'amend' }>['data'],
  facts: ReferralFacts,
): Pick<Patch, 'agesDecided'> => {
  if (before.agesDecided === undefined) return {};
  const monthOf = ({ children }: ReferralFacts, child: number) =>
    children.find(({ number }) => number === child)?.turns18Month;
  const decided = Object.entries(before.agesDecided).filter(
    ([child]) =>
      !sealedFields.includes(`${child}.dateOfBirth`) &&
      monthOf(facts, Number(child)) === monthOf(before.facts, Number(child)),
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
