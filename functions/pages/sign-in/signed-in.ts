import { authorityName } from '../words/authority-names.ts';
import { type Session, tokenField } from './session.ts';

/** What the head of every signed-in page is made from: for whom, and the form that signs out. */
export const signedIn = (session: Session) => ({
  signedIn: { council: authorityName(session.council), field: tokenField(session) },
});
