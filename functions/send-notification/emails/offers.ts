import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { readBy } from '../../../shared/core/case/deadlines.ts';
import { openOffers, searchSoFar } from '../../../shared/core/case/offers.ts';
import { policyIds, policyNamed } from '../../../shared/core/policies.ts';
import { capitalised, councilsWords, countWords, listWords, plural } from '../../../shared/words/counting.ts';
import { noLongerAsked, nowYours } from '../../../shared/words/offers.ts';
import { refusalWords } from '../../../shared/words/reasons.ts';
import { nameOf } from '../authorities.ts';
import { type CaseEmailContext, caseEmail, caseFacts, required, safetyNote, told } from './context.ts';
import { action, type Block, fact, heading, type Letter, list, notice, paragraph } from './letter.ts';
import { reasonsAsked } from './why-asked.ts';
import { childCount, inShort } from './words.ts';

const offerOf = (context: CaseEmailContext) => required(context.offer, 'an offer');
const children = (context: CaseEmailContext): string =>
  childCount(context.subject) === 1 ? 'a child' : plural(childCount(context.subject), 'child', 'children');

/** Who else has been asked in this round, and what is wanted of them. */
function othersAsked(context: CaseEmailContext): Block {
  const offer = offerOf(context);
  const backUps = openOffers(context.subject).filter(
    ({ round, id }) => round === offer.round && id !== offer.id,
  );
  if (backUps.length === 0) return paragraph('No other council is being asked now.');
  const names = listWords(backUps.map(({ council }) => nameOf(council)));
  return paragraph(
    backUps.length === 1
      ? `${names} is a back-up. It steps in only if you cannot take the child.`
      : `${names} are back-ups. They step in, in that order, only if you cannot take the child.`,
  );
}

/** The policy under which it happened; undefined where the event does not say. */
const policyOf = ({ event: { trail } }: CaseEmailContext) =>
  policyIds.includes(trail?.policy ?? '') ? policyNamed(trail?.policy ?? '') : undefined;

/** Until when the council may say nothing at all though a back-up says yes, where there is one and the policy says so. */
const silentUntil = (context: CaseEmailContext): readonly string[] => {
  const policy = policyOf(context);
  const offer = offerOf(context);
  const hasBackUps = openOffers(context.subject).some(({ id }) => id !== offer.id);
  const by = policy === undefined || !hasBackUps ? undefined : readBy(context.subject, offer, policy);
  return by === undefined
    ? []
    : [
        `If you need the time, open the page and say that you are looking. If you say nothing by ${deadlineWords(by)} and a back-up says yes, the child [goes|go] there.`,
      ];
};

const whatFollows = (context: CaseEmailContext, by: string): readonly Block[] => [
  heading('What happens next'),
  list([
    'If you say yes, the place is yours to arrange. You name a social worker and a day for the move.',
    'If you say no, choose the reason on the page. A coordinator looks at it.',
    ...silentUntil(context),
    `If nobody answers by ${by}, the offer goes to the next council and a coordinator is told.`,
  ]),
];

/** The live primary offer. */
export function offerToPrimary(context: CaseEmailContext): Letter {
  const by = deadlineWords(offerOf(context).answerBy);
  return caseEmail(context, {
    subject: `Offer ${context.subject.id}: answer by ${by}`,
    preview: `${inShort(context.subject)}. Can ${context.reader} take them?`,
    heading: `Can ${context.reader} take ${children(context)}?`,
    blocks: [
      notice(`Please answer by ${by}.`),
      paragraph(
        `Your council is asked first for ${children(context)} who [needs|need] a home. Open the page to see what is asked, and answer there.`,
      ),
      ...safetyNote(context),
      action('See the offer and answer', context.url),
      caseFacts(context),
      heading('Why your council'),
      list(reasonsAsked(context)),
      ...whatFollows(context, by),
      heading('Who else is asked'),
      othersAsked(context),
    ],
  });
}

