import type { OddFigure } from '../core/council/odd-figures.ts';
import type { Words } from './reasons.ts';

/** What a figure of a declaration counts. */
export const figureWords: Words<OddFigure['figure']> = {
  fosterCare: 'places in foster care',
  supportedAccommodation: 'places in supported accommodation',
  places: 'places in all',
  caredForNow: 'unaccompanied children in care',
  volunteersUpTo: 'children at most that it would care for',
};

/** A figure with what it is held against: "900 unaccompanied children in care: our count is 90". */
export const oddFigureWords = ({ figure, given, beside, because }: OddFigure): string => {
  const against =
    because === 'above-threshold'
      ? `the threshold is ${beside}`
      : because === 'above-room'
        ? `there is room for ${beside} by our count`
        : figure === 'caredForNow'
          ? `our count is ${beside}`
          : `it was ${beside} the last time`;
  return `${given} ${figureWords[figure]}: ${against}`;
};
