import type { EarlierReferral } from '../../../shared/core/allocation/earlier-referrals.ts';
import { listWords } from '../../../shared/words/counting.ts';
import { nameOf } from '../authorities.ts';
import { type CaseEmailContext, caseEmail, caseFacts, told } from './context.ts';
import { action, type Letter, list, paragraph } from './letter.ts';

/** Of the end no more than that an age brought it about: the page says how it ended. */
const endWords = ({ ended }: EarlierReferral): string => {
  if (ended === 'assessed-as-adult') return 'It ended because of the outcome of an age assessment.';
  return ended === 'turned-18' ? 'It ended because of the age that was recorded.' : 'It is over.';
};

/** A child of the case may have been referred before, in a case that is over. */
export function earlierReferral(context: CaseEmailContext): Letter {
  const { referrals } = told(context.event, 'earlier-referral-found.v1');
  const { id } = context.subject;
  if (context.role === 'council') return referredAgain(context, referrals);
  const others = listWords(referrals.map(({ reference }) => reference));
  const decides = context.role === 'coordinators';
  return caseEmail(context, {
    subject: `${id}: maybe referred before as ${others}`,
    preview: 'This case goes on under its own reference.',
    heading: '[The|A] child may have been referred before',
    blocks: [
      ...referrals.map((one) =>
        paragraph(
          `${nameOf(one.council)} sent a referral that may be about the same child. Its reference is ${one.reference}. ${endWords(one)}`,
        ),
      ),
      paragraph(
        `Nothing was joined. The case ${id} goes on under its own reference. If a person has to look first, it is on hold, and we tell you so.`,
      ),
      caseFacts(context),
      action('See how it ended', context.url),
      list(
        decides
          ? ['Compare the two with both councils.', 'Is it the same child? Tell each what the other knows.']
          : [
              `Ask ${listWords([...new Set(referrals.map(({ council }) => nameOf(council)))])} what they know of the child.`,
              'Is it another child? You need not do anything.',
            ],
      ),
    ],
  });
}

/** Told to who assessed, or is responsible for, a child who may be the one that another council refers now. */
const referredAgain = (context: CaseEmailContext, referrals: readonly EarlierReferral[]): Letter => {
  const { id, facts } = context.subject;
  const own = listWords(referrals.map(({ reference }) => reference));
  const entry = nameOf(facts.entryAuthority);
  return caseEmail(context, {
    subject: `${own}: ${entry} may have referred the same child again`,
    preview: 'A coordinator compares the two cases.',
    heading: 'A child may have been referred again',
    blocks: [
      paragraph(
        `${entry} has referred [a child|children]. The case is ${id}. [It|One of them] may be the same child as in ${own}, which you know.`,
      ),
      paragraph(
        'A coordinator compares the two and calls you if there is a question. You need not do anything now.',
      ),
      action('See what follows', context.url),
      paragraph(`Is a child missing from your care? Call ${entry} and the police at once.`),
    ],
  });
};
