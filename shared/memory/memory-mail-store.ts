import type { MailStore } from '../ports/mail-store.ts';

/** Mail in memory: the promises of `S3MailStore`. */
export class MemoryMailStore implements MailStore {
  readonly #mails = new Map<string, Uint8Array>();

  put(key: string, raw: Uint8Array): void {
    this.#mails.set(key, raw);
  }

  async read(
    key: string,
    mostBytes: number,
  ): Promise<{ readonly raw: Uint8Array; readonly size: number } | undefined> {
    const raw = this.#mails.get(key);
    return raw && { raw: raw.slice(0, mostBytes), size: raw.byteLength };
  }
}
