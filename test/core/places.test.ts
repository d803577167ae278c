import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Offer } from '../../shared/core/case/case.ts';
import type { PlaceChange } from '../../shared/core/case/change.ts';
import { headroomTaken, mergedByCouncil } from '../../shared/core/case/place-changes.ts';
import { heldBy, holding, letGo, mergedPlaces, type Shift } from '../../shared/core/case/places.ts';
import { anOffer, aPlaceChange } from '../builders.ts';

const count = fc.integer({ min: -3, max: 3 });
const aShift: fc.Arbitrary<Shift> = fc.record(
  {
    council: fc.constantFrom('A', 'B', 'C'),
    held: count,
    offered: count,
    incoming: count,
    netSince: count,
    used: fc.record({ fosterCare: count, supportedAccommodation: count }),
    mustFit: fc.boolean(),
    mustBeDeclared: fc.boolean(),
  },
  { requiredKeys: ['council'] },
);
const sum = (shifts: readonly Shift[], of: (shift: Shift) => number | undefined): number =>
  shifts.reduce((all, shift) => all + (of(shift) ?? 0), 0);

describe('what an offer holds', () => {
  test.each<[Offer['status'], number, number]>([
    ['live', 2, 2],
    ['promised', 2, 0],
    ['asked', 0, 0],
    ['said-no', 0, 0],
    ['accepted', 0, 0],
    ['withdrawn', 0, 0],
  ])('%s, for two children: %i held, %i of them offered', (status, held, offered) => {
    const offer = anOffer({ status });
    const where = { council: offer.council };
    expect(heldBy(offer, 2)).toEqual({ held, offered });
    expect(holding(offer, 2)).toEqual({ ...where, held, offered, mustFit: true });
    // Zero, whatever its sign.
    const { held: back = 0, offered: unoffered = 0, ...rest } = letGo(offer, 2);
    expect([rest, back + held, unoffered + offered]).toEqual([where, 0, 0]);
  });
});

describe('changes of places in one commit', () => {
  test('come to their sum, council by council, in order of code; what comes to nothing is left out', () => {
    fc.assert(
      fc.property(fc.array(aShift, { maxLength: 8 }), (shifts) => {
        const expected = [...new Set(shifts.map(({ council }) => council))].toSorted().flatMap((council) => {
          const own = shifts.filter((shift) => shift.council === council);
          const all = {
            held: sum(own, ({ held }) => held),
            offered: sum(own, ({ offered }) => offered),
            incoming: sum(own, ({ incoming }) => incoming),
            netSince: sum(own, ({ netSince }) => netSince),
            used: {
              fosterCare: sum(own, ({ used }) => used?.fosterCare),
              supportedAccommodation: sum(own, ({ used }) => used?.supportedAccommodation),
            },
          };
          const { used, ...counts } = all;
          if ([...Object.values(counts), ...Object.values(used)].every((n) => n === 0)) return [];
          const takes = all.held + all.incoming + all.netSince > 0;
          const uses = used.fosterCare > 0 || used.supportedAccommodation > 0;
          return [
            {
              council,
              ...all,
              mustFit: own.some(({ mustFit }) => mustFit) && takes,
              mustBeDeclared: own.some(({ mustBeDeclared }) => mustBeDeclared) && uses,
            },
          ];
        });
        expect(mergedPlaces(shifts)).toEqual(expected);
      }),
    );
  });

  test('headroom is taken by what is held, on its way, or newly cared for; a declared place takes none', () => {
    const nothing: PlaceChange = aPlaceChange({ held: 0, offered: 0 });
    expect(headroomTaken(nothing)).toBe(0);
    expect(headroomTaken({ ...nothing, held: 2, incoming: 3, netSince: -1, offered: 5 })).toBe(4);
    expect(mergedByCouncil([aPlaceChange({ council: 'B' }), aPlaceChange({ council: 'A' })])).toEqual([
      aPlaceChange({ council: 'A' }),
      aPlaceChange({ council: 'B' }),
    ]);
  });
});