/** A ranked back-up is asked whether it would say yes. */
export function backupRequest(context: CaseEmailContext): Letter {
  const { answerBy, rank, round } = offerOf(context);
  const by = deadlineWords(answerBy);
  const first = context.subject.offers.find((other) => other.round === round && other.role === 'primary');
  return caseEmail(context, {
    subject: `Back-up request ${context.subject.id}: answer by ${by}`,
    preview: `${inShort(context.subject)}. Could ${context.reader} step in?`,
    heading: `Could ${context.reader} step in for ${children(context)}?`,
    blocks: [
      notice(`Please answer by ${by}. A later answer may come too late to help.`),
      paragraph(
        `${first === undefined ? 'Another council' : nameOf(first.council)} is asked first. Your council is back-up number ${countWords(rank - 1)}. Please say now whether you would take the child if it comes to you.`,
      ),
      ...safetyNote(context),
      action('See what is asked and answer', context.url),
      caseFacts(context),
      heading('Why your council'),
      list(reasonsAsked(context)),
      heading('What happens next'),
      list([
        `If you say yes, we hold [the place|the places]. If the first council cannot help, the child [comes|come] to you at once and we tell you.`,
        'If you say no, nothing more is asked of you for this case. It does not count against your council.',
        'If you do not answer, your council may still be asked later with a deadline of its own.',
      ]),
    ],
  });
}

/** A back-up has become the live offer. */
export function offerPromoted(context: CaseEmailContext): Letter {
  const { because } = told(context.event, 'offer-promoted.v1');
  const by = deadlineWords(offerOf(context).answerBy);
  const why = nowYours(because, 'the child');
  return caseEmail(context, {
    subject: `Offer ${context.subject.id}: now with you, answer by ${by}`,
    preview: `${inShort(context.subject)}. Can ${context.reader} take them?`,
    heading: `Can ${context.reader} take ${children(context)}? It is now your decision`,
    blocks: [
      notice(`Please answer by ${by}.`),
      paragraph(`${why} Your council is now the one that decides.`),
      ...safetyNote(context),
      action('See the offer and answer', context.url),
      caseFacts(context),
      ...whatFollows(context, by),
      heading('Who else is asked'),
      othersAsked(context),
    ],
  });
}

/** The answer is due soon. */
export function offerReminder(context: CaseEmailContext): Letter {
  const offer = offerOf(context);
  const by = deadlineWords(offer.answerBy);
  return caseEmail(context, {
    subject: `Reminder, offer ${context.subject.id}: answer by ${by}`,
    preview: `We have no answer yet. ${capitalised(inShort(context.subject))}.`,
    heading: 'We still need your answer',
    blocks: [
      notice(`Please answer by ${by}.`),
      paragraph(`${context.reader} was asked to take ${children(context)}. Nobody has answered yet.`),
      ...safetyNote(context),
      action('See the offer and answer', context.url),
      caseFacts(context),
      paragraph(`If nobody answers by ${by}, the offer goes to the next council and a coordinator is told.`),
    ],
  });
}

/** The deadline passed without an answer, or half of it without a word while a back-up had said yes. */
export function offerExpired(context: CaseEmailContext): Letter {
  const { answerBy, council, readBy: unread } = told(context.event, 'offer-expired.v1');
  const ended = deadlineWords(unread ?? answerBy);
  // The last that could be asked did not answer: what follows is another e-mail's, of the same moment.
  const withPeople = context.subject.needs?.party.kind === 'coordinators';
  if (context.role !== 'council')
    return caseEmail(context, {
      subject: `${context.subject.id}: ${nameOf(council)} did not answer`,
      preview:
        unread === undefined
          ? `Its time ran out at ${ended}.${withPeople ? '' : ' The search goes on.'}`
          : `It had said nothing by ${ended}, and a back-up had said yes.`,
      heading: `${nameOf(council)} did not answer`,
      blocks: [
        paragraph(
          unread === undefined
            ? `${nameOf(council)} had until ${ended} to answer an offer, and did not. ${withPeople ? 'A coordinator has to decide what follows. Another email says what, and by when.' : 'The search for a council goes on by itself: you need decide nothing about the child for now.'}`
            : `${nameOf(council)} had said nothing about an offer by ${ended}, half of its time. A back-up had said yes and has the child: you need decide nothing about the child for now.`,
        ),
        paragraph(
          'Please find out why. Call its duty desk, and check that its addresses are right. The lead of its region is told too.',
        ),
        action('See the case', context.url),
        caseFacts(context),
      ],
    });
  return caseEmail(context, {
    subject: `Offer ${context.subject.id} has run out: no answer came`,
    preview: 'The offer has moved on. You need not do anything.',
    heading: 'The offer has moved on',
    blocks: [
      paragraph(
        unread === undefined
          ? `We had no answer from ${context.reader} by ${ended}. The offer has moved on. You need not do anything for this case.`
          : `By ${ended}, half of your time, ${context.reader} had neither answered nor said that it is looking. A council that was asked as a back-up had said yes, so the child [goes|go] there and [does|do] not wait. You need not do anything for this case.`,
      ),
      paragraph(
        'The coordinators and the lead of your region are told that no answer came. Your council keeps its turn and may be asked for another child soon.',
      ),
      ...(policyOf(context)?.silence === undefined
        ? []
        : [
            paragraph(
              'Until your council answers something, others are asked before it, and it still owes the places that it did not take. Any answer ends that: to an offer, even a no, or a declaration of your places.',
            ),
          ]),
      paragraph(
        'Did this email reach the wrong desk? Please tell the coordinators, so that the next offer reaches the right one.',
      ),
      action('See what happened', context.url),
    ],
  });
}

