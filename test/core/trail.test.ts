import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import {
  appendTo,
  type EventDraft,
  noHash,
  type TrailHead,
  verifyTrail,
} from '../../shared/core/audit-trail.ts';
import { hashOf } from '../../shared/core/hash.ts';
import { NOW } from '../builders.ts';

const subject = 'NTS-7F3K-2M9Q';
const start: TrailHead = { subject, number: 0, hash: noHash };
const stamp = {
  at: NOW,
  actor: { kind: 'coordinator', name: 'A. Coordinator' },
  policy: 'nts-2025',
  cause: 'message-1',
} as const;
const drafts: readonly EventDraft[] = [
  { type: 'referral-held.v1', data: { reasons: [{ code: 'settled-child', words: 'settled' }] } },
  { type: 'hold-kept.v1', data: { note: 'asked the social worker', reviewAt: NOW } },
  { type: 'referral-released.v1', data: { reasons: ['settled-child'], note: 'wants to move' } },
  { type: 'case-escalated.v1', data: { because: 'no-candidate', decideBy: NOW } },
];
const trail = appendTo(start, drafts, stamp);
const headOf = (events: readonly AnyEvent[]): TrailHead => ({
  subject,
  number: events.length,
  hash: events.at(-1)?.trail?.hash ?? noHash,
});

/** Every leaf of a value, as a path. */
const leaves = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, key]))
    : [path];
const altered = (value: unknown, [key, ...rest]: readonly string[]): unknown => {
  if (key === undefined) return typeof value === 'number' ? value + 1 : `${String(value)}x`;
  const copy = structuredClone(value) as Record<string, unknown>;
  return Object.assign(copy, { [key]: altered(copy[key], rest) });
};

describe('a trail', () => {
  test('is chained and whole, however it was cut into decisions', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: drafts.length }), (cut) => {
        const first = appendTo(start, drafts.slice(0, cut), stamp);
        const events = [...first, ...appendTo(headOf(first), drafts.slice(cut), stamp)];
        expect(events).toEqual(trail);
        expect(verifyTrail(events, headOf(events))).toEqual({ kind: 'whole' });
      }),
    );
  });

  test('shows where any one of its values was altered', () => {
    const everywhere = trail.flatMap((event, index) => leaves(event).map((path) => ({ index, path })));
    expect(everywhere.length).toBeGreaterThan(40);
    for (const { index, path } of everywhere) {
      const forged = trail.map((event, at) => (at === index ? (altered(event, path) as AnyEvent) : event));
      const verdict = verifyTrail(forged, headOf(trail));
      expect({ path, verdict: verdict.kind }).toEqual({ path, verdict: 'broken' });
      // A forged hash shows in the event itself, any other value too: never later than the event after it.
      expect(verdict.kind === 'broken' && verdict.number <= index + 2).toBe(true);
    }
  });

  test('shows an event taken out, put in, swapped, without a place, or cut off at the end', () => {
    const [first, second, third, fourth] = trail;
    if (!first || !second || !third || !fourth) throw new Error('four events are needed');
    const { trail: _, ...placeless } = second;
    const broken: readonly (readonly [readonly AnyEvent[], number])[] = [
      [[second, third, fourth], 1],
      [[first, third, fourth], 2],
      [[first, third, second, fourth], 2],
      [[first, second, second, third, fourth], 3],
      [[first, placeless as AnyEvent, third, fourth], 2],
      [[first, second, third], 4],
      [[], 1],
    ];
    for (const [events, number] of broken) {
      expect(verifyTrail(events, headOf(trail))).toMatchObject({ kind: 'broken', number });
    }
    expect(verifyTrail([])).toEqual({ kind: 'whole' });
    expect(verifyTrail([], start)).toEqual({ kind: 'whole' });
  });

  test('of another subject, or forged from its beginning, is not the one that was kept', () => {
    const other = appendTo({ ...start, subject: 'NTS-0000-0000' }, drafts, stamp);
    expect(verifyTrail(other, headOf(trail))).toMatchObject({
      number: 1,
      words: expect.stringContaining('NTS-0000-0000'),
    });
    const forged = appendTo(start, drafts, { ...stamp, cause: 'message-2' });
    expect(verifyTrail(forged)).toEqual({ kind: 'whole' });
    expect(verifyTrail(forged, headOf(trail)).kind).toBe('broken');
  });

  test('says what is wrong where it breaks, also when the forger chained it anew', () => {
    const [first, second] = trail;
    if (!first?.trail || !second?.trail) throw new Error('two events are needed');
    const rehashed = (event: AnyEvent): AnyEvent => {
      const hash = hashOf({ ...event, trail: { ...event.trail, hash: undefined } });
      return { ...event, trail: { ...event.trail, hash } } as AnyEvent;
    };
    const { trail: _, ...placeless } = first;
    const broken: readonly (readonly [AnyEvent, string])[] = [
      [placeless as AnyEvent, 'the event has no place in a trail'],
      [rehashed({ ...first, trail: { ...first.trail, number: 7 } }), 'the event says it is number 7'],
      [rehashed({ ...first, id: `${subject}:2` }), 'the event’s id is not the one its place gives it'],
      [
        rehashed({ ...first, trail: { ...first.trail, previousHash: 'e'.repeat(64) } }),
        'the event before it is not the one it was chained to',
      ],
      [
        { ...first, at: '2026-11-24T09:00:00.000Z' },
        'the event does not say what it said when it was recorded',
      ],
    ];
    for (const [event, words] of broken)
      expect(verifyTrail([event])).toEqual({ kind: 'broken', number: 1, words });
    expect(
      verifyTrail([rehashed({ ...first, trail: { ...first.trail, subject: 'E10000014' } })], start),
    ).toEqual({
      kind: 'broken',
      number: 1,
      words: 'the event belongs to E10000014',
    });
    expect(verifyTrail([first], headOf(trail))).toEqual({
      kind: 'broken',
      number: 2,
      words: 'the trail ends at 1, but 4 events were recorded',
    });
  });

  test('that has not begun has no hash to keep', () => {
    expect(verifyTrail([], { ...start, hash: '' })).toEqual({ kind: 'whole' });
  });
});
