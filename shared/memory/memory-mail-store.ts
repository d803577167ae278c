import { isMail, type KeptMail, type MailStore } from '../ports/mail-store.ts';

/** Mail in memory: the promises of `S3MailStore`. */
export class MemoryMailStore implements MailStore {
  readonly #mails = new Map<string, { readonly raw: Uint8Array; readonly keptAt: string }>();
  readonly #heard = new Set<string>();
  readonly #now: () => string;

  constructor(now: () => string = () => new Date().toISOString()) {
    this.#now = now;
  }

  put(key: string, raw: Uint8Array): void {
    this.#mails.set(key, { raw, keptAt: this.#now() });
    this.#heard.delete(key);
  }

  async read(
    key: string,
    mostBytes: number,
  ): Promise<{ readonly raw: Uint8Array; readonly size: number } | undefined> {
    const { raw } = this.#mails.get(key) ?? {};
    return raw && { raw: raw.slice(0, mostBytes), size: raw.byteLength };
  }

  async kept(): Promise<readonly KeptMail[]> {
    return [...this.#mails].flatMap(([key, { raw, keptAt }]) =>
      isMail(key) ? [{ key, keptAt, size: raw.byteLength }] : [],
    );
  }

  async noteHeard(key: string): Promise<void> {
    this.#heard.add(key);
  }

  async wasHeard(key: string): Promise<boolean> {
    return this.#heard.has(key) || !this.#mails.has(key);
  }
}
