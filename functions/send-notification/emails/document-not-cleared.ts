import type { DataOf } from '../../../events/catalogue.ts';
import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { notCleared } from '../../../shared/words/documents.ts';
import { dayWords } from '../../../shared/words/times.ts';
import { action, fact, facts, heading, type Letter, list, notice, paragraph } from './letter.ts';

interface NotClearedEmailContext extends Pick<DataOf<'document-not-cleared.v1'>, 'found'> {
  readonly caseId: string;
  readonly addedAt: string;
  /** The day by which the child should have moved; undefined once it has. */
  readonly moveBy: string | undefined;
  readonly url: string;
  readonly help: string | undefined;
}

/** Tells of a document that nobody can open, and what to do. Never its name, or what it says. */
export function documentNotCleared({
  caseId,
  found,
  addedAt,
  moveBy,
  url,
  help,
}: NotClearedEmailContext): Letter {
  const { words, steps } = notCleared[found];
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
      paragraph('The page asks you to sign in. The coordinators get a copy of this email.'),
    ],
    help,
    quote: caseId,
  };
}
