import { day } from '../answers.ts';
import { TICKED, UNTICKED } from './boxes.ts';
import { walkXml, type XmlVisitor } from './walk-xml.ts';

/** What a Word document says, in its order: rows of tables, each cell a text, and paragraphs between them. */
export type WordLine =
  | { readonly kind: 'row'; readonly cells: readonly string[] }
  | { readonly kind: 'paragraph'; readonly text: string };

const MOST_LINES = 5_000;
const LONGEST_CELL = 4_000;
const MOST_CELLS = 20;

/** Boxes of the fonts that Word's older forms draw with. */
const drawn: Readonly<Record<string, string>> = {
  F0FE: TICKED,
  F0FD: TICKED,
  F0FC: TICKED,
  F052: TICKED,
  F054: TICKED,
  F0A8: UNTICKED,
  F06F: UNTICKED,
  F0A3: UNTICKED,
  F071: UNTICKED,
};

/** Elements whose text is not what the document says: moved away, another program's copy of the same. */
const unsaid = new Set(['moveFrom', 'Fallback', 'del']);

const isOn = (value: string | undefined): boolean => !['0', 'false', 'off', 'none'].includes(value ?? '1');

/** A content control: its placeholder says nothing, and its box may be ticked. */
interface Control {
  placeholder: boolean;
  ticked: boolean | undefined;
  /** The day that a date picker holds, YYYY-MM-DD. */
  day: string | undefined;
  /** Where in the text what it shows begins. */
  readonly from: number;
}

/** An old form field: a box, or a list of which one is chosen. */
interface FormField {
  ticked: boolean | undefined;
  chosen: number;
  readonly entries: string[];
}

/** Reads the main part of a Word document (word/document.xml), as Word, LibreOffice and Google Docs write it. */
export function wordLines(xml: Uint8Array): readonly WordLine[] {
  const reading = new Reading();
  walkXml(xml, reading);
  return reading.lines;
}

class Reading implements XmlVisitor {
  readonly lines: WordLine[] = [];
  readonly #controls: Control[] = [];
  #field: FormField | undefined;
  #cells: string[] = [];
  #text = '';
  #tables = 0;
  #unsaid = 0;
  /** What is struck out was not said. */
  #struck = false;
  #inRun = false;
  /** Inside a run's own text, and in no property of anything. */
  #spelt = false;
  #inControlProperties = 0;

  open(name: string, attribute: (name: string) => string | undefined): boolean | undefined {
    if (unsaid.has(name)) this.#unsaid += 1;
    else if (name === 'r') [this.#inRun, this.#struck] = [true, false];
    else if ((name === 'strike' || name === 'dstrike') && this.#inRun) this.#struck = isOn(attribute('val'));
    else if (name === 'tbl') this.#tables += 1;
    else if (name === 'tr' && this.#tables === 1) this.#cells = [];
    else if (name === 'tc' && this.#tables === 1) this.#text = '';
    else if (name === 't') this.#spelt = true;
    else if (name === 'tab' || name === 'br' || name === 'cr') this.#say(name === 'tab' ? ' ' : '\n');
    else if (name === 'noBreakHyphen') this.#say('-');
    else if (name === 'sym') this.#say(drawn[(attribute('char') ?? '').toUpperCase()] ?? '');
    else this.#openControl(name, attribute);
    return this.lines.length >= MOST_LINES;
  }

  #openControl(name: string, attribute: (name: string) => string | undefined): void {
    const control = this.#controls.at(-1);
    const field = this.#field;
    if (name === 'sdt')
      this.#controls.push({ placeholder: false, ticked: undefined, day: undefined, from: this.#text.length });
    else if (name === 'sdtPr') this.#inControlProperties += 1;
    else if (name === 'showingPlcHdr' && control) control.placeholder = isOn(attribute('val'));
    else if (name === 'ffData') this.#field = { ticked: undefined, chosen: 0, entries: [] };
    else if (name === 'checkBox' && field) field.ticked = false;
    else if ((name === 'default' || name === 'checked') && field?.ticked !== undefined)
      field.ticked = isOn(attribute('val'));
    else if (name === 'result' && field) field.chosen = Number(attribute('val')) || 0;
    else if (name === 'listEntry' && field) field.entries.push(attribute('val') ?? '');
    else if (name === 'checkbox' && control && this.#inControlProperties > 0) control.ticked ??= false;
    else if (name === 'date' && control && this.#inControlProperties > 0)
      control.day = attribute('fullDate')?.slice(0, 10);
    else if (name === 'checked' && control && this.#inControlProperties > 0)
      control.ticked = isOn(attribute('val'));
  }

  text(text: string): void {
    if (this.#spelt && !this.#struck) this.#say(text);
  }

  close(name: string): boolean | undefined {
    if (unsaid.has(name)) this.#unsaid -= 1;
    else if (name === 't') this.#spelt = false;
    else if (name === 'r') [this.#inRun, this.#struck] = [false, false];
    else if (name === 'p') this.#endParagraph();
    else if (name === 'tbl') this.#tables -= 1;
    else if (name === 'tc' && this.#tables === 1) {
      if (this.#cells.length < MOST_CELLS) this.#cells.push(this.#text.trim());
      this.#text = '';
    } else if (name === 'tr' && this.#tables === 1) this.lines.push({ kind: 'row', cells: this.#cells });
    else if (name === 'sdtPr') this.#inControlProperties -= 1;
    else if (name === 'sdt') this.#closeControl();
    else if (name === 'ffData') this.#closeField();
    return false;
  }

  #endParagraph(): void {
    if (this.#tables > 0) this.#say('\n');
    else {
      const text = this.#text.trim();
      if (text !== '') this.lines.push({ kind: 'paragraph', text });
      this.#text = '';
    }
  }

  #closeControl(): void {
    const control = this.#controls.pop();
    // Its own drawing of the box was left out: which it is depends on the font.
    if (control?.ticked !== undefined) this.#say(control.ticked ? TICKED : UNTICKED);
    if (control?.day === undefined) return;
    const shown = day(this.#text.slice(control.from));
    // What it shows is another day as we read it: it may have the month first. Both are left for the reader to ask about.
    if (shown.kind === 'read' && shown.value !== control.day) this.#say(` / ${control.day}`);
  }

  #closeField(): void {
    const field = this.#field;
    this.#field = undefined;
    if (field?.ticked !== undefined) this.#say(field.ticked ? TICKED : UNTICKED);
    else this.#say(field?.entries[field.chosen] ?? '');
  }

  #say(text: string): void {
    const control = this.#controls.at(-1);
    if (this.#unsaid > 0 || control?.placeholder || control?.ticked !== undefined) return;
    if (this.#text.length < LONGEST_CELL) this.#text += text.slice(0, LONGEST_CELL);
  }
}
