/** What a council declares to be spared of (a pause, no place at all, needs left out) is asked of a coordinator once it is long. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Exempted, exemptedNames } from '../../events/exemptions-in-question.v1.ts';
import { Need } from '../../events/referral.ts';
import { checkAllocationUnder } from '../../shared/core/allocation/allocation.ts';
import { standings } from '../../shared/core/allocation/candidates.ts';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import { addDays } from '../../shared/core/calendar/working-days.ts';
import type { CouncilCommand } from '../../shared/core/council/command.ts';
import { decideOnCouncil } from '../../shared/core/council/commands/decide.ts';
import { reminderIsDue } from '../../shared/core/council/commands/remind.ts';
import type { Council } from '../../shared/core/council/council.ts';
import {
  declaredExemptions,
  exemptionState,
  exemptionsAfter,
  exemptionsThatDecide,
  exemptionsToQuestion,
} from '../../shared/core/council/exemptions.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aChild, aCouncil, aDeclaration, aReferral } from '../builders.ts';
import { coordinator, duty, HAMPSHIRE, system } from './a-scheme.ts';

const policy = policyNamed('nts-2026');
const DAYS = policy.declarations?.unseenDays ?? 0;
const START = '2026-03-02';
const on = (day: number): string => addDays(START, day);
const at = (day: number): string => `${on(day)}T09:00:00.000Z`;

/** A council and its years: what is asked of it is carried out as a store would. */
class Course {
  council: Council = aCouncil({ childPopulation: 200_000 });
  readonly events: string[] = [];

  run(command: CouncilCommand, day: number, id = policy.id): this {
    const actor =
      command.kind === 'decide-exemptions'
        ? coordinator
        : command.kind === 'declare'
          ? duty(HAMPSHIRE)
          : system;
    const outcome = decideOnCouncil(this.council, command, {
      now: at(day),
      actor,
      cause: 'c',
      policy: policyNamed(id),
    });
    if (outcome.kind !== 'changed') return this;
    const { event, declaration, exemptions, reminders } = outcome.change;
    const { exemptions: known, ...rest } = this.council;
    const kept = exemptions ?? known ?? {};
    this.events.push(event.type);
    this.council = {
      ...rest,
      ...(declaration === undefined ? {} : { declaration }),
      ...(Object.keys(kept).length === 0 ? {} : { exemptions: kept }),
      reminders,
      trail: { number: rest.trail.number + 1, hash: event.trail?.hash ?? '' },
    };
    return this;
  }

  declares(day: number, { pause, places = 3, without = [] }: Saying = {}, id?: string): this {
    return this.run(
      {
        kind: 'declare',
        declared: {
          fosterCare: places,
          supportedAccommodation: places,
          supports: Need.options.filter((need) => !without.includes(need)),
          pausedUntil: pause === undefined ? undefined : on(pause),
          meantSo: true,
        },
      },
      day,
      id,
    );
  }

  readonly look = (day: number): this => this.run({ kind: 'question-exemptions' }, day);
  readonly agrees = (day: number, until: number, ...exemptions: Exempted[]): this =>
    this.run({ kind: 'decide-exemptions', decided: { exemptions, agreedUntil: on(until), note: 'n' } }, day);
  readonly refuses = (day: number, ...exemptions: Exempted[]): this =>
    this.run({ kind: 'decide-exemptions', decided: { exemptions, note: 'n' } }, day);

  readonly state = (day: number, what: Exempted) => exemptionState(this.council, what, on(day), policy);
  /** How the check sees it for a child with these needs. */
  standing(day: number, needs: readonly Need[] = []) {
    const [standing] = standings(
      [this.council],
      {
        entryAuthority: 'E10000016',
        avoid: new Set(),
        askedBefore: new Set(),
        children: 1,
        places: { fosterCare: 1, supportedAccommodation: 0 },
        needs,
      },
      on(day),
      policy,
    );
    return { open: standing?.open, because: standing?.precondition };
  }
}

interface Saying {
  readonly pause?: number;
  readonly places?: number;
  readonly without?: readonly Need[];
}

