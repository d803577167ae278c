import { allSuccessions, hasEnded } from '../calendar/in-force.ts';
import { divideAmong, type RotaState } from './rota.ts';

/**
 * The turns of a region on a day: what a council that has ended by then was owed, or owed, is divided among those that took over, by the
 * children of each. The state itself before anybody in it has ended.
 *
 * @param today Europe/London, YYYY-MM-DD
 */
export const turnsOn = (state: RotaState, today: string): RotaState =>
  allSuccessions()
    .filter(({ ends }) => hasEnded(ends, today))
    .reduce(
      (before, { ends, begins }) =>
        divideAmong(
          before,
          ends,
          begins.map(({ code, childPopulation }) => ({ id: code, weight: childPopulation })),
        ),
      state,
    );
