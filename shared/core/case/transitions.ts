import type { EventType } from '../../../events/catalogue.ts';
import type { EventDraft } from '../audit-trail.ts';
import { londonDate } from '../calendar/working-days.ts';
import { defined } from '../defined.ts';
import type { Case, CaseStatus } from './case.ts';
import { childrenInCare, foundToDecide, missingChildren } from './responsible.ts';

/** Before its first event a case is nowhere: `new` stands only at the start of the table. */
export type From = CaseStatus | 'new';

type Guard = (before: Case, event: EventDraft, at: string) => boolean;

const otherChildren = (before: Case, event: EventDraft): number =>
  childrenInCare(before).filter(
    ({ number }) => !(event.type === 'child-turned-18.v1' && event.data.child === number),
  ).length;
const inCareAfter = (before: Case, event: EventDraft): number =>
  childrenInCare(before).filter(
    ({ number }) => !(event.type === 'left-care.v1' && event.data.children.includes(number)),
  ).length;
/** Whether a case that waits for missing children goes on by this: all are found, or somebody decided so. */
const goesOn: Guard = (before, event) => {
  if (event.type === 'group-decided.v1') return event.data.goOn;
  const { children } = event.type === 'case-resumed.v1' ? event.data : {};
  return children === undefined || missingChildren(before).every((number) => children.includes(number));
};
/** Numbers of the children of whom nothing is to be decided after it: who count no longer, were found where they belong, or were decided about. */
const settledBy = (before: Case, { type, data }: EventDraft): readonly number[] => {
  if (type === 'child-turned-18.v1') return [data.child];
  if (type === 'case-resumed.v1') return data.children ?? missingChildren(before);
  return type === 'left-care.v1' || type === 'found-decided.v1' ? data.children : [];
};
/** Whether it is to be decided after the handover what follows for a child who was found elsewhere. */
const toDecide: Guard = (before, event) =>
  (event.type === 'case-resumed.v1' && event.data.elsewhere === true) ||
  foundToDecide(before).some((number) => !settledBy(before, event).includes(number));
const pausedAs =
  (status: CaseStatus): Guard =>
  (before, event, at) =>
    before.pause?.from === status && goesOn(before, event, at);
const moveDayAhead: Guard = (before, _, at) => (before.placement?.moveOn ?? '') >= londonDate(at);

/** What decides between rows that start from the same status with the same event. Of those, exactly one holds. */
const guards = {
  'last child': (before, event) => otherChildren(before, event) === 0,
  'others remain': (before, event) => otherChildren(before, event) > 0,
  'nobody left in care': (before, event) => inCareAfter(before, event) === 0,
  'others in care': (before, event) => inCareAfter(before, event) > 0,
  'all are there': (before) => missingChildren(before).length === 0,
  'one is missing': (before) => missingChildren(before).length > 0,
  'found where expected': (before, event, at) => goesOn(before, event, at) && !toDecide(before, event, at),
  'found elsewhere': (before, event, at) => goesOn(before, event, at) && toDecide(before, event, at),
  'still to decide': toDecide,
  'nothing to decide': (before, event, at) =>
    !toDecide(before, event, at) && Math.min(otherChildren(before, event), inCareAfter(before, event)) > 0,
  'others missing': (before, event, at) => !goesOn(before, event, at),
  'was incomplete': pausedAs('incomplete'),
  'was eligible': pausedAs('eligible'),
  'was held': pausedAs('held'),
  'was offered': pausedAs('offered'),
  'was escalated': pausedAs('escalated'),
  'was accepted': pausedAs('accepted'),
  'was child-refused': pausedAs('child-refused'),
  'day of the move ahead': (before, event, at) =>
    pausedAs('transfer-arranged')(before, event, at) && moveDayAhead(before, event, at),
  'day of the move gone': (before, event, at) =>
    pausedAs('transfer-arranged')(before, event, at) && !moveDayAhead(before, event, at),
} as const satisfies Record<string, Guard>;

type GuardName = keyof typeof guards;

export interface Transition {
  readonly from: From;
  readonly event: EventType;
  readonly to: CaseStatus;
  readonly guard?: GuardName;
}

/** Whatever becomes of a case, it can be put under legal hold. */
const legalHold = ['legal-hold-placed.v1', 'legal-hold-lifted.v1'] as const satisfies readonly EventType[];

