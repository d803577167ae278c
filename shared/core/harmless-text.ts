/**
 * Text that somebody else wrote, made so that it cannot change how what stands around it reads. What is stored stays as it was
 * written; this is for showing it, on every page, record, download and e-mail.
 */

/** Letters that run from right to left: Hebrew, Arabic and what Unicode keeps room for beside them. */
const RIGHT_TO_LEFT =
  '\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}';

/** Ends of lines that few programs know as such. */
const STRANGE_BREAKS = /[\v\f\u0085\u2028\u2029]/g;

/**
 * Whatever is not seen: controls (but for tab and the ends of lines), the signs that turn the order of letters (UAX #9), those of no
 * width, tags, fillers, and annotations that hide what they hold.
 */
const NOT_SEEN = /(?![\t\n\r])[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2800\ufff9-\ufffb]/gu;

/** Between two letters of a script that joins its letters, as in Persian, these two are spelling: `mi\u200cravad`. A mark that is not seen is no letter. */
const JOINERS =
  /(?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Sinhala}\p{M}])(?<!\p{Default_Ignorable_Code_Point})[\u200c\u200d](?=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Sinhala}])/gu;

/** The text without what is not seen, or that would turn the order of other letters. */
export function harmless(text: string): string {
  const plain = text.replaceAll(STRANGE_BREAKS, ' ');
  const kept = new Set(Array.from(plain.matchAll(JOINERS), ({ index }) => index));
  return plain.replaceAll(NOT_SEEN, (sign, at: number) => (kept.has(at) ? sign : ''));
}

/** Words from right to left that follow one another. Each run is read by itself: signs and figures beside it stay where they are. */
const RUN = `[${RIGHT_TO_LEFT}](?:[${RIGHT_TO_LEFT}\\p{M}\\u200c\\u200d '\\u2019-]*[${RIGHT_TO_LEFT}\\p{M}])?`;
const RUNS = new RegExp(RUN, 'gu');
const HAS_RUN = new RegExp(`[${RIGHT_TO_LEFT}]`, 'u');
/** Elements whose content is text alone, tags, and the runs in what is left. */
const RUNS_IN_HTML = new RegExp(
  `<(?:title|textarea|option|script|style)\\b[^>]*>[^<]*|<[^>]*>|(?<run>${RUN})`,
  'gu',
);

/** Harmless plain text, in which words from right to left turn nothing but themselves. */
export function harmlessPlain(text: string): string {
  const plain = harmless(text);
  return HAS_RUN.test(plain) ? plain.replaceAll(RUNS, '\u2068$&\u2069') : plain;
}

/** The same of HTML whose texts are escaped: no tag and no attribute holds a bare ">". */
export function harmlessHtml(html: string): string {
  const plain = harmless(html);
  return HAS_RUN.test(plain)
    ? plain.replaceAll(RUNS_IN_HTML, (found, run?: string) =>
        run === undefined ? found : `<bdi>${run}</bdi>`,
      )
    : plain;
}
