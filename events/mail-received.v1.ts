import * as z from 'zod';
import { AuthorityCode, CaseReference, event } from './envelope.ts';

/** A council sent an e-mail to the scheme; what was made of it, and what it is told. */
export const MailReceivedV1 = event(
  'mail-received.v1',
  () =>
    z.object({
      council: AuthorityCode,
      mailId: z
        .string()
        .regex(/^[0-9a-f]{32}$/)
        .meta({ description: 'Hash of the council and the Message-ID: the same mail twice is one' }),
      outcome: z.enum(['read', 'nothing-read', 'not-accepted', 'shared-domain', 'too-big']),
      answer: z.enum(['sender', 'desk']).meta({
        description:
          'Who is told: a sender who may be somebody else is not answered, the council’s desk is told',
      }),
      thanks: z
        .literal(true)
        .optional()
        .meta({ description: 'It says thank you and nothing else: nothing is asked back' }),
      referrals: z
        .array(
          z.object({
            row: z.int().positive(),
            caseId: CaseReference,
            did: z.enum(['referred', 'amended']),
            children: z
              .int()
              .positive()
              .max(20)
              .optional()
              .meta({ description: 'How many children the case has with what was read' }),
            toConfirm: z
              .array(z.enum(['placement', 'identity', 'safety']))
              .min(1)
              .optional()
              .meta({
                description:
                  'It was not done: it would touch these, and the council’s desk is asked first (amendment-to-confirm)',
              }),
            missing: z.array(
              z.object({
                field: z.string().min(1),
                problem: z.enum(['missing', 'contradictory']),
                words: z.string().min(1),
              }),
            ),
          }),
        )
        .max(50),
      problems: z
        .array(z.object({ where: z.string().min(1), words: z.string().min(1) }))
        .max(100)
        .meta({ description: 'What could not be read, and how to give it. Never what was written' }),
    }),
  'A council sent an e-mail to the scheme; what was made of it, and what it is told.',
);
export type MailReceivedV1 = z.infer<typeof MailReceivedV1>;
