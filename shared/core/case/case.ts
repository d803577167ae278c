import type { DataOf } from '../../../events/catalogue.ts';
import type { Overruling } from '../../../events/place-directed.v1.ts';
import type { ChildFingerprints, ReferralFacts } from '../../../events/referral.ts';
import type { Reason } from '../allocation/decision.ts';
import type { EarlierReferral } from '../allocation/earlier-referrals.ts';
import type { MissingField } from '../referral/missing-details.ts';

/** Where a case can be. The table in transitions.ts says how it moves. */
export const caseStatuses = [
  'incomplete',
  'held',
  'eligible',
  'region-asked',
  'offered',
  'escalated',
  'accepted',
  'transfer-arranged',
  'paused',
  'child-refused',
  'transferred',
  'missing-from-care',
  'found-elsewhere',
  'left-care',
  'joined-family',
  'stayed',
  'turned-18',
  'withdrawn',
] as const;
export type CaseStatus = (typeof caseStatuses)[number];

export const offerStatuses = [
  'live', // primary, waiting for an answer; holds places
  'asked', // back-up, not answered; holds nothing
  'promised', // back-up that said yes; holds places
  'said-no', // back-up that said no
  'accepted',
  'declined',
  'expired',
  'withdrawn',
] as const;
export type OfferStatus = (typeof offerStatuses)[number];

/** How the child is handed over, as far as the two councils have agreed it, and whether a safety plan exists. */
export type Handover = Pick<
  DataOf<'transfer-arranged.v1'>,
  'escort' | 'handoverPlace' | 'handoverTime' | 'safetyPlan'
>;

export interface Offer {
  readonly id: string;
  readonly round: number;
  readonly rank: number;
  readonly council: string;
  readonly region: string;
  readonly role: 'primary' | 'back-up';
  readonly status: OfferStatus;
  readonly madeAt: string;
  /** Deadline of a primary; of a back-up, the time by which its yes is wanted, in its own nation's calendar. */
  readonly answerBy: string;
  readonly answeredAt?: string;
  /** When the first said that it is looking: it then has its whole time, though a back-up may have said yes. */
  readonly readAt?: string;
  readonly declineReason?: string;
  /** When a back-up became the live primary. */
  readonly promotedAt?: string;
  /** Why an offer was withdrawn, for the words to a council that answers it nonetheless. */
  readonly withdrawnBecause?: DataOf<'offer-withdrawn.v1'>['because'];
  readonly review?: 'pending' | 'accepted' | 'refused';
  /** The words with which its decline was not accepted, so that the same said again changes nothing; absent of records from before 30 November 2026. The trail tells the council. */
  readonly refusal?: Pick<DataOf<'decline-reviewed.v1'>, 'reason' | 'text'>;
  /** How often its time was made longer, because no e-mail about it had reached its council, and when it last began anew. */
  readonly begunAnew?: { readonly times: number; readonly at: string };
  /** A coordinator gave its council more time: that is done once. */
  readonly moreTime?: true;
  /** The change of its council's contacts, by its number in the council's trail, since which it was sent again. */
  readonly toldAgain?: number;
}

export type Party =
  | { readonly kind: 'council'; readonly code: string }
  | { readonly kind: 'entry-authority'; readonly code: string }
  | { readonly kind: 'coordinators' }
  | { readonly kind: 'smp-lead'; readonly region: string }
  | { readonly kind: 'system' };

/** A change that came by e-mail and acts only once the entry authority's desk has confirmed it. */
export interface Proposal {
  /** Id of the amendment. Its sealed part is kept under it. */
  readonly id: string;
  readonly saidAt: string;
  readonly askedAt: string;
  readonly confirmBy: string;
  readonly because: DataOf<'amendment-to-confirm.v1'>['because'];
  /** What it gives of the facts, and what the case said of the same facts when it came. */
  readonly facts: Partial<ReferralFacts>;
  readonly base: Partial<ReferralFacts>;
  readonly fingerprints?: readonly ChildFingerprints[];
  readonly sealedChanged?: true;
  readonly sealedFields?: readonly string[];
  readonly sealedReplaced?: readonly string[];
  readonly sentFrom?: NonNullable<DataOf<'amendment-to-confirm.v1'>['sentFrom']>;
  /** Confirmed, the move would wait for a coordinator. */
  readonly holdsMove?: true;
  /** Councils with the child or an open offer whose area it says to avoid. */
  readonly unsafe?: readonly string[];
}

