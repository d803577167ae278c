import * as z from 'zod';
import type { AnyEvent } from '../../events/catalogue.ts';
import { presentCode } from '../../events/former-codes.ts';
import {
  type Anchor,
  anchoredHeads,
  type Finding,
  type KeptAnchor,
  readAnchors,
  trailFindings,
} from './anchoring.ts';
import type { TrailHead } from './audit-trail.ts';
import { canonicalJson, hashOf, type RunningHash, runningHash } from './hash.ts';

/** What an audit file is about: one case, or every trail that grew on some days (YYYY-MM-DD, UTC, both among them). */
const About = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('case'), reference: z.string().min(1) }),
  z.strictObject({ kind: z.literal('period'), from: z.iso.date(), to: z.iso.date() }),
]);
export type AuditAbout = z.infer<typeof About>;

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * One line: the first says what the file is; then the anchors, in order of days; then of each trail its events as they were recorded, and
 * the head that its case or council keeps; the last seals all lines before it. Who reads the file needs nothing else.
 */
const Line = z.union([
  z.strictObject({
    audit: z.strictObject({ version: z.literal(1), about: About, takenAt: z.iso.datetime() }),
  }),
  z.strictObject({ anchor: z.strictObject({ day: z.iso.date(), text: z.string() }) }),
  z.strictObject({ event: z.looseObject({ id: z.string(), trail: z.looseObject({ subject: z.string() }) }) }),
  z.strictObject({
    head: z.strictObject({ subject: z.string().min(1), number: z.int().nonnegative(), hash: hex }),
  }),
  z.strictObject({ end: z.strictObject({ lines: z.int().positive(), sha256: hex }) }),
]);
type Line = z.infer<typeof Line>;

/** A trail with the head that is kept beside it. */
export interface AuditedTrail {
  readonly head: TrailHead;
  readonly events: readonly AnyEvent[];
}

/** The lines of an audit file, each with its newline. */
export async function* auditLines(
  about: AuditAbout,
  takenAt: string,
  anchors: readonly KeptAnchor[],
  trails: AsyncIterable<AuditedTrail> | Iterable<AuditedTrail>,
): AsyncGenerator<string> {
  const seal = runningHash();
  let lines = 0;
  const said = (line: object): string => {
    const text = `${canonicalJson(line)}\n`;
    seal.add(text);
    lines += 1;
    return text;
  };
  yield said({ audit: { version: 1, about, takenAt } });
  for (const { day, text } of anchors) yield said({ anchor: { day, text } });
  for await (const { head, events } of trails) {
    for (const event of events) yield said({ event });
    yield said({ head });
  }
  yield `${canonicalJson({ end: { lines, sha256: seal.end() } })}\n`;
}

/** What was found in an audit file. */
export interface AuditVerdict {
  readonly about?: AuditAbout;
  readonly takenAt?: string;
  readonly anchors: number;
  readonly trails: number;
  readonly events: number;
  /** Events that came after the last anchor in the file that holds their trail: only their chain vouches for them. */
  readonly notAnchored: number;
  /** The last anchor, to compare with the one that the scheme keeps under lock: day and hash. */
  readonly lastAnchor?: { readonly day: string; readonly hash: string };
  /** The days that its anchors cover: each names the one before it. What was left out of others, nobody can see from the file. */
  readonly covered?: Days;
  /** Nothing when all holds. */
  readonly findings: readonly Finding[];
}

/** YYYY-MM-DD, UTC, both among them. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const FILE = 'the file';

/**
 * Reads an audit file line by line, and checks it by itself: nobody is asked, nothing is fetched. Every byte is under a hash: of its event,
 * of the anchor that holds its trail, and of the whole file.
 */
export class AuditReader {
  readonly #seal: RunningHash = runningHash();
  readonly #findings: Finding[] = [];
  readonly #kept: KeptAnchor[] = [];
  readonly #seen = new Set<string>();
  #read:
    | { readonly anchors: readonly Anchor[]; readonly heads: ReturnType<typeof anchoredHeads> }
    | undefined;
  #events: AnyEvent[] = [];
  #audit: { readonly about: AuditAbout; readonly takenAt: string } | undefined;
  #lines = 0;
  #counted = 0;
  #notAnchored = 0;
  #ended = false;

