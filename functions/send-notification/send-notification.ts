import type { EventOf } from '../../events/catalogue.ts';
import { namelessId } from '../../shared/core/case/nameless-id.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { publishedCouncil } from '../../shared/core/council/published-councils.ts';
import { harmless } from '../../shared/core/harmless-text.ts';
import { canonicalJson } from '../../shared/core/hash.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import type { Email, Mailer } from '../../shared/ports/mailer.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { SigningKey } from '../../shared/ports/secrets.ts';
import type { Message } from '../../shared/runtime/each-record.ts';
import { linkUrl, signLink } from '../../shared/runtime/links.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import type { Meter } from '../../shared/runtime/meter.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { PermanentFailure } from '../../shared/runtime/permanent-failure.ts';
import { readMessage } from '../../shared/runtime/read-message.ts';
import { addressesFor, deskOf } from './addresses.ts';
import { regionNamed } from './authorities.ts';
import { contextFor, type EmailContext, linkFor } from './email-context.ts';
import { renderHtml } from './emails/render-html.ts';
import { renderText } from './emails/render-text.ts';
import { setAsideEmail } from './set-aside-email.ts';
import { signInEmail } from './sign-in-email.ts';
import { signInStoppedEmail } from './sign-in-stopped-email.ts';
import { caseEmailStands, councilEmailStands } from './still-stands.ts';
import { unclearedCase, unclearedEmail } from './uncleared-email.ts';
import { explains, forCoordinators, templateNamed, writeEmail } from './write-email.ts';

export interface SendTools {
  readonly cases: Pick<
    CaseStore,
    'read' | 'event' | 'trail' | 'decision' | 'claimEmail' | 'releaseEmail' | 'recordEmail'
  >;
  readonly councils: Pick<CouncilStore, 'read' | 'trail'>;
  readonly sealed: Pick<SealedStore, 'contacts' | 'sender' | 'documents'>;
  readonly mailer: Mailer;
  readonly signingKey: SigningKey;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  /** Root of the pages, without a slash at its end. */
  readonly pagesUrl: string;
  /** The bare address that e-mails come from. */
  readonly sender: string;
  /** Where councils send referrals. */
  readonly inbox: string;
}

type Request = EventOf<'email-requested.v1'>;
type MailSetAside = EventOf<'mail-set-aside.v1'>;
type SignInRequest = EventOf<'sign-in-requested.v1'> | EventOf<'coordinator-sign-in-requested.v1'>;
type SignInStopped = EventOf<'sign-in-stopped.v1'>;
type NotCleared = EventOf<'document-not-cleared.v1'>;

/** One e-mail to be sent: what it is about, and how to write it. */
interface EmailJob {
  readonly id: string;
  /** Beside whom its end is recorded: a case reference or an authority code. */
  readonly subject: string;
  readonly template: string;
  readonly desk: string;
  /** Undefined when what it asks for no longer stands. */
  readonly write: () => Promise<Email | undefined>;
}

const subjectOf = ({ data: { about } }: Request): string =>
  about.kind === 'case' ? about.caseId : about.council;

const stands = (template: ReturnType<typeof templateNamed>, context: EmailContext): boolean =>
  context.kind === 'case'
    ? caseEmailStands(template, context.subject, context.event, context.offer)
    : councilEmailStands(template, context.council, context.event);

/** Says beside the subject how the e-mail ended; the first record stands. */
async function record(
  { cases, clock }: SendTools,
  { id, subject, template }: EmailJob,
  end: { readonly outcome: 'sent' | 'superseded'; readonly messageId?: string },
): Promise<void> {
  await cases.recordEmail(subject, {
    id: `${id}:${end.outcome}`,
    type: 'email-sent.v1',
    at: clock.now(),
    actor: { kind: 'system', name: 'send-notification' },
    data: { emailId: id, template, ...end },
  });
}

