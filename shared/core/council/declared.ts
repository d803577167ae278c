import type { Policy } from '../policy.ts';
import type { Council, CouncilFigures, Declaration } from './council.ts';
import { caredForNow, threshold } from './headroom.ts';

/** Declared places the scheme has not taken since; undefined when the council never declared. A mandatory scheme may take more than were declared, unless its policy makes them a ceiling. */
export const declaredLeft = ({
  declaration,
}: Pick<CouncilFigures, 'declaration'>): Declaration['places'] | undefined => {
  if (declaration === undefined) return undefined;
  const { places, used } = declaration;
  return {
    fosterCare: Math.max(0, places.fosterCare - used.fosterCare),
    supportedAccommodation: Math.max(0, places.supportedAccommodation - used.supportedAccommodation),
  };
};

/** Of places taken, more than one declaration ever has. */
const USED = 1000;

/**
 * A declaration as it stands at one moment, as a number to compare: another declaration has another, and so has the same one once the scheme takes a
 * place of it or gives one back. 0 when the council never declared.
 */
export const declarationVersion = ({ declaration }: Pick<CouncilFigures, 'declaration'>): number =>
  declaration === undefined
    ? 0
    : Date.parse(declaration.declaredAt) * USED +
      Math.min(USED - 1, declaration.used.fosterCare + declaration.used.supportedAccommodation);

/** Whether as many places of a declaration are used as of another. */
export const usesAsMany = (one: Declaration | undefined, other: Declaration): boolean =>
  one?.used.fosterCare === other.used.fosterCare &&
  one.used.supportedAccommodation === other.used.supportedAccommodation;

/** What has become of a declaration since somebody looked at it: another was made, or so many places of it were taken (below zero: given back). */
export type Overtaken = { readonly by: 'declaration' } | { readonly by: 'places'; readonly taken: number };

/** What has become of a council's declaration since it was looked at; undefined where nothing has. @param seen its version then */
export const overtakenSince = (
  council: Pick<CouncilFigures, 'declaration'>,
  seen: number,
): Overtaken | undefined => {
  const now = declarationVersion(council);
  if (now === seen) return undefined;
  return Math.floor(now / USED) === Math.floor(seen / USED)
    ? { by: 'places', taken: now - seen }
    : { by: 'declaration' };
};

/**
 * Children beyond whom a council goes only because it volunteers: its threshold, and those whom it has or is to have.
 *
 * @param counted children in its care, where it says so now
 */
export const withoutVolunteering = (
  council: Council,
  policy: Pick<Policy, 'threshold'>,
  counted?: number,
): number =>
  Math.max(
    threshold(council, policy),
    (counted ?? caredForNow(council).children) + council.incoming + council.held,
  );

/** What a council says when nothing has changed since it last declared. */
export type DeclaredAgain = Declaration['places'] &
  Pick<Declaration, 'supports' | 'pausedUntil' | 'volunteersUpTo'>;

/**
 * Where a new declaration starts from: the places of the last one that are left, its needs, its pause if that is not over, and how far the
 * council goes beyond its threshold if it is not there yet. Its count of children is not repeated: the scheme has counted on since. Undefined
 * when it never declared.
 *
 * @param today London's day
 */
export function declaredAgain(
  council: Council,
  today: string,
  policy: Pick<Policy, 'threshold'>,
): DeclaredAgain | undefined {
  const { declaration } = council;
  const left = declaredLeft(council);
  if (declaration === undefined || left === undefined) return undefined;
  const { supports, pausedUntil, volunteersUpTo } = declaration;
  return {
    ...left,
    supports,
    ...(pausedUntil !== undefined && today < pausedUntil ? { pausedUntil } : {}),
    ...(policy.threshold.volunteersForDays !== undefined &&
    volunteersUpTo !== undefined &&
    withoutVolunteering(council, policy) < volunteersUpTo
      ? { volunteersUpTo }
      : {}),
  };
}
