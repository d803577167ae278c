import { authorityName } from '../../../shared/words/authority-names.ts';
import { uncapitalised } from '../../../shared/words/counting.ts';
import { leadOf } from '../../../shared/words/statuses.ts';
import { personWords } from '../words/person-words.ts';
import { type Session, tokenField } from './session.ts';

/** In whose name somebody is signed in, as the head of each page says it. */
export function signedInAs(session: Session): string {
  switch (session.kind) {
    case 'officer':
      return personWords(session, authorityName(session.council));
    case 'lead':
      return personWords(session, uncapitalised(leadOf(session.region)));
    case 'coordinator':
      return `${session.name}, coordinator`;
  }
}

/** What the head of every signed-in page is made from: for whom, and the form that signs out. */
export const signedIn = (session: Session) => ({
  signedIn: { as: signedInAs(session), field: tokenField(session) },
});
