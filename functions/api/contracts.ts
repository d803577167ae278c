import * as z from 'zod';
import { AuthorityCode, CaseReference, Instant } from '../../events/envelope.ts';
import { caseStatuses } from '../../shared/core/case/case.ts';

/** Why a request was not carried out (RFC 9457). The title says what is wrong; the details say what to do. */
export const Problem = z
  .object({
    type: z.string().meta({
      description: 'Stands for the kind of problem, and does not change',
      examples: ['/problems/invalid-fields'],
    }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    errors: z
      .array(
        z.object({
          pointer: z.string().meta({
            description: 'JSON Pointer into what you sent, as a fragment',
            examples: ['#/children/0/dateOfBirth'],
          }),
          detail: z.string().meta({ description: 'What is wrong there, and what to do' }),
        }),
      )
      .optional(),
  })
  .meta({ title: 'Problem', description: 'Why a request was not carried out (RFC 9457)' });
export type Problem = z.infer<typeof Problem>;

const Correction = z.object({
  pointer: z.string().meta({
    description:
      'Where it belongs in a referral, as a JSON Pointer; children stand in the order of their numbers',
  }),
  detail: z.string().meta({ description: 'What to give or correct, in words' }),
});

/** A referral or an amendment was taken. */
export const Taken = z
  .object({
    reference: CaseReference,
    statusUrl: z
      .string()
      .meta({ description: 'Where to ask how it goes on, from the root of this API’s host' }),
    words: z.string(),
    missing: z.array(Correction).meta({
      description:
        'What a decision needs and the referral does not say, or says in two ways. Send it as an amendment',
    }),
    toCheck: z.array(Correction).meta({
      description:
        'What is likely to be a mistake in what you sent. It was taken as it stands: correct it by an amendment, or leave it',
    }),
  })
  .meta({ title: 'Taken', description: 'What you sent was taken and will be looked at within moments' });
export type Taken = z.infer<typeof Taken>;

/** How a referral stands. */
export const ReferralState = z
  .object({
    reference: CaseReference,
    status: z.enum(['received', 'merged', ...caseStatuses]),
    words: z.string().meta({ description: 'The same in a sentence' }),
    mergedInto: CaseReference.optional().meta({
      description: 'The case that was open for the same child already, with its reference',
    }),
    referredAt: Instant,
    moveBy: Instant.optional().meta({
      description:
        'By when the child should have moved; absent while every deadline waits for a missing child',
    }),
    waitsFor: z
      .enum(['you', 'a-council', 'the-lead-of-a-region', 'a-coordinator', 'the-service'])
      .optional()
      .meta({
        description: 'Who has to act now; absent once the case is closed',
      }),
    actBy: Instant.optional().meta({
      description: 'By when they have to act; absent where nobody has a deadline, as to find a missing child',
    }),
    deadline: z
      .string()
      .optional()
      .meta({
        description: 'The same in words',
        examples: ['by 5pm on Tuesday 24 November'],
      }),
    missing: z.array(Correction).meta({ description: 'What you are asked for' }),
    receivingAuthority: z.object({ code: AuthorityCode, name: z.string() }).optional(),
    moveOn: z.iso.date().optional(),
  })
  .meta({ title: 'ReferralState', description: 'How a referral of yours stands' });
export type ReferralState = z.infer<typeof ReferralState>;
