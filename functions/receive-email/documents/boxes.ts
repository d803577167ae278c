/** A box that is ticked, and one that is not, as the lines of a document have them. */
export const TICKED = '\u2612';
export const UNTICKED = '\u2610';

/** What boxes say that nobody can tell the words of. */
const UNTOLD = `${TICKED}?`;
export const UNTOLD_WORDS = 'We cannot tell which word the ticked box belongs to. Write the answer in words.';

const ticks = /[\u2611\u2612\u2705\u2713\u2714]\ufe0f?|\[[xX]\]|\([xX]\)/g;
const empties = /[\u2610\u25a1\u2751\u274f]|\[ ?\]|\( \)/g;
const boxes = /[\u2610\u2612]/g;

/** Whether an answer has boxes of which nobody can tell which word is ticked. */
export const isUntold = (text: string): boolean => text === UNTOLD;

/**
 * The answer that boxes give: the words that belong to those that are ticked, behind each box or before it, whichever way the line is
 * written. Empty when none is ticked; a text without boxes is the answer itself.
 */
export function chosenIn(written: string): string {
  const text = written.replaceAll(ticks, TICKED).replaceAll(empties, UNTICKED);
  const marks: readonly string[] = text.match(boxes) ?? [];
  if (marks.length === 0) return written;
  if (!marks.includes(TICKED)) return '';
  const pieces = text.split(boxes).map((piece) => piece.trim());
  const [first = ''] = pieces;
  const last = pieces.at(-1) ?? '';
  const chosen = (from: number) =>
    marks.flatMap((mark, at) => (mark === TICKED ? [pieces[at + from] ?? ''] : [])).join('; ');
  if (first === '' && last !== '') return chosen(1);
  if (first !== '' && last === '') return chosen(0);
  // "Tick one: [x] Yes [ ] No" has a word before, and a box before every word. A box alone says yes.
  if (first.endsWith(':')) return chosen(1);
  return first === '' && marks.length === 1 ? 'yes' : UNTOLD;
}
