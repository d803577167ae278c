import type { Policy } from '../../shared/core/policy.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import type { SigningKey } from '../../shared/ports/secrets.ts';
import type { Log } from '../../shared/runtime/log.ts';
import type { Meter } from '../../shared/runtime/meter.ts';
import type { Pause } from '../../shared/runtime/pause.ts';

/** What the pages work with. */
export interface PagesTools {
  readonly cases: CaseStore;
  readonly councils: CouncilStore;
  readonly key: SigningKey;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly log: Log;
  readonly meter: Meter;
  readonly pause: Pause;
}
