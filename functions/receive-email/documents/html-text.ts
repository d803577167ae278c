import { Parser } from 'htmlparser2';
import { labelled } from '../labels.ts';

const MOST_CHARACTERS = 200_000;
/** Enough for a long mail with a long history; Outlook writes some fifty for a line. */
const MOST_TAGS = 20_000;
const MOST_QUOTES = 3;
/** Tables within each other, as mails are laid out with them. */
const MOST_ROWS_DEEP = 50;
/** Longer first cells are no field. */
const LONGEST_FIELD = 60;

const ends = new Set(
  'br p div tr li ul ol dl dt dd h1 h2 h3 h4 h5 h6 table tbody hr blockquote section article header footer pre'.split(
    ' ',
  ),
);
/** Lines of these stand below each other without a gap; Outlook makes a paragraph of every line. */
const close = new Set('p div tr li ul ol dl dt dd table tbody td th'.split(' '));
/** What is not seen, and what was struck out: elements, and styles. */
const silent = new Set(['style', 'script', 'head', 'title', 'template', 's', 'strike', 'del']);
const isUnseen = (style: string): boolean =>
  /(?:display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|text-decoration(?:-line)?\s*:[^;]*line-through)/i.test(
    style.slice(0, 2_000),
  );

/**
 * The words of an HTML mail, a line for each line that is seen; a row of a table is a line "first: second", or its cells with tabs between.
 * What is quoted begins with ">", as in plain text; Outlook's quotes begin with its own lines "From:" and "Sent:", which stay.
 */
export function htmlText(html: string): string {
  const words = new Words();
  let quotes = 0;
  const unseen: boolean[] = [];
  let tags = 0;
  const parser = new Parser({
    onopentag: (name, { style = '' }) => {
      tags += 1;
      if (tags > MOST_TAGS) parser.pause();
      unseen.push(unseen.at(-1) === true || silent.has(name) || (style !== '' && isUnseen(style)));
      if (ends.has(name)) words.end(quotes, close.has(name) ? 'line' : 'gap');
      if (name === 'p') words.beginParagraph();
      if (name === 'blockquote') quotes += 1;
      if (name === 'li') words.add('- ');
      if (name === 'tr') words.beginRow();
      if (name === 'td' || name === 'th') words.beginCell(quotes);
    },
    ontext: (text) => {
      if (unseen.at(-1) !== true) words.add(text);
    },
    onclosetag: (name) => {
      unseen.pop();
      if (name === 'p') words.endParagraph(quotes);
      else if (ends.has(name) && name !== 'br') words.end(quotes, close.has(name) ? 'line' : 'gap');
      if (name === 'blockquote') quotes = Math.max(0, quotes - 1);
      if (name === 'tr') words.endRow(quotes);
    },
  });
  parser.write(html.slice(0, MOST_CHARACTERS));
  words.end(quotes, 'line');
  return words.lines.join('\n').replaceAll(/\n{3,}/g, '\n\n');
}

interface Row {
  /** Where its lines begin, and those of each cell. */
  readonly from: number;
  readonly cells: number[];
  /** Whether another table stands in it: then it only lays out a page. */
  holdsTable: boolean;
}

class Words {
  readonly lines: string[] = [];
  #line = '';
  #paragraph = -1;
  readonly #rows: Row[] = [];

  add(text: string): void {
    this.#line += text;
  }

  end(quotes: number, kind: 'line' | 'gap'): void {
    const text = this.#line
      // Spaces that do not break are seen each; two stand between columns.
      .replaceAll(/[ \t\r\n\f\u00a0]+/g, (space) =>
        /\u00a0./s.test(space) || /.\u00a0/s.test(space) ? '  ' : ' ',
      )
      .trim()
      .replace(/^-$/, '');
    this.#line = '';
    if (text !== '') this.lines.push(`${'> '.repeat(Math.min(quotes, MOST_QUOTES))}${text}`);
    else if (kind === 'gap') this.lines.push('');
  }

  beginParagraph(): void {
    this.#paragraph = this.lines.length;
  }

  /** A paragraph without words is how Outlook writes an empty line. */
  endParagraph(quotes: number): void {
    this.end(quotes, 'line');
    if (this.#paragraph === this.lines.length) this.lines.push('');
    this.#paragraph = -1;
  }

  beginRow(): void {
    for (const row of this.#rows) row.holdsTable = true;
    if (this.#rows.length < MOST_ROWS_DEEP)
      this.#rows.push({ from: this.lines.length, cells: [], holdsTable: false });
  }

  beginCell(quotes: number): void {
    this.end(quotes, 'line');
    this.#rows.at(-1)?.cells.push(this.lines.length);
  }

  /** A row of two cells is a field and its answer, when the first is short; one of more is a line with tabs between its cells. */
  endRow(quotes: number): void {
    const row = this.#rows.pop();
    if (row === undefined || row.holdsTable || row.cells.length < 2) return;
    const quote = '> '.repeat(Math.min(quotes, MOST_QUOTES));
    const cells = row.cells.map((from, at) =>
      this.lines
        .slice(from, row.cells[at + 1] ?? this.lines.length)
        .filter((line) => line !== '')
        .map((line) => line.replace(/^(?:> )+/, '')),
    );
    const [first = [], second = []] = cells;
    const label = first[0] ?? '';
    if (cells.length > 2) {
      this.lines.length = row.from;
      this.lines.push(`${quote}${cells.map((lines) => lines.join('; ')).join('\t')}`);
    } else if (first.length === 1 && label.length <= LONGEST_FIELD) {
      this.lines.length = row.from;
      const [answer = '', ...more] = second;
      // A field that nobody answered: what comes next is not its answer.
      if (answer === '' && labelled(label).kind === 'fact') return;
      const field = answer === '' ? label : `${label.replace(/\s*:$/, '')}: ${answer}`;
      for (const line of [field, ...more]) this.lines.push(`${quote}${line}`);
    }
  }
}
