/** A header that does not keep to its grammar. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no header may hold
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/**
 * Reads an unfolded header from the left, once, by the lexical rules of RFC 5322 that RFC 8601 shares. Of our own, because the
 * parsers that are kept (nodemailer's, postal-mime's) find an address in whatever they are given, and none reads RFC 8601.
 */
export class Scanner {
  readonly #text: string;
  #at = 0;

  /** @throws Malformed when a control character stands anywhere in it */
  constructor(text: string) {
    if (CONTROL.test(text)) throw new Malformed();
    this.#text = text;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Passes over white space and comments, nested however deep. @throws Malformed at a comment that does not end */
  skip(): void {
    for (let depth = 0; !this.done; this.#at += 1) {
      const char = this.#text[this.#at];
      if (char === '(') depth += 1;
      else if (char === ')' && depth > 0) depth -= 1;
      else if (char === '\\' && depth > 0) this.#at += 1;
      else if (depth === 0 && char !== ' ' && char !== '\t') return;
      if (depth > 0 && this.#at >= this.#text.length - 1) throw new Malformed();
    }
  }

  /** Passes over white space alone. */
  skipSpace(): void {
    this.run(/[ \t]+/y);
  }

  peek(char: string): boolean {
    return this.#text[this.#at] === char;
  }

  /** Passes over a character if it comes next. */
  take(char: string): boolean {
    if (!this.peek(char)) return false;
    this.#at += 1;
    return true;
  }

  /** @throws Malformed unless this character comes next */
  expect(char: string): void {
    if (!this.take(char)) throw new Malformed();
  }

  /** What a sticky pattern finds here; empty when that is nothing. */
  run(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  /** What a quoted string that begins here says; undefined when none does. @throws Malformed when it does not end */
  quoted(): string | undefined {
    if (!this.take('"')) return undefined;
    let said = '';
    for (;;) {
      said += this.run(/[^"\\]+/y);
      if (this.take('"')) return said;
      this.expect('\\');
      if (this.done) throw new Malformed();
      said += this.run(/./suy);
    }
  }
}
