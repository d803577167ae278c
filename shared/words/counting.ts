/** "1 child", "3 children". */
export const childrenWords = (count: number): string => (count === 1 ? '1 child' : `${count} children`);

/** "the child", "the children", where the number is said elsewhere. */
export const theChildren = (count: number): string => (count === 1 ? 'the child' : 'the children');

const ofSeveral: Readonly<Record<string, string>> = { is: 'are', was: 'were', has: 'have', does: 'do' };
const agreeing = (verb: string): string =>
  ofSeveral[verb] ?? capitalised(ofSeveral[verb.toLowerCase()] ?? verb);
const question = /(?:(?<=: )(?:is|was|has|does)|\b(?:Is|Was|Has|Does))(?= th(?:e|is) child\b)/g;
const theChild = /\b([Tt]h)(e|is) child\b(?:( who)? (is|was|has|does)\b)?/g;

/**
 * What is said of the child of a case, said of as many as the case has: "The child was found" is "The children were found".
 * Other words that go with the number stand as both: "The child [refuses|refuse]". Where one of several is meant, a sentence
 * says which, or "that child". Only for our own words: what people wrote is never changed.
 */
export function counted(count: number, words: string): string {
  const chosen = words.replaceAll(/\[([^\][|]*)\|([^\][|]*)\]/g, count === 1 ? '$1' : '$2');
  if (count === 1) return chosen;
  return chosen
    .replaceAll(question, agreeing)
    .replaceAll(
      theChild,
      (_, th: string, e: string, who: string | undefined, verb: string | undefined) =>
        `${th}${e === 'e' ? 'e' : 'ese'} children${who ?? ''}${verb === undefined ? '' : ` ${agreeing(verb)}`}`,
    );
}

/** The same of everything that is said: each text of a list, a row or a page's part. */
export const allCounted = <Said>(count: number, said: Said): Said =>
  typeof said === 'string'
    ? (counted(count, said) as Said)
    : Array.isArray(said)
      ? (said.map((one: unknown) => allCounted(count, one)) as Said)
      : isPlain(said)
        ? (Object.fromEntries(
            Object.entries(said).map(([name, one]) => [name, allCounted(count, one)]),
          ) as Said)
        : said;
const isPlain = (said: unknown): said is Readonly<Record<string, unknown>> =>
  typeof said === 'object' && said !== null && Object.getPrototypeOf(said) === Object.prototype;

/** "a", "a and b", "a, b and c"; or with another word between the last two. */
export const listWords = (items: readonly string[], last: 'and' | 'or' = 'and'): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;

/** Children of a group by their numbers: "child 2", "children 1 and 3". */
export const numberedChildren = (numbers: readonly number[]): string =>
  `${numbers.length === 1 ? 'child' : 'children'} ${listWords(numbers.map(String))}`;

/** "1 council", "3 councils". */
export const councilsWords = (count: number): string => (count === 1 ? '1 council' : `${count} councils`);

/** The first letter large: for words that begin a line. */
export const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** A count as people write it: words up to nine. */
export const countWords = (count: number): string => small[count] ?? String(count);

/** "1 answer", "3 answers". */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** The first letter small: for a sentence that goes on behind another's words. */
export const uncapitalised = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
