import type { EventOf } from '../../../events/catalogue.ts';

/**
 * The call for all that waits to be told to a desk.
 *
 * @param desk as its contacts are named
 * @param at now, ISO 8601
 * @param by the function that calls
 */
export const digestDue = (desk: string, at: string, by: string): EventOf<'digest-due.v1'> => ({
  id: `digest-due:${desk}:${at}`,
  type: 'digest-due.v1',
  at,
  actor: { kind: 'system', name: by },
  data: { desk },
});
