import { londonDate } from '../calendar/working-days.ts';
import type { Acceptance, Ask, CaseRecord } from './case-record.ts';

/**
 * What is counted, each in its unit: children, unless it says otherwise. `of`: whose figure it is; that is whoever had the part on the day on which
 * it counts, also where it has taken it over from a council that has ended.
 */
export const measures = [
  /** Of who referred them. */
  'referred',
  /** Of the council that was asked; code: first or back-up. */
  'asked',
  /** Of the council that took them; code: how. */
  'accepted',
  /** Of the council that said no when it was its turn; code: its reason. */
  'turned-down',
  /** Of the council that would not stand by. */
  'would-not-stand-by',
  /** Of the council that left it unanswered. */
  'silent',
  /** Of the council where a coordinator placed them; code: the reason. */
  'directed',
  /** Of the council that its region's lead had named past the turn. */
  'named',
  /** Of the council that had taken them, before the handover; code: why it came to nothing. */
  'undone',
  /** Times, of the council that was to receive them; code: why the move failed on its day. */
  'failed',
  /** Times, of who had referred the child; code: which refusal of the child it was. */
  'child-refused',
  /** Of the council that was responsible; code: whether they were found since. Counted where they went missing. */
  'missing',
  /** The same, those of them who went missing after the handover. */
  'missing-after-handover',
  /** Of the receiving council; code: from where, as the record says. */
  'moved-in',
  /** Of the council out of whose care they went; who came from a port went out of none. */
  'moved-out',
  /** Referrals, of whose they were: ended without a handover; code: how. */
  'ended',
] as const;
export type Measure = (typeof measures)[number];

/** What is measured of each, beside being counted. `of` as above. */
export const spans = [
  /** Working days to the handover, once for each child; of the receiving council. */
  'working-days',
  /** Calendar days to the handover, and since the receiving council was asked; so too. */
  'days',
  'days-since-asked',
  /** Calendar days for which a child was missing, of who was responsible. */
  'days-missing',
  /** Whole hours, each time that the step was done: from the referral to the first council that is asked, once; held for a coordinator; of who referred. */
  'hours-to-ask',
  'hours-held',
  /** … from when it was its turn to its yes or no; of the council that answered. */
  'hours-to-answer',
  /** … from the referral to a yes, from there to a day for the move, and to the handover; of who took them. */
  'hours-to-yes',
  'hours-to-arrange',
  'hours-to-move',
] as const;
export type Span = (typeof spans)[number];

/** Something that counts, on the day in London on which it happened. */
export type Happening = {
  readonly on: string;
  readonly of: string;
  /** How many. */
  readonly n: number;
} & (
  | { readonly what: Measure; readonly code: string }
  /** @property {number} value in the unit of the span */
  | { readonly what: Span; readonly value: number }
);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const counted = (what: Measure, at: string, of: string, n: number, code = ''): Happening => ({
  on: londonDate(at),
  of,
  n,
  what,
  code,
});

const measured = (what: Span, at: string, of: string, value: number, n = 1): Happening => ({
  on: londonDate(at),
  of,
  n,
  what,
  value,
});

const hours = (what: Span, from: string, to: string, of: string): Happening =>
  measured(what, to, of, Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / HOUR)));

const ofAsk = ({ council, role, children, at, live, answers, silent }: Ask): readonly Happening[] => [
  ...(role === 'back-up' ? [counted('asked', at, council, children, 'back-up')] : []),
  ...live.map((since) => counted('asked', since, council, children, 'first')),
  ...silent.map((until) => counted('silent', until, council, children)),
  ...answers.flatMap(({ at: answeredAt, council: by, said, reason = 'not-said', since }) => [
    ...(said === 'no' ? [counted('turned-down', answeredAt, by, children, reason)] : []),
    ...(said === 'does-not-stand-by' ? [counted('would-not-stand-by', answeredAt, by, children)] : []),
    ...(since !== undefined && (said === 'yes' || said === 'no')
      ? [hours('hours-to-answer', since, answeredAt, by)]
      : []),
  ]),
];

const ofAcceptance = (
  { at, council, children, how, directed, named, arrangedAt, arrangedBy = council, undone }: Acceptance,
  referredAt: string,
): readonly Happening[] => [
  counted('accepted', at, council, children, how),
  ...(how === 'placed-directly' ? [counted('directed', at, council, children, directed)] : []),
  ...(named ? [counted('named', at, council, children)] : []),
  hours('hours-to-yes', referredAt, at, council),
  ...(arrangedAt === undefined ? [] : [hours('hours-to-arrange', at, arrangedAt, arrangedBy)]),
  ...(undone === undefined
    ? []
    : [counted('undone', undone.at, undone.of ?? council, children, undone.because)]),
];

const ofMove = ({ move, from, acceptances }: CaseRecord): readonly Happening[] => {
  if (move === undefined) return [];
  const { at, council, outOf, children, workingDays, days, daysSinceAsked } = move;
  const yes = acceptances.at(-1)?.at ?? at;
  return [
    counted('moved-in', at, council, children, from),
    ...(from === 'port' ? [] : [counted('moved-out', at, outOf, children)]),
    measured('working-days', at, council, workingDays, children),
    measured('days', at, council, days, children),
    measured('days-since-asked', at, council, daysSinceAsked, children),
    hours('hours-to-move', yes, at, council),
  ];
};

const ofAbsences = ({ absences }: CaseRecord): readonly Happening[] =>
  absences.flatMap(({ since, council, takenOverBy = council, afterHandover, foundAt }) => {
    const code = foundAt === undefined ? 'not-found' : 'found';
    return [
      counted('missing', since, council, 1, code),
      ...(afterHandover ? [counted('missing-after-handover', since, council, 1, code)] : []),
      ...(foundAt === undefined
        ? []
        : [
            measured(
              'days-missing',
              foundAt,
              takenOverBy,
              Math.max(0, Math.floor((Date.parse(foundAt) - Date.parse(since)) / DAY)),
            ),
          ]),
    ];
  });

const nths = ['first', 'second'] as const;

/** Everything in a case that counts. A day that is in it once, stays in it whatever is recorded later. */
export const happenings = (record: CaseRecord): readonly Happening[] => {
  const { referredAt, by, referred, asks, acceptances, holds, failed, refusals, ends } = record;
  const [firstAsk] = asks;
  return [
    counted('referred', referredAt, by, referred),
    ...(firstAsk === undefined ? [] : [hours('hours-to-ask', referredAt, firstAsk.at, firstAsk.by ?? by)]),
    ...holds.flatMap(({ at, until, by: of = by }) =>
      until === undefined ? [] : [hours('hours-held', at, until, of)],
    ),
    ...asks.flatMap(ofAsk),
    ...acceptances.flatMap((one) => ofAcceptance(one, referredAt)),
    ...failed.map(
      ({ on, council, reason }): Happening => ({ on, of: council, n: 1, what: 'failed', code: reason }),
    ),
    ...refusals.map(({ at, nth, by: of }) => counted('child-refused', at, of, 1, nths[nth - 1] ?? 'later')),
    ...ofAbsences(record),
    ...ofMove(record),
    // The month in which it ended is kept in mind, whatever became of the end: nought is counted there.
    ...ends.map(({ at, how, by: of = by, reopened }) => counted('ended', at, of, reopened ? 0 : 1, how)),
  ];
};

/** The months in which something of a case counts: YYYY-MM, in order. */
export const monthsOf = (record: CaseRecord): readonly string[] =>
  [...new Set(happenings(record).map(({ on }) => on.slice(0, 7)))].toSorted();
