/** E-mails as they came, sealed. */
export interface MailStore {
  /**
   * Reads a mail.
   *
   * @param mostBytes no more than this many are read; `size` says how many there are
   */
  read(
    key: string,
    mostBytes: number,
  ): Promise<{ readonly raw: Uint8Array; readonly size: number } | undefined>;
}
