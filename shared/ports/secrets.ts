/** The key that signs links. */
export interface SigningKey {
  read(): Promise<Uint8Array>;
}
