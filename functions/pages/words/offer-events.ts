import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, listWords, uncapitalised } from '../../../shared/words/counting.ts';
import { answerWords, howWords, promotedWords, withdrawnWords } from '../../../shared/words/offers.ts';
import { againstWords, overruleWords } from '../../../shared/words/overruled.ts';
import { declinedBecause, directWords, namingWords, refusalWords } from '../../../shared/words/reasons.ts';
import { escalatedWords, leadOf, reallocatedWords } from '../../../shared/words/statuses.ts';
import { noted, told, type WordsOfEvents, warned } from './told.ts';

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
      ...warned(event.data.warnings),
    );
  },
  'offers-kept.v1': ({ data: { offers, warnings } }) =>
    told(
      `Still asked: ${listWords(offers.map(({ council }) => authorityName(council)))}`,
      'The facts of the referral changed. These councils can take the children as it says it now.',
      ...warned(warnings),
    ),
  'region-asked.v1': ({ data }) =>
    told(
      `${leadOf(data.region)} was asked which council is to be asked first`,
      `By the rota: ${listWords(data.councils.slice(0, 3).map(authorityName))}${data.councils.length > 3 ? ', and more' : ''}.`,
      `To answer by ${deadlineWords(data.answerBy)}. After that the rota goes on by itself.`,
    ),
  'region-answered.v1': ({ data: { region, outcome, first, council, reason } }) => {
    const lead = leadOf(region);
    switch (outcome) {
      case 'confirmed':
        return told(`${lead} confirmed ${authorityName(first)}`, 'It is that council’s turn.');
      case 'named':
        return told(
          `${lead} named ${authorityName(council ?? '')}`,
          `It was the turn of ${authorityName(first)}, which keeps its turn.`,
          reason && `Reason: ${uncapitalised(namingWords[reason])}.`,
        );
      case 'ran-out':
        return told(`${lead} did not answer in time`, 'The rota goes on by itself.');
      case 'not-needed':
        return told(`${lead} is no longer asked`);
    }
  },
  'offer-answered.v1': (event) =>
    told(
      `${authorityName(event.data.council)} ${answerWords[event.data.answer]}`,
      event.data.reason && `Reason: ${declinedBecause[event.data.reason]}.`,
      noted(event.data.text),
    ),
  'offer-read.v1': (event) =>
    told(
      `${authorityName(event.data.council)} is looking at the offer`,
      'It keeps its whole time to answer.',
    ),
  'offer-told-again.v1': (event) =>
    told(
      `The offer was sent to ${authorityName(event.data.council)} again`,
      'Its email goes to another address now, or arrives again.',
    ),
  'decline-reviewed.v1': (event) =>
    told(
      `Decline by ${authorityName(event.data.council)} ${event.data.outcome === 'accepted' ? 'accepted' : 'not accepted'}`,
      event.data.reason && `Told to the council: ${uncapitalised(refusalWords[event.data.reason])}.`,
      event.data.text,
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
      `Reason: ${uncapitalised(directWords[event.data.reason])}.`,
      event.data.foundThere && 'The child had been missing, and was found there.',
      event.data.overCapacity && event.data.overruled === undefined
        ? 'This knowingly goes over the council’s room.'
        : undefined,
      ...(event.data.overruled ?? []).map(
        (one) =>
          `It ${againstWords(one)}. Why it is placed there all the same: ${uncapitalised(overruleWords[one.because])}.`,
      ),
      noted(event.data.note),
      ...warned(event.data.warnings),
    ),
  'case-escalated.v1': (event) =>
    told(
      'Escalated to a coordinator',
      escalatedWords[event.data.because],
      `To decide by ${deadlineWords(event.data.decideBy)}.`,
      ...warned(event.data.warnings),
    ),
  'case-reallocated.v1': (event) =>
    told('Back to the allocation check', reallocatedWords[event.data.because], noted(event.data.note)),
} as const satisfies Partial<WordsOfEvents>;
