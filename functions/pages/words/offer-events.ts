import type { DataOf } from '../../../events/catalogue.ts';
import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, listWords } from '../../../shared/words/counting.ts';
import { noted, told, type Wording, type WordsOfEvents } from './told.ts';

export const declineWords: Wording<NonNullable<DataOf<'offer-answered.v1'>['reason']>> = {
  'at-or-over-threshold': 'We are at or over our threshold',
  'unsuitable-for-child': 'No placement of ours is suitable for this child',
  'no-safe-placement': 'We have no safe placement',
  safeguarding: 'There is a safeguarding reason',
  other: 'Another reason',
};

export const directWords: Wording<DataOf<'place-directed.v1'>['reason']> = {
  'family-link': 'The child has family there',
  'sibling-link': 'The child has a brother or sister there',
  'best-interests': 'It is in the child’s best interests',
  'brokered-by-region': 'The region’s lead brokered it',
  'no-candidate': 'No council is left to ask',
  'court-order': 'A court ordered it',
};

const answerWords: Wording<DataOf<'offer-answered.v1'>['answer']> = {
  accepted: 'accepted the offer',
  declined: 'declined the offer',
  'back-up-yes': 'said yes, if it comes to them',
  'back-up-no': 'said no to being a back-up',
};

export const withdrawnWords: Wording<DataOf<'offer-withdrawn.v1'>['because']> = {
  'placed-elsewhere': 'a place was found elsewhere',
  'case-closed': 'the case was closed',
  reallocated: 'the case went back to the allocation check',
  'no-place-left': 'the council had no place left',
  held: 'the case was held for a decision',
  'area-to-avoid': 'the area is now one to avoid',
};

const escalatedWords: Wording<DataOf<'case-escalated.v1'>['because']> = {
  'no-candidate': 'No council is left that can be asked.',
  'all-declined': 'Every council that was asked has declined.',
  'no-answer': 'No council answered in time.',
};

const reallocatedWords: Wording<DataOf<'case-reallocated.v1'>['because']> = {
  'next-round': 'Everyone asked so far said no or did not answer.',
  coordinator: 'A coordinator decided so.',
  'receiving-authority-cannot': 'The council that had accepted cannot take the child after all.',
  'child-refused': 'The child refuses to move to the council that accepted.',
  'facts-changed': 'The facts of the referral changed.',
};

const promotedWords: Wording<DataOf<'offer-promoted.v1'>['because']> = {
  declined: 'The council before it declined.',
  expired: 'The council before it did not answer in time.',
  'decline-refused': 'A coordinator did not accept its earlier decline.',
  'no-place-left': 'The council before it had no place left.',
  'area-to-avoid': 'The area of the council before it is now one to avoid.',
};

const howWords: Wording<DataOf<'place-accepted.v1'>['how']> = {
  accepted: 'It accepted the offer.',
  'back-up-yes': 'It had said yes, if it came to them.',
  'placed-directly': 'A coordinator placed the child there.',
};

/** In plain words: who was asked, what they answered, and who takes the child. */
export const offerEvents = {
  'offers-made.v1': (event) => {
    const backUps = event.data.offers
      .filter(({ role }) => role === 'back-up')
      .map(({ council }) => authorityName(council));
    const primary = event.data.offers.find(({ role }) => role === 'primary');
    return told(
      primary === undefined ? 'Councils asked' : `Offered to ${authorityName(primary.council)}`,
      primary && `To answer by ${deadlineWords(primary.answerBy)}.`,
      backUps.length === 0 ? undefined : `Asked as back-up: ${listWords(backUps)}.`,
    );
  },
  'offer-answered.v1': (event) =>
    told(
      `${authorityName(event.data.council)} ${answerWords[event.data.answer]}`,
      event.data.reason && `Reason: ${declineWords[event.data.reason].toLowerCase()}.`,
      noted(event.data.text),
    ),
  'offer-read.v1': (event) =>
    told(
      `${authorityName(event.data.council)} is looking at the offer`,
      'It keeps its whole time to answer.',
    ),
  'decline-reviewed.v1': (event) =>
    told(
      `Decline by ${authorityName(event.data.council)} ${event.data.outcome === 'accepted' ? 'accepted' : 'not accepted'}`,
      noted(event.data.note),
    ),
  'offer-expired.v1': (event) =>
    told(
      `${authorityName(event.data.council)} did not answer in time`,
      event.data.readBy === undefined
        ? `It had until ${deadlineWords(event.data.answerBy)}.`
        : `It had said nothing by ${deadlineWords(event.data.readBy)}, and a back-up had said yes.`,
    ),
  'offer-promoted.v1': (event) =>
    told(
      `Now offered to ${authorityName(event.data.council)}`,
      promotedWords[event.data.because],
      `To answer by ${deadlineWords(event.data.answerBy)}.`,
    ),
  'offer-withdrawn.v1': (event) =>
    told(
      `${authorityName(event.data.council)} is no longer asked`,
      `${capitalised(withdrawnWords[event.data.because])}.`,
    ),
  'place-accepted.v1': (event) =>
    told(
      `${authorityName(event.data.council)} takes ${event.data.places === 1 ? 'the child' : `${event.data.places} children`}`,
      howWords[event.data.how],
      `The move is to be arranged by ${deadlineWords(event.data.arrangeBy)}.`,
    ),
  'place-directed.v1': (event) =>
    told(
      `Placed directly with ${authorityName(event.data.council)}`,
      `Reason: ${directWords[event.data.reason].toLowerCase()}.`,
      event.data.foundThere && 'The child had been missing, and was found there.',
      event.data.overCapacity ? 'This knowingly goes over the council’s room.' : undefined,
      noted(event.data.note),
    ),
  'case-escalated.v1': (event) =>
    told(
      'Escalated to a coordinator',
      escalatedWords[event.data.because],
      `To decide by ${deadlineWords(event.data.decideBy)}.`,
    ),
  'case-reallocated.v1': (event) =>
    told('Back to the allocation check', reallocatedWords[event.data.because], noted(event.data.note)),
} as const satisfies Partial<WordsOfEvents>;
