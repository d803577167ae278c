import { describe, expect, test } from 'vitest';
import { hashOf } from '../../shared/core/hash.ts';
import { defaultPolicyId, policyIds, policyNamed } from '../../shared/core/policies.ts';
import councils from '../../shared/core/reference/councils.json' with { type: 'json' };

describe('released policies', () => {
  test('are the four schemes and an option to be decided on, that of 2026 by default', () => {
    expect(policyIds).toEqual(['nts-2016', 'nts-2022', 'nts-2025', 'nts-2026', 'nts-2027']);
    expect(defaultPolicyId).toBe('nts-2026');
    expect(
      policyIds.map((id) => [policyNamed(id).threshold.perMillion, policyNamed(id).participation]),
    ).toEqual([
      [700, 'voluntary'],
      [1000, 'mandatory'],
      [1000, 'mandatory'],
      [1000, 'mandatory'],
      [1000, 'mandatory'],
    ]);
  });

  // A decision names the policy it was taken under, and has to be derived again years later: another value is another policy.
  test.each([
    ['nts-2016', 'd40d28b08e645a9fd180f3f9854c546181c98f4bba75c003a546bf443a8256b8'],
    ['nts-2022', '1691721152a8b46aea84d43c6ee4194bde3d45fd7e214349dcde909a28daf8de'],
    ['nts-2026', '51a6b3365c049772c95e979d0dfd8b5a6ad4cd485d9cbdaccfd31c158c672788'],
    ['nts-2027', '7f7573b5ac13f8d81cb6f8ffd3b2d9472a12e16d24df1ddb2faaa3687d49d762'],
    ['nts-2025', '18b8a50c44f61a1857fdeca5406d1df98881f3147a24bbcdd3397277650c7f73'],
  ])('%s is never edited', (id, hash) => {
    expect(hashOf(policyNamed(id))).toBe(hash);
  });

  test.each(policyIds)('%s weighs every region of the scheme, and no other', (id) => {
    const regions = [...new Set(councils.map(({ region }) => region))].toSorted();
    const { regionWeights } = policyNamed(id);
    expect(Object.keys(regionWeights).toSorted()).toEqual(regions);
    expect(Object.values(regionWeights).every((weight) => weight > 0)).toBe(true);
  });

  test('Scotland’s turns keep to its published quota of 45 in 650, within a fifth of a turn', () => {
    const weights = Object.values(policyNamed('nts-2025').regionWeights);
    const all = weights.reduce((a, b) => a + b, 0);
    expect(Math.abs((45 * 650) / all - 45)).toBeLessThan(0.2);
  });

  test('one that was never released is a clear error', () => {
    expect(() => policyNamed('nts-2030')).toThrow(
      'There is no policy "nts-2030". Use one of: nts-2016, nts-2022, nts-2025, nts-2026, nts-2027.',
    );
    expect(() => policyNamed('nts-2030')).toThrow(expect.objectContaining({ name: 'UnknownPolicyError' }));
  });
});
