/**
 * How old somebody has to be to read a text with ease: the Flesch-Kincaid grade, which is an American school year, plus five.
 * Grade 7 is read at twelve.
 */
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';

/** The age that every page and every e-mail keeps to, in years. */
export const OLDEST_READER = 12;

/** What any one sentence keeps to, the law's words aside. */
export const HARDEST_SENTENCE = 14;

const YEARS_BEFORE_GRADE_0 = 5;

/** Blocks whose text people read; a table's figures and a case's facts are looked up rather than read. */
const blocks =
  /<(p|li|h1|h2|h3|legend|label|summary|caption|div class="[^"]*(?:hint|panel__body)[^"]*")\b[^>]*>([\s\S]*?)<\/(?:p|li|h1|h2|h3|legend|label|summary|caption|div)>/g;

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&#39;': "'",
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': ' ',
};

/** What a page or an e-mail says in whole phrases, each once. Labels of a word or three would only flatter it. */
export const phrasesOf = (html: string): readonly string[] => [
  ...new Set(
    [...html.matchAll(blocks)]
      // A time and a name under an entry are no sentence.
      .filter(([, , inner = '']) => !inner.includes('<time'))
      .map(([, , inner = '']) =>
        inner
          .replaceAll(/<span class="govuk-visually-hidden">[^<]*<\/span>/g, ' ')
          .replaceAll(/<[^>]+>/g, ' ')
          .replaceAll(/&(?:amp|#39|quot|lt|gt|nbsp);/g, (one) => entities[one] ?? one)
          .replaceAll(/\s+/g, ' ')
          .trim(),
      )
      .filter((text) => text.split(' ').length > 3),
  ),
];

const sentences = new Intl.Segmenter('en-GB', { granularity: 'sentence' });

/** Sentences of some phrases; a colon and a semicolon end one too, as they do for whoever reads. */
export const sentencesOf = (phrases: readonly string[]): readonly string[] =>
  phrases.flatMap((phrase) =>
    [...sentences.segment(phrase)].flatMap(({ segment }) =>
      segment
        .split(/(?<=[:;])\s/)
        .map((text) => text.trim())
        .filter((text) => /\p{L}/u.test(text)),
    ),
  );

/** @returns years of age, to be compared and not to be believed to the month */
export function readingAge(said: readonly string[]): number {
  const words = said.flatMap((sentence) => sentence.match(/[\p{L}\d’'@.-]*[\p{L}\d]/gu) ?? []);
  // An address is taken in at a glance.
  const syllables = words.reduce(
    (sum, word) => sum + (word.includes('@') ? 1 : Math.max(1, syllable(word))),
    0,
  );
  return (
    fleschKincaid({ sentence: said.length, word: words.length, syllable: syllables }) + YEARS_BEFORE_GRADE_0
  );
}

/**
 * Words that the law or the scheme uses and nothing shorter says. A whole page or e-mail is measured with them in it. One
 * sentence may not be held to them: it is measured with a short word in their place.
 */
const lawsWords: readonly (readonly [term: RegExp, because: string])[] = [
  [/unaccompanied/gi, 'Immigration Rules 352ZD: it is what makes a child one of the scheme'],
  [/asylum claim/gi, 'Immigration Rules: the claim whose day decides'],
  [/age assessment/gi, 'Children Act practice: nothing else decides an age'],
  [/supported accommodation/gi, 'a kind of placement in the 2023 regulations'],
  [/National (Transfer Scheme|Referral Mechanism)/g, 'names'],
  [
    /responsib(le|ility)/gi,
    'what passes from one council to the other under section 69 of the Immigration Act 2016',
  ],
  [
    /(entry|receiving) authority/gi,
    'the scheme’s words for the council that a child came to, and the one it moves to',
  ],
  [/social worker|coordinator/gi, 'whom to ask: their titles'],
  [/trafficking|modern slavery/gi, 'the Modern Slavery Act’s words'],
  [/(special )?educational needs/gi, 'the Children and Families Act’s words'],
  [/reunification/gi, 'family reunification is an application of its own'],
];

export const withoutLawsWords = (sentence: string): string =>
  lawsWords.reduce((text, [term]) => text.replaceAll(term, 'thing'), sentence);
