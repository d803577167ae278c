import { factLabels, isChildField } from '../../shared/words/fact-labels.ts';
import { isFree, plain, readers } from './answers.ts';
import { bearingOf, bearsOn, fieldsOfChild } from './bearing.ts';
import { beforeFields, type FieldLine, fieldIn, fieldsIn, unmarked } from './field-lines.ts';
import {
  childHeading,
  childrenSpokenOf,
  labelled,
  looksLikeName,
  namesSiblings,
  numberIn,
  referencesIn,
} from './labels.ts';
import { isGreeting, isSureFact, type Line, type Message } from './own-lines.ts';
import type { Entry, Said, Unread } from './said.ts';
import { tablesAt } from './tab-table.ts';

/** What a message is called where it is told of. */
export const MESSAGE = 'Your message';

const NOT_READ =
  'We could not read this. If it is about the child, write it as a line of its own, such as "Areas to avoid: Leeds".';
const BELOW_FAREWELL =
  'This stands below your name, where signatures stand, so we did not take it. If it is about the child, send it again above your name.';

/** Lists of which every line below the label is a part. */
export const lists: ReadonlySet<string> = new Set([
  'areasToAvoid',
  'links',
  'needs',
  'healthKinds',
  'languageCodes',
  'diet',
]);

/** Every council that there is takes up so many characters. An answer that is longer is none; what comes below it is not read as more of it. */
const LONGEST_ANSWER = 3_000;

