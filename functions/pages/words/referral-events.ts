import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { concernWords, refusedWords } from '../../../shared/words/amendments.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { childrenWords, listWords } from '../../../shared/words/counting.ts';
import { earlierWords } from '../../../shared/words/earlier-referrals.ts';
import { knownWords } from '../../../shared/words/reasons.ts';
import { noted, told, type WordsOfEvents, warned } from './told.ts';

/** In plain words: what was referred, amended, held. */
export const referralEvents = {
  'referral-received.v2': (event) =>
    told(
      `${authorityName(event.data.facts.entryAuthority)} referred ${childrenWords(event.data.facts.children.length)}`,
    ),
  'referral-amended.v2': (event) =>
    told(
      'The entry authority added to the referral',
      event.data.possibleDuplicates === undefined
        ? event.data.sealedChanged && 'What is kept sealed was added to or corrected.'
        : `By what it said, ${listWords(event.data.possibleDuplicates)} may be about the same child.`,
    ),
  'amendment-to-confirm.v1': (event) =>
    told(
      'An email in the entry authority’s name waits for confirmation',
      `It would change ${listWords(event.data.because.map((one) => concernWords[one]))}. Nothing has changed.`,
      `The entry authority’s desk is asked to answer by ${deadlineWords(event.data.confirmBy)}.`,
      event.data.holdsMove && 'It says something for which the move would wait for a coordinator.',
      event.data.unsafe && `It says to avoid the area of ${listWords(event.data.unsafe.map(authorityName))}.`,
    ),
  'amendment-refused.v1': (event) => told(...refusedWords[event.data.because]),
  'confirmation-due.v1': (event) =>
    told(
      event.data.passed
        ? 'The entry authority has not said whether it sent an email'
        : 'The entry authority was reminded to say whether it sent an email',
      `Asked to answer by ${deadlineWords(event.data.by)}.`,
    ),
  'facts-repeated.v1': () =>
    told('The entry authority said again what this case holds already', 'Nothing changed.'),
  'referral-merged.v1': (event) =>
    told(
      `${authorityName(event.data.council)} referred the same ${event.data.facts.children.length === 1 ? 'child' : 'children'} again, as ${event.data.reference}`,
      event.data.differing.length === 0
        ? 'It says nothing else than this case.'
        : `This case stays as it was. The other referral differs in: ${event.data.differing.join(', ')}.`,
    ),
  'merger-undone.v1': (event) =>
    told(
      `${event.data.reference} is about another child, and has a case of its own again`,
      noted(event.data.note),
    ),
  'earlier-referral-found.v1': (event) =>
    told(
      'The child may have been referred before',
      ...event.data.referrals.map((one) => earlierWords(one, authorityName)),
    ),
  'age-known-elsewhere.v1': (event) =>
    told(
      'Other councils may know how old the child is',
      ...event.data.councils.map(
        ({ council, because }) =>
          `${authorityName(council)}: ${listWords(because.map((one) => knownWords[one]))}. It is told, and so is the entry authority.`,
      ),
    ),
  'referral-incomplete.v1': (event) =>
    told('More is needed from the entry authority', ...event.data.fields.map(({ words }) => words)),
  'referral-held.v1': (event) =>
    told(
      event.data.council === undefined
        ? 'Held for a coordinator'
        : `The move to ${authorityName(event.data.council)} waits for a coordinator`,
      ...event.data.reasons.map(({ words }) => words),
      event.data.joins &&
        `The coordinators have it with ${event.data.joins}, which is held for the same: they were sent no email of its own.`,
      ...warned(event.data.warnings),
    ),
  'case-assigned.v1': ({ data }) =>
    told(data.to === undefined ? 'Assigned to nobody' : 'Assigned to a coordinator'),
  'hold-kept.v1': (event) =>
    told(
      'Hold kept',
      noted(event.data.note),
      `To be looked at again by ${deadlineWords(event.data.reviewAt)}.`,
    ),
  'referral-released.v1': (event) =>
    told(
      event.data.council === undefined
        ? 'Hold released'
        : `The move to ${authorityName(event.data.council)} goes on`,
      noted(event.data.note),
    ),
} as const satisfies Partial<WordsOfEvents>;