describe('a pause', () => {
  test('that is short counts, earns nothing, and is asked of nobody', () => {
    const course = new Course().declares(0, { pause: DAYS });
    for (const day of [0, DAYS - 1]) {
      expect(course.look(day).standing(day)).toEqual({ open: false, because: 'paused' });
      expect(course.state(day, 'pause')).toBe('counts');
    }
    expect(course.standing(DAYS)).toEqual({ open: true, because: undefined });
    expect(course.events).toEqual(['capacity-declared.v1']);
  });

  test('that is long is asked of the coordinators at once and once; it keeps counting, and after the days it owes', () => {
    const course = new Course().declares(0, { pause: DAYS + 1 });
    for (let day = 0; day <= DAYS; day += 1) course.look(day);
    expect(course.events).toEqual(['capacity-declared.v1', 'exemptions-in-question.v1']);
    expect(course.standing(DAYS - 1)).toEqual({ open: false, because: 'paused' });
    expect(course.standing(DAYS)).toEqual({ open: true, because: 'paused' });
    expect(course.standing(DAYS + 1)).toEqual({ open: true, because: undefined });
  });

  test('that a coordinator agrees to is as any pause until that day, and is asked of again when it goes on', () => {
    const course = new Course().declares(0, { pause: 200 }).look(1).agrees(2, 100, 'pause');
    expect(course.standing(99)).toEqual({ open: false, because: 'paused' });
    expect(course.standing(100)).toEqual({ open: true, because: 'paused' });
    course.look(99).look(100).look(101);
    expect(course.events.filter((type) => type === 'exemptions-in-question.v1')).toHaveLength(2);
  });

  test('that does not count keeps nobody from asking, nor from reminding, however often it is declared again', () => {
    const course = new Course().declares(0, { pause: 200 }).refuses(1, 'pause');
    expect(course.standing(1)).toEqual({ open: true, because: undefined });
    expect(reminderIsDue(course.council, policy, on(DAYS + 2))).toBe(true);
    course.declares(5, {}).declares(6, { pause: 300 });
    expect(course.look(7).standing(7)).toEqual({ open: true, because: undefined });
    expect(course.events).not.toContain('exemptions-in-question.v1');
    // What is asked for long after is another matter.
    course.declares(8, {}).declares(8 + DAYS, { pause: 300 });
    expect(course.standing(8 + DAYS)).toEqual({ open: false, because: 'paused' });
  });

  test('renewed without end is one pause', () => {
    const course = new Course();
    for (let day = 0; day < 60; day += 10) course.declares(day, { pause: day + 9 }).look(day);
    expect(course.events.filter((type) => type === 'exemptions-in-question.v1')).toHaveLength(1);
    expect(course.council.exemptions?.pause).toMatchObject({ since: START, until: on(59) });
    expect(course.standing(50)).toEqual({ open: true, because: 'paused' });
  });
});

describe('a need that is left out', () => {
  const need = 'step-free-access' as const;

  test('is no matter for coordinators while the declaration counts, nor once it counts no more', () => {
    const course = new Course().declares(0, { without: [need] });
    for (let day = 0; day < 3 * DAYS; day += 1) course.look(day);
    expect(course.standing(DAYS - 1, [need])).toEqual({ open: true, because: 'needs-not-supported' });
    expect(course.standing(DAYS, [need])).toEqual({ open: true, because: undefined });
    expect(course.events).toEqual(['capacity-declared.v1']);
  });

  test('in one declaration after the other is asked of them once, with all that was left out as long, and counts until they decide', () => {
    const course = new Course();
    for (let day = 0; day <= 5 * DAYS; day += 20)
      course
        .declares(day, { without: [need, 'medical-care'] })
        .look(day)
        .look(day + 1);
    expect(course.events.filter((type) => type === 'exemptions-in-question.v1')).toHaveLength(1);
    expect(course.standing(5 * DAYS, [need])).toEqual({ open: true, because: 'needs-not-supported' });
    course.refuses(5 * DAYS, need);
    expect(course.standing(5 * DAYS, [need])).toEqual({ open: true, because: undefined });
    expect(course.standing(5 * DAYS, ['medical-care']).because).toBe('needs-not-supported');
  });

  test('and agreed to keeps those children away until that day, however old the declaration is', () => {
    const course = new Course().declares(0, { without: [need] }).agrees(1, 90, need);
    expect(course.standing(89, [need]).because).toBe('needs-not-supported');
    expect(course.standing(90, [need]).because).toBeUndefined();
  });
});

