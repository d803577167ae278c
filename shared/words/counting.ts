/** "1 child", "3 children". */
export const childrenWords = (count: number): string => (count === 1 ? '1 child' : `${count} children`);

/** "the child", "the children", where the number is said elsewhere. */
export const theChildren = (count: number): string => (count === 1 ? 'the child' : 'the children');

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