/** Words that only bring what follows, and what mail servers put above mail from outside. */
const brings =
  /^(?:(?:please|kindly)\s+(?:see|find|refer|note|process|accept)\b|(?:see|find)\s+(?:below|attached|enclosed)|(?:i|we)\s+(?:attach|enclose|would like to refer|want to refer|wish to refer|refer|write|am writing|are writing)\b|as (?:discussed|requested|agreed|per|attached)\b|attached\b|further to\b|following\b|fyi\b|for your information\b|gweler isod|a child to refer|new referral|referral(?: of a child)?\s*:?$|here (?:is|are)\b|below (?:is|are)\b|details\s*:?$|the details\b|many thanks|thanks|thank you|hope\b|apologies|sorry|\[?(?:external|caution|warning)\b|this (?:e-?mail|message) (?:is|was|originated|comes|came)\b|do not click|\*+external|you don.t often get e-?mail)/i;

/** A short line about what hangs on the mail: "See the table.", "Form attached". */
const pointsAt = (text: string): boolean =>
  text.length <= 80 &&
  !text.includes(':') &&
  /\b(?:attach\w*|enclos\w*|tables?|forms?|files?|(?:spread)?sheets?|workbooks?|documents?|list|below)\b/i.test(
    text,
  );

/** A field whose answer may go on below. */
interface Open {
  readonly entry: Entry & { readonly at: number };
  /** Whether a blank line came since. */
  gap: boolean;
  /** Whether a line since could not be part of it. */
  closed: boolean;
}

class Reading {
  readonly entries: (Entry & { readonly at: number })[] = [];
  readonly unread: { readonly at: number; readonly bears: readonly string[]; readonly words: string }[] = [];
  readonly counts: number[] = [];
  reference: string | undefined;
  correction = false;
  /** Whether children are told apart by numbers or headings. */
  numbered = false;
  child = 1;
  open: Open | undefined;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  readonly whereOf = (child: number): string =>
    child === 1 ? this.name : this.name === MESSAGE ? `Child ${child}` : `${this.name}, child ${child}`;

  note(line: Line, words = NOT_READ, more: readonly string[] = []): void {
    const bears = [...new Set([...fieldsOfChild(bearsOn(line.text), this.child), ...more])];
    this.unread.push({ at: line.at, bears, words });
  }

  /** One field of a line; an answer that is not there is expected below. */
  take({ label, answer }: FieldLine, line: Line): void {
    this.open = undefined;
    switch (label.kind) {
      case 'reference':
        this.reference ??= referencesIn(answer)[0];
        return;
      case 'correction':
        this.correction ||= /^(?:yes|y|true)\b/i.test(answer);
        return;
      case 'count': {
        const count = numberIn(answer.split(/\s/)[0] ?? '');
        if (count === undefined) this.note(line, NOT_READ, ['children']);
        else this.counts.push(count);
        return;
      }
      case 'child': {
        const number = numberIn(answer);
        if (number === undefined) this.name1(answer, line);
        else [this.numbered, this.child] = [true, Math.max(number, 1)];
        return;
      }
      case 'siblings':
        if (namesSiblings(answer)) this.note(line, NOT_READ, ['links']);
        return;
      case 'fact': {
        const child = Math.max(label.child ?? this.child, 1);
        this.numbered ||= label.child !== undefined;
        const { kind: _, ...of } = label;
        const entry = {
          ...of,
          child,
          text: answer,
          where: this.whereOf(child),
          at: line.at,
        };
        if (answer !== '') this.entries.push(entry);
        this.open = { entry, gap: false, closed: false };
      }
    }
  }

  /** "Child: Somebody" names the child. */
  name1(answer: string, line: Line): void {
    if (answer === '') return;
    if (looksLikeName(answer))
      this.entries.push({
        child: this.child,
        field: 'name',
        text: answer,
        where: this.whereOf(this.child),
        at: line.at,
      });
    else this.note(line, NOT_READ, ['children']);
  }

  /** A line that is no field of its own: whether it goes on with the answer above it. */
  goesOn(line: Line): boolean {
    const { open } = this;
    if (open === undefined || open.closed) return false;
    const { entry, gap } = open;
    const isBullet = /^\s*(?:[*\u2022\u00b7\u25cf\u25aa\u2013-]|\(?\d{1,2}[.)])\s*\S/.test(line.text);
    const indented = /^\s{2,}\S/.test(line.text);
    const text = unmarked(line.text);
    const last = this.entries.at(-1) === entry ? entry : undefined;
    const joined = (mark: string) => (last === undefined ? text : `${last.text}${mark}${text}`);
    if (gap && !(isBullet && (lists.has(entry.field) || last === undefined)) && last !== undefined)
      return false;
    if ((last?.text.length ?? 0) > LONGEST_ANSWER) return false;
    if (lists.has(entry.field)) {
      // A line after an answer that is whole, and that is itself no part of a list, is something else.
      const isSentence = !isBullet && !indented && /[.!?]$|\s\S+\s\S+\s\S+\s/.test(text);
      if (
        isSentence &&
        last !== undefined &&
        !/[,;]\s*$/.test(last.text) &&
        readers[entry.field](text.replace(/[,;.]\s*$/, '')).kind === 'unclear' &&
        readers[entry.field](last.text).kind === 'read'
      )
        return false;
      this.#replace(this.#listed(text, last, isBullet));
      return true;
    }
    if (isFree(entry.field)) {
      if (entry.field === 'name') return this.#nameGoesOn(text, last, line);
      if (isGreeting(line.text)) return false;
      this.#replace(joined(' '));
      return true;
    }
    const whole = joined(' ');
    const read = readers[entry.field](whole);
    const before = last === undefined ? undefined : readers[entry.field](last.text);
    // The rest of a wrapped answer makes it readable, or says no more than its beginning: "supported" and "accommodation".
    if (read.kind === 'read' && (before?.kind !== 'read' || before.value === read.value)) {
      this.#replace(whole);
      return true;
    }
    if (last === undefined) {
      this.#replace(text);
      return true;
    }
    return false;
  }

  /** A list with one more line: the rest of a wrapped one, or parts of their own. */
  #listed(text: string, last: Entry | undefined, isBullet: boolean): string {
    if (last === undefined) return text;
    const mark = last.text.includes(';') ? '; ' : ', ';
    const ends = /[,;]\s*$/.test(last.text);
    const ways = [
      ...(isBullet ? [] : [`${last.text} ${text}`]),
      ...(ends ? [`${last.text} ${text}`] : [`${last.text}${mark}${text}`]),
      `${last.text}\n${text}`,
    ];
    return ways.find((way) => readers[last.field](way).kind === 'read') ?? ways[0] ?? text;
  }

  #nameGoesOn(text: string, last: Entry | undefined, line: Line): boolean {
    if (last === undefined) {
      this.#replace(text);
      return true;
    }
    // The rest of a name, or something else: nobody can tell.
    if (text.length <= 40 && !/[.!?:]$/.test(text) && looksLikeName(text)) {
      this.note(line, 'This may belong to the name above it. Write the whole name in one line.', [
        `children.${last.child}.name`,
      ]);
      return true;
    }
    return false;
  }

  #replace(text: string): void {
    if (this.open === undefined) return;
    const entry = { ...this.open.entry, text };
    if (this.entries.at(-1) === this.open.entry) this.entries.pop();
    this.entries.push(entry);
    this.open = { ...this.open, entry, gap: false };
  }

  /** A line that no rule above takes. */
  leave(line: Line): void {
    const text = line.text.trim();
    const count = childrenSpokenOf(text);
    if (count !== undefined) this.counts.push(count);
    const bears = bearsOn(text).filter((one) => one !== 'children' || count === undefined);
    const above = this.open === undefined || this.open.gap ? undefined : this.open.entry;
    if (above !== undefined && ['areasToAvoid', 'links', 'health', 'disability'].includes(above.field)) {
      this.note(line, NOT_READ, bearingOf(above.field, above.child));
      return;
    }
    if (
      bears.length === 0 &&
      (brings.test(text) || pointsAt(text) || isGreeting(text) || count !== undefined)
    )
      return;
    if (bears.length === 0 && text.length < 3) return;
    this.note({ at: line.at, text: bears.length === 0 ? '' : text.replaceAll(/\bboth\b/gi, '') });
  }
}