describe('no places of any kind', () => {
  test('declared again and again close the council for some weeks; then it is asked for nobody, and owes', () => {
    const course = new Course();
    for (let day = 0; day <= 40; day += 10) course.declares(day, { places: 0 }).look(day);
    expect(course.events.filter((type) => type === 'exemptions-in-question.v1')).toHaveLength(1);
    expect(course.standing(DAYS - 1)).toEqual({ open: false, because: 'declared-none-of-kind' });
    expect(course.standing(DAYS)).toEqual({ open: true, because: 'declared-none-of-kind' });
    expect(course.agrees(41, 60, 'no-places').standing(59)).toEqual({
      open: false,
      because: 'declared-none-of-kind',
    });
    expect(course.refuses(42, 'no-places').standing(42)).toEqual({ open: true, because: undefined });
  });
});

/** A step of a council's life: what it declares, or a coordinator decides, so many days after the last. */
const aStep = fc.record({
  after: fc.nat(40),
  what: fc.oneof(
    fc.record({
      kind: fc.constant('declares' as const),
      pause: fc.option(fc.integer({ min: 1, max: 90 }), { nil: undefined }),
      places: fc.constantFrom(0, 2),
      without: fc.subarray([...Need.options]),
    }),
    fc.record({
      kind: fc.constant('decides' as const),
      exemptions: fc.subarray([...exemptedNames], { minLength: 1 }),
      until: fc.option(fc.integer({ min: 1, max: 90 }), { nil: undefined }),
    }),
  ),
});

describe('whatever is declared and decided, day by day', () => {
  test('nothing spares a council for longer than may stand unseen unless the coordinators were asked, and nobody is asked twice', () => {
    fc.assert(
      fc.property(fc.array(aStep, { minLength: 1, maxLength: 8 }), (steps) => {
        const course = new Course();
        const sparedFor = new Map<Exempted, number>();
        const asked = new Map<Exempted, number>();
        let day = 0;
        const live = (until: number): void => {
          for (; day < until; day += 1) {
            for (const { what } of exemptionsToQuestion(course.council, on(day), policy)) {
              asked.set(what, (asked.get(what) ?? 0) + 1);
              expect(['counts', 'in-question']).toContain(course.state(day, what));
            }
            course.look(day);
            expect(exemptionsToQuestion(course.council, on(day), policy)).toEqual([]);
            for (const what of exemptedNames) {
              const state = course.state(day, what);
              const spared = state === 'counts' || state === 'in-question';
              sparedFor.set(what, spared ? (sparedFor.get(what) ?? 0) + 1 : 0);
              // Unbroken for longer than the days without a coordinator's word: somebody was asked.
              if ((sparedFor.get(what) ?? 0) > DAYS)
                expect(course.council.exemptions?.[what]?.askedOn, `${what} on ${on(day)}`).toBeDefined();
              // Whoever is spared of everything for so long owes.
              const other = what === 'pause' ? 'no-places' : 'pause';
              if (state === 'in-question' && (what === 'pause' || what === 'no-places'))
                expect(
                  ['counts', 'agreed'].includes(course.state(day, other) ?? '') || course.standing(day).open,
                ).toBe(true);
              if (state === 'refused')
                expect(course.standing(day).because).not.toBe(what === 'pause' ? 'paused' : '');
            }
          }
        };
        for (const { after, what } of steps) {
          live(day + after);
          if (what.kind === 'declares')
            course.declares(day, {
              places: what.places,
              without: what.without,
              ...(what.pause === undefined ? {} : { pause: day + what.pause }),
            });
          else if (what.until === undefined) course.refuses(day, ...what.exemptions);
          else course.agrees(day, day + what.until, ...what.exemptions);
        }
        live(day + 60);
      }),
    );
  });

  test('a policy that lets it stand keeps nothing, asks nobody, and decides as it did', () => {
    fc.assert(
      fc.property(fc.array(aStep, { minLength: 1, maxLength: 5 }), fc.nat(120), (steps, later) => {
        const [plain, known] = [new Course(), new Course()];
        let day = 0;
        for (const { after, what } of steps) {
          day += after;
          if (what.kind !== 'declares') continue;
          const saying = {
            places: what.places,
            without: what.without,
            ...(what.pause === undefined ? {} : { pause: day + what.pause }),
          };
          plain.declares(day, saying, 'nts-2025').run({ kind: 'question-exemptions' }, day, 'nts-2025');
          known.declares(day, saying);
        }
        expect(plain.council.exemptions).toBeUndefined();
        expect(plain.events).not.toContain('exemptions-in-question.v1');
        const old = policyNamed('nts-2025');
        const facts = aReferral({ children: [aChild({ needs: ['medical-care'] })] });
        const decided = ({ council }: Course) =>
          checkAllocationUnder(old, {
            policy: old.id,
            today: on(day + later),
            facts,
            cleared: [],
            excluded: [],
            turned18: [],
            ages: [],
            councils: [council],
            national: emptyRota,
            regions: { [council.region]: emptyRota },
          });
        expect(decided(known)).toEqual(decided(plain));
        expect(declaredExemptions(known.council, on(day + later), old)).toEqual([]);
      }),
    );
  });
});

