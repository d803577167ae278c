import { plain } from './answers.ts';
import { type Draft, draftOf, type Entry } from './draft.ts';
import { labelled, referencesIn } from './labels.ts';

const MESSAGE = 'Your message';
const MOST_LINES = 2_000;
const LONGEST_LINE = 2_000;
/** Of fewer fields below "Kind regards" some are somebody's name and telephone number. */
const FEWEST_BELOW = 3;

/** Outlook's and others' line above a mail that they forward or answer. */
const dividers =
  /^(-{2,}\s*(original|forwarded|reply|weitergeleitete)\b.{0,40}|begin forwarded message:|_{20,}|-{3,}\s*forwarded message.*)$/i;
/** Outlook's head of a quote: From, and Sent or Date or To near it. Also in bold (*From:*), as it is copied into plain text. */
const quotedFrom = /^\**(from|von|de|oddiwrth):\**\s/i;
// Escaped, as in every pattern: a letter beyond ASCII has V8 keep the whole bundle in two bytes a character.
const quotedMore = /^\**(sent|date|to|subject|gesendet|envoy\u00e9|anfonwyd):\**\s/i;
/** Gmail's, Apple Mail's and Thunderbird's, which may run over three lines. */
const wrote = /^(on|le|am|ar)\b.{5,300}\s(wrote|\u00e9crit|schrieb|ysgrifennodd)\s?:$/i;

const farewell =
  /^((kind|best|warm|many|with)\s+(kind\s+|best\s+|warm\s+)?(regards|wishes|thanks)|regards|(many\s+)?thanks|thank you|yours\s+(sincerely|faithfully)|sent from (my|outlook)\b.*|get outlook for\b.*|cofion\b.*|diolch\b.*)[\s,.!]*$/i;

const isQuoted = (line: string): boolean => /^\s*>/.test(line);
const bare = (line: string): string => line.replace(/^[>\s]+/, '').trim();

/** How many lines the words "On … wrote:" take up at a place; 0 when they do not stand there. */
function introduction(lines: readonly string[], at: number): number {
  if (!/^(on|le|am|ar)\b/i.test(lines[at]?.trim() ?? '')) return 0;
  for (let count = 1; count <= 3; count += 1)
    if (
      wrote.test(
        lines
          .slice(at, at + count)
          .map((line) => line.trim())
          .join(' '),
      )
    )
      return count;
  return 0;
}

/** What the sender wrote in answer: lines that are quoted, and what no mark tells from a quote, left out. */
function answering(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isQuoted(line)) continue;
    const next = lines.slice(at + 1, at + 6);
    const said = line.trim();
    if (/^-- ?$/.test(line) || dividers.test(said)) break;
    if (quotedFrom.test(said) && next.some((one) => quotedMore.test(one.trim()))) break;
    const introduced = introduction(lines, at);
    if (introduced > 0) {
      // What follows is marked with ">", and the answer may stand below it; without marks all of it is quoted.
      const below = lines.slice(at + introduced).find((one) => one.trim() !== '');
      if (below === undefined || !isQuoted(below)) break;
      at += introduced - 1;
    } else kept.push(line);
  }
  return kept;
}

/** Fields that people's signatures have too. */
const ofSignature = new Set(['name', 'fullname', 'contact', 'socialworker']);

const fieldOf = (line: string): string => {
  const colon = line.indexOf(':');
  const words = line.slice(0, Math.max(colon, 0));
  return colon <= 60 && labelled(words).kind === 'fact' ? plain(words) : '';
};

/** The lines that the sender wrote: without what is quoted, and without the signature. A forward is all quote: it is read whole. */
export function ownLines(text: string, forwarded: boolean): readonly string[] {
  const all = text.split(/\r\n|\r|\n/, MOST_LINES).map((line) =>
    line
      .slice(0, LONGEST_LINE)
      .replaceAll(/[\u00a0\u2007\u202f]/g, ' ')
      .replaceAll(/[\u200b\ufeff]/g, ''),
  );
  if (!forwarded) return withoutSignature(answering(all));
  // Who forwards has a signature above what is forwarded, which has its own.
  const parts: string[][] = [[]];
  for (const line of all.map(bare)) {
    if (dividers.test(line) || quotedFrom.test(line)) parts.push([]);
    parts.at(-1)?.push(line);
  }
  return parts.flatMap(withoutSignature);
}

function withoutSignature(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line) => farewell.test(line.trim()));
  if (end < 0) return lines;
  const below = lines.slice(end);
  return below.filter((line) => fieldOf(line) !== '').length >= FEWEST_BELOW
    ? lines
    : [...lines.slice(0, end), ...below.filter((line) => !ofSignature.has(fieldOf(line)))];
}

/** "Field: answer" lines as one referral; undefined when no line is one. `Child: 2` begins what is said of the second child. */
export function readLines(lines: readonly string[], today: string): Draft | undefined {
  const entries: Entry[] = [];
  let child = 1;
  let reference: string | undefined;
  for (const given of lines) {
    const line = given.replace(/^\s*[*\u2022\u00b7\u2013-]\s+/, '').replaceAll(/^\*([^*]{1,60}:)\*/g, '$1');
    const colon = line.search(/[:\uff1a]/);
    if (colon < 1 || colon > 60) continue;
    const label = labelled(line.slice(0, colon));
    const text = line.slice(colon + 1).trim();
    if (text === '') continue;
    if (label.kind === 'reference') reference ??= referencesIn(text)[0];
    else if (label.kind === 'child' && /^\d{1,2}$/.test(text)) child = Math.max(Number(text), 1);
    else if (label.kind === 'fact') {
      const number = Math.max(label.child ?? child, 1);
      entries.push({
        child: number,
        field: label.field,
        text,
        where: number === 1 ? MESSAGE : `Child ${number}`,
      });
    }
  }
  return entries.length === 0 ? undefined : draftOf({ row: 1, where: MESSAGE, reference }, entries, today);
}