async function compose(tools: SendTools, request: Request, context: EmailContext): Promise<Email> {
  const { to } = request.data;
  const template = templateNamed(request.data.template);
  const entryAuthority = context.kind === 'case' ? context.subject.facts.entryAuthority : undefined;
  const desk = deskOf(to, entryAuthority, regionNamed);
  const copyRegion = to.role === 'council' ? publishedCouncil(to.council)?.region : undefined;
  const { help, missing, ...addresses } = await addressesFor(tools, to, desk, copyRegion);
  const claims = linkFor(to, context);
  const token = await signLink(tools.signingKey, claims, tools.clock.now());
  const written = writeEmail(template, context, {
    to,
    name: desk.name,
    url: linkUrl(tools.pagesUrl, claims.for, token),
    help,
  });
  const document = missing === undefined ? written : forCoordinators(written, missing);
  return {
    ...addresses,
    id: request.id,
    from: tools.sender,
    fromName: 'National Transfer Scheme',
    // What an authority that refers sends back is read by receive-email, and lands on its case.
    replyTo: to.role === 'entry-authority' || template === 'mail-answered' ? tools.inbox : help,
    subject: harmless(document.subject),
    text: renderText(document),
    html: renderHtml(document),
    thread: subjectOf(request),
    ...(template === 'mail-answered' ? { isAnswer: true as const } : {}),
  };
}

/** Someone else has this e-mail in hand: the queue brings the request again when they are done, or dead. */
class EmailInHand extends Error {
  override readonly name = 'EmailInHand';
}

/** Longer than this function may run, shorter than a message stays hidden: who died holds nothing up. */
const IN_HAND_MILLISECONDS = 60_000;

/** Only who has it in hand may send it, and has it in hand only if nobody has sent it before. */
async function takeInHand(
  { cases, clock }: SendTools,
  subject: string,
  emailId: string,
): Promise<'claimed' | 'done'> {
  const now = clock.now();
  const until = new Date(Date.parse(now) + IN_HAND_MILLISECONDS).toISOString();
  const claim = await cases.claimEmail(subject, emailId, now, until);
  if (claim === 'in-hand')
    throw new EmailInHand('Another copy of this request is being handled at this moment.');
  return claim;
}

/**
 * Whom an e-mail goes to, and what it opens to them, follows from the event that it tells of, as the trail has it. A message that
 * says otherwise has not come from there, whoever sent it.
 *
 * @throws PermanentFailure email-not-of-event
 */
function assertFollows(request: Request, { event }: EmailContext): void {
  const said = (one: Request): string => canonicalJson([one.id, one.data]);
  if (!emailsFor(event).some((one) => said(one) === said(request)))
    throw new PermanentFailure(
      'email-not-of-event',
      `Event ${event.trail?.number} of ${subjectOf(request)} does not lead to this e-mail: its id, its template, its desk or its offer is another. Nothing was sent. Find out who put it on the queue; if it is from before a new version, tell its desk by hand.`,
    );
}

/** An e-mail about a case or a council's capacity. */
const decidedJob = (tools: SendTools, request: Request): EmailJob => {
  const { template: name, to, about } = request.data;
  return {
    id: request.id,
    subject: subjectOf(request),
    template: name,
    desk: to.role,
    write: async () => {
      const template = templateNamed(name);
      const context = await contextFor(tools, about, explains(template));
      assertFollows(request, context);
      return stands(template, context) ? compose(tools, request, context) : undefined;
    },
  };
};

/** E-mails that sign coordinators in are recorded here. */
const COORDINATORS = 'COORDINATORS';

const signInJob = (tools: SendTools, request: SignInRequest): EmailJob => ({
  id: request.id,
  ...(request.type === 'sign-in-requested.v1'
    ? { subject: request.data.council, desk: 'council' }
    : { subject: COORDINATORS, desk: 'coordinators' }),
  template: 'sign-in',
  write: () => signInEmail(tools, request),
});

/** E-mails about mail that came in are recorded here: it may be nobody's. */
const INBOX = 'INBOX';

const setAsideJob = (tools: SendTools, request: MailSetAside): EmailJob => ({
  id: request.id,
  subject: INBOX,
  template: 'mail-set-aside',
  desk: 'coordinators',
  write: () => setAsideEmail(tools, request),
});

