import type { SchemeFairness } from '../core/allocation/fairness.ts';
import type { CareRecord } from '../core/figures/care-record.ts';
import type { CaseRecord } from '../core/figures/case-record.ts';
import type { Figures } from '../core/figures/figures.ts';

/** A record of care, as it is kept in a month. */
export interface CareInMonth {
  /** YYYY-MM */
  readonly month: string;
  readonly record: CareRecord;
}

/** What is counted of the scheme: a record of each case in every month in which something of it counts, and the figures of each month; and who had which children in its care. */
export interface FigureStore {
  /** Keeps a case's record in a month. One that follows from more of its trail is not replaced by one that follows from less. @param month YYYY-MM, as everywhere here */
  putRecord(month: string, record: CaseRecord): Promise<void>;
  /** The records of a month, every one that was kept before this was asked. In order of their references. */
  records(month: string): Promise<readonly CaseRecord[]>;
  /** Keeps in a month what the record's council had of a case's children in its care. One that follows from more of the trail is not replaced by one that follows from less. */
  putCare(month: string, record: CareRecord): Promise<void>;
  /** The records of a council's care in the months from one to another, both included: every one that was kept before this was asked. In order of months, then references. */
  care(council: string, from: string, to: string): Promise<readonly CareInMonth[]>;
  /** A number that nobody was given before for a month: it goes up. Whoever takes one before it reads the records knows all that lower numbers knew. */
  nextEdition(month: string): Promise<number>;
  /** Keeps the figures of a month, unless those of a higher edition are there. */
  putFigures(month: string, edition: number, figures: Figures): Promise<'kept' | 'overtaken'>;
  /** The figures of a month; undefined where nothing was ever counted. */
  figures(month: string): Promise<Figures | undefined>;
  /** Keeps how fair the scheme was as that of its month, in London, unless something later is kept there. */
  putFairness(fairness: SchemeFairness): Promise<void>;
  /** How fair the scheme was as it was kept last in each of the months from one to another, both included. The earliest first. */
  fairness(from: string, to: string): Promise<readonly SchemeFairness[]>;
  /** Up to when trails that grew are counted, instant; undefined before the first run. */
  countedUntil(): Promise<string | undefined>;
  /** Cases at which that run failed: the next counts them again, whether they grow or not. */
  uncounted(): Promise<readonly string[]>;
  /** Said by a run once all of it is kept, but for the cases at which it failed. It never goes back. */
  putCountedUntil(at: string, uncounted: readonly string[]): Promise<void>;
}
