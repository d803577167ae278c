import { type Draft, draftOf, type Entry, MOST_CHILDREN } from './draft.ts';
import { labelled, referencesIn } from './labels.ts';

const MOST_LINES = 2_000;
const LONGEST_LINE = 2_000;

const begunQuote = (line: string, next: readonly string[]): boolean =>
  /^-{3,}\s*(original message|forwarded message)/i.test(line) ||
  /^on .{1,200} wrote:$/i.test(line) ||
  (/^(from|von|de):\s/i.test(line) && next.some((one) => /^(sent|date|to|subject):\s/i.test(one)));

/** The lines that the sender wrote: without what is quoted below, and without the signature. A forward is all quote: it is read whole. */
export function ownLines(text: string, forwarded: boolean): readonly string[] {
  const lines = text
    .split(/\r\n|\r|\n/, MOST_LINES)
    .map((line) => line.slice(0, LONGEST_LINE).replaceAll('\u00a0', ' '));
  if (forwarded) return lines.map((line) => line.replace(/^[>\s]+/, ''));
  const end = lines.findIndex(
    (line, at) => /^--\s*$/.test(line) || begunQuote(line.trim(), lines.slice(at + 1, at + 5)),
  );
  return lines.slice(0, end < 0 ? lines.length : end).filter((line) => !line.startsWith('>'));
}

/** "Field: answer" lines as one referral; undefined when no line is one. `Child: 2` begins what is said of the second child. */
export function readLines(lines: readonly string[], today: string): Draft | undefined {
  const entries: Entry[] = [];
  let child = 1;
  let reference: string | undefined;
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1 || colon > 60) continue;
    const label = labelled(line.slice(0, colon));
    const text = line.slice(colon + 1).trim();
    if (text === '') continue;
    if (label.kind === 'reference') reference ??= referencesIn(text)[0];
    else if (label.kind === 'child' && /^\d{1,2}$/.test(text)) child = withinGroup(Number(text));
    else if (label.kind === 'fact') {
      const number = withinGroup(label.child ?? child);
      entries.push({
        child: number,
        field: label.field,
        text,
        where: number === 1 ? 'Your message' : `Child ${number}`,
      });
    }
  }
  return entries.length === 0 ? undefined : draftOf(1, reference, entries, today);
}

const withinGroup = (number: number): number => Math.min(Math.max(number, 1), MOST_CHILDREN);
