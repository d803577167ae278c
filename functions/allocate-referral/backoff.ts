import type { Clock } from '../../shared/ports/clock.ts';
import type { Pause } from '../../shared/runtime/pause.ts';

/** Of the time that the last decision took: enough for another to lose its race, read again, and commit. */
const SHARE = 2.5;
const AT_MOST_MILLISECONDS = 2_000;
/** What was decided longer ago was another batch, and says nothing about who is at work now. */
const MOMENTS_MILLISECONDS = 5_000;

/**
 * Two invocations that allocate side by side cannot both stand: each offer ticks the national turn that the other has seen. Whoever
 * wins and goes straight on to the next referral of its batch wins again, and the other loses until its tries are used
 * up. So between two referrals others are given time to commit. Politeness, not a lock: the conditions of the commit decide.
 */
export function backoffBetween({ clock, pause }: { readonly clock: Clock; readonly pause: Pause }): {
  /** Before a referral is begun: waits when another has just been decided. */
  readonly beforeNext: () => Promise<void>;
  /** At the beginning of each try of a decision. */
  readonly tries: () => void;
  /** When a decision stands. */
  readonly decided: () => void;
} {
  const now = () => Date.parse(clock.now());
  let begunAt = 0;
  let last: { readonly at: number; readonly took: number } | undefined;
  return {
    async beforeNext() {
      if (last !== undefined && now() - last.at < MOMENTS_MILLISECONDS)
        await pause(Math.min(Math.ceil(SHARE * last.took), AT_MOST_MILLISECONDS));
    },
    tries() {
      begunAt = now();
    },
    decided() {
      const at = now();
      last = { at, took: Math.max(0, at - begunAt) };
    },
  };
}
