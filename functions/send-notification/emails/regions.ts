import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { capitalised, countWords, plural } from '../../../shared/words/counting.ts';
import { nameOf, regionNamed } from '../authorities.ts';
import { type CaseEmailContext, caseEmail, caseFacts, safetyNote, told } from './context.ts';
import { action, heading, type Letter, list, notice, paragraph } from './letter.ts';
import { childCount, inShort } from './words.ts';

/** It is a region's turn, and its lead confirms or names the council that is asked first. */
export function regionAsked(context: CaseEmailContext): Letter {
  const { region, councils, answerBy } = told(context.event, 'region-asked.v1');
  const by = deadlineWords(answerBy);
  const [first = ''] = councils;
  const who = plural(childCount(context.subject), 'child', 'children');
  return caseEmail(context, {
    subject: `${context.subject.id}: which council first? Answer by ${by}`,
    preview: `${inShort(context.subject)}. By the rota it is ${nameOf(first)}.`,
    heading: 'Which council is to be asked first?',
    blocks: [
      notice(`Please answer by ${by}. If you do not, the rota goes on by itself.`),
      paragraph(
        `It is the turn of ${regionNamed(region)} to take ${who}. By the rota ${nameOf(first)} is asked first. You can confirm that, or name another council of your region.`,
      ),
      ...safetyNote(context),
      action('See the councils and answer', context.url),
      caseFacts(context),
      heading('What happens next'),
      list([
        `${capitalised(countWords(councils.length))} of your councils can take the child today. The page says whose turn it is, and why.`,
        'The council that you choose is asked at once. It can still say no, with a reason.',
        'If you name another council, you give the reason. The one whose turn it is keeps its turn.',
      ]),
    ],
  });
}

const settledBecause = {
  'ran-out': 'No answer came in time, so the rota went on by itself.',
  'not-needed': 'The case went another way before you answered.',
} as const;

/** The lead of a region need not answer any more. */
export function regionSettled(context: CaseEmailContext): Letter {
  const { outcome } = told(context.event, 'region-answered.v1');
  const why = settledBecause[outcome === 'ran-out' ? outcome : 'not-needed'];
  return caseEmail(context, {
    subject: `${context.subject.id}: you need not answer any more`,
    preview: why,
    heading: 'You need not answer any more',
    blocks: [
      paragraph(`${why} You need do nothing more for this case now.`),
      action('See what became of it', context.url),
      caseFacts(context),
    ],
  });
}
