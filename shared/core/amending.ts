import type { ChildFingerprints, ReferralFacts } from '../../events/referral.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Case } from './case.ts';
import { stillCleared } from './cleared.ts';
import type { Command, Outcome } from './command.ts';
import { fingerprintsIn, withoutCleared } from './duplicates.ts';
import { nationOf } from './nation.ts';
import { askNext, openOffers, reallocate, withdrawOffer, withdrawOpenOffers } from './offering.ts';
import { undoPlacement } from './placing.ts';
import { changed, dueIn, record, refused, type Unfolding, unchanged } from './unfolding.ts';
import { deadlineAfter } from './working-days.ts';

/** Facts on which it rests who can be asked, or whether anybody may be: when one changes, the check is done again. */
const deciding = (facts: ReferralFacts): unknown => [
  facts.children.map(({ number, placementKind, needs, turns18Month, ageAssessment }) => [
    number,
    placementKind ?? null,
    (needs ?? []).toSorted(),
    turns18Month ?? null,
    ageAssessment ?? null,
  ]),
  facts.definition ?? null,
  facts.familyInUk ?? null,
  facts.settledSince ?? null,
  facts.trafficking ?? null,
];

/** Facts given replace those held; a fact that is not given stays. */
const merged = (held: ReferralFacts, given: object): ReferralFacts => ({
  ...held,
  ...Object.fromEntries(Object.entries(given).filter(([, fact]) => fact !== undefined)),
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

const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);
const numbers = (facts: ReferralFacts): readonly number[] =>
  facts.children.map(({ number }) => number).toSorted();

/** Children whose month is new or has changed are looked at then; those left out no longer are. */
const rebookBirthdays = (unfolding: Unfolding, before: ReferralFacts, after: ReferralFacts): void => {
  const months = (facts: ReferralFacts) =>
    new Map(
      facts.children.flatMap(({ number, turns18Month }) =>
        turns18Month === undefined || unfolding.case.turned18.includes(number)
          ? []
          : [[`${turns18Month} ${number}`, { month: turns18Month, child: number }] as const],
      ),
    );
  const [old, now] = [months(before), months(after)];
  for (const [key, entry] of old) if (!now.has(key)) unfolding.birthdays.push({ do: 'remove', ...entry });
  for (const [key, entry] of now) if (!old.has(key)) unfolding.birthdays.push({ do: 'add', ...entry });
};

/** Time for the move: shorter for a child who is in no authority's care. Counted from the day of the referral. */
export const moveByFor = (
  facts: ReferralFacts,
  openedAt: string,
  { workingDays, closeOfDay }: Unfolding['policy'],
): string =>
  deadlineAfter(
    openedAt,
    facts.inCareOfAuthority === false ? workingDays.moveNotInCare : workingDays.moveInCare,
    nationOf(facts.entryAuthority),
    closeOfDay,
  );

/** The council that has taken the child: it can open who the child is. */
const withTheChild = ({ placement }: Case): readonly string[] =>
  placement === undefined ? [] : [placement.council];

/** Councils that keep the child or an offer after an amendment: they are told that facts have changed. */
const keepers = (subject: Case): readonly string[] => [
  ...withTheChild(subject),
  ...openOffers(subject).map(({ council }) => council),
];

/**
 * The entry authority corrects or completes a referral. What this means depends on where the case is and on what changed:
 * the check is done (again), or a council whose area is to be avoided is let go, or the fact is recorded and the councils are told.
 */
export const amend = (
  unfolding: Unfolding,
  { data, saidAt = unfolding.context.now, duplicates }: Extract<Command, { kind: 'amend' }>,
): Outcome => {
  const { case: before, context, policy } = unfolding;
  const { status, placement } = before;
  if (before.amendments?.includes(context.cause)) return unchanged('This amendment has been made already.');
  const said = newest(
    { ...data.facts, fingerprints: data.fingerprints },
    Date.parse(saidAt) < Date.parse(context.now) ? saidAt : context.now,
    before.factsSaidAt,
  );
  const { fingerprints: identified, ...given } = said.given;
  const facts = merged(before.facts, given);
  const known = before.fingerprints ?? [];
  const fingerprints = fingerprintsIn(facts, identified ?? known);
  const sameFacts = same(facts, before.facts);
  const { sealedChanged } = data;
  if (sameFacts && sealedChanged !== true && same(fingerprints, fingerprintsIn(before.facts, known)))
    return unchanged('The referral says this already, or something newer.');
  if (facts.entryAuthority !== before.facts.entryAuthority) {
    return refused(
      'entry-authority-fixed',
      'A referral stays with the authority that made it. Withdraw it, and let the other authority refer the child.',
    );
  }
  const sameChildren = same(numbers(facts), numbers(before.facts));
  if (placement !== undefined && !sameChildren) {
    return refused(
      'children-fixed',
      'A council has taken the children as they were referred. Ask a coordinator to send the case back first, then change who belongs to it.',
    );
  }
  if (facts.children.every(({ number }) => before.turned18.includes(number))) {
    return refused('no-child-left', 'No child under 18 would be left in this case. Withdraw it instead.');
  }
  const avoid = facts.areasToAvoid ?? [];
  const placementUnsafe =
    placement !== undefined && status !== 'child-refused' && avoid.includes(placement.council);
  const unsafe = openOffers(before).filter(({ council }) => avoid.includes(council));
  const { possible, claims } =
    identified === undefined || duplicates === undefined ? { possible: [], claims: [] } : duplicates;
  const cleared = withoutCleared(stillCleared(before.cleared, before.facts, facts), possible);
  const checkAgain =
    placement === undefined &&
    (possible.length > 0 ||
      cleared.length < before.cleared.length ||
      !same(deciding(facts), deciding(before.facts)));
  const asking = status === 'offered' || (status === 'paused' && openOffers(before).length > 0);

  // Places are given back as they were taken: for the children as they were.
  if (checkAgain) withdrawOpenOffers(unfolding, 'reallocated');
  else for (const offer of unsafe) withdrawOffer(unfolding, offer, 'area-to-avoid');
  const released = placementUnsafe ? undoPlacement(unfolding) : undefined;

  rebookBirthdays(unfolding, before.facts, facts);
  // Who only holds an offer is told nothing of who the child is, so nothing changed for them.
  const concerned = sameFacts ? withTheChild(unfolding.case) : keepers(unfolding.case);
  const toCompare =
    possible.length > 0 && (unfolding.case.placement !== undefined || status === 'child-refused');
  const careChanged = facts.inCareOfAuthority !== before.facts.inCareOfAuthority;
  const waiting = ['incomplete', 'held'];
  record(
    unfolding,
    'referral-amended.v1',
    {
      referralId: data.referralId,
      facts: sameFacts ? {} : given,
      ...(sealedChanged === true ? { sealedChanged } : {}),
      ...(identified === undefined ? {} : { fingerprints: [...fingerprints] }),
      ...(toCompare ? { possibleDuplicates: [...possible] } : {}),
      ...(concerned.length === 0 ? {} : { concerned: [...concerned] }),
    },
    {
      facts,
      cleared,
      fingerprints: fingerprints.length === 0 ? undefined : fingerprints,
      ...(possible.length === 0
        ? {}
        : { possibleDuplicates: [...new Set([...(before.possibleDuplicates ?? []), ...possible])] }),
      factsSaidAt: said.factsSaidAt,
      amendments: [...(before.amendments ?? []), context.cause],
      ...(careChanged ? { moveBy: moveByFor(facts, before.openedAt, policy) } : {}),
      ...(waiting.includes(status) || status === 'eligible'
        ? { stepBy: dueIn(unfolding, 'coordinatorDecides') }
        : {}),
      ...(before.pause !== undefined && waiting.includes(before.pause.from)
        ? { pause: { ...before.pause, from: 'eligible' }, stepBy: dueIn(unfolding, 'coordinatorDecides') }
        : {}),
    },
  );
  const wasEscalated = status === 'escalated' || (status === 'paused' && before.pause?.from === 'escalated');
  if (released !== undefined) reallocate(unfolding, 'facts-changed', { concerned: [released] });
  else if (checkAgain && (asking || wasEscalated)) reallocate(unfolding, 'facts-changed');
  else if (status === 'offered' && unsafe.some((offer) => offer.status === 'live'))
    askNext(unfolding, 'area-to-avoid');
  else if (status === 'paused' && unsafe.some((offer) => offer.status === 'live'))
    reallocatePaused(unfolding);
  return changed(unfolding, claims.length === 0 ? {} : { claims });
};

/** While the child is missing nobody new is asked: the check is done again once the child is found. */
const reallocatePaused = (unfolding: Unfolding): void => {
  withdrawOpenOffers(unfolding, 'reallocated');
  reallocate(unfolding, 'facts-changed');
};
