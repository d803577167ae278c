import { expect, test } from 'vitest';
import { asked, standings } from '../../shared/core/allocation/candidates.ts';
import { emptyRota, lags } from '../../shared/core/allocation/rota.ts';
import { byRegion, regionParties, withLiveOffers } from '../../shared/core/allocation/rota-parties.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCouncil, aReferral } from '../builders.ts';

const policy = policyNamed('nts-2025');
const regionsOf = (...councils: Parameters<typeof aCouncil>[0][]) =>
  byRegion(
    standings(
      councils.map((council) => aCouncil(council)),
      asked({ facts: aReferral(), turned18: [], excluded: [] }, policy),
      '2026-11-23',
      policy,
    ),
  );
/** In order of code, but not of region. */
const spread = [
  { code: 'E01', region: 'W92000004' },
  { code: 'E02', region: 'E12000008' },
  { code: 'E03', region: 'S92000003' },
  { code: 'E04', region: 'E12000008' },
] as const;

test('regions come in order of code, each with its own councils', () => {
  expect(
    regionsOf(...spread).map(({ code, councils }) => [code, councils.map(({ council }) => council.code)]),
  ).toEqual([
    ['E12000008', ['E02', 'E04']],
    ['S92000003', ['E03']],
    ['W92000004', ['E01']],
  ]);
});

test('a region is open while one of its councils is, and able while one could take these children', () => {
  const [able, unable, shut] = regionParties(
    regionsOf(
      { code: 'E10000014', region: 'E12000001' },
      { code: 'E10000017', region: 'E12000001', participates: false },
      // The entry authority itself: open for others, never for its own.
      { code: 'E10000016', region: 'E12000008' },
      { code: 'E09000001', region: 'X', participates: false },
    ),
    policy,
  );
  expect(able).toEqual({
    id: 'E12000001',
    weight: policy.regionWeights.E12000001,
    open: true,
    able: true,
  });
  expect(unable).toMatchObject({ id: 'E12000008', open: true, able: false });
  expect(shut).toEqual({ id: 'X', weight: 1, open: false, able: false });
});

test('a live offer counts as if it had been accepted, in the region and in the nation, child by child', () => {
  const regions = regionsOf(
    { code: 'E10000014', offered: 2 },
    { code: 'E10000030' },
    { code: 'S12000033', region: 'S92000003' },
  );
  const nation = regionParties(regions, policy);
  const counted = withLiveOffers({ national: emptyRota, regions: {} }, regions, nation, policy);
  expect(counted.national).toMatchObject({ arrivals: 2, parties: { E12000008: { placed: 2 } } });
  const [home, scotland] = counted.regions;
  expect(home?.state).toMatchObject({ arrivals: 2, parties: { E10000014: { placed: 2 } } });
  expect(scotland?.state).toEqual(emptyRota);
  const owed = lags(home?.state ?? emptyRota, [{ id: 'E10000014' }, { id: 'E10000030' }]);
  expect(owed).toEqual({ E10000014: -1, E10000030: 1 });
});