/** Statuses that end a case, each with the events that may still be recorded after the end. */
export const finalStatuses: Readonly<Partial<Record<CaseStatus, readonly EventType[]>>> = {
  transferred: [
    'child-turned-18.v1',
    'age-in-question.v1',
    'age-decided.v1',
    'care-moved.v1',
    'placement-moved.v1',
    'areas-avoided.v1',
    'council-succeeded.v1',
    'case-assigned.v1',
    'left-care.v1',
    'case-reopened.v1',
    'decline-reviewed.v1',
    'sealed-details-opened.v1',
    'area-told.v1',
    'sealed-details-consulted.v1',
    'amendment-refused.v1',
    'merger-undone.v1',
    'email-bounced.v1',
    ...legalHold,
  ],
  'left-care': ['area-told.v1', 'amendment-refused.v1', 'merger-undone.v1', 'email-bounced.v1', ...legalHold],
  stayed: [
    'region-answered.v1',
    'child-turned-18.v1',
    'age-in-question.v1',
    'age-decided.v1',
    'area-told.v1',
    'sealed-details-consulted.v1',
    'amendment-refused.v1',
    'merger-undone.v1',
    'email-bounced.v1',
    ...legalHold,
  ],
  'joined-family': [
    'region-answered.v1',
    'area-told.v1',
    'amendment-refused.v1',
    'merger-undone.v1',
    'email-bounced.v1',
    ...legalHold,
  ],
  'turned-18': [
    'region-answered.v1',
    'area-told.v1',
    'amendment-refused.v1',
    'merger-undone.v1',
    'email-bounced.v1',
    ...legalHold,
  ],
  withdrawn: [
    'region-answered.v1',
    'area-told.v1',
    'amendment-refused.v1',
    'merger-undone.v1',
    'email-bounced.v1',
    ...legalHold,
  ],
};

export const isFinal = (status: CaseStatus): boolean => finalStatuses[status] !== undefined;

/** Whether search and move are over: what is recorded since, if anything, is about the care of the children. */
export const isOver = (status: CaseStatus): boolean =>
  isFinal(status) || status === 'missing-from-care' || status === 'found-elsewhere';

const row = (from: From, event: EventType, to: CaseStatus, guard?: GuardName): Transition => ({
  from,
  event,
  to,
  ...defined({ guard }),
});

/** The ways that lead on from an end: what people record of children after the handover, and what a named person opens again. Nothing else does. */
export const afterEnds: readonly Transition[] = [
  row('turned-18', 'age-decided.v1', 'eligible'),
  row('withdrawn', 'age-decided.v1', 'eligible'),
  row('joined-family', 'case-reopened.v1', 'eligible'),
  row('transferred', 'case-paused.v1', 'missing-from-care'),
  row('transferred', 'left-care.v1', 'left-care', 'nobody left in care'),
  row('left-care', 'case-reopened.v1', 'transferred'),
  row('left-care', 'age-decided.v1', 'transferred'),
];

const staying = (status: CaseStatus, ...events: readonly EventType[]): readonly Transition[] =>
  events.map((event) => row(status, event, status));

/** Waiting for somebody to act, with clocks that run: not paused and not closed. */
export const running = [
  'incomplete',
  'eligible',
  'region-asked',
  'held',
  'offered',
  'escalated',
  'accepted',
  'transfer-arranged',
  'child-refused',
] as const satisfies readonly CaseStatus[];
const open = [...running, 'paused'] as const;

/** The ways out that are open from nearly everywhere. */
const waysOut: readonly Transition[] = [
  ...open.flatMap((status) => [
    row(status, 'referral-withdrawn.v1', 'withdrawn'),
    row(status, 'family-joined.v1', 'joined-family'),
    row(status, 'referral-merged.v1', status),
    row(status, 'child-turned-18.v1', 'turned-18', 'last child'),
    row(status, 'child-turned-18.v1', status, 'others remain'),
    ...staying(
      status,
      'age-in-question.v1',
      'age-decided.v1',
      'case-waiting.v1',
      'earlier-referral-found.v1',
      'age-known-elsewhere.v1',
      'facts-repeated.v1',
      'area-told.v1',
      'documents-changed.v1',
      'sealed-details-opened.v1',
      'sealed-details-consulted.v1',
      'amendment-to-confirm.v1',
      'amendment-refused.v1',
      'confirmation-due.v1',
      'deadlines-moved.v1',
      'council-succeeded.v1',
      'case-assigned.v1',
      'merger-undone.v1',
      'email-bounced.v1',
      ...legalHold,
    ),
  ]),
  ...running.flatMap((status) => [
    row(status, 'case-paused.v1', 'paused'),
    row(status, 'case-stayed.v1', 'stayed'),
    // A child is found, or more is said of one, of a group that went on without it.
    ...staying(
      status,
      'deadline-approaching.v1',
      'deadline-passed.v1',
      'case-resumed.v1',
      'missing-details-given.v1',
    ),
    ...(status === 'child-refused' ? [] : [row(status, 'child-refused.v1', 'child-refused')]),
  ]),
];

