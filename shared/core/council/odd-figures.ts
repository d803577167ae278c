import type { oddFigureNames } from '../../../events/capacity-declared.v1.ts';
import type { Policy } from '../policy.ts';
import type { Council } from './council.ts';
import { declaredLeft } from './declared.ts';
import { caredForNow, threshold } from './headroom.ts';

/** A figure that nobody may have meant, beside what it is compared with. Whole children, or places for so many. */
export interface OddFigure {
  readonly figure: (typeof oddFigureNames)[number];
  readonly given: number;
  /** What was said or counted last, the council's threshold, or its room. */
  readonly beside: number;
  readonly because: 'far-above-last' | 'far-below-last' | 'above-threshold' | 'above-room';
}

/** The figures of a declaration. Whole children, or places for so many. */
interface Figures {
  readonly fosterCare: number;
  readonly supportedAccommodation: number;
  readonly caredForNow?: number | undefined;
  readonly volunteersUpTo?: number | undefined;
}

/** So many times the last figure, or a part of it so small, is far from it. */
const FAR = 10;
/** Children in a council's care, as a multiple of its threshold, beyond which no council has been. */
const THRESHOLDS_IN_CARE = 3;

/** A last figure below ten has no tenth that a slip of the hand could make of it. */
const farFrom = (
  figure: OddFigure['figure'],
  given: number | undefined,
  last: number | undefined,
): readonly OddFigure[] => {
  if (given === undefined || last === undefined) return [];
  if (given >= FAR * Math.max(1, last)) return [{ figure, given, beside: last, because: 'far-above-last' }];
  return last >= FAR && given * FAR <= last
    ? [{ figure, given, beside: last, because: 'far-below-last' }]
    : [];
};

/** Places for more children than the council takes at all, or than it has room for beside those `taken`: unless it said so many before, and was believed. */
function placesBeyond(
  given: number,
  of: { readonly limit: number; readonly most: number; readonly taken: number; readonly last: number },
): readonly OddFigure[] {
  const { limit, most, taken, last } = of;
  if (given > most) return [{ figure: 'places', given, beside: limit, because: 'above-threshold' }];
  const room = Math.max(0, most - taken);
  return given > Math.max(room, last)
    ? [{ figure: 'places', given, beside: room, because: 'above-room' }]
    : [];
}

/**
 * Figures of a declaration that are asked back before they are taken, whatever way they come: ten times the last or more, a tenth of it or less, more
 * places than the council's whole threshold, or than the room it has up to that (or to where it volunteers to go), several times its threshold in care.
 */
export function oddFigures(
  council: Council,
  { fosterCare, supportedAccommodation, caredForNow: counted, volunteersUpTo = 0 }: Figures,
  policy: Pick<Policy, 'threshold'>,
): readonly OddFigure[] {
  const limit = threshold(council, policy);
  const last = council.declaration?.places;
  const left = declaredLeft(council);
  const { children, known } = caredForNow(council);
  const tooMany = (figure: 'caredForNow' | 'volunteersUpTo', given: number): readonly OddFigure[] =>
    given > THRESHOLDS_IN_CARE * Math.max(1, limit)
      ? [{ figure, given, beside: limit, because: 'above-threshold' }]
      : [];
  const count = [
    ...farFrom('caredForNow', counted, known ? children : undefined),
    ...tooMany('caredForNow', counted ?? 0),
  ];
  // What is left of the last declaration was not typed in by a slip: the scheme took the rest.
  const places = (figure: 'fosterCare' | 'supportedAccommodation', given: number): readonly OddFigure[] =>
    given === 0 || given === left?.[figure] ? [] : farFrom(figure, given, last?.[figure]);
  return [
    ...places('fosterCare', fosterCare),
    ...places('supportedAccommodation', supportedAccommodation),
    ...placesBeyond(fosterCare + supportedAccommodation, {
      limit,
      most: Math.max(limit, volunteersUpTo),
      // A count that is asked back itself says nothing of the room.
      taken: (count.length > 0 ? children : (counted ?? children)) + council.incoming + council.held,
      last: last === undefined ? 0 : last.fosterCare + last.supportedAccommodation,
    }),
    ...count,
    ...tooMany('volunteersUpTo', volunteersUpTo),
  ];
}
