import { fieldsIn } from './field-lines.ts';
import type { Line, Message } from './own-lines.ts';

/** A question of our list, as a reply quotes it. */
interface ListedQuestion {
  readonly number: number;
  /** What we ask to begin the answer with. */
  readonly label: string;
  /** Its last line. */
  readonly to: number;
  /** What stands below it in the quote, before the next question. */
  readonly below: readonly Line[];
}

/** How each of our questions ends: `In a reply: "Arrived on: \u2026".` */
const QUESTION = /In a reply: "([^":]{1,60}):[^"]{0,5}"\.?\s*(.*)$/s;
const MOST_LINES_OF_A_QUESTION = 12;
/** What stands behind a question in its own line and is longer is the rest of a letter whose lines were lost. */
const LONGEST_BEHIND = 80;
/** What our letters say below their list. */
const AFTER_THE_LIST = /^(?:reply to (?:this|the) e-?mail|sign in to add it|give what is missing)/i;

/** The questions in a message of ours. */
function askedIn({ lines }: Pick<Message, 'lines'>): readonly ListedQuestion[] {
  const found: { number: number; label: string; to: number; below: Line[] }[] = [];
  let question: string[] = [];
  let number = 0;
  for (const { at, text } of lines) {
    const said = text.trim();
    const [, figures, bullet] = /^(?:(\d{1,2})[.)]|([-\u2022*]))\s+\S/.exec(said) ?? [];
    if (figures !== undefined || bullet !== undefined) {
      // A list in HTML has no numbers of its own.
      number = figures === undefined ? (found.at(-1)?.number ?? 0) + 1 : Number(figures);
      question = [];
    }
    if (AFTER_THE_LIST.test(said)) break;
    question.push(said);
    const [, label, behind = ''] =
      question.length > MOST_LINES_OF_A_QUESTION ? [] : (QUESTION.exec(question.join(' ')) ?? []);
    if (label !== undefined && found.at(-1)?.number !== number) {
      const isAnswer = behind !== '' && behind.length <= LONGEST_BEHIND && !/https?:/.test(behind);
      found.push({ number, label, to: at, below: isAnswer ? [{ at, text: behind }] : [] });
    } else if (found.at(-1)?.number === number && said !== '') found.at(-1)?.below.push({ at, text: said });
  }
  return found;
}

const isBlank = ({ text }: Line): boolean => text.trim() === '';

/**
 * The newest message of a reply, each answer with the label of the question that it answers: by the number of our list ("1. none"), or
 * because it stands between the lines of the list, quoted with marks or without.
 *
 * @param messages the newest first
 */
export function withLabels(messages: readonly Message[]): readonly Message[] {
  const [newest, ...older] = messages;
  const asked = older.flatMap(askedIn);
  if (newest === undefined || asked.length === 0) return messages;
  // Of two questions of one number, or in one line, the first is meant.
  const numbered = new Map(asked.toReversed().map((one) => [one.number, one]));
  const endingAt = new Map(asked.toReversed().map((one) => [one.to, one]));
  const seen = messages
    .flatMap(({ lines }) => lines.flatMap((line) => (isBlank(line) ? [] : [line.at])))
    .toSorted((a, b) => a - b);
  const above = new Map(seen.map((at, index) => [at, seen[index - 1] ?? 0]));
  const lines = newest.lines.map((line): Line => {
    if (isBlank(line) || fieldsIn(line.text).length > 0) return line;
    const [, number, answer] = /^\s*\(?(\d{1,2})\s*[.):-]\s*(\S.*)$/.exec(line.text) ?? [];
    const byNumber = numbered.get(Number(number));
    if (byNumber !== undefined) return { ...line, text: `${byNumber.label}: ${answer}` };
    const quoted = endingAt.get(above.get(line.at) ?? 0);
    return quoted === undefined ? line : { ...line, text: `${quoted.label}: ${line.text.trim()}` };
  });
  const within = asked.flatMap(({ label, below: [first, ...more] }) =>
    first === undefined
      ? []
      : [fieldsIn(first.text).length > 0 ? first : { ...first, text: `${label}: ${first.text}` }, ...more],
  );
  return [{ ...newest, lines: [...lines, ...within] }, ...older];
}
