import type { DataOf } from '../../events/catalogue.ts';
import type { Actor } from '../../events/envelope.ts';
import { appendTo } from '../core/audit-trail.ts';
import { publishedCouncils } from '../core/council/published-councils.ts';
import type { Policy } from '../core/policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { CouncilStore } from '../ports/council-store.ts';
import type { Pause } from './pause.ts';

export interface RecordTools {
  readonly councils: Pick<CouncilStore, 'read' | 'trail' | 'commit'>;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly pause: Pause;
}

/** What stands in a council's trail without changing its figures or its places. */
type Recorded = {
  readonly [T in 'mail-received.v1' | 'api-key-changed.v1']: { readonly type: T; readonly data: DataOf<T> };
}['mail-received.v1' | 'api-key-changed.v1'];

const ATTEMPTS = 5;
const WAIT_MILLISECONDS = 20;

let regions: ReadonlyMap<string, string> | undefined;
const regionOf = (code: string): string => {
  regions ??= new Map(publishedCouncils().map((council) => [council.code, council.region]));
  return regions.get(code) ?? '';
};

/** Whether what a cause leads to stands in a council's trail: everything that follows from it has been asked for. */
export const recordedBefore = async (
  { councils }: Pick<RecordTools, 'councils'>,
  code: string,
  cause: string,
): Promise<boolean> => (await councils.trail(code)).some(({ trail }) => trail?.cause === cause);

/**
 * Records something in a council's trail, once for each cause; e-mails follow from that, by way of the relay.
 *
 * @throws Error when others moved first five times, or the council is not in the table: trying again later helps
 */
export async function recordOfCouncil(
  tools: RecordTools,
  recorded: Recorded,
  { actor, cause }: { readonly actor: Actor; readonly cause: string },
): Promise<void> {
  const { councils, clock, policy, pause } = tools;
  const { council: code } = recorded.data;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (await recordedBefore(tools, code, cause)) return;
    const council = await councils.read(regionOf(code), code);
    if (council === undefined) throw new Error(`The council ${code} is not in the table: seed the councils.`);
    const { region, trail, reminders } = council;
    const [event] = appendTo({ subject: code, ...trail }, [recorded], {
      at: clock.now(),
      actor,
      policy: policy.id,
      cause,
    });
    if (event === undefined) throw new Error('A record made no event.');
    if ((await councils.commit({ code, region, seen: trail.number, event, reminders })) === 'committed')
      return;
    await pause(attempt * WAIT_MILLISECONDS);
  }
  throw new Error(`The trail of ${code} moved on ${ATTEMPTS} times; trying again later helps.`);
}
