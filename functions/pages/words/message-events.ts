import type { DataOf } from '../../../events/catalogue.ts';
import { dateWords, deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { closedWords, closingWords } from '../../../shared/words/closing.ts';
import { capitalised, listWords } from '../../../shared/words/counting.ts';
import { exemptedWords, exemptionDays } from '../../../shared/words/exemptions.ts';
import { leadOf } from '../../../shared/words/statuses.ts';
import { cameBackWords, changedWords } from './contact-words.ts';
import { told, type WordsOfEvents } from './told.ts';

type Bounced = DataOf<'email-bounced.v1'>;
type WordsFor<Code extends string> = Readonly<Record<Code, string>>;

const failedWords: WordsFor<Bounced['failed']> = {
  'duty-desk': 'the duty desk',
  second: 'the second contact',
  coordinators: 'the coordinators',
  'coordinators-second': 'the coordinators’ second contact',
  'smp-lead': 'the lead of the region',
  sender: 'whoever wrote to us',
  former: 'an address that was changed since',
};

const nextWords: WordsFor<Bounced['next']> = {
  'duty-desk': 'It was sent to the new address of the duty desk.',
  second: 'It was sent to the second contact.',
  coordinators: 'It was sent to the coordinators, who pass it on.',
  'coordinators-second': 'It was sent to the coordinators’ second contact, who passes it on.',
  reached: 'Somebody else had it already.',
  nobody: 'Nobody could be reached. Whoever runs the service is called.',
};

function desk(to: Bounced['email']['to']): string {
  switch (to.role) {
    case 'council':
      return authorityName(to.council);
    case 'entry-authority':
      return 'the entry authority';
    case 'smp-lead':
      return 'the lead of the region';
    case 'coordinators':
      return 'the coordinators';
  }
}

/** In plain words: e-mails, links, keys and declarations. */
export const messageEvents = {
  'mail-received.v1': (event) => told(`${authorityName(event.data.council)} sent an email`),
  'mail-set-aside.v1': () => told('An email was set aside for a coordinator'),
  'document-not-cleared.v1': () => told('A document could not be cleared of threats'),
  'capacity-declared.v1': (event) => told(`${authorityName(event.data.council)} declared its places`),
  'capacity-reminder-due.v1': (event) =>
    told(`${authorityName(event.data.council)} was reminded to declare its places`),
  'exemptions-in-question.v1': ({ data }) =>
    told(
      `The coordinators were asked whether what ${authorityName(data.council)} declares still counts`,
      ...data.exemptions.map((one) => `${capitalised(exemptedWords[one.what])}, ${exemptionDays(one)}.`),
    ),
  'exemptions-decided.v1': ({ data }) =>
    told(
      data.agreedUntil === undefined
        ? `What ${authorityName(data.council)} declares no longer counts`
        : `What ${authorityName(data.council)} declares counts until ${dateWords(data.agreedUntil)}`,
      `${capitalised(listWords(data.exemptions.map((what) => exemptedWords[what])))}.`,
      data.note && `Note: ${data.note}`,
    ),
  'council-closed.v1': ({ data }) =>
    told(
      `${authorityName(data.council)} was closed`,
      `${closingWords[data.because]}.`,
      `${capitalised(closedWords(data))}.`,
      data.note && `Note: ${data.note}`,
    ),
  'council-reopened.v1': ({ data }) =>
    told(`${authorityName(data.council)} is open again`, data.note && `Note: ${data.note}`),
  'council-took-over.v1': ({ data }) =>
    told(`${authorityName(data.council)} began to take over from ${authorityName(data.from)}`),
  'sign-in-requested.v1': (event) => told(`${authorityName(event.data.council)} asked for a link to sign in`),
  'digest-due.v1': () => told('An email was due that tells several things'),
  'alarms-unheard.v1': () => told('Nobody was subscribed to the alarms'),
  'person-changed.v1': () => told('Somebody asked to sign in by an own address, or the desk decided'),
  'sign-in-stopped.v1': ({ data }) =>
    told(
      data.who === 'wrong-codes'
        ? 'Too many wrong codes to sign in were entered'
        : data.who === 'strangers'
          ? 'No more links to sign in were sent to new addresses that day'
          : 'No more links to sign in were sent to the mailbox that day',
    ),
  'api-key-changed.v1': (event) =>
    told(`The key of ${authorityName(event.data.council)}’s system was changed`),
  'contacts-changed.v1': ({ data }) =>
    told(
      `Where email to ${authorityName(data.council)} goes was changed`,
      `${capitalised(changedWords(data))}.`,
    ),
  'coordinator-access-changed.v1': () => told('Who may sign in as a coordinator was changed'),
  'reader-changed.v1': () => told('Who may read the figures was changed'),
  'reader-sign-in-requested.v1': () => told('A reader of the figures asked for a link to sign in'),
  'lead-sign-in-requested.v1': (event) => told(`${leadOf(event.data.region)} asked for a link to sign in`),
  'coordinator-sign-in-requested.v1': () => told('A coordinator asked for a link to sign in'),
  'email-bounced.v1': ({ data }) =>
    told(
      `An email to ${desk(data.email.to)} ${data.why === 'unwanted' ? 'was marked as unwanted' : 'came back'}`,
      `It was sent to ${failedWords[data.failed]}. ${cameBackWords[data.why]}.`,
      nextWords[data.next],
      data.answerBy && `The time to answer began anew. It ends at ${deadlineWords(data.answerBy)}.`,
    ),
  'email-returned.v1': () => told('The mail service could not deliver an email'),
  'email-requested.v1': () => told('Email requested'),
  'email-sent.v1': (event) => told(event.data.outcome === 'sent' ? 'Email sent' : 'Email no longer needed'),
} as const satisfies Partial<WordsOfEvents>;
