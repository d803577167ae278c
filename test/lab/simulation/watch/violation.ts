/** Something that must always hold does not. */
export class Violation extends Error {
  override readonly name = 'Violation';
  /** Which rule: its name in the list of what is watched. */
  readonly rule: string;
  readonly about: string | undefined;

  constructor(rule: string, words: string, about?: string) {
    super(words);
    this.rule = rule;
    this.about = about;
  }
}
