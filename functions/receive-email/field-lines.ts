import { type Label, labelled } from './labels.ts';

const LONGEST_LABEL = 60;
/** Fields of one line, at most. */
const MOST_FIELDS = 20;

/** A field and its answer in one line. */
export interface FieldLine {
  readonly label: Exclude<Label, { kind: 'unknown' }>;
  readonly answer: string;
}

/** Numbers, letters and bullets before a line, and stars around its label. */
export const unmarked = (line: string): string =>
  line
    .replace(/^\s*(?:[*\u2022\u00b7\u25cf\u25aa\u2023\u2013\u2014o-]|\(?\d{1,2}[.)]|[a-z][.)])\s+/, '')
    .replace(/^\s*\*([^*]{1,60}?)(:?)\*(:?)/, '$1$2$3')
    .replace(/^\s*[*\u2022\u00b7\u2013-]/, '')
    .trim();

const known = (words: string): Exclude<Label, { kind: 'unknown' }> | undefined => {
  const label = labelled(words);
  return label.kind === 'unknown' || words.trim() === '' ? undefined : label;
};

/** What may stand between a label and its answer, from the surest on. */
const between = [
  /[:\uff1a]/,
  /\t/,
  /\s{2,}/,
  /\s+[-\u2013\u2014=]+>?\s+/,
  /\s*=\s*/,
  // "NHS no 943 476 5919"
  /\s+(?=\d{3}[ -]?\d{3}[ -]?\d{4}$)/,
];

/** "Field: answer", or the same with a tab, a dash or wide space between; undefined where no label of ours begins the line. */
export function fieldIn(written: string): FieldLine | undefined {
  const line = unmarked(written);
  for (const mark of between) {
    const found = mark.exec(line);
    if (found === null || found.index < 1 || found.index > LONGEST_LABEL) continue;
    const label = known(line.slice(0, found.index));
    if (label !== undefined)
      return {
        label,
        answer: line
          .slice(found.index + found[0].length)
          .replace(/^[:\uff1a\s]+/, '')
          .trim(),
      };
    if (mark === between[0]) return undefined;
  }
  return undefined;
}

/** Where another field begins within a line: after a comma, a semicolon, a bar, a full stop, a tab or wide space. */
const within = /(?:[,;|]\s*|\.\s+|\t+|\s{2,}|\s+[-\u2013]\s+)(?=([^:,;|\t]{1,60}):)/g;

/** A line in pieces, each of which begins with a label of ours; the first may be something else. */
function piecesOf(written: string): readonly string[] {
  const line = unmarked(written);
  const cuts = [...line.matchAll(within)]
    .slice(0, MOST_FIELDS)
    .flatMap((match) =>
      known(match[1] ?? '') === undefined ? [] : [{ from: match.index, to: match.index + match[0].length }],
    );
  const pieces = cuts.map(({ to }, at) => line.slice(to, cuts[at + 1]?.from ?? line.length));
  return [line.slice(0, cuts[0]?.from ?? line.length), ...pieces];
}

/** All the fields of one line, in their order: "Name: A, DOB: 1/2/2010. Sex: male". */
export const fieldsIn = (written: string): readonly FieldLine[] =>
  piecesOf(written).flatMap((piece) => fieldIn(piece) ?? []);

/** What stands in a line before its first field, and is none itself; empty where nothing does. */
export function beforeFields(written: string): string {
  const [first = ''] = piecesOf(written);
  return fieldIn(first) === undefined ? first.trim() : '';
}
