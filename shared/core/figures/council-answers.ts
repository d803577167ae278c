import type { DataOf } from '../../../events/catalogue.ts';
import { defined } from '../defined.ts';
import { countOf, type Figures, type Spread, spreadOf } from './figures.ts';

/** What a council was asked in some months, and how it answered: in children, each time that it was asked. */
export interface CouncilAnswers {
  readonly askedFirst: number;
  readonly askedToStandBy: number;
  /** To being asked first: not those who came to it because it stood by, nor those who were placed there. */
  readonly yes: number;
  /** Came to it because it had said that it would stand by. */
  readonly asBackUp: number;
  readonly no: number;
  /** Its noes by reason, most first. */
  readonly reasons: readonly (readonly [reason: string, children: number])[];
  /** Its time ran out. */
  readonly silent: number;
  readonly wouldNotStandBy: number;
  /** Placed there by coordinators, without being asked in turn. */
  readonly directed: number;
  /** What it had taken came to nothing before the handover. */
  readonly undone: number;
  readonly movedIn: number;
  /** Hours from when it was its turn to its yes or no, nights and weekends as well; undefined where it gave none of these, whatever it said as a back-up. */
  readonly hours?: Spread;
}

const taken =
  (how: DataOf<'place-accepted.v1'>['how']) =>
  (figures: Figures, of?: string): number =>
    countOf(figures, 'accepted', { code: how, ...defined({ of }) });

/** Children whom councils took, or one did, with a yes to being asked first. A yes after a no or a silence counts beside these. */
export const saidYes = taken('accepted');

/** Children who came to councils, or to one, that stood by: of being asked first they are no part. */
export const tookAsBackUp = taken('back-up-yes');

/** What the figures of some months say of one council. */
export function answersOf(figures: Figures, of: string): CouncilAnswers {
  const count = (what: Parameters<typeof countOf>[1], code?: string): number =>
    countOf(figures, what, { of, ...(code === undefined ? {} : { code }) });
  const hours = spreadOf(figures, 'hours-to-answer', of);
  return {
    askedFirst: count('asked', 'first'),
    askedToStandBy: count('asked', 'back-up'),
    yes: saidYes(figures, of),
    asBackUp: tookAsBackUp(figures, of),
    no: count('turned-down'),
    reasons: Object.entries(figures.counts['turned-down']?.[of] ?? {}).toSorted(
      ([a, n], [b, m]) => m - n || (a < b ? -1 : 1),
    ),
    silent: count('silent'),
    wouldNotStandBy: count('would-not-stand-by'),
    directed: count('directed'),
    undone: count('undone'),
    movedIn: count('moved-in'),
    ...(hours === undefined ? {} : { hours }),
  };
}
