import type { DataOf } from '../../../events/catalogue.ts';
import type { CaseRecord } from '../../../shared/core/figures/case-record.ts';
import { saidYes, tookAsBackUp } from '../../../shared/core/figures/council-answers.ts';
import {
  codesOf,
  councilsIn,
  countOf,
  type Figures,
  spreadOf,
  within,
} from '../../../shared/core/figures/figures.ts';
import type { Measure, Span } from '../../../shared/core/figures/happenings.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { directWords, failureWords, noWords, type Words, wordsIn } from '../../../shared/words/reasons.ts';
import type { Cell } from './csv.ts';

/** What stands for a number that is not published: the sign of official statistics for what is confidential (decision 61). */
export const HIDDEN = '[c]';

/** Figures as a table: on the page, and as a file of the same lines. */
export interface FigureTable {
  /** Of its file. */
  readonly name: string;
  readonly caption: string;
  /** What it counts, in a sentence. */
  readonly says: string;
  readonly columns: readonly string[];
  /** The number of the cell that says what the others of its row are of, from 0; the first, where none is given. */
  readonly head?: number;
  readonly rows: readonly (readonly Cell[])[];
  /** What is said where there is no row. */
  readonly whenEmpty?: string;
  /** It says which cases: whoever reads figures alone has no part in it. */
  readonly namesCases?: true;
}

/** With one place behind the point; nothing where there is nothing to be a part of. */
const percent = (part: number, all: number): Cell => (all === 0 ? '' : Math.round((1000 * part) / all) / 10);
export const rounded = (value: number): number => Math.round(value * 10) / 10;

const byCode = (
  figures: Figures,
  what: Measure,
  words: (code: string) => string,
  of: number,
): readonly (readonly Cell[])[] =>
  codesOf(figures, what).map(([code, n]) => [words(code), n, percent(n, of)]);

const fromWords: Words<CaseRecord['from']> = {
  port: 'From a port, in no council’s care',
  reception: 'Out of a reception centre',
  care: 'Out of other care of a council',
};

const moves = (figures: Figures): FigureTable => {
  const all = countOf(figures, 'moved-in');
  const [five, ten] = [5, 10].map((days) => within(figures, 'working-days', days)) as [number, number];
  return {
    name: 'moves',
    caption: 'Children who moved',
    says: 'By the day of the handover. Working days run from the referral to the handover.',
    columns: ['', 'Children', 'Percent'],
    rows: [
      ['All who moved', all, percent(all, all)],
      ['Within 5 working days', five, percent(five, all)],
      ['Within 10 working days', ten, percent(ten, all)],
      ...byCode(figures, 'moved-in', wordsIn(fromWords), all),
    ],
  };
};

/** Each way of telling lengths, as a line. */
const lines = (figures: Figures, what: readonly Span[]): readonly (readonly Cell[])[] => {
  const spreads = what.map((span) => spreadOf(figures, span));
  return [
    ['Shortest', ...spreads.map((one) => one?.shortest ?? '')],
    ['Mean', ...spreads.map((one) => (one === undefined ? '' : rounded(one.mean)))],
    ['Half took at most', ...spreads.map((one) => one?.p50 ?? '')],
    ['Nine in ten took at most', ...spreads.map((one) => one?.p90 ?? '')],
    ['Longest', ...spreads.map((one) => one?.longest ?? '')],
  ];
};

const waits = (figures: Figures): FigureTable => ({
  name: 'waits',
  caption: 'How long children waited for the handover',
  says: 'Of those who moved, from the referral.',
  columns: ['', 'Working days', 'Calendar days'],
  rows: lines(figures, ['working-days', 'days']),
});

const stepWords: Words<Extract<Span, `hours-${string}`>> = {
  'hours-to-ask': 'From the referral until a council is asked',
  'hours-held': 'Held for a coordinator',
  'hours-to-answer': 'From asking a council to its yes or no',
  'hours-to-yes': 'From the referral to a yes',
  'hours-to-arrange': 'From the yes until a day is fixed',
  'hours-to-move': 'From the yes to the handover',
};

const steps = (figures: Figures): FigureTable => ({
  name: 'steps',
  caption: 'How long each step took',
  says: 'In hours, nights and weekends as well. Each time that a step was done.',
  columns: ['Step', 'Times', 'Half took at most', 'Nine in ten took at most'],
  rows: (Object.keys(stepWords) as (keyof typeof stepWords)[]).map((span) => {
    const spread = spreadOf(figures, span);
    return [stepWords[span], spread?.n ?? 0, spread?.p50 ?? '', spread?.p90 ?? ''];
  }),
});

const answers = (figures: Figures): FigureTable => {
  const asked = countOf(figures, 'asked', { code: 'first' });
  const row = (words: string, n: number): readonly Cell[] => [words, n, percent(n, asked)];
  return {
    name: 'answers',
    caption: 'What councils answered',
    says: 'Children, each time that a council was asked to take them. An answer is of the day on which it came. A yes after a no or a silence counts beside these. Who came to a back-up is no part of those asked.',
    columns: ['', 'Children', 'Percent of those asked'],
    rows: [
      row('Councils were asked', asked),
      row('Said yes when asked', saidYes(figures)),
      row('Said no', countOf(figures, 'turned-down')),
      row('Did not answer', countOf(figures, 'silent')),
      ['Took them as a back-up', tookAsBackUp(figures), ''],
    ],
  };
};

