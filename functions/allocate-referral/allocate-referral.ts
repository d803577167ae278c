import type { DataOf, EventOf } from '../../events/catalogue.ts';
import type { Actor } from '../../events/envelope.ts';
import { presentFacts } from '../../events/former-facts.ts';
import { type PresentOf, presentForm } from '../../events/present-form.ts';
import type { Case } from '../../shared/core/case/case.ts';
import type { Command, CommandContext, Outcome } from '../../shared/core/case/command.ts';
import { decide, withCheck } from '../../shared/core/case/commands/decide.ts';
import { mayBeAsked } from '../../shared/core/case/commands/may-be-asked.ts';
import { namelessId } from '../../shared/core/case/nameless-id.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { sealedUnder } from '../../shared/core/case/responsible.ts';
import { mayNot } from '../../shared/core/case/who-may.ts';
import { isVerification, realmOf, verifier } from '../../shared/core/council/verification.ts';
import { defined } from '../../shared/core/defined.ts';
import { canonicalJson } from '../../shared/core/hash.ts';
import type { Policy } from '../../shared/core/policy.ts';
import { sealedUntil } from '../../shared/core/referral/particulars.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import { commitWithRetry } from '../../shared/runtime/commit-with-retry.ts';
import { countWhatHappened } from '../../shared/runtime/count-what-happened.ts';
import type { Message } from '../../shared/runtime/each-record.ts';
import { findCase } from '../../shared/runtime/find-case.ts';
import { compare, duplicatesAmong } from '../../shared/runtime/find-duplicates.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import type { Meter } from '../../shared/runtime/meter.ts';
import type { Pause } from '../../shared/runtime/pause.ts';
import { PermanentFailure } from '../../shared/runtime/permanent-failure.ts';
import { readMessage } from '../../shared/runtime/read-message.ts';
import { backoffBetween } from './backoff.ts';
import { checkCase } from './check-case.ts';

export interface AllocateTools {
  readonly cases: Pick<
    CaseStore,
    'read' | 'trail' | 'commit' | 'keepDecision' | 'neededBy' | 'holders' | 'mergedInto'
  >;
  readonly councils: Pick<CouncilStore, 'view'>;
  readonly sealed: Pick<
    SealedStore,
    | 'datesOfBirth'
    | 'owner'
    | 'referrer'
    | 'particularsAfter'
    | 'applyAmendment'
    | 'setAmendmentAside'
    | 'keepUntil'
  >;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly log: Log;
  readonly meter: Meter;
}

const accepted = [
  'referral-received.v1',
  'referral-amended.v1',
  'referral-received.v2',
  'referral-amended.v2',
  'referral-released.v1',
  'case-reallocated.v1',
  'case-resumed.v1',
  'region-answered.v1',
  'group-decided.v1',
  'age-decided.v1',
  'case-reopened.v1',
  'merger-undone.v1',
] as const;

/** A correction came before the referral that it corrects: the queue brings it again. */
class NotYetReceived extends Error {
  override readonly name = 'NotYetReceived';
}

/** What a message asks for: a command on the case of a referral, or only another look at a case. */
type Wanted =
  | { readonly kind: 'command'; readonly referralId: string; readonly command: Incoming }
  | { readonly kind: 'look-again'; readonly caseId: string; readonly amendedAs?: number };
/** A referral was merged into a case, and a coordinator has parted the two: it is received as it came. */
interface Parted {
  readonly kind: 'parted';
  readonly caseId: string;
  readonly referralId: string;
}
type Incoming = Extract<Command, { kind: 'receive' | 'amend' }>;

function askedBy(event: PresentOf<EventOf<(typeof accepted)[number]>>): Wanted | Parted {
  // An event with a place in a trail is no request: the case has it already, and may be waiting for the check. A referral is
  // taken in however it comes: the relay sends none, so a producer did, and its child must not get lost over a surplus field.
  if (event.trail !== undefined && event.type === 'merger-undone.v1')
    return { kind: 'parted', caseId: event.trail.subject, referralId: event.data.referralId };
  if (event.trail !== undefined && event.type !== 'referral-received.v2')
    return {
      kind: 'look-again',
      caseId: event.trail.subject,
      ...(event.type === 'referral-amended.v2' && event.data.sealedChanged === true
        ? { amendedAs: event.trail.number }
        : {}),
    };
  if (event.type !== 'referral-received.v2' && event.type !== 'referral-amended.v2')
    throw new PermanentFailure(
      'not-for-producers',
      `${event.type} is what the scheme itself reports. Send referral-received.v2 or referral-amended.v2.`,
    );
  const referralId = event.data.referralId.toLowerCase();
  return event.type === 'referral-received.v2'
    ? { kind: 'command', referralId, command: { kind: 'receive', data: { ...event.data, referralId } } }
    : {
        kind: 'command',
        referralId,
        command: { kind: 'amend', data: { ...ownPart(event.data), referralId }, saidAt: event.at },
      };
}

