/** How long the allocation check takes, and how that grows with the number of councils. */
import { checkAllocation } from '../../../shared/core/allocation/allocation.ts';
import type { AllocationInputs } from '../../../shared/core/allocation/decision.ts';
import { emptyRota } from '../../../shared/core/allocation/rota.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { publishedCouncils } from '../../../shared/core/council/published-councils.ts';
import { aReferral } from '../../builders.ts';
import { processorTimeOf } from './measure.ts';

export interface AllocationTime {
  readonly councils: number;
  readonly milliseconds: number;
}

/** The published councils, repeated under made-up codes until there are enough. */
function councilsToTheNumberOf(count: number): readonly Council[] {
  const published = publishedCouncils();
  return Array.from({ length: count }, (_, index) => {
    const council = published[index % published.length];
    if (council === undefined) throw new Error('There are no published councils.');
    return index < published.length ? council : { ...council, code: `X${String(index).padStart(8, '0')}` };
  });
}

const inputs = (councils: readonly Council[]): AllocationInputs => ({
  policy: 'nts-2025',
  today: '2026-11-23',
  facts: aReferral(),
  cleared: [],
  excluded: [],
  turned18: [],
  ages: [],
  councils,
  national: emptyRota,
  regions: {},
});

export function allocationTimes(): readonly AllocationTime[] {
  return [
    { councils: 212, calls: 1_000 },
    { councils: 1_000, calls: 200 },
    { councils: 10_000, calls: 30 },
  ].map(({ councils, calls }) => {
    const given = inputs(councilsToTheNumberOf(councils));
    if (checkAllocation(given).kind !== 'offer')
      throw new Error('The allocation check finds no council to measure with.');
    return { councils, milliseconds: processorTimeOf(() => checkAllocation(given), calls) };
  });
}
