import type { DataOf, EventOf } from '../../events/catalogue.ts';

/**
 * Says that it was changed who may sign in as a coordinator: one message for each change, however often it is sent.
 *
 * @param id whom it is about, by their id on the roster; it stands in no email
 * @param by what changed it, or asked for it
 */
export function accessChanged(
  change: DataOf<'coordinator-access-changed.v1'>['change'],
  id: string,
  at: string,
  by: 'pages' | 'the operator',
): EventOf<'coordinator-access-changed.v1'> {
  return {
    id: `coordinator-access-changed:${change}:${id}:${Math.floor(Date.parse(at) / 1000)}`,
    type: 'coordinator-access-changed.v1',
    at,
    actor: { kind: 'system', name: by },
    data: { change },
  };
}
