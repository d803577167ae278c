import type { DataOf } from '../../../events/catalogue.ts';
import type { ChildFingerprints, ReferralFacts } from '../../../events/referral.ts';
import { defined } from '../defined.ts';
import { isToAvoid } from '../referral/areas-to-avoid.ts';
import { type Difference, differences, namedIn, overtaken } from '../referral/differences.ts';
import type { Case, CaseStatus, Proposal } from './case.ts';
import { answeredProposal, type DecisionDraft, dueIn, record } from './decision-draft.ts';
import { allFingerprints } from './duplicates.ts';
import { newlyAsked } from './move-holds.ts';
import { openOffers } from './offers.ts';
import { isBeingMoved } from './standing.ts';

/**
 * A reference in a subject is no secret, and a mailbox is not a person. So what comes by e-mail and would undo a placement or offers,
 * change who the child is or change what keeps the child safe waits until the entry authority's desk has confirmed it
 * (infra/decisions/0019-amendments-by-mail-are-confirmed.md).
 */
type Concern = Proposal['because'][number];

const concernOf: Readonly<Record<string, Concern>> = {
  sex: 'identity',
  turns18Month: 'identity',
  ageAssessment: 'identity',
  name: 'identity',
  dateOfBirth: 'identity',
  claimedBirth: 'identity',
  documentedBirth: 'identity',
  assessedBirth: 'identity',
  nationality: 'identity',
  homeOfficeReference: 'identity',
  portReference: 'identity',
  nhsNumber: 'identity',
  areasToAvoid: 'safety',
  links: 'safety',
  familyInUk: 'safety',
  trafficking: 'safety',
  missingHistory: 'safety',
  needs: 'safety',
  timesMissing: 'safety',
  lastMissingMonth: 'safety',
  lastMissingOn: 'safety',
  fitToMove: 'safety',
  healthKinds: 'safety',
  health: 'safety',
  disability: 'safety',
  whyToAvoid: 'safety',
  // Whom the other council calls about the child, or for it: somebody else's number there is as bad as a wrong name.
  socialWorker: 'safety',
  entryContact: 'safety',
  dutyTelephone: 'safety',
  solicitor: 'safety',
  guardian: 'safety',
  advocate: 'safety',
  reviewingOfficer: 'safety',
};

/** Nobody has been asked yet: an amendment brings the check, and what a reply adds that was never said answers our question. */
export const unasked: readonly CaseStatus[] = ['incomplete', 'held', 'eligible'];

/** Somebody was asked, and nobody has accepted: when what decides changes, the search begins again. */
export const searching: readonly CaseStatus[] = ['region-asked', 'offered', 'escalated'];

/** While the child is missing, what counts is where the case was. */
export const stageOf = ({ status, pause }: Case): CaseStatus => pause?.from ?? status;
const nobodyAsked = (subject: Case): boolean =>
  unasked.includes(stageOf(subject)) && subject.placement === undefined && openOffers(subject).length === 0;

/** "Not known" is no word that anything could contradict. */
const unsaid = (said: unknown): boolean => said === undefined || said === 'not-known';

/** What is at stake in one detail, by the last word of its name: `areasToAvoid`, `children.2.sex`, `1.health`. */
const concernAbout = (name: string): Concern | undefined => concernOf[name.slice(name.lastIndexOf('.') + 1)];

const ofFact = ({ path, before }: Difference, addsFreely: boolean): Concern | undefined => {
  // Another number of children is another case.
  if (/^children\.\d+$/.test(path)) return 'identity';
  return addsFreely && unsaid(before) ? undefined : concernAbout(path);
};

/** Marks of who a child is that were there before and are gone. */
const marksLost = (held: readonly ChildFingerprints[] = [], given: readonly ChildFingerprints[]): boolean =>
  held.some((child) => {
    const now = new Set(allFingerprints(given.filter(({ number }) => number === child.number)));
    return allFingerprints([child]).some((mark) => !now.has(mark));
  });

type Amendment = Pick<
  DataOf<'referral-amended.v2'>,
  'facts' | 'sentFrom' | 'sealedChanged' | 'sealedFields' | 'sealedReplaced'
> & { readonly fingerprints?: readonly ChildFingerprints[] | undefined };

/**
 * What of an amendment no e-mail may do by itself; nothing when it acts at once.
 *
 * @param undoes whether it would undo a placement or withdraw an offer
 */
export function toConfirm(before: Case, given: Amendment, undoes: boolean): readonly Concern[] {
  const addsFreely = nobodyAsked(before);
  const { facts, fingerprints, sealedChanged, sealedFields, sealedReplaced } = given;
  const adds = (field: string) => addsFreely && sealedReplaced?.includes(field) !== true;
  const found = new Set([
    ...differences(before.facts, facts).map((one) => ofFact(one, addsFreely)),
    ...(sealedFields ?? []).map((field) => (adds(field) ? undefined : concernAbout(field))),
  ]);
  if (undoes) found.add('placement');
  // What it gives of what is sealed we are not told: then it may be anything.
  if (sealedChanged === true && sealedFields === undefined) found.add('identity').add('safety');
  if (fingerprints !== undefined && marksLost(before.fingerprints, fingerprints)) found.add('identity');
  return (['placement', 'identity', 'safety'] as const).filter((one) => found.has(one));
}

