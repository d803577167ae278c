/** Who has signed in, and how often links were asked for. Nothing here says who a person is. */
export interface SignInStore {
  /**
   * Counts one more request of somebody in a span of time, unless there were `most` already.
   *
   * @param since beginning of the span, which with `who` names the count
   * @param expiresAt when the count may be forgotten, seconds since 1970
   */
  countRequest(who: string, since: string, most: number, expiresAt: number): Promise<'counted' | 'too-many'>;
  /** Opens the session of a link. A link opens one session: whoever comes second is told that it was used. */
  open(signInId: string, expiresAt: number): Promise<'opened' | 'used'>;
  /** Whether a session was opened and has not ended; `now` in seconds since 1970. */
  isOpen(signInId: string, now: number): Promise<boolean>;
  /** Ends a session for good: neither its cookie nor its link opens anything afterwards. */
  end(signInId: string): Promise<void>;
}
