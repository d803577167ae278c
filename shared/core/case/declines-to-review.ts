import { stillInQuestion } from './ages-in-question.ts';
import type { Case, Offer, Proposal } from './case.ts';
import { passedKey } from './deadlines.ts';
import { findsToDecide, missingChildren, othersWait } from './responsible.ts';
import { isFinal } from './transitions.ts';

/** Declines that a coordinator has yet to accept or refuse. What a case that ended without a transfer left open stays open. */
export const declinesToReview = ({ offers, status }: Case): readonly Offer[] =>
  isFinal(status) && status !== 'transferred' ? [] : offers.filter(({ review }) => review === 'pending');

/** Whether a coordinator did not accept the no of a council, and it has said no other since: as a back-up, which nobody reviews. */
export const isDeclineRefused = ({ review, status }: Offer): boolean =>
  review === 'refused' && status !== 'said-no';

/** Councils that have declined, each once: whatever a coordinator said of their reason. */
export const councilsThatDeclined = ({ offers }: Case): readonly string[] => [
  ...new Set(offers.filter(({ review }) => review !== undefined).map(({ council }) => council)),
];

/**
 * Changes that came by e-mail and about which a coordinator asks the entry authority: it has not answered in time, or a council that
 * has the child or is asked may not be safe.
 */
export const proposalsToAskAbout = ({ proposals = [], told }: Case): readonly Proposal[] =>
  proposals.filter(
    ({ confirmBy, unsafe, holdsMove }) =>
      unsafe !== undefined || holdsMove || told.includes(passedKey('confirm', confirmBy)),
  );

/** Numbers of children of whom a coordinator decides whether they count: their recorded birthday has come, and their assessment is open. */
export const agesToDecide = (subject: Case): readonly number[] =>
  isFinal(subject.status) && !['transferred', 'stayed'].includes(subject.status)
    ? []
    : stillInQuestion(subject);

/** Whether a case has ended, and nobody has anything left to decide in it. */
export const isSettled = (subject: Case): boolean =>
  isFinal(subject.status) && declinesToReview(subject).length === 0 && agesToDecide(subject).length === 0;

/** The councils in whose areas missing children were found, until it is decided who takes them. */
export const foundElsewhereIn = (subject: Case): readonly string[] => {
  const { status } = subject;
  const nobodyThere = status === 'paused' && !othersWait(subject);
  return isFinal(status) || nobodyThere ? [] : findsToDecide(subject).map(({ council }) => council);
};

/** Numbers of children of whom a coordinator thinks because they are missing and others of their group are not: whether these wait, or since they have gone on without. */
export const missingOfGroup = (subject: Case): readonly number[] =>
  subject.stillMissing !== undefined || (othersWait(subject) && subject.pause?.othersBy !== undefined)
    ? missingChildren(subject)
    : [];

/** Whether a case stands on the coordinators' list beside those that wait for them. */
export const isToReview = (subject: Case): boolean =>
  declinesToReview(subject).length > 0 ||
  proposalsToAskAbout(subject).length > 0 ||
  agesToDecide(subject).length > 0 ||
  foundElsewhereIn(subject).length > 0 ||
  missingOfGroup(subject).length > 0;
