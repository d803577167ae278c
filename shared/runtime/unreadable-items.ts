import type { Log } from './log.ts';
import { logMessages } from './log-messages.ts';

/** Stored items that a run came across and could not read: it goes on without them, and then says so. */
export interface UnreadableItems {
  /** To be given to a store: tells of an item that it could not read, once a run (where no run ends: once a process). */
  readonly skip: (error: Error) => void;
  /**
   * Ends the run as failed when items were left out, so that the alarm on the function's errors rings. Begins anew.
   *
   * @throws UnreadableItemsLeftOut
   */
  readonly failIfAny: () => void;
}

/** Work was done without items that nobody could read. The log names them: ITEM_UNREADABLE. */
class UnreadableItemsLeftOut extends Error {
  override readonly name = 'UnreadableItemsLeftOut';

  constructor(items: number) {
    super(
      `${items} stored ${items === 1 ? 'item' : 'items'} could not be read; all the others were looked at. The log names them (ITEM_UNREADABLE): restore each from its trail or a backup.`,
    );
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
    failIfAny: () => {
      const { size } = seen;
      seen.clear();
      if (size > 0) throw new UnreadableItemsLeftOut(size);
    },
  };
}
