/**
 * Sentences that miscount the children of a case. Of several nothing is said as of one ("the child"), nor of one as of several;
 * the verb goes with the number; and no mark of the words that a number chooses between is left in.
 */

/** Who is meant is said in the sentence itself, or nobody of the case is: these speak of one of several, and rightly. */
const ofOne = /\b(?:[Cc]hild \d|[Aa] child|one of the children|[Oo]ne child)\b/;

/** What ends in s and is no verb. */
const AGREES =
  /(?<!one of )\b[Tt]he children (?!always|across|as\b|this|thus|unless)(?:is|was|has|does|[a-z]{2,}s)\b(?!’)/;

/** @returns the sentences of a text about a case of so many children that do not fit that number */
export function miscounted(text: string, count: number): readonly string[] {
  const sentences = text.split(/(?<=[.?!:;])\s+|\n/);
  return sentences.filter(
    (sentence) =>
      /\[[^\]\n]*\|[^\]\n]*\]/.test(sentence) ||
      AGREES.test(sentence) ||
      (count === 1
        ? /\b(?:the|these) children\b/i.test(sentence)
        : /\b(?:the|this) child\b(?!ren)/i.test(sentence) && !ofOne.test(sentence)),
  );
}
