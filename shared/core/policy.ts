import type { PlacementKind } from '../../events/referral.ts';

/** The kinds of places that councils declare. Other kinds that a child may need count as one of them. */
export type DeclaredKind = Extract<PlacementKind, 'foster-care' | 'supported-accommodation'>;

/** Everything that the scheme's owners may change without new code. A released version is never edited: a new one is added. */
export interface Policy {
  readonly id: string;
  readonly words: string;
  /** Mandatory: headroom is enough to be asked. Voluntary: a declared place of the needed kind is required. */
  readonly participation: 'mandatory' | 'voluntary';
  /** Share of the 0-17 population at which an authority stops being asked, in millionths (1000 = 0.1 %), and how a part of a child is counted. */
  readonly threshold: {
    readonly perMillion: number;
    readonly rounding: 'down' | 'nearest' | 'up';
    /** By council, the threshold in whole children that the Home Office itself has published: it goes before the share. With its source, and the month it is of (YYYY-MM). */
    readonly published?: Readonly<
      Record<string, { readonly children: number; readonly asAt: string; readonly source: string }>
    >;
    /** Days for which a council that declares to take children beyond its threshold is asked beyond it. Absent: no council is. */
    readonly volunteersForDays?: number;
  };
  /** True: children whom an entry authority refers from its own care count on top of its last figure, if they arrived after the day that this is of. Absent: the figure alone counts. */
  readonly countsArrivals?: boolean;
  /** True: a person looks at a referral of a child who is in no authority's care. Absent: such a referral passes the entry authority's threshold unseen. */
  readonly holdsNotInCare?: boolean;
  /** True: a council that is full and has the child's family or sibling is asked whether it takes the child nonetheless, and a person decides. Absent: it is passed over. */
  readonly holdsLinkToFullCouncil?: boolean;
  /** True: a case whose child another case, which has ended, may have been about is held for a person where that end bears on it. Absent: people are told only. */
  readonly holdsForEarlier?: boolean;
  /** By region whose councils act through one of them, that council: the others are not asked by the rota, though a coordinator may place a child with them. Absent: each of a region's councils is asked in its turn. */
  readonly regionHubs?: Readonly<Record<string, string>>;
  /** Regions whose lead confirms, or names, the council that is asked first, within `workingDays.regionNames`; after that the rota goes on by itself. Absent: no lead has a part. */
  readonly leadNames?: { readonly regions: readonly string[] };
  /** Region code -> weight in the national rota. Only the ratios matter. */
  readonly regionWeights: Readonly<Record<string, number>>;
  /** What a council weighs within its region. */
  readonly councilWeight: 'headroom-at-published-figures' | 'child-population';
  /** Where no count of children in care is published, the weight assumes this share of the threshold, in percent: what councils of its size care for. Never used for headroom. */
  readonly unknownCountAssumedPercent: number;
  /** What a link to a community does: its council is first when its region's turn comes, or it only informs people. Family and sibling links always go before the rota. */
  readonly communityLink: 'first-in-region' | 'informs';
  /** Children in one referral above which a person looks first. */
  readonly largestGroup: number;
  /** True: a child with a trafficking (NRM) referral or decision is offered only to councils that have not said they lack trained carers. */
  readonly traffickingNeedsTrainedCarers: boolean;
  /** True: time in which a party could not be asked neither earns nor costs turns. */
  readonly forgiveClosedTime: boolean;
  /** When a council counts as silent, until it answers anything; absent: everyone is asked alike, whatever was answered. */
  readonly silence?: {
    /** First offers in a row that ran out. */
    readonly afterOffers: number;
    /** First offers in a row that ran out, even where it declared its places or answered too late between them: who is always just too late is asked beside until it answers in time. */
    readonly afterOffersDespiteDeclaring: number;
    /** Reminders to declare its places in a row that brought nothing. */
    readonly afterReminders: number;
    /** How many silent councils are asked beside those who answer, as the last of the back-ups, so that they can be heard of again. */
    readonly askedBeside: number;
  };
  /** How fast who is owed more than the rota's window allows may take children; absent: one after another until nothing is owed. */
  readonly catchUp?: {
    /** Children in a row: of any so many and one, one goes to somebody else of its region. More only where its share is above a half. */
    readonly inARow: number;
    /** Children on one day. */
    readonly aDay: number;
  };
  /**
   * What a declaration does beside saying how many places there are. Absent: in a mandatory scheme declared places limit no offers but where there
   * are none of a kind, and a need that was left out counts until the council declares again.
   */
  readonly declarations?: {
    /** Days for which declared places are a ceiling for offers of their kind, and for which a need that was left out keeps a council from being asked. */
    readonly countForDays: number;
    /** Days for which a council may declare that it be spared (a pause, no place at all, a need left out) before a coordinator is asked whether that counts. After that it owes the turns that it does not take. */
    readonly unseenDays: number;
  };
  /** What is done for a council whose e-mails about an offer came back; absent: its time runs on. */
  readonly unreached?: {
    /** How often the time to answer begins anew, counted from when the offer was sent to somebody else. */
    readonly answersAnew: number;
  };
  /** Back-ups that are asked beside each first offer, and rounds before a coordinator takes over. */
  readonly offers: { readonly backUps: number; readonly rounds: number };
  /** How a search goes on once the first round brought nothing; absent: for `offers.rounds` rounds, each with the whole time to answer. */
  readonly search?: {
    /** Part of a case's time to move after which a person has it at the latest, however many rounds that was. */
    readonly peopleAfterPart: number;
    /** Hours of office time in which an offer of a later round is answered, from when offices open to `closeOfDay`. */
    readonly laterAnswerHours: number;
    /** Part of the time to answer, in office hours, after which a back-up that said yes is placed, where the first has said nothing, not even that it is looking. */
    readonly backUpAfterPart: number;
    /** London time, HH:MM. */
    readonly opens: string;
  };
  /** Days in which each party acts, in working days of the nation that has to act. */
  readonly workingDays: {
    readonly answerOffer: number;
    readonly regionNames: number;
    readonly arrangeTransfer: number;
    readonly moveInCare: number;
    readonly moveNotInCare: number;
    readonly coordinatorDecides: number;
    readonly giveMissingFacts: number;
  };
  /** A reminder goes out this many hours before a deadline: hours of office time where `search` says when offices open. */
  readonly remindHoursBefore: number;
  /** Office day that closes a working day, local time HH:MM. */
  readonly closeOfDay: string;
  /** A child who turns 18 within so many days is near 18: whoever decides is warned. */
  readonly nearEighteenDays: number;
  /** Days in one place from which a person looks at whether staying is better for the child. */
  readonly settledChildDays: number;
  /** True: days in a reception centre, from which children move on, do not count as days in one place. Absent: they do. */
  readonly receptionSettlesNobody?: boolean;
  readonly kindFromAge: Readonly<Record<DeclaredKind, number>>;
  /** A mandatory council that declared no place of the needed kind is not asked for that kind for this many days after its declaration. */
  readonly noneDeclaredPauseDays: number;
  readonly declarationStaleDays: number;
  readonly reminderEveryWorkingDays: number;
  /** An open case of which every deadline was told reminds whom it waits for again after so many working days; a missing child's too. */
  readonly waitingReminderEveryWorkingDays: number;
  /** What follows while a child stays missing, in working days of the responsible council's nation. Absent: places wait until the child is found, and the reminders are those of any waiting case. */
  readonly missing?: {
    /** After so many, places that are held for the child lapse, unless a coordinator keeps them. */
    readonly placesLapseAfter: number;
    /** Between one reminder and the next, to the responsible council and the coordinators; the last figure repeats. */
    readonly remindAfter: readonly number[];
    /** From this reminder on the case is on the coordinators' list, and the region's lead is told too. */
    readonly coordinatorsFromReminder: number;
  };
  /** Calendar days after a child joined family, or left care after the handover, within which the case is opened again when that breaks down. Absent: what had ended stays ended. */
  readonly reopenWithinDays?: number;
  /**
   * What the first policies said of incentive payments: undated, and its pairs are swapped. It stands because a released policy is never edited; nothing
   * reads it, and no new policy has it. What is known stands in reference/funding.json.
   */
  readonly incentives?: readonly {
    readonly withinWorkingDays: number;
    readonly pounds: number;
    readonly from: 'council' | 'not-in-care';
  }[];
}
