import type { PagesTools } from '../tools.ts';

const SPAN_MILLISECONDS = 15 * 60 * 1000;

/** Counts once more in the present quarter of an hour, unless there were `most` already. */
export function countInQuarterHour(
  { signIns, clock }: Pick<PagesTools, 'signIns' | 'clock'>,
  who: string,
  most: number,
): Promise<'counted' | 'too-many'> {
  const begun = Math.floor(Date.parse(clock.now()) / SPAN_MILLISECONDS) * SPAN_MILLISECONDS;
  return signIns.countRequest(
    who,
    new Date(begun).toISOString(),
    most,
    (begun + 2 * SPAN_MILLISECONDS) / 1000,
  );
}