test('a decision rests on what bears on it alone', () => {
  expect(
    exemptionsThatDecide({
      pause: { since: START },
      'no-places': { since: START },
      'medical-care': { since: START },
      'step-free-access': { since: START, refused: true },
      'trained-carers': { since: START, agreedUntil: on(9) },
    }),
  ).toEqual({
    pause: { since: START },
    'no-places': { since: START },
    'step-free-access': { since: START, refused: true },
    'trained-carers': { since: START, agreedUntil: on(9) },
  });
  expect(exemptionsThatDecide(undefined)).toEqual({});
});

test('decisions come to nothing where there is nothing to decide, and the same one twice is one', () => {
  const course = new Course().agrees(0, 9, 'pause').declares(1, { pause: 60 });
  course
    .agrees(2, 30, 'pause', 'medical-care')
    .agrees(3, 30, 'pause')
    .refuses(4, 'pause')
    .refuses(5, 'pause');
  expect(course.events).toEqual(['capacity-declared.v1', 'exemptions-decided.v1', 'exemptions-decided.v1']);
  expect(declaredExemptions(course.council, on(5), policy)).toEqual([
    { what: 'pause', state: 'refused', since: on(1), until: on(60), refused: true },
  ]);
});

test('what the declaration says by itself is not kept beside it', () => {
  const declaration = aDeclaration({ supports: [], declaredAt: at(0) });
  expect(exemptionsAfter(aCouncil(), declaration, policy)).toEqual({});
});

test('a policy that lets it stand counts whatever is declared, however long', () => {
  const { council } = new Course().declares(0, { places: 0, pause: 400, without: ['medical-care'] });
  for (const what of ['pause', 'no-places', 'medical-care'] as const)
    expect(exemptionState(council, what, on(399), policyNamed('nts-2025')), what).toBe('counts');
});

test('a pause says until when it is, and nothing else does, in one declaration or in several', () => {
  const course = new Course().declares(0, { places: 0, pause: 60 });
  const first = declaredExemptions(course.council, on(0), policy);
  expect(first).toContainEqual({ what: 'no-places', state: 'counts', since: on(0) });
  expect(first).toContainEqual({ what: 'pause', state: 'counts', since: on(0), until: on(60) });
  expect(course.declares(1, { places: 0, pause: 70 }).council.exemptions).toEqual({
    'no-places': { since: on(0) },
    pause: { since: on(0), until: on(70) },
  });
});

test('declared twice on one day nothing is kept, but for what a coordinator said of it meanwhile', () => {
  const course = new Course()
    .declares(0, { places: 0 })
    .declares(0, { places: 0, without: ['medical-care'] });
  expect(course.events).toHaveLength(2);
  expect(course.council.exemptions).toBeUndefined();
  course.refuses(0, 'no-places').declares(0, { places: 0 });
  expect(course.council.exemptions).toMatchObject({ 'no-places': { since: on(0), refused: true } });
});

test('what is kept of a need that is offered again spares the council of nothing', () => {
  const course = new Course().declares(0, { without: ['medical-care'] }).declares(1);
  expect(course.council.exemptions).toEqual({ 'medical-care': { since: on(0), until: on(1) } });
  expect(course.state(1, 'medical-care')).toBeUndefined();
});

test('a pause that was over before the next declaration ended on its own day', () => {
  const { council } = new Course().declares(0, { pause: 5 }).declares(7);
  expect(council.exemptions).toEqual({ pause: { since: on(0), until: on(5) } });
});

test('the record of a decision says what was decided, until when and why', () => {
  const { council } = new Course().declares(0, { pause: 60, places: 0 });
  const decided = {
    exemptions: ['pause'] satisfies Exempted[],
    agreedUntil: on(30),
    note: 'A fire in the home.',
  };
  const context = { now: at(1), actor: coordinator, cause: 'c', policy };
  const outcome = decideOnCouncil(council, { kind: 'decide-exemptions', decided }, context);
  expect(outcome.kind === 'changed' && outcome.change.event.data).toEqual({
    council: HAMPSHIRE,
    ...decided,
  });
});
