import type { DataOf } from '../../../events/catalogue.ts';
import type { DocumentKind } from '../../../events/documents-changed.v1.ts';
import type { Actor } from '../../../events/envelope.ts';
import type { Overruling } from '../../../events/place-directed.v1.ts';
import type { Decision } from '../allocation/decision.ts';
import type { SchemeView } from '../allocation/scheme.ts';
import type { Policy } from '../policy.ts';
import type { Handover } from './case.ts';
import type { CaseChange } from './change.ts';
import type { FingerprintClaim, Uncertain } from './duplicates.ts';

/** Which details of missing children are sealed, and their mark: what they say no command says. */
export type SealedOfMissing = Pick<DataOf<'missing-details-given.v1'>, 'given' | 'mark'>;

/** What a person or the system asks of a case. Every change of a case goes through one of these. */
export type Command =
  | {
      readonly kind: 'receive';
      readonly data: DataOf<'referral-received.v2'>;
      /** The reference to open it under; the referral's own first one (`caseReference(id, 1)`) unless given. */
      readonly caseId?: string;
      /** Open cases that may be about the same child, and the fingerprints that become this case's. */
      readonly duplicates?: Uncertain;
      /** When it first came, where that was before now: the time for the move counts from there. */
      readonly openedAt?: string;
    }
  | {
      /** A referral of the same children came: it is merged into this case. */
      readonly kind: 'merge';
      readonly data: DataOf<'referral-received.v2'>;
      /** The reference that its sender was given. */
      readonly reference: string;
      /** Its fingerprints that become this case's. */
      readonly claims?: readonly FingerprintClaim[];
    }
  /** A coordinator finds that a referral that was merged into this case, by its reference, is about somebody else. */
  | { readonly kind: 'undo-merger'; readonly reference: string; readonly note: string }
  | {
      readonly kind: 'amend';
      readonly data: DataOf<'referral-amended.v2'>;
      /** When the entry authority said so, which may be long before it is carried out; now unless given. */
      readonly saidAt?: string;
      /** Other open cases that may be about the same child, by what is new of it, and the fingerprints that become this case's. */
      readonly duplicates?: Uncertain;
    }
  /** The entry authority's desk, or a coordinator who has asked it, says that it sent what came by e-mail. */
  | {
      readonly kind: 'confirm-amendment';
      readonly amendmentId: string;
      /** As with `amend`. */
      readonly duplicates?: Uncertain;
    }
  /** They say that it did not. */
  | { readonly kind: 'refuse-amendment'; readonly amendmentId: string }
  | {
      readonly kind: 'allocate';
      readonly decision: Decision;
      readonly decisionHash: string;
      /** Where it is held: the case with which it comes to coordinators. */
      readonly joins?: string;
    }
  | {
      readonly kind: 'answer';
      readonly offerId: string;
      /** `reading`: the first has no answer yet, and is looking. */
      readonly answer: 'accept' | 'decline' | 'reading' | 'back-up-yes' | 'back-up-no';
      readonly reason?: NonNullable<DataOf<'offer-answered.v1'>['reason']>;
      readonly text?: string;
    }
  | {
      /** The region's lead confirms the council whose turn it is, or names another of the region, with a reason. */
      readonly kind: 'answer-region';
      readonly region: string;
      readonly council: string;
      readonly reason?: NonNullable<DataOf<'region-answered.v1'>['reason']>;
    }
  | {
      readonly kind: 'review-decline';
      readonly offerId: string;
      readonly outcome: 'accepted';
      readonly note: string;
    }
  | {
      readonly kind: 'review-decline';
      readonly offerId: string;
      readonly outcome: 'refused';
      readonly note: string;
      /** What the council reads: of the options, and in the coordinator's own words. */
      readonly reason: NonNullable<DataOf<'decline-reviewed.v1'>['reason']>;
      readonly text?: string;
    }
  /** A coordinator says who of them deals with the case, by their id on the roster; nobody unless given. */
  | { readonly kind: 'assign-case'; readonly to?: string }
  /** A coordinator puts the case under legal hold, or lifts it. */
  | {
      readonly kind: 'place-legal-hold';
      readonly because: DataOf<'legal-hold-placed.v1'>['because'];
      readonly note: string;
    }
  | { readonly kind: 'lift-legal-hold'; readonly note: string }
  | { readonly kind: 'keep-hold'; readonly note: string }
  | { readonly kind: 'release-hold'; readonly note: string }
  | {
      /** A coordinator gives the council whose time runs so many working days more. */
      readonly kind: 'give-more-time';
      readonly deadline: DataOf<'more-time-given.v1'>['deadline'];
      readonly council: string;
      readonly days: number;
      readonly because: DataOf<'more-time-given.v1'>['because'];
      readonly note: string;
    }
  | {
      readonly kind: 'place-directly';
      readonly council: string;
      readonly reason: DataOf<'place-directed.v1'>['reason'];
      readonly note: string;
      readonly overCapacity: boolean;
      /** What speaks against the council, each with why it is overruled. */
      readonly overruled?: readonly Overruling[];
      /** The child was found in that council's area, and when; needed while the child is missing. */
      readonly foundAt?: string;
    }
  | {
      readonly kind: 'reallocate';
      readonly because: DataOf<'case-reallocated.v1'>['because'];
      readonly note?: string;
      readonly askAgain?: boolean;
    }
  | {
      readonly kind: 'arrange-transfer';
      readonly moveOn: string;
      readonly lateBecause?: string;
      /** The council in whose area the child will live; as agreed before unless given, and else the receiving authority's own. */
      readonly placedIn?: string;
      /** How the child is handed over, as far as it is agreed, and whether a safety plan exists. */
      readonly handover?: Handover;
      /** Mark of the social worker who is named with it; needed until one has been named for the placement. */
      readonly socialWorker?: string;
    }
  /** Names the social worker, or another one. `socialWorker`: mark of what is sealed. */
  | { readonly kind: 'name-social-worker'; readonly socialWorker: string }
  | {
      readonly kind: 'transfer-failed';
      readonly reason: DataOf<'transfer-failed.v1'>['reason'];
      readonly text?: string;
    }
  | {
      /** The entry authority adds a sealed document to its referral, or takes one away. */
      readonly kind: 'change-documents';
      readonly change: 'added' | 'removed';
      readonly document: string;
      /** Unless given, it has not said what the document is. */
      readonly documentKind?: DocumentKind;
    }
  | {
      /** The entry authority says what a document is, the first time or otherwise than before. */
      readonly kind: 'change-documents';
      readonly change: 'kind-said';
      readonly document: string;
      readonly documentKind: DocumentKind;
    }
  | {
      /** An officer of one of the placement's two councils opens what is sealed, or one document of it. */
      readonly kind: 'open-sealed-details';
      /** Stands for the officer's session without naming anybody. */
      readonly session: string;
      readonly document?: string;
    }
  | {
      /** A coordinator, who has a decision to take, opens what is sealed, or one document of it. */
      readonly kind: 'consult-sealed-details';
      readonly reason: DataOf<'sealed-details-consulted.v1'>['reason'];
      readonly note: string;
      /** As with `open-sealed-details`. */
      readonly session: string;
      readonly document?: string;
    }
  /** `safetyPlan`: the receiving authority says that one exists, where it has not said so before. */
  | { readonly kind: 'complete-transfer'; readonly handedOverAt: string; readonly safetyPlan?: true }
  /** `children`: numbers of those who are missing; all of the case unless given. */
  | {
      readonly kind: 'child-missing';
      readonly missingSince: string;
      readonly children?: readonly number[];
      readonly details?: SealedOfMissing;
    }
  /** Whoever is responsible gives details for the search. `children`: numbers of those they are about; all who are missing unless given. */
  | {
      readonly kind: 'give-missing-details';
      readonly details: SealedOfMissing;
      readonly children?: readonly number[];
    }
  /** `foundIn`: the council in whose area; unless given, nobody has said. `children`: all who are missing unless given. */
  | {
      readonly kind: 'child-found';
      readonly foundAt: string;
      readonly foundIn?: string;
      readonly children?: readonly number[];
    }
  /** Some of a group are missing before the handover: a coordinator decides whether the others go on, or wait. */
  | { readonly kind: 'decide-group'; readonly goOn: boolean; readonly note: string }
  /** A coordinator keeps the places that are held for a missing child. */
  | { readonly kind: 'keep-places'; readonly note: string }
  /** After the handover, children left the care of the responsible council. `children`: their numbers; all who are in care unless given. */
  | {
      readonly kind: 'leave-care';
      readonly outcome: DataOf<'left-care.v1'>['outcome'];
      readonly on: string;
      readonly children?: readonly number[];
      readonly note?: string;
    }
  /** After the handover, another council became responsible. */
  /** `placedIn`: in whose area the children live now; in that council's own unless given. */
  | {
      readonly kind: 'move-care';
      readonly to: string;
      readonly on: string;
      readonly placedIn?: string;
      readonly note?: string;
    }
  /** After the handover, the children live elsewhere under the same council. `livesIn`: in whose area, which may be its own. */
  | { readonly kind: 'move-placement'; readonly livesIn: string; readonly on: string; readonly note?: string }
  /** After the handover, whoever is responsible says that more areas are to be avoided. */
  | { readonly kind: 'avoid-areas'; readonly areas: readonly string[]; readonly note?: string }
  /** After the handover children were found in another area: they are brought back, or live there. `foundIn`: whose area, which says who of a group. */
  | {
      readonly kind: 'decide-found';
      readonly foundIn: string;
      readonly decision: DataOf<'found-decided.v1'>['decision'];
      readonly note?: string;
    }
  | {
      readonly kind: 'reopen';
      readonly because: DataOf<'case-reopened.v1'>['because'];
      readonly note: string;
      /** After the handover: numbers of those who are in care again; all who left so unless given. */
      readonly children?: readonly number[];
      /** As with `amend`. */
      readonly duplicates?: Uncertain;
    }
  /** A coordinator names the council that takes over from one that has ended. */
  | { readonly kind: 'succeed'; readonly from: string; readonly to: string; readonly note?: string }
  | { readonly kind: 'child-refused'; readonly note?: string }
  | { readonly kind: 'family-joined'; readonly note: string }
  | { readonly kind: 'stay'; readonly reason: DataOf<'case-stayed.v1'>['reason']; readonly note: string }
  | {
      readonly kind: 'withdraw';
      readonly reason: DataOf<'referral-withdrawn.v1'>['reason'];
      readonly note?: string;
    }
  | { readonly kind: 'turn-18'; readonly child: number }
  | {
      /** A coordinator decides, with evidence, whether somebody counts as a child. */
      readonly kind: 'decide-age';
      readonly child: number;
      readonly counts: boolean;
      readonly evidence: DataOf<'age-decided.v1'>['evidence'];
      /** Month in which the child turns 18 by that evidence: needed when the child counts. */
      readonly turns18Month?: string;
      readonly note: string;
      /** As with `amend`, for a case that goes on after its end. */
      readonly duplicates?: Uncertain;
    }
  /** An e-mail about the case did not arrive. */
  | { readonly kind: 'note-bounce'; readonly bounced: Omit<DataOf<'email-bounced.v1'>, 'answerBy'> }
  /** A council's e-mail goes elsewhere from now on: what told it of an open offer is sent again. */
  | { readonly kind: 'tell-again'; readonly told: DataOf<'offer-told-again.v1'> }
  /** Time has passed: reminders, expiry, promotion, escalation, overdue steps, whatever is due now. */
  /** `alone`: its hold came to coordinators with another's, and none of those speaks for it any more. */
  | { readonly kind: 'look-at-deadlines'; readonly alone?: true };

