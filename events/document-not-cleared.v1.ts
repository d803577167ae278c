import * as z from 'zod';
import { event } from './envelope.ts';

/** A document was looked at for threats and cannot be opened; the council that added it and the coordinators are told. */
export const DocumentNotClearedV1 = event(
  'document-not-cleared.v1',
  () =>
    z.object({
      object: z
        .string()
        .regex(/^documents\/[0-9a-f-]{36}\/[0-9a-f-]{36}$/)
        .meta({
          description: 'Key of the object in the bucket: the referral and the copy, nothing of what it says',
        }),
      found: z
        .enum(['THREATS_FOUND', 'UNSUPPORTED', 'ACCESS_DENIED', 'FAILED'])
        .meta({ description: 'What GuardDuty says of it, in its own words' }),
    }),
  'A document was looked at for threats and cannot be opened; the council that added it and the coordinators are told.',
);
export type DocumentNotClearedV1 = z.infer<typeof DocumentNotClearedV1>;
