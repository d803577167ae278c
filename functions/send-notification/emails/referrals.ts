import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { isMoveUnsafe } from '../../../shared/core/case/safe-move.ts';
import { holdOfMove } from '../../../shared/core/case/standing.ts';
import { listWords, plural } from '../../../shared/words/counting.ts';
import { withdrawnReferralBecause } from '../../../shared/words/reasons.ts';
import { nameOf } from '../authorities.ts';
import { askFor } from './ask-for.ts';
import { type CaseEmailContext, caseEmail, caseFacts, told } from './context.ts';
import { action, heading, type Letter, list, notice, numberedList, paragraph } from './letter.ts';
import { inShort } from './words.ts';

/** All is in order and councils are asked. */
export function referralAcknowledged(context: CaseEmailContext): Letter {
  const asked = context.subject.offers
    .filter(({ round }) => round === 1)
    .map(({ council }) => nameOf(council));
  const [first = 'a council', ...backUps] = asked;
  return caseEmail(context, {
    subject: `${context.subject.id}: we have your referral and are asking councils`,
    preview: `${inShort(context.subject)}. Keep this reference.`,
    heading: 'We are asking councils now',
    blocks: [
      paragraph(
        `Thank you for your referral. Everything we need is there. We are asking ${first} first${backUps.length === 0 ? '' : `, with ${listWords(backUps)} as back-up`}.`,
      ),
      paragraph(
        `The reference is ${context.subject.id}. Use it whenever you write or call about this case. We tell you when a council says yes. While none has, we tell you that the search goes on, once a day at most.`,
      ),
      action('See your referral', context.url),
      caseFacts(context),
      heading('What we need from you'),
      list([
        'You stay responsible until the handover.',
        'If [the|a] child goes missing, tell us on the page. Every deadline then stops.',
        'If facts change, correct them on the page.',
        'If the child no longer [needs|need] a transfer, withdraw the referral on the page.',
      ]),
    ],
  });
}

/** Facts are missing or contradict each other. */
export function referralIncomplete(context: CaseEmailContext): Letter {
  const { fields } = told(context.event, 'referral-incomplete.v1');
  const by = context.subject.needs?.by;
  const asked = fields.map(askFor);
  const due = by === undefined ? 'soon' : `by ${deadlineWords(by)}`;
  return caseEmail(context, {
    subject: `${context.subject.id}: ${plural(fields.length, 'answer')} missing, please send ${due}`,
    preview: 'We cannot look for a council until we have them.',
    heading: 'We need a few more facts',
    blocks: [
      notice(`Please give the facts ${due}.`),
      paragraph('We have kept your referral. We cannot look for a council until we know the following.'),
      numberedList(asked),
      action('Give what is missing', context.url),
      caseFacts(context),
      paragraph(
        'The page asks one question at a time. Or reply to this email: leave its subject as it is, and write one line for each answer, as shown. Do not write names: they are not needed. If your own system sent the referral, it can send the facts too. If nothing comes, we remind you and tell a coordinator.',
      ),
    ],
  });
}

/** A merger told to another council that referred the child later: of the earlier case it hears the reference and no more. */
const mergedIntoAnother = (context: CaseEmailContext, reference: string): Letter => {
  const { id } = context.subject;
  return caseEmail(context, {
    subject: `${id}: your referral ${reference} was joined to this case`,
    preview: `Use ${id} from now on.`,
    heading: 'One child, one case',
    blocks: [
      paragraph(
        `You sent a referral. It got the reference ${reference}. By reference, name, date of birth and sex the child had been referred before. That case is open. Its reference is ${id}. We go on with that one only.`,
      ),
      paragraph(
        'What you sent is kept. A coordinator compares it with the case and calls you if there is a question. You need not send it again.',
      ),
      action('See what follows', context.url),
      paragraph('Are these two different children? Reply to this email at once.'),
    ],
  });
};

/** What a coordinator parted again, told to whoever sent the one and the other. */
export function mergerUndone(context: CaseEmailContext): Letter {
  const { reference, concerned } = told(context.event, 'merger-undone.v1');
  const { id } = context.subject;
  const isOther = context.role === 'council';
  const again = `What you wrote about ${reference} since then was not taken up: send it again.`;
  return caseEmail(context, {
    subject: isOther
      ? `${reference}: your referral has a case of its own again`
      : `${id}: the referral ${reference} is another child’s`,
    preview: `Use ${reference} for that referral.`,
    heading: 'Two children, two cases',
    blocks: [
      paragraph(
        `We had joined the referral ${reference} to a case. Its reference is ${id}. We took the two for one child. A coordinator has found that they are two. We are sorry.`,
      ),
      paragraph(
        isOther
          ? `Your referral goes on under ${reference} as you sent it. You hear from us about that case next. ${again}`
          : `The case ${id} stays as it is, and so does any place. The other child has the case ${reference}. Look at what you changed in ${id} since the two were joined. Is something there about the other child? Correct it.${concerned === undefined ? ` ${again}` : ''}`,
      ),
      action('See the case', context.url),
    ],
  });
}