  #find(words: string, subject = FILE): void {
    this.#findings.push({ subject, words });
  }

  /** @param text a line without its newline; undefined for one that is no text at all */
  take(text: string | undefined): void {
    const line = text === undefined ? undefined : lineOf(text);
    if (this.#ended) this.#find('it goes on after its end');
    else if (line !== undefined && 'end' in line) this.#takeEnd(line.end);
    else {
      this.#seal.add(`${text}\n`);
      this.#lines += 1;
      this.#takeLine(line);
    }
  }

  #takeLine(line: Exclude<Line, { end: unknown }> | undefined): void {
    const at = `line ${this.#lines}`;
    if (line === undefined) this.#find(`${at} is not as the scheme writes it`);
    else if ((this.#lines === 1) !== 'audit' in line) this.#find(`${at} is not where it belongs`);
    else if ('audit' in line) this.#audit = line.audit;
    else if ('anchor' in line) this.#takeAnchor(line.anchor);
    else if ('event' in line) this.#events.push(line.event as unknown as AnyEvent);
    else this.#takeHead(line.head);
  }

  #takeEnd({ lines, sha256 }: Extract<Line, { end: unknown }>['end']): void {
    this.#ended = true;
    if (lines !== this.#lines) this.#find(`it had ${lines} lines before its last, and has ${this.#lines}`);
    if (sha256 !== this.#seal.end()) this.#find('it is not what was written: its seal does not hold');
  }

  #takeAnchor(anchor: KeptAnchor): void {
    if (this.#read !== undefined) this.#find(`the anchor of ${anchor.day} is not where it belongs`);
    this.#kept.push(anchor);
  }

  /** The anchors all stand before the first trail. */
  #anchors() {
    if (this.#read !== undefined) return this.#read;
    const { anchors, findings } = readAnchors(this.#kept, false);
    this.#findings.push(...findings);
    this.#read = { anchors, heads: anchoredHeads(anchors) };
    return this.#read;
  }

  #takeHead(head: TrailHead): void {
    const subject = presentCode(head.subject);
    const heads = this.#anchors().heads.get(subject) ?? [];
    if (this.#seen.has(subject)) this.#find('its trail is there twice', subject);
    this.#seen.add(subject);
    this.#findings.push(...trailFindings(head.subject, this.#events, heads, head));
    this.#counted += this.#events.length;
    this.#notAnchored += Math.max(0, this.#events.length - Math.max(0, ...heads.map(({ number }) => number)));
    this.#events = [];
  }

  #missing(anchors: readonly Anchor[], about: AuditAbout): void {
    if (about.kind === 'case') {
      if (this.#seen.size !== 1 || !this.#seen.has(about.reference))
        this.#find(`it is to hold the trail of ${about.reference}, and no other`);
      return;
    }
    const [first] = anchors;
    // Days before the very first anchor of all have none, and need none: its own text says that there was none before it.
    if (first !== undefined && first.since > about.from && first.previous !== null)
      this.#find(
        `the anchor of ${first.previous.day} is left out: that of ${first.day} follows it`,
        'anchors',
      );
    const grown = anchors.filter(({ since, day }) => since >= about.from && day <= about.to);
    for (const { day, heads, broken } of grown)
      for (const { subject } of [...heads, ...broken])
        if (!this.#seen.has(presentCode(subject)))
          this.#find(`it grew before the anchor of ${day}, and its trail is left out`, subject);
  }

  /** @param rest what came after the last newline */
  end(rest: string): AuditVerdict {
    if (rest !== '' || !this.#ended) this.#find('it is cut, or something was put behind it');
    if (this.#events.length > 0) this.#find('events stand there without the end of their trail');
    const { anchors } = this.#anchors();
    if (this.#audit !== undefined) this.#missing(anchors, this.#audit.about);
    const last = anchors.at(-1);
    return {
      ...this.#audit,
      anchors: this.#kept.length,
      trails: this.#seen.size,
      events: this.#counted,
      notAnchored: this.#notAnchored,
      ...(last === undefined
        ? {}
        : {
            covered: { from: anchors[0]?.since ?? last.since, to: last.day },
            lastAnchor: { day: last.day, hash: hashOf(last) },
          }),
      findings: this.#findings,
    };
  }
}

/** @returns undefined for what is no line of an audit file, byte for byte as we write it */
function lineOf(text: string): Line | undefined {
  try {
    const said: unknown = JSON.parse(text);
    const read = Line.safeParse(said);
    return read.success && canonicalJson(said) === text ? read.data : undefined;
  } catch {
    return undefined;
  }
}
