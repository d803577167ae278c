import { answersOf } from '../../../shared/core/figures/council-answers.ts';
import { type Figures, spreadOf } from '../../../shared/core/figures/figures.ts';
import { type Period, periodWords } from '../../../shared/core/figures/periods.ts';
import {
  FEW,
  type Publishable,
  type PublishedCount,
  publishedCounts,
  publishedOf,
} from '../../../shared/core/figures/publishable.ts';
import { noWords, type Words } from '../../../shared/words/reasons.ts';
import type { Cell } from './csv.ts';
import { type FigureTable, HIDDEN, rounded } from './figure-tables.ts';

/** Figures of a month or a quarter. */
export interface CountedIn {
  readonly period: Period;
  readonly figures: Figures;
}

export const countWords: Words<PublishedCount> = {
  referred: 'Referred',
  yes: 'Yes',
  no: 'No',
  silent: 'No answer',
  directed: 'Placed there directly',
  movedIn: 'Moved in',
  movedOut: 'Moved out',
};
export const counts = Object.keys(countWords) as readonly PublishedCount[];

/** A number as a table that is published shows it. */
export const publishedCell = (n: Publishable): Cell => (n === 'hidden' ? HIDDEN : n);

/** What a council is asked for in requests for information about the scheme, month by month: the true numbers. */
const sheet = (months: readonly CountedIn[], council: string): FigureTable => ({
  name: 'sheet',
  caption: 'Month by month',
  says: 'Children, each time that they were asked for. The mean days run from asking to the handover. Half of the answers came within the hours shown. Nights count too.',
  columns: [
    'Month',
    ...counts.map((what) => countWords[what]),
    'Asked first',
    'Asked to stand by',
    'Would not stand by',
    'Mean days',
    'Hours to answer',
  ],
  rows: months.map(({ period, figures }): readonly Cell[] => {
    const { askedFirst, askedToStandBy, wouldNotStandBy, hours } = answersOf(figures, council);
    const days = spreadOf(figures, 'days-since-asked', council);
    return [
      periodWords(period),
      ...counts.map((what) => publishedCounts[what](figures, council)),
      askedFirst,
      askedToStandBy,
      wouldNotStandBy,
      days === undefined ? '' : rounded(days.mean),
      hours?.p50 ?? '',
    ];
  }),
});

const reasons = (months: readonly CountedIn[], council: string): FigureTable => ({
  name: 'reasons',
  caption: 'Why it said no',
  says: 'Children, by the reason that the council gave.',
  columns: ['Month', 'Reason', 'Code', 'Children'],
  rows: months.flatMap(({ period, figures }) =>
    answersOf(figures, council).reasons.map(([code, n]) => [periodWords(period), noWords(code), code, n]),
  ),
});

/** The same for whole quarters, as it may be published. */
const publication = (quarters: readonly CountedIn[], council: string): FigureTable => ({
  name: 'publication',
  caption: 'For publication',
  says: `Children, in each quarter of this time that is over. ${HIDDEN} hides a number from 1 to ${FEW - 1}, or one that gives it away. Publish this table and no other.`,
  columns: ['Quarter', ...counts.map((what) => countWords[what])],
  rows: quarters.map(({ period, figures }): readonly Cell[] => [
    periodWords(period),
    ...counts.map((what) => publishedCell(publishedOf(figures, period, what, council))),
  ]),
});

/** Every table of a council, in the order of the page. */
export const councilTables = (
  months: readonly CountedIn[],
  quarters: readonly CountedIn[],
  council: string,
): readonly FigureTable[] => [
  sheet(months, council),
  reasons(months, council),
  publication(quarters, council),
];
