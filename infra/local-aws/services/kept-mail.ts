/** Mail on disk: weeks of a run fit, and only a line of each mail is in memory. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Message {
  /** SES's message id. */
  readonly id: string;
  /** Its place in the order of all that were sent in the run: 1, 2, 3, … */
  readonly number: number;
  readonly from: string;
  /** Every recipient of the envelope, whichever header names it. */
  readonly recipients: readonly string[];
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
  /** What its sender called it: by name. */
  readonly tags: Readonly<Record<string, string>>;
  /** What it is an answer to: mail programs put together what names the same one. Its own id where it names none. */
  readonly thread: string;
  /** When it was accepted, by the local run's clock; ISO 8601, UTC. */
  readonly at: string;
  /** The message as it would go over the wire. */
  readonly raw: Buffer;
}

/** Some 6 MB of lines in memory and 600 MB on disk. */
const MOST_KEPT = 10_000;

const parts = ['txt', 'html', 'json', 'eml'] as const;

/** The newest mails that were sent. The oldest goes when there are more than can be kept. */
export class KeptMail {
  readonly most: number;
  readonly #folder: string;
  readonly #lines: Message[] = [];
  #sent = 0;

  /** @param folder is emptied, and belongs to this run from now on */
  constructor(folder: string, most = MOST_KEPT) {
    this.most = most;
    this.#folder = folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /** Those that are kept, the oldest first. What is long in them is read from disk when it is asked for. */
  get list(): readonly Message[] {
    return this.#lines;
  }

  /** How many were sent in the run, kept or not. */
  get sent(): number {
    return this.#sent;
  }

  /** How many of the oldest are gone. */
  get gone(): number {
    return this.#sent - this.#lines.length;
  }

  keep({ text, html, headers, raw, ...line }: Omit<Message, 'number' | 'thread'>): Message {
    const { id } = line;
    const content = { txt: text, html, json: JSON.stringify(headers), eml: raw };
    for (const part of parts) writeFileSync(this.#file(id, part), content[part]);
    const read = (part: (typeof parts)[number]) => readFileSync(this.#file(id, part));
    this.#sent += 1;
    // Properties of its own, so that whoever writes a mail out or looks through all of it gets them too.
    const kept: Message = {
      ...line,
      number: this.#sent,
      thread: headers.find(({ key }) => key.toLowerCase() === 'in-reply-to')?.value ?? id,
      get text() {
        return read('txt').toString();
      },
      get html() {
        return read('html').toString();
      },
      get headers() {
        return JSON.parse(read('json').toString()) as Message['headers'];
      },
      get raw() {
        return read('eml');
      },
    };
    this.#lines.push(kept);
    if (this.#lines.length > this.most) this.#letGo(this.#lines.shift());
    return kept;
  }

  /** Takes the folder away: mails last as long as the run. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #letGo(oldest: Message | undefined): void {
    if (oldest !== undefined) for (const part of parts) rmSync(this.#file(oldest.id, part), { force: true });
  }

  #file(id: string, part: (typeof parts)[number]): string {
    return path.join(this.#folder, `${id}.${part}`);
  }
}

/** A mail of plain words, as an AWS service writes to people. */
export function plainMessage(mail: {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly at: Date;
}): Omit<Message, 'number' | 'thread'> {
  const { from, to, subject, text } = mail;
  const headers = Object.entries({ from, to: to.join(', '), subject }).map(([key, value]) => ({
    key,
    value,
  }));
  const head = headers.map(({ key, value }) => `${key}: ${value}`).join('\r\n');
  return {
    id: randomUUID(),
    from,
    recipients: to,
    to,
    cc: [],
    subject,
    text,
    html: '',
    headers,
    tags: {},
    at: mail.at.toISOString(),
    raw: Buffer.from(`${head}\r\n\r\n${text.replaceAll('\n', '\r\n')}`),
  };
}
