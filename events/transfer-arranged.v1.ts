import * as z from 'zod';
import { AuthorityCode, CalendarDate, event } from './envelope.ts';

/** Who brings the child to where it is handed over. */
export const escorts = ['receiving-authority', 'entry-authority', 'both', 'escort-service'] as const;
/** Where the child is handed over: coded, so that no address stands in a record that names nobody. */
export const handoverPlaces = ['where-the-child-is', 'new-placement', 'council-office', 'elsewhere'] as const;

/** The receiving authority named a social worker and a day for the move. */
export const TransferArrangedV1 = event(
  'transfer-arranged.v1',
  () =>
    z.object({
      council: AuthorityCode,
      moveOn: CalendarDate,
      socialWorkerNamed: z
        .literal(true)
        .meta({ description: 'Responsibility passes only once one is named' }),
      placedIn: AuthorityCode.optional().meta({
        description:
          'The council in whose area the child will live, where that is not the receiving authority’s own; its desk is told',
      }),
      escort: z.enum(escorts).optional().meta({
        description:
          'Who brings the child. This and what follows: since November 2026, as far as it is agreed',
      }),
      handoverPlace: z
        .enum(handoverPlaces)
        .optional()
        .meta({ description: 'Where the child is handed over' }),
      handoverTime: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
        .optional()
        .meta({ description: 'When on that day, London time', examples: ['14:00'] }),
      safetyPlan: z.literal(true).optional().meta({
        description: 'The receiving authority says that a safety plan for the child exists',
      }),
      lateBecause: z
        .string()
        .max(2000)
        .optional()
        .meta({ description: 'Why the move is after the deadline' }),
    }),
  'The receiving authority named a social worker and a day for the move.',
);
export type TransferArrangedV1 = z.infer<typeof TransferArrangedV1>;
