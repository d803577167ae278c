import type { DataOf } from '../../../../events/catalogue.ts';
import { nationOf } from '../../calendar/nation.ts';
import { deadlineAfter, londonDate, shiftByPause } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import {
  changed,
  type DecisionDraft,
  dueIn,
  type Patch,
  record,
  refused,
  searchDue,
  unchanged,
} from '../decision-draft.ts';
import { involved } from '../involved.ts';
import { openOffers, pausedWithoutPlaces, withdrawOpenOffers } from '../offers.ts';
import { undoPlacement } from '../placement.ts';
import {
  childrenInCare,
  childrenThere,
  handedOver,
  isBeforeMissing,
  livesInAreaOf,
  missingChildren,
  responsibleCouncil,
} from '../responsible.ts';
import { settleFinds } from './finds.ts';
import { recordMissingDetails, saysMore, searchedAnew } from './missing-details.ts';
import { namesStrangers, notOfThisCase, ofGroup } from './of-group.ts';

/** Councils that have the child, or may yet: they are told when the clocks stop, that they still do, and when they run again. */
export const concernedBy = (subject: Case): { readonly concerned?: string[] } => {
  const councils = new Set(involved(subject));
  return councils.size === 0 ? {} : { concerned: [...councils] };
};

export type Pause = NonNullable<Case['pause']>;

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

/** Who is missing, since when, and reminders so far, whether the case waits or goes on. */
type Search = Pick<Pause, 'reminded' | 'remindAt' | 'withCoordinators' | 'missingSince' | 'at'>;

/** When the next reminder of a missing child is due, after so many; none where the policy has none of its own and the case itself waits. */
const nextReminder = (draft: DecisionDraft, reminded: number, waits = true): Pick<Pause, 'remindAt'> => {
  const { missing, waitingReminderEveryWorkingDays } = draft.policy;
  const remindAfter = missing?.remindAfter ?? (waits ? [] : [waitingReminderEveryWorkingDays]);
  const days = remindAfter[reminded] ?? remindAfter.at(-1);
  return days === undefined ? {} : { remindAt: inWorkingDays(draft, days) };
};

/** The council that is responsible since the handover, and the one in whose area the child lives: for the trail and for who is told. */
const sinceHandover = (subject: Case): { readonly council?: string; readonly livesIn?: string } =>
  handedOver(subject)
    ? { council: responsibleCouncil(subject), ...defined({ livesIn: livesInAreaOf(subject) }) }
    : {};

/** The search for those who are missing while the case goes on. */
export const searchOn = (
  draft: DecisionDraft,
  { at, missingSince, reminded = 0, remindAt, withCoordinators }: Pause,
  children: readonly number[],
): NonNullable<Case['stillMissing']> => ({
  children,
  at,
  reminded,
  ...nextReminder(draft, reminded, false),
  ...defined({ missingSince, remindAt, withCoordinators }),
});

/** Nobody is left with whom the case could go on: its clocks stand again. */
export const pauseAnew = (
  draft: DecisionDraft,
  { at, missingSince = at, ...search }: NonNullable<Case['stillMissing']>,
): void => {
  const { children: _, ...reminders } = search;
  const atRegion = draft.case.regionAsked !== undefined;
  record(
    draft,
    'case-paused.v1',
    { because: 'missing', missingSince, ...concernedBy(draft.case) },
    {
      pause: {
        ...reminders,
        from: atRegion ? 'eligible' : draft.case.status,
        at: draft.context.now,
        missingSince,
        ...placesUntil(draft),
      },
      stillMissing: undefined,
      ...(atRegion ? { regionAsked: undefined, stepBy: searchDue(draft) } : {}),
    },
  );
};

