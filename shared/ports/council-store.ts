import type { AnyEvent } from '../../events/catalogue.ts';
import type { SchemeView, VersionedRota } from '../core/allocation/scheme.ts';
import type { CouncilChange } from '../core/council/change.ts';
import type { Council } from '../core/council/council.ts';
import type { Word } from '../core/council/hearing.ts';
import type { Realm } from '../core/council/verification.ts';
import type { Policy } from '../core/policy.ts';

export type { SchemeView };

/** Councils, their figures, declarations and turns. */
export interface CouncilStore {
  /**
   * All councils, in order of their codes, with the rotas. Never a scan.
   *
   * @param of those of the scheme, unless those are asked for that were made up for verification: never both
   */
  view(of?: Realm): Promise<SchemeView>;
  read(code: string): Promise<Council | undefined>;
  /** The turns of the nation and of one region, without any council; undefined where the region has none. */
  turns(
    region: string,
  ): Promise<{ readonly national: VersionedRota; readonly region: VersionedRota } | undefined>;
  trail(code: string): Promise<readonly AnyEvent[]>;
  /** One event of it; undefined when it has none of that number. */
  event(code: string, number: number): Promise<AnyEvent | undefined>;
  /** Declaration or reminder with its event. 'lost-race' when the council's trail has moved on. */
  commit(change: CouncilChange): Promise<'committed' | 'lost-race'>;
  /** A council said something that changes nothing else; of that it stands in no trail. Twice is once. 'lost-race' when another commit was under way. */
  hear(code: string, word: Word): Promise<'committed' | 'lost-race'>;
  /**
   * Adds councils that are not there yet, with the headroom that the policy gives them, and first turns for their regions;
   * those that are there keep their state (published figures and names are refreshed, and counted).
   */
  seed(
    councils: readonly Council[],
    policy: Pick<Policy, 'threshold'>,
  ): Promise<{ readonly added: number; readonly refreshed: number }>;
  /** Councils whose stored headroom is not what follows from their stored counts, as after a change of policy or population. */
  miscounted(policy: Pick<Policy, 'threshold'>): Promise<readonly string[]>;
  /** Corrects the stored headroom of one; the new figure follows from the counts as they are stored then. */
  recount(code: string, policy: Pick<Policy, 'threshold'>): Promise<'unchanged' | 'corrected'>;
}
