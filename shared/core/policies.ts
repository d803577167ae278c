import type { Policy } from './policy.ts';

/**
 * The released policies. How sure each value is: [S] seen in a public source, [D] computed from published data,
 * [M] widely known but not seen in a source, [U] uncertain: our own default, to be confirmed by the scheme's owners.
 * A released policy is never edited, because placements are derived again under it.
 */

/**
 * [S/D] Turns of the regions in every 650, approximated from real transfers; only Scotland's 45 is a published quota.
 * Only the ratios matter, so that they add up to 652 does no harm.
 */
const turnsIn650: Policy['regionWeights'] = {
  E12000001: 40, // North East
  E12000002: 52, // North West
  E12000003: 50, // Yorkshire and The Humber
  E12000004: 56, // East Midlands
  E12000005: 54, // West Midlands
  E12000006: 90, // East of England
  E12000007: 71, // London
  E12000008: 99, // South East
  E12000009: 55, // South West
  N92000002: 1, // Northern Ireland
  S92000003: 45, // Scotland
  W92000004: 39, // Wales
};

/** [D] Thousands of children aged 0 to 17 in each region: the first scheme knew no quota but population. */
const thousandsOfChildren: Policy['regionWeights'] = {
  E12000001: 543,
  E12000002: 1628,
  E12000003: 1181,
  E12000004: 1032,
  E12000005: 1351,
  E12000006: 1394,
  E12000007: 1916,
  E12000008: 2024,
  E12000009: 1114,
  N92000002: 437,
  S92000003: 1006,
  W92000004: 620,
};

const mandatory: Policy = {
  id: 'nts-2025',
  words: 'Mandatory scheme: threshold of 0.1 % of the child population',
  participation: 'mandatory', // [S] every council with children's services is directed to take part since 2021-22
  threshold: { perMillion: 1000, rounding: 'down' }, // [S] 0.1 %, and Kent's published 346 of 346,571
  regionWeights: turnsIn650, // [S/D]
  councilWeight: 'headroom-at-published-figures', // [U] who already cares for many is asked less
  unknownCountAssumedPercent: 54, // [D] 6,534 children of 12,181 places under the threshold, England, 31 March 2025
  communityLink: 'first-in-region', // [U] a strong reason, weaker than family
  largestGroup: 6, // [U]
  traffickingNeedsTrainedCarers: true, // [U] the flag is carried [M]; that it asks for trained carers is ours
  forgiveClosedTime: true, // [U]
  offers: {
    backUps: 2, // [U]
    rounds: 3, // [U]
  },
  workingDays: {
    answerOffer: 1, // [U] not published
    regionNames: 2, // [U] not published
    arrangeTransfer: 3, // [U] leaves six of the ten days for the move
    moveInCare: 10, // [S]
    moveNotInCare: 5, // [S] ports, and hotels until 2024
    coordinatorDecides: 1, // [U]
    giveMissingFacts: 1, // [U]
  },
  remindHoursBefore: 3, // [U]
  closeOfDay: '17:00', // [U]
  nearEighteenDays: 90, // [U]
  settledChildDays: 28, // [S] about a month
  kindFromAge: {
    'foster-care': 0, // [S]
    'supported-accommodation': 16, // [S]
  },
  noneDeclaredPauseDays: 14, // [U]
  declarationStaleDays: 28, // [U]
  reminderEveryWorkingDays: 5, // [U]
  waitingReminderEveryWorkingDays: 5, // [U] a week, well within the sixty days that a link lives
  incentives: [], // [U] none known to be in force
};

