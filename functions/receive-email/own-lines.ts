import { isFree, readers } from './answers.ts';
import { bearsOn } from './bearing.ts';
import { fieldIn } from './field-lines.ts';
import { childHeading, labelled, referencesIn } from './labels.ts';

const MOST_LINES = 2_000;
const LONGEST_LINE = 2_000;
/** A mail that was answered and forwarded more often than this is a history, not a referral. */
const MOST_MESSAGES = 20;

/** A line of a mail and its place, from 1. */
export interface Line {
  readonly at: number;
  readonly text: string;
}

/** What one person wrote: the newest of a mail, or one below it that is quoted or forwarded. */
export interface Message {
  readonly lines: readonly Line[];
  /** What stands below its farewell: a signature and a disclaimer. */
  readonly below: readonly Line[];
}

/** Outlook's and others' line above a mail that they forward or answer. */
const dividers =
  /^(?:-{2,}\s*(?:original|forwarded|reply|weitergeleitete|urspr\u00fcngliche|message d'origine|mensaje|messaggio|oorspronkelijk)\b.{0,60}|begin forwarded message:|d\u00e9but du message.{0,40}:|anfang der weitergeleiteten.{0,30}:|-{3,}\s*forwarded message.*|-{2,}\s*on\b.{0,200}\bwrote\s*-{2,})$/i;
// Escaped, as in every pattern: a letter beyond ASCII has V8 keep the whole bundle in two bytes a character.
/** The words of a quote's head in the languages that councils and their programs use, Welsh and Irish too. */
const heads = new RegExp(
  `^\\**(?:${[
    'from|sent|date|to|cc|bcc|subject|importance|attachments|reply-to',
    'von|gesendet|datum|an|betreff',
    'de|envoy\u00e9(?: le)?|\u00e0|objet|pour',
    'enviado(?: el)?|para|asunto|fecha|enviada|assunto|data',
    'da|inviato|a|oggetto',
    'van|verzonden|aan|onderwerp',
    'od|wys\u0142ano|do|temat|dw',
    'de la|trimis|c\u0103tre|subiect',
    'fr\u00e5n|skickat|till|\u00e4mne|fra|sendt|til|emne',
    'oddi wrth|anfonwyd|dyddiad|at|i|pwnc|testun',
    '\u00f3|seolta|chuig|\u00e1bhar|d\u00e1ta',
    '\u043e\u0442|\u043e\u0442\u043f\u0440\u0430\u0432\u043b\u0435\u043d\u043e|\u043a\u043e\u043c\u0443|\u0442\u0435\u043c\u0430|\u0434\u0430\u0442\u0430|\u0432\u0456\u0434|\u043d\u0430\u0434\u0456\u0441\u043b\u0430\u043d\u043e',
  ].join('|')})\\s*:\\**(?:\\s|$)`,
  'iu',
);
const mailAddress = /<?[^\s<>@]{1,64}@[^\s<>@]{1,253}>?/;
const wroteWords =
  '(?:wrote|pisze|writes|said|says|\u00e9crit|a \u00e9crit|schrieb|schreef|escribi\u00f3|escreveu|ha scritto|scrisse|skrev|napisa\u0142\\(?a?\\)?|napsal\\(?a?\\)?|kirjoitti|a scris|ysgrifennodd|\u043f\u0438\u0441\u0430\u043b\\(?\u0430?\\)?|\u043f\u0438\u0448\u0435\u0442)';
/** Gmail's, Apple Mail's and Thunderbird's words above a quote, which may run over three lines: each part by itself, so that no line costs more than its length. */
const wroteAt = /^(?:on|le|am|ar|el|em|il|op|den|dnia|w dniu|pe|p\u00e5|kl|dne)\b/iu;
const wroteNear = new RegExp(`\\s${wroteWords}.{0,80}:$`, 'iu');
const wroteLast = new RegExp(`\\s${wroteWords}\\s?:$`, 'iu');
const hasTime = /\d{4}|\d{1,2}[:.]\d\d/;
const isIntroduction = (said: string): boolean =>
  said.endsWith(':') &&
  said.length < 600 &&
  ((wroteAt.test(said) && wroteNear.test(said)) ||
    ((hasTime.test(said) || mailAddress.test(said)) && wroteLast.test(said)));

const farewell =
  /^(?:(?:kind(?:est)?|best|warm(?:est)?|many|with|my|very best)\s+(?:(?:kind(?:est)?|best|warm(?:est)?|many)\s+)?(?:regards|wishes|thanks)|(?:kind\s+)?regards|cheers|(?:many\s+)?thanks(?: again| in advance)?|thank you(?: very much| in advance)?|(?:yours\s+)?(?:sincerely|faithfully)|yours|br|kr|rgds|sent from (?:my|outlook)\b.*|sent by\b.*|get outlook for\b.*|cofion\b.*|diolch\b.*|yn gywir|le gach dea-mh\u00e9in|is mise)$/i;
/** Who says farewell, on the same line. */
const farewellName = /[\s,.!\u2013-]+(?:\p{Lu}[\p{L}'-]{0,20}\s*){0,3}$/u;
const isFarewell = (line: string): boolean => {
  const said = line.trim();
  return farewell.test(said) || farewell.test(said.replace(farewellName, ''));
};

/** Marked with ">", or as some programs do with one bar. */
const isQuoted = (line: string): boolean => /^\s*(?:>|[|\u2502](?!.*[|\u2502]))/.test(line);
const isRule = (line: string): boolean => /^[-_=*~\u2500\u2014]{5,}$/.test(line.trim());

/** Lines as they are seen: what is not seen is taken out of them. */
function linesOf(text: string): readonly Line[] {
  return text.split(/\r\n|\r|\n/, MOST_LINES).map((line, index) => ({
    at: index + 1,
    text: line
      .slice(0, LONGEST_LINE)
      .replaceAll(/[\u00a0\u2007\u202f]/g, ' ')
      .replaceAll(/[\u200b\ufeff]/g, ''),
  }));
}

/** How many lines the words "On … wrote:" take up at a place; 0 when they do not stand there. */
function introduction(lines: readonly Line[], at: number): number {
  if ((lines[at]?.text.trim() ?? '') === '') return 0;
  for (let count = 1; count <= 3; count += 1) {
    const said = lines
      .slice(at, at + count)
      .map(({ text }) => text.trim())
      .join(' ');
    if (isIntroduction(said)) return count;
    if (count === 1 && !wroteAt.test(said)) return 0;
  }
  return 0;
}

/** How many lines the head of another mail takes up at a place (From, Sent, To, Subject in any language); 0 when none stands there. */
function headAt(lines: readonly Line[], at: number): number {
  const first = lines[at]?.text.trim() ?? '';
  if (!heads.test(first)) return 0;
  const isSender =
    /^\**(?:from|von|de|van|da|od|de la|fr\u00e5n|fra|oddi ?wrth|o|\u00f3|\u043e\u0442|\u0432\u0456\u0434)\s*:/iu.test(
      first,
    );
  let count = 1;
  let matching = 1;
  for (let next = at + 1; next < Math.min(lines.length, at + 12); next += 1) {
    const text = lines[next]?.text.trim() ?? '';
    if (text === '') continue;
    if (heads.test(text) && labelled(text.split(':')[0] ?? '').kind !== 'fact') {
      matching += 1;
      count = next - at + 1;
    } else if (matching > 1 && !text.includes(':') && mailAddress.test(text)) count = next - at + 1;
    else break;
  }
  return matching >= 2 && (isSender || (matching >= 3 && mailAddress.test(first))) ? count : 0;
}

/** How our own letters begin in plain text: a heading with a line below it. */
const isLetterHead = (lines: readonly Line[], at: number): boolean =>
  /^={5,}$/.test(lines[at + 1]?.text.trim() ?? '') && childHeading(lines[at]?.text ?? '') === undefined;

/** The messages in a mail, the newest first. What no mark tells from a quote is one. */
export function messagesIn(text: string): readonly Message[] {
  const found: Message[] = [];
  collect(linesOf(text), found, 0);
  return found;
}

function collect(lines: readonly Line[], found: Message[], depth: number): void {
  if (found.length >= MOST_MESSAGES || depth > 8) return;
  const own: Line[] = [];
  const quoted: Line[][] = [];
  let rest: readonly Line[] = [];
  // Our letters say at their end who sends them.
  const signed = lines.findLastIndex(({ text }) => /\bNational Transfer Scheme\b/.test(text));
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? { at: 0, text: '' };
    const said = line.text.trim();
    if (isQuoted(line.text)) {
      // Lines of one quote may stand apart, as paragraphs do.
      const before = lines.slice(Math.max(0, at - 3), at).findLast(({ text }) => text.trim() !== '');
      if (quoted.length === 0 || before === undefined || !isQuoted(before.text)) quoted.push([]);
      quoted.at(-1)?.push({ at: line.at, text: line.text.replace(/^\s*[>|\u2502]\s?/, '') });
      continue;
    }
    const head = headAt(lines, at);
    if (dividers.test(said) || head > 0 || (at < signed && isLetterHead(lines, at))) {
      rest = lines.slice(at + Math.max(head, 1));
      break;
    }
    const introduced = introduction(lines, at);
    if (introduced > 0) {
      // What follows is marked with ">", and the answer may stand below it; without marks all of it is quoted.
      const below = lines.slice(at + introduced).find((one) => one.text.trim() !== '');
      if (below === undefined || !isQuoted(below.text)) {
        rest = lines.slice(at + introduced);
        break;
      }
      at += introduced - 1;
    } else own.push(line);
  }
  found.push(withoutSignature(own));
  for (const quote of quoted) collect(quote, found, depth + 1);
  if (rest.some(({ text }) => text.trim() !== '')) collect(rest, found, depth + 1);
}

/** Fewer facts than this below a farewell, or fewer that no signature has, are not the referral. */
const FEWEST_BELOW = 3;
const FEWEST_SURE = 2;

/** Whether a line gives a fact that no signature and no disclaimer has: one of a few answers, a day, a council. */
export function isSureFact(line: string): boolean {
  const found = fieldIn(line);
  if (found === undefined || found.label.kind !== 'fact') return false;
  const { field } = found.label;
  return !isFree(field) && readers[field](found.answer).kind === 'read';
}

const isEnd = (line: string): boolean => isFarewell(line) || /^-- ?$/.test(line);

/** Where the referral goes on below a farewell, or below the mark of a signature; undefined when only a signature follows. */
function resumesAt(below: readonly Line[]): number | undefined {
  const heading = below.findIndex(({ text }, at) => {
    const isHeading =
      childHeading(text) !== undefined || /^\s*child\s*:\s*\d/i.test(text) || labelledChild(text);
    return isHeading && below.slice(at, at + 6).some((line) => fieldIn(line.text)?.label.kind === 'fact');
  });
  if (heading >= 0) return heading;
  const facts = below.filter(({ text }) => fieldIn(text)?.label.kind === 'fact').length;
  const sure = below.filter(({ text }) => isSureFact(text)).length;
  return facts >= FEWEST_BELOW && sure >= FEWEST_SURE ? 0 : undefined;
}

const labelledChild = (text: string): boolean => {
  const label = fieldIn(text)?.label;
  return label?.kind === 'fact' && label.child !== undefined;
};

function withoutSignature(lines: readonly Line[]): Message {
  const kept: Line[] = [];
  const set: Line[] = [];
  let at = 0;
  while (at < lines.length) {
    const found = lines.slice(at).findIndex(({ text }) => isEnd(text));
    if (found < 0) break;
    const end = at + found;
    // What begins with thanks does not end with them.
    if (![...kept, ...lines.slice(at, end)].some(({ text }) => text.trim() !== '' && !isGreeting(text))) {
      kept.push(...lines.slice(at, end + 1));
      at = end + 1;
      continue;
    }
    kept.push(...lines.slice(at, end));
    const below = lines.slice(end + 1);
    const resumes = resumesAt(below);
    if (resumes === undefined) return { lines: kept, below: [...set, ...below] };
    set.push(...below.slice(0, resumes));
    at = end + 1 + resumes;
  }
  return { lines: [...kept, ...lines.slice(at)], below: set };
}

const thanks =
  /^\p{Extended_Pictographic}\ufe0f?$|^(?:cheers|(?:many |kind )?thanks?(?: you)?(?: (?:so|very) much)?|ta|noted|received|ok(?:ay)?|great|perfect|lovely|brilliant|understood|will do|diolch(?: yn fawr)?|go raibh maith agat)\b[^:?\d]{0,80}$/iu;

/** Thanks, in words that bear on nothing: "Thanks, but Leeds is not safe" is more. */
const isThankful = (text: string): boolean =>
  thanks.test(text) && referencesIn(text).length === 0 && bearsOn(text).length === 0;

/** Whether a message says thank you, and nothing else. */
export function isThanks({ lines, below }: Message): boolean {
  const said = lines.map(({ text }) => text.trim()).filter((text) => text !== '' && !isGreeting(text));
  if (said.length > 0 && said.every((text) => isFarewell(text) && isThankful(text)))
    return !below.some(({ text }) => isSureFact(text));
  if (said.length > 4 || below.some(({ text }) => isSureFact(text))) return false;
  return (said.length > 0 && said.every(isThankful)) || (said.length === 0 && below.length > 0);
}

/** A greeting, or words that only bring what follows. */
export const isGreeting = (line: string): boolean =>
  /^(?:dear|hi|hello|hey|good (?:morning|afternoon|evening|day)|morning|afternoon|to whom it may concern|annwyl|prynhawn da|bore da|helo|a chara)\b.{0,60}$/i.test(
    line.trim(),
  ) || isRule(line);
