const bytesOf = (part: unknown): Uint8Array => {
  if (typeof part === 'string') return Buffer.from(part);
  if (ArrayBuffer.isView(part)) return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
  if (part instanceof ArrayBuffer) return new Uint8Array(part);
  throw new TypeError('A Blob of Blobs is not read in a simulation.');
};

let done = false;

/**
 * Reads Blobs on the spot, for the parser of e-mails, which puts the parts of one together in them. Node reads them elsewhere, and answers
 * whenever that is ready; in a simulation nothing may depend on it. The bytes are the same.
 */
export function readBlobsAtOnce(): void {
  if (done) return;
  done = true;
  globalThis.Blob = class extends Blob {
    readonly #bytes: Buffer;

    constructor(
      parts: readonly (string | ArrayBuffer | ArrayBufferView)[] = [],
      options?: { readonly type?: string },
    ) {
      super(parts as never, options);
      this.#bytes = Buffer.concat(parts.map(bytesOf));
    }

    override async arrayBuffer(): Promise<ArrayBuffer> {
      return new Uint8Array(this.#bytes).buffer;
    }
  } as typeof Blob;
}
