import type { DataOf } from '../../events/catalogue.ts';
import type { DocumentKind } from '../../events/documents-changed.v1.ts';
import type { DocumentVerdict } from '../ports/document-store.ts';
import type { Words } from './reasons.ts';

const TEAM =
  'If that does not help, write to the address that our emails name for help, and give the reference.';

/** What a document is. */
export const documentKindWords: Words<DocumentKind> = {
  'age-assessment': 'age assessment',
  'care-plan': 'care plan',
  nrm: 'trafficking paper (NRM) or safety plan',
  health: 'health record or assessment',
  'home-office-letter': 'Home Office letter',
  other: 'something else',
};

/** Said where nobody has said what a document is. */
export const noKindSaid = 'Nobody has said yet what it is';

/** Said of a case whose documents went with what else was sealed of the children. */
export const documentsOver = 'Documents were added. Their time is over, and they are deleted.';

/** Why a document does not open, to whoever looks for it. */
export const documentShutWords: Words<Exclude<DocumentVerdict, 'cleared' | 'waiting'>> = {
  threat:
    'A threat, such as a virus, was found in it. Nobody can open it. The council that added it and the coordinators are told. That council can add a safe copy.',
  unsupported:
    'It could not be checked for threats. It may have a password. Nobody can open it. The council that added it can add it again, without a password.',
  'no-access': `It could not be checked for threats, and the fault is ours. Nobody can open it. We are told, and put it right. ${TEAM}`,
  failed: `The check for threats broke off. Nobody can open it. The council that added it can add it again. ${TEAM}`,
  lost: `It is lost: we cannot find it. The council that added it can add it again. Write to the address that our emails name for help, and give the reference.`,
};

export const beingChecked =
  'It is being checked for threats. This takes a few minutes. Look at this page again then.';

export const neverChecked = `The check for threats has not ended. Nobody can open it. The council that added it can add it again. ${TEAM}`;

/** The same in an e-mail to the council that added it: what was found, and what to do. */
export const notCleared: Readonly<
  Record<
    DataOf<'document-not-cleared.v1'>['found'],
    { readonly words: string; readonly steps: readonly string[] }
  >
> = {
  THREATS_FOUND: {
    words: 'A threat, such as a virus, was found in a document that you added.',
    steps: [
      'Do not open the file on your own computers. Tell your IT help desk today.',
      'Get a safe copy from whoever made the document, and add that.',
    ],
  },
  UNSUPPORTED: {
    words: 'We could not check a document that you added for threats. It may have a password.',
    steps: ['Save the document without a password, or as a new PDF, and add that.'],
  },
  ACCESS_DENIED: {
    words: 'We could not check a document that you added for threats. The fault is ours, and we are told.',
    steps: [
      'Add the document again tomorrow. If the page still says that it cannot be opened, reply to this email.',
    ],
  },
  FAILED: {
    words: 'The check of a document that you added broke off. We do not know if it is safe.',
    steps: ['Add the document again. If the page still says that it cannot be opened, reply to this email.'],
  },
};
