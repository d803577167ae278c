/** A failure that trying again cannot mend: the message is kept in quarantine with this reason. */
export class PermanentFailure extends Error {
  override readonly name: string = 'PermanentFailure';
  /** What kind of failure: a code that runbooks and alarms know. */
  readonly code: string;

  /** @param words for the person who opens the quarantine: what is wrong and what to do, without personal data */
  constructor(code: string, words: string) {
    super(words);
    this.code = code;
  }
}

/**
 * A message that can be read, that only a person may act on, and of which somebody has been told: it waits apart from what nobody could
 * read, so that much of the one never hides the other.
 */
export class SetAside extends PermanentFailure {
  override readonly name = 'SetAside';
}
