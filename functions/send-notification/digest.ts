import { createHash } from 'node:crypto';
import type { EventOf } from '../../events/catalogue.ts';
import { aFewAtATime } from '../../shared/core/a-few-at-a-time.ts';
import { digestDue } from '../../shared/core/case/digest-due.ts';
import { namelessId } from '../../shared/core/case/nameless-id.ts';
import { dailyUntil, isDaily, isToldDaily } from '../../shared/core/case/told-daily.ts';
import { isLate, mayWait } from '../../shared/core/case/told-together.ts';
import { actBy } from '../../shared/core/case/waiting-on.ts';
import { defined } from '../../shared/core/defined.ts';
import { copiedCouncil, deskFor, readerFor } from '../../shared/core/desks.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { Digest, DigestStore } from '../../shared/ports/digest-store.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { Publisher } from '../../shared/ports/publisher.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import { PermanentFailure } from '../../shared/runtime/permanent-failure.ts';
import { asEmail, worded } from './as-email.ts';
import { digest as digestLetter, type Told } from './emails/digest.ts';
import { movesLetter, moveTold } from './emails/moves.ts';
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
  readonly digests: Omit<DigestStore, 'digest' | 'uncalled'>;
  /** The queue that this function reads. */
  readonly notifications: Publisher;
}

/** So long an email waits for others. A sweep is over, and its events have come through the stream, in less. */
const WAIT_SECONDS = 60;
/** What one email tells at most: more is read by nobody. Where things are only counted, it is what an item of the table holds. The others come in the next. */
const mostTold = (desk: string): number => (isDaily(desk) ? 400 : 100);
const SIDE_BY_SIDE = 10;
/** Beside this name digests are recorded; each thing that one told, beside its case or council. */
const DIGEST = 'DIGEST';

/** Whether an email waits for others: as what asked for it says, or because it is late, as others will be. */
const waits = ({ at, data: { together, template, to } }: Request, now: string): boolean =>
  together ?? (isLate(at, now) && !('mail' in to) && mayWait(templateNamed(template)));

/**
 * Puts an email that may wait with the others for the same desk, to be told a minute later in one, or once a working day.
 *
 * @returns whether it waits; otherwise it goes by itself, now
 */
export async function putWithOthers(tools: DigestTools, request: Request): Promise<boolean> {
  const { digests, notifications, clock } = tools;
  const now = clock.now();
  if (!waits(request, now)) return false;
  const desk = await deskToTell(tools, request);
  await digests.add(desk, request, now);
  // It is called up when its hour has come.
  if (isDaily(desk)) return true;
  const due = digestDue(desk, now, 'send-notification');
  const { failed } = await notifications.publish([
    { id: due.id, body: JSON.stringify(due), delaySeconds: WAIT_SECONDS },
  ]);
  if (failed.length > 0) throw new Error('What waits to be told together could not be called up yet.');
  return true;
}

/** What is told now, of what waits; undefined when nothing does. */
async function begin(
  { digests }: DigestTools,
  desk: string,
  waiting: readonly Request[],
): Promise<Digest | undefined> {
  const requests = waiting.slice(0, mostTold(desk));
  const [first, ...others] = requests;
  if (first === undefined) return undefined;
  const hash = createHash('sha256').update(JSON.stringify([desk, requests.map(({ id }) => id)]));
  const id = others.length === 0 ? first.id : `digest:${hash.digest('hex')}`;
  return digests.begin(desk, { id, requests });
}

/** What an email asks of its reader; undefined when it asks somebody else, or nobody. */
function askedOf({ happened }: Prepared, { data: { to, template } }: Request): Told['asked'] {
  const { event } = happened;
  if (copiedCouncil(to) !== undefined || isToldDaily(templateNamed(template))) return undefined;
  if (event.type === 'deadline-approaching.v1' || event.type === 'confirmation-due.v1')
    return { by: event.data.by };
  if (happened.kind === 'council') return event.type === 'capacity-reminder-due.v1' ? {} : undefined;
  const { needs, facts } = happened.subject;
  if (needs === undefined || needs.party.kind === 'system') return undefined;
  const whose = deskFor(readerFor(needs.party), facts.entryAuthority);
  if (whose !== deskFor(to, facts.entryAuthority)) return undefined;
  return defined({ by: actBy(happened.subject) });
}

/** These are not told with the others: with them nothing is. */
class ToSetApart extends Error {
  override readonly name = 'ToSetApart';
  readonly requests: readonly Request[];

