import * as z from 'zod';
import { AuthorityCode, CalendarDate, event, Instant } from './envelope.ts';
import { Need } from './referral.ts';

/** Figures of a declaration that may be asked back; places: those of both kinds together. */
export const oddFigureNames = [
  'fosterCare',
  'supportedAccommodation',
  'places',
  'caredForNow',
  'volunteersUpTo',
] as const;

/** A council declared its places. */
export const CapacityDeclaredV1 = event(
  'capacity-declared.v1',
  () =>
    z.object({
      council: AuthorityCode,
      places: z.object({
        fosterCare: z.int().nonnegative().max(500),
        supportedAccommodation: z.int().nonnegative().max(500),
      }),
      supports: z.array(Need).meta({
        description: 'Needs the council can meet now, trained carers among them',
      }),
      caredForNow: z.int().nonnegative().max(5000).optional().meta({
        description: 'Unaccompanied children in the council’s care today; replaces the published figure',
      }),
      pausedUntil: CalendarDate.optional().meta({
        description: 'The council asks for no offers before this day',
      }),
      volunteersUpTo: z.int().nonnegative().max(5000).optional().meta({
        description:
          'The council takes children beyond its threshold, until it cares for so many. Since November 2026; who does not say so is asked up to its threshold',
      }),
      meantSo: z.array(z.enum(oddFigureNames)).min(1).optional().meta({
        description:
          'Figures far from the last, or beyond the threshold, of which whoever gave them said that they are meant so; a coordinator is told. Absent in what was declared before figures were asked back',
      }),
      declaredAt: Instant,
    }),
  'A council declared its places.',
);
export type CapacityDeclaredV1 = z.infer<typeof CapacityDeclaredV1>;
