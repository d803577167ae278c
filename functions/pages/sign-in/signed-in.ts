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
    case 'finance':
      return personWords(session, `the money of ${authorityName(session.council)}`);
    case 'reader':
      return [session.name, session.role].filter((one) => one !== undefined).join(', ');
  }
}

/** What `/home` is to somebody, in words. */
const homeWords: Readonly<Record<Session['kind'], string>> = {
  officer: 'what needs us',
  lead: 'what needs us',
  coordinator: 'what needs us',
  finance: 'money and nights',
  reader: 'figures',
};

/** What the head of every signed-in page is made from: for whom, the way to their own page, and the form that signs out. */
export const signedIn = (session: Session) => ({
  signedIn: { as: signedInAs(session), home: homeWords[session.kind], field: tokenField(session) },
});
