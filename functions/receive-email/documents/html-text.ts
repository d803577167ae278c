import { Parser } from 'htmlparser2';

const MOST_CHARACTERS = 200_000;
/** Enough for a long mail with a long history; Outlook writes some fifty for a line. */
const MOST_TAGS = 20_000;
const MOST_QUOTES = 3;
/** Longer first cells are no field. */
const LONGEST_FIELD = 60;

const ends = new Set(
  'br p div tr li ul ol dl dt dd h1 h2 h3 h4 h5 h6 table tbody hr blockquote section article header footer pre'.split(
    ' ',
  ),
);
const silent = new Set(['style', 'script', 'head', 'title', 'template']);

/**
 * The words of an HTML mail, a line for each line that is seen; a row of a table whose first cell is short is a line "first: second".
 * What is quoted begins with ">", as in plain text; Outlook's quotes begin with its own lines "From:" and "Sent:", which stay.
 */
export function htmlText(html: string): string {
  const words = new Words();
  let quotes = 0;
  let unseen = 0;
  let tags = 0;
  const parser = new Parser({
    onopentagname: (name) => {
      tags += 1;
      if (tags > MOST_TAGS) parser.pause();
      if (silent.has(name)) unseen += 1;
      if (ends.has(name)) words.end(quotes);
      if (name === 'blockquote') quotes += 1;
      if (name === 'tr') words.beginRow();
      if (name === 'td' || name === 'th') words.beginCell(quotes);
    },
    ontext: (text) => {
      if (unseen === 0) words.add(text);
    },
    onclosetag: (name) => {
      if (silent.has(name)) unseen -= 1;
      if (ends.has(name) && name !== 'br') words.end(quotes);
      if (name === 'blockquote') quotes = Math.max(0, quotes - 1);
      if (name === 'tr') words.endRow();
    },
  });
  parser.write(html.slice(0, MOST_CHARACTERS));
  words.end(quotes);
  return words.lines.join('\n').replaceAll(/\n{3,}/g, '\n\n');
}

class Words {
  readonly lines: string[] = [];
  #line = '';
  #field = '';
  #rowFrom = 0;
  #cells = 0;

  add(text: string): void {
    this.#line += text;
  }

  end(quotes: number): void {
    const text = this.#line.replaceAll(/[ \t\r\n\f\u00a0]+/g, ' ').trim();
    this.#line = '';
    if (text === '' && this.#field !== '') return;
    const quote = '> '.repeat(Math.min(quotes, MOST_QUOTES));
    this.lines.push(text === '' ? '' : `${quote}${this.#field}${text}`);
    this.#field = '';
  }

  beginRow(): void {
    this.#rowFrom = this.lines.length;
    this.#cells = 0;
    this.#field = '';
  }

  /** Before the second cell: what stood in the first goes before it, when it can be the name of a field. */
  beginCell(quotes: number): void {
    this.end(quotes);
    this.#cells += 1;
    if (this.#cells !== 2) return;
    const [first = '', ...more] = this.lines.slice(this.#rowFrom).filter((line) => line !== '');
    if (first === '' || more.length > 0 || first.length > LONGEST_FIELD) return;
    this.lines.length = this.#rowFrom;
    this.#field = `${first.replace(/^(> )+/, '').replace(/\s*:$/, '')}: `;
  }

  endRow(): void {
    this.#field = '';
  }
}
