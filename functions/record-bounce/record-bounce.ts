import type { AnyEvent, DataOf, EventOf } from '../../events/catalogue.ts';
import { emailTag, eventOfTag } from '../../shared/core/case/email-tag.ts';
import { emailsFor, idOfSending } from '../../shared/core/case/notifications.ts';
import { defined } from '../../shared/core/defined.ts';
import { copiedCouncil, deskFor, leadDesk, READERS, sameAddress } from '../../shared/core/desks.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import type { DigestStore } from '../../shared/ports/digest-store.ts';
import type { PersonStore } from '../../shared/ports/person-store.ts';
import type { Contacts, SealedStore } from '../../shared/ports/sealed-store.ts';
import type { Message } from '../../shared/runtime/each-record.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { readMessage } from '../../shared/runtime/read-message.ts';
import { type RunTools, runCommand } from '../../shared/runtime/run-command.ts';
import { notedBefore, runCouncilCommand } from '../../shared/runtime/run-council-command.ts';
import { regionCodes } from '../../shared/words/regions.ts';
import { type Failed, whatFailed } from './what-failed.ts';
import { type Readers, roleOf, whoNext } from './who-next.ts';

export interface BounceTools extends RunTools {
  readonly cases: Pick<CaseStore, 'read' | 'event' | 'commit'>;
  readonly councils: Pick<CouncilStore, 'view' | 'read' | 'event' | 'trail' | 'commit'>;
  readonly digests: Pick<DigestStore, 'digest'>;
  readonly people: Pick<PersonStore, 'find' | 'forget'>;
  readonly sealed: Pick<SealedStore, 'reachable' | 'noteReturned' | 'sender' | 'councilsAt'>;
}

type Bounced = Omit<DataOf<'email-bounced.v1'>, 'answerBy'>;

/** An e-mail of which it is known what asked for it, and the how manyth sending of it this was. */
interface Traced {
  readonly request: EventOf<'email-requested.v1'>;
  readonly attempt: number;
}

/** Not even the coordinators can be reached: the message waits, in the end among dead letters, until they have an address that works. */
class NobodyReached extends Error {
  override readonly name = 'NobodyReached';
}

const actor = { kind: 'system', name: 'record-bounce' } as const;
/** More than are ever made. */
const SENDINGS = Array.from({ length: 12 }, (_, attempt) => attempt);

/** The e-mail that a tag names: found again from the event that it tells of, so that it may come back before anybody has noted that it went. */
async function askedFor({ cases, councils }: BounceTools, tag: string): Promise<Traced | undefined> {
  const place = eventOfTag(tag);
  if (place === undefined) return undefined;
  const { subject, number } = place;
  const event: AnyEvent | undefined = subject.startsWith('NTS-')
    ? await cases.event(subject, number)
    : await councils.event(subject, number);
  for (const request of event === undefined ? [] : emailsFor(event)) {
    const attempt = SENDINGS.find((one) => emailTag(idOfSending(request.id, one)) === tag);
    if (attempt !== undefined) return { request, attempt };
  }
  return undefined;
}

/** Everything that the email of a tag told: of a digest each thing, as though it had come back by itself. */
async function allAskedFor(tools: BounceTools, tag: string): Promise<readonly Traced[]> {
  const [, hash] = /^digest-([0-9a-f]{64})$/.exec(tag) ?? [];
  const digest = hash === undefined ? undefined : await tools.digests.digest(`digest:${hash}`);
  const tags = digest === undefined ? [tag] : digest.requests.map(({ id }) => emailTag(id));
  const asked = await Promise.all(tags.map((one) => askedFor(tools, one)));
  return asked.filter((one) => one !== undefined);
}

/** Marks those of a desk's addresses that failed. @returns what is known of the desk then */
const marked = (
  { sealed }: BounceTools,
  desk: string,
  { addresses, why }: Failed,
  at: string,
): Promise<Contacts | undefined> =>
  why === 'not-carried' ? sealed.reachable(desk) : sealed.noteReturned(desk, addresses, { at, why });

async function readersOf(
  tools: BounceTools,
  { data: { to, about } }: Traced['request'],
  failed: Failed,
  at: string,
): Promise<Readers> {
  const theCase = about.kind === 'case' ? await tools.cases.read(about.caseId) : undefined;
  const desk = deskFor(to, theCase?.facts.entryAuthority);
  const readsAlong = copiedCouncil(to) !== undefined;
  return {
    own: desk === 'coordinators' || readsAlong ? undefined : await marked(tools, desk, failed, at),
    coordinators: await marked(tools, 'coordinators', failed, at),
    lead: readsAlong ? await marked(tools, desk, failed, at) : undefined,
    sender: to.role === 'council' && to.mail !== undefined ? await tools.sealed.sender(to.mail) : undefined,
  };
}

