/**
 * A name without most of what two clerks, or two scripts, write differently: whether it is one word or two, which comes first, articles,
 * vowels, h, w and y, and which letter stands for a sound that English has not. Two who come to the same may well be two: it only has
 * people compare.
 */

/** Letters of the Arabic script as romanisations write them; its vowels are left out here as there. */
const arabic: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['\u0628\u067e', 'b'],
    ['\u062a\u0637', 't'],
    ['\u062b\u0630\u0632\u0633\u0634\u0635\u0638\u0686\u0698', 's'],
    ['\u062c\u063a\u0642\u0643\u06a9\u06af', 'k'],
    ['\u062f\u0636', 'd'],
    ['\u062d\u062e\u0647', 'h'],
    ['\u0631', 'r'],
    ['\u0641', 'f'],
    ['\u0644', 'l'],
    ['\u0645', 'm'],
    ['\u0646', 'n'],
  ].flatMap(([letters = '', as = '']) => [...letters].map((letter) => [letter, as])),
);
const isArabic = /[\u0600-\u06ff]/;

/** Articles, and small words that are written or left out at will. */
const particles = new Set('al el ul as ash ar an ad at az bin ben ibn bint thi van'.split(' '));
const shortened = /^(?:mohd|muhd|mhd|mohmd|md|moh)$/;

/** Ways to write one sound, in the order in which they are replaced. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/(.)\1+/g, '$1'],
  // The article, when it is written with the name: Alhassan, Elsayed.
  [/^[ae]l(?=[^aeiou][a-z]{3})/, ''],
  // A servant's name, with the article of God's: Abdul Rahman, Abdurrahman.
  [/^abd[aeiu]l?(?=[a-z]{3})/, 'abd'],
  [/ph/g, 'f'],
  [/kh/g, 'h'],
  [/gh|dj|ck/g, 'k'],
  [/dh/g, 'd'],
  [/th|sch|sh|ch|ts|tz/g, 's'],
  [/[zx]/g, 's'],
  [/[jgqc]/g, 'k'],
  [/p/g, 'b'],
  [/^[aeiou]/, '1'],
  [/[aeiouwvy]/g, ''],
  [/(?<=.)h$/, ''],
  [/1/, 'a'],
];

const soundOf = (word: string): string =>
  sounds.reduce(
    (written, [pattern, as]) => written.replace(pattern, as),
    shortened.test(word) ? 'mohamed' : word,
  );

/** Arabic writes no vowel that could keep two letters apart, and the article with the name. */
const soundOfArabic = (word: string): string => {
  const bare = word.replace(/^\u0627\u0644(?=..)/u, '');
  const begins = /^[\u0621-\u0627\u0639]/u.test(bare) ? 'a' : '';
  return (
    begins +
    [...bare]
      .map((letter) => arabic[letter] ?? '')
      .join('')
      .replace(/(?<=.)h$/, '')
  );
};

/** What belongs to the word before it: Habib Ullah, Saif uddin; and to the word after it: Abdul Rahman. */
const goesWithBefore =
  /^(?:[au]l+ah?|[aue]d+in|\u0627\u0644\u0644\u0647|\u0627\u0644\u062f\u06cc\u0646|\u0627\u0644\u062f\u064a\u0646)$/;
const goesWithAfter = /^(?:abd(?:[aeiu]l?)?|\u0639\u0628\u062f)$/;

function joined(words: readonly string[]): readonly string[] {
  const all: string[] = [];
  for (const word of words) {
    const last = all.at(-1);
    if (last !== undefined && goesWithAfter.test(last))
      all[all.length - 1] = isArabic.test(word)
        ? last + word.replace(/^\u0627\u0644(?=..)/u, '')
        : `abd${word}`;
    else if (last !== undefined && goesWithBefore.test(word))
      all[all.length - 1] = last + word.replace(/^\u0627\u0644/u, '');
    else all.push(word);
  }
  return all;
}

/** Of all ways to begin a word anew within itself, the first by the alphabet: "ab ul" and "ul ab" are one. */
const turned = (word: string): string =>
  [...word].map((_, at) => word.slice(at) + word.slice(0, at)).toSorted()[0] ?? '';

/** Fewer letters than this tell no name from another. */
const FEWEST_IN_WHOLE = 3;
const FEWEST_IN_PART = 3;

/** A name as a whole, and each of its parts; empty where too little is left to find anybody by. */
export function looseName(name: string): {
  readonly whole: string;
  readonly parts: readonly string[];
  /** Whether only one name is known. */
  readonly alone: boolean;
} {
  const plain = name
    .normalize('NFKC')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}|\p{Default_Ignorable_Code_Point}|[\u2019\u2018\u0060\u02bf\u02be\u02bc\u02bb']/gu, '')
    .replaceAll('\u0142', 'l')
    .replaceAll('\u0111', 'd')
    .replaceAll('\u00df', 'ss');
  const words = plain.split(/[^\p{L}]/u).filter((word) => word !== '');
  const named = words.filter((word) => !particles.has(word));
  const parts = joined(named.length > 0 ? named : words).map((word) =>
    isArabic.test(word) ? soundOfArabic(word) : soundOf(word.replaceAll(/[^a-z]/g, '')),
  );
  const whole = parts.join('');
  return {
    whole: whole.length < FEWEST_IN_WHOLE ? '' : turned(whole),
    parts: [...new Set(parts.filter((part) => part.length >= FEWEST_IN_PART))],
    alone: parts.length === 1,
  };
}