/** Lines of one message as one referral, or its part; undefined when it says nothing of a child. `Child 2` begins what is said of the second child. */
export function readLines(
  message: Message,
  name = MESSAGE,
  row = 1,
  child = 1,
): { readonly said: Said; readonly child: number } {
  const reading = new Reading(name);
  reading.child = child;
  const { lines } = message;
  const tables = tablesAt(lines);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? { at: 0, text: '' };
    const text = line.text.trim();
    if (text === '') {
      if (reading.open !== undefined) reading.open.gap = true;
      continue;
    }
    const table = tables.get(at);
    if (table !== undefined) {
      // Read as a table: see `tablesIn`.
      at += table - 1;
      reading.open = undefined;
      continue;
    }
    if (isGreeting(line.text)) {
      if (reading.open !== undefined) reading.open.closed = true;
      continue;
    }
    const fields = fieldsIn(line.text);
    const first = fieldIn(line.text);
    const heading = first === undefined || first.label.kind === 'child' ? childHeading(text) : undefined;
    if (
      heading !== undefined &&
      (heading.rest === '' || looksLikeName(heading.rest) || fieldIn(heading.rest) !== undefined)
    ) {
      reading.open = undefined;
      reading.numbered = true;
      reading.child = heading.number;
      const more = fieldsIn(heading.rest);
      if (more.length > 0) for (const one of more) reading.take(one, line);
      else reading.name1(heading.rest, line);
      continue;
    }
    if (fields.length > 0) {
      const before = beforeFields(line.text);
      if (before !== '') reading.leave({ at: line.at, text: before });
      for (const one of fields) reading.take(one, line);
      continue;
    }
    const label = labelled(unmarked(text).replace(/[:\s]+$/, ''));
    if (label.kind === 'fact') {
      reading.take({ label, answer: '' }, line);
      continue;
    }
    if (reaches.test(text) && people.has(reading.open?.entry.field ?? '') && reading.goesOn(line)) continue;
    if (isLabelled(text)) {
      reading.leave(line);
      reading.open = undefined;
      continue;
    }
    if (reading.goesOn(line)) continue;
    reading.leave(line);
    if (reading.open !== undefined) reading.open.closed = true;
  }
  for (const line of message.below)
    if (isSureFact(line.text)) {
      const label = fieldIn(line.text)?.label;
      const more = label?.kind === 'fact' ? bearingOf(label.field, label.child ?? 1) : [];
      reading.unread.push({ at: line.at, bears: more, words: BELOW_FAREWELL });
    }
  const { reference, counts, correction } = reading;
  const entries = reading.numbered ? reading.entries : toldApart(reading);
  const said = {
    row,
    where: name,
    reference,
    counts,
    ...(correction ? { correction } : {}),
    entries: entries.map(({ at: _, ...entry }) => entry),
    unread: grouped(reading, name),
  };
  return { said, child: Math.max(reading.child, ...entries.map((entry) => entry.child)) };
}

