/** A session that somebody opened and that has not ended. */
export interface OpenSession {
  readonly openedAt: string;
  /** What the person said their name is. */
  readonly name?: string;
  /** What the person said that they are, such as a duty manager; coordinators are not asked. */
  readonly role?: string;
  /** Which of the desk's addresses the link went to. */
  readonly contact?: 'duty-desk' | 'second';
  /**
   * Whose own address the link went to, by their id at the desk; absent where it went to the desk's. Of a coordinator always: who on their
   * roster it is, as a second step has proved.
   */
  readonly person?: string;
}

/** A link to sign in that was sent. */
export interface SentLink {
  readonly signInId: string;
  readonly at: string;
}

/**
 * Who has signed in, how often links were asked for, and which links a desk has made void. Of a person it has the
 * name and role that they gave, for as long as the session is known. A desk is named as its contacts are: `council:<code>` or `coordinators`.
 */
export interface SignInStore {
  /**
   * Counts one more request of somebody in a span of time, unless there were `most` already.
   *
   * @param since beginning of the span, which with `who` names the count
   * @param expiresAt when the count may be forgotten, seconds since 1970
   */
  countRequest(who: string, since: string, most: number, expiresAt: number): Promise<'counted' | 'too-many'>;
  /** The last link that was sent to an address of a desk; `who` names the address, never spells it. */
  lastLink(who: string): Promise<SentLink | undefined>;
  /** Takes note of a link that was sent. @param expiresAt when the note may be forgotten, seconds since 1970 */
  noteLink(who: string, link: SentLink, expiresAt: number): Promise<void>;
  /** Opens the session of a link. A link opens one session: whoever comes second is told that it was used. */
  open(desk: string, signInId: string, expiresAt: number, session: OpenSession): Promise<'opened' | 'used'>;
  /** Whether a link has opened a session, that may have ended. */
  isUsed(desk: string, signInId: string): Promise<boolean>;
  /** The session that a link opened, unless it has ended; `now` in seconds since 1970. */
  session(desk: string, signInId: string, now: number): Promise<OpenSession | undefined>;
  /** Every session of a desk that has not ended, in no order; `now` in seconds since 1970. */
  sessions(desk: string, now: number): Promise<readonly (OpenSession & { readonly signInId: string })[]>;
  /** Ends a session for good: neither its cookie nor its link opens anything afterwards. */
  end(desk: string, signInId: string): Promise<void>;
  /** Makes every link void that was mailed to a desk up to an instant. An earlier instant than before changes nothing. */
  voidLinks(desk: string, upTo: string): Promise<void>;
  /** Up to when a desk's links are void; undefined when it never made any void. */
  linksVoidUpTo(desk: string): Promise<string | undefined>;
}
