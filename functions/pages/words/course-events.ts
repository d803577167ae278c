import type { DataOf } from '../../../events/catalogue.ts';
import { deadlineWords, monthWords } from '../../../shared/core/calendar/working-days.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { noted, told, type Wording, type WordsOfEvents } from './told.ts';

export const withdrawalWords: Wording<DataOf<'referral-withdrawn.v1'>['reason']> = {
  'no-longer-needed': 'A transfer is no longer needed',
  'made-in-error': 'The referral was made in error',
  'assessed-as-adult': 'The person was assessed as an adult',
  'left-the-country': 'The child left the country',
  other: 'Another reason',
};

export const evidenceWords: Wording<DataOf<'age-decided.v1'>['evidence']> = {
  documents: 'Documents that show the date of birth',
  'age-assessment': 'A finished age assessment',
  court: 'A court’s decision',
  'home-office': 'A decision of the Home Office',
  other: 'Other evidence',
};

export const reopenWords: Wording<DataOf<'case-reopened.v1'>['because']> = {
  'family-broke-down': 'Living with the family broke down.',
  'placement-broke-down': 'The placement broke down.',
  'recorded-in-error': 'What had closed it was recorded in error.',
};

export const stayWords: Wording<DataOf<'case-stayed.v1'>['reason']> = {
  settled: 'The child is settled where they are',
  'best-interests': 'It is in the child’s best interests',
  'child-refused': 'The child refuses to move',
  'no-place-found': 'No place was found',
};

const overdueWords: Wording<DataOf<'deadline-approaching.v1'>['deadline']> = {
  answer: 'an answer to the offer',
  arrange: 'arranging the move',
  move: 'the move',
  complete: 'confirming the handover',
  decide: 'a coordinator’s decision',
  facts: 'the facts that are missing',
};

const partyWords = (party: DataOf<'case-waiting.v1'>['party']): string =>
  party.kind === 'coordinators' ? 'The coordinators were' : `${authorityName(party.code)} was`;

/** In plain words: ages, ends and deadlines. */
export const courseEvents = {
  'child-turned-18.v1': (event) => told(`Child ${event.data.child} turned 18`, 'They no longer count.'),
  'age-in-question.v1': (event) =>
    told(
      `The recorded 18th birthday of child ${event.data.child} has come, and the age assessment is ${event.data.assessment === 'required' ? 'still to be done' : 'under way'}`,
      'Nothing closes. A coordinator decides, or the entry authority gives the result of the assessment.',
      event.data.ledBy && `${authorityName(event.data.ledBy)} leads the assessment.`,
    ),
  'age-decided.v1': (event) =>
    told(
      `A coordinator decided that child ${event.data.child} ${event.data.counts ? 'counts as a child' : 'is 18 or over'}`,
      `On the strength of: ${evidenceWords[event.data.evidence].toLowerCase()}.`,
      event.data.turns18Month && `They turn 18 in ${monthWords(event.data.turns18Month)}.`,
      noted(event.data.note),
    ),
  'case-reopened.v1': (event) =>
    told('A coordinator opened the case again', reopenWords[event.data.because], noted(event.data.note)),
  'family-joined.v1': (event) => told('The child joined family in the UK', noted(event.data.note)),
  'case-stayed.v1': (event) =>
    told(
      'The child stays with the entry authority',
      `${stayWords[event.data.reason]}.`,
      noted(event.data.note),
    ),
  'referral-withdrawn.v1': (event) =>
    told('Referral withdrawn', `${withdrawalWords[event.data.reason]}.`, noted(event.data.note)),
  'deadline-approaching.v1': (event) =>
    told(
      'Reminder sent',
      `For ${overdueWords[event.data.deadline]}, due by ${deadlineWords(event.data.by)}.`,
    ),
  'deadline-passed.v1': (event) =>
    told(
      'A deadline passed',
      `For ${overdueWords[event.data.deadline]}, due by ${deadlineWords(event.data.by)}.`,
    ),
  'case-waiting.v1': (event) =>
    told(
      `${partyWords(event.data.party)} reminded again`,
      `To ${event.data.what}. Waiting since ${momentWords(event.data.since)}.`,
    ),
} as const satisfies Partial<WordsOfEvents>;
