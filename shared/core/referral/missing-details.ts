import * as z from 'zod';
import { CalendarDate, Instant } from '../../../events/envelope.ts';
import { missingFields } from '../../../events/missing-details-given.v1.ts';

export { missingFields };
export type MissingField = (typeof missingFields)[number];

/**
 * What helps to find a missing child, and is sealed: it says where a child was, and leads the police's file to it. It is never part of a
 * referral: only whoever is responsible for a child who is missing gives it.
 */
export const missingShape = () =>
  ({
    policeReference: z.string().min(1).max(60).optional(),
    /** A day, or a moment where the time is known too. */
    lastSeenAt: z.union([CalendarDate, Instant]).optional(),
    lastSeenWhere: z.string().min(1).max(200).optional(),
  }) as const satisfies Readonly<Record<MissingField, unknown>>;

/** Those of one child. */
export type MissingDetails = { readonly [Field in MissingField]?: string };
