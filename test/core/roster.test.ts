import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  emptyRoster,
  letIn,
  onRoster,
  type Roster,
  reset,
  setUp,
  setUpOn,
  taken,
  takenOff,
} from '../../shared/core/roster.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const LATER = '2026-11-23T09:20:00.000Z';
const proof = { secret: 'ONE', step: 5, now: NOW };
const ids = ['a', 'b', 'c'];

type Move = {
  readonly kind: 'set-up' | 'let-in' | 'reset' | 'off' | 'use';
  readonly id: string;
  readonly step: number;
};

const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('set-up', 'let-in', 'reset', 'off', 'use'),
    id: fc.constantFrom(...ids),
    step: fc.integer({ min: 1, max: 9 }),
  }) as fc.Arbitrary<Move>,
  { maxLength: 30 },
);

function moved(roster: Roster, move: Move): Roster {
  const { id, step } = move;
  switch (move.kind) {
    case 'set-up':
      return setUp(roster, { id, name: id }, { secret: `SECRET${step}`, step, now: NOW }) ?? roster;
    case 'let-in':
      return letIn(roster, { id, name: id }, 'Robin Hale', NOW);
    case 'reset':
      return reset(roster, id, 'Robin Hale', NOW);
    case 'off':
      return takenOff(roster, id);
    case 'use':
      return taken(roster, id, step) ?? roster;
  }
}

describe('a roster', () => {
  test('takes a step once, and never that one or an older one again, whatever happens to others', () => {
    fc.assert(
      fc.property(moves, (all) => {
        let roster = emptyRoster;
        for (const move of all) {
          const before = onRoster(roster, move.id)?.secondStep;
          const next = moved(roster, move);
          const then = onRoster(next, move.id)?.secondStep;
          if (move.kind === 'use' && next !== roster) {
            expect(move.step).toBeGreaterThan(before?.lastStep ?? Number.POSITIVE_INFINITY);
            expect(then).toEqual({ ...before, lastStep: move.step });
          }
          // The same secret never goes back to a step that was taken before.
          if (before !== undefined && then?.secret === before.secret && then.setUpAt === before.setUpAt)
            expect(then.lastStep).toBeGreaterThanOrEqual(before.lastStep);
          roster = next;
          for (const { id, secondStep } of roster.people)
            if (secondStep !== undefined)
              for (let step = 0; step <= secondStep.lastStep; step += 1)
                expect(taken(roster, id, step)).toBeUndefined();
        }
      }),
    );
  });

  test('lets whoever comes in only first, or once somebody on it has let them in', () => {
    fc.assert(
      fc.property(moves, (all) => {
        let roster = emptyRoster;
        const invited = new Set<string>();
        for (const move of all) {
          const next = moved(roster, move);
          if (move.kind === 'let-in') invited.add(move.id);
          if (move.kind === 'off' && next !== roster) invited.delete(move.id);
          if (move.kind === 'set-up' && onRoster(roster, move.id) === undefined && next !== roster) {
            expect(roster.people).toEqual([]);
            invited.add(move.id);
          }
          roster = next;
          for (const { id } of roster.people) expect(invited).toContain(id);
        }
      }),
    );
  });

  test('once somebody has set up a second step, it is never open to whoever comes again', () => {
    fc.assert(
      fc.property(moves, (all) => {
        let roster = emptyRoster;
        let begun = false;
        for (const move of all) {
          roster = moved(roster, move);
          begun ||= setUpOn(roster).length > 0;
          if (begun) expect(roster.people.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  test('keeps the secret that was proved, of whoever was first to prove one, and no other afterwards', () => {
    const done = setUp(emptyRoster, { id: 'a', name: 'Robin Hale' }, proof) as Roster;
    expect(done).toEqual({
      people: [
        {
          id: 'a',
          name: 'Robin Hale',
          letInAt: NOW,
          secondStep: { secret: 'ONE', setUpAt: NOW, lastStep: 5 },
        },
      ],
    });
    const other = { ...proof, secret: 'TWO' };
    expect(setUp(done, { id: 'a' }, other)).toBeUndefined();
    expect(setUp(done, { id: 'b', name: 'Sam Okafor' }, other)).toBeUndefined();
    expect(setUp(emptyRoster, { id: 'a' }, proof)).toBeUndefined();
    expect(setUp(emptyRoster, { id: 'a', name: 'Robin Hale' }, { ...proof, secret: '' })).toBeUndefined();
  });

  test('says who let whom in, and who reset what', () => {
    const first = setUp(emptyRoster, { id: 'a', name: 'Robin Hale' }, proof) as Roster;
    const two = letIn(first, { id: 'b', name: 'Sam Okafor' }, 'Robin Hale', NOW);
    expect(two.people[1]).toEqual({ id: 'b', name: 'Sam Okafor', letInAt: NOW, letInBy: 'Robin Hale' });
    expect(letIn(two, { id: 'b', name: 'Another' }, 'Robin Hale', NOW)).toBe(two);
    expect(letIn(two, { id: 'c', name: 'Sam Okafor' }, 'Robin Hale', NOW)).toBe(two);
    expect(letIn(two, { id: 'c', name: 'Robin Hale' }, 'Robin Hale', NOW).people).toHaveLength(3);
    expect(reset(two, 'b', 'Robin Hale', NOW)).toBe(two);
    expect(reset(two, 'a', 'Sam Okafor', LATER).people[0]).toEqual({
      id: 'a',
      name: 'Robin Hale',
      letInAt: NOW,
      reset: { at: LATER, by: 'Sam Okafor' },
    });
    // The last who could let others in stays.
    expect(takenOff(two, 'a')).toBe(two);
    expect(takenOff(two, 'b')).toEqual(first);
  });
});
