import type { KeyState } from '../../../shared/ports/api-store.ts';
import { momentWords } from '../../../shared/words/times.ts';

/** Until when a council's old key still opens; undefined once it is void. */
export const oldKeyUntil = (state: KeyState | undefined, now: string): string | undefined =>
  state?.since !== undefined && state.oldUntil !== undefined && state.oldUntil > now
    ? state.oldUntil
    : undefined;

/** How a council's key stands, in rows for its page. Neither the key nor anything made from it. */
export function keyRows(state: KeyState | undefined, now: string) {
  const until = oldKeyUntil(state, now);
  return [
    { label: 'Key', value: state?.since === undefined ? 'None' : `Since ${momentWords(state.since)}` },
    ...(until === undefined ? [] : [{ label: 'Old key works until', value: momentWords(until) }]),
    ...(state === undefined
      ? []
      : [
          {
            label: 'Last changed',
            value: `${momentWords(state.changedAt)}${state.changedBy === undefined ? '' : `, by ${state.changedBy}`}`,
          },
        ]),
  ];
}
