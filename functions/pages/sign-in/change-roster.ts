import type { Roster } from '../../../shared/core/roster.ts';
import type { PagesTools } from '../tools.ts';

/** Far more than there are people who might change a roster in one moment. */
const MOST_TRIES = 8;

/**
 * Changes a desk's roster as it stands when it is written.
 *
 * @param change the roster as it should be; undefined when that may not be, as it stands now
 * @returns the roster as it is now; undefined when it may not be
 * @throws Error when others change it without end
 */
export async function changeRoster(
  { rosters }: Pick<PagesTools, 'rosters'>,
  desk: string,
  change: (roster: Roster) => Roster | undefined,
): Promise<Roster | undefined> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { roster, version } = await rosters.read(desk);
    const changed = change(roster);
    if (changed === undefined || changed === roster) return changed;
    if ((await rosters.write(desk, changed, version)) === 'written') return changed;
  }
  throw new Error('The roster of a desk was changed by others again and again.');
}
