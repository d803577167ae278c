import type { Roster } from '../core/roster.ts';

/** A desk's roster: a handful of people, read and written as one, so that what depends on all of them is decided at once. */
export interface RosterStore {
  /** @returns an empty one of version 0 where there is none */
  read(desk: string): Promise<{ readonly roster: Roster; readonly version: number }>;
  /** Writes it as the next version, unless somebody else has since `version` was read. */
  write(desk: string, roster: Roster, version: number): Promise<'written' | 'changed'>;
}
