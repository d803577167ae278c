import type { AnyEvent } from '../../events/catalogue.ts';
import { type Anchor, anchorOf, anchorText, readAnchors } from '../../shared/core/anchoring.ts';
import { retention } from '../../shared/core/retention.ts';
import type { AnchorStore } from '../../shared/ports/anchor-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { TrailStore } from '../../shared/ports/trail-store.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import type { Meter } from '../../shared/runtime/meter.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';

export interface AnchorTools {
  readonly trails: Pick<TrailStore, 'trail' | 'grownOn'>;
  readonly anchors: AnchorStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

/**
 * Anchors that each run compares with: as far back as the table can be restored. A trail whose last anchor is older is
 * compared by `npm run ops -- trails`, which reads them all.
 */
const DAYS_BACK = retention.setBackDays;
const DAY_MILLISECONDS = 24 * 60 * 60 * 1_000;

const dayAfter = (day: string, days = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);

/**
 * Keeps the ends of all trails that grew since the last anchor, up to and with yesterday (UTC), outside the table. A trail that
 * no longer is what was anchored of it rings, and is not anchored as it is now. Run twice, it does nothing the second time; a
 * day on which it did not run is covered by the next.
 */
export async function anchorTrails({
  trails,
  anchors,
  clock,
  log,
  meter,
}: AnchorTools): Promise<Anchor | undefined> {
  const at = clock.now();
  const day = dayAfter(at.slice(0, 10), -1);
  const days = await anchors.days(dayAfter(day, -DAYS_BACK - 1));
  if (days.includes(day)) {
    log.info(logMessages.trailsAnchoredBefore, { day });
    return undefined;
  }
  const kept = await Promise.all(days.filter((one) => one < day).map((one) => anchors.read(one)));
  const earlier = readAnchors(kept, false);
  const last = earlier.anchors.at(-1);
  const since = last === undefined ? dayAfter(day, -DAYS_BACK) : dayAfter(last.day);
  const grown = new Map<string, readonly AnyEvent[]>();
  for (let one = since; one <= day; one = dayAfter(one))
    for (const subject of await trails.grownOn(one))
      if (!grown.has(subject)) grown.set(subject, await trails.trail(subject));
  const anchor = anchorOf({ day, since, at }, earlier.anchors, grown);
  const broken = [...earlier.findings, ...anchor.broken];
  // Before it is kept: a run that fails in between says it again.
  for (const { subject, words } of broken) log.error(logMessages.trailBroken, { subject, words });
  meter.count(metricNames.trailsBroken, broken.length);
  await anchors.keep({ day, text: anchorText(anchor) });
  log.info(logMessages.trailsAnchored, { day, since, trails: anchor.heads.length, broken: broken.length });
  return anchor;
}
