import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A question's place among all possible ones: FNV-1a, and MurmurHash3's last step, so that questions that are alike lie far apart. */
function placeOf(question: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < question.length; at += 1)
    hash = Math.imul(hash ^ question.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * All the chance there is in a world: a number for each question, the same for the same seed. Asked by name and not one after
 * the other, so that leaving one thing out of a world (a fault, a referral) leaves the fate of the others as it was.
 */
export class Draw {
  readonly #seed: number;

  /** @param seed a whole number */
  constructor(seed: number) {
    this.#seed = Math.imul(seed, 0x9e3779b1);
  }

  /** A number in [0, 1). */
  of(question: string): number {
    const generator = xoroshiro128plus(placeOf(question, this.#seed));
    generator.next();
    generator.next();
    return (generator.next() >>> 0) / 2 ** 32;
  }

  /** A whole number from `from` to `to`, both possible. */
  between(question: string, from: number, to: number): number {
    return from + Math.floor(this.of(question) * (to - from + 1));
  }

  chance(question: string, probability: number): boolean {
    return this.of(question) < probability;
  }

  pick<T>(question: string, choices: readonly T[]): T {
    const choice = choices[this.between(question, 0, choices.length - 1)];
    if (choice === undefined) throw new RangeError(`There is nothing to pick from for "${question}".`);
    return choice;
  }

  /** The same things in another order. */
  shuffle<T>(question: string, things: readonly T[]): readonly T[] {
    return things
      .map((thing, index) => ({ thing, rank: this.of(`${question} ${index}`) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ thing }) => thing);
  }

  uuid(question: string): string {
    const hex = Array.from({ length: 4 }, (_, part) =>
      this.between(`${question} ${part}`, 0, 2 ** 32 - 1)
        .toString(16)
        .padStart(8, '0'),
    ).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}
