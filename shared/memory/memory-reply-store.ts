import type { ReplyStore } from '../ports/reply-store.ts';

/** As a table forgets what is over: not at once. */
const FORGOTTEN_AFTER_SECONDS = 24 * 60 * 60;

/** Pages that answered forms, in memory: the promises of `DynamoReplyStore`. */
export class MemoryReplyStore implements ReplyStore {
  readonly #replies = new Map<string, { readonly reply: Uint8Array; readonly expiresAt: number }>();

  async keep(name: string, reply: Uint8Array, expiresAt: number): Promise<void> {
    for (const [old, kept] of this.#replies) {
      if (kept.expiresAt + FORGOTTEN_AFTER_SECONDS > expiresAt) break;
      this.#replies.delete(old);
    }
    this.#replies.set(name, { reply: Uint8Array.from(reply), expiresAt });
  }

  async read(name: string, now: number): Promise<Uint8Array | undefined> {
    const kept = this.#replies.get(name);
    return kept === undefined || kept.expiresAt <= now ? undefined : Uint8Array.from(kept.reply);
  }
}
