/** Pages that answered forms, each until it has been looked at for a while. What they say is closed to whoever reads the store. */
export interface ReplyStore {
  /**
   * Keeps a page under a name that nobody can guess, and that names no other.
   *
   * @param expiresAt from when it is not given back any more, seconds since 1970
   */
  keep(name: string, reply: Uint8Array, expiresAt: number): Promise<void>;
  /** What is kept under a name; undefined when there is nothing, or its time is over. @param now seconds since 1970 */
  read(name: string, now: number): Promise<Uint8Array | undefined>;
}
