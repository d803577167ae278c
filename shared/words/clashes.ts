/** What a contradiction touches, without repeating the facts themselves: they may be dates of a child's life. */
export const clashWords = {
  referredOn: 'the day of referral',
  asylumClaimOn: 'the day of the asylum claim',
  arrivedOn: 'the day of arrival',
  settledSince: 'the day the present placement began',
  proposedMoveOn: 'the day proposed for the move',
  links: 'the councils with a link',
  areasToAvoid: 'the areas to avoid',
  children: 'the numbering of children',
  turns18Month: 'the month of the 18th birthday',
  placementKind: 'the kind of placement',
} as const;

/** A fact that may contradict another. */
export type ClashingFact = keyof typeof clashWords;
