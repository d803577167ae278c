export interface Email {
  readonly id: string;
  /** The bare address; `fromName` stands beside it in the reader's list of mail. */
  readonly from: string;
  readonly fromName?: string;
  /** Where an answer goes, because nobody reads what comes to `from`. */
  readonly replyTo?: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** One thread for each case: the same opaque key in every mail about it. */
  readonly thread: string;
  /** Ids of the emails that it tells together; only its own where it tells one thing. */
  readonly tells?: readonly string[];
  /** Whether it answers a mail, by itself (RFC 3834): a program at the other end must not answer back. */
  readonly isAnswer?: true;
}

export type SendOutcome =
  | { readonly kind: 'accepted'; readonly messageId: string }
  /** Retrying the same mail can never work: a rejected or unverified address, a malformed message. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Hands mail to the mail service. Throws when trying again later may help (throttled, paused, unreachable). */
export interface Mailer {
  send(email: Email): Promise<SendOutcome>;
}
