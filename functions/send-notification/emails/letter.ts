/** One part of an e-mail's body. Everything is plain text: the layout escapes it. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  /** What the reader must not miss, usually the deadline. */
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly numbered?: boolean }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** One of several things: what it is, in short, and where it is seen. */
  | { readonly kind: 'item'; readonly title: string; readonly text: string; readonly url: string }
  /** The one thing that the reader is asked to do. */
  | { readonly kind: 'action'; readonly label: string; readonly url: string };

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** What an e-mail says, before it is HTML or plain text. No personal data: references, codes in words, counts and days. */
export interface Letter {
  readonly subject: string;
  /** What a phone shows beside the subject. */
  readonly preview: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
  /** Address of people who can help. */
  readonly help: string | undefined;
  /** The case's reference, or the council's name: what to quote when asking for help. */
  readonly quote: string;
  /** Whether those people read it themselves, and not for somebody to whom they forward it. */
  readonly isTheirs?: boolean;
  /** Whom its links are for, when it is to be passed on to them: "Kent". Its reader unless given. */
  readonly linksFor?: string;
}

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const notice = (text: string): Block => ({ kind: 'notice', text });
export const heading = (text: string): Block => ({ kind: 'heading', text });
export const list = (items: readonly string[]): Block => ({ kind: 'list', items });
/** A list whose parts an answer can name: "1.", "2.". */
export const numberedList = (items: readonly string[]): Block => ({ kind: 'list', items, numbered: true });
export const facts = (...rows: readonly Fact[]): Block => ({ kind: 'facts', facts: rows });
export const fact = (label: string, value: string): Fact => ({ label, value });
export const item = (title: string, text: string, url: string): Block => ({ kind: 'item', title, text, url });
export const action = (label: string, url: string): Block => ({ kind: 'action', label, url });
