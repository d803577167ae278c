import type { DataOf } from '../../events/catalogue.ts';

/** The words of each option of a contract: a new option does not compile without them. */
export type Words<Option extends string> = Readonly<Record<Option, string>>;

/** Words of a code; the code itself, of one that came from another time. */
export const wordsIn =
  (words: Readonly<Record<string, string>>) =>
  (code: string): string =>
    words[code] ?? code.replaceAll('-', ' ');

type DeclineReason = NonNullable<DataOf<'offer-answered.v1'>['reason']>;

/** Why a council declines, as it says itself. */
export const declineWords: Words<DeclineReason> = {
  'at-or-over-threshold': 'We are at or over our threshold',
  'unsuitable-for-child': 'No placement of ours is suitable for this child',
  'no-safe-placement': 'We have no safe placement',
  safeguarding: 'There is a safeguarding reason',
  other: 'Another reason',
};

/** The same of a code as figures keep it, also where no reason was said. */
export const noWords = wordsIn({ ...declineWords, 'not-said': 'Not said' });

/** The same, told of the council to others. */
export const declinedBecause: Words<DeclineReason> = {
  'at-or-over-threshold': 'it is at or over its threshold',
  'unsuitable-for-child': 'no placement of its own is suitable for this child',
  'no-safe-placement': 'it has no safe placement',
  safeguarding: 'there is a safeguarding reason',
  other: 'another reason',
};

/** The same of a reason as a case keeps it; undefined for a code from another time. */
export const reasonOfDecline = (code: string | undefined): string | undefined =>
  new Map<string, string>(Object.entries(declinedBecause)).get(code ?? '');

/** Why a coordinator does not accept a decline, to the council. */
export const refusalWords: Words<NonNullable<DataOf<'decline-reviewed.v1'>['reason']>> = {
  'has-room': 'You are below your threshold',
  'declared-a-place': 'You declared a place of this kind',
  'can-meet-the-needs': 'You said that you can meet these needs',
  'safe-with-support': 'The child can be safe with you, with the support that was talked about',
  'no-ground-given': 'What you wrote is no ground for a no',
  other: 'Another reason',
};

/** Who brings the child. */
export const escortWords: Words<NonNullable<DataOf<'transfer-arranged.v1'>['escort']>> = {
  'receiving-authority': 'The receiving authority',
  'entry-authority': 'The entry authority',
  both: 'Both councils together',
  'escort-service': 'An escort service',
};

/** Where the child is handed over. */
export const handoverPlaceWords: Words<NonNullable<DataOf<'transfer-arranged.v1'>['handoverPlace']>> = {
  'where-the-child-is': 'Where the child is now',
  'new-placement': 'At the new placement',
  'council-office': 'At a council’s office',
  elsewhere: 'Elsewhere, as the two councils agreed',
};

/** Why a move failed, as the receiving authority says. */
export const failureWords: Words<DataOf<'transfer-failed.v1'>['reason']> = {
  transport: 'Transport failed',
  'placement-fell-through': 'The placement fell through',
  'child-unwell': 'The child was unwell',
  'child-not-ready': 'The child was not ready to go',
  other: 'Another reason',
};

/** The same in an e-mail, which says nothing of a child's health. */
export const failedBecause: Words<DataOf<'transfer-failed.v1'>['reason']> = {
  transport: 'transport failed',
  'placement-fell-through': 'the placement fell through',
  'child-unwell': 'the child could not travel that day',
  'child-not-ready': 'the child was not ready to go',
  other: 'see the page for the reason',
};

/** Why a region's lead names another council than the one whose turn it is. */
export const namingWords: Words<NonNullable<DataOf<'region-answered.v1'>['reason']>> = {
  'place-is-ready': 'A place that fits is ready there',
  'carers-speak-language': 'Carers there speak the child’s language',
  'community-nearby': 'The child’s community is nearby',
  'needs-met-there': 'The child’s needs are met better there',
  'own-rota': 'It is that council’s turn in the region’s own rota',
  'first-cannot-now': 'The council whose turn it is has told us that it cannot now',
};

