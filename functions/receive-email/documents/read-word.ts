import { plain } from '../answers.ts';
import { type Draft, draftOf, type Entry } from '../draft.ts';
import { labelled, referencesIn } from '../labels.ts';
import { TICKED, UNTICKED, type WordLine } from './word-rows.ts';

/** What Word and others leave in a field that nobody filled in. */
const prompts = new Set(
  [
    'Choose',
    'Choose an item',
    'Choose an answer',
    'Select an item',
    'Click or tap to enter text',
    'Click or tap here to enter text',
    'Click here to enter text',
    'Click or tap to enter a date',
    'Click here to enter a date',
  ].map(plain),
);

/** The answer in a cell: of a row of boxes, what stands behind those that are ticked. */
function answerIn(cell: string): string {
  const boxes = cell.includes(TICKED) || cell.includes(UNTICKED);
  const said = boxes
    ? cell
        .split(new RegExp(`(?=[${TICKED}${UNTICKED}])`))
        .filter((piece) => piece.startsWith(TICKED))
        .map((piece) => piece.slice(1).trim())
        .join('; ')
    : cell;
  const text = said
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n[\n ]*/g, '\n')
    .trim();
  return prompts.has(plain(text)) ? '' : text;
}

/** Each line of a cell is one entry of these. */
const lists: ReadonlySet<string> = new Set(['links', 'areasToAvoid', 'needs']);

const childOf = (text: string): number | undefined => {
  const [, number] = /^child(\d{1,2})$/.exec(plain(text.slice(0, 40))) ?? [];
  return number === undefined ? undefined : Math.max(Number(number), 1);
};

/**
 * Our form, filled in: rows of a field and its answer, under "Child 2" those of the second child. Undefined when no row and no line
 * "Field: answer" is one of ours.
 *
 * @param row the document's place among those of a mail, from 1
 */
export function readWord(
  lines: readonly WordLine[],
  row: number,
  today: string,
): { readonly draft: Draft | undefined; readonly isForm: boolean } {
  const entries: Entry[] = [];
  const name = row === 1 ? 'Your form' : `Form ${row}`;
  let child = 1;
  let reference: string | undefined;
  let known = 0;
  for (const line of lines) {
    const [head, answer] = line.kind === 'row' ? fieldOf(line.cells) : inLine(line.text);
    child = childOf(head) ?? child;
    const label = labelled(head);
    const text = answerIn(answer);
    if (label.kind === 'reference') reference ??= referencesIn(text)[0];
    if (label.kind !== 'fact') continue;
    known += 1;
    const number = Math.max(label.child ?? child, 1);
    if (text !== '')
      entries.push({
        child: number,
        field: label.field,
        text: lists.has(label.field) ? text : text.replaceAll('\n', ' '),
        where: number === 1 ? name : `${name}, child ${number}`,
      });
  }
  return {
    isForm: known >= 3,
    draft: entries.length === 0 ? undefined : draftOf({ row, where: name, reference }, entries, today),
  };
}

const fieldOf = ([head = '', answer = '']: readonly string[]): readonly [string, string] => [head, answer];

function inLine(text: string): readonly [string, string] {
  const colon = text.indexOf(':');
  return colon < 1 || colon > 60 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
}