/** How a case moves. Every event of every case goes through one row; nothing else changes a status. */
export const transitions: readonly Transition[] = [
  row('new', 'referral-received.v2', 'eligible'),

  row('eligible', 'referral-incomplete.v1', 'incomplete'),
  row('eligible', 'referral-held.v1', 'held'),
  row('eligible', 'region-asked.v1', 'region-asked'),
  row('eligible', 'offers-made.v1', 'offered'),
  row('eligible', 'offers-kept.v1', 'offered'),
  row('eligible', 'case-escalated.v1', 'escalated'),
  row('eligible', 'offer-promoted.v1', 'offered'),
  row('eligible', 'place-accepted.v1', 'accepted'),
  ...staying(
    'eligible',
    'referral-amended.v2',
    'case-reallocated.v1',
    // Offers that were open when the facts changed, and no longer fit.
    'offer-withdrawn.v1',
    'offer-told-again.v1',
    'offer-answered.v1',
    'decline-reviewed.v1',
    'place-directed.v1',
    'region-answered.v1',
  ),

  row('region-asked', 'region-answered.v1', 'eligible'),
  row('region-asked', 'case-reallocated.v1', 'eligible'),
  row('region-asked', 'place-accepted.v1', 'accepted'),
  row('region-asked', 'offer-promoted.v1', 'offered'),
  ...staying(
    'region-asked',
    'offer-answered.v1',
    'place-directed.v1',
    'decline-reviewed.v1',
    'referral-amended.v2',
  ),

  row('incomplete', 'referral-amended.v2', 'eligible'),
  ...staying('incomplete', 'decline-reviewed.v1'),

  row('held', 'referral-amended.v2', 'eligible'),
  row('held', 'referral-released.v1', 'eligible'),
  row('held', 'place-accepted.v1', 'accepted'),
  ...staying('held', 'hold-kept.v1', 'place-directed.v1', 'decline-reviewed.v1'),

  row('offered', 'place-accepted.v1', 'accepted'),
  row('offered', 'case-reallocated.v1', 'eligible'),
  row('offered', 'case-escalated.v1', 'escalated'),
  ...staying(
    'offered',
    'region-answered.v1',
    'offer-answered.v1',
    'offer-read.v1',
    'more-time-given.v1',
    'offer-told-again.v1',
    'offer-expired.v1',
    'offer-promoted.v1',
    'offer-withdrawn.v1',
    'decline-reviewed.v1',
    'place-directed.v1',
    'referral-amended.v2',
  ),

  row('escalated', 'place-accepted.v1', 'accepted'),
  row('escalated', 'case-reallocated.v1', 'eligible'),
  row('escalated', 'offer-promoted.v1', 'offered'),
  ...staying(
    'escalated',
    'offer-answered.v1',
    'place-directed.v1',
    'decline-reviewed.v1',
    'referral-amended.v2',
  ),

  row('accepted', 'transfer-arranged.v1', 'transfer-arranged'),
  row('accepted', 'case-reallocated.v1', 'eligible'),
  ...staying(
    'accepted',
    'more-time-given.v1',
    'region-answered.v1',
    'offer-withdrawn.v1',
    'referral-held.v1',
    'hold-kept.v1',
    'referral-released.v1',
    'decline-reviewed.v1',
    'referral-amended.v2',
    'social-worker-named.v1',
  ),

  row('transfer-arranged', 'transfer-completed.v1', 'transferred', 'all are there'),
  row('transfer-arranged', 'transfer-completed.v1', 'missing-from-care', 'one is missing'),
  row('transfer-arranged', 'transfer-failed.v1', 'accepted'),
  row('transfer-arranged', 'case-reallocated.v1', 'eligible'),
  ...staying(
    'transfer-arranged',
    'transfer-arranged.v1',
    'referral-held.v1',
    'hold-kept.v1',
    'referral-released.v1',
    'decline-reviewed.v1',
    'referral-amended.v2',
    'social-worker-named.v1',
  ),

  row('child-refused', 'place-accepted.v1', 'accepted'),
  row('child-refused', 'case-reallocated.v1', 'eligible'),
  ...staying(
    'child-refused',
    'region-answered.v1',
    'place-directed.v1',
    'decline-reviewed.v1',
    'referral-amended.v2',
  ),

  ...(['case-resumed.v1', 'group-decided.v1'] as const).flatMap((event) => [
    row('paused', event, 'incomplete', 'was incomplete'),
    row('paused', event, 'eligible', 'was eligible'),
    row('paused', event, 'held', 'was held'),
    row('paused', event, 'offered', 'was offered'),
    row('paused', event, 'escalated', 'was escalated'),
    row('paused', event, 'accepted', 'was accepted'),
    row('paused', event, 'child-refused', 'was child-refused'),
    row('paused', event, 'transfer-arranged', 'day of the move ahead'),
    row('paused', event, 'accepted', 'day of the move gone'),
    row('paused', event, 'paused', 'others missing'),
  ]),
  ...staying(
    'paused',
    'region-answered.v1',
    // Another of the group is missing as well.
    'case-paused.v1',
    'missing-details-given.v1',
    'offer-withdrawn.v1',
    'case-reallocated.v1',
    'places-kept.v1',
    'places-lapsed.v1',
    'referral-amended.v2',
    'referral-held.v1',
  ),

  ...(['case-resumed.v1', 'group-decided.v1'] as const).flatMap((event) => [
    row('missing-from-care', event, 'transferred', 'found where expected'),
    row('missing-from-care', event, 'found-elsewhere', 'found elsewhere'),
    row('missing-from-care', event, 'missing-from-care', 'others missing'),
  ]),
  row('missing-from-care', 'left-care.v1', 'left-care', 'nobody left in care'),
  row('missing-from-care', 'left-care.v1', 'missing-from-care', 'others in care'),
  row('missing-from-care', 'child-turned-18.v1', 'transferred', 'last child'),
  row('missing-from-care', 'child-turned-18.v1', 'missing-from-care', 'others remain'),
  // Found in another area after the handover: until it is decided what follows, the case is open.
  row('found-elsewhere', 'care-moved.v1', 'transferred'),
  row('found-elsewhere', 'placement-moved.v1', 'transferred'),
  row('found-elsewhere', 'case-paused.v1', 'missing-from-care'),
  row('found-elsewhere', 'left-care.v1', 'left-care', 'nobody left in care'),
  row('found-elsewhere', 'child-turned-18.v1', 'transferred', 'last child'),
  ...(['left-care.v1', 'child-turned-18.v1', 'found-decided.v1'] as const).flatMap((event) => [
    row('found-elsewhere', event, 'found-elsewhere', 'still to decide'),
    row('found-elsewhere', event, 'transferred', 'nothing to decide'),
  ]),
  ...staying('found-elsewhere', 'deadline-approaching.v1', 'deadline-passed.v1'),

  ...staying('missing-from-care', 'case-paused.v1', 'missing-details-given.v1'),
  ...(['missing-from-care', 'found-elsewhere'] as const).flatMap((status) =>
    staying(
      status,
      'areas-avoided.v1',
      'age-in-question.v1',
      'age-decided.v1',
      'case-reopened.v1',
      'case-waiting.v1',
      'decline-reviewed.v1',
      'sealed-details-opened.v1',
      'area-told.v1',
      'sealed-details-consulted.v1',
      'amendment-refused.v1',
      // Asked before the handover whether it sent an e-mail, the entry authority may still owe the answer.
      'confirmation-due.v1',
      'council-succeeded.v1',
      'case-assigned.v1',
      'merger-undone.v1',
      'email-bounced.v1',
      ...legalHold,
    ),
  ),

  ...waysOut,
  ...afterEnds,
  ...Object.entries(finalStatuses).flatMap(([status, events]) =>
    events.map((event) =>
      row(
        status as CaseStatus,
        event,
        status as CaseStatus,
        event === 'left-care.v1' ? 'others in care' : undefined,
      ),
    ),
  ),
];

const rowsFrom: ReadonlyMap<string, readonly Transition[]> = Map.groupBy(
  transitions,
  ({ from, event }) => `${from} ${event}`,
);

/** Whether an event can follow from a status at all. */
export const canFollow = (from: From, event: EventType): boolean => rowsFrom.has(`${from} ${event}`);

/**
 * Where an event takes a case.
 * @throws when the table has no row for it, or not exactly one whose guard holds: a fault in the core, never a person's mistake.
 */
export const statusAfter = (from: From, before: Case, event: EventDraft, at: string): CaseStatus => {
  const rows = rowsFrom.get(`${from} ${event.type}`) ?? [];
  const [chosen, ...more] = rows.filter(
    ({ guard }) => guard === undefined || guards[guard](before, event, at),
  );
  if (chosen === undefined || more.length > 0) {
    throw new Error(
      `The life of a case has ${chosen === undefined ? 'no row' : 'several rows'} for ${event.type} from ${from}`,
    );
  }
  return chosen.to;
};