/** What a proposal would change of the facts. */
export const changesOf = ({ base, facts }: Pick<Proposal, 'base' | 'facts'>): readonly Difference[] =>
  differences(base, facts);

/** Everything that a proposal touches, facts and what is sealed. */
const touches = (one: Proposal): readonly string[] => [
  ...changesOf(one).map(({ path }) => path),
  ...(one.sealedFields ?? (one.sealedChanged === true ? ['sealed'] : [])).map((field) => `sealed.${field}`),
];

/** A sealed detail that was given after the proposal came. */
export const saidSince = ({ saidAt, sealedFields = [] }: Proposal, { factsSaidAt = {} }: Case) =>
  sealedFields.filter((field) => (factsSaidAt[`sealed.${field}`] ?? '') > saidAt);

/** Whether nothing is left of a proposal: the case says all of it by now, or something newer. */
const isOvertaken = (one: Proposal, subject: Case): boolean => {
  const { sealedChanged, sealedFields } = one;
  if (
    sealedChanged === true &&
    (sealedFields === undefined || sealedFields.length > saidSince(one, subject).length)
  )
    return false;
  return changesOf(one).every((change) => overtaken(change, subject.facts) !== undefined);
};

const putAside = (draft: DecisionDraft, { id }: Proposal): void =>
  record(
    draft,
    'amendment-refused.v1',
    { amendmentId: id, because: 'superseded' },
    answeredProposal(draft.case, id, 'superseded'),
  );

/** After an amendment acted: proposals of which nothing is left no longer wait. */
export const dropOvertaken = (draft: DecisionDraft): void => {
  for (const one of draft.case.proposals ?? []) if (isOvertaken(one, draft.case)) putAside(draft, one);
};

/** Councils that have the child, or an open offer, or in whose area the child would live, and whose areas are newly said to be avoided. */
const unsafeFor = (subject: Case, facts: Partial<ReferralFacts>): readonly string[] => {
  const { council: withChild, placedIn } = subject.placement ?? {};
  return [...new Set([withChild, placedIn, ...openOffers(subject).map(({ council }) => council)])]
    .filter((council) => council !== undefined)
    .filter((council) => isToAvoid(facts, council) && !isToAvoid(subject.facts, council));
};

/** An amendment waits: nothing of the case changes but that it waits. An older one that touches nothing else no longer does. */
export const propose = (
  draft: DecisionDraft,
  referralId: string,
  given: Amendment,
  because: readonly Concern[],
  saidAt: string,
): void => {
  const { case: before, context } = draft;
  const changed = new Set(differences(before.facts, given.facts).map(({ path }) => path.split('.')[0]));
  const facts = Object.fromEntries(Object.entries(given.facts).filter(([name]) => changed.has(name)));
  const unsafe = unsafeFor(before, facts);
  const holdsMove =
    isBeingMoved({ status: stageOf(before) }) &&
    newlyAsked(before, { ...before.facts, ...facts }, context.now, draft.view?.councils).length > 0;
  const said = {
    because: [...because],
    facts,
    ...defined({ sentFrom: given.sentFrom }),
    ...(given.fingerprints === undefined ? {} : { fingerprints: [...given.fingerprints] }),
    ...defined({ sealedChanged: given.sealedChanged }),
    ...(given.sealedFields === undefined ? {} : { sealedFields: [...given.sealedFields] }),
    ...(given.sealedReplaced === undefined ? {} : { sealedReplaced: [...given.sealedReplaced] }),
    ...(holdsMove ? { holdsMove } : {}),
    ...(unsafe.length === 0 ? {} : { unsafe: [...unsafe] }),
  };
  const when = { saidAt, confirmBy: dueIn(draft, 'giveMissingFacts', before.facts.entryAuthority) };
  const proposal: Proposal = {
    id: context.cause,
    askedAt: context.now,
    base: namedIn(before.facts, facts),
    ...when,
    ...said,
  };
  record(
    draft,
    'amendment-to-confirm.v1',
    { amendmentId: context.cause, referralId, ...when, ...said },
    {
      proposals: [...(before.proposals ?? []), proposal],
      proposed: { ...before.proposed, [context.cause]: 'waiting' },
    },
  );
  const touched = new Set(touches(proposal));
  for (const older of before.proposals ?? [])
    if (older.saidAt <= saidAt && touches(older).every((path) => touched.has(path))) putAside(draft, older);
};
