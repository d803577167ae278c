import { createHash } from 'node:crypto';
import { defined } from '../../../../shared/core/defined.ts';

/** Characters that go into the hash together. */
const AT_ONCE = 64 * 1_024;

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
export class Trace {
  readonly lines: Line[] = [];
  readonly #hash = createHash('sha256');
  readonly #keep: boolean;
  /** Noted and not yet in the hash. */
  #noted = '';

  constructor(keep: boolean) {
    this.#keep = keep;
  }

  /** Something that only the hash needs to know. */
  note(at: number, what: string): void {
    this.#noted += `${at} ${what}\n`;
    if (this.#noted.length > AT_ONCE) this.#hashNotes();
  }

  tell(at: number, about: string | undefined, words: () => string): void {
    if (this.#keep) this.lines.push({ at, ...defined({ about }), words: words() });
  }

  /** Of everything up to now. Ends the trace. */
  digest(): string {
    this.#hashNotes();
    return this.#hash.digest('hex');
  }

  #hashNotes(): void {
    this.#hash.update(this.#noted);
    this.#noted = '';
  }
}
