import type { DataOf } from '../../../events/catalogue.ts';
import { dateWords, deadlineWords, monthWords } from '../../../shared/core/calendar/working-days.ts';
import { TAKE_OVER } from '../../../shared/core/case/succession.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { listWords, uncapitalised } from '../../../shared/words/counting.ts';
import {
  evidenceWords,
  legalHoldWords,
  moreTimeWords,
  reopenWords,
  stayWords,
  withdrawalWords,
} from '../../../shared/words/reasons.ts';
import { deadlineTasks, movedTasks } from '../../../shared/words/statuses.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { noted, told, type WordsOfEvents } from './told.ts';

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
      `On the strength of: ${uncapitalised(evidenceWords[event.data.evidence])}.`,
      event.data.turns18Month && `They turn 18 in ${monthWords(event.data.turns18Month)}.`,
      event.data.takes && `${authorityName(event.data.takes)} is asked to take the whole group.`,
      event.data.possibleDuplicates &&
        `${listWords(event.data.possibleDuplicates)} may be about the same child.`,
      noted(event.data.note),
    ),
  'case-reopened.v1': (event) =>
    told(
      'A coordinator opened the case again',
      `${reopenWords[event.data.because]}.`,
      event.data.children && `In care again: child ${listWords(event.data.children.map(String))}.`,
      noted(event.data.note),
    ),
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
      `To ${deadlineTasks[event.data.deadline]}, due by ${deadlineWords(event.data.by)}.`,
    ),
  'deadline-passed.v1': (event) =>
    told(
      'A deadline passed',
      `To ${deadlineTasks[event.data.deadline]}, due by ${deadlineWords(event.data.by)}.`,
    ),
  'legal-hold-placed.v1': ({ data: { because, note } }) =>
    told(
      'The case was put under legal hold',
      `Reason: ${uncapitalised(legalHoldWords[because])}. Nothing of it is forgotten by time until the hold is lifted.`,
      noted(note),
    ),
  'legal-hold-lifted.v1': ({ data: { note } }) => told('The legal hold was lifted', noted(note)),
  'more-time-given.v1': ({ data: { council, deadline, by, from, because, note } }) =>
    told(
      `${authorityName(council)} was given more time`,
      `To ${deadlineTasks[deadline]}, by ${deadlineWords(by)}. Before: ${deadlineWords(from)}.`,
      `Reason: ${uncapitalised(moreTimeWords[because])}.`,
      noted(note),
    ),
  'deadlines-moved.v1': (event) =>
    told(
      'Deadlines moved because of a bank holiday',
      `${listWords(event.data.holidays.map(dateWords))} ${event.data.holidays.length === 1 ? 'was' : 'were'} announced as a bank holiday after they were set.`,
      ...event.data.moved.map(
        ({ deadline, by, council }) =>
          `To ${movedTasks[deadline]}${council === undefined ? '' : ` (${authorityName(council)})`}: now by ${deadlineWords(by)}.`,
      ),
    ),
  'case-waiting.v1': (event) =>
    told(
      `${partyWords(event.data.party)} ${event.data.what === TAKE_OVER ? 'asked who takes over from a council that has ended' : 'reminded again'}`,
      `To ${event.data.what}. Waiting since ${momentWords(event.data.since)}.`,
    ),
} as const satisfies Partial<WordsOfEvents>;
