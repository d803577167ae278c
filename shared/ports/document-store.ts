/** The bytes of documents about children, sealed. What they are called stands in the sealed table. */
export interface DocumentStore {
  /** Keeps a document. An id follows from the content: keeping it again changes nothing. */
  put(referralId: string, id: string, content: Uint8Array): Promise<void>;
  /** A document's bytes; undefined when there is none, or none any more. */
  read(referralId: string, id: string): Promise<Uint8Array | undefined>;
  /** Removes a document, if it is there. */
  remove(referralId: string, id: string): Promise<void>;
}
