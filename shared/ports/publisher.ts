export interface OutboundMessage {
  /** The same whenever the same thing is said again. */
  readonly id: string;
  readonly body: string;
  /** Nobody is handed it before; at most 900. At once, unless given. */
  readonly delaySeconds?: number;
}

/** Puts messages on one queue. Returns the ids that did not get through, so that only those are tried again. */
export interface Publisher {
  publish(messages: readonly OutboundMessage[]): Promise<{ readonly failed: readonly string[] }>;
}

/** Keeps a message that can never be processed, with the reason in words. Throws when it could not be kept. */
export interface Quarantine {
  keep(
    message: { readonly id: string; readonly body: string },
    reason: { readonly code: string; readonly words: string },
  ): Promise<void>;
}
