import type { Figures } from '../../../shared/core/figures/figures.ts';
import { lastDayOf, nts01 } from '../../../shared/core/figures/nts-01.ts';
import type { Period } from '../../../shared/core/figures/periods.ts';
import type { FigureTable } from './figure-tables.ts';

/** The name of its file. */
export const TRANSFERS = 'nts-01';

/** NTS_01 of a quarter, in the columns and the kinds of values in which the Home Office publishes it; without its lines of totals, so that a column can be summed. */
export function transfersTable(figures: Figures, quarter: Period): FigureTable {
  const date = lastDayOf(quarter);
  const [year, number] = [Number(date.slice(0, 4)), Math.ceil(Number(date.slice(5, 7)) / 3)];
  const all = nts01(figures, quarter);
  const sum = (of: 'out' | 'in' | 'inFromPort'): number => all.reduce((total, one) => total + one[of], 0);
  return {
    name: TRANSFERS,
    caption: 'Transfers of each council',
    says: `Children, by the day of the handover. In all: ${sum('out')} out of a council, ${sum('in')} into one, and ${sum('inFromPort')} straight from a port, which no council had in its care before.`,
    columns: [
      'Date',
      'Year',
      'Quarter',
      'Region',
      'Local Authority or HSCT (NI)',
      'Able to participate in the NTS?',
      'Transfers out of Local Authority',
      'Transfers into Local Authority',
      'Transfers into LA from port/intake unit',
    ],
    head: 4,
    rows: all.map((one) => [
      date,
      year,
      number,
      one.region,
      one.name,
      one.able ? 'Yes' : 'No',
      one.out,
      one.in,
      one.inFromPort,
    ]),
  };
}
