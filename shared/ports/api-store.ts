/** A referral that came by the API, remembered for good. */
export interface ApiReferral {
  readonly council: string;
  readonly referralId: string;
  readonly acceptedAt: string;
}

/** Whether a request has been made before: `other` when its key was used for something else. */
export type FirstRequest = 'first' | 'again' | 'other';

/** What the API remembers: councils' keys, and which requests it has taken. */
export interface ApiStore {
  /** The council whose key has this hash at an instant; undefined for a key that nobody has or has any more. */
  councilOf(keyHash: string, now: string): Promise<string | undefined>;
  /**
   * Gives a council a key. The one it had opens until `oldUntil` (an instant; `at` unless given), so that its system can change over;
   * any before that is void.
   */
  replaceKey(council: string, keyHash: string, at: string, oldUntil?: string): Promise<void>;
  /** Takes a council's keys away, also one that still opened for a change-over. */
  revokeKeys(council: string): Promise<void>;
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