/**
 * What its sender asked when a referral came that was merged since, and is merged no more. Its case says so, not the message.
 *
 * @throws PermanentFailure
 */
async function receivedAsItCame(
  { cases }: AllocateTools,
  { caseId, referralId }: Parted,
): Promise<{ readonly asked: Wanted; readonly actor: Actor }> {
  const trail = await cases.trail(caseId);
  const merger = trail.findLast(
    (event) => event.type === 'referral-merged.v1' && event.data.referralId === referralId,
  );
  const isUndone = trail.some(
    (event) => event.type === 'merger-undone.v1' && event.data.referralId === referralId,
  );
  if (merger?.type !== 'referral-merged.v1' || !isUndone)
    throw new PermanentFailure(
      'no-such-merger',
      'The case that the event names says of no such referral that it was merged into it and parted again. A coordinator undoes a merger on the page of the case.',
    );
  const { channel, facts, fingerprints } = merger.data;
  const data = { referralId, channel, facts: presentFacts(facts), ...defined({ fingerprints }) };
  return {
    asked: { kind: 'command', referralId, command: { kind: 'receive', data, openedAt: merger.at } },
    actor: merger.actor,
  };
}

/**
 * Who asks, as the record is to say it. Who sent the form is sealed with the referral, since no queue carries a name; where that cannot be had the
 * message stands. What is sealed is another council's only where the referral is refused.
 */
async function namedActor({ sealed }: AllocateTools, asked: Wanted, actor: Actor): Promise<Actor> {
  if (asked.kind !== 'command' || asked.command.kind !== 'receive') return actor;
  if (actor.kind !== 'entry-authority' || asked.command.data.channel !== 'form') return actor;
  return { ...actor, ...(await sealed.referrer(asked.referralId)) };
}

/** The amendment that a message is, or tells of, when something is kept sealed for it. What stands behind an event only its trail says. */
const amendmentIn = async (
  { cases }: AllocateTools,
  asked: Wanted,
  cause: string,
): Promise<string | undefined> => {
  if (asked.kind === 'look-again') {
    if (asked.amendedAs === undefined) return undefined;
    const trail = await cases.trail(asked.caseId);
    return trail.find((event) => event.trail?.number === asked.amendedAs)?.trail?.cause;
  }
  return asked.command.kind === 'amend' && asked.command.data.sealedChanged === true ? cause : undefined;
};

/** Whom it concerns, and which cases are to be compared, is ours to say, not a producer's. */
const ownPart = ({
  possibleDuplicates: _,
  concerned: __,
  ...own
}: DataOf<'referral-amended.v2'>): DataOf<'referral-amended.v2'> => own;

/** Whether a message has been carried out before: its id is the cause of an event in the trail. */
async function doneBefore(
  { cases }: AllocateTools,
  current: Case,
  { command }: Extract<Wanted, { kind: 'command' }>,
  cause: string,
): Promise<boolean> {
  const trail = await cases.trail(current.id);
  if (command.kind === 'amend') return trail.some((event) => event.trail?.cause === cause);
  const first = trail[0] && presentForm(trail[0]);
  if (
    first?.type === 'referral-received.v2' &&
    canonicalJson(first.data.facts) !== canonicalJson(command.data.facts)
  )
    throw new PermanentFailure(
      'conflicting-duplicate',
      `The referral ${current.id} was received before with other facts. The first stands. To change facts send referral-amended.v2; for another child use a new referralId.`,
    );
  return true;
}

const nothingToDo: Outcome = { kind: 'unchanged', words: 'This was done before.' };

/** Why there is no case to amend: the referral may still come, or it was merged and never gets one. */
async function nothingToAmend({ cases }: Pick<AllocateTools, 'cases'>, reference: string): Promise<Error> {
  const merged = await cases.mergedInto(reference);
  return merged === undefined
    ? new NotYetReceived('The referral that this amends has not been received yet.')
    : new PermanentFailure(
        'amends-merged',
        `The referral ${reference} was merged into ${merged.caseId}. Whether what it now says holds for that case is for its entry authority: let them amend that case’s own referral.`,
      );
}

