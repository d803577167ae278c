/**
 * A key that signs: links and sessions, or the fingerprints of children. While it is turned there are two: what was signed with the one
 * before still counts, and everything new is signed with the one that came after it.
 */
export interface SigningKey {
  /** The key that signs now. */
  read(): Promise<Uint8Array>;
  /**
   * Every key whose signatures count: the one that signs now first, then, while the two overlap, the one before it.
   *
   * @param afresh asks again, unless that was done moments ago: something has turned up that none of the known keys signed
   */
  all(afresh?: boolean): Promise<readonly Uint8Array[]>;
  /**
   * The key whose overlap was ended last; undefined before the first. Nothing that it signed counts: it only tells what was good once
   * from what somebody made up.
   */
  former(): Promise<Uint8Array | undefined>;
}
