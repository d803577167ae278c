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
  /** The council whose present key has this hash; undefined for a key that nobody has or has any more. */
  councilOf(keyHash: string): Promise<string | undefined>;
  /** Gives a council a key; the one it had is void from then on. */
  replaceKey(council: string, keyHash: string, at: string): Promise<void>;
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