// Why: infra/decisions/0021-who-does-not-answer.md and 0023-what-counts-today.md.
const of2026: Policy = {
  ...mandatory,
  id: 'nts-2026',
  words:
    'Mandatory scheme among councils as they are: who does not answer is asked beside, owes, and catches up at a pace',
  silence: {
    afterOffers: 1, // [U] one child waits for it, none after that
    afterOffersDespiteDeclaring: 2, // [U] declaring, or a late answer, makes up for the first
    afterReminders: 4, // [U] four weeks of reminders
    askedBeside: 2, // [U]
  },
  unreached: {
    answersAnew: 2, // [U] once for the second contact, once for the coordinators
  },
  catchUp: {
    inARow: 2, // [U] two of any three children of its region
    aDay: 2, // [U]
  },
  missing: {
    placesLapseAfter: 5, // [U] a week: of 142 children missing from hotels 39 were gone for 100 days or more [S]
    remindAfter: [1, 2, 3, 5], // [U]
    coordinatorsFromReminder: 3, // [U]
  },
  threshold: {
    ...mandatory.threshold,
    published: {
      // [S] of 346,571 children at mid-2020; by the populations since then it would be 355
      E10000016: { children: 346, asAt: '2022-09', source: 'Kent County Council, minutes, September 2022' },
    },
    volunteersForDays: 28, // [U] as long as a declaration counts; that councils at or over it may volunteer [S]
  },
  countsArrivals: true, // [S/M] what counts is who is there today, own referrals in waiting included
  holdsNotInCare: true, // [S] hotels for unaccompanied children closed on 31 January 2024
  holdsLinkToFullCouncil: true, // [M] a link is a strong reason, and a full council may volunteer [S]
  holdsForEarlier: true, // [U] who was assessed as an adult, or is in care elsewhere, is no new child to place unseen
  receptionSettlesNobody: true, // [D] children wait there about as long as the scheme takes, so it held whom it delayed itself
  reopenWithinDays: 56, // [U] eight weeks: family placements that break down mostly do so soon [M]
  declarations: {
    countForDays: 28, // [U] as long as a declaration counts as fresh
    unseenDays: 28, // [U] the same
  },
  search: {
    peopleAfterPart: 0.5, // [U]
    laterAnswerHours: 4, // [U] half a day in the office
    backUpAfterPart: 0.5, // [U]
    opens: '09:00', // [U]
  },
};

const released: readonly Policy[] = [
  {
    ...mandatory,
    id: 'nts-2016',
    words: 'Voluntary scheme from July 2016: threshold of 0.07 % of the child population',
    participation: 'voluntary', // [S]
    threshold: { perMillion: 700, rounding: 'down' }, // [S] 0.07 % until August 2022; rounding [M]
    regionWeights: thousandsOfChildren, // [D]
    councilWeight: 'child-population', // [M]
    communityLink: 'informs', // [U] the first scheme matched by hand
    unknownCountAssumedPercent: 53, // [D] 4,340 children of 8,116 places under the threshold, England, 31 March 2016
    workingDays: {
      ...mandatory.workingDays,
      answerOffer: 2, // [U] volunteers get longer
      moveNotInCare: 10, // [U] the shorter limit is not seen before 2021
    },
  },
  {
    ...mandatory,
    id: 'nts-2022',
    words: 'Mandatory scheme from 24 August 2022: threshold of 0.1 %, incentives for quick moves',
    unknownCountAssumedPercent: 48, // [D] 5,680 children of 11,763 places under the threshold, England, 31 March 2022
    incentives: [
      { withinWorkingDays: 5, pounds: 15_000, from: 'not-in-care' }, // amounts [S]; which window earned which [U]
      { withinWorkingDays: 2, pounds: 6_000, from: 'council' }, // amounts [S]; which window earned which [U]
    ],
  },
  mandatory,
  of2026,
  // Why: infra/decisions/0031-the-regions-lead-may-name-the-council.md.
  {
    ...of2026,
    id: 'nts-2027',
    words:
      'As nts-2026, and the leads of London and Scotland confirm or name the council that is asked first: an option, for the scheme to decide on',
    leadNames: {
      regions: ['E12000007', 'S92000003'], // [M] both have rotas of their own [S]; that their leads would answer here is for the scheme to say
    },
    // regionNames, two days [U], is the time that they have.
  },
];

/** Ids of the released policies, oldest first. */
export const policyIds: readonly string[] = released.map((policy) => policy.id);

/** What runs when nobody names a policy. */
export const defaultPolicyId = 'nts-2026';

/**
 * The policy of this id.
 * @throws {UnknownPolicyError} naming the ids there are.
 */
export const policyNamed = (id: string): Policy => {
  const found = released.find((policy) => policy.id === id);
  if (found === undefined) throw new UnknownPolicyError(id);
  return found;
};

/** No policy of this id has been released. */
class UnknownPolicyError extends Error {
  override readonly name = 'UnknownPolicyError';

  constructor(id: string) {
    super(`There is no policy "${id}". Use one of: ${policyIds.join(', ')}.`);
  }
}
