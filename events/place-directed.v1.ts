import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';
import { Need } from './referral.ts';
import { Warnings } from './warnings.ts';

/** Why a coordinator places a child directly. */
export const directReasons = [
  'family-link',
  'sibling-link',
  'best-interests',
  'brokered-by-region',
  'no-candidate',
  'court-order',
  'did-not-answer',
] as const;

/** What may speak against a council, for some children or for any. */
export const speakingAgainst = [
  'not-participating',
  'through-its-hub',
  'closed',
  'area-in-question',
  'said-no',
  'paused',
  'no-room',
  'too-few-places',
  'need-not-met',
] as const;

/** Why a coordinator places the child there all the same. */
export const overruleReasons = [
  'council-agrees',
  'best-for-child',
  'nobody-else',
  'out-of-date',
  'court-order',
  'other',
] as const;

/** A coordinator placed the child directly, with a coded reason. */
export const PlaceDirectedV1 = event(
  'place-directed.v1',
  () =>
    z.object({
      council: AuthorityCode,
      reason: z.enum(directReasons),
      note: z.string().min(1).max(2000),
      foundThere: z.literal(true).optional().meta({
        description: 'The child had been missing, and was found in the area of this council',
      }),
      overCapacity: z.boolean().meta({
        description: 'The person knowingly went over the council’s headroom',
      }),
      overruled: z
        .array(
          z.object({
            what: z.enum(speakingAgainst),
            need: Need.optional(),
            because: z.enum(overruleReasons),
          }),
        )
        .min(1)
        .optional()
        .meta({
          description:
            'What spoke against the council, each with the reason why it was overruled; `need`: the need that it says it cannot meet. Since December 2026; left out where nothing spoke against it',
        }),
      warnings: Warnings,
    }),
  'A coordinator placed the child directly, with a coded reason.',
);
export type PlaceDirectedV1 = z.infer<typeof PlaceDirectedV1>;

/** One thing that speaks against a council, and why it is overruled. */
export type Overruling = NonNullable<PlaceDirectedV1['data']['overruled']>[number];
