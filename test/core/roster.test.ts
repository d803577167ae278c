import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changedBy,
  emptyRoster,
  maySignIn,
  named,
  onRoster,
  type Roster,
  reset,
  setsUpUntil,
  setUp,
  taken,
  told,
  type Untold,
} from '../../shared/core/roster.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const hoursOn = (hours: number) => new Date(Date.parse(NOW) + hours * 3_600_000).toISOString();
const LATER = hoursOn(1);
const proof = { secret: 'ONE', step: 5, now: NOW };
const ids = ['a', 'b', 'c'];

interface Move {
  readonly kind: 'set-up' | 'let-in' | 'reset' | 'off' | 'use';
  readonly id: string;
  readonly by: string;
  readonly step: number;
  /** How many hours after the move before it. */
  readonly hours: number;
}

const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('set-up', 'set-up', 'let-in', 'reset', 'off', 'use'),
    id: fc.constantFrom(...ids),
    by: fc.constantFrom(...ids),
    step: fc.integer({ min: 1, max: 9 }),
    hours: fc.constantFrom(0, 1, 23, 24),
  }),
  { maxLength: 30 },
);

function moved(roster: Roster, { kind, id, by, step }: Move, now: string): Roster | undefined {
  switch (kind) {
    case 'set-up':
      return setUp(roster, { id, name: id }, { secret: `SECRET${step}`, step, now });
    case 'let-in':
      return changedBy(roster, by, { kind, id, name: id }, now);
    case 'reset':
      return changedBy(roster, by, { kind, id }, now);
    case 'off':
      return changedBy(roster, by, { kind: 'taken-off', id }, now);
    case 'use':
      return taken(roster, id, step);
  }
}

/** Goes through moves. @param each told of each that changes the roster: as it was, as it is, and when */
function play(
  all: readonly Move[],
  each: (move: Move, before: Roster, next: Roster, now: string) => void,
): void {
  let roster = emptyRoster;
  let hours = 0;
  for (const move of all) {
    hours += move.hours;
    const next = moved(roster, move, hoursOn(hours));
    if (next === undefined) continue;
    expect(next).not.toEqual(roster);
    each(move, roster, next, hoursOn(hours));
    roster = next;
  }
}

const setUpOn = ({ people }: Roster) => people.filter(({ secondStep }) => secondStep !== undefined);

