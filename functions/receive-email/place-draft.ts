import type { DataOf, EventOf } from '../../events/catalogue.ts';
import type { ChildFacts, ReferralFacts } from '../../events/referral.ts';
import { missingFacts } from '../../shared/core/allocation/missing-facts.ts';
import { agesFrom } from '../../shared/core/calendar/ages.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { waitsBecause } from '../../shared/core/case/commands/amend.ts';
import { mayBeAsked } from '../../shared/core/case/commands/may-be-asked.ts';
import { sealedUnder } from '../../shared/core/case/responsible.ts';
import { councilsOn } from '../../shared/core/council/published-councils.ts';
import { defined } from '../../shared/core/defined.ts';
import { fingerprintsUnder, identified } from '../../shared/core/referral/fingerprints.ts';
import { mergeChildren } from '../../shared/core/referral/merge-children.ts';
import {
  type ChildParticulars,
  datesOfBirthIn,
  sealedUntil,
} from '../../shared/core/referral/particulars.ts';
import { stillUnclear } from '../../shared/core/referral/unclear.ts';
import { findCase } from '../../shared/runtime/find-case.ts';
import { addedTo } from './added-to.ts';
import type { Draft } from './draft.ts';
import { referralIdOf } from './mail-id.ts';
import { otherChild } from './other-child.ts';
import type { Problem } from './said.ts';
import type { ReceiveTools } from './tools.ts';
import { newDetails } from './what-is-new.ts';

/** What becomes of a draft: a message for the allocation, what is to be sealed, and what the sender is told. */
export interface Placed {
  /** What its sender calls it. */
  readonly where: string;
  readonly referralId: string;
  readonly particulars: readonly ChildParticulars[];
  /** The referral's children as they then are. */
  readonly children: readonly ChildFacts[];
  /** Under whose code its details are sealed, where that is not the council that sends the mail. */
  readonly sealedUnder?: string;
  readonly message: EventOf<'referral-received.v2'> | EventOf<'referral-amended.v2'>;
  readonly told: DataOf<'mail-received.v1'>['referrals'][number];
}

/** Facts given are laid over those held, child by child. */
function laidOver(held: ReferralFacts, given: Partial<ReferralFacts>): Partial<ReferralFacts> {
  return {
    ...given,
    ...(given.definition === undefined ? {} : { definition: { ...held.definition, ...given.definition } }),
    ...(given.children === undefined ? {} : { children: mergeChildren(held.children, given.children) }),
  };
}

/** What goes by a reference that is a council's: its own case, or one that its referral was merged into. */
export async function livingCase(
  { cases }: ReceiveTools,
  reference: string,
  council: string,
): Promise<
  | { readonly kind: 'own'; readonly current: Case }
  | { readonly kind: 'merged'; readonly into: string }
  | undefined
> {
  const named = await cases.read(reference);
  if (named !== undefined)
    return named.facts.entryAuthority === council ? { kind: 'own', current: named } : undefined;
  const merged = await cases.mergedInto(reference);
  return merged?.council === council ? { kind: 'merged', into: merged.caseId } : undefined;
}

/** The mail that a draft was read from. */
interface From {
  readonly mailId: string;
  readonly council: string;
  readonly reference: string | undefined;
  readonly today: string;
  readonly sentFrom: NonNullable<DataOf<'referral-amended.v2'>['sentFrom']>;
}

type Outcome =
  | { readonly kind: 'placed'; readonly placed: Placed; readonly problems: readonly Problem[] }
  | {
      readonly kind: 'problem';
      readonly problem: Problem;
      /** It may be about one child or another: a person looks at the mail. */
      readonly held?: true;
    };

/** Works out what a draft asks for: a new referral, or an addition to a case of the same council. */
export function placeDraft(tools: ReceiveTools, draft: Draft, from: From): Promise<Outcome> {
  const reference = draft.reference ?? from.reference;
  return reference === undefined
    ? placeReferral(tools, draft, from)
    : placeAddition(tools, draft, from, reference);
}

/** As of now: a word that comes while the case is looked at is newer. */
const frameOf = ({ clock }: ReceiveTools, { row }: Draft, { mailId, council }: From) =>
  ({
    id: `mail:${mailId}:${row}`,
    at: clock.now(),
    actor: { kind: 'entry-authority', code: council },
  }) as const;

/** What the sender is told of a case that was taken up. */
const toldOf = (
  { policy }: ReceiveTools,
  { row }: Draft,
  { today }: From,
  taken: { readonly caseId: string; readonly did: 'referred' | 'amended' },
  known: Pick<Parameters<typeof missingFacts>[0], 'facts' | 'turned18' | 'ages'>,
): Placed['told'] => ({
  row,
  ...taken,
  children: known.facts.children.length,
  missing: [...missingFacts({ ...known, today, councils: councilsOn(today) }, policy)],
});

