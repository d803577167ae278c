import { byFirstCode } from '../../../events/former-codes.ts';
import { daysBetween } from '../calendar/working-days.ts';
import type { Council } from './council.ts';

/** For how many days a placement outside a council's area counts as one of those it usually makes: a year, as the yearly figures of where children are placed do. */
export const USUAL_PLACE_DAYS = 365;

/**
 * Other councils in whose areas a council usually finds children a home: where it placed children, by a move that it arranged or since the handover, within the last year.
 *
 * @param today Europe/London, YYYY-MM-DD
 */
export const usualPlaces = ({ placedIn = {} }: Pick<Council, 'placedIn'>, today: string): readonly string[] =>
  Object.entries(placedIn)
    .flatMap(([area, on]) => (daysBetween(on, today) < USUAL_PLACE_DAYS ? [area] : []))
    .toSorted(byFirstCode);

/** Where a council has placed children, once it has placed one more, if it has. */
export const placedInAfter = (
  placedIn: Council['placedIn'],
  placed: { readonly area: string; readonly on: string } | undefined,
): Council['placedIn'] => (placed === undefined ? placedIn : { ...placedIn, [placed.area]: placed.on });
