import { dateWords, londonTime } from '../../../shared/core/calendar/working-days.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { fundingBand } from '../../../shared/core/council/funding.ts';
import type { Because, CareRecord, ProvenMove, Stamp } from '../../../shared/core/figures/care-record.ts';
import type { Nights } from '../../../shared/core/figures/nights.ts';
import { plural } from '../../../shared/words/counting.ts';
import { careOutcomeWords, type Words, withdrawalWords } from '../../../shared/words/reasons.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { incentiveWords } from '../words/funding-words.ts';
import type { Cell } from './csv.ts';
import type { FigureTable } from './figure-tables.ts';

/** A table of the page, whose file says more of each line. */
export interface MoneyTable {
  readonly shown: FigureTable;
  readonly file: Pick<FigureTable, 'columns' | 'rows'>;
}

/** A move that a council received, in the case of which it is. */
export interface MoveIn {
  readonly caseId: string;
  readonly move: ProvenMove;
}

const becauseWords: Words<Because> = {
  ...withdrawalWords,
  ...careOutcomeWords,
  referred: 'Referred',
  'handed-over': 'Handed over',
  'other-council': 'Another council became responsible',
  'council-ended': 'The council ended',
  reopened: 'Opened again',
  amended: 'The referral was corrected',
  'turned-18': 'Turned 18',
};

const asWords = {
  'entry-authority': 'Entry authority',
  'receiving-authority': 'Receiving authority',
} as const;

const stampCells = (stamp: Stamp | undefined): readonly Cell[] =>
  stamp === undefined ? ['', '', ''] : [stamp.at, stamp.event, stamp.hash];

const stampColumns = (what: string): readonly string[] => [
  `${what} at (UTC)`,
  `${what}: number in the trail`,
  `${what}: hash`,
];

/** What funding pays for: nights of each child. The rate is that of the council's count today; undefined where no count is known. */
export function nightsTable(nights: readonly Nights[], council: Council | undefined): MoneyTable {
  const band = council && fundingBand(council);
  const [all, missing] = [
    nights.reduce((sum, one) => sum + one.nights, 0),
    nights.reduce((sum, one) => sum + one.missing, 0),
  ];
  const childrenIn = new Set(nights.map(({ caseId, stay }) => `${caseId} ${stay.child}`)).size;
  const ended = ({ stay: { until } }: Nights): string =>
    until === undefined ? 'In care still' : `${becauseWords[until.because]}, ${dateWords(until.on)}`;
  return {
    shown: {
      name: 'nights',
      caption: 'Nights in your care',
      whenEmpty: 'No nights in this time.',
      says: `${plural(all, 'night')} of ${plural(childrenIn, 'child', 'children')}. On ${missing} of them the child was missing. The file has the events that prove each line.`,
      columns: ['Case and child', 'First night', 'Last night', 'Nights', 'Missing', 'What ended it'],
      rows: nights.map((one) => [
        `${one.caseId}, child ${one.stay.child}`,
        dateWords(one.first),
        dateWords(one.last),
        one.nights,
        one.missing,
        ended(one),
      ]),
    },
    file: {
      columns: [
        'Month',
        'Case',
        'Child',
        'Responsible as',
        'First night',
        'Last night',
        'Nights',
        'Missing nights',
        'Rate a night by the count of today (GBP)',
        'Rate as at',
        'In care from',
        'Began because',
        ...stampColumns('Beginning'),
        'In care until',
        'Ended because',
        ...stampColumns('End'),
      ],
      rows: nights.map(({ month, caseId, stay, first, last, nights: n, missing: gone }) => [
        month,
        caseId,
        stay.child,
        asWords[stay.as],
        first,
        last,
        n,
        gone,
        band?.pounds ?? '',
        band?.asAt ?? '',
        stay.from.on,
        becauseWords[stay.from.because],
        ...stampCells(stay.from),
        stay.until?.on ?? '',
        stay.until === undefined ? '' : becauseWords[stay.until.because],
        ...stampCells(stay.until),
      ]),
    },
  };
}

/** The moves of some months to a council, by the day of the handover. */
export const movesIn = (records: readonly CareRecord[], months: readonly string[]): readonly MoveIn[] =>
  records
    .flatMap(({ caseId, move }) => (move === undefined ? [] : [{ caseId, move }]))
    .filter(({ move }) => months.includes(move.handedOver.on.slice(0, 7)))
    .toSorted((a, b) => (a.move.handedOver.at < b.move.handedOver.at ? -1 : 1));

/** What proves each move to the council, and what it says of the incentives that were in force. */
export function movesTable(moves: readonly MoveIn[]): MoneyTable {
  const noted = (incentives: ProvenMove['incentives'], none: string): string =>
    incentives.length === 0
      ? none
      : incentives
          .map(
            ({ incentive, inTime }) => `${incentiveWords(incentive)}: ${inTime ? 'in time' : 'not in time'}`,
          )
          .join('; ');
  const told = (stamp: Stamp): string => `${momentWords(stamp.at)} (event ${stamp.event})`;
  return {
    shown: {
      name: 'moves',
      caption: 'Moves to you',
      whenEmpty: 'No moves to you in this time.',
      says: 'By the day of the handover. Working days run to the handover, in the calendar of your nation. “Event” is the number in the trail of the case.',
      columns: [
        'Case',
        'Children',
        'Referred',
        'You were first told',
        'Handed over',
        'Incentives on that day',
      ],
      rows: moves.map(
        ({ caseId, move: { children, referred, notified, handedOver, workingDays, incentives } }) => [
          caseId,
          children.length,
          `${told(referred)}: ${plural(workingDays.referral, 'working day')}`,
          `${told(notified)}: ${plural(workingDays.notification, 'working day')}`,
          told(handedOver),
          noted(incentives, 'None known'),
        ],
      ),
    },
    file: {
      columns: [
        'Case',
        'Children',
        ...stampColumns('Referred'),
        ...stampColumns('First told'),
        ...stampColumns('Accepted'),
        ...stampColumns('Move arranged'),
        ...stampColumns('Handed over'),
        'Handed over (London)',
        'Working days from the referral',
        'Working days from first told',
        'Incentives in force',
        'Their sources',
      ],
      rows: moves.map(({ caseId, move }) => [
        caseId,
        move.children.join(' '),
        ...[move.referred, move.notified, move.accepted, move.arranged, move.handedOver].flatMap(stampCells),
        `${move.handedOver.on} ${londonTime(move.handedOver.at)}`,
        move.workingDays.referral,
        move.workingDays.notification,
        noted(move.incentives, ''),
        move.incentives.map(({ incentive }) => incentive.source).join('; '),
      ]),
    },
  };
}
