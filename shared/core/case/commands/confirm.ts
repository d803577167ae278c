import type { ReferralFacts } from '../../../../events/referral.ts';
import { becameWords } from '../../../words/amendments.ts';
import { defined } from '../../defined.ts';
import { overtaken, withChanges } from '../../referral/differences.ts';
import { retention } from '../../retention.ts';
import type { Case, Proposal } from '../case.ts';
import type { Command, Outcome, Refusal } from '../command.ts';
import {
  answeredProposal,
  changed,
  type DecisionDraft,
  record,
  refused,
  unchanged,
} from '../decision-draft.ts';
import { changesOf, saidSince } from '../proposals.ts';
import { enact, notAllowed } from './amend.ts';

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

/** A day less than what it keeps sealed lives, in milliseconds. */
const KEPT_FOR = (retention.amendmentDays - 1) * 24 * 60 * 60 * 1_000;

/** What became of a change that no longer waits. */
const noLonger = ({ proposed = {} }: Case, id: string): Outcome => {
  const state = proposed[id];
  return state === undefined || state === 'waiting'
    ? refused(
        'no-such-amendment',
        'No email about this case waits for your word under this link. Open the case to see how things stand.',
      )
    : refused('amendment-answered', becameWords[state]);
};

/** What was said since that the change would contradict. */
const contradicted = (one: Proposal, subject: Case): boolean =>
  saidSince(one, subject).length > 0 ||
  changesOf(one).some((change) => overtaken(change, subject.facts) === 'contradicted');

/**
 * Fingerprints of the children as they stand, with those of the children that the change is about. Made when it came: what changed of
 * another child since stays.
 */
const marksAfter = (
  { fingerprints, sealedFields = [] }: Proposal,
  { fingerprints: held = [] }: Case,
): Pick<Of<'amend'>['data'], 'fingerprints'> => {
  if (fingerprints === undefined) return {};
  const named = new Set(sealedFields.map((field) => Number(field.split('.')[0])));
  const isNamed = ({ number }: { readonly number: number }) => named.size === 0 || named.has(number);
  return {
    fingerprints: [...held.filter((one) => !isNamed(one)), ...fingerprints.filter(isNamed)],
  };
};

/** What is carried out once a change is confirmed, on the case as it stands: of the facts only what the change was about. */
export const confirmedData = (subject: Case, one: Proposal): Of<'amend'>['data'] => ({
  referralId: subject.referralId,
  facts: withChanges(
    subject.facts,
    changesOf(one).filter((change) => overtaken(change, subject.facts) === undefined),
  ),
  channel: 'email',
  ...defined({ sentFrom: one.sentFrom }),
  ...marksAfter(one, subject),
  ...defined({ sealedChanged: one.sealedChanged }),
  ...(one.sealedFields === undefined ? {} : { sealedFields: [...one.sealedFields] }),
  ...(one.sealedReplaced === undefined ? {} : { sealedReplaced: [...one.sealedReplaced] }),
});

/** Why a change that waits can no longer be made as it was sent, in words for the council; undefined while it can. */
export const cannotConfirm = (subject: Case, one: Proposal, now: string): Refusal | undefined => {
  if (one.sealedChanged === true && Date.parse(now) - Date.parse(one.saidAt) > KEPT_FOR)
    return refused(
      'forgotten',
      'This email is so old that what it said of the child is no longer kept. Make the change on this page, then answer that you did not mean this email any more.',
    );
  if (contradicted(one, subject))
    return refused(
      'said-since',
      'Since this email came, something newer was said of the same facts, and making the change would undo that. Say on this page what is right now; then answer that you did not mean this email any more.',
    );
  return notAllowed(subject, { ...subject.facts, ...confirmedData(subject, one).facts } as ReferralFacts);
};

/** The change acts, as any other of the entry authority's, whole or not at all. The word is of now: who confirms has seen what holds. */
export const confirmAmendment = (
  draft: DecisionDraft,
  { amendmentId, duplicates }: Of<'confirm-amendment'>,
): Outcome => {
  const { case: subject, context } = draft;
  const one = subject.proposals?.find(({ id }) => id === amendmentId);
  if (one === undefined)
    return subject.proposed?.[amendmentId] === 'made'
      ? unchanged('This change was confirmed and has been made already.')
      : noLonger(subject, amendmentId);
  const never = cannotConfirm(subject, one, context.now);
  if (never !== undefined) return never;
  const asProposed: DecisionDraft = {
    ...draft,
    context: { ...context, cause: amendmentId },
    case: { ...subject, ...answeredProposal(subject, amendmentId, 'made') } as Case,
  };
  const outcome = enact(asProposed, {
    kind: 'amend',
    data: confirmedData(subject, one),
    ...defined({ duplicates }),
  });
  if (outcome.kind !== 'unchanged') return outcome;
  record(
    draft,
    'amendment-refused.v1',
    { amendmentId, because: 'said-already' },
    answeredProposal(subject, amendmentId, 'said-already'),
  );
  return changed(draft);
};

/** The desk did not send it: it changes nothing, and the coordinators hear that somebody writes in the council's name. */
export const refuseAmendment = (draft: DecisionDraft, { amendmentId }: Of<'refuse-amendment'>): Outcome => {
  const { case: subject } = draft;
  if (!subject.proposals?.some(({ id }) => id === amendmentId))
    return subject.proposed?.[amendmentId] === 'not-ours'
      ? unchanged('This answer is recorded already.')
      : noLonger(subject, amendmentId);
  record(
    draft,
    'amendment-refused.v1',
    { amendmentId, because: 'not-ours' },
    answeredProposal(subject, amendmentId, 'not-ours'),
  );
  return changed(draft);
};
