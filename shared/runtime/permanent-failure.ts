/** A failure that trying again cannot mend: the message is kept in quarantine with this reason. */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure';
  /** What kind of failure: a code that runbooks and alarms know. */
  readonly code: string;

  /** @param words for the person who opens the quarantine: what is wrong and what to do, without personal data */
  constructor(code: string, words: string) {
    super(words);
    this.code = code;
  }
}