/**
 * Children below each other without a heading between them: where a name comes again, and it and the date of birth below it are others
 * than those before.
 */
function toldApart({ entries, child: first, whereOf }: Reading): Reading['entries'] {
  /** The date of birth at each entry, or the next below it. */
  const births: (Entry | undefined)[] = [];
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at];
    births[at] = entry?.field === 'dateOfBirth' ? entry : births[at + 1];
  }
  const differ = (one: Entry | undefined, other: Entry | undefined): boolean =>
    one !== undefined && other !== undefined && plain(one.text) !== plain(other.text);
  let child = first;
  let names = new Map<Entry['part'], Entry>();
  let born: Entry | undefined;
  return entries.map((entry, at) => {
    const isName = entry.field === 'name' && entry.part !== 'family';
    if (isName && differ(names.get(entry.part), entry) && differ(born, births[at])) {
      child += 1;
      names = new Map();
      born = undefined;
    }
    if (isName && !names.has(entry.part)) names.set(entry.part, entry);
    if (entry.field === 'dateOfBirth') born ??= entry;
    return child === first || !isChildField(entry.field) ? entry : { ...entry, child, where: whereOf(child) };
  });
}

const people: ReadonlySet<string> = new Set([
  'solicitor',
  'guardian',
  'advocate',
  'reviewingOfficer',
  'socialWorker',
  'entryContact',
]);
/** How to reach whoever stands above it. */
const reaches = /^(?:tel(?:ephone)?|phone|mob(?:ile)?|e-?mail|firm)\b\.?(?: no\.?| number)?\s*[:\uff1a]/i;

/** A label of somebody's own, and what belongs to it. */
const isLabelled = (text: string): boolean =>
  /^[^:]{1,60}[:\uff1a]/.test(text) && !/^\S+:\/\//.test(text) && !/^\d{1,2}:\d\d/.test(text);

/** Lines beside each other that are not read, told once; near the field of ours that stood above them. */
function grouped({ unread, entries }: Reading, name: string): readonly Unread[] {
  const groups: { from: number; to: number; bears: Set<string>; words: string }[] = [];
  for (const { at, bears, words } of unread.toSorted((a, b) => a.at - b.at)) {
    const last = groups.at(-1);
    if (last !== undefined && last.words === words && at - last.to <= 1) {
      last.to = at;
      for (const one of bears) last.bears.add(one);
    } else groups.push({ from: at, to: at, bears: new Set(bears), words });
  }
  return groups.map(({ from, to, bears, words }) => {
    const above = entries.findLast(({ at }) => at < from);
    const place = from === to ? `line ${from}` : `lines ${from} to ${to}`;
    return {
      where: `${name}, ${place}${above === undefined ? '' : `, below "${factLabels[above.field]}"`}`,
      words,
      bears: [...bears],
    };
  });
}
