import { authorityName } from '../../../shared/words/authority-names.ts';
import { personWords } from '../words/person-words.ts';
import { type Session, tokenField } from './session.ts';

/** In whose name somebody is signed in, as the head of each page says it. */
export const signedInAs = (session: Session): string =>
  session.kind === 'officer'
    ? personWords(session, authorityName(session.council))
    : `${session.name}, coordinator`;

/** What the head of every signed-in page is made from: for whom, and the form that signs out. */
export const signedIn = (session: Session) => ({
  signedIn: { as: signedInAs(session), field: tokenField(session) },
});