const reasons = (figures: Figures): FigureTable => ({
  name: 'reasons',
  caption: 'Why councils said no',
  says: 'In the words of the councils.',
  columns: ['Reason', 'Children', 'Percent'],
  rows: byCode(figures, 'turned-down', noWords, countOf(figures, 'turned-down')),
});

const nthWords = { first: 'For the first time', second: 'For the second time', later: 'Again after that' };

const refusals = (figures: Figures): FigureTable => ({
  name: 'refusals',
  caption: 'Children who refused to move',
  says: 'Each time that a child refused.',
  columns: ['', 'Times'],
  rows: Object.entries(nthWords).map(([code, words]) => [words, countOf(figures, 'child-refused', { code })]),
});

const failed = (figures: Figures): FigureTable => {
  const words: Words<DataOf<'transfer-failed.v1'>['reason'] | 'child-refused'> = {
    ...failureWords,
    'child-refused': 'The child refused',
  };
  return {
    name: 'failed',
    caption: 'Moves that failed on the day',
    says: 'By the day that was fixed for the move.',
    columns: ['Reason', 'Times'],
    rows: codesOf(figures, 'failed').map(([code, n]) => [wordsIn(words)(code), n]),
  };
};

const missing = (figures: Figures): FigureTable => {
  const days = spreadOf(figures, 'days-missing');
  return {
    name: 'missing',
    caption: 'Children who went missing',
    says: 'Each time that a child went missing. Days are whole days, of those who were found in this time.',
    columns: ['', 'Number'],
    rows: [
      ['Went missing', countOf(figures, 'missing')],
      ['Of them after the handover', countOf(figures, 'missing-after-handover')],
      ['Of them found since', countOf(figures, 'missing', { code: 'found' })],
      ['Of them not found', countOf(figures, 'missing', { code: 'not-found' })],
      ['Shortest, in days', days?.shortest ?? ''],
      ['Mean, in days', days === undefined ? '' : rounded(days.mean)],
      ['Longest, in days', days?.longest ?? ''],
    ],
  };
};

const direct = (figures: Figures): FigureTable => {
  const placed = countOf(figures, 'accepted');
  const [directed, named] = [countOf(figures, 'directed'), countOf(figures, 'named')];
  return {
    name: 'direct',
    caption: 'Children placed past the turn',
    says: 'By a coordinator, with the reason; or where the lead of a region named another council.',
    columns: ['Reason', 'Children', 'Percent of those placed'],
    rows: [
      ...byCode(figures, 'directed', wordsIn(directWords), placed),
      ['All placed by a coordinator', directed, percent(directed, placed)],
      ['Named by the lead of a region', named, percent(named, placed)],
      ['All past the turn', directed + named, percent(directed + named, placed)],
      ['All placed', placed, percent(placed, placed)],
    ],
  };
};

const councils = (figures: Figures): FigureTable => ({
  name: 'councils',
  caption: 'Each council',
  says: 'Children. Mean days run from asking the council to the handover.',
  columns: [
    'Council',
    'Code',
    'Referred',
    'Asked',
    'Yes when asked',
    'Took as a back-up',
    'No',
    'No answer',
    'Placed directly',
    'Moved in',
    'Moved out',
    'Mean days',
  ],
  rows: councilsIn(figures)
    .map((of): readonly Cell[] => {
      const count = (what: Measure, code?: string) =>
        countOf(figures, what, code === undefined ? { of } : { of, code });
      const days = spreadOf(figures, 'days-since-asked', of);
      return [
        authorityName(of),
        of,
        count('referred'),
        count('asked', 'first'),
        saidYes(figures, of),
        tookAsBackUp(figures, of),
        count('turned-down'),
        count('silent'),
        count('directed'),
        count('moved-in'),
        count('moved-out'),
        days === undefined ? '' : rounded(days.mean),
      ];
    })
    .toSorted(([a], [b]) => String(a).localeCompare(String(b), 'en-GB')),
});

const turnedDown = ({ oftenTurnedDown }: Figures): FigureTable => ({
  name: 'turned-down',
  namesCases: true,
  caption: 'Turned down twice or more',
  says: 'Cases to which councils said no at least twice, with each no and its reason.',
  columns: ['Case', 'Referred by', 'Children', 'Times', 'Councils and reasons'],
  rows: oftenTurnedDown
    .toSorted((a, b) => b.noes.length - a.noes.length)
    .map(({ caseId, by, children, noes }) => [
      caseId,
      authorityName(by),
      children,
      noes.length,
      noes.map(({ council, reason }) => `${authorityName(council)}: ${noWords(reason)}`).join('; '),
    ]),
});

const makers = {
  moves,
  waits,
  steps,
  answers,
  reasons,
  refusals,
  failed,
  missing,
  direct,
  councils,
  'turned-down': turnedDown,
} satisfies Readonly<Record<string, (figures: Figures) => FigureTable>>;

/** Every table, in the order of the page. */
export const figureTables = (figures: Figures): readonly FigureTable[] =>
  Object.values(makers).map((make) => make(figures));

/** The table of a file; undefined where there is none of that name. */
export const figureTable = (figures: Figures, name: string): FigureTable | undefined =>
  Object.hasOwn(makers, name) ? makers[name as keyof typeof makers](figures) : undefined;
