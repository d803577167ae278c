/** A queue in which messages wait for a person. Whoever looks sees when they came, and leaves them as they are. */
export interface HeldMessages {
  /** When the messages that are there were first sent, in no order; of very many, as many as a few looks show. */
  sentAt(): Promise<readonly string[]>;
}
