import type { OutboundMessage, Publisher, Quarantine } from '../ports/publisher.ts';
import { copyOf, Listeners } from './copies.ts';

/** A queue that keeps every message: the promises of `SqsPublisher`. */
export class MemoryPublisher implements Publisher {
  readonly #messages: OutboundMessage[] = [];
  readonly #listeners = new Listeners<OutboundMessage>();

  async publish(messages: readonly OutboundMessage[]): Promise<{ readonly failed: readonly string[] }> {
    for (const message of messages) {
      this.#messages.push(copyOf(message));
      this.#listeners.tell(message);
    }
    return { failed: [] };
  }

  /** Hears of every message as it is published. */
  onPublish(listener: (message: OutboundMessage) => void): () => void {
    return this.#listeners.add(listener);
  }

  snapshot(): readonly OutboundMessage[] {
    return copyOf(this.#messages);
  }
}

export interface Quarantined {
  readonly id: string;
  readonly body: string;
  readonly reason: { readonly code: string; readonly words: string };
}

/** What could not be read, with its reason: the promises of `SqsQuarantine`. */
export class MemoryQuarantine implements Quarantine {
  readonly #kept: Quarantined[] = [];

  async keep(
    { id, body }: { readonly id: string; readonly body: string },
    reason: { readonly code: string; readonly words: string },
  ): Promise<void> {
    this.#kept.push(copyOf({ id, body, reason }));
  }

  snapshot(): readonly Quarantined[] {
    return copyOf(this.#kept);
  }
}
