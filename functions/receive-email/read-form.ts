import { plain } from './answers.ts';
import { bearingOf, bearsOn, fieldsOfChild } from './bearing.ts';
import { chosenIn, TICKED, UNTICKED, UNTOLD_WORDS } from './documents/boxes.ts';
import type { WordLine } from './documents/word-rows.ts';
import { fieldsIn } from './field-lines.ts';
import { isOwnFormText } from './form-words.ts';
import { childHeading, labelled, looksLikeName, referencesIn } from './labels.ts';
import type { Line } from './own-lines.ts';
import { lists, readLines } from './read-lines.ts';
import type { Entry, Said, Unread } from './said.ts';

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

/** The answer in a cell. */
function answerIn(cell: string): string {
  const text = chosenIn(cell)
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n[\n ]*/g, '\n')
    .trim();
  return prompts.has(plain(text)) ? '' : text;
}

/** Whether a cell has fields of its own, each in a line. */
const hasFields = (cell: string): boolean => cell.split('\n').some((line) => fieldsIn(line).length > 0);

const isFact = (cell: string): boolean => labelled(cell).kind === 'fact';

class FormReading {
  readonly entries: Entry[] = [];
  readonly unread: Unread[] = [];
  readonly counts: number[] = [];
  readonly name: string;
  reference: string | undefined;
  child = 1;
  known = 0;
  /** Which child a column is about, when the columns are children; 0 for one that says how to answer. */
  columns = new Map<number, number>();

  constructor(name: string) {
    this.name = name;
  }

  where(child: number): string {
    return child === 1 ? this.name : `${this.name}, child ${child}`;
  }

  /** A row that says what the columns below it are; false when it is none. */
  isColumnHeads(cells: readonly string[]): boolean {
    const [first = '', ...rest] = cells;
    if (isFact(first)) return false;
    const children = rest.map((cell) => childHeading(cell));
    const heads = rest.filter((cell) =>
      ['howtoanswer', 'youranswer', 'answer', 'guidance', 'notes', 'response'].includes(plain(cell)),
    );
    if (children.every((one) => one === undefined) && heads.length === 0) return false;
    this.columns = new Map();
    for (const [at, cell] of rest.entries()) {
      const child = childHeading(cell);
      if (child !== undefined) {
        this.columns.set(at + 1, child.number);
        if (child.rest !== '') this.put({ child: child.number, field: 'name', text: child.rest });
      } else if (['howtoanswer', 'guidance'].includes(plain(cell))) this.columns.set(at + 1, 0);
    }
    const own = childHeading(first);
    if (own !== undefined) this.child = own.number;
    return true;
  }

  put(entry: Omit<Entry, 'where'>): void {
    const { text, field } = entry;
    this.entries.push({
      ...entry,
      text: lists.has(field) ? text : text.replaceAll('\n', ' '),
      where: this.where(entry.child),
    });
  }

  field(head: string, answer: string, child: number): void {
    const label = labelled(head);
    const text = answerIn(answer);
    if (label.kind === 'reference') this.reference ??= referencesIn(text)[0];
    if (label.kind !== 'fact') return;
    this.known += 1;
    if (text === '') return;
    const { kind: _, ...of } = label;
    const number = Math.max(label.child ?? child, 1);
    if (text.includes(TICKED))
      this.unread.push({
        where: `${this.where(number)}, ${head}`,
        words: UNTOLD_WORDS,
        bears: bearingOf(of.field, number),
      });
    else this.put({ ...of, child: number, text });
  }