/** A referral's whole present state; its past is its trail of events. `version` is the number of the last event. */
export interface Case {
  readonly id: string;
  readonly referralId: string;
  readonly version: number;
  readonly lastHash: string;
  readonly policy: string;
  readonly status: CaseStatus;
  readonly facts: ReferralFacts;
  readonly openedAt: string;
  /** Deadline for the move (policy working days from referral), end of that day. */
  readonly moveBy: string;
  /** Region of the entry authority, once the scheme was looked at and knew it. */
  readonly entryRegion?: string;
  /** By when the present step is due, where no other field says so: missing facts, the check, a refusal to move. */
  readonly stepBy?: string;
  /** Before anybody is asked, and after a yes for what was said only then: the move waits. */
  readonly hold?: {
    readonly reasons: readonly Reason[];
    readonly since: string;
    readonly reviewAt: string;
    /** The last time somebody looked and kept it. */
    readonly kept?: { readonly at: string; readonly note: string };
    /** The case with which it came to coordinators; absent once they were told of this one, or decided about it. */
    readonly joins?: string;
  };
  /** By which a later referral of the same children is found. */
  readonly fingerprints?: readonly ChildFingerprints[];
  /** Open cases that may be about the same child. */
  readonly possibleDuplicates?: readonly string[];
  /** Referrals that came before and had ended when they were found, of children who may be these. */
  readonly earlier?: readonly EarlierReferral[];
  /** Referrals of the same children that came later and were merged into this case. */
  readonly merged?: readonly {
    readonly referralId: string;
    readonly reference: string;
    readonly council: string;
    /** What it said of who its children are, which the case may not know: another referral that says otherwise is not merged as well. */
    readonly children?: readonly Pick<ReferralFacts['children'][number], 'number' | 'sex' | 'turns18Month'>[];
    readonly fingerprints?: readonly ChildFingerprints[];
    /** A coordinator found that it is about somebody else: it is never merged into this case again. */
    readonly undone?: true;
  }[];
  /** The coordinator who deals with it, by their id on the roster, who may have been taken off since; nobody where it is absent. */
  readonly assignedTo?: string;
  /** Hold reasons that a named person has cleared. */
  readonly cleared: readonly string[];
  readonly missing?: readonly { readonly field: string; readonly words: string }[];
  /** Its region's lead is asked which council is to be asked first; a place is held with the first meanwhile. */
  readonly regionAsked?: {
    readonly region: string;
    /** In the order of the rota. */
    readonly councils: readonly string[];
    readonly askedAt: string;
    readonly answerBy: string;
  };
  /** Regions whose leads had their say in this case, or their time: they are not asked again. In the order in which they were asked. */
  readonly regionsAnswered?: readonly {
    readonly region: string;
    readonly outcome: DataOf<'region-answered.v1'>['outcome'];
    readonly council?: string;
  }[];
  readonly round: number;
  /** The day in London on which the entry authority was last told that the search goes on. */
  readonly searchToldOn?: string;
  readonly offers: readonly Offer[];
  /** Councils not asked again in this case. */
  readonly excluded: readonly string[];
  readonly placement?: {
    readonly council: string;
    readonly region: string;
    readonly how: 'accepted' | 'back-up-yes' | 'placed-directly';
    readonly offerId?: string;
    readonly acceptedAt: string;
    /** Children when it was accepted: so many turns were counted, and are given back if it is undone. */
    readonly children: number;
    readonly arrangeBy: string;
    /** A coordinator gave the council more time to arrange it: that is done once. */
    readonly moreTime?: true;
    /** Mark of the social worker who is named for the child; the name itself is sealed. */
    readonly socialWorker?: string;
    readonly moveOn?: string;
    /** The council in whose area the child will live, where that is not the receiving authority's own. */
    readonly placedIn?: string;
    /** How the child is handed over, as far as it is agreed, and whether a safety plan exists. */
    readonly handover?: Handover;
    /** By when the handover is confirmed: close of the day of the move. */
    readonly completeBy?: string;
    /** The day of the last move that failed. */
    readonly lastFailedOn?: string;
    /** Places of a declaration that this placement took, given back to that same declaration if it is undone. */
    readonly declared?: {
      readonly at: string;
      readonly fosterCare: number;
      readonly supportedAccommodation: number;
    };
    /** What spoke against the council, and why a coordinator overruled it. */
    readonly overruled?: readonly Overruling[];
    readonly handedOverAt?: string;
    /** The council that received the children, once another is responsible. */
    readonly movedFrom?: string;
  };
  readonly escalation?: {
    readonly because: 'no-candidate' | 'all-declined' | 'no-answer';
    readonly decideBy: string;
  };
  readonly pause?: {
    readonly from: CaseStatus;
    readonly at: string;
    readonly missingSince?: string;
    /** Numbers of those who are missing, where others of the case are not; all are where it is absent. */
    readonly children?: readonly number[];
    /** Before the handover: by when a coordinator decides whether the others wait; absent once that is decided, and where nobody else is there. */
    readonly othersBy?: string;
    /** When places that are held for the missing child lapse, and the day on which a coordinator last kept them. */
    readonly placesUntil?: string;
    readonly keptOn?: string;
    /** Reminders so far, and when the next is due. */
    readonly reminded?: number;
    readonly remindAt?: string;
    /** The responsible council alone has not found the child: the case is on the coordinators' list. */
    readonly withCoordinators?: true;
  };
  /** Children of a group who are missing while the case goes on for the others, by a coordinator's decision: since when, and reminders as of a pause. */
  readonly stillMissing?: {
    readonly children: readonly number[];
    readonly at: string;
    readonly missingSince?: string;
    readonly reminded?: number;
    readonly remindAt?: string;
    readonly withCoordinators?: true;
  };
  /** What is sealed of children since they were last recorded as missing: by its mark, and by the id under which it was kept until the case had it. */
  readonly missingDetails?: readonly {
    readonly child: number;
    readonly field: MissingField;
    readonly mark: string;
    readonly keptAs: string;
  }[];
  /** The council in whose area a missing child was found, neither the entry authority nor who had accepted or received the child: and whether it is decided since what follows. */
  readonly foundElsewhere?: {
    readonly council: string;
    readonly decided: boolean;
    /** Numbers of the children who were found there; all of the case where it is absent. */
    readonly children?: readonly number[];
    /** After the handover: by when the council that is responsible, or a coordinator, decides. */
    readonly by?: string;
    /** Others of the case who were found in other areas before, as long as it is to be decided of them too; absent where there is nobody. */
    readonly alsoIn?: readonly { readonly council: string; readonly children: readonly number[] }[];
  };
  /** The code under which what names the children is sealed, once the entry authority is another council than the one that sealed it. */
  readonly sealedUnder?: string;
  /** How often the child has refused to move. */
  readonly refusals?: number;
  /** Of the children, how many are entered in the entry authority's count, beside its figure or held by it; absent where nobody has looked yet, or the policy goes by the figure alone. */
  readonly arrivalsCounted?: number;
  /** Since when they are, or none is: UTC; absent where nobody has looked yet. */
  readonly arrivalsCountedFrom?: string;
  /** Children who left care after the handover: they count nowhere any more. */
  readonly left?: readonly {
    readonly child: number;
    readonly outcome: DataOf<'left-care.v1'>['outcome'];
    readonly on: string;
    /** The last day on which the child is brought back because that broke down. */
    readonly until?: string;
  }[];
  /** The last day on which a case that ended in family is opened again because that broke down. */
  readonly reopenUntil?: string;
  /** When every clock stood still, in order: a deadline that is counted anew leaves this time out. */
  readonly pauses?: readonly { readonly from: string; readonly until: string }[];
  /** Numbers of children who turned 18: they no longer count. */
  readonly turned18: readonly number[];
  /** Numbers of children whose recorded 18th birthday came while their age assessment was open, whatever became of it. */
  readonly agesInQuestion?: readonly number[];
  /** By number of child, the month of the 18th birthday that a coordinator decided on by evidence; it goes before any date given earlier. */
  readonly agesDecided?: Readonly<Record<number, string>>;
  /** Other councils that may know how old the children are, and were told so. */
  readonly ageKnownTold?: readonly string[];
  /** Why the referral was withdrawn, where it was. */
  readonly withdrawnBecause?: DataOf<'referral-withdrawn.v1'>['reason'];
  /** When a case that had ended was opened again; its time for the move counts from there. */
  readonly reopenedAt?: string;
  /** Ids of the messages whose amendments are in the facts: an old one that comes again does not undo a newer one. */
  readonly amendments?: readonly string[];
  /** When each amended fact was last said by the entry authority: what was said before that does not replace it. */
  readonly factsSaidAt?: Readonly<Record<string, string>>;
  /** Changes that came by e-mail and wait for confirmation, in the order in which they came. */
  readonly proposals?: readonly Proposal[];
  /** Every change that ever waited, by its id: whether it still does, and if not what became of it. */
  readonly proposed?: Readonly<
    Record<string, 'waiting' | 'made' | DataOf<'amendment-refused.v1'>['because']>
  >;
  /** Deadlines already reminded of or already reported as passed, so that nobody is told twice. */
  readonly told: readonly string[];
  /** Late bank holidays, by name, with which its deadlines are reckoned; absent while there were none since it was opened. */
  readonly lateHolidays?: readonly string[];
  /** The last times that coordinators opened what is sealed, for both councils to see. */
  readonly consulted?: readonly {
    readonly at: string;
    readonly reason: DataOf<'sealed-details-consulted.v1'>['reason'];
    /** What they opened was a document. */
    readonly document?: true;
  }[];
  /** Since when nothing of it is forgotten by time, or taken away, and for what; absent where it is under no legal hold. */
  readonly legalHold?: { readonly at: string; readonly because: DataOf<'legal-hold-placed.v1'>['because'] };
  /** E-mails that did not arrive, as they were recorded: the same again is no news. */
  readonly bounced?: readonly string[];
  /** The lists that its last change left it on, each with a mark of what its line says there (lists.ts); absent on a case that was written last before there were any. */
  readonly listed?: Readonly<Record<string, string>>;
  /** Whose "needs you" list the case is on; absent once it is closed. */
  readonly needs?: { readonly party: Party; readonly by: string; readonly what: string };
  /** When enforce-deadlines has to look next: at a deadline, or to remind whom the case waits for. Absent only once it is closed. */
  readonly nextDueAt?: string;
}
