import type { Policy } from '../../shared/core/policy.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import type { MailStore } from '../../shared/ports/mail-store.ts';
import type { Publisher } from '../../shared/ports/publisher.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { SigningKey } from '../../shared/ports/secrets.ts';
import type { Log } from '../../shared/runtime/log.ts';
import type { Pause } from '../../shared/runtime/pause.ts';

export interface ReceiveTools {
  readonly mails: MailStore;
  readonly cases: Pick<CaseStore, 'read' | 'mergedInto'>;
  readonly councils: Pick<CouncilStore, 'read' | 'trail' | 'commit'>;
  readonly sealed: Pick<
    SealedStore,
    | 'contacts'
    | 'councilsAt'
    | 'datesOfBirth'
    | 'particulars'
    | 'sealFirst'
    | 'keepAmendment'
    | 'putSender'
    | 'mailSeed'
    | 'countAnswer'
  >;
  readonly referrals: Publisher;
  readonly notifications: Publisher;
  readonly fingerprintKey: SigningKey;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly log: Log;
  /** A new UUID, which nobody can guess. */
  readonly newId: () => string;
  /** The domain that our own e-mails come from. */
  readonly ownDomain: string;
}
