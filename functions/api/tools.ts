import type { Policy } from '../../shared/core/policy.ts';
import type { ApiStore } from '../../shared/ports/api-store.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Publisher } from '../../shared/ports/publisher.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { SigningKey } from '../../shared/ports/secrets.ts';
import type { Log } from '../../shared/runtime/log.ts';

/** What the API works with. */
export interface ApiTools {
  readonly cases: Pick<CaseStore, 'read' | 'mergedInto'>;
  readonly sealed: Pick<SealedStore, 'sealFirst' | 'keepAmendment' | 'particulars'>;
  readonly requests: ApiStore;
  readonly referrals: Publisher;
  readonly fingerprintKey: SigningKey;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Log;
  /** A new UUID, which nobody can guess. */
  readonly newId: () => string;
}
