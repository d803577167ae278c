/** A council’s count is its figure, and who came less who left after the day of that figure, whichever figure it is and whenever it came. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAllocation, inputsFor } from '../../shared/core/allocation/allocation.ts';
import { addDays, londonDate } from '../../shared/core/calendar/working-days.ts';
import type { Command } from '../../shared/core/case/command.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { caredForNow } from '../../shared/core/council/headroom.ts';
import { isInFigure, movedTogether, withNewerFigure } from '../../shared/core/council/moved.ts';
import { withPublishedFigures } from '../../shared/core/council/published-figures.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aChild, aCouncil, aDeclaration, aReferral, SOCIAL_WORKER } from '../builders.ts';
import { runs } from '../how-much.ts';
import {
  CARDIFF,
  coordinator,
  councilsWith,
  duty,
  entry,
  HAMPSHIRE,
  KENT,
  LEEDS,
  Play,
  system,
} from './a-scheme.ts';

const policy = policyNamed('nts-2026');
const COUNCILS = [KENT, LEEDS, HAMPSHIRE, CARDIFF];

/** Children who came to a council or left it, as a person who was there would say. */
interface Movement {
  readonly council: string;
  readonly children: number;
  readonly at: string;
}

/** A case whose people say when things happened, and the published and declared figures that come meanwhile. */
class Years {
  readonly play: Play;
  readonly movements: Movement[] = [];
  since: string;
  children: number;

  constructor(arrivedOn: string, children: number) {
    this.since = `${arrivedOn}T00:00:00.000Z`;
    this.children = children;
    this.play = new Play(councilsWith(50), policy).receive(
      aReferral({
        arrivedOn,
        children: Array.from({ length: children }, (_, at) => aChild({ number: at + 1 })),
      }),
    );
    this.came(KENT, children, this.since);
  }

  came(council: string, children: number, at: string): void {
    this.movements.push({ council, children, at: at < this.play.now ? at : this.play.now });
  }

  check(): void {
    const { play } = this;
    const inputs = inputsFor(play.view, play.case, policy, londonDate(play.now), []);
    play.do({ kind: 'allocate', decision: checkAllocation(inputs), decisionHash: 'd'.repeat(64) });
  }

  /** Where the children are, as far as the movements say. */
  get where(): string {
    const { placement } = this.play.case;
    return placement?.handedOverAt === undefined ? KENT : placement.council;
  }

  /** What is asked, and done if it may be. @returns whether it was */
  did(command: Command, actor = coordinator as Parameters<Play['do']>[1]): boolean {
    return this.play.do(command, actor).kind === 'changed';
  }

  step(name: Step, daysAgo: number): void {
    const { play, where, children } = this;
    const { now } = play;
    const day = addDays(londonDate(now), -daysAgo);
    const at = daysAgo === 0 ? now : `${day}T12:00:00.000Z`;
    const end = `${day}T23:59:00.000Z`;
    switch (name) {
      case 'check':
        this.check();
        return;
      case 'hand over': {
        if (play.case.openedAt > at) return;
        this.did({
          kind: 'place-directly',
          council: LEEDS,
          reason: 'court-order',
          note: 'n',
          overCapacity: true,
        });
        this.did(
          { kind: 'arrange-transfer', moveOn: londonDate(now), socialWorker: SOCIAL_WORKER },
          duty(LEEDS),
        );
        if (!this.did({ kind: 'complete-transfer', handedOverAt: at }, entry)) return;
        this.came(KENT, -children, at);
        this.came(LEEDS, children, at);
        return;
      }
      case 'turn 18': {
        if (!this.did({ kind: 'turn-18', child: children }, system)) return;
        this.children -= 1;
        this.came(where, -1, now);
        return;
      }
      case 'leave care': {
        if (!this.did({ kind: 'leave-care', outcome: 'joined-family', on: day }, duty(where))) return;
        this.children = 0;
        this.came(where, -children, end);
        return;
      }
      case 'other council': {
        const to = where === HAMPSHIRE ? CARDIFF : HAMPSHIRE;
        if (!this.did({ kind: 'move-care', to, on: day }, duty(where))) return;
        this.came(where, -children, end);
        this.came(to, children, end);
        return;
      }
      case 'join family':
        if (this.did({ kind: 'family-joined', note: 'n' })) this.came(where, -children, now);
        return;
      case 'family breaks down': {
        const left = play.case.left?.length ?? 0;
        if (!this.did({ kind: 'reopen', because: 'family-broke-down', note: 'n' })) return;
        this.children = left === 0 ? children : left;
        if (where === KENT) this.since = now;
        this.came(this.where, this.children, now);
        return;
      }
      case 'die':
        if (this.did({ kind: 'withdraw', reason: 'died' }, entry)) this.came(where, -children, now);
        return;
      default:
        if (this.did({ kind: 'withdraw', reason: 'made-in-error' }, entry))
          this.came(KENT, -children, this.since);
    }
  }

