/** Whether there is anything to know before somebody says where children live, and for how long somebody says so. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { familiesInUk, linkKinds, type ReferralFacts, traffickingSigns } from '../../events/referral.ts';
import { type Case, caseStatuses } from '../../shared/core/case/case.ts';
import { concernsChildren, hasSafetyFacts, warned, warningsOf } from '../../shared/core/case/safety.ts';
import { isOver } from '../../shared/core/case/transitions.ts';
import { aCase, aChild, aPlacement, aReferral, NOW } from '../builders.ts';
import { runs } from '../how-much.ts';
import { KENT, LEEDS } from './a-scheme.ts';

const handedOver = {
  placement: aPlacement({ moveOn: '2026-11-20', handedOverAt: '2026-11-20T12:00:00.000Z' }),
};
const codes = (subject: Case): readonly string[] => warningsOf(subject, NOW).map(({ code }) => code);
const left = (child: number) => ({ child, outcome: 'placement-ended' as const, on: '2026-11-20' });

describe('whether there is anything to know of a case', () => {
  test.each<[string, Partial<ReferralFacts>]>([
    ['an area to avoid', { areasToAvoid: [LEEDS] }],
    ['a link', { links: [{ council: LEEDS, kind: 'community' }] }],
    ['family that may care', { familyInUk: 'may-care' }],
    ['family that cannot care', { familyInUk: 'cannot-care' }],
    ['signs of trafficking alone', { trafficking: 'indicators' }],
    ['an age that is being assessed', { children: [aChild({ ageAssessment: 'under-way' })] }],
    ['a wish that was not recorded', { wishesRecorded: false }],
  ])('there is, by %s alone', (_, facts) => {
    expect(hasSafetyFacts(aCase({ facts: aReferral(facts) }), NOW)).toBe(true);
  });

  test('there is not where nothing was said that matters, nor of what was never asked', () => {
    expect(hasSafetyFacts(aCase(), NOW)).toBe(false);
    const { areasToAvoid: _, links: __, familyInUk: ___, ...facts } = aReferral();
    expect(hasSafetyFacts(aCase({ facts }), NOW)).toBe(false);
  });

  test('there is exactly where a fact of it stands or somebody is warned', () => {
    const some = fc.record(
      {
        areasToAvoid: fc.subarray([LEEDS, KENT]),
        links: fc.array(fc.record({ council: fc.constant(LEEDS), kind: fc.constantFrom(...linkKinds) }), {
          maxLength: 1,
        }),
        familyInUk: fc.constantFrom(...familiesInUk),
        trafficking: fc.constantFrom(...traffickingSigns),
        wishesRecorded: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(some, fc.boolean(), (facts, isHandedOver) => {
        const subject = aCase({ facts: aReferral(facts), ...(isHandedOver ? handedOver : {}) });
        const stands =
          (facts.areasToAvoid ?? []).length + (facts.links ?? []).length > 0 ||
          (facts.familyInUk ?? 'none') !== 'none';
        expect(hasSafetyFacts(subject, NOW)).toBe(stands || codes(subject).length > 0);
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('what people are warned of', () => {
  const group = aReferral({
    children: [aChild({ ageAssessment: 'under-way' }), aChild({ number: 2, ageAssessment: 'required' })],
  });
  const of = (child: number) => `age-assessment-open:${child}`;

  test('is of the children who count and are in care, and of no other', () => {
    expect(codes(aCase({ facts: group }))).toEqual([of(1), of(2)]);
    expect(codes(aCase({ facts: group, turned18: [1] }))).toEqual([of(2)]);
    expect(codes(aCase({ facts: group, left: [left(2)], ...handedOver }))).toEqual([of(1)]);
    expect(codes(aCase({ facts: group, turned18: [1], left: [left(2)], ...handedOver }))).toEqual([]);
  });

  test('is as of the day in London, also in the hour in which that is ahead of UTC', () => {
    const facts = aReferral({ proposedMoveOn: '2026-06-30' });
    const at = (instant: string) => warningsOf(aCase({ facts }), instant).map(({ code }) => code);
    expect(at('2026-06-30T22:59:59.999Z')).toEqual([]);
    expect(at('2026-06-30T23:00:00.000Z')).toEqual(['proposed-move-past']);
  });

  test('is for the move before the handover, and for where the children live after it', () => {
    const facts = aReferral({ wishesRecorded: false, areasToAvoid: [KENT] });
    expect(codes(aCase({ facts }))).toEqual(['unsafe-where-the-child-is', 'wishes-not-recorded']);
    expect(codes(aCase({ facts, placement: aPlacement() }))).toEqual([
      'unsafe-where-the-child-is',
      'wishes-not-recorded',
    ]);
    expect(codes(aCase({ facts, ...handedOver }))).toEqual([]);
  });

  test('stands in an event as code and words, and is left out where there is nothing', () => {
    expect(warned([])).toStrictEqual({});
    const reasons = [{ code: 'a', words: 'A.', more: 1 }];
    expect(warned(reasons)).toStrictEqual({ warnings: [{ code: 'a', words: 'A.' }] });
  });
});

test('somebody decides where children live until the search ends without a handover, and then as long as any is in care', () => {
  for (const status of caseStatuses) {
    const isAhead = !isOver(status);
    expect(concernsChildren(aCase({ status })), status).toBe(isAhead);
    expect(concernsChildren(aCase({ status, placement: aPlacement() })), status).toBe(isAhead);
    expect(concernsChildren(aCase({ status, ...handedOver })), status).toBe(true);
    for (const over of [{ turned18: [1] }, { left: [left(1)] }])
      expect(concernsChildren(aCase({ status, ...handedOver, ...over })), status).toBe(isAhead);
  }
});