/** To the entry authority: nobody has said yes yet, and others are asked. Once a day at most, however many say no. */
export function searchGoesOn(context: CaseEmailContext): Letter {
  const { id } = context.subject;
  const { saidNo, silent, standBy, answerBy } = searchSoFar(context.subject);
  const tried = [
    ...(saidNo === 0 ? [] : [`${councilsWords(saidNo)} said no`]),
    ...(silent === 0 ? [] : [`${councilsWords(silent)} did not answer in time`]),
  ];
  const by = answerBy === undefined ? undefined : deadlineWords(answerBy);
  return caseEmail(context, {
    subject: `${id}: no place yet, ${by === undefined ? 'we ask other councils' : `next answer due by ${by}`}`,
    preview: 'The search goes on. You need not do anything.',
    heading: 'No place yet: the search goes on',
    blocks: [
      paragraph(
        `${tried.length === 0 ? 'No council has said yes yet' : `So far ${listWords(tried)}`}. We go on asking. You need not do anything, and you need not refer again.`,
      ),
      heading('What happens next'),
      list([
        by === undefined
          ? 'We work out which council to ask next, and ask it.'
          : `Another council has the offer now. It answers by ${by}${standBy === 0 ? '' : `, and ${councilsWords(standBy)} ${standBy === 1 ? 'stands' : 'stand'} by`}.`,
        'If no council says yes in good time, a coordinator takes over, and we tell you.',
        'We tell you as soon as a council says yes.',
      ]),
      action('See the case', context.url),
      caseFacts(context),
      paragraph(
        `You stay responsible until the handover. If anything has changed for the child, or the child no longer [needs|need] a transfer, say so on the page. If more councils say no today, we do not write again before tomorrow.`,
      ),
    ],
  });
}

/** The offer or back-up request no longer stands. */
export function offerWithdrawn(context: CaseEmailContext): Letter {
  const { because } = told(context.event, 'offer-withdrawn.v1');
  const why = `${capitalised(noLongerAsked(because, 'the child'))}.`;
  return caseEmail(context, {
    subject: `Offer ${context.subject.id} no longer stands: nothing to do`,
    preview: `${why} You need not do anything.`,
    heading: 'You need not do anything more',
    blocks: [
      paragraph(
        `${why} What we asked of ${context.reader} no longer stands, and no place is held with you for it.`,
      ),
      caseFacts(context),
      action('See what was asked', context.url),
    ],
  });
}

/** A coordinator looked at the council's no. */
export function declineReviewed(context: CaseEmailContext): Letter {
  const { outcome, reason, text } = told(context.event, 'decline-reviewed.v1');
  const accepted = outcome === 'accepted';
  return caseEmail(context, {
    subject: `Offer ${context.subject.id}: your no was ${accepted ? 'accepted' : 'not accepted'}`,
    preview: accepted ? 'You need not do anything.' : 'The page shows where the case stands.',
    heading: accepted ? 'Your reason was accepted' : 'Your reason was not accepted',
    blocks: [
      paragraph(
        accepted
          ? 'A coordinator looked at the reason you gave and accepts it. You need not do anything more for this case.'
          : 'A coordinator looked at the reason you gave and does not accept it. If no other council has said yes, you are asked again, with a new deadline, in a separate email.',
      ),
      caseFacts(
        context,
        fact('Coordinator’s decision', accepted ? 'accepted' : 'not accepted'),
        ...(reason === undefined ? [] : [fact('Why', refusalWords[reason])]),
      ),
      ...(text === undefined ? [] : [paragraph('The coordinator wrote to you. Read it on the page.')]),
      action('See the offer', context.url),
      paragraph('Saying no does not cost your council its turn: it may be asked for another child soon.'),
    ],
  });
}