  figure(kind: Figure['kind'], day: string): void {
    const { play } = this;
    play.view = {
      ...play.view,
      councils: play.view.councils.map((council) => {
        if (kind === 'declared') {
          const { moved: _, ...rest } = council;
          const caredFor = { count: 40, asAt: londonDate(play.now), source: kind } as const;
          return { ...rest, caredFor, netSince: 0, declaration: aDeclaration({ declaredAt: play.now }) };
        }
        const caredFor = { count: 60, asAt: day, source: kind } as const;
        return withPublishedFigures(council, { ...council, caredFor }) ?? council;
      }),
    };
  }

  /** Of the movements, those after the figure that a council has. */
  after({ code, caredFor, declaration }: Council): number {
    return this.movements
      .filter(({ council }) => council === code)
      .filter(({ at }) =>
        caredFor.source === 'declared'
          ? at > (declaration?.declaredAt ?? '')
          : londonDate(at) > caredFor.asAt,
      )
      .reduce((sum, { children }) => sum + children, 0);
  }
}

const steps = [
  'check',
  'hand over',
  'turn 18',
  'leave care',
  'other council',
  'join family',
  'family breaks down',
  'die',
  'made in error',
] as const;
type Step = (typeof steps)[number];

const aDay = (from: string, days: number) => fc.nat(days).map((more) => addDays(from, more));
const aFigure = fc.record({
  kind: fc.constantFrom('published' as const, 'published' as const, 'declared' as const),
  daysAgo: fc.integer({ min: 1, max: 400 }),
});
type Figure = typeof aFigure extends fc.Arbitrary<infer F> ? F : never;
const aStep = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom(...steps), daysAgo: fc.nat(4) }) },
  { weight: 2, arbitrary: aFigure.map((figure) => ({ do: 'figure' as const, ...figure })) },
);

test('the count is the figure and who came less who left since, in whatever order figures and news come', () => {
  fc.assert(
    fc.property(
      aDay('2025-01-01', 690),
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.record({ step: aStep, hours: fc.integer({ min: 1, max: 200 }) }), { maxLength: 12 }),
      (arrivedOn, children, course) => {
        const years = new Years(arrivedOn, children);
        years.step('check', 0);
        for (const { step, hours } of course) {
          const { play } = years;
          play.now = new Date(Date.parse(play.now) + hours * 3_600_000).toISOString();
          if (step.do === 'figure') years.figure(step.kind, addDays(londonDate(play.now), -step.daysAgo));
          else years.step(step.do, step.daysAgo);
          if (play.case.status === 'eligible') years.step('check', 0);
          for (const code of COUNCILS) {
            const council = play.council(code);
            expect({ code, on: play.now, step, netSince: council.netSince }).toEqual({
              code,
              on: play.now,
              step,
              netSince: years.after(council),
            });
          }
        }
      },
    ),
    { numRuns: runs(300) },
  );
});

describe('a child who is in the published figure', () => {
  const settled = () => {
    const years = new Years('2025-03-01', 1);
    years.step('check', 0);
    return years;
  };

  test.each(['join family', 'die', 'turn 18', 'hand over'] as const)('is taken off it: %s', (step) => {
    const years = settled();
    years.step(step, 0);
    expect(caredForNow(years.play.council(KENT)).children).toBe(49);
  });

  test('stays in it where the referral was made in error, or the council goes on caring for the child', () => {
    const error = settled();
    error.step('made in error', 0);
    const stays = settled();
    stays.did({ kind: 'stay', reason: 'best-interests', note: 'n' });
    for (const { play } of [error, stays]) expect(play.council(KENT).netSince).toBe(0);
  });
});

test.each(['2025-03-01', '2026-11-20'])(
  'who stays before anybody looked, and arrived on %s, leaves the count with the birthday, and is back in it by evidence',
  (arrivedOn) => {
    for (const id of ['nts-2025', 'nts-2026']) {
      const play = new Play(councilsWith(50), policyNamed(id)).receive(
        aReferral({ arrivedOn, children: [aChild(), aChild({ number: 2 })] }),
      );
      play.do({ kind: 'stay', reason: 'best-interests', note: 'n' }, coordinator);
      const age = (counts: boolean): Command => ({
        kind: 'decide-age',
        child: 1,
        counts,
        evidence: 'documents',
        note: 'The passport.',
        ...(counts ? { turns18Month: '2027-12' } : {}),
      });
      const counted = () => caredForNow(play.council(KENT)).children;
      const of = (command: Command, actor = coordinator) => {
        expect(play.do(command, actor).kind).toBe('changed');
        return counted();
      };
      const without = of({ kind: 'turn-18', child: 1 }, system);
      const came = id === 'nts-2026' && arrivedOn > play.council(KENT).caredFor.asAt ? 2 : 0;
      expect(without).toBe(50 + came - 1);
      expect([of(age(true)), of(age(false)), of(age(true))]).toEqual([without + 1, without, without + 1]);
    }
  },
);

