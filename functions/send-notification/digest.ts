import { createHash } from 'node:crypto';
import type { EventOf } from '../../events/catalogue.ts';
import { aFewAtATime } from '../../shared/core/a-few-at-a-time.ts';
import { isLate, mayWait } from '../../shared/core/case/told-together.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { Digest, DigestStore } from '../../shared/ports/digest-store.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { Publisher } from '../../shared/ports/publisher.ts';
import { PermanentFailure } from '../../shared/runtime/permanent-failure.ts';
import { deskOf } from './addresses.ts';
import { asEmail, worded } from './as-email.ts';
import { digest as digestLetter, type Told } from './emails/digest.ts';
import {
  deskToTell,
  type EventEmailTools,
  eventEmail,
  type Prepared,
  prepared,
  subjectOf,
} from './event-email.ts';
import { type SendOnceTools, sendOnce } from './send-once.ts';
import { templateNamed } from './write-letter.ts';

type Request = EventOf<'email-requested.v1'>;

export interface DigestTools extends EventEmailTools, SendOnceTools {
  readonly cases: EventEmailTools['cases'] & SendOnceTools['cases'] & Pick<CaseStore, 'emailEnded'>;
  readonly digests: Omit<DigestStore, 'digest'>;
  /** The queue that this function reads. */
  readonly notifications: Publisher;
}

/** So long an email waits for others. A sweep is over, and its events have come through the stream, in less. */
const WAIT_SECONDS = 60;
/** What one email tells at most: more is read by nobody. The others come in the next. */
const MOST_TOLD = 100;
const SIDE_BY_SIDE = 10;
/** Beside this name digests are recorded; each thing that one told, beside its case or council. */
const DIGEST = 'DIGEST';

/** Whether an email waits for others: as what asked for it says, or because it is late, as others will be. */
const waits = ({ at, data: { together, template, to } }: Request, now: string): boolean =>
  together ?? (isLate(at, now) && !('mail' in to) && mayWait(templateNamed(template)));

/**
 * Puts an email that may wait with the others for the same desk, to be told a minute later in one.
 *
 * @returns whether it waits; otherwise it goes by itself, now
 */
export async function putWithOthers(tools: DigestTools, request: Request): Promise<boolean> {
  const { digests, notifications, clock } = tools;
  const now = clock.now();
  if (!waits(request, now)) return false;
  const desk = await deskToTell(tools, request);
  await digests.add(desk, request);
  const due: EventOf<'digest-due.v1'> = {
    id: `digest-due:${desk}:${now}`,
    type: 'digest-due.v1',
    at: now,
    actor: { kind: 'system', name: 'send-notification' },
    data: { desk },
  };
  const { failed } = await notifications.publish([
    { id: due.id, body: JSON.stringify(due), delaySeconds: WAIT_SECONDS },
  ]);
  if (failed.length > 0) throw new Error('What waits to be told together could not be called up yet.');
  return true;
}

/** What is told now, of what waits; undefined when nothing is left to tell. */
async function begin(
  { cases, digests, clock }: DigestTools,
  desk: string,
  waiting: readonly Request[],
): Promise<Digest | undefined> {
  const next = waiting.slice(0, MOST_TOLD);
  const ended = await aFewAtATime(next, SIDE_BY_SIDE, (one) => cases.emailEnded(subjectOf(one), one.id));
  const requests = next.filter((_, at) => !ended[at]);
  await digests.end(desk, { id: '', requests: next.filter((_, at) => ended[at]) });
  const [first, ...others] = requests;
  if (first === undefined) return undefined;
  const hash = createHash('sha256').update(JSON.stringify([desk, requests.map(({ id }) => id)]));
  const id = others.length === 0 ? first.id : `digest:${hash.digest('hex')}`;
  return digests.begin(desk, { id, requests }, clock.now());
}

/** By when the reader of an email has to act; undefined when somebody else has, or nobody. */
function dueOf({ happened }: Prepared, { data: { to } }: Request): string | undefined {
  if (happened.kind === 'council') return undefined;
  const { needs, facts } = happened.subject;
  if (needs === undefined || needs.party.kind === 'system') return undefined;
  const party = needs.party.kind === 'smp-lead' ? undefined : needs.party;
  const whose =
    party?.kind === 'council'
      ? `council:${party.code}`
      : party && deskOf({ role: party.kind }, facts.entryAuthority).desk;
  return whose === deskOf(to, facts.entryAuthority).desk ? needs.by : undefined;
}

/** Nobody can write these: with them nothing is told. */
class ToSetApart extends Error {
  override readonly name = 'ToSetApart';
  readonly requests: readonly Request[];

  constructor(requests: readonly Request[]) {
    super('Some of what is to be told together cannot be written.');
    this.requests = requests;
  }
}

interface Composed {
  readonly told: readonly { readonly request: Request; readonly prepared: Prepared }[];
  /** Not worth telling any more. */
  readonly superseded: readonly Request[];
  /** Nobody can write them: each is asked for again by itself, and fails for a person to see. */
  readonly apart: readonly Request[];
}