  row(cells: readonly string[]): void {
    const [first = '', ...rest] = cells;
    if (this.isColumnHeads(cells)) return;
    const heading = childHeading(first);
    if (heading !== undefined && !isFact(first)) {
      this.child = heading.number;
      this.columns = new Map();
      const name = answerIn(rest[0] ?? '') || heading.rest;
      if (looksLikeName(name)) this.put({ child: this.child, field: 'name', text: name });
      else if (name !== '' && !isOwnFormText(name))
        this.unread.push({
          where: this.where(this.child),
          words:
            'We could not read what stands beside the number of the child. Write it under one of our fields.',
          bears: ['children', ...fieldsOfChild(bearsOn(name), this.child)],
        });
      return;
    }
    const label = labelled(first);
    if (label.kind === 'child') {
      const number = childHeading(`Child ${rest[0] ?? ''}`)?.number;
      if (number !== undefined) this.child = number;
      return;
    }
    const even = cells.filter((_, at) => at % 2 === 0);
    if (even.filter(isFact).length > 1 && even.every((cell) => cell === '' || isFact(cell))) {
      for (let at = 0; at < cells.length; at += 2)
        this.field(cells[at] ?? '', cells[at + 1] ?? '', this.columns.get(at + 1) ?? this.child);
      return;
    }
    if (label.kind === 'unknown') {
      const text = cells.join(' ').trim();
      const grouped = rest.flatMap((cell, at) => {
        const column = this.columns.get(at + 1);
        return column !== 0 && hasFields(cell) ? [{ cell, child: column ?? this.child }] : [];
      });
      if (grouped.length > 0) {
        for (const { cell, child } of grouped) this.lines([cell], child);
        if (!isOwnFormText(first) && bearsOn(first).length > 0) this.leave(first);
      } else if (rest.some((cell) => answerIn(cell) !== '') && !isOwnFormText(text)) this.leave(text);
      else if (!isOwnFormText(first)) this.lines([first]);
      return;
    }
    if (label.kind === 'fact' && rest.length === 0) this.known += 1;
    for (const [at, cell] of rest.entries()) {
      const column = this.columns.get(at + 1);
      if (column === 0) continue;
      if (column !== undefined || at === 0) this.field(first, cell, column ?? this.child);
      else if (answerIn(cell) !== '' && !isOwnFormText(cell) && this.columns.size === 0)
        this.unread.push({
          where: `${this.where(this.child)}, ${first}`,
          words:
            'Something stands in another column, and we do not know which child it is about. Use one column, or write "Child 1" and "Child 2" above the columns.',
          bears: label.kind === 'fact' ? bearingOf(label.field, this.child) : [],
        });
    }
  }

  leave(text: string): void {
    this.unread.push({
      where: this.where(this.child),
      words:
        'We know no field by these words, so we did not read what stands beside them. Use the names of the fields in our form.',
      bears: fieldsOfChild(bearsOn(text), this.child),
    });
  }

  /** Paragraphs beside each other, or within a cell of one child, are read as lines of a mail are. */
  lines(paragraphs: readonly string[], within?: number): void {
    const lines = paragraphs
      .flatMap((text) => text.split('\n'))
      .filter((text) => !isOwnFormText(text))
      .map(
        (text, at): Line => ({
          at: at + 1,
          text: text.includes(TICKED) || text.includes(UNTICKED) ? boxed(text) : text,
        }),
      );
    if (lines.length === 0) return;
    const { said, child } = readLines({ lines, below: [] }, this.name, 1, within ?? this.child);
    if (within === undefined) this.child = child;
    this.entries.push(...said.entries.filter(({ text }) => !prompts.has(plain(text))));
    this.unread.push(...said.unread.map((one) => ({ ...one, where: this.where(child) })));
    this.counts.push(...said.counts);
    this.reference ??= said.reference;
    this.known += said.entries.length;
  }
}

const boxed = (line: string): string => {
  const colon = line.indexOf(':');
  return colon < 0 ? line : `${line.slice(0, colon)}: ${answerIn(line.slice(colon + 1))}`;
};

/** Fewer fields than this are no form of ours. */
const FEWEST_FIELDS = 3;

/**
 * Our form, filled in, or another document like it: rows of a field and its answer, under "Child 2" those of the second child, or a
 * column for each child. Undefined when nothing is said.
 *
 * @param row the document's place among those of a mail, from 1
 */
export function readForm(
  lines: readonly WordLine[],
  row: number,
  name = row === 1 ? 'Your form' : `Form ${row}`,
): { readonly said: Said | undefined; readonly isForm: boolean } {
  const reading = new FormReading(name);
  let paragraphs: string[] = [];
  const flush = () => {
    reading.lines(paragraphs);
    paragraphs = [];
  };
  for (const line of lines) {
    if (line.kind === 'paragraph') {
      paragraphs.push(line.text);
      continue;
    }
    flush();
    reading.row(line.cells);
  }
  flush();
  const { entries, unread, counts, reference, known } = reading;
  return {
    isForm: known >= FEWEST_FIELDS,
    said:
      entries.length === 0
        ? undefined
        : { row, where: name, reference, entries, unread: once(unread), counts },
  };
}

/** The same said in many places is told once. */
const once = (unread: readonly Unread[]): readonly Unread[] => {
  const all = new Map<string, Unread>();
  for (const one of unread) {
    const key = `${one.where} ${one.words}`;
    all.set(key, { ...one, bears: [...new Set([...(all.get(key)?.bears ?? []), ...one.bears])] });
  }
  return [...all.values()];
};
