import type { AnyEvent, DataOf, EventType } from '../../events/catalogue.ts';
import type { Actor, TrailEntry } from '../../events/envelope.ts';
import { presentCode } from '../../events/former-codes.ts';
import { hashOf } from './hash.ts';

/** What happened, before it has a place in a trail. */
export type EventDraft = {
  readonly [T in EventType]: { readonly type: T; readonly data: DataOf<T> };
}[EventType];

/** The end of a trail: where the next event is chained on. */
export interface TrailHead {
  /** Case reference or authority code. */
  readonly subject: string;
  /** Number of the last event; 0 when there is none. */
  readonly number: number;
  readonly hash: string;
}

/** What all events of one decision share. */
export interface Stamp {
  readonly at: string;
  readonly actor: Actor;
  readonly policy: string;
  readonly cause: string;
}

/** The hash before the first event. */
export const noHash = '0'.repeat(64);

/** Identity of an event: its place in its trail, so that saying it again says the same. */
const eventId = (subject: string, number: number): string => `${subject}:${number}`;

/** SHA-256 of an event without its own hash: everything it says, its id, its place and the hash before it. */
const hashOfEvent = (event: AnyEvent): string =>
  hashOf({ ...event, trail: { ...event.trail, hash: undefined } });

/** Gives a draft its place at the end of a trail. */
export const appendOne = (
  { subject, number: last, hash: previousHash }: TrailHead,
  { type, data }: EventDraft,
  { at, actor, policy, cause }: Stamp,
): AnyEvent & { readonly trail: TrailEntry } => {
  const number = last + 1;
  const entry = { subject, number, policy, cause, previousHash };
  const event = {
    id: eventId(subject, number),
    type,
    at,
    actor,
    data,
    trail: { ...entry, hash: '' },
  } as AnyEvent;
  return { ...event, trail: { ...entry, hash: hashOfEvent(event) } };
};

/** Gives drafts their places at the end of a trail, each chained to the one before it. */
export const appendTo = (
  head: TrailHead,
  drafts: readonly EventDraft[],
  stamp: Stamp,
): readonly AnyEvent[] => {
  let end = head;
  return drafts.map((draft) => {
    const event = appendOne(end, draft, stamp);
    end = event.trail;
    return event;
  });
};

export type TrailVerdict =
  | { readonly kind: 'whole' }
  /** `number`: the first place in the trail that does not hold; `words` say what is wrong there. */
  | { readonly kind: 'broken'; readonly number: number; readonly words: string };

const flaw = (event: AnyEvent, subject: string, number: number, previousHash: string): string | undefined => {
  const { trail } = event;
  if (trail === undefined) return 'the event has no place in a trail';
  // An authority's trail goes on when its code changes: events say the code of their day.
  if (presentCode(trail.subject) !== presentCode(subject)) return `the event belongs to ${trail.subject}`;
  if (trail.number !== number) return `the event says it is number ${trail.number}`;
  if (event.id !== eventId(trail.subject, number)) return 'the event’s id is not the one its place gives it';
  if (trail.previousHash !== previousHash) return 'the event before it is not the one it was chained to';
  if (trail.hash !== hashOfEvent(event)) return 'the event does not say what it said when it was recorded';
  return undefined;
};

/**
 * Whether a trail is what was recorded: complete from the first event, in order, unaltered. Events cut off at the end show
 * only against the head that the case or council keeps: give it.
 */
export const verifyTrail = (events: readonly AnyEvent[], head?: TrailHead): TrailVerdict => {
  const subject = head?.subject ?? events[0]?.trail?.subject ?? '';
  let previousHash = noHash;
  for (const [index, event] of events.entries()) {
    const words = flaw(event, subject, index + 1, previousHash);
    if (words !== undefined) return { kind: 'broken', number: index + 1, words };
    previousHash = event.trail?.hash ?? '';
  }
  if (
    head !== undefined &&
    (head.number !== events.length || (events.length > 0 && head.hash !== previousHash))
  ) {
    return {
      kind: 'broken',
      number: Math.min(head.number, events.length) + 1,
      words: `the trail ends at ${events.length}, but ${head.number} events were recorded`,
    };
  }
  return { kind: 'whole' };
};
