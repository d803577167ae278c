import type { DataOf } from '../../../events/catalogue.ts';
import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { noted, told, type Wording, type WordsOfEvents } from './told.ts';

export const failureWords: Wording<DataOf<'transfer-failed.v1'>['reason']> = {
  transport: 'Transport failed',
  'placement-fell-through': 'The placement fell through',
  'child-unwell': 'The child was unwell',
  'child-not-ready': 'The child was not ready to go',
  other: 'Another reason',
};

/** In plain words: the move, and what came between. */
export const moveEvents = {
  'transfer-arranged.v1': (event) =>
    told(
      `Move arranged for ${dateWords(event.data.moveOn)}`,
      `${authorityName(event.data.council)} has named a social worker.`,
      event.data.lateBecause && `Late because: ${event.data.lateBecause}`,
    ),
  'social-worker-named.v1': (event) =>
    told(
      `${authorityName(event.data.council)} named ${event.data.replaces ? 'another' : 'a'} social worker`,
      'Who it is stands in the sealed details.',
    ),
  'documents-changed.v1': (event) =>
    told(
      `${authorityName(event.data.council)} ${event.data.change} a document`,
      'What it is stands in the sealed details.',
    ),
  'sealed-details-opened.v1': (event) =>
    told(
      `${authorityName(event.data.council)} opened ${event.data.document === undefined ? 'the sealed details' : 'a sealed document'}`,
      `As the ${event.data.part === 'entry-authority' ? 'entry authority' : 'receiving authority'}, in session ${event.data.session.slice(0, 6)}.`,
    ),
  'transfer-failed.v1': (event) =>
    told('The move failed on the day', `${failureWords[event.data.reason]}.`, noted(event.data.text)),
  'transfer-completed.v1': (event) =>
    told(
      `Handed over to ${authorityName(event.data.council)}`,
      `Responsibility passed at ${momentWords(event.data.handedOverAt)}.`,
    ),
  'case-paused.v1': (event) =>
    told('The child is missing', `Since ${momentWords(event.data.missingSince)}. Every deadline waits.`),
  'case-resumed.v1': (event) =>
    told(
      'The child was found',
      `At ${momentWords(event.data.foundAt)}. The case goes on with the time it had left.`,
    ),
  'child-refused.v1': (event) => told('The child refuses to move', noted(event.data.note)),
} as const satisfies Partial<WordsOfEvents>;
