import { createHash } from 'node:crypto';

/** One line of a story. */
export interface Line {
  readonly at: number;
  /** Case or council it is about; absent when it is about the world. */
  readonly about?: string;
  readonly words: string;
}

/**
 * What happened in a world. All of it goes into one hash: two runs are the same, to the byte, when their hashes are. The words are
 * kept only when somebody wants the story.
 */
export class Chronicle {
  readonly lines: Line[] = [];
  readonly #hash = createHash('sha256');
  readonly #keep: boolean;

  constructor(keep: boolean) {
    this.#keep = keep;
  }

  /** Something that only the hash needs to know. */
  note(at: number, what: string): void {
    this.#hash.update(`${at} ${what}\n`);
  }

  tell(at: number, about: string | undefined, words: () => string): void {
    if (this.#keep) this.lines.push({ at, ...(about === undefined ? {} : { about }), words: words() });
  }

  /** Of everything up to now. Ends the chronicle. */
  digest(): string {
    return this.#hash.digest('hex');
  }
}