/** A child who is new to the scheme. */
async function placeReferral(tools: ReceiveTools, draft: Draft, from: From): Promise<Outcome> {
  const { mailId, council, today } = from;
  const frame = frameOf(tools, draft, from);
  const until = sealedUntil([], tools.clock.now());
  const seed = await tools.sealed.mailSeed(mailId, tools.newId(), until);
  const referralId = referralIdOf(seed, mailId, draft.row);
  const facts: ReferralFacts = {
    children: [{ number: 1 }],
    ...draft.facts,
    entryAuthority: council,
    ...(draft.unclear === undefined ? {} : { unclear: [...draft.unclear] }),
  };
  const { caseId } = await findCase(tools.cases, referralId);
  const fingerprints = [
    ...fingerprintsUnder(await tools.fingerprintKey.all(), identified(draft.particulars, facts.children)),
  ];
  const data = {
    referralId,
    channel: 'email',
    facts,
    ...(fingerprints.length === 0 ? {} : { fingerprints }),
  } as const;
  return {
    kind: 'placed',
    placed: {
      where: draft.where,
      referralId,
      particulars: draft.particulars,
      children: facts.children,
      message: { ...frame, type: 'referral-received.v2', data },
      told: toldOf(
        tools,
        draft,
        from,
        { caseId, did: 'referred' },
        { facts, turned18: [], ages: agesFrom(datesOfBirthIn(draft.particulars), today) },
      ),
    },
    problems: [],
  };
}

/** More about a child whom the council referred before. */
async function placeAddition(
  tools: ReceiveTools,
  draft: Draft,
  from: From,
  reference: string,
): Promise<Outcome> {
  const frame = frameOf(tools, draft, from);
  const problem = (words: string) =>
    ({ kind: 'problem', problem: { where: `${draft.where}, Reference`, words } }) as const;
  const living = await livingCase(tools, reference, from.council);
  if (living === undefined)
    return problem(
      'Your council has no referral with this reference. Check it, or leave it out to refer a child.',
    );
  if (living.kind === 'merged') return { ...problem(mergedWords(reference, living.into)), held: true };
  const { current } = living;
  if (!mayBeAsked(current, { kind: 'amend' }, { kind: 'entry-authority', code: from.council }))
    return problem('This case is closed. To refer the child again, leave the reference out.');
  const { referralId } = current;
  const held = await tools.sealed.particulars(referralId);
  if (draft.correction !== true && otherChild(current.facts, held, draft))
    return {
      kind: 'problem',
      problem: { where: draft.where, words: CHILD_OR_CORRECTION_WORDS(reference) },
    };
  const { facts: given, problems } = addedTo(current.facts, draft);
  const unclear = unclearAfter(current.facts, { ...draft, facts: given });
  const facts = { ...laidOver(current.facts, given), ...defined({ unclear }) };
  const dates = { ...(await tools.sealed.datesOfBirth(referralId)), ...datesOfBirthIn(draft.particulars) };
  const details = newDetails(held, draft.particulars);
  // All or none: a mail that is read again keeps the same under its id.
  const particulars = details.sealedFields.length === 0 ? [] : draft.particulars;
  const data = {
    referralId,
    facts,
    channel: 'email',
    sentFrom: from.sentFrom,
    ...(particulars.length === 0 ? {} : details),
  } as const;
  const toConfirm = waitsBecause(current, data);
  return {
    kind: 'placed',
    placed: {
      where: draft.where,
      referralId,
      particulars,
      children: facts.children ?? current.facts.children,
      sealedUnder: sealedUnder(current),
      message: { ...frame, type: 'referral-amended.v2', data },
      told: {
        ...toldOf(
          tools,
          draft,
          from,
          { caseId: current.id, did: 'amended' },
          {
            facts: { ...current.facts, ...facts },
            turned18: current.turned18,
            ages: agesFrom(dates, from.today),
          },
        ),
        ...(toConfirm.length === 0 ? {} : { toConfirm: [...toConfirm] }),
      },
    },
    problems,
  };
}

/** Whether the two are one child was decided before this was said. */
const mergedWords = (reference: string, into: string): string =>
  `The referral ${reference} was joined to the case ${into}, as one child’s. This may be about another child, so no case was changed. A coordinator looks at your email and calls you if there is a question.`;

/** Nothing is taken: were it another child, that child would take the place of the one in the case. */
const CHILD_OR_CORRECTION_WORDS = (reference: string): string =>
  `This gives another name, date of birth or sex than the case ${reference} has, so we took nothing of it. Is it a new child, or a correction? For a new child, send it in a new email without a reference. For a correction, send it again with the line "Correction: yes".`;

/** What stays unclear of a case: how many children there are only a number can tell, or the page. */
function unclearAfter({ unclear = [], children }: ReferralFacts, draft: Draft): string[] | undefined {
  const { count } = draft;
  const after = new Set([...children, ...(draft.facts.children ?? [])].map(({ number }) => number)).size;
  const more = draft.unclear ?? [];
  const uncounted =
    count === undefined ? unclear.includes('children') || more.includes('children') : count !== after;
  return stillUnclear(unclear, { facts: draft.facts, particulars: draft.particulars }, [
    ...more.filter((one) => one !== 'children'),
    ...(uncounted ? ['children'] : []),
  ]);
}
