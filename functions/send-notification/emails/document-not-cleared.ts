import type { DataOf } from '../../../events/catalogue.ts';
import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { action, fact, facts, heading, type Letter, list, notice, paragraph } from './letter.ts';
import { dayWords } from './words.ts';

interface NotClearedEmailContext extends Pick<DataOf<'document-not-cleared.v1'>, 'found'> {
  readonly caseId: string;
  readonly addedAt: string;
  /** The day by which the child should have moved; undefined once it has. */
  readonly moveBy: string | undefined;
  readonly url: string;
  readonly help: string | undefined;
}

const why: Readonly<
  Record<NotClearedEmailContext['found'], { readonly words: string; readonly steps: readonly string[] }>
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
      'Add the document again tomorrow. If the page still says that it cannot be opened, reply to this e-mail.',
    ],
  },
  FAILED: {
    words: 'The check of a document that you added broke off. We do not know if it is safe.',
    steps: ['Add the document again. If the page still says that it cannot be opened, reply to this e-mail.'],
  },
};

/** Tells of a document that nobody can open, and what to do. Never its name, or what it says. */
export function documentNotCleared({
  caseId,
  found,
  addedAt,
  moveBy,
  url,
  help,
}: NotClearedEmailContext): Letter {
  const { words, steps } = why[found];
  return {
    subject: `${caseId}: a document cannot be opened`,
    preview: words,
    heading: 'A document cannot be opened',
    blocks: [
      paragraph(words),
      notice(
        moveBy === undefined
          ? 'Nobody can open it. The council that cares for the child may still need it: please act today.'
          : `Nobody can open it. The council that takes the child may need it before the move, by ${dayWords(moveBy)}.`,
      ),
      facts(fact('Reference', caseId), fact('Added', deadlineWords(addedAt))),
      heading('What to do'),
      list(steps),
      action('See the documents', url),
      paragraph('The page asks you to sign in. The coordinators get a copy of this e-mail.'),
    ],
    help,
    quote: caseId,
  };
}
