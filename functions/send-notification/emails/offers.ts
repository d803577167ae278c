import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import {
  action,
  type Block,
  type EmailDocument,
  fact,
  heading,
  list,
  notice,
  paragraph,
} from './document.ts';
import { type CaseScene, caseEmail, caseFacts, required, told } from './scene.ts';
import { reasonsAsked } from './why-asked.ts';
import { childCount, countWords, inShort, listed, plural, sentence } from './words.ts';

const offerOf = (scene: CaseScene) => required(scene.offer, 'an offer');
const children = (scene: CaseScene): string =>
  childCount(scene.subject) === 1 ? 'a child' : plural(childCount(scene.subject), 'child', 'children');
const one = (scene: CaseScene): boolean => childCount(scene.subject) === 1;
const theChild = (scene: CaseScene): string => (one(scene) ? 'the child' : 'the children');

/** Who else has been asked in this round, and what is wanted of them. */
function othersAsked(scene: CaseScene): Block {
  const offer = offerOf(scene);
  const others = scene.subject.offers.filter(({ round, id }) => round === offer.round && id !== offer.id);
  const backUps = others.filter(({ status }) => status === 'asked' || status === 'promised');
  if (backUps.length === 0) return paragraph('No other council is being asked now.');
  const names = listed(backUps.map(({ council }) => scene.nameOf(council)));
  return paragraph(
    backUps.length === 1
      ? `${names} is a back-up. It steps in only if you cannot take ${theChild(scene)}.`
      : `${names} are back-ups. They step in, in that order, only if you cannot take ${theChild(scene)}.`,
  );
}

const whatFollows = (by: string): readonly Block[] => [
  heading('What happens next'),
  list([
    'If you say yes, the place is yours to arrange. You name a social worker and a day for the move.',
    'If you say no, choose the reason on the page. A coordinator looks at it.',
    `If nobody answers by ${by}, the offer goes to the next council and a coordinator is told.`,
  ]),
];

/** The live primary offer. */
export function offerToPrimary(scene: CaseScene): EmailDocument {
  const by = deadlineWords(offerOf(scene).answerBy);
  return caseEmail(scene, {
    subject: `Offer ${scene.subject.id}: answer by ${by}`,
    preview: `${inShort(scene.subject)}. Can ${scene.reader} take them?`,
    heading: `Can ${scene.reader} take ${children(scene)}?`,
    blocks: [
      notice(`Please answer by ${by}.`),
      paragraph(
        `Your council is asked first for ${children(scene)} who ${one(scene) ? 'needs' : 'need'} a home. Open the page to see what is asked, and answer there.`,
      ),
      action('See the offer and answer', scene.url),
      caseFacts(scene),
      heading('Why your council'),
      list(reasonsAsked(scene)),
      ...whatFollows(by),
      heading('Who else is asked'),
      othersAsked(scene),
    ],
  });
}

/** A ranked back-up is asked whether it would say yes. */
export function backupRequest(scene: CaseScene): EmailDocument {
  const { answerBy, rank, round } = offerOf(scene);
  const by = deadlineWords(answerBy);
  const first = scene.subject.offers.find((other) => other.round === round && other.role === 'primary');
  return caseEmail(scene, {
    subject: `Back-up request ${scene.subject.id}: answer by ${by}`,
    preview: `${inShort(scene.subject)}. Could ${scene.reader} step in?`,
    heading: `Could ${scene.reader} step in for ${children(scene)}?`,
    blocks: [
      notice(`Please answer by ${by}. A later answer may come too late to help.`),
      paragraph(
        `${first === undefined ? 'Another council' : scene.nameOf(first.council)} is asked first. Your council is back-up number ${countWords(rank - 1)}. Please say now whether you would take ${theChild(scene)} if it comes to you.`,
      ),
      action('See what is asked and answer', scene.url),
      caseFacts(scene),
      heading('Why your council'),
      list(reasonsAsked(scene)),
      heading('What happens next'),
      list([
        `If you say yes, we hold ${one(scene) ? 'the place' : 'the places'}. If the first council cannot help, ${theChild(scene)} ${one(scene) ? 'comes' : 'come'} to you at once and we tell you.`,
        'If you say no, nothing more is asked of you for this case. It does not count against your council.',
        'If you do not answer, your council may still be asked later with a deadline of its own.',
      ]),
    ],
  });
}

