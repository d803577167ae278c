import * as z from 'zod';
import { AuthorityCode, event, Instant } from './envelope.ts';
import { FactsOfAnyTime } from './former-facts.ts';
import { ChildFingerprints, SentFrom, sealedFields } from './referral.ts';

/** An e-mail would change something that no e-mail changes by itself; the desk of the entry authority is asked whether it sent it. */
export const AmendmentToConfirmV1 = event(
  'amendment-to-confirm.v1',
  () =>
    z.object({
      amendmentId: z.string().min(1).max(200).meta({
        description: 'Id of the referral-amended that came: confirmed, it is the cause of what follows',
      }),
      referralId: z.uuid(),
      saidAt: Instant.meta({ description: 'When the e-mail came' }),
      confirmBy: Instant,
      because: z
        .array(z.enum(['placement', 'identity', 'safety']))
        .min(1)
        .meta({
          description:
            'What it would touch: a placement or open offers, who the child is, what keeps the child safe',
        }),
      facts: FactsOfAnyTime.unwrap().partial().meta({ description: 'As in referral-amended' }),
      sentFrom: SentFrom.optional(),
      fingerprints: z.array(ChildFingerprints).max(20).optional(),
      sealedChanged: z.literal(true).optional(),
      sealedFields: sealedFields().optional().meta({ description: 'As in referral-amended' }),
      sealedReplaced: sealedFields().optional().meta({ description: 'As in referral-amended' }),
      holdsMove: z.literal(true).optional().meta({
        description:
          'It says something for which a move would wait for a coordinator: they are told at once, and nobody is handed over before it is answered. May be left out',
      }),
      unsafe: z.array(AuthorityCode).optional().meta({
        description:
          'Councils that have the child, or an open offer, or in whose area the child is to live, and whose area it says to avoid: the coordinators are told at once',
      }),
    }),
  'An e-mail would change a placement, who the child is or what keeps the child safe; the entry authority’s desk is asked to confirm it first.',
);
export type AmendmentToConfirmV1 = z.infer<typeof AmendmentToConfirmV1>;
