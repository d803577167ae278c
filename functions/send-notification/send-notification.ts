import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { PersonStore } from '../../shared/ports/person-store.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { SigningKey } from '../../shared/ports/secrets.ts';
import type { Message } from '../../shared/runtime/each-record.ts';
import { readMessage } from '../../shared/runtime/read-message.ts';
import { alarmsUnheardEmail } from './alarms-unheard-email.ts';
import { coordinatorAccessEmail } from './coordinator-access-email.ts';
import { type DigestTools, putWithOthers, sendDigest } from './digest.ts';
import { eventEmail, subjectOf } from './event-email.ts';
import { personEmail, readerEmail } from './person-email.ts';
import { type Named, type SendOnceTools, sendOnce } from './send-once.ts';
import { setAsideEmail } from './set-aside-email.ts';
import { type SignInRequest, signInEmail } from './sign-in-email.ts';
import { signInStoppedEmail } from './sign-in-stopped-email.ts';
import { unclearedCase, unclearedEmail } from './uncleared-email.ts';

export interface SendTools extends SendOnceTools, Pick<DigestTools, 'digests' | 'notifications'> {
  readonly cases: Pick<CaseStore, 'read' | 'event' | 'decision'> & DigestTools['cases'];
  readonly councils: Pick<CouncilStore, 'read' | 'event'>;
  readonly sealed: Pick<SealedStore, 'contacts' | 'reachable' | 'sender' | 'documents'>;
  /** Whom a link to sign in goes to by an own address, and whom a desk decided on. */
  readonly people: Pick<PersonStore, 'read'>;
  readonly signingKey: SigningKey;
  /** Root of the pages, without a slash at its end. */
  readonly pagesUrl: string;
  /** The bare address that e-mails come from. */
  readonly sender: string;
  /** Where councils send referrals. */
  readonly inbox: string;
  /** Who is told of alarms; undefined when nobody is by e-mail. */
  readonly onCall: string | undefined;
}

/** Beside these is recorded what no case and no council is told of: what the coordinators sign in with, and mail that may be nobody's. */
const COORDINATORS = 'COORDINATORS';
const INBOX = 'INBOX';
const READERS = 'READERS';

/** Beside whom it is recorded that a link to sign in was sent, and as whom they sign in. */
function whoAsks({ type, data }: SignInRequest): Pick<Named, 'subject' | 'role'> {
  switch (type) {
    case 'sign-in-requested.v1':
      return { subject: data.council, role: 'council' };
    case 'lead-sign-in-requested.v1':
      return { subject: data.region, role: 'smp-lead' };
    case 'reader-sign-in-requested.v1':
      return { subject: READERS, role: 'person' };
    case 'coordinator-sign-in-requested.v1':
      return { subject: COORDINATORS, role: 'coordinators' };
  }
}

/**
 * Sends one e-mail that was asked for: what happened, and to whom it is told, becomes a letter, and the letter is sent once.
 *
 * @throws PermanentFailure when no retry can help: the request is kept in quarantine
 * @throws EmailInHand when another copy of the request is being handled
 */
export const sendNotification =
  (tools: SendTools) =>
  async ({ body }: Message): Promise<void> => {
    const request = readMessage(body, [
      'email-requested.v1',
      'digest-due.v1',
      'sign-in-requested.v1',
      'coordinator-sign-in-requested.v1',
      'lead-sign-in-requested.v1',
      'reader-sign-in-requested.v1',
      'reader-changed.v1',
      'coordinator-access-changed.v1',
      'sign-in-stopped.v1',
      'person-changed.v1',
      'mail-set-aside.v1',
      'document-not-cleared.v1',
      'alarms-unheard.v1',
    ]);
    const once = (named: Omit<Named, 'id'>, write: () => Promise<Email | undefined>): Promise<void> =>
      sendOnce(tools, { id: request.id, ...named }, write);
    switch (request.type) {
      case 'email-requested.v1': {
        if (await putWithOthers(tools, request)) return;
        const { template, to } = request.data;
        return once({ subject: subjectOf(request), template, role: to.role }, () =>
          eventEmail(tools, request),
        );
      }
      case 'digest-due.v1':
        return sendDigest(tools, request.data.desk);
      case 'sign-in-requested.v1':
      case 'coordinator-sign-in-requested.v1':
      case 'lead-sign-in-requested.v1':
      case 'reader-sign-in-requested.v1':
        return once({ ...whoAsks(request), template: 'sign-in' }, () => signInEmail(tools, request));
      case 'reader-changed.v1':
        return once({ subject: READERS, template: 'reader-decided', role: 'person' }, () =>
          readerEmail(tools, request),
        );
      case 'coordinator-access-changed.v1':
        return once(
          { subject: COORDINATORS, template: 'coordinator-access-changed', role: 'coordinators' },
          () => coordinatorAccessEmail(tools, request),
        );
      case 'sign-in-stopped.v1': {
        const { council, region } = request.data;
        const role = council !== undefined ? 'council' : region !== undefined ? 'smp-lead' : 'coordinators';
        return once({ subject: council ?? region ?? COORDINATORS, template: 'sign-in-stopped', role }, () =>
          signInStoppedEmail(tools, request),
        );
      }
      case 'person-changed.v1': {
        const { council, state } = request.data;
        const role = state === 'asked' ? 'council' : 'person';
        const template = state === 'asked' ? 'person-asks' : 'person-decided';
        return once({ subject: council, template, role }, () => personEmail(tools, request));
      }
      case 'mail-set-aside.v1':
        return once({ subject: INBOX, template: 'mail-set-aside', role: 'coordinators' }, () =>
          setAsideEmail(tools, request),
        );
      case 'alarms-unheard.v1':
        return once({ subject: COORDINATORS, template: 'alarms-unheard', role: 'coordinators' }, () =>
          alarmsUnheardEmail(tools, request),
        );
      case 'document-not-cleared.v1': {
        const theCase = await unclearedCase(tools, request);
        return once({ subject: theCase.id, template: 'document-not-cleared', role: 'entry-authority' }, () =>
          unclearedEmail(tools, request, theCase),
        );
      }
    }
  };
