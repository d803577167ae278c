import { endOfMonth } from '../calendar/ages.ts';
import { councilsOn, publishedCouncil } from '../council/published-councils.ts';
import { countOf, type Figures } from './figures.ts';
import type { Period } from './periods.ts';

/** Transfers of one authority in a quarter, in children, as the Home Office publishes them. */
export interface AuthorityTransfers {
  readonly code: string;
  /** The code, of one that has no children's services: such a one is not able to take part. */
  readonly name: string;
  readonly region: string;
  readonly able: boolean;
  /** From its care into that of another authority. */
  readonly out: number;
  /** Out of the care of another authority into its own. */
  readonly in: number;
  /** Straight from a port, an intake unit or a hotel: no other authority stood between, and none of these is in `in`, or in anybody's `out`. */
  readonly inFromPort: number;
}

/** @returns YYYY-MM-DD */
export const lastDayOf = ({ months }: Period): string => endOfMonth(`${months.at(-1)}-01`);

/**
 * Sheet NTS_01 of the Home Office's transparency data for a quarter: every authority that there was in it, also where nobody moved, and any other of
 * which something was counted. By region, then by name. Over all of them as many went out as came in.
 *
 * @param figures of the quarter
 */
export function nts01(figures: Figures, quarter: Period): readonly AuthorityTransfers[] {
  const there = [`${quarter.months[0]}-01`, lastDayOf(quarter)].flatMap(councilsOn).map(({ code }) => code);
  const counted = (['moved-in', 'moved-out'] as const).flatMap((what) =>
    Object.keys(figures.counts[what] ?? {}),
  );
  return [...new Set([...there, ...counted])]
    .map((code): AuthorityTransfers => {
      const council = publishedCouncil(code);
      const inFromPort = countOf(figures, 'moved-in', { of: code, code: 'port' });
      return {
        code,
        name: council?.name ?? code,
        region: council?.regionName ?? '',
        able: council !== undefined,
        out: countOf(figures, 'moved-out', { of: code }),
        in: countOf(figures, 'moved-in', { of: code }) - inFromPort,
        inFromPort,
      };
    })
    .toSorted((a, b) => a.region.localeCompare(b.region, 'en-GB') || a.name.localeCompare(b.name, 'en-GB'));
}
