import type { DataOf } from '../../../events/catalogue.ts';
import { hashOfKey, oldKeyOpensUntil } from '../../../shared/core/council/council-keys.ts';
import { defined } from '../../../shared/core/defined.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { noteOnCouncil } from '../../../shared/runtime/run-council-command.ts';
import type { CoordinatorSession } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import type { KeyDecision } from './key-steps.ts';

export type KeyChanged =
  /** `key`: shown to whoever asked, now and never later; undefined when keys were taken away. */
  | { readonly kind: 'changed'; readonly key?: string; readonly oldUntil?: string }
  /** Somebody changed the key since they looked; or the same form came again. */
  | { readonly kind: 'overtaken' };

const words = { give: 'given', replace: 'replaced', 'take-away': 'taken-away' } as const satisfies Readonly<
  Record<KeyDecision['kind'], DataOf<'api-key-changed.v1'>['change']>
>;

/**
 * Makes or takes away the key of a council's system. Who did it and when is kept with the key in the same write; the event in the
 * council's trail, and the e-mail to its desk, follow.
 *
 * @param seen version of the key that the coordinator decided on
 */
export async function changeKey(
  tools: PagesTools,
  session: CoordinatorSession,
  { council, decision, seen }: { council: string; decision: KeyDecision; seen: number },
): Promise<KeyChanged> {
  const { apiKeys, clock, log, newKey } = tools;
  const at = clock.now();
  const change = { at, by: session.name, seen };
  const key = decision.kind === 'take-away' ? undefined : newKey();
  const oldUntil = decision.kind === 'replace' ? oldKeyOpensUntil(at, decision.keepOldDays) : undefined;
  const until = oldUntil === undefined ? {} : { oldUntil };
  const done =
    key === undefined
      ? await apiKeys.revokeKeys(council, change)
      : await apiKeys.replaceKey(council, hashOfKey(key), { ...change, ...until });
  if (done === 'overtaken') return { kind: 'overtaken' };
  await noteOnCouncil(
    tools,
    { type: 'api-key-changed.v1', data: { council, change: words[decision.kind], ...until } },
    { actor: { kind: 'coordinator', name: session.name }, cause: `keys-page:${council}:${seen}` },
  );
  log.info(logMessages.apiKeyChanged, { council, change: words[decision.kind] });
  return { kind: 'changed', ...defined({ key }), ...until };
}
