import * as z from 'zod';
import { ChildFacts, immigrationStatuses, PlacementKind, ReferralFacts } from './referral.ts';

/** One child as version 1 of a referral said it. */
const ChildFactsV1 = z.lazy(() =>
  ChildFacts.unwrap()
    .pick({
      number: true,
      sex: true,
      turns18Month: true,
      ageAssessment: true,
      ageAssessmentLedBy: true,
      needs: true,
      interpreter: true,
      missingHistory: true,
    })
    .extend({ placementKind: PlacementKind.extract(['foster-care', 'supported-accommodation']).optional() }),
);

/** What the Home Office has decided was called the legal status, until it was told from the care status. */
const legalStatus = () =>
  z.enum(immigrationStatuses).optional().meta({ description: 'What the Home Office has decided so far' });

/** What version 1 of a referral said. */
export const ReferralFactsV1 = z.lazy(() =>
  ReferralFacts.unwrap()
    .omit({ careStatus: true, immigrationStatus: true, presentedElsewhere: true, presentedTo: true })
    .extend({ children: z.array(ChildFactsV1).min(1).max(20), legalStatus: legalStatus() }),
);

/** Facts in an event of ours of which there is one version: as they are said now, or were before November 2026. */
export const FactsOfAnyTime = z.lazy(() =>
  ReferralFacts.unwrap().extend({
    legalStatus: legalStatus().meta({ description: 'Until November 2026 the name of immigrationStatus' }),
  }),
);

type Former = { readonly legalStatus?: ReferralFacts['immigrationStatus'] };

/** Facts as they are said now. What was said before November 2026 is read so wherever somebody decides by it or looks at it. */
export function presentFacts<Facts extends object>(
  facts: Facts & Former,
): Omit<Facts, 'legalStatus'> & Pick<ReferralFacts, 'immigrationStatus'> {
  const { legalStatus: immigrationStatus, ...others } = facts;
  return immigrationStatus === undefined ? others : { immigrationStatus, ...others };
}
