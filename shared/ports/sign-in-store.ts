/** A session that somebody opened and that has not ended. */
export interface OpenSession {
  /** What the person said their name is; only coordinators are asked. */
  readonly name?: string;
}

/** Who has signed in, and how often links were asked for. Nothing here says who an officer of a council is. */
export interface SignInStore {
  /**
   * Counts one more request of somebody in a span of time, unless there were `most` already.
   *
   * @param since beginning of the span, which with `who` names the count
   * @param expiresAt when the count may be forgotten, seconds since 1970
   */
  countRequest(who: string, since: string, most: number, expiresAt: number): Promise<'counted' | 'too-many'>;
  /** Opens the session of a link. A link opens one session: whoever comes second is told that it was used. */
  open(signInId: string, expiresAt: number, session?: OpenSession): Promise<'opened' | 'used'>;
  /** The session that a link opened, unless it has ended; `now` in seconds since 1970. */
  session(signInId: string, now: number): Promise<OpenSession | undefined>;
  /** Ends a session for good: neither its cookie nor its link opens anything afterwards. */
  end(signInId: string): Promise<void>;
}