/** Why a coordinator places a child directly. */
export const directWords: Words<DataOf<'place-directed.v1'>['reason']> = {
  'family-link': 'The child has family there',
  'sibling-link': 'The child has a brother or sister there',
  'best-interests': 'It is in the child’s best interests',
  'brokered-by-region': 'The region’s lead brokered it',
  'no-candidate': 'No council is left to ask',
  'court-order': 'A court ordered it',
  'did-not-answer': 'The council did not answer',
};

/** Why an entry authority withdraws a referral. */
export const withdrawalWords: Words<DataOf<'referral-withdrawn.v1'>['reason']> = {
  'no-longer-needed': 'A transfer is no longer needed',
  'made-in-error': 'The referral was made in error',
  'assessed-as-adult': 'The person was assessed as an adult',
  'left-the-country': 'The child left the country',
  died: 'The child has died',
  other: 'Another reason',
};

/** The same in an e-mail, after "because": it says nothing of what became of a child. */
export const withdrawnReferralBecause: Words<DataOf<'referral-withdrawn.v1'>['reason']> = {
  'no-longer-needed': 'a transfer is no longer needed',
  'made-in-error': 'it was made in error',
  'assessed-as-adult': 'of the outcome of an age assessment',
  'left-the-country': 'the transfer can no longer take place',
  died: 'the transfer can no longer take place',
  other: 'of a reason given on the page',
};

/** Why a child stays with the entry authority. */
export const stayWords: Words<DataOf<'case-stayed.v1'>['reason']> = {
  settled: 'The child is settled where they are',
  'best-interests': 'It is in the child’s best interests',
  'child-refused': 'The child does not want to move',
  'no-place-found': 'No place was found',
};

/** What a coordinator goes by who decides an age. */
export const evidenceWords: Words<DataOf<'age-decided.v1'>['evidence']> = {
  documents: 'Documents that show the date of birth',
  'age-assessment': 'A finished age assessment',
  court: 'A court’s decision',
  'home-office': 'A decision of the Home Office',
  other: 'Other evidence',
};

/** For what a coordinator puts a case under legal hold. */
export const legalHoldWords: Words<DataOf<'legal-hold-placed.v1'>['because']> = {
  court: 'A court, or somebody who goes to one',
  inquiry: 'An inquiry or an inspection',
  complaint: 'A complaint',
  'child-asked': 'The child, or who speaks for the child, asked that it is kept',
  other: 'Another reason',
};

/** Why a coordinator gives a council more time. */
export const moreTimeWords: Words<DataOf<'more-time-given.v1'>['because']> = {
  'place-nearly-ready': 'A place is nearly ready',
  'facts-asked-for': 'Facts were asked for that are not there yet',
  'people-away': 'The people who decide are away',
  'child-needs-time': 'More time is needed for the child',
  other: 'Another reason',
};

/** Why a coordinator opens a case again. */
export const reopenWords: Words<DataOf<'case-reopened.v1'>['because']> = {
  'family-broke-down': 'Living with the family broke down',
  'placement-broke-down': 'The placement broke down',
  'recorded-in-error': 'What had closed it was recorded in error',
};

/** For what a coordinator opens what is sealed. */
export const consultWords: Words<DataOf<'sealed-details-consulted.v1'>['reason']> = {
  'best-interests': 'To decide what is best for the child',
  'same-child': 'To decide whether two referrals are the same child',
  age: 'To decide on the child’s age',
  safety: 'To keep the child safe, or to find the child',
};

/** What became of a child after the handover. */
export const careOutcomeWords: Words<DataOf<'left-care.v1'>['outcome']> = {
  'assessed-as-adult': 'They were assessed as an adult',
  'joined-family': 'The child joined family',
  'placement-ended': 'The care of the child ended',
  died: 'The child died',
};

/** Why another council may know how old a child is. */
export const knownWords: Words<DataOf<'age-known-elsewhere.v1'>['councils'][number]['because'][number]> = {
  'presented-before': 'the child came to it before',
  leads: 'it leads the age assessment',
  assessed: 'it has assessed the age',
};
