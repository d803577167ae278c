import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** After the handover, areas were added to those that the children are to be kept from. */
export const AreasAvoidedV1 = event(
  'areas-avoided.v1',
  () =>
    z.object({
      council: AuthorityCode.meta({ description: 'The council that is responsible' }),
      areas: z.array(AuthorityCode).min(1).meta({ description: 'The areas that are new' }),
      livesThere: AuthorityCode.optional().meta({
        description:
          'The area where the children live, where it has become one to avoid: the coordinators are told',
      }),
      note: z.string().max(2000).optional(),
    }),
  'After the handover, areas were added to those that the children are to be kept from.',
);
export type AreasAvoidedV1 = z.infer<typeof AreasAvoidedV1>;