/** The pause of a case of which these are missing from now on: reminders begin anew, for each of them may be found another way. */
const pausedFor = (draft: DecisionDraft, missing: readonly number[], missingSince: string): Pause => {
  const { case: subject, context } = draft;
  const { pause, stillMissing } = subject;
  const before: Search | undefined = pause ?? stillMissing;
  const since = before?.missingSince ?? missingSince;
  const group = ofGroup(subject, missing);
  const {
    children: _,
    othersBy: __,
    ...kept
  } = pause ?? {
    from: subject.regionAsked === undefined ? subject.status : 'eligible',
    at: context.now,
    ...placesUntil(draft),
    ...defined({ withCoordinators: stillMissing?.withCoordinators }),
  };
  return {
    ...kept,
    ...group,
    missingSince: since < missingSince ? since : missingSince,
    reminded: 0,
    ...nextReminder(draft, 0),
    ...(group.children === undefined || handedOver(subject)
      ? {}
      : { othersBy: dueIn(draft, 'coordinatorDecides') }),
  };
};

/**
 * Children are missing: every clock stops, also for others of their group, until a coordinator decides that these go on. Offers and placements stay as
 * they are, with their places, until these lapse. After the handover nothing waits but the children's being found.
 */
export const childMissing = (
  draft: DecisionDraft,
  { missingSince, children, details }: Extract<Command, { kind: 'child-missing' }>,
): Outcome => {
  const { case: subject, context } = draft;
  const there = childrenThere(subject);
  if (handedOver(subject) && childrenInCare(subject).length === 0)
    return refused('not-in-care', 'Nobody of this case is in the care of a council since a handover.');
  if (children !== undefined && namesStrangers(subject, children)) return notOfThisCase;
  const news = there.filter((number) => children?.includes(number) ?? true);
  if (news.length === 0)
    return saysMore(subject, details, children)
      ? refused(
          'missing-already',
          'Somebody has recorded meanwhile that the child is missing. What you know for the search is not recorded yet. Please give it on the page of the case.',
        )
      : unchanged('The child is recorded as missing already.');
  if (Date.parse(missingSince) > Date.parse(context.now)) {
    return refused(
      'in-the-future',
      'The child cannot be missing from a time that is still ahead. Check the date and time.',
    );
  }
  const missing = [...missingChildren(subject), ...news].toSorted((a, b) => a - b);
  const atRegion = subject.regionAsked !== undefined;
  record(
    draft,
    'case-paused.v1',
    {
      because: 'missing',
      missingSince,
      ...ofGroup(subject, news),
      ...(handedOver(subject) ? sinceHandover(subject) : concernedBy(subject)),
    },
    {
      pause: pausedFor(draft, missing, missingSince),
      stillMissing: undefined,
      ...searchedAnew(subject, news),
      // Nobody keeps a place for a missing child by the word of a lead: the search begins anew once the child is found.
      ...(atRegion ? { regionAsked: undefined, stepBy: searchDue(draft) } : {}),
      // Who is missing again is found anew.
      ...(handedOver(subject) ? settleFinds(draft, missing) : {}),
    },
  );
  if (details !== undefined) recordMissingDetails(draft, details, news);
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
  foundIn ===
    (placement?.handedOverAt === undefined
      ? placement?.council
      : (placement.placedIn ?? placement.council)) ||
  (foundIn === facts.entryAuthority && placement?.handedOverAt === undefined)
    ? {}
    : { elsewhere: true as const }),
});

/** What a case is like once its clocks run again. */
export const goingOn = (draft: DecisionDraft, pause: Pause): Patch => ({
  ...arrangedAnew(draft, restarted(draft, pause.at)),
  pauses: [...(draft.case.pauses ?? []), { from: pause.at, until: draft.context.now }],
});

/** The search for those who are missing still, without those who were found: of a case that waits, or of one that goes on. */
const searchFor = ({ case: { pause, stillMissing } }: DecisionDraft, missing: readonly number[]): Patch => ({
  ...(pause === undefined || missing.length === 0 ? {} : { pause: { ...pause, children: missing } }),
  ...(stillMissing === undefined
    ? {}
    : { stillMissing: missing.length === 0 ? undefined : { ...stillMissing, children: missing } }),
});

