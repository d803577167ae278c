import type { DataOf } from '../../../../events/catalogue.ts';
import { nationOf } from '../../calendar/nation.ts';
import { deadlineAfter, londonDate, shiftByPause } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import {
  changed,
  type DecisionDraft,
  decidedWhere,
  dueIn,
  type Patch,
  record,
  refused,
  searchDue,
  unchanged,
} from '../decision-draft.ts';
import { openOffers, pausedWithoutPlaces, withdrawOpenOffers } from '../offers.ts';
import { undoPlacement } from '../placement.ts';
import { childrenInCare, handedOver, livesInAreaOf, responsibleCouncil } from '../responsible.ts';
import { needsOf } from '../waiting-on.ts';

/** Councils that have the child, or may yet: they are told when the clocks stop, that they still do, and when they run again. */
export const concernedBy = (subject: Case): { readonly concerned?: string[] } => {
  const councils = new Set([
    ...(subject.placement === undefined ? [] : [subject.placement.council]),
    ...openOffers(subject).map(({ council }) => council),
  ]);
  return councils.size === 0 ? {} : { concerned: [...councils] };
};

type Pause = NonNullable<Case['pause']>;

/** So many working days from now, in the calendar of the council that is responsible. */
const inWorkingDays = ({ case: subject, context, policy }: DecisionDraft, days: number): string =>
  deadlineAfter(context.now, days, nationOf(responsibleCouncil(subject)), policy.closeOfDay);

/** When places that are held for a missing child lapse, where the policy lets them and any are held. */
const placesUntil = (draft: DecisionDraft): Pick<Pause, 'placesUntil'> => {
  const { missing } = draft.policy;
  const held = concernedBy(draft.case).concerned !== undefined && !handedOver(draft.case);
  return missing === undefined || !held
    ? {}
    : { placesUntil: inWorkingDays(draft, missing.placesLapseAfter) };
};

/** When the next reminder of a missing child is due, after so many; none where the policy has none of its own. */
const nextReminder = (draft: DecisionDraft, reminded: number): Pick<Pause, 'remindAt'> => {
  const { remindAfter = [] } = draft.policy.missing ?? {};
  const days = remindAfter[reminded] ?? remindAfter.at(-1);
  return days === undefined ? {} : { remindAt: inWorkingDays(draft, days) };
};

/** The council that is responsible since the handover, and the one in whose area the child lives: for the trail and for who is told. */
const sinceHandover = (subject: Case): { readonly council?: string; readonly livesIn?: string } =>
  handedOver(subject)
    ? { council: responsibleCouncil(subject), ...defined({ livesIn: livesInAreaOf(subject) }) }
    : {};

/**
 * The child is missing: every clock stops. Offers and placements stay as they are, with their places, until these lapse. After the
 * handover nothing waits but the child's being found.
 */
export const childMissing = (
  draft: DecisionDraft,
  { missingSince }: Extract<Command, { kind: 'child-missing' }>,
): Outcome => {
  const { case: subject, context } = draft;
  if (subject.pause !== undefined) return unchanged('The child is recorded as missing already.');
  if (handedOver(subject) && childrenInCare(subject).length === 0)
    return refused('not-in-care', 'Nobody of this case is in the care of a council since a handover.');
  if (Date.parse(missingSince) > Date.parse(context.now)) {
    return refused(
      'in-the-future',
      'The child cannot be missing from a time that is still ahead. Check the date and time.',
    );
  }
  const atRegion = subject.regionAsked !== undefined;
  record(
    draft,
    'case-paused.v1',
    {
      because: 'missing',
      missingSince,
      ...(handedOver(subject) ? sinceHandover(subject) : concernedBy(subject)),
    },
    {
      pause: {
        from: atRegion ? 'eligible' : subject.status,
        at: context.now,
        missingSince,
        ...placesUntil(draft),
        ...nextReminder(draft, 0),
      },
      // Nobody keeps a place for a missing child by the word of a lead: the search begins anew once the child is found.
      ...(atRegion ? { regionAsked: undefined, stepBy: searchDue(draft) } : {}),
    },
  );
  return changed(draft);
};

/** The clocks of a case as they stand after a pause: each party has the working days it had left. */
const restarted = (draft: DecisionDraft, pausedAt: string): Patch => {
  const { case: subject, context } = draft;
  const { facts, placement, hold, escalation, stepBy } = subject;
  const shifted = (deadline: string, authority?: string): string =>
    shiftByPause(deadline, pausedAt, context.now, authority === undefined ? 'England' : nationOf(authority));
  return {
    moveBy: shifted(subject.moveBy, facts.entryAuthority),
    ...(stepBy === undefined
      ? {}
      : { stepBy: shifted(stepBy, subject.missing === undefined ? undefined : facts.entryAuthority) }),
    ...(hold === undefined ? {} : { hold: { ...hold, reviewAt: shifted(hold.reviewAt) } }),
    ...(escalation === undefined
      ? {}
      : { escalation: { ...escalation, decideBy: shifted(escalation.decideBy) } }),
    ...(placement === undefined
      ? {}
      : { placement: { ...placement, arrangeBy: shifted(placement.arrangeBy, placement.council) } }),
    offers: subject.offers.map((offer) =>
      openOffers(subject).includes(offer)
        ? { ...offer, answerBy: shifted(offer.answerBy, offer.council) }
        : offer,
    ),
  };
};

/** The day of an arranged move went by while the child was missing: it has to be arranged again. */
const arrangedAnew = (draft: DecisionDraft, patch: Patch): Patch => {
  const placement = patch.placement;
  if (placement?.moveOn === undefined || placement.moveOn >= londonDate(draft.context.now)) return patch;
  const { moveOn: _, completeBy: __, ...kept } = placement;
  return {
    ...patch,
    placement: { ...kept, arrangeBy: dueIn(draft, 'arrangeTransfer', placement.council) },
  };
};