/** The same children were referred again. */
export function referralMerged(context: CaseEmailContext): Letter {
  const { reference, council, differing, concerned } = told(context.event, 'referral-merged.v1');
  const { id } = context.subject;
  if (context.role === 'council') return mergedIntoAnother(context, reference);
  const toCoordinators = context.role === 'coordinators';
  const who = concerned === undefined && !toCoordinators ? 'You' : nameOf(council);
  return caseEmail(context, {
    subject: toCoordinators
      ? `${id}: referred again as ${reference}, please compare`
      : `${id}: referred again as ${reference}, one case goes on`,
    preview: `Use ${id} from now on.`,
    heading: 'One child, one case',
    blocks: [
      paragraph(
        `${who} sent a referral of the same ${context.subject.facts.children.length === 1 ? 'child' : 'children'} again. It got the reference ${reference}. We found the case ${id}, which was open, and go on with that one only.`,
      ),
      paragraph(
        differing.length === 0
          ? 'The second referral says nothing new.'
          : toCoordinators
            ? 'The second referral differs. The case stays as it was. Open it to see in which facts, and ask whoever sent it which are right.'
            : `The second referral differs. The case stays as it was. If the new facts are right, change them in ${id}.`,
      ),
      caseFacts(context),
      action('See the case', context.url),
    ],
  });
}

/** Facts of the referral changed while somebody acts on it. */
export function referralChanged(context: CaseEmailContext): Letter {
  if (context.event.type !== 'offers-kept.v1') {
    const { facts, sealedChanged } = told(context.event, 'referral-amended.v2');
    if (sealedChanged === true && Object.keys(facts).length === 0) return detailsChanged(context);
  }
  if (holdOfMove(context.subject) !== undefined)
    return safetyChanged(context, 'A coordinator has to look at it first, and we tell you what was decided.');
  if (isMoveUnsafe(context.subject)) return safetyChanged(context, 'The page says what to see to first.');
  return caseEmail(context, {
    subject: `${context.subject.id}: the referral has changed`,
    preview: 'Please look at the facts again.',
    heading: 'The referral has changed',
    blocks: [
      paragraph(
        `${nameOf(context.subject.facts.entryAuthority)} has changed facts of this referral. ${
          context.subject.placement === undefined
            ? 'Your council is still asked. The page shows what has changed. Please check that you would still say the same.'
            : 'What was agreed still stands. Please check that it still fits.'
        }`,
      ),
      caseFacts(context),
      action('See the facts as they are now', context.url),
      paragraph('If you have not answered yet, the deadline stays the same.'),
    ],
  });
}

/** What changed keeps the move from being made as it is arranged. Which fact it is says the page alone. */
const safetyChanged = (context: CaseEmailContext, next: string): Letter =>
  caseEmail(context, {
    subject: `${context.subject.id}: do not move the child yet`,
    preview: 'Something new has to be looked at before the move.',
    heading: 'Do not move the child yet',
    blocks: [
      notice('Please look at the page before the move.'),
      paragraph(
        `${nameOf(context.subject.facts.entryAuthority)} has changed facts of this referral, and what is known now bears on whether the child can be moved. ${next} Until then the handover cannot be confirmed.`,
      ),
      action('See what to do before the move', context.url),
      caseFacts(context),
    ],
  });

/** Only what is kept sealed changed; the council that has the child reads it on the page of the case. */
const detailsChanged = (context: CaseEmailContext): Letter =>
  caseEmail(context, {
    subject: `${context.subject.id}: details of the referral have changed`,
    preview: 'Please read them again before you act.',
    heading: 'Details of the referral have changed',
    blocks: [
      paragraph(
        `${nameOf(context.subject.facts.entryAuthority)} has added to the sealed details of this referral, or corrected them. What was agreed still stands. Please read them again before you act.`,
      ),
      caseFacts(context),
      action('See the case', context.url),
    ],
  });

/** By a correction, or since a child counts again, another open case may be about the same child, and this one goes on: a council has the child already. */
export function possibleDuplicate(context: CaseEmailContext): Letter {
  const { id, facts } = context.subject;
  const countsAgain = context.event.type === 'age-decided.v1';
  const { possibleDuplicates: others = [] } = countsAgain
    ? told(context.event, 'age-decided.v1')
    : told(context.event, 'referral-amended.v2');
  return caseEmail(context, {
    subject: `${id}: maybe the same child as ${listWords(others)}, please compare`,
    preview: 'Nothing has stopped. A person has to look.',
    heading: 'Two cases may be about one child',
    blocks: [
      paragraph(
        countsAgain
          ? `A child of ${id} counts again. Meanwhile that child may have been referred anew: ${listWords(others)} may be about the same child.`
          : `${nameOf(facts.entryAuthority)} has added or corrected who [the child|a child] of ${id} is. By that, ${listWords(others)} may be about the same child.`,
      ),
      paragraph('A council has the child in this case, so nothing has stopped.'),
      caseFacts(context),
      action('See the case', context.url),
      list([
        'Call those who referred, and compare.',
        'The same child? Have one of the referrals withdrawn.',
        'Two children? You need not do anything.',
      ]),
    ],
  });
}

/** The entry authority withdrew the referral. */
export function referralWithdrawn(context: CaseEmailContext): Letter {
  const { reason } = told(context.event, 'referral-withdrawn.v1');
  return caseEmail(context, {
    subject: `${context.subject.id}: referral withdrawn, nothing to do`,
    preview: 'No place is held any more.',
    heading: 'The referral is withdrawn',
    blocks: [
      paragraph(
        `The referral was withdrawn because ${withdrawnReferralBecause[reason]}. No place is held any more. You need not do anything.`,
      ),
      caseFacts(context),
      action('See the case', context.url),
      paragraph(
        'Withdrawn by mistake? The entry authority can refer again. Tell the coordinators, so that no time is lost.',
      ),
    ],
  });
}
