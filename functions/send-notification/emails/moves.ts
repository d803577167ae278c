import { type MoveNews, moveNews, saidOfMove } from '../../../shared/core/case/moves.ts';
import { plural } from '../../../shared/words/counting.ts';
import type { Words } from '../../../shared/words/reasons.ts';
import { type CaseEmailContext, type CaseHappened, required } from './context.ts';
import { action, fact, facts, type Letter, paragraph } from './letter.ts';

/** What was said of a move. */
export interface MoveTold {
  readonly caseId: string;
  readonly news: MoveNews;
}

const words: Words<MoveNews> = {
  failed: 'failed',
  'called-off': 'called off',
  withdrawn: 'withdrawn',
  arranged: 'arranged',
  done: 'handed over',
};
const labels: Words<MoveNews> = {
  failed: 'Failed on the day',
  'called-off': 'Called off',
  withdrawn: 'Withdrawn: nobody is to be moved',
  arranged: 'Arranged: the day is fixed',
  done: 'Handed over',
};

/** References that are named of each kind: whoever wants all opens the list. */
const MOST_NAMED = 10;

const named = (references: readonly string[]): string =>
  references.length <= MOST_NAMED
    ? references.join(', ')
    : `${references.slice(0, MOST_NAMED).join(', ')} and ${references.length - MOST_NAMED} more`;

/** What an event says of a move, for the email that tells it with others. @throws DoesNotFit when it says nothing of one */
export const moveTold = ({ event, subject }: CaseHappened): MoveTold => ({
  caseId: subject.id,
  news: required(saidOfMove(event), 'what became of a move').news,
});

/** To the coordinators, once a working day: how many moves failed, were called off, withdrawn, arranged and made. A case is counted once under each. */
export function movesLetter(
  told: readonly MoveTold[],
  { url, help }: Pick<CaseEmailContext, 'url' | 'help'>,
): Letter {
  const counted = moveNews.flatMap((news) => {
    const references = new Set(told.flatMap((one) => (one.news === news ? [one.caseId] : [])));
    return references.size === 0 ? [] : [{ news, references: [...references].toSorted() }];
  });
  return {
    subject: `Moves: ${counted.map(({ news, references }) => `${references.length} ${words[news]}`).join(', ')}`,
    preview: 'What became of moves since the last of these emails.',
    heading: 'What became of moves',
    blocks: [
      paragraph(
        'This is what we heard since the last of these emails. Where somebody has to act, they were told at once.',
      ),
      facts(
        ...counted.map(({ news, references }) =>
          fact(labels[news], `${plural(references.length, 'case')}: ${named(references)}`),
        ),
      ),
      action('See the list of moves', url),
      paragraph(
        'It says from where to where, on which day, and who is to act. Each case stands there as it is now.',
      ),
    ],
    help,
    quote: 'the reference of the case',
  };
}

/** The same of one move. */
export const moves = (context: CaseEmailContext): Letter => movesLetter([moveTold(context)], context);
