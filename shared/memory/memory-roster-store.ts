import { emptyRoster, type Roster } from '../core/roster.ts';
import type { RosterStore } from '../ports/roster-store.ts';
import { copyOf } from './copies.ts';

/** Rosters in memory: the promises of `DynamoRosterStore`. */
export class MemoryRosterStore implements RosterStore {
  readonly #rosters = new Map<string, { readonly roster: Roster; readonly version: number }>();

  async read(desk: string): Promise<{ readonly roster: Roster; readonly version: number }> {
    return copyOf(this.#rosters.get(desk) ?? { roster: emptyRoster, version: 0 });
  }

  async write(desk: string, roster: Roster, version: number): Promise<'written' | 'changed'> {
    if ((this.#rosters.get(desk)?.version ?? 0) !== version) return 'changed';
    this.#rosters.set(desk, copyOf({ roster, version: version + 1 }));
    return 'written';
  }
}
