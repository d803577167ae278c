/** A key that signs: links, or the fingerprints of children. */
export interface SigningKey {
  read(): Promise<Uint8Array>;
}