describe('a roster', () => {
  test('takes a step once, and never that one or an older one again, whatever happens to others', () => {
    fc.assert(
      fc.property(moves, (all) => {
        play(all, (move, roster, next) => {
          const before = onRoster(roster, move.id)?.secondStep;
          const then = onRoster(next, move.id)?.secondStep;
          if (move.kind === 'use') {
            expect(move.step).toBeGreaterThan(before?.lastStep ?? Number.POSITIVE_INFINITY);
            expect(then).toEqual({ ...before, lastStep: move.step });
          }
          // The same secret never goes back to a step that was taken before.
          if (before !== undefined && then?.secret === before.secret && then.setUpAt === before.setUpAt)
            expect(then.lastStep).toBeGreaterThanOrEqual(before.lastStep);
          for (const { id, secondStep } of next.people)
            if (secondStep !== undefined)
              for (let step = 0; step <= secondStep.lastStep; step += 1)
                expect(taken(next, id, step)).toBeUndefined();
        });
      }),
    );
  });

  test('keeps of each change that its desk has to be told of it, until it is told, and of no code', () => {
    fc.assert(
      fc.property(moves, fc.func(fc.boolean()), (all, isTold) => {
        const made: Untold[] = [];
        let last = emptyRoster;
        play(all, (move, _roster, next, now) => {
          if (move.kind !== 'use')
            made.push({ change: move.kind === 'off' ? 'taken-off' : move.kind, id: move.id, at: now });
          expect(next.untold ?? []).toEqual(made);
          last = next;
        });
        const of = made.filter((one) => isTold(one));
        const still = made.filter((one) => !of.some(({ id, at }) => one.id === id && one.at === at));
        const after = told(last, of);
        expect(after.untold ?? []).toEqual(still);
        expect(told(after, of)).toBe(after);
        expect(told(last, made)).not.toHaveProperty('untold');
        expect({ ...after, untold: last.untold }).toEqual(last);
      }),
    );
  });

  test('lets somebody set up a second step only first, or less than a day after somebody who has one let them in or reset theirs', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const opened = new Map<string, string>();
        play(all, (move, roster, next, now) => {
          if (move.kind === 'let-in' || move.kind === 'reset') {
            expect(onRoster(roster, move.by)?.secondStep).toBeDefined();
            opened.set(move.id, now);
          }
          if (move.kind !== 'set-up') return;
          const since = opened.get(move.id);
          if (since === undefined) expect([roster.people, next.people.length]).toEqual([[], 1]);
          else expect(Date.parse(now) - Date.parse(since)).toBeLessThan(24 * 3_600_000);
        });
      }),
    );
  });

  test('once somebody has set up a second step, somebody always has one, and nobody has lost their own by their own doing', () => {
    fc.assert(
      fc.property(moves, (all) => {
        play(all, (move, roster, next) => {
          expect(setUpOn(next).length).toBeGreaterThan(0);
          if (move.kind === 'reset' || move.kind === 'off') {
            expect(move.by).not.toBe(move.id);
            expect(onRoster(next, move.by)).toEqual(onRoster(roster, move.by));
          }
        });
      }),
    );
  });

  test('of two who reset each other at the same time, one keeps their second step', () => {
    const first = setUp(emptyRoster, { id: 'a', name: 'Robin Hale' }, proof) as Roster;
    const two = changedBy(first, 'a', { kind: 'let-in', id: 'b', name: 'Sam Okafor' }, NOW) as Roster;
    const both = setUp(two, { id: 'b' }, { ...proof, secret: 'TWO' }) as Roster;
    const one = changedBy(both, 'a', { kind: 'reset', id: 'b' }, NOW) as Roster;
    for (const kind of ['reset', 'taken-off'] as const)
      expect(changedBy(one, 'b', { kind, id: 'a' }, NOW)).toBeUndefined();
    expect(setUpOn(one).map(({ id }) => id)).toEqual(['a']);
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
      left: [],
      untold: [{ change: 'set-up', id: 'a', at: NOW }],
    });
    const other = { ...proof, secret: 'TWO' };
    expect(setUp(done, { id: 'a' }, other)).toBeUndefined();
    expect(setUp(done, { id: 'b', name: 'Sam Okafor' }, other)).toBeUndefined();
    expect(setUp(emptyRoster, { id: 'a' }, proof)).toBeUndefined();
    expect(setUp(emptyRoster, { id: 'a', name: 'Robin Hale' }, { ...proof, secret: '' })).toBeUndefined();
  });

  test('has one person of a name, however it is written', () => {
    const first = setUp(emptyRoster, { id: 'a', name: 'Zoë Hale' }, proof) as Roster;
    fc.assert(
      fc.property(fc.constantFrom(' ', '  ', '\u00a0'), fc.boolean(), fc.boolean(), (space, loud, apart) => {
        const written = `${space}Zoë${space}Hale${space}`.normalize(apart ? 'NFD' : 'NFC');
        const name = loud ? written.toUpperCase() : written.toLowerCase();
        expect(named(first, name)?.id).toBe('a');
        expect(changedBy(first, 'a', { kind: 'let-in', id: 'b', name }, NOW)).toBeUndefined();
      }),
    );
    expect(named(first, 'Zoë B. Hale')).toBeUndefined();
  });

  test('says who let whom in, who reset what, and who took whom off', () => {
    const first = setUp(emptyRoster, { id: 'a', name: 'Robin Hale' }, proof) as Roster;
    const sam = { kind: 'let-in', id: 'b', name: 'Sam Okafor' } as const;
    const two = changedBy(first, 'a', sam, NOW) as Roster;
    expect(two.people[1]).toEqual({ id: 'b', name: 'Sam Okafor', letInAt: NOW, letInBy: 'Robin Hale' });
    // In time nothing more is needed; afterwards they are let in again.
    expect(setsUpUntil(two.people[1] as never)).toBe(hoursOn(24));
    expect(reset(two, 'b', 'the operator', LATER)).toBe(two);
    expect(changedBy(two, 'a', sam, LATER)).toBeUndefined();
    const late = { ...proof, secret: 'TWO', now: hoursOn(24) };
    expect([maySignIn(two.people[1] as never, hoursOn(24)), setUp(two, { id: 'b' }, late)]).toEqual([
      false,
      undefined,
    ]);
    const again = changedBy(two, 'a', sam, hoursOn(24)) as Roster;
    expect(again.people[1]).toEqual({ ...two.people[1], letInAt: hoursOn(24) });
    expect(setUp(again, { id: 'b' }, late)).toBeDefined();
    // Whose day is over may be given another by the operator.
    expect(reset(two, 'b', 'the operator', hoursOn(30)).people[1]).toEqual({
      ...two.people[1],
      reset: { at: hoursOn(30), by: 'the operator' },
    });
    expect(reset(two, 'a', 'Sam Okafor', LATER).people[0]).toEqual({
      id: 'a',
      name: 'Robin Hale',
      letInAt: NOW,
      reset: { at: LATER, by: 'Sam Okafor' },
    });
    let roster = first;
    for (let person = 0; person < 25; person += 1) {
      const change = { kind: 'let-in', id: `${person}`, name: `Person ${person}` } as const;
      roster = changedBy(roster, 'a', change, NOW) as Roster;
      roster = changedBy(roster, 'a', { kind: 'taken-off', id: `${person}` }, LATER) as Roster;
    }
    expect(roster.people).toEqual(first.people);
    expect(roster.left).toHaveLength(20);
    expect(roster.left.at(-1)).toEqual({ name: 'Person 24', at: LATER, by: 'Robin Hale' });
    expect(changedBy(roster, 'a', { kind: 'taken-off', id: '24' }, LATER)).toBeUndefined();
  });
});
