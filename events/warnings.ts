import * as z from 'zod';

/** What people should know of the children although it stops nothing, as the allocation check said it: part of what it decided. */
export const Warnings = z
  .array(z.object({ code: z.string().min(1), words: z.string().min(1) }))
  .min(1)
  .optional()
  .meta({
    description:
      'What people should know although it stops nothing. Since November 2026; left out where there is nothing to know',
  });
