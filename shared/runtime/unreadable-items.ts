import type { Log } from './log.ts';
import { logMessages } from './log-messages.ts';

/** Stored items that a run came across and could not read: it goes on without them, and then says so. */
export interface UnreadableItems {
  /** To be given to a store: tells of an item that it could not read, once a run (where no run ends: once a process). */
  readonly skip: (error: Error) => void;
  /**
   * Ends the run as failed when items were left out, or some of its work failed, so that it is tried again and the alarm on the
   * function's errors rings. Begins anew.
   *
   * @param failed cases or councils at which the run failed, each in the log
   * @throws WorkLeftUndone
   */
  readonly failIfAny: (failed?: number) => void;
}

/** Everything else was done. The log names what was not: ITEM_UNREADABLE, CASE_FAILED, COUNCIL_FAILED. */
class WorkLeftUndone extends Error {
  override readonly name = 'WorkLeftUndone';

  constructor(unreadable: number, failed: number) {
    const parts = [
      ...(unreadable > 0
        ? [
            `${unreadable} stored ${unreadable === 1 ? 'item' : 'items'} could not be read (ITEM_UNREADABLE): restore each from its trail or a backup.`,
          ]
        : []),
      ...(failed > 0
        ? [
            `${failed} ${failed === 1 ? 'case or council' : 'cases or councils'} could not be dealt with (CASE_FAILED, COUNCIL_FAILED).`,
          ]
        : []),
    ];
    super(`All the others were looked at, but ${parts.join(' And ')} The log names each.`);
  }
}

export function unreadableItems(log: Log): UnreadableItems {
  const seen = new Set<string>();
  return {
    skip: (error) => {
      if (seen.has(error.message)) return;
      seen.add(error.message);
      log.error(logMessages.itemUnreadable, {}, error);
    },
    failIfAny: (failed = 0) => {
      const { size } = seen;
      seen.clear();
      if (size + failed > 0) throw new WorkLeftUndone(size, failed);
    },
  };
}
