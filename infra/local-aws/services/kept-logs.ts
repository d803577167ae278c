/** What functions have logged, as a log service keeps it: the newest lines, by function, each with the run's time. */

export interface LoggedLine {
  /** Instant, ISO 8601, by the run's clock. */
  readonly at: string;
  readonly line: string;
}

/** A day of a busy run. The oldest go first. */
const LINES_EACH = 5_000;

export class KeptLogs {
  readonly #lines = new Map<string, LoggedLine[]>();

  /** @param functionName short name */
  keep(functionName: string, line: string, at: Date): void {
    const lines = this.#lines.get(functionName) ?? [];
    lines.push({ at: at.toISOString(), line });
    if (lines.length > LINES_EACH) lines.splice(0, lines.length - LINES_EACH);
    this.#lines.set(functionName, lines);
  }

  /** A function's lines from a moment on that hold these words, the oldest first. Without words: all. */
  since(functionName: string, from: Date, words = ''): readonly LoggedLine[] {
    const begin = from.toISOString();
    return (this.#lines.get(functionName) ?? []).filter(
      ({ at, line }) => at >= begin && line.includes(words),
    );
  }
}