/** Records it in the trail of the case or council that it is about, once; whoever gets the e-mail now follows from that. */
async function note(
  tools: BounceTools,
  { data: { about } }: Traced['request'],
  bounced: Bounced,
): Promise<'changed' | 'unchanged'> {
  const { email, attempt, failed, next } = bounced;
  const cause = `bounce:${idOfSending(email.id, attempt)}:${failed}:${next}`;
  if (about.kind === 'case') {
    const command = { kind: 'note-bounce', bounced } as const;
    const { kind } = await runCommand(tools, { caseId: about.caseId, command, actor, cause });
    return kind === 'changed' ? kind : 'unchanged';
  }
  const { kind } = await runCouncilCommand(tools, {
    code: about.council,
    command: { kind: 'note', note: { type: 'email-bounced.v1', data: bounced } },
    actor,
    cause,
    isDone: () => notedBefore(tools, about.council, cause),
  });
  return kind === 'changed' ? kind : 'unchanged';
}

/** Whoever signed in for a desk by an address that is no more is known no more: they left, or ask anew. */
async function forgetPeople(
  { people }: BounceTools,
  desk: string,
  failed: Failed,
  at: string,
): Promise<void> {
  if (failed.why !== 'no-such-mailbox') return;
  for (const address of failed.addresses) {
    const now = Math.floor(Date.parse(at) / 1000);
    const person = await people.find(desk, address, now);
    // What came back before they asked says nothing of them now.
    if (person !== undefined && person.askedAt <= at) await people.forget(desk, person.id, now);
  }
}

/** Of an e-mail that no trail asked for (a link to sign in) it is only marked where it did not arrive, and forgotten whose own address that was. */
async function markAddresses(tools: BounceTools, failed: Failed, at: string): Promise<void> {
  const domains = new Set(
    failed.addresses.map((address) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()),
  );
  for (const domain of domains)
    for (const code of await tools.sealed.councilsAt(domain)) {
      await marked(tools, `council:${code}`, failed, at);
      await forgetPeople(tools, `council:${code}`, failed, at);
    }
  // Few enough to ask each whether the address is its own.
  for (const region of regionCodes) await marked(tools, leadDesk(region), failed, at);
  await forgetPeople(tools, READERS, failed, at);
  const { dutyDesk, second } = (await marked(tools, 'coordinators', failed, at)) ?? {};
  if (failed.addresses.some((one) => sameAddress(one, dutyDesk) || sameAddress(one, second)))
    tools.meter.count(metricNames.coordinatorsUnreached);
}

/**
 * Takes note of an e-mail that came back: marks the address, records it beside the case or council that it is about, and has it sent to the desk's
 * other address, or else to the coordinators. Said twice, late, or before we know that it was sent, it comes to the same.
 *
 * @throws NobodyReached when not even the coordinators can be reached
 */
export const recordBounce =
  (tools: BounceTools) =>
  async ({ body }: Message): Promise<void> => {
    const { data, at } = readMessage(body, ['email-returned.v1']);
    const { log, meter } = tools;
    const failed = whatFailed(data);
    const [tag = ''] = data.email;
    if (failed.addresses.length === 0) return log.info(logMessages.automaticReply, { emailTag: tag });
    meter.count(metricNames.emailsReturned);
    const asked = await allAskedFor(tools, tag);
    if (asked.length === 0) {
      await markAddresses(tools, failed, at);
      return log.warn(logMessages.emailReturnedOfNoEvent, { emailTag: tag });
    }
    const undone: unknown[] = [];
    // One after the other: they mark the same addresses. What fails for one holds up no other.
    for (const one of asked)
      await bring(tools, one, failed, { tag, at, destination: data.destination }).catch((error: unknown) =>
        undone.push(error),
      );
    if (undone.length > 0) throw undone[0];
  };

interface CameBack {
  readonly tag: string;
  readonly at: string;
  /** Every address that it was sent to. */
  readonly destination: readonly string[];
}

/** Records of one thing that it did not arrive, and has it sent to whoever is next. @throws NobodyReached */
async function bring(
  tools: BounceTools,
  { request, attempt }: Traced,
  failed: Failed,
  { tag, at, destination }: CameBack,
): Promise<void> {
  const { log, meter } = tools;
  const readers = await readersOf(tools, request, failed, at);
  const roles = [...new Set(failed.addresses.map((address) => roleOf(address, readers, at)))];
  const got = destination.filter((address) => !failed.addresses.some((one) => sameAddress(one, address)));
  // Whoever only reads along need not have had it.
  const next =
    copiedCouncil(request.data.to) === undefined ? whoNext(readers, attempt, roles, got) : 'reached';
  const { template, to, about } = request.data;
  const email = {
    id: request.id,
    template,
    to,
    eventNumber: about.eventNumber,
    ...defined({ offerId: about.kind === 'case' ? about.offerId : undefined }),
  };
  for (const role of roles) {
    const noted = await note(tools, request, { email, attempt, failed: role, why: failed.why, next });
    const said = noted === 'changed' ? logMessages.emailReturned : logMessages.emailReturnedKnown;
    log.warn(said, { emailTag: tag, failed: role, why: failed.why, next });
    if (role.startsWith('coordinators')) meter.count(metricNames.coordinatorsUnreached);
  }
  if (next === 'nobody')
    throw new NobodyReached(
      'An email came back and nobody is left to send it to. Give the coordinators an address that works (runbook coordinators-unreached), then send this message to its queue again.',
    );
}