  constructor(requests: readonly Request[]) {
    super('Some of what is to be told together goes by itself.');
    this.requests = requests;
  }
}

/** One of the things to tell, as it stands when the email is written. */
interface Toldable {
  readonly request: Request;
  readonly prepared: Prepared;
  readonly asked: Told['asked'];
}

interface Composed {
  /** What asks something of the reader first, the earliest deadline on top. */
  readonly told: readonly Toldable[];
  /** Not worth telling any more. */
  readonly superseded: readonly Request[];
  /** Told, or put aside, since it was put with the others. */
  readonly ended: readonly Request[];
  /** Nobody can write them, or they have another reader now: each is asked for again by itself. */
  readonly apart: readonly Request[];
  /** What could not be read, if nothing could. */
  readonly failure: { readonly cause: unknown } | undefined;
}

type Looked =
  | { readonly kind: 'told'; readonly one: Toldable }
  | { readonly kind: 'superseded' | 'ended' | 'apart' }
  | { readonly kind: 'failed'; readonly cause: unknown };

async function look(tools: DigestTools, desk: string, request: Request): Promise<Looked> {
  try {
    if (await tools.cases.emailEnded(subjectOf(request), request.id)) return { kind: 'ended' };
    const one = await prepared(tools, request);
    if (one === undefined) return { kind: 'superseded' };
    // Its link opens what only its own desk may see.
    if (one.desk !== desk) return { kind: 'apart' };
    return { kind: 'told', one: { request, prepared: one, asked: askedOf(one, request) } };
  } catch (cause) {
    return cause instanceof PermanentFailure ? { kind: 'apart' } : { kind: 'failed', cause };
  }
}

/** By what is due first, then as it came; of what happened to one case at one moment the latest, which says what came of the rest. */
function inOrder(a: Toldable, b: Toldable): number {
  const key = ({ asked, request }: Toldable): string =>
    `${asked === undefined ? '~' : (asked.by ?? ':')} ${request.at} ${subjectOf(request)}`;
  const [one, other] = [key(a), key(b)];
  if (one !== other) return one < other ? -1 : 1;
  return b.request.data.about.eventNumber - a.request.data.about.eventNumber;
}

async function compose(tools: DigestTools, desk: string, requests: readonly Request[]): Promise<Composed> {
  const looked = await aFewAtATime(requests, SIDE_BY_SIDE, (request) => look(tools, desk, request));
  const those = (...kinds: readonly Looked['kind'][]): readonly Request[] =>
    requests.filter((_, at) => kinds.some((kind) => kind === looked[at]?.kind));
  const [failure] = looked.filter((one) => one.kind === 'failed');
  // Of one case that nobody can read, others know nothing: a table that nobody can read is another matter.
  const onlySome = those('told', 'superseded', 'apart').length > 0;
  return {
    told: looked.flatMap((one) => (one.kind === 'told' ? [one.one] : [])).toSorted(inOrder),
    superseded: those('superseded'),
    ended: those('ended'),
    apart: onlySome ? those('apart', 'failed') : [],
    failure: onlySome ? undefined : failure,
  };
}

/** What the log says of one of the things. */
const named = (request: Request) => ({
  subject: subjectOf(request),
  emailId: namelessId(request.id),
  template: namelessId(request.data.template),
  role: request.data.to.role,
});

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

/** The same, with one thing in place of all that was said of moves: how many of each kind. */
function withMovesCounted(told: readonly [Toldable, ...Toldable[]]): readonly [Toldable, ...Toldable[]] {
  const ofMoves = told.filter(({ request }) => isToldDaily(templateNamed(request.data.template)));
  const said = ofMoves.flatMap(({ prepared: { happened } }) =>
    happened.kind === 'case' ? [moveTold(happened)] : [],
  );
  const counted = (one: Toldable): Toldable => {
    const { prepared: it } = one;
    const letter = movesLetter(said, { url: it.url, help: it.addresses.help });
    return { ...one, prepared: { ...it, letter } };
  };
  const [first, ...others] = told.flatMap((one) => {
    if (!ofMoves.includes(one)) return [one];
    return one === ofMoves[0] ? [counted(one)] : [];
  });
  return [first ?? told[0], ...others];
}

