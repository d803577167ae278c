import * as z from 'zod';
import { AuthorityCode, CaseReference, event } from './envelope.ts';

/** What a coordinator may go by who decides an age. */
export const ageEvidence = ['documents', 'age-assessment', 'court', 'home-office', 'other'] as const;

/** A coordinator decided, with evidence, whether somebody still counts as a child; a case that their age had closed goes on. */
export const AgeDecidedV1 = event(
  'age-decided.v1',
  () =>
    z.object({
      child: z.int().positive(),
      counts: z.boolean().meta({ description: 'Whether they count as a child' }),
      evidence: z.enum(ageEvidence),
      turns18Month: z
        .string()
        .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
        .optional()
        .meta({ description: 'Month in which the child turns 18 by that evidence; given when they count' }),
      note: z.string().min(1).max(2000),
      countedAgainst: AuthorityCode.optional().meta({
        description: 'The council in whose figure the child counts again',
      }),
      takes: AuthorityCode.optional().meta({
        description:
          'The council that has accepted the others of the group, and is expected to take this child as well; left out where there is none',
      }),
      possibleDuplicates: z.array(CaseReference).optional().meta({
        description:
          'Open cases that may be about the same child, where a council has accepted, so that no check follows; left out where there are none',
      }),
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'Councils with the placement or an open offer when it happened: they are told',
      }),
    }),
  'A coordinator decided, with evidence, whether somebody still counts as a child; a case that their age had closed goes on.',
);
export type AgeDecidedV1 = z.infer<typeof AgeDecidedV1>;