async function compose(tools: DigestTools, requests: readonly Request[]): Promise<Composed> {
  const told: { request: Request; prepared: Prepared; due: string | undefined }[] = [];
  const superseded: Request[] = [];
  const apart: Request[] = [];
  for (const request of requests)
    try {
      const one = await prepared(tools, request);
      if (one === undefined) superseded.push(request);
      else told.push({ request, prepared: one, due: dueOf(one, request) });
    } catch (error) {
      if (!(error instanceof PermanentFailure)) throw error;
      apart.push(request);
    }
  const order = ({ due, request }: (typeof told)[number]): string =>
    `${due ?? '9'} ${request.at} ${request.id}`;
  return { told: told.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)), superseded, apart };
}

const ended = async (
  { cases, clock }: DigestTools,
  request: Request,
  outcome: 'sent' | 'superseded',
): Promise<void> => {
  await cases.recordEmail(subjectOf(request), {
    id: `${request.id}:${outcome}`,
    type: 'email-sent.v1',
    at: clock.now(),
    actor: { kind: 'system', name: 'send-notification' },
    data: { emailId: request.id, template: request.data.template, outcome },
  });
};

/** The email that tells several things; undefined when none of them is worth telling any more. */
async function digestEmail(
  tools: DigestTools,
  { id, requests }: Digest,
  desk: string,
): Promise<Email | undefined> {
  const { told, superseded, apart } = await compose(tools, requests);
  if (apart.length > 0) throw new ToSetApart(apart);
  await aFewAtATime(superseded, SIDE_BY_SIDE, (one) => ended(tools, one, 'superseded'));
  const [first, ...others] = told;
  if (first === undefined) return undefined;
  const { addresses, letter } = first.prepared;
  const envelope = {
    id,
    thread: desk,
    tells: told.map(({ request }) => request.id),
    ...(told.every(({ request: { data } }) => data.to.role === 'entry-authority')
      ? { replyTo: tools.inbox }
      : {}),
  };
  if (others.length === 0) return asEmail(tools, letter, addresses, envelope);
  const lines = told.map(({ prepared: one, request }): Told => {
    const { instead } = one.addresses;
    return {
      // A copy says so, and of what: other things for the same reader are none.
      letter: instead?.reads === 'copy' ? worded(one.letter, instead) : one.letter,
      url: one.url,
      about: subjectOf(request),
      by: dueOf(one, request),
    };
  });
  const cc = new Set(told.flatMap(({ prepared: { addresses: own } }) => own.cc));
  return asEmail(
    tools,
    digestLetter(lines, addresses.help, tools.clock.now()),
    {
      to: addresses.to,
      cc: [...cc].filter((address) => !addresses.to.includes(address)),
      instead: addresses.instead?.reads === 'copy' ? undefined : addresses.instead,
    },
    envelope,
  );
}

/** The email that tells one thing after all, or sets it apart. */
async function onlyEmail(tools: DigestTools, only: Request): Promise<Email | undefined> {
  try {
    return await eventEmail(tools, only);
  } catch (error) {
    throw error instanceof PermanentFailure ? new ToSetApart([only]) : error;
  }
}

/** Tells what was begun, whoever began it, and records each thing as told beside its case or council. */
async function tell(tools: DigestTools, desk: string, begun: Digest): Promise<void> {
  const [first, ...others] = begun.requests;
  if (first !== undefined && others.length === 0)
    await sendOnce(
      tools,
      { id: first.id, subject: subjectOf(first), template: first.data.template, role: first.data.to.role },
      () => onlyEmail(tools, first),
    );
  else {
    await sendOnce(
      tools,
      { id: begun.id, subject: DIGEST, template: 'digest', role: first?.data.to.role ?? 'coordinators' },
      () => digestEmail(tools, begun, desk),
    );
    // What was put aside is recorded as such already.
    await aFewAtATime(begun.requests, SIDE_BY_SIDE, async (one) => {
      if (!(await tools.cases.emailEnded(subjectOf(one), one.id))) await ended(tools, one, 'sent');
    });
  }
  await tools.digests.end(desk, begun);
}

/** Has what nobody can write asked for again by itself, where it fails for a person to see; the others are told without it. */
async function setApart(
  { notifications, digests }: DigestTools,
  desk: string,
  { id }: Digest,
  requests: readonly Request[],
): Promise<void> {
  const alone = requests.map((one) => ({ ...one, data: { ...one.data, together: false } }));
  const { failed } = await notifications.publish(
    alone.map((one) => ({ id: one.id, body: JSON.stringify(one) })),
  );
  if (failed.length > 0) throw new Error('What cannot be told with others could not be set apart yet.');
  await digests.end(desk, { id, requests });
}

/**
 * Tells a desk what waits for it, in one email: one that was begun before and not ended, first.
 *
 * @throws EmailInHand when another is telling the desk something at this moment: it comes again, and finds that told
 */
export async function sendDigest(tools: DigestTools, desk: string): Promise<void> {
  for (;;) {
    const { requests, begun } = await tools.digests.waiting(desk);
    const telling = begun ?? (await begin(tools, desk, requests));
    if (telling === undefined) return;
    try {
      await tell(tools, desk, telling);
      if (begun === undefined) return;
    } catch (error) {
      if (!(error instanceof ToSetApart)) throw error;
      await setApart(tools, desk, telling, error.requests);
    }
  }
}
