/** Everything a replay takes for granted where nothing is published. The report prints this page by page; change a value and everything follows. */

export interface Assumptions {
  /** Part of the referrals that are two, and three, siblings together. */
  readonly siblings: { readonly two: number; readonly three: number };
  /** Part of the referrals with a link of each kind to a council, drawn by child population. */
  readonly links: { readonly family: number; readonly sibling: number; readonly community: number };
  /** Part of the children with each need. `trained-carers` follows from a trafficking referral. */
  readonly needs: {
    readonly trafficking: number;
    readonly medicalCare: number;
    readonly mentalHealthSupport: number;
    readonly specialEducationalNeeds: number;
    readonly stepFreeAccess: number;
  };
  /** Part of the children by age at referral: 17, 16, 15, 14 and 13; the day within the year is drawn evenly. */
  readonly ages: Readonly<Record<17 | 16 | 15 | 14 | 13, number>>;
  /** Part of those of 16 and 17 who need supported accommodation; everyone else foster care. */
  readonly supportedAccommodation: number;
  readonly answers: {
    /** Part of the offers a council accepts, and lets pass in silence; the rest it declines. */
    readonly accepts: number;
    readonly silent: number;
    /** A need lowers the chance of a yes to this part. */
    readonly withNeed: number;
    /** Part of the answers that come on the day of the offer; the others by the deadline. */
    readonly sameDay: number;
    /** Part of the back-ups that say "yes, if it comes to us". */
    readonly backUpYes: number;
  };
  /**
   * Councils as they are, in place of `answers.silent`: the part that never answers, that answers only when its time is up, and that declines whatever comes. Each
   * council is what it is for good. Absent: silence is drawn anew for each offer.
   */
  readonly councils?: { readonly silent: number; readonly slow: number; readonly declining: number };
  /** Working days from yes to the move, drawn evenly. */
  readonly moveAfter: { readonly least: number; readonly most: number };
}

export const assumptions: Assumptions = {
  siblings: { two: 0.04, three: 0.005 },
  links: { family: 0.06, sibling: 0.01, community: 0.15 },
  needs: {
    trafficking: 0.1,
    medicalCare: 0.03,
    mentalHealthSupport: 0.08,
    specialEducationalNeeds: 0.04,
    stepFreeAccess: 0.01,
  },
  // 87 % aged 16 or 17 is the published figure for those in care on 31 March 2022.
  ages: { 17: 0.52, 16: 0.35, 15: 0.08, 14: 0.03, 13: 0.02 },
  supportedAccommodation: 0.5,
  answers: { accepts: 0.75, silent: 0.1, withNeed: 0.8, sameDay: 0.5, backUpYes: 0.4 },
  moveAfter: { least: 1, most: 5 },
};

const twice = (part: number): number => Math.min(1, 2 * part);

/** What the report varies, one at a time, to see how far its figures rest on what is assumed. */
export const variations: readonly { readonly name: string; readonly assumptions: Assumptions }[] = [
  {
    name: 'twice as many siblings',
    assumptions: {
      ...assumptions,
      siblings: { two: twice(assumptions.siblings.two), three: twice(assumptions.siblings.three) },
    },
  },
  {
    name: 'twice as many links',
    assumptions: {
      ...assumptions,
      links: {
        family: twice(assumptions.links.family),
        sibling: twice(assumptions.links.sibling),
        community: twice(assumptions.links.community),
      },
    },
  },
  {
    name: 'twice as many needs',
    assumptions: {
      ...assumptions,
      needs: {
        trafficking: twice(assumptions.needs.trafficking),
        medicalCare: twice(assumptions.needs.medicalCare),
        mentalHealthSupport: twice(assumptions.needs.mentalHealthSupport),
        specialEducationalNeeds: twice(assumptions.needs.specialEducationalNeeds),
        stepFreeAccess: twice(assumptions.needs.stepFreeAccess),
      },
    },
  },
  {
    name: 'half of the offers refused or unanswered',
    assumptions: { ...assumptions, answers: { ...assumptions.answers, accepts: 0.5, silent: 0.2 } },
  },
];

/** The part of children of these ages who are still under 18 so many days after their referral. */
export const stillUnder18 = (ages: Assumptions['ages'], days: number): number =>
  Object.entries(ages).reduce((sum, [age, part]) => {
    const yearsLeft = 18 - Number(age);
    const gone = days / 365.25 - (yearsLeft - 1);
    return sum + part * Math.min(1, Math.max(0, 1 - gone));
  }, 0);