type Of<K extends Command['kind']> = Extract<Command, { readonly kind: K }>;

/** Kinds of which the case settles nothing but whether they can be asked. */
type Plain = Exclude<
  Command['kind'],
  | 'receive'
  | 'merge'
  | 'undo-merger'
  | 'answer'
  | 'answer-region'
  | 'review-decline'
  | 'confirm-amendment'
  | 'refuse-amendment'
  | 'reallocate'
  | 'change-documents'
  | 'decide-age'
  | 'turn-18'
  | 'reopen'
  | 'succeed'
  | 'decide-group'
  | 'decide-found'
  | 'give-more-time'
  | 'note-bounce'
  | 'tell-again'
>;

/** A command as far as a case settles it; the rest is for whoever asks to say. Receiving, merging and what becomes of an e-mail are no choice about a case. */
export type PossibleCommand =
  | Pick<Of<'answer'>, 'kind' | 'offerId' | 'answer'>
  | Pick<Of<'answer-region'>, 'kind' | 'region'>
  | Pick<Of<'review-decline'>, 'kind' | 'offerId'>
  | Pick<Of<'confirm-amendment'>, 'kind' | 'amendmentId'>
  | Pick<Of<'refuse-amendment'>, 'kind' | 'amendmentId'>
  | Pick<Of<'reallocate'>, 'kind' | 'because'>
  | Pick<Of<'change-documents'>, 'kind' | 'change'>
  | Pick<Of<'decide-age'>, 'kind' | 'child' | 'counts'>
  | Pick<Of<'turn-18'>, 'kind' | 'child'>
  | Pick<Of<'reopen'>, 'kind' | 'because'>
  | Pick<Of<'succeed'>, 'kind' | 'from'>
  | Pick<Of<'undo-merger'>, 'kind' | 'reference'>
  | Pick<Of<'decide-group'>, 'kind' | 'goOn'>
  | Pick<Of<'give-more-time'>, 'kind' | 'deadline' | 'council'>
  | Pick<Of<'decide-found'>, 'kind' | 'foundIn' | 'decision'>
  | { readonly kind: Plain };

/** Who asks, on the strength of what, and when. */
export interface CommandContext {
  readonly now: string;
  readonly actor: Actor;
  /** Id of the message, answer or schedule run behind it: events derive their ids from the case and their number, and name this. */
  readonly cause: string;
  /** Councils whose places turned out to be gone when an earlier try at the same decision was committed. */
  readonly noPlaceAt?: readonly string[];
}

/** The rules in force, and the councils and turns as read just now: `needsView` says when they are needed. */
export interface Scheme {
  readonly policy: Policy;
  readonly view?: SchemeView;
}

export type Outcome =
  | { readonly kind: 'changed'; readonly change: CaseChange }
  /** It has been done before, or there is nothing to do: the first outcome stands. */
  | { readonly kind: 'unchanged'; readonly words: string }
  | Refusal;

/** The case as it stands does not allow it; `words` say so to the person who asked, and what they can do. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: string;
  readonly words: string;
}
