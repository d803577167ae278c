import type { SchemeFairness } from '../core/allocation/fairness.ts';
import { londonDate } from '../core/calendar/working-days.ts';
import type { CareRecord } from '../core/figures/care-record.ts';
import type { CaseRecord } from '../core/figures/case-record.ts';
import type { Figures } from '../core/figures/figures.ts';
import type { CareInMonth, FigureStore } from '../ports/figure-store.ts';
import { copyOf } from './copies.ts';

/** What is counted, in memory: the promises of `DynamoFigureStore`. */
export class MemoryFigureStore implements FigureStore {
  readonly #records = new Map<string, Map<string, CaseRecord>>();
  readonly #care = new Map<string, CareInMonth>();
  readonly #editions = new Map<string, number>();
  readonly #figures = new Map<string, { readonly edition: number; readonly figures: Figures }>();
  readonly #fairness = new Map<string, SchemeFairness>();
  #counted: { readonly at: string; readonly uncounted: readonly string[] } | undefined;

  async putRecord(month: string, record: CaseRecord): Promise<void> {
    const of = this.#of(month);
    if ((of.get(record.caseId)?.version ?? 0) <= record.version) of.set(record.caseId, copyOf(record));
  }

  async records(month: string): Promise<readonly CaseRecord[]> {
    return copyOf([...this.#of(month).values()].toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1)));
  }

  async putCare(month: string, record: CareRecord): Promise<void> {
    const key = `${record.council} ${month} ${record.caseId}`;
    if ((this.#care.get(key)?.record.version ?? 0) <= record.version)
      this.#care.set(key, copyOf({ month, record }));
  }

  async care(council: string, from: string, to: string): Promise<readonly CareInMonth[]> {
    return copyOf(
      [...this.#care]
        .filter(([, { month, record }]) => record.council === council && from <= month && month <= to)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, one]) => one),
    );
  }

  async nextEdition(month: string): Promise<number> {
    const edition = (this.#editions.get(month) ?? 0) + 1;
    this.#editions.set(month, edition);
    return edition;
  }

  async putFigures(month: string, edition: number, figures: Figures): Promise<'kept' | 'overtaken'> {
    if ((this.#figures.get(month)?.edition ?? 0) > edition) return 'overtaken';
    this.#figures.set(month, copyOf({ edition, figures }));
    return 'kept';
  }

  async figures(month: string): Promise<Figures | undefined> {
    return copyOf(this.#figures.get(month)?.figures);
  }

  async putFairness(fairness: SchemeFairness): Promise<void> {
    const month = londonDate(fairness.at).slice(0, 7);
    if ((this.#fairness.get(month)?.at ?? '') <= fairness.at) this.#fairness.set(month, copyOf(fairness));
  }

  async fairness(from: string, to: string): Promise<readonly SchemeFairness[]> {
    return copyOf(
      [...this.#fairness]
        .filter(([month]) => from <= month && month <= to)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, one]) => one),
    );
  }

  async countedUntil(): Promise<string | undefined> {
    return this.#counted?.at;
  }

  async uncounted(): Promise<readonly string[]> {
    return copyOf(this.#counted?.uncounted ?? []);
  }

  async putCountedUntil(at: string, uncounted: readonly string[]): Promise<void> {
    if (this.#counted === undefined || this.#counted.at <= at) this.#counted = copyOf({ at, uncounted });
  }

  #of(month: string): Map<string, CaseRecord> {
    const of = this.#records.get(month) ?? new Map<string, CaseRecord>();
    this.#records.set(month, of);
    return of;
  }
}
