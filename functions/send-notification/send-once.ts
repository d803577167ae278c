import { namelessId } from '../../shared/core/case/nameless-id.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Email, Mailer } from '../../shared/ports/mailer.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import type { Meter } from '../../shared/runtime/meter.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { PermanentFailure } from '../../shared/runtime/permanent-failure.ts';

export interface SendOnceTools {
  readonly cases: Pick<CaseStore, 'claimEmail' | 'releaseEmail' | 'recordEmail'>;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

/** What an e-mail's record and its lines in the log say of it: nothing of what it says. */
export interface Named {
  readonly id: string;
  /** Beside whom its end is recorded: a case reference, an authority code, `COORDINATORS` or `INBOX`. */
  readonly subject: string;
  readonly template: string;
  /** Whom it is for. */
  readonly role: string;
}

/** Someone else has this e-mail in hand: the queue brings the request again when they are done, or dead. */
class EmailInHand extends Error {
  override readonly name = 'EmailInHand';
}

/** Longer than this function may run, shorter than a message stays hidden: who died holds nothing up. */
const IN_HAND_MILLISECONDS = 60_000;

/** Only who has it in hand may send it, and has it in hand only if nobody has sent it before. */
async function takeInHand(
  { cases, clock }: SendOnceTools,
  { subject, id }: Named,
): Promise<'claimed' | 'done'> {
  const now = clock.now();
  const until = new Date(Date.parse(now) + IN_HAND_MILLISECONDS).toISOString();
  const claim = await cases.claimEmail(subject, id, now, until);
  if (claim === 'in-hand')
    throw new EmailInHand('Another copy of this request is being handled at this moment.');
  return claim;
}

/** Says beside the subject how the e-mail ended; the first record stands. */
async function record(
  { cases, clock }: SendOnceTools,
  { id, subject, template }: Named,
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

type Ids = Readonly<Record<string, string>>;

/** What went wrong before matters more: a release that fails too is told, and the claim runs out by itself. */
async function release(
  { cases, clock, log }: SendOnceTools,
  { id, subject }: Named,
  ids: Ids,
): Promise<void> {
  try {
    await cases.releaseEmail(subject, id, clock.now());
  } catch (error) {
    log.error(logMessages.emailNotReleased, ids, error);
  }
}

async function send(tools: SendOnceTools, named: Named, ids: Ids, email: Email | undefined): Promise<void> {
  const { mailer, log, meter } = tools;
  if (email === undefined) {
    await record(tools, named, { outcome: 'superseded' });
    return log.info(logMessages.emailSuperseded, ids);
  }
  const outcome = await mailer.send(email);
  if (outcome.kind === 'refused') {
    meter.count(metricNames.emailsRefused);
    log.error(logMessages.emailRefused, ids);
    // The service's own words may repeat an address: they are not passed on.
    throw new PermanentFailure(
      'email-refused',
      `The mail service refuses this email for good (${named.template} to ${named.role}, ${named.subject}). Check the desk’s address and the sender’s identity, then send the message to the notifications queue again.`,
    );
  }
  await record(tools, named, { outcome: 'sent', messageId: outcome.messageId });
  meter.count(metricNames.emailsSent);
  log.info(logMessages.emailSent, { ...ids, messageId: outcome.messageId });
}

/**
 * Sends one e-mail unless it has gone: takes it in hand, has it written, hands it over, and records that. SES knows no
 * idempotency key: only a crash between its yes and our record can send twice.
 *
 * @param write undefined when the e-mail is no longer worth sending
 * @throws EmailInHand when another copy of the request is being handled
 */
export async function sendOnce(
  tools: SendOnceTools,
  named: Named,
  write: () => Promise<Email | undefined>,
): Promise<void> {
  const { id, subject, template, role } = named;
  const ids = { subject, emailId: namelessId(id), template: namelessId(template), role };
  if ((await takeInHand(tools, named)) === 'done') return tools.log.info(logMessages.emailSentBefore, ids);
  try {
    await send(tools, named, ids, await write());
  } catch (error) {
    await release(tools, named, ids);
    throw error;
  }
}
