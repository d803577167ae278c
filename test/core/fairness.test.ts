/** How fair the scheme is at a moment: of each region and council what it is owed, and what it has for its size. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fairnessOf } from '../../shared/core/allocation/fairness.ts';
import { emptyRota, fromShare } from '../../shared/core/allocation/rota.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCouncil } from '../builders.ts';
import { anyInputs } from './allocation-inputs.ts';

const AT = '2026-11-24T02:00:00.000Z';
const versioned = (state: typeof emptyRota) => ({ state, version: 0, turn: 0 });
const near = (a: number, b: number) => expect(a).toBeCloseTo(b, 9);

test('in any scheme each council and region is as far from its share as its turns say, and a region is the sum of its councils', () => {
  fc.assert(
    fc.property(anyInputs, fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), (any, unknown) => {
      const councils = any.councils.map((figures, at) => {
        const one = aCouncil(figures);
        return unknown[at % unknown.length] ? { ...one, caredFor: { ...one.caredFor, count: null } } : one;
      });
      const regions = Object.fromEntries(
        councils.map(({ region }) => [region, versioned(any.regions[region] ?? emptyRota)]),
      );
      const view = { councils, national: versioned(any.national), regions };
      const fair = fairnessOf(view, policyNamed(any.policy), AT);
      expect(Object.keys(fair.councils).toSorted()).toEqual(councils.map(({ code }) => code).toSorted());
      for (const { code, region, caredFor, childPopulation } of councils) {
        const own = fair.councils[code];
        expect(own).toMatchObject(fromShare(regions[region]?.state ?? emptyRota, code));
        expect(own?.inCare === null).toBe(caredFor.count === null);
        expect(own?.ofChildren).toBe(caredFor.count === null ? 0 : childPopulation);
      }
      for (const [region, of] of Object.entries(fair.regions)) {
        expect(of).toMatchObject(fromShare(any.national, region));
        const own = councils.filter((one) => one.region === region).map(({ code }) => fair.councils[code]);
        near(
          of.threshold,
          own.reduce((sum, one) => sum + (one?.threshold ?? 0), 0),
        );
        near(
          of.ofChildren,
          own.reduce((sum, one) => sum + (one?.ofChildren ?? 0), 0),
        );
        if (own.every((one) => one?.inCare === null)) expect(of.inCare).toBeNull();
        else
          near(
            of.inCare ?? -1,
            own.reduce((sum, one) => sum + (one?.inCare ?? 0), 0),
          );
      }
    }),
  );
});
