import type { FactField } from '../../shared/words/fact-labels.ts';
import type { NamePart } from './labels.ts';

/** Something that could not be read: where it stood, and how to write it. Never what was written. */
export interface Problem {
  readonly where: string;
  readonly words: string;
}

/** One answer as it was written. */
export interface Entry {
  readonly child: number;
  readonly field: FactField;
  readonly part?: NamePart;
  /** Its label may mean another fact, too: see `spread`. */
  readonly either?: true;
  readonly text: string;
  /** A day that a spreadsheet may have turned round: others of its column are texts that it could not. */
  readonly doubtful?: boolean;
  /** For the sender: "Row 3". */
  readonly where: string;
}

/** Something that was sent and not read: where it stood, how to write it, and what it may be about. */
export interface Unread extends Problem {
  readonly bears: readonly string[];
}

/** What one place of a mail says of one referral, before it is judged. */
export interface Said {
  /** Its place in the mail, from 1. */
  readonly row: number;
  /** What its sender calls it: "Your message", "Row 3". */
  readonly where: string;
  /** The case that it adds to, when it names one. */
  readonly reference: string | undefined;
  /** Whether it stood in a list with others: then a reference in the subject does not mean it. */
  readonly ofMany?: boolean;
  readonly entries: readonly Entry[];
  readonly unread: readonly Unread[];
  /** How many children it says there are, each time that it says so. */
  readonly counts: readonly number[];
  /** Whether it says that it corrects what a case says of who the child is. */
  readonly correction?: boolean;
}

export const nothingSaid = { reference: undefined, entries: [], unread: [], counts: [] } as const;
