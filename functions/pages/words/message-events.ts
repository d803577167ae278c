import { authorityName } from '../../../shared/words/authority-names.ts';
import { told, type WordsOfEvents } from './told.ts';

/** In plain words: e-mails, links, keys and declarations. */
export const messageEvents = {
  'mail-received.v1': (event) => told(`${authorityName(event.data.council)} sent an e-mail`),
  'mail-set-aside.v1': () => told('An e-mail was set aside for a coordinator'),
  'document-not-cleared.v1': () => told('A document could not be cleared of threats'),
  'capacity-declared.v1': (event) => told(`${authorityName(event.data.council)} declared its places`),
  'capacity-reminder-due.v1': (event) =>
    told(`${authorityName(event.data.council)} was reminded to declare its places`),
  'sign-in-requested.v1': (event) => told(`${authorityName(event.data.council)} asked for a link to sign in`),
  'sign-in-stopped.v1': () => told('No more links to sign in were sent that day'),
  'api-key-changed.v1': (event) =>
    told(`The key of ${authorityName(event.data.council)}’s system was changed`),
  'coordinator-sign-in-requested.v1': () => told('A coordinator asked for a link to sign in'),
  'email-requested.v1': () => told('E-mail requested'),
  'email-sent.v1': (event) => told(event.data.outcome === 'sent' ? 'E-mail sent' : 'E-mail no longer needed'),
} as const satisfies Partial<WordsOfEvents>;