const referralOfAnother = (words: string): PermanentFailure =>
  new PermanentFailure(
    'referral-of-another',
    `${words} Nothing was done. Ask the sender which child they mean, and let them refer it under a new referralId.`,
  );

/**
 * A referral and everything sealed under its id are one council's. Whoever else sends something under that id is told by way of the
 * quarantine: acting on it would open one council's details to another, and to pass over it would lose a child.
 *
 * @throws PermanentFailure
 */
async function assertTheirs(
  { cases, sealed }: AllocateTools,
  { referralId, command }: Extract<Wanted, { kind: 'command' }>,
  current: Case | undefined,
  context: CommandContext,
): Promise<void> {
  const refusal = mayNot(current, command, context);
  if (refusal?.kind === 'refused') throw new PermanentFailure(refusal.code, refusal.words);
  if (command.kind !== 'receive') return;
  const council = command.data.facts.entryAuthority;
  // A child who exists would be on no list, and what was made up would be offered to people.
  if (isVerification(command.data) !== (canonicalJson(context.actor) === canonicalJson(verifier)))
    throw new PermanentFailure(
      'not-a-verification',
      `Only "npm run verify" refers from a council that was made up, and it refers from no other. If this is about a child, ask the sender which council has it in care.`,
    );
  if (current !== undefined) {
    if (current.facts.entryAuthority !== council)
      throw referralOfAnother(`The referral ${current.id} is another council's.`);
    return;
  }
  const merged = await cases.mergedInto(caseReference(referralId, 1));
  if (merged !== undefined && merged.council !== council)
    throw referralOfAnother('The referral with this id is another council’s, and was merged into a case.');
  if (((await sealed.owner(referralId)) ?? council) !== council)
    throw referralOfAnother('What is sealed under this referralId is another council’s.');
}

/** The councils and turns that somebody's referral is decided on: read once for each try. */
type View = (theirs: Parameters<typeof isVerification>[0]) => ReturnType<CouncilStore['view']>;

/** Carries out what the message asks, as far as it has not been done; the check comes after. */
async function carryOut(
  tools: AllocateTools,
  asked: Wanted,
  context: CommandContext,
  view: View,
): Promise<{ readonly current: Case | undefined; readonly outcome: Outcome }> {
  if (asked.kind === 'look-again') {
    const current = await tools.cases.read(asked.caseId);
    if (current === undefined)
      throw new PermanentFailure(
        'no-such-case',
        'The event says that it stands in the trail of a case that does not exist. To ask for something, send the event without "trail".',
      );
    return { current, outcome: nothingToDo };
  }
  const { caseId, current } = await findCase(tools.cases, asked.referralId);
  await assertTheirs(tools, asked, current, context);
  if (current !== undefined && (await doneBefore(tools, current, asked, context.cause)))
    return { current, outcome: nothingToDo };
  if (asked.command.kind === 'receive') {
    // A merged referral has no case of its own. However late it comes again, it stays merged.
    if ((await tools.cases.mergedInto(caseId)) !== undefined)
      return { current: undefined, outcome: nothingToDo };
    const duplicates = await duplicatesAmong(tools.cases, asked.command.data, context.now);
    if (duplicates.kind === 'certain') {
      const { claims } = duplicates;
      const merger: Command = {
        kind: 'merge',
        data: asked.command.data,
        reference: caseId,
        ...defined({ claims }),
      };
      return {
        current: duplicates.of,
        outcome: decide(duplicates.of, merger, context, { policy: tools.policy }),
      };
    }
    const command: Command = { ...asked.command, caseId, duplicates };
    return {
      current,
      outcome: decide(current, command, context, {
        policy: tools.policy,
        view: await view(asked.command.data),
      }),
    };
  }
  if (current === undefined) throw await nothingToAmend(tools, caseId);
  const command = await compare(tools.cases, current, asked.command, context.now);
  return {
    current,
    outcome: decide(current, command, context, { policy: tools.policy, view: await view(current) }),
  };
}

/**
 * Takes in one message: records a referral or its correction, and makes offers, holds the case, asks for facts or
 * escalates, all in one commit. The same message again changes nothing.
 *
 * @throws PermanentFailure when the message can never be carried out
 */
