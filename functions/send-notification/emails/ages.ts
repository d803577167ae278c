import { isMoveAhead } from '../../../shared/core/case/standing.ts';
import { listWords } from '../../../shared/words/counting.ts';
import type { Words } from '../../../shared/words/reasons.ts';
import { nameOf } from '../authorities.ts';
import { type CaseEmailContext, caseEmail, caseFacts, told } from './context.ts';
import { action, fact, type Letter, list, notice, paragraph } from './letter.ts';

/** A recorded 18th birthday has come while the age assessment is open. Says neither the date nor which child. */
export function ageInQuestion(context: CaseEmailContext): Letter {
  const { ledBy } = told(context.event, 'age-in-question.v1');
  const decides = context.role === 'coordinators';
  const leads = ledBy === undefined ? [] : [fact('Age assessment led by', nameOf(ledBy))];
  return caseEmail(context, {
    subject: `${context.subject.id}: an age is in question, and nothing closes`,
    preview: 'The age assessment is open. A person decides.',
    heading: decides ? 'Decide whether a child still counts' : 'An age is in question',
    blocks: [
      ...(decides ? [notice('An age has to be decided by a person.')] : []),
      paragraph(
        'By the date that was given first, an age limit is reached. The age assessment is still open, so that date closes nothing. The case goes on, and every place stays as it is.',
      ),
      caseFacts(context, ...leads),
      action(decides ? 'See the case and decide' : 'See the case', context.url),
      ...(decides
        ? [
            paragraph('Ask whoever leads the assessment how it stands. Then choose on the page:'),
            list([
              'They count as a child: say by what evidence, and until which month.',
              'They are 18 or over: say by what evidence. What is held for them is given back.',
            ]),
          ]
        : []),
      ...(context.role === 'entry-authority'
        ? [
            paragraph(
              'When the assessment is finished, give its result and the date of birth on the page. Until then you stay responsible as before.',
            ),
          ]
        : []),
      ...(context.role === 'council'
        ? [paragraph('You need do nothing because of this. A coordinator tells you if it changes.')]
        : []),
    ],
  });
}

/** A coordinator decided that somebody counts as a child. */
export function ageDecided(context: CaseEmailContext): Letter {
  const { takes } = told(context.event, 'age-decided.v1');
  if (takes !== undefined && context.role === 'council' && isMoveAhead(context.subject))
    return oneMore(context);
  return caseEmail(context, {
    subject: `${context.subject.id}: counts as a child`,
    preview: 'A coordinator decided so, with evidence.',
    heading: 'A coordinator decided that they count as a child',
    blocks: [
      paragraph(
        'A coordinator looked at the evidence of age. The case goes on. If an age had closed it, it is open again and the search for a council begins anew. If it went on for others of the group, all go together again.',
      ),
      caseFacts(context),
      action('See the case', context.url),
      paragraph(
        context.role === 'entry-authority'
          ? 'If the date of birth in your referral is wrong, please correct it on the page.'
          : 'You need do nothing because of this.',
      ),
    ],
  });
}

/** The council that has accepted the others of the group is told that one more counts again, and what it can do. */
const oneMore = (context: CaseEmailContext): Letter =>
  caseEmail(context, {
    subject: `${context.subject.id}: one more child counts, please plan for all`,
    preview: 'A coordinator decided so, with evidence.',
    heading: 'One more child of this group counts again',
    blocks: [
      paragraph(
        'A coordinator looked at the evidence of age. One more child of the group that you have accepted counts again. Children who belong together move together, so please plan the move for all of them.',
      ),
      caseFacts(context),
      action('See the case', context.url),
      paragraph(
        'If you cannot take all of them, say so on the page: “We cannot take the child after all”. Another council is then found for the whole group.',
      ),
    ],
  });

const ofCouncils = ({ event }: CaseEmailContext) => told(event, 'age-known-elsewhere.v1').councils;

/** By the referral another council may know how old a child is. Neither which child, nor what was found. */
export function ageKnownElsewhere(context: CaseEmailContext): Letter {
  if (context.role === 'council') return asksWhatYouKnow(context);
  const names = listWords(ofCouncils(context).map(({ council }) => nameOf(council)));
  return caseEmail(context, {
    subject: `${context.subject.id}: ask ${names} what they know of the age`,
    preview: 'They are told of your referral, too.',
    heading: 'Another council may know how old [the child|a child] is',
    blocks: [
      paragraph(
        `By your referral, ${names} may know how old [the child|a child of this case] is. We have told them that you have referred [a child|children]. We have told them nothing of who the child is.`,
      ),
      caseFacts(context),
      action('See the case', context.url),
      list([
        'Call them, and ask what they found and when.',
        'Ask for their papers, and add them to the case on the page.',
        'Have they found another date? Add it on the page, and say where the age assessment stands.',
      ]),
    ],
  });
}

const whyYou: Words<ReturnType<typeof ofCouncils>[number]['because'][number]> = {
  'presented-before': 'By what it says, [the child|one of them] came to your council before.',
  leads: 'By what it says, your council leads an age assessment.',
  assessed: 'By what it says, your council has made an age assessment.',
};

/** Told to a council that may have assessed the age: it has no part in the case, and hears nothing of who the child is. */
const asksWhatYouKnow = (context: CaseEmailContext): Letter => {
  const { id, facts: referred } = context.subject;
  const entry = nameOf(referred.entryAuthority);
  const own = ofCouncils(context).find(({ council }) => nameOf(council) === context.reader);
  const why = (own?.because ?? []).map((one) => whyYou[one]);
  return caseEmail(context, {
    subject: `${id}: ${entry} refers [a child|children] you may know`,
    preview: 'Please tell them what you know of the age.',
    heading: 'You may know how old a child is',
    blocks: [
      paragraph([`${entry} has referred [a child|children]. The case is ${id}.`, ...why].join(' ')),
      paragraph(`Please call ${entry} and give the reference. They tell you who the child is. Then:`),
      list([
        'Tell them what you found, and when.',
        'Send them your papers in the way that your council sends secure papers. Do not reply with them to this email.',
        'Is an assessment not finished? Say when it will be.',
        'Do you not know the child? Tell them so.',
      ]),
      action('See what your council has declared', context.url),
    ],
  });
};
