/** The count of today: a figure of a day, and who came and left after that day. */
import { londonDate } from '../calendar/working-days.ts';
import { defined } from '../defined.ts';
import type { Council } from './council.ts';

type Moved = Council['moved'];

const anyOf = (days: readonly (readonly [day: string, children: number])[]): Moved => {
  const those = days.filter(([, children]) => children !== 0);
  return those.length === 0 ? undefined : Object.fromEntries(those);
};

/** Children by day, two lists as one; a day on which as many came as left says nothing. Undefined when none is left. */
export const movedTogether = (a: Moved = {}, b: Moved = {}): Moved =>
  anyOf(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map(
      (day) => [day, (a[day] ?? 0) + (b[day] ?? 0)] as const,
    ),
  );

/**
 * Whether a council's figure holds already what happened then. A published figure is of the end of its day; one that the council declared is of the
 * moment when it did, where that is known. A figure that nobody knows holds nothing.
 *
 * @param at UTC
 */
export const isInFigure = (
  { caredFor: { count, asAt, source }, declaration }: Pick<Council, 'caredFor' | 'declaration'>,
  at: string,
): boolean => {
  if (count === null) return false;
  const declaredAt = source === 'declared' ? declaration?.declaredAt : undefined;
  return declaredAt !== undefined && londonDate(declaredAt) === asAt
    ? at <= declaredAt
    : londonDate(at) <= asAt;
};

/** What of a council follows from a newer published figure: who came or left up to its day is in it, and counts beside it no more. */
export const withNewerFigure = (council: Council, caredFor: Council['caredFor']): Council => {
  const { moved = {}, ...rest } = council;
  const isIn = ([day]: readonly [string, number]): boolean => caredFor.count !== null && day <= caredFor.asAt;
  const days = Object.entries(moved);
  const inIt = days.filter(isIn).reduce((sum, [, children]) => sum + children, 0);
  return {
    ...rest,
    caredFor,
    netSince: council.netSince - inIt,
    ...defined({ moved: anyOf(days.filter((day) => !isIn(day))) }),
  };
};