/** A back-up has become the live offer. */
export function offerPromoted(scene: CaseScene): EmailDocument {
  const { because } = told(scene.event, 'offer-promoted.v1');
  const by = deadlineWords(offerOf(scene).answerBy);
  const why = {
    declined: 'The council asked before you cannot help.',
    expired: 'The council asked before you did not answer in time.',
    'decline-refused':
      'A coordinator looked at your no and asks you again. The reason given was not accepted.',
    'no-place-left': 'The council asked before you has no place left.',
    'area-to-avoid': `New facts change where ${theChild(scene)} can live, so the council asked before you is out.`,
  }[because];
  return caseEmail(scene, {
    subject: `Offer ${scene.subject.id}: now with you, answer by ${by}`,
    preview: `${inShort(scene.subject)}. Can ${scene.reader} take them?`,
    heading: `Can ${scene.reader} take ${children(scene)}? It is now your decision`,
    blocks: [
      notice(`Please answer by ${by}.`),
      paragraph(`${why} Your council is now the one that decides.`),
      action('See the offer and answer', scene.url),
      caseFacts(scene),
      ...whatFollows(by),
      heading('Who else is asked'),
      othersAsked(scene),
    ],
  });
}

/** The answer is due soon. */
export function offerReminder(scene: CaseScene): EmailDocument {
  const offer = offerOf(scene);
  const by = deadlineWords(offer.answerBy);
  return caseEmail(scene, {
    subject: `Reminder, offer ${scene.subject.id}: answer by ${by}`,
    preview: `We have no answer yet. ${sentence(inShort(scene.subject))}.`,
    heading: 'We still need your answer',
    blocks: [
      notice(`Please answer by ${by}.`),
      paragraph(`${scene.reader} was asked to take ${children(scene)}. Nobody has answered yet.`),
      action('See the offer and answer', scene.url),
      caseFacts(scene),
      paragraph(`If nobody answers by ${by}, the offer goes to the next council and a coordinator is told.`),
    ],
  });
}

/** The deadline passed without an answer. */
export function offerExpired(scene: CaseScene): EmailDocument {
  const { answerBy } = told(scene.event, 'offer-expired.v1');
  return caseEmail(scene, {
    subject: `Offer ${scene.subject.id} has run out: no answer came`,
    preview: 'The offer has moved on. You need not do anything.',
    heading: 'The offer has moved on',
    blocks: [
      paragraph(
        `We had no answer from ${scene.reader} by ${deadlineWords(answerBy)}. The offer has moved on. You need not do anything for this case.`,
      ),
      paragraph(
        'A coordinator can see that no answer came. Your council keeps its turn and may be asked for another child soon.',
      ),
      paragraph(
        'Did this e-mail reach the wrong desk? Please tell the coordinators, so that the next offer reaches the right one.',
      ),
      action('See what happened', scene.url),
    ],
  });
}

const withdrawnBecause = (scene: CaseScene) => ({
  'placed-elsewhere': `Another council has taken ${theChild(scene)}.`,
  'case-closed': 'A transfer is no longer needed.',
  reallocated: 'The search for a council has started again.',
  'no-place-left': 'Our figures say that your council has no place left.',
  held: 'A coordinator has to look at the case first.',
  'area-to-avoid': `New facts change where ${theChild(scene)} can live.`,
});

/** The offer or back-up request no longer stands. */
export function offerWithdrawn(scene: CaseScene): EmailDocument {
  const why = withdrawnBecause(scene)[told(scene.event, 'offer-withdrawn.v1').because];
  return caseEmail(scene, {
    subject: `Offer ${scene.subject.id} no longer stands: nothing to do`,
    preview: `${why} You need not do anything.`,
    heading: 'You need not do anything more',
    blocks: [
      paragraph(
        `${why} What we asked of ${scene.reader} no longer stands, and no place is held with you for it.`,
      ),
      caseFacts(scene),
      action('See what was asked', scene.url),
    ],
  });
}

/** A coordinator looked at the council's no. */
export function declineReviewed(scene: CaseScene): EmailDocument {
  const { outcome } = told(scene.event, 'decline-reviewed.v1');
  const accepted = outcome === 'accepted';
  return caseEmail(scene, {
    subject: `Offer ${scene.subject.id}: your no was ${accepted ? 'accepted' : 'not accepted'}`,
    preview: accepted ? 'You need not do anything.' : 'The page shows where the case stands.',
    heading: accepted ? 'Your reason was accepted' : 'Your reason was not accepted',
    blocks: [
      paragraph(
        accepted
          ? 'A coordinator looked at the reason you gave and accepts it. You need not do anything more for this case.'
          : 'A coordinator looked at the reason you gave and does not accept it. If no other council has said yes, you are asked again, with a new deadline, in a separate e-mail.',
      ),
      caseFacts(scene, fact('Coordinator’s decision', accepted ? 'accepted' : 'not accepted')),
      action('See the offer', scene.url),
      paragraph('Saying no does not cost your council its turn: it may be asked for another child soon.'),
    ],
  });
}