/** The first of a group are found while others are missing: a coordinator decides whether they wait. */
const othersThere = (draft: DecisionDraft, patch: Patch): Patch =>
  patch.pause === undefined || draft.case.pause?.children !== undefined || handedOver(draft.case)
    ? patch
    : { ...patch, pause: { ...patch.pause, othersBy: dueIn(draft, 'coordinatorDecides') } };

/** Children are found: once nobody is missing any more the clocks run again, from a moment on which the last had been found. `children`: all who are missing unless given. */
export const resume = (
  draft: DecisionDraft,
  foundAt: string,
  foundIn?: string,
  children: readonly number[] = missingChildren(draft.case),
): void => {
  const { case: subject } = draft;
  const { pause } = subject;
  const missing = missingChildren(subject).filter((number) => !children.includes(number));
  const where = whereFound(subject, foundIn);
  const said = {
    foundAt,
    ...(missing.length === 0 ? {} : { children: [...children] }),
    ...where,
  };
  const search = {
    ...othersThere(draft, searchFor(draft, missing)),
    ...settleFinds(draft, children, where.elsewhere && foundIn),
  };
  if (handedOver(subject)) {
    record(draft, 'case-resumed.v1', { ...said, ...sinceHandover(subject) }, search);
    return;
  }
  record(
    draft,
    'case-resumed.v1',
    { ...said, ...concernedBy(subject) },
    {
      ...search,
      ...(pause === undefined || missing.length > 0 ? {} : goingOn(draft, pause)),
    },
  );
};

/** Why a child cannot have been found at a moment, or undefined. */
export function cannotBeFoundAt(
  { context, case: subject }: DecisionDraft,
  foundAt: string,
): Outcome | undefined {
  if (Date.parse(foundAt) > Date.parse(context.now))
    return refused(
      'in-the-future',
      'The child cannot have been found at a time that is still ahead. Check the date and time.',
    );
  return isBeforeMissing(subject, foundAt)
    ? refused(
        'before-missing',
        'The child cannot have been found before the child went missing. Check the date and time.',
      )
    : undefined;
}

/** Children were found: once nobody is missing, the case goes on where it was, with the time it had left. */
export const childFound = (
  draft: DecisionDraft,
  { foundAt, foundIn, children }: Extract<Command, { kind: 'child-found' }>,
): Outcome => {
  const { case: subject } = draft;
  if (children !== undefined && namesStrangers(subject, children)) return notOfThisCase;
  const found = missingChildren(subject).filter((number) => children?.includes(number) ?? true);
  if (found.length === 0) return unchanged('The child is not recorded as missing.');
  const wrong = cannotBeFoundAt(draft, foundAt);
  if (wrong !== undefined) return wrong;
  resume(draft, foundAt, foundIn, found);
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

/** Who is responsible is reminded of missing children, and so are the coordinators; each time, once however long nobody looked. */
export const remindOfMissing = (draft: DecisionDraft): void => {
  const { case: subject, policy } = draft;
  const { pause, stillMissing } = subject;
  const search: Search | undefined = pause ?? stillMissing;
  if (search === undefined) return;
  const reminder = (search.reminded ?? 0) + 1;
  const late = reminder >= (policy.missing?.coordinatorsFromReminder ?? Number.POSITIVE_INFINITY);
  // The reminder that was due is sent now: only another one may follow.
  const reminded = <S extends Search>({ remindAt: _, ...before }: S) => ({
    ...before,
    reminded: reminder,
    ...nextReminder(draft, reminder, pause !== undefined),
    ...(late ? { withCoordinators: true as const } : {}),
  });
  record(
    draft,
    'case-waiting.v1',
    {
      since: search.missingSince ?? search.at,
      party: {
        kind: handedOver(subject) ? 'council' : 'entry-authority',
        code: responsibleCouncil(subject),
      },
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
      ...(pause === undefined ? {} : { pause: reminded(pause) }),
      ...(stillMissing === undefined ? {} : { stillMissing: reminded(stillMissing) }),
    },
  );
};