/** Where a child was found, and whether that is neither with the entry authority nor with who has accepted: then people decide who takes the child. */
const whereFound = (
  { facts, placement }: Pick<Case, 'facts' | 'placement'>,
  foundIn: string | undefined,
): Pick<DataOf<'case-resumed.v1'>, 'foundIn' | 'elsewhere'> => ({
  ...defined({ foundIn }),
  ...(foundIn === undefined ||
  foundIn === placement?.council ||
  (foundIn === facts.entryAuthority && placement?.handedOverAt === undefined)
    ? {}
    : { elsewhere: true as const }),
});

/** The clocks run again, from a moment on which the child had been found. */
export const resume = (draft: DecisionDraft, foundAt: string, foundIn?: string): void => {
  const { case: subject, context } = draft;
  const { pause } = subject;
  if (pause === undefined) return;
  const where = whereFound(subject, foundIn);
  if (handedOver(subject)) {
    record(draft, 'case-resumed.v1', { foundAt, ...where, ...sinceHandover(subject) });
    return;
  }
  record(
    draft,
    'case-resumed.v1',
    { foundAt, ...where, ...concernedBy(subject) },
    {
      ...arrangedAnew(draft, restarted(draft, pause.at)),
      pauses: [...(subject.pauses ?? []), { from: pause.at, until: context.now }],
      ...(where.elsewhere && foundIn !== undefined
        ? { foundElsewhere: { council: foundIn, decided: false } }
        : decidedWhere(draft)),
    },
  );
};

/** Why a child cannot have been found at a moment, or undefined. */
export const cannotBeFoundAt = ({ context }: DecisionDraft, foundAt: string): Outcome | undefined =>
  Date.parse(foundAt) > Date.parse(context.now)
    ? refused(
        'in-the-future',
        'The child cannot have been found at a time that is still ahead. Check the date and time.',
      )
    : undefined;

/** The child was found: the case goes on where it was, with the time it had left. */
export const childFound = (
  draft: DecisionDraft,
  { foundAt, foundIn }: Extract<Command, { kind: 'child-found' }>,
): Outcome => {
  if (draft.case.pause === undefined) return unchanged('The child is not recorded as missing.');
  const wrong = cannotBeFoundAt(draft, foundAt);
  if (wrong !== undefined) return wrong;
  resume(draft, foundAt, foundIn);
  return changed(draft);
};

/** Whether places that are held for a missing child can be kept for longer, once a day. */
export const canKeep = ({ pause }: Case, at: string): boolean =>
  pause?.placesUntil !== undefined && londonDate(at) > (pause.keptOn ?? londonDate(pause.at));

/** A coordinator keeps the places that are held for a missing child, for as long again. */
export const keepPlaces = (
  draft: DecisionDraft,
  { note }: Extract<Command, { kind: 'keep-places' }>,
): Outcome => {
  const { pause } = draft.case;
  const until = placesUntil(draft).placesUntil;
  if (pause?.placesUntil === undefined || until === undefined)
    return refused('nothing-lapses', 'No place is held for a missing child that would lapse.');
  if (!canKeep(draft.case, draft.context.now))
    return unchanged('The places are kept as long as they can be today. They can be kept again tomorrow.');
  record(
    draft,
    'places-kept.v1',
    { until, note, concerned: concernedBy(draft.case).concerned ?? [] },
    { pause: { ...pause, placesUntil: until, keptOn: londonDate(draft.context.now) } },
  );
  return changed(draft);
};

/** The child has been missing for so long that nobody holds a place any more: once found, the search begins anew. */
export const lapsePlaces = (draft: DecisionDraft): void => {
  const { pause } = draft.case;
  if (pause === undefined) return;
  withdrawOpenOffers(draft, 'reallocated');
  // Who had an open offer is told that by its withdrawal.
  const concerned = [undoPlacement(draft)].filter((code) => code !== undefined);
  record(
    draft,
    'places-lapsed.v1',
    { missingSince: pause.missingSince ?? pause.at, concerned },
    {
      pause: pausedWithoutPlaces(pause, pause.from === 'child-refused' ? pause.from : 'eligible'),
      stepBy: searchDue(draft),
    },
  );
};

/** Who is responsible is reminded of a missing child, and so are the coordinators; each time, once however long nobody looked. */
export const remindOfMissing = (draft: DecisionDraft): void => {
  const { case: subject, policy } = draft;
  const { pause } = subject;
  const needs = needsOf(subject);
  if (pause === undefined || needs === undefined || needs.party.kind === 'system') return;
  const reminder = (pause.reminded ?? 0) + 1;
  const late = reminder >= (policy.missing?.coordinatorsFromReminder ?? Number.POSITIVE_INFINITY);
  record(
    draft,
    'case-waiting.v1',
    {
      since: pause.missingSince ?? pause.at,
      party: handedOver(subject)
        ? { kind: 'council', code: responsibleCouncil(subject) }
        : { kind: 'entry-authority', code: responsibleCouncil(subject) },
      what: 'say when the child is found',
      missing: true,
      reminder,
      ...(late
        ? defined({
            region: handedOver(subject) ? subject.placement?.region : subject.entryRegion,
          })
        : {}),
      ...(handedOver(subject) ? {} : concernedBy(subject)),
    },
    {
      pause: {
        ...pause,
        reminded: reminder,
        ...nextReminder(draft, reminder),
        ...(late ? { withCoordinators: true as const } : {}),
      },
    },
  );
};
