import { openFrom, paceOf, withTold } from '../../shared/core/case/pace.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { DigestStore } from '../../shared/ports/digest-store.ts';

export interface PaceTools {
  readonly digests: Pick<DigestStore, 'pace' | 'keepPace'>;
  readonly clock: Clock;
}

/** The desk has had enough for now: what was to be sent waits for the next email. */
export class MustWait extends Error {
  override readonly name = 'MustWait';
  readonly desk: string;
  /** Instant, ISO 8601. */
  readonly until: string;

  constructor(desk: string, until: string) {
    super('The desk has had as many emails as it should have at once.');
    this.desk = desk;
    this.until = until;
  }
}

/** Two emails for one desk may be sent side by side. */
const TRIES = 5;

/**
 * Notes that a desk is sent an email, before it is: of two side by side each sees the other. One that is tried again is noted once.
 *
 * @param waits whether it can wait
 * @throws MustWait where it can, and the desk has had enough for now
 */
export async function keepPace(
  { digests, clock }: PaceTools,
  desk: string,
  { id, waits }: { readonly id: string; readonly waits: boolean },
): Promise<void> {
  const of = paceOf(desk);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { told, version } = await digests.pace(of);
    if (told.some((one) => one.id === id)) return;
    const now = clock.now();
    const from = openFrom(told, now);
    if (waits && from > now) throw new MustWait(desk, from);
    if (await digests.keepPace(of, { told: withTold(told, { id, at: now, waits }), version })) return;
  }
  throw new Error('Others write to the same desk at this moment. This email is tried again.');
}
