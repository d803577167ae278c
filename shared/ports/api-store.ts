/** A referral that came by the API, remembered for good. */
export interface ApiReferral {
  readonly council: string;
  readonly referralId: string;
  readonly acceptedAt: string;
}

/** Whether a request has been made before: `other` when its key was used for something else. */
export type FirstRequest = 'first' | 'again' | 'other';

/** A council's key as it stands, without the key or its hash: neither is ever read again. */
export interface KeyState {
  /** Counts the changes. */
  readonly version: number;
  readonly changedAt: string;
  /** Who changed it last; undefined of changes that were made before this was kept. */
  readonly changedBy?: string;
  /** Since when the council has its present key; undefined once its keys were taken away. */
  readonly since?: string;
  /** Until when the key before it opens, or opened, too. */
  readonly oldUntil?: string;
}

/** Who changes a key, and on what they decided. */
export interface KeyChange {
  readonly at: string;
  readonly by: string;
  /** Version that they saw, 0 for none: when there has been a change since, nothing is done. */
  readonly seen?: number;
}

/** What the API remembers: councils' keys, and which requests it has taken. */
export interface ApiStore {
  /** The council whose key has this hash at an instant; undefined for a key that nobody has or has any more. */
  councilOf(keyHash: string, now: string): Promise<string | undefined>;
  /**
   * Gives a council a key. The one it had opens until `oldUntil` (an instant), so that its system can change over; unless that is given it
   * is void, whatever the clock of who asks may say. Any before that is void.
   */
  replaceKey(
    council: string,
    keyHash: string,
    change: KeyChange & { readonly oldUntil?: string },
  ): Promise<'changed' | 'overtaken'>;
  /** Takes a council's keys away, also one that still opened for a change-over. */
  revokeKeys(council: string, change: KeyChange): Promise<'changed' | 'overtaken'>;
  /** Undefined when the council has never had a key. */
  keyState(council: string): Promise<KeyState | undefined>;
  /**
   * The id of the referral that a council's Idempotency-Key stands for, for good: the one given when there is none yet, and then always
   * that. It follows from nothing that anybody knows, and from no secret that changes.
   */
  referralIdFor(council: string, idempotencyKey: string, fresh: string): Promise<string>;
  /**
   * Remembers a referral under its reference, for good.
   *
   * @param bodyMac tells bodies apart without saying what is in them
   */
  rememberReferral(reference: string, referral: ApiReferral, bodyMac: string): Promise<FirstRequest>;
  referral(reference: string): Promise<ApiReferral | undefined>;
  /** Remembers an amendment of a referral by its id, for good. */
  rememberAmendment(reference: string, id: string, bodyMac: string): Promise<FirstRequest>;
  /**
   * Counts a council's request.
   *
   * @param minute YYYY-MM-DDTHH:MM
   * @returns how many there have been in that minute
   */
  countRequest(council: string, minute: string): Promise<number>;
}
