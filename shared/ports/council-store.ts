import type { AnyEvent } from '../../events/catalogue.ts';
import type { SchemeView } from '../core/allocation/scheme.ts';
import type { CouncilChange } from '../core/council/change.ts';
import type { Council } from '../core/council/council.ts';
import type { Policy } from '../core/policy.ts';

export type { SchemeView };

/** Councils, their figures, declarations and turns. */
export interface CouncilStore {
  /** All councils with the rotas, read from the regions' partitions. Never a scan. */
  view(): Promise<SchemeView>;
  read(region: string, code: string): Promise<Council | undefined>;
  trail(code: string): Promise<readonly AnyEvent[]>;
  /** One event of it; undefined when it has none of that number. */
  event(code: string, number: number): Promise<AnyEvent | undefined>;
  /** Declaration or reminder with its event. 'lost-race' when the council's trail has moved on. */
  commit(change: CouncilChange): Promise<'committed' | 'lost-race'>;
  /**
   * Adds councils that are not there yet, with the headroom that the policy gives them, and first turns for their regions;
   * those that are there keep their state (published figures and names are refreshed, and counted).
   */
  seed(
    councils: readonly Council[],
    policy: Pick<Policy, 'threshold'>,
  ): Promise<{ readonly added: number; readonly refreshed: number }>;
  /** Corrects the stored headroom after a policy or population change; the new figure follows from the stored counts. */
  recount(
    region: string,
    code: string,
    policy: Pick<Policy, 'threshold'>,
  ): Promise<'unchanged' | 'corrected'>;
}