export const allocateReferral = (tools: AllocateTools): ((message: Message) => Promise<void>) => {
  const backoff = backoffBetween(tools);
  return async ({ body }) => {
    const event = readMessage(body, accepted);
    const said = askedBy(event);
    const { asked, actor: sender } =
      said.kind === 'parted' ? await receivedAsItCame(tools, said) : { asked: said, actor: event.actor };
    const actor = await namedActor(tools, asked, sender);
    const amendmentId = await amendmentIn(tools, asked, event.id);
    let stands: Case | undefined;
    await backoff.beforeNext();
    // Not as one command is run: what the message asks for and the check after it are one commit, on the councils as they are seen once.
    const outcome = await commitWithRetry(tools, async (full) => {
      backoff.tries();
      const context: CommandContext = {
        now: tools.clock.now(),
        actor,
        cause: event.id,
        noPlaceAt: full,
      };
      let seen: ReturnType<CouncilStore['view']> | undefined;
      const view: View = (theirs) => {
        seen ??= tools.councils.view(realmOf(theirs.facts.entryAuthority));
        return seen;
      };
      const { current, outcome: first } = await carryOut(tools, asked, context, view);
      const after = first.kind === 'changed' ? first.change.case : current;
      stands = after;
      const bySystem = { kind: 'system', name: 'allocate-referral' } as const;
      if (
        first.kind === 'refused' ||
        after === undefined ||
        !mayBeAsked(after, { kind: 'allocate' }, bySystem)
      )
        return first;
      // What waits for the desk's word counts for nothing yet.
      const made = after.amendments?.find((id) => id === amendmentId);
      const check = await checkCase(
        tools,
        after,
        await view(after),
        tools.policy,
        { ...context, actor: bySystem },
        made,
      );
      return withCheck(first, check);
    });
    backoff.decided();
    if (amendmentId !== undefined && stands !== undefined)
      await settleSealed(tools, stands, amendmentId, {
        isRefused: outcome.kind === 'refused',
        isOwn: isWordOf(actor, stands),
      });
    if (asked.kind === 'look-again' && stands !== undefined) await keepAsLong(tools, stands);
    report(tools, event.id, outcome);
  };
};

/** Whether somebody speaks for the council that refers the children of a case. */
const isWordOf = (actor: Actor, { facts: { entryAuthority } }: Case): boolean =>
  actor.kind === 'entry-authority' && actor.code === entryAuthority;

/**
 * Once the case has an amendment, what it keeps sealed takes its place; of one that is refused, or waits for the desk's word, nothing
 * counts: but whoever else gives a message the amendment's id says nothing of it. Both may be done again: the message comes back
 * when this breaks off, and the amendment's own event brings it too.
 */
async function settleSealed(
  { sealed, clock }: AllocateTools,
  theCase: Case,
  amendmentId: string,
  { isRefused, isOwn }: { readonly isRefused: boolean; readonly isOwn: boolean },
): Promise<void> {
  const { referralId, facts, amendments = [], proposed } = theCase;
  const { children } = facts;
  const owner = sealedUnder(theCase);
  const waits = proposed?.[amendmentId] !== undefined && !amendments.includes(amendmentId);
  if (isRefused || waits) {
    if (isOwn) await sealed.setAmendmentAside(referralId, amendmentId, owner);
  }
  // A message can say that it stands in a trail: only the case knows.
  else if (amendments.includes(amendmentId))
    await sealed.applyAmendment(referralId, amendmentId, owner, sealedUntil(children, clock.now()));
}

/** What is sealed of children is kept as long as their months say now: one that was amended, or decided on, may be later than when it was sealed. */
const keepAsLong = ({ sealed, clock }: AllocateTools, theCase: Case): Promise<void> =>
  sealed.keepUntil(
    theCase.referralId,
    theCase.placement?.socialWorker,
    sealedUnder(theCase),
    sealedUntil(theCase.facts.children, clock.now()),
  );

function report({ log, meter }: AllocateTools, id: string, outcome: Outcome): void {
  // Its producer chose it.
  const cause = namelessId(id);
  if (outcome.kind === 'refused') throw new PermanentFailure(outcome.code, outcome.words);
  if (outcome.kind === 'unchanged') {
    log.info(logMessages.referralKnown, { cause });
    return;
  }
  countWhatHappened(meter, outcome.change);
  const { case: subject, events } = outcome.change;
  for (const { type } of events) {
    const said = saidOf[type];
    if (said !== undefined) log.info(said, { caseId: subject.id, cause, round: subject.round });
  }
}

const saidOf: Readonly<Record<string, (typeof logMessages)[keyof typeof logMessages]>> = {
  'referral-received.v2': logMessages.referralRecorded,
  'referral-held.v1': logMessages.referralHeld,
  'referral-merged.v1': logMessages.referralMerged,
  'amendment-to-confirm.v1': logMessages.amendmentToConfirm,
  'region-asked.v1': logMessages.regionAsked,
  'offers-made.v1': logMessages.offersMade,
  'case-escalated.v1': logMessages.caseEscalated,
};
