import { isPossibleDuplicate } from '../allocation/possible-duplicate.ts';
import type { Case, Offer } from './case.ts';
import { passedKey } from './deadlines.ts';
import {
  agesToDecide,
  declinesToReview,
  foundElsewhereIn,
  missingOfGroup,
  proposalsToAskAbout,
} from './declines-to-review.ts';
import { clocksStand, isBeingMoved, isMoveAhead, isSought } from './standing.ts';
import { TAKE_OVER } from './succession.ts';
import { canFollow } from './transitions.ts';
import { waitsForMissingChild } from './waiting-on.ts';

/**
 * What a coordinator has to do with a case, the most dangerous first: an email that may be a forgery; a child who was found elsewhere, or is missing; two cases that may be of one
 * child; no council is left; the child refuses; another hold; anything else that waits for coordinators; an age; a decline.
 */
export const ownWork = [
  'email',
  'found',
  'missing',
  'duplicate',
  'escalated',
  'refused',
  'held',
  'other',
  'age',
  'decline',
] as const;
/** What a council has to do, or should have done, and coordinators watch: a move that is late or has failed, facts that are late, offers that ran out unanswered, a child whom the responsible council looks for. */
const watchedWork = ['late-move', 'late-facts', 'silent', 'looked-for'] as const;
export const workKinds = [...ownWork, ...watchedWork] as const;
export type WorkKind = (typeof workKinds)[number];

/** Something in a case that coordinators decide or watch. */
interface Matter {
  readonly kind: WorkKind;
  /** By when, or since when where nothing has a deadline: an instant. */
  readonly at: string;
}

/** What comes first on a list, whatever its date: what is asked about at once, what has a deadline, what has none, and what is only watched. */
export const ranks = { atOnce: '0', byDeadline: '1', noDeadline: '2', watched: '3' } as const;
type Rank = (typeof ranks)[keyof typeof ranks];

const rankOf: Readonly<Record<WorkKind, Rank>> = {
  email: ranks.atOnce,
  found: ranks.atOnce,
  missing: ranks.atOnce,
  duplicate: ranks.byDeadline,
  escalated: ranks.byDeadline,
  refused: ranks.byDeadline,
  held: ranks.byDeadline,
  other: ranks.byDeadline,
  age: ranks.noDeadline,
  decline: ranks.noDeadline,
  'late-move': ranks.watched,
  'late-facts': ranks.watched,
  silent: ranks.watched,
  'looked-for': ranks.watched,
};

/** What the case waits for from the coordinators as its present step. */
const stepKind = (subject: Case): WorkKind => {
  const { needs, hold, status } = subject;
  if (needs?.what === TAKE_OVER) return 'other';
  if (hold !== undefined)
    return hold.reasons.some(({ code }) => isPossibleDuplicate(code)) ? 'duplicate' : 'held';
  if (status === 'escalated') return 'escalated';
  if (status === 'child-refused') return 'refused';
  return clocksStand(subject) || status === 'missing-from-care' ? 'missing' : 'other';
};

const matter = (kind: WorkKind, at: string | undefined): readonly Matter[] =>
  at === undefined ? [] : [{ kind, at }];

const ownMatters = (subject: Case): readonly Matter[] => {
  const { needs, openedAt, foundElsewhere } = subject;
  const { othersBy, missingSince, at } = { ...subject.pause, ...subject.stillMissing };
  // While the child is missing, nobody accepts or refuses a decline.
  const declined = canFollow(subject.status, 'decline-reviewed.v1')
    ? declinesToReview(subject).map(({ answeredAt = openedAt }) => answeredAt)
    : [];
  return [
    ...matter('email', proposalsToAskAbout(subject)[0]?.confirmBy),
    ...matter('found', foundElsewhereIn(subject).length === 0 ? undefined : (foundElsewhere?.by ?? openedAt)),
    ...matter(
      'missing',
      missingOfGroup(subject).length === 0 ? undefined : (othersBy ?? missingSince ?? at ?? openedAt),
    ),
    ...matter(stepKind(subject), needs?.party.kind === 'coordinators' ? needs.by : undefined),
    ...matter('age', agesToDecide(subject).length === 0 ? undefined : openedAt),
    ...matter('decline', declined.toSorted()[0]),
  ];
};

/** The day on which a move failed that is to be arranged anew. */
export const failedMove = ({ status, placement }: Case): string | undefined =>
  status === 'accepted' ? placement?.lastFailedOn : undefined;

/** A deadline of a move that has passed and was told as passed; undefined where none has. A move that failed is late until another day is fixed. */
export const lateMove = (subject: Case): string | undefined => {
  const { placement, moveBy, told } = subject;
  const { arrangeBy, completeBy } = placement ?? {};
  const passed = (deadline: 'arrange' | 'complete' | 'move', by: string | undefined) =>
    by !== undefined && told.includes(passedKey(deadline, by)) ? [by] : [];
  if (!isMoveAhead(subject) || clocksStand(subject)) return undefined;
  const moving = isBeingMoved(subject);
  return [
    ...passed('move', moveBy),
    ...(moving ? passed('complete', completeBy) : []),
    ...(subject.status === 'accepted' ? passed('arrange', arrangeBy) : []),
    ...(failedMove(subject) !== undefined && arrangeBy !== undefined ? [arrangeBy] : []),
  ].toSorted()[0];
};

/** By when the entry authority was to give facts that are missing, where that has passed and was told; undefined where it has not. */
export const lateFacts = ({ status, stepBy, told }: Case): string | undefined =>
  status === 'incomplete' && stepBy !== undefined && told.includes(passedKey('facts', stepBy))
    ? stepBy
    : undefined;

/** Offers that ran out unanswered, the first of them first, while a council is still looked for: why, nobody has said. */
export const unansweredOffers = (subject: Case): readonly Offer[] =>
  isSought(subject)
    ? subject.offers
        .filter(({ status }) => status === 'expired')
        .toSorted((a, b) => (a.answerBy < b.answerBy ? -1 : 1))
    : [];

const watchedMatters = (subject: Case): readonly Matter[] => [
  ...matter('late-move', lateMove(subject)),
  ...matter('late-facts', lateFacts(subject)),
  ...matter('silent', unansweredOffers(subject)[0]?.answerBy),
  ...matter(
    'looked-for',
    waitsForMissingChild(subject) ? (subject.pause?.at ?? subject.openedAt) : undefined,
  ),
];

/** What the list of work says of a case. */
export interface Work {
  /** Each once, the most dangerous first. */
  readonly kinds: readonly WorkKind[];
  /** Where it stands on the list: its rank and its date. */
  readonly urgency: string;
}

/** What coordinators have to do with a case, or watch; undefined where that is nothing. */
export function workOf(subject: Case): Work | undefined {
  const matters = [...ownMatters(subject), ...watchedMatters(subject)];
  const [urgency] = matters.map(({ kind, at }) => `${rankOf[kind]}#${at}`).toSorted();
  if (urgency === undefined) return undefined;
  const found = new Set(matters.map(({ kind }) => kind));
  return { kinds: workKinds.filter((kind) => found.has(kind)), urgency };
}

/** The rank of a line of that list and, where it has one, its deadline. */
export const dueOf = (urgency: string): { readonly rank: string; readonly by?: string } => {
  const [rank = '', at = ''] = urgency.split('#');
  return rank === ranks.noDeadline ? { rank } : { rank, by: at };
};
