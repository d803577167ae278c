import type { EventOf } from '../../events/catalogue.ts';

type EmailRequested = EventOf<'email-requested.v1'>;

/** One email that tells a desk several things. */
export interface Digest {
  readonly id: string;
  /** What was asked for, each as an email of its own. */
  readonly requests: readonly EmailRequested[];
}

/** What waits to be told to a desk in one email. */
export interface Waiting {
  /** In the order of their ids. */
  readonly requests: readonly EmailRequested[];
  /** The one that is being sent, or that somebody died over. */
  readonly begun?: Digest;
}

/** Emails that wait a moment for others to the same reader. Each desk's are kept by themselves. */
export interface DigestStore {
  /** Puts a request with those that wait. Put there again, it is there once, and waits since then. @param now instant, ISO 8601 */
  add(desk: string, request: EmailRequested, now: string): Promise<void>;
  /** @param until instant, ISO 8601: only what has waited since then or longer; and what was begun, whatever it tells. Left out: all of it */
  waiting(desk: string, until?: string): Promise<Waiting>;
  /**
   * The desks for which something has waited too long, each once, in order of their names. Whoever waits is called up after a minute: these were not.
   *
   * @param since instant, ISO 8601, from which or before something of a desk has waited too long
   */
  uncalled(since: (desk: string) => string): Promise<readonly string[]>;
  /** Says what the desk's next digest is made from. While one is begun it stands: the answer is the one that does. */
  begin(desk: string, digest: Digest): Promise<Digest>;
  /** Keeps what a digest tells, before it is sent, for as long as it may come back. */
  keep(digest: Digest, now: string): Promise<void>;
  /** The digest is told: neither it nor what it tells waits any more. */
  end(desk: string, digest: Digest): Promise<void>;
  /** What a digest told, by its id, for as long as it may come back; undefined when there was none. */
  digest(id: string): Promise<Digest | undefined>;
}
