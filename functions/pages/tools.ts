import type { Policy } from '../../shared/core/policy.ts';
import type { AnchorStore } from '../../shared/ports/anchor-store.ts';
import type { ApiStore } from '../../shared/ports/api-store.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import type { DocumentStore } from '../../shared/ports/document-store.ts';
import type { DraftStore } from '../../shared/ports/draft-store.ts';
import type { FigureStore } from '../../shared/ports/figure-store.ts';
import type { PersonStore } from '../../shared/ports/person-store.ts';
import type { Publisher } from '../../shared/ports/publisher.ts';
import type { ReplyStore } from '../../shared/ports/reply-store.ts';
import type { RosterStore } from '../../shared/ports/roster-store.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { SigningKey } from '../../shared/ports/secrets.ts';
import type { SignInStore } from '../../shared/ports/sign-in-store.ts';
import type { Log } from '../../shared/runtime/log.ts';
import type { Meter } from '../../shared/runtime/meter.ts';
import type { Pause } from '../../shared/runtime/pause.ts';

/** What the pages work with. */
export interface PagesTools {
  readonly cases: CaseStore;
  readonly councils: CouncilStore;
  /** Where a council's mail goes: only there is a link to sign in sent. And what names people: sealed when it is given, opened with an event. */
  readonly sealed: Pick<
    SealedStore,
    | 'contacts'
    | 'reachable'
    | 'unreached'
    | 'deskState'
    | 'changeContacts'
    | 'forgetReturned'
    | 'sealFirst'
    | 'keepAmendment'
    | 'keepAllUntil'
    | 'copyForHold'
    | 'applyAmendment'
    | 'setAmendmentAside'
    | 'particulars'
    | 'sealSocialWorker'
    | 'socialWorker'
    | 'documents'
    | 'addDocument'
    | 'removeDocument'
  >;
  /** What the documents of a referral hold. */
  readonly documents: DocumentStore;
  /** What vouches for a trail that is taken out. */
  readonly anchors: Pick<AnchorStore, 'days' | 'read'>;
  /** What is counted of the scheme: kept by the hour, here only read. */
  readonly figures: Pick<FigureStore, 'figures' | 'care' | 'fairness' | 'countedUntil'>;
  readonly signIns: SignInStore;
  /** Who signs in for a desk by an own address, or asks to. */
  readonly people: PersonStore;
  /** Who signs in with a second step. */
  readonly rosters: RosterStore;
  /** Keys of councils' own systems. */
  readonly apiKeys: Pick<ApiStore, 'keyState' | 'replaceKey' | 'revokeKeys'>;
  /** Referrals that councils are writing. */
  readonly drafts: DraftStore;
  /** Pages that answered forms: the address that a form leads to shows them. */
  readonly replies: ReplyStore;
  /** The queue of referrals. */
  readonly referrals: Publisher;
  /** The queue of e-mails to be sent. */
  readonly notifications: Publisher;
  readonly key: SigningKey;
  /** Makes the fingerprints by which the same child is found again. */
  readonly fingerprintKey: SigningKey;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly log: Log;
  readonly meter: Meter;
  readonly pause: Pause;
  /** Where councils send referrals by e-mail. */
  readonly inbox: string;
  /** A new UUID, which nobody can guess. */
  readonly newId: () => string;
  /** A new key for a council's system. */
  readonly newKey: () => string;
}