describe('a figure that is refreshed', () => {
  test('holds who came up to its day, and counts only who came later', () => {
    const years = new Years('2026-03-20', 2);
    years.step('check', 0);
    expect(years.play.council(KENT).netSince).toBe(2);
    years.figure('published', '2026-03-19');
    expect(years.play.council(KENT).netSince).toBe(2);
    years.figure('published', '2026-03-31');
    expect(years.play.council(KENT)).not.toHaveProperty('moved');
    expect(caredForNow(years.play.council(KENT)).children).toBe(60);
    years.step('hand over', 0);
    expect(caredForNow(years.play.council(KENT)).children).toBe(58);
  });

  test('that is not known takes off nothing: who was placed there is the least that there are', () => {
    const stored = aCouncil({ netSince: 3, moved: { '2025-09-01': 3 } });
    const unknown = { count: null, asAt: '2026-03-31', source: 'not-published' } as const;
    expect(withNewerFigure(stored, unknown)).toEqual({ ...stored, caredFor: unknown });
    expect(isInFigure({ caredFor: unknown }, '2020-01-01T00:00:00.000Z')).toBe(false);
  });

  test('keeps what was counted before days were kept', () => {
    const stored = aCouncil({ netSince: 5, moved: { '2025-09-01': 1, '2026-04-01': 2 } });
    const caredFor = { count: 9, asAt: '2026-03-31', source: 'published' } as const;
    expect(withNewerFigure(stored, caredFor)).toMatchObject({ netSince: 4, moved: { '2026-04-01': 2 } });
  });
});

test('days on which as many came as left say nothing', () => {
  expect(movedTogether({ a: 1, b: 2 }, { a: -1, c: 3 })).toEqual({ b: 2, c: 3 });
  expect(movedTogether({ a: 1 }, { a: -1 })).toBeUndefined();
  expect(movedTogether()).toBeUndefined();
});

test('a date of arrival that is corrected moves the children to their day', () => {
  const years = new Years('2026-03-20', 2);
  years.step('check', 0);
  const { play } = years;
  play.do(
    { kind: 'amend', data: { referralId: play.case.referralId, facts: { arrivedOn: '2026-05-01' } } },
    entry,
  );
  expect(play.council(KENT).moved).toEqual({ '2026-05-01': 2 });
  years.figure('published', '2026-03-31');
  expect(play.council(KENT).netSince).toBe(2);
  play.do(
    { kind: 'amend', data: { referralId: play.case.referralId, facts: { arrivedOn: '2026-03-01' } } },
    entry,
  );
  expect(play.council(KENT).netSince).toBe(0);
  years.step('join family', 0);
  expect(play.council(KENT).netSince).toBe(-2);
});

describe('whether a figure holds what happened', () => {
  const noon = '2026-06-15T12:00:00.000Z';
  const holds = (
    at: string,
    source: 'published' | 'declared',
    { asAt = '2026-06-15', declaredAt }: { readonly asAt?: string; readonly declaredAt?: string } = {},
  ) =>
    isInFigure(
      {
        caredFor: { count: 9, asAt, source },
        ...(declaredAt === undefined ? {} : { declaration: aDeclaration({ declaredAt }) }),
      },
      at,
    );

  test('is so to the end of its day in London, where it is published or nobody knows the moment', () => {
    for (const source of ['published', 'declared'] as const) {
      expect(holds('2026-06-15T22:59:59.999Z', source)).toBe(true);
      expect(holds('2026-06-15T23:00:00.000Z', source)).toBe(false);
      expect(holds('2026-06-14T09:00:00.000Z', source)).toBe(true);
    }
    expect(holds('2026-06-15T20:00:00.000Z', 'published', { declaredAt: noon })).toBe(true);
  });

  test('is so to the moment when the council declared it, where that is known', () => {
    const declared = { declaredAt: noon };
    expect(holds(noon, 'declared', declared)).toBe(true);
    expect(holds('2026-06-15T12:00:00.001Z', 'declared', declared)).toBe(false);
    expect(holds('2026-06-14T12:00:00.001Z', 'declared', declared)).toBe(true);
  });

  test('goes by the day where what was declared since is something else', () => {
    const since = { asAt: '2026-06-14', declaredAt: noon };
    expect(holds('2026-06-14T20:00:00.000Z', 'declared', since)).toBe(true);
    expect(holds('2026-06-15T11:00:00.000Z', 'declared', since)).toBe(false);
    const night = { asAt: '2026-06-16', declaredAt: '2026-06-15T23:30:00.000Z' };
    expect(holds('2026-06-15T23:29:00.000Z', 'declared', night)).toBe(true);
    expect(holds('2026-06-15T23:31:00.000Z', 'declared', night)).toBe(false);
  });

  test('and a newer one takes off whoever came by its day, and nobody of the day after', () => {
    const stored = aCouncil({ netSince: 6, moved: { '2026-03-30': 1, '2026-03-31': 2, '2026-04-01': 3 } });
    const caredFor = { count: 9, asAt: '2026-03-31', source: 'published' } as const;
    expect(withNewerFigure(stored, caredFor)).toEqual({
      ...stored,
      caredFor,
      netSince: 3,
      moved: { '2026-04-01': 3 },
    });
  });
});
