import * as z from 'zod';
import { AuthorityCode, CaseReference, event } from './envelope.ts';
import { ChildFingerprints, ReferralFacts, SentFrom, sealedFields } from './referral.ts';

/** The entry authority added to or corrected a referral; only the facts given replace those held. */
export const ReferralAmendedV2 = event(
  'referral-amended.v2',
  () =>
    z.object({
      referralId: z.uuid(),
      facts: ReferralFacts.unwrap().partial().meta({
        description: 'A list given replaces the whole list held',
      }),
      sentFrom: SentFrom.optional(),
      fingerprints: z.array(ChildFingerprints).max(40).optional().meta({
        description:
          'Given when it says who a child is: those of every child by what is then sealed, in place of those held. Only our own channels can make them',
      }),
      sealedChanged: z.literal(true).optional().meta({
        description:
          'It added to or corrected what is kept sealed; what, only the sealed store says. Only our own channels can tell',
      }),
      channel: z.enum(['form', 'email', 'api', 'queue']).optional().meta({
        description:
          'How it came. What comes by e-mail and would change who the child is, how the child is kept safe or where the child goes waits until the council’s desk has confirmed it (amendment-to-confirm). Absent: not by e-mail',
      }),
      sealedFields: sealedFields()
        .optional()
        .meta({
          description:
            'Which sealed details it gives that are not held so already, by child and field; never what they say. Only our own channels can tell',
          examples: [['1.health']],
        }),
      sealedReplaced: sealedFields().optional().meta({
        description: 'Those of them of which something else was held',
      }),
      possibleDuplicates: z.array(CaseReference).optional().meta({
        description:
          'In a trail: other open cases that may be about the same child, found while the check is not done again: coordinators are told',
      }),
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'In a trail: councils with the placement or an open offer that goes on: they are told',
      }),
    }),
  'The entry authority added to or corrected a referral; only the facts given replace those held.',
);
export type ReferralAmendedV2 = z.infer<typeof ReferralAmendedV2>;
