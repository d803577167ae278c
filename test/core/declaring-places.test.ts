import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Need } from '../../events/referral.ts';
import { appendTo } from '../../shared/core/audit-trail.ts';
import type { CouncilOutcome } from '../../shared/core/council/change.ts';
import { type Declared, declare } from '../../shared/core/council/commands/declare.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { declarationVersion } from '../../shared/core/council/declared.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCouncil, aDeclaration } from '../builders.ts';
import { duty, HAMPSHIRE } from './a-scheme.ts';

const now = '2026-11-23T15:20:00.000Z';
const context = { now, actor: duty(HAMPSHIRE), cause: 'form:1', policy: policyNamed('nts-2025') } as const;
const trail = { number: 7, hash: 'c'.repeat(64) };
const reminders = { sinceDeclaration: 2, lastOn: '2026-11-20' };
const places = { fosterCare: 2, supportedAccommodation: 3 };
const supports: readonly Need[] = ['step-free-access', 'medical-care'];
const given: Declared = { ...places, supports };

/** A council that said the same that morning, and has taken a child since. */
const said = (overrides: Parameters<typeof aDeclaration>[0] = {}): Council =>
  aCouncil({
    trail,
    reminders,
    declaration: aDeclaration({
      places,
      supports,
      used: { fosterCare: 1, supportedAccommodation: 0 },
      declaredAt: '2026-11-23T08:05:00.000Z',
      ...overrides,
    }),
  });
const silent = aCouncil({ trail, reminders });
const unchanged: CouncilOutcome = { kind: 'unchanged' };
const countedAnew = { sinceDeclaration: 0, lastOn: '2026-11-20' };

/** The whole outcome of a declaration that is new. */
function taken(declared: Declared): unknown {
  const {
    fosterCare,
    supportedAccommodation,
    supports: needs,
    caredForNow,
    pausedUntil,
    volunteersUpTo,
  } = declared;
  const pause = {
    ...(pausedUntil === undefined ? {} : { pausedUntil }),
    ...(volunteersUpTo === undefined ? {} : { volunteersUpTo }),
  };
  const counted = caredForNow === undefined ? {} : { caredForNow };
  const says = { places: { fosterCare, supportedAccommodation }, supports: [...needs], ...pause };
  const meant = declared.meantSo === true ? { meantSo: ['caredForNow' as const] } : {};
  const [event] = appendTo(
    { subject: HAMPSHIRE, ...trail },
    [
      {
        type: 'capacity-declared.v1',
        data: { council: HAMPSHIRE, ...says, ...counted, ...meant, declaredAt: now },
      },
    ],
    { at: now, actor: duty(HAMPSHIRE), policy: 'nts-2025', cause: 'form:1' },
  );
  return {
    kind: 'changed',
    change: {
      code: HAMPSHIRE,
      seen: 7,
      event,
      declaration: { ...says, used: { fosterCare: 0, supportedAccommodation: 0 }, declaredAt: now },
      ...(caredForNow === undefined
        ? {}
        : { caredFor: { count: caredForNow, asAt: '2026-11-23', source: 'declared' } }),
      reminders: countedAnew,
    },
  };
}

describe('what a council declares', () => {
  test.each<[string, Declared]>([
    ['places and needs', given],
    ['a pause', { ...given, pausedUntil: '2026-12-01' }],
    ['how many it cares for', { ...given, caredForNow: 91 }],
    ['that it cares for nobody', { ...given, caredForNow: 0, meantSo: true }],
    ['how far it goes beyond its threshold', { ...given, volunteersUpTo: 104 }],
    ['all at once', { ...given, caredForNow: 90, pausedUntil: '2026-12-01' }],
  ])('is recorded in its trail, and nothing of it is used up yet: %s', (_, declared) => {
    expect(declare(silent, declared, context)).toStrictEqual(taken(declared));
  });

  test.each<[string, Council, Declared]>([
    ['to the letter', said(), given],
    ['with its needs in another order', said(), { ...given, supports: supports.toReversed() }],
    ['with its needs in another order the other way round', said({ supports: supports.toReversed() }), given],
    ['with the count that is known', said(), { ...given, caredForNow: 90 }],
    ['with the same pause', said({ pausedUntil: '2026-12-01' }), { ...given, pausedUntil: '2026-12-01' }],
  ])('twice on a day is one declaration: %s', (_, council, declared) => {
    expect(declare(council, declared, context)).toStrictEqual(unchanged);
  });

  test.each<[string, Council, Declared]>([
    ['on another day', said({ declaredAt: '2026-11-22T15:20:00.000Z' }), given],
    ['of more foster care', said(), { ...given, fosterCare: 4 }],
    ['of less supported accommodation', said(), { ...given, supportedAccommodation: 1 }],
    ['of other needs', said(), { ...given, supports: ['medical-care'] }],
    ['with a pause', said(), { ...given, pausedUntil: '2026-12-01' }],
    ['with a longer pause', said({ pausedUntil: '2026-12-01' }), { ...given, pausedUntil: '2026-12-02' }],
    ['that goes beyond the threshold', said(), { ...given, volunteersUpTo: 104 }],
    ['that goes no further than the threshold any more', said({ volunteersUpTo: 104 }), given],
    ['that ends a pause', said({ pausedUntil: '2026-12-01' }), given],
    ['with another count', said(), { ...given, caredForNow: 89 }],
    ['with the count that is known, of other places', said(), { ...given, fosterCare: 4, caredForNow: 90 }],
  ])('anew is a declaration of its own: %s', (_, council, declared) => {
    expect(declare(council, declared, context)).toStrictEqual(taken(declared));
  });
});

