import type { DataOf } from '../../../events/catalogue.ts';
import { dateWords, deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, childrenWords, listWords, numberedChildren } from '../../../shared/words/counting.ts';
import { documentKindWords } from '../../../shared/words/documents.ts';
import { givenOfMissing } from '../../../shared/words/missing-details.ts';
import { careOutcomeWords, consultWords, failureWords } from '../../../shared/words/reasons.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { handoverRows } from './handover-words.ts';
import { noted, told, type WordsOfEvents } from './told.ts';

const ordinal = (number: number): string => ['first', 'second', 'third'][number - 1] ?? `${number}th`;

const documentChanges: Readonly<Record<DataOf<'documents-changed.v1'>['change'], string>> = {
  added: 'added a document',
  removed: 'removed a document',
  'kind-said': 'said what a document is',
};

/** In plain words: the move, and what came between. */
export const moveEvents = {
  'transfer-arranged.v1': (event) =>
    told(
      `Move arranged for ${dateWords(event.data.moveOn)}`,
      `${authorityName(event.data.council)} has named a social worker.`,
      event.data.placedIn && `The child will live in the area of ${authorityName(event.data.placedIn)}.`,
      ...handoverRows(event.data).map(({ label, value }) => `${label}: ${value}.`),
      event.data.lateBecause && `Late because: ${event.data.lateBecause}`,
    ),
  'area-told.v1': (event) =>
    told(
      `${authorityName(event.data.council)} is told that a child ${event.data.holds ? 'lives in its area, or will' : 'will not live in its area'}`,
    ),
  'social-worker-named.v1': (event) =>
    told(
      `${authorityName(event.data.council)} named ${event.data.replaces ? 'another' : 'a'} social worker`,
      'Who it is stands in the sealed details.',
    ),
  'documents-changed.v1': (event) =>
    told(
      `${authorityName(event.data.council)} ${documentChanges[event.data.change]}`,
      event.data.documentKind && `${capitalised(documentKindWords[event.data.documentKind])}.`,
      'What it is called stands in the sealed details.',
    ),
  'sealed-details-opened.v1': (event) =>
    told(
      `${authorityName(event.data.council)} opened ${event.data.document === undefined ? 'the sealed details' : 'a sealed document'}`,
      `As the ${event.data.part === 'entry-authority' ? 'entry authority' : 'receiving authority'}, in session ${event.data.session.slice(0, 6)}.`,
    ),
  'sealed-details-consulted.v1': (event) =>
    told(
      `A coordinator opened ${event.data.document === undefined ? 'the sealed details' : 'a sealed document'}`,
      `${consultWords[event.data.reason]}. In session ${event.data.session.slice(0, 6)}.`,
      noted(event.data.note),
    ),
  'transfer-failed.v1': (event) =>
    told('The move failed on the day', `${failureWords[event.data.reason]}.`, noted(event.data.text)),
  'transfer-completed.v1': (event) =>
    told(
      `Handed over to ${authorityName(event.data.council)}`,
      `Responsibility passed at ${momentWords(event.data.handedOverAt)}.`,
      ...handoverRows(event.data).map(({ label, value }) => `${label}: ${value}.`),
    ),
  'case-paused.v1': (event) =>
    told(
      event.data.children === undefined
        ? 'The child is missing'
        : `${capitalised(numberedChildren(event.data.children))} of the case ${event.data.children.length === 1 ? 'is' : 'are'} missing`,
      `Since ${momentWords(event.data.missingSince)}.${event.data.council === undefined ? ' Every deadline waits.' : ''}`,
      event.data.council && `${authorityName(event.data.council)} is responsible since the handover.`,
      event.data.livesIn && `${authorityName(event.data.livesIn)} is told: the child lived in its area.`,
    ),
  'case-resumed.v1': (event) =>
    told(
      event.data.children === undefined
        ? 'The child was found'
        : `${capitalised(numberedChildren(event.data.children))} of the case ${event.data.children.length === 1 ? 'was' : 'were'} found`,
      `At ${momentWords(event.data.foundAt)}.${event.data.council === undefined && event.data.children === undefined ? ' The case goes on with the time it had left.' : ''}`,
      event.data.children && 'Others of the case are missing still.',
      event.data.foundIn && `In the area of ${authorityName(event.data.foundIn)}.`,
      event.data.elsewhere && event.data.council === undefined
        ? 'A coordinator decides who takes the child.'
        : undefined,
    ),
  'missing-details-given.v1': (event) =>
    told(
      event.data.children === undefined
        ? 'More is recorded for the search'
        : `More is recorded for the search for ${numberedChildren(event.data.children)}`,
      givenOfMissing(event.data.given),
      'What it says stands in the sealed details.',
    ),
  'group-decided.v1': (event) =>
    told(
      event.data.goOn
        ? 'The case goes on for the children who are there'
        : 'The children who are there wait for those who are missing',
      event.data.missing.length === 0
        ? 'Nobody of them is missing any more.'
        : `${capitalised(numberedChildren(event.data.missing))} ${event.data.missing.length === 1 ? 'is' : 'are'} missing still.`,
      event.data.goOn ? 'Each deadline has the working days that it had left.' : undefined,
      noted(event.data.note),
    ),
  'places-lapsed.v1': (event) =>
    told(
      'Places that were held for the missing child are free again',
      event.data.concerned.length === 0
        ? undefined
        : `Of ${listWords(event.data.concerned.map(authorityName))}.`,
      'Once the child is found, the search for a council begins anew.',
    ),
  'places-kept.v1': (event) =>
    told(
      'A coordinator keeps the places that are held for the missing child',
      `Until ${deadlineWords(event.data.until)}.`,
      noted(event.data.note),
    ),
  'left-care.v1': (event) =>
    told(
      `${careOutcomeWords[event.data.outcome]}, on ${dateWords(event.data.on)}`,
      `${authorityName(event.data.council)} counts ${childrenWords(event.data.children.length)} fewer.`,
      noted(event.data.note),
    ),
  'found-decided.v1': (event) =>
    told(
      event.data.decision === 'lives-there'
        ? `${capitalised(numberedChildren(event.data.children))} of the case ${event.data.children.length === 1 ? 'lives' : 'live'} in the area of ${authorityName(event.data.foundIn)}, where they were found`
        : `${event.data.children.length === 1 ? 'The child is' : 'The children are'} brought back from the area of ${authorityName(event.data.foundIn)}`,
      `${authorityName(event.data.council)} stays responsible.`,
      noted(event.data.note),
    ),
  'care-moved.v1': (event) =>
    told(
      `${authorityName(event.data.to)} became responsible, on ${dateWords(event.data.on)}`,
      `Before it was ${authorityName(event.data.from)}. ${childrenWords(event.data.children)} ${event.data.children === 1 ? 'counts' : 'count'} there now.`,
      event.data.placedIn && `The child lives in the area of ${authorityName(event.data.placedIn)}.`,
      noted(event.data.note),
    ),
  'placement-moved.v1': (event) =>
    told(
      `The child lives in the area of ${authorityName(event.data.placedIn ?? event.data.council)}, since ${dateWords(event.data.on)}`,
      `${authorityName(event.data.council)} stays responsible.`,
      noted(event.data.note),
    ),
  'areas-avoided.v1': (event) =>
    told(
      `More areas to avoid: ${listWords(event.data.areas.map(authorityName))}`,
      event.data.livesThere && `The child lived in the area of ${authorityName(event.data.livesThere)} then.`,
      noted(event.data.note),
    ),
  'council-succeeded.v1': (event) =>
    told(
      `${authorityName(event.data.to)} takes over from ${authorityName(event.data.from)}, which has ended`,
      noted(event.data.note),
    ),
  'child-refused.v1': (event) =>
    told(
      `The child refuses to move${event.data.refusal === undefined || event.data.refusal === 1 ? '' : `, for the ${ordinal(event.data.refusal)} time`}`,
      event.data.onTheDay && `On the day of the move, ${dateWords(event.data.onTheDay)}.`,
      noted(event.data.note),
    ),
} as const satisfies Partial<WordsOfEvents>;