/** The things that one email tells, under its own name. */
function inOneEmail(
  tools: DigestTools,
  id: string,
  desk: string,
  told: readonly [Toldable, ...Toldable[]],
): Email {
  const [first, ...others] = told;
  const about = new Set(told.map(({ request }) => subjectOf(request)));
  const envelope = {
    id,
    thread: about.size === 1 ? subjectOf(first.request) : desk,
    tells: told.map(({ request }) => request.id),
    ...(told.every(({ request: { data } }) => data.to.role === 'entry-authority')
      ? { replyTo: tools.inbox }
      : {}),
  };
  if (others.length === 0) return asEmail(tools, first.prepared.letter, first.prepared.addresses, envelope);
  const [one, ...rest] = withMovesCounted(told);
  if (rest.length === 0) return asEmail(tools, one.prepared.letter, one.prepared.addresses, envelope);
  const line = ({ prepared: { letter, url, addresses }, asked }: Toldable): Told => ({
    // A copy says so, and of what: other things for the same reader are none.
    letter: addresses.instead?.reads === 'copy' ? worded(letter, addresses.instead) : letter,
    url,
    asked,
  });
  const isCopy = ({ prepared: { addresses } }: Toldable): boolean => addresses.instead?.reads === 'copy';
  // Where its own things go, there go the copies.
  const { to, help, instead } = (told.find((one) => !isCopy(one)) ?? first).prepared.addresses;
  const cc = new Set(told.flatMap(({ prepared: { addresses: own } }) => own.cc));
  return asEmail(
    tools,
    digestLetter([line(one), ...rest.map(line)], help, tools.clock.now()),
    {
      to,
      cc: [...cc].filter((address) => !to.includes(address)),
      instead: instead?.reads === 'copy' ? undefined : instead,
    },
    envelope,
  );
}

/** The email that tells several things; undefined when none of them is worth telling any more. */
async function digestEmail(
  tools: DigestTools,
  { id, requests }: Digest,
  desk: string,
): Promise<Email | undefined> {
  const { told, superseded, ended: before, apart, failure } = await compose(tools, desk, requests);
  if (failure !== undefined) {
    // It is begun anew, with what has come by then: what can be read among that is told.
    await tools.digests.end(desk, { id, requests: before });
    throw failure.cause;
  }
  if (apart.length > 0) throw new ToSetApart(apart);
  await aFewAtATime(superseded, SIDE_BY_SIDE, (one) => ended(tools, one, 'superseded'));
  for (const one of superseded) tools.log.info(logMessages.emailSuperseded, named(one));
  const [first, ...others] = told;
  if (first === undefined) return undefined;
  // Before it is sent: it may come back at once.
  await tools.digests.keep({ id, requests: told.map(({ request }) => request) }, tools.clock.now());
  return inOneEmail(tools, id, desk, [first, ...others]);
}

/** The email that tells one thing after all, or sets it apart. */
async function onlyEmail(tools: DigestTools, only: Request): Promise<Email | undefined> {
  try {
    return await eventEmail(tools, only);
  } catch {
    // Whatever is the matter with it, it is the matter of no other.
    throw new ToSetApart([only]);
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
      if (await tools.cases.emailEnded(subjectOf(one), one.id)) return;
      await ended(tools, one, 'sent');
      // Whoever looks for a case in the log finds the email that told of it.
      tools.log.info(logMessages.emailToldTogether, { ...named(one), toldBy: begun.id });
    });
  }
  await tools.digests.end(desk, begun);
}

/** Has what cannot be told with the others asked for again by itself, where it fails for a person to see; the others are told without it. */
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

/** @throws whatever was thrown, unless it says so */
function toSetApart(thrown: unknown): readonly Request[] {
  if (thrown instanceof ToSetApart) return thrown.requests;
  throw thrown;
}

/**
 * Tells a desk what waits for it, in one email: one that was begun before and not ended, first. What was too much for one comes in the next, at once:
 * it may be that nobody calls for it again.
 *
 * @throws EmailInHand when another is telling the desk something at this moment: it comes again, and finds that told
 */
export async function sendDigest(tools: DigestTools, desk: string): Promise<void> {
  for (;;) {
    const until = isDaily(desk) ? dailyUntil(tools.clock.now()) : undefined;
    const { requests, begun } = await tools.digests.waiting(desk, until);
    const telling = begun ?? (await begin(tools, desk, requests));
    if (telling === undefined) return;
    try {
      await tell(tools, desk, telling);
      if (begun === undefined && requests.length <= mostTold(desk)) return;
    } catch (error) {
      // Refused for good is the email as a whole: by themselves they may pass, or each lies where a person sees it.
      const apart = error instanceof PermanentFailure ? telling.requests : toSetApart(error);
      await setApart(tools, desk, telling, apart);
    }
  }
}