test('its ceiling rises by what it volunteers beyond its threshold, and falls again with the next declaration', () => {
  const now2026 = { ...context, policy: policyNamed('nts-2026') };
  const by = (council: Council, declared: Declared, where = now2026) => {
    const outcome = declare(council, declared, where);
    return outcome.kind === 'changed' ? outcome.change.ceilingBy : outcome.kind;
  };
  expect(by(silent, { ...given, volunteersUpTo: 104 })).toBe(4);
  expect(by(silent, { ...given, volunteersUpTo: 99 })).toBeUndefined();
  expect(by(said({ volunteersUpTo: 104 }), given)).toBe(-4);
  expect(by(said({ volunteersUpTo: 104 }), { ...given, volunteersUpTo: 103 })).toBe(-1);
  // However old what it said was: what was offered in time is kept until it declares anew.
  expect(by(said({ volunteersUpTo: 104, declaredAt: '2026-01-01T09:00:00.000Z' }), given)).toBe(-4);
  expect(by(silent, { ...given, volunteersUpTo: 104 }, context)).toBeUndefined();
});

describe('whoever started from a declaration that is not what it was', () => {
  const at = fc.constantFrom(
    '2026-11-20T08:05:00.000Z',
    '2026-11-20T08:05:00.001Z',
    '2026-11-21T08:05:00.000Z',
  );
  const standing = fc.record({ fosterCare: fc.nat(1200), supportedAccommodation: fc.nat(3), declaredAt: at });
  const councilAs = ({
    declaredAt,
    ...used
  }: {
    declaredAt: string;
    fosterCare: number;
    supportedAccommodation: number;
  }) => said({ declaredAt, used });

  test('declares nothing, and hears whether another was made or places were taken', () => {
    fc.assert(
      fc.property(standing, standing, (then, now) => {
        const seen = declarationVersion(councilAs(then));
        const outcome = declare(councilAs(now), { ...given, fosterCare: 5 }, context, seen);
        const taken = (one: typeof then) => Math.min(999, one.fosterCare + one.supportedAccommodation);
        expect(Number.isSafeInteger(seen)).toBe(true);
        if (then.declaredAt !== now.declaredAt)
          expect(outcome).toEqual({ kind: 'overtaken', by: 'declaration' });
        else if (taken(then) !== taken(now))
          expect(outcome).toEqual({ kind: 'overtaken', by: 'places', taken: taken(now) - taken(then) });
        else {
          const decidedOn = councilAs(now).declaration;
          expect(outcome).toMatchObject({ kind: 'changed', change: { decidedOn } });
          const unseen = declare(councilAs(now), { ...given, fosterCare: 5 }, context);
          expect(unseen.kind === 'changed' && 'decidedOn' in unseen.change).toBe(false);
        }
      }),
    );
  });

  test('is told so where the council had never declared; and what stands already is no contradiction', () => {
    expect(declare(said(), { ...given, fosterCare: 5 }, context, declarationVersion(silent))).toEqual({
      kind: 'overtaken',
      by: 'declaration',
    });
    expect(declare(silent, given, context, declarationVersion(silent)).kind).toBe('changed');
    expect(declare(said(), given, context, 1)).toEqual(unchanged);
  });
});
