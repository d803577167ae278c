/** What the scan for threats says of a document. Only one that is cleared can be read. */
export type DocumentVerdict =
  /** Looked at, and no threat found. */
  | 'cleared'
  /** Not looked at yet, or not marked as looked at. */
  | 'waiting'
  | 'threat'
  /** Of a kind that cannot be looked into: under a password, for example. */
  | 'unsupported'
  /** The scan could not read it. */
  | 'no-access'
  /** The scan broke off. */
  | 'failed'
  /** Not there, or out of our reach: a bucket does not say which. */
  | 'lost';

/** That a copy is there; nothing of what it holds. */
export interface KeptCopy {
  readonly referralId: string;
  readonly copy: string;
  readonly keptAt: string;
}

/**
 * The bytes of documents about children, sealed. What they are called stands in the sealed table, which also names the copy: each adding
 * keeps a copy of its own, so that taking one away never touches another.
 */
export interface DocumentStore {
  /** Keeps a copy, which is scanned from now on. */
  put(referralId: string, copy: string, content: Uint8Array): Promise<void>;
  verdict(referralId: string, copy: string): Promise<DocumentVerdict>;
  /** A copy's bytes; undefined when it is not there or not cleared. */
  read(referralId: string, copy: string): Promise<Uint8Array | undefined>;
  /** Every copy that is there, all of a referral one after the other, and since when. */
  copies(): Promise<readonly KeptCopy[]>;
  /** Removes a copy, if it is there. */
  remove(referralId: string, copy: string): Promise<void>;
}
