import type { PagesTools } from '../tools.ts';

const SPAN_MILLISECONDS = 15 * 60 * 1000;

/** The quarter of an hour that an instant is in. @returns `forgotten`: when what was counted in it may be forgotten, seconds since 1970 */
export function quarterHour(now: string): {
  readonly begun: string;
  readonly ends: string;
  readonly forgotten: number;
} {
  const begun = Math.floor(Date.parse(now) / SPAN_MILLISECONDS) * SPAN_MILLISECONDS;
  return {
    begun: new Date(begun).toISOString(),
    ends: new Date(begun + SPAN_MILLISECONDS).toISOString(),
    forgotten: (begun + 2 * SPAN_MILLISECONDS) / 1000,
  };
}

/** Counts once more in the present quarter of an hour, unless there were `most` already. */
export function countInQuarterHour(
  { signIns, clock }: Pick<PagesTools, 'signIns' | 'clock'>,
  who: string,
  most: number,
): Promise<'counted' | 'too-many'> {
  const { begun, forgotten } = quarterHour(clock.now());
  return signIns.countRequest(who, begun, most, forgotten);
}