const stoppedJob = (tools: SendTools, request: SignInStopped): EmailJob => ({
  id: request.id,
  subject: request.data.council ?? COORDINATORS,
  template: 'sign-in-stopped',
  desk: request.data.council === undefined ? 'coordinators' : 'council',
  write: () => signInStoppedEmail(tools, request),
});

const unclearedJob = async (tools: SendTools, request: NotCleared): Promise<EmailJob> => {
  const theCase = await unclearedCase(tools, request);
  return {
    id: request.id,
    subject: theCase.id,
    template: 'document-not-cleared',
    desk: 'entry-authority',
    write: () => unclearedEmail(tools, request, theCase),
  };
};

const jobFor = async (
  tools: SendTools,
  request: Request | SignInRequest | SignInStopped | MailSetAside | NotCleared,
): Promise<EmailJob> => {
  switch (request.type) {
    case 'sign-in-requested.v1':
    case 'coordinator-sign-in-requested.v1':
      return signInJob(tools, request);
    case 'sign-in-stopped.v1':
      return stoppedJob(tools, request);
    case 'mail-set-aside.v1':
      return setAsideJob(tools, request);
    case 'document-not-cleared.v1':
      return unclearedJob(tools, request);
    case 'email-requested.v1':
      return decidedJob(tools, request);
  }
};

/** What went wrong before matters more: a release that fails too is told, and the claim runs out by itself. */
async function release(
  { cases, clock, log }: SendTools,
  { id, subject }: EmailJob,
  ids: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    await cases.releaseEmail(subject, id, clock.now());
  } catch (error) {
    log.error(logMessages.emailNotReleased, ids, error);
  }
}

async function sendInHand(
  tools: SendTools,
  job: EmailJob,
  ids: Readonly<Record<string, string>>,
): Promise<void> {
  const { mailer, log, meter } = tools;
  const email = await job.write();
  if (email === undefined) {
    await record(tools, job, { outcome: 'superseded' });
    return log.info(logMessages.emailSuperseded, ids);
  }
  const outcome = await mailer.send(email);
  if (outcome.kind === 'refused') {
    meter.count(metricNames.emailsRefused);
    log.error(logMessages.emailRefused, ids);
    // The service's own words may repeat an address: they are not passed on.
    throw new PermanentFailure(
      'email-refused',
      `The mail service refuses this e-mail for good (${job.template} to ${job.desk}, ${job.subject}). Check the desk’s address and the sender’s identity, then send the message to the notifications queue again.`,
    );
  }
  await record(tools, job, { outcome: 'sent', messageId: outcome.messageId });
  meter.count(metricNames.emailsSent);
  log.info(logMessages.emailSent, { ...ids, messageId: outcome.messageId });
}

/**
 * Sends one e-mail that was asked for: takes it in hand unless it has gone, looks whether it is still worth sending,
 * writes it, hands it over, and records that. SES knows no idempotency key: only a crash between its yes and our record can
 * send twice.
 *
 * @throws PermanentFailure when no retry can help: the request is kept in quarantine
 * @throws EmailInHand when another copy of the request is being handled
 */
export const sendNotification =
  (tools: SendTools) =>
  async ({ body }: Message): Promise<void> => {
    const { log } = tools;
    const request = readMessage(body, [
      'email-requested.v1',
      'sign-in-requested.v1',
      'coordinator-sign-in-requested.v1',
      'sign-in-stopped.v1',
      'mail-set-aside.v1',
      'document-not-cleared.v1',
    ]);
    const job = await jobFor(tools, request);
    const { id, subject, template, desk } = job;
    const ids = { subject, emailId: namelessId(id), template: namelessId(template), desk };
    if ((await takeInHand(tools, subject, id)) === 'done') return log.info(logMessages.emailSentBefore, ids);
    try {
      await sendInHand(tools, job, ids);
    } catch (error) {
      await release(tools, job, ids);
      throw error;
    }
  };
