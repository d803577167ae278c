import type { Clock } from '../../shared/ports/clock.ts';
import type { DocumentStore } from '../../shared/ports/document-store.ts';
import type { HeldMessages } from '../../shared/ports/held-messages.ts';
import type { MailRules } from '../../shared/ports/mail-rules.ts';
import type { KeptMail, MailStore } from '../../shared/ports/mail-store.ts';
import type { Publisher } from '../../shared/ports/publisher.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import type { Meter } from '../../shared/runtime/meter.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';

export interface WatchTools {
  /** The queues in which messages wait for a person, each with its short name. */
  readonly holding: readonly { readonly name: string; readonly messages: HeldMessages }[];
  readonly documents: Pick<DocumentStore, 'copies' | 'verdict'>;
  readonly mailRules: MailRules;
  /** The set of rules that should be the active one. */
  readonly ruleSet: string;
  readonly mails: Pick<MailStore, 'kept' | 'wasHeard' | 'noteHeard'>;
  /** Name of their bucket, as it tells of itself. */
  readonly mailBucket: string;
  /** The queue that hears of each e-mail. */
  readonly received: Publisher;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

const HOUR = 60 * 60 * 1_000;
const DAY = 24 * HOUR;

/** SQS deletes what is fourteen days old, read or not: four days before, somebody is called a second time. */
const NEARLY_LOST = 10 * DAY;
/** Coordinators look at an e-mail by the end of the next working day; from the eve of Easter or Christmas that is five days. */
const SET_ASIDE_TOO_LONG = 6 * DAY;
const mostAge = (queue: string): number => (queue === 'set-aside' ? SET_ASIDE_TOO_LONG : NEARLY_LOST);

/** GuardDuty takes minutes. What it has not looked at for days was seen, and rang, while it was younger. */
const SCANNED_AFTER = HOUR;
const SCAN_MISSED_FOR = 3 * DAY;

/** Messages that have waited for a person for longer than they should, by the time they were first sent: also those that were looked at. */
async function countForgotten({ holding, clock, log }: WatchTools): Promise<number> {
  const now = Date.parse(clock.now());
  const counts = await Promise.all(
    holding.map(async ({ name: queue, messages }) => {
      const sent = (await messages.sentAt()).toSorted();
      const forgotten = sent.filter((at) => now - Date.parse(at) >= mostAge(queue)).length;
      if (forgotten > 0) log.warn(logMessages.messagesForgotten, { queue, forgotten, oldest: sent[0] });
      return forgotten;
    }),
  );
  return counts.reduce((sum, one) => sum + one, 0);
}

/** 1 while SES takes in no e-mail for us, because another set of rules is the active one, or none. */
async function countRulesOff({ mailRules, ruleSet, log }: WatchTools): Promise<number> {
  const active = await mailRules.active();
  if (active === ruleSet) return 0;
  log.warn(logMessages.mailRulesOff, { active: active ?? 'none', ruleSet });
  return 1;
}

/** Documents that nobody can open because no scan has said anything of them. */
async function countUnscanned({ documents, clock, log }: WatchTools): Promise<number> {
  const now = Date.parse(clock.now());
  const due = (await documents.copies()).filter(({ keptAt }) => {
    const age = now - Date.parse(keptAt);
    return age >= SCANNED_AFTER && age < SCAN_MISSED_FOR;
  });
  let waiting = 0;
  for (const { referralId, copy } of due)
    if ((await documents.verdict(referralId, copy)) === 'waiting') waiting += 1;
  if (waiting > 0) log.warn(logMessages.documentsUnscanned, { waiting });
  return waiting;
}

/** S3 tells within seconds, and almost always. What lay there for days before we looked was handed over, and rang, while it was younger. */
const TOLD_AFTER = HOUR;
const NOT_TOLD_FOR = 3 * DAY;

/** What S3 would have said of a mail. */
export const noticeFor = (bucket: string, { key, keptAt, size }: KeptMail): string =>
  JSON.stringify({
    Records: [
      {
        eventTime: keptAt,
        s3: {
          bucket: { name: bucket },
          object: { key: encodeURIComponent(key).replaceAll('%2F', '/'), size },
        },
      },
    ],
  });

/** E-mails that lie in their bucket and that nobody was told of. Each is handed over once, to be read like any other. */
async function countUntold({ mails, mailBucket, received, clock, log }: WatchTools): Promise<number> {
  const now = Date.parse(clock.now());
  const due = (await mails.kept()).filter(({ keptAt }) => {
    const age = now - Date.parse(keptAt);
    return age >= TOLD_AFTER && age < NOT_TOLD_FOR;
  });
  const untold: KeptMail[] = [];
  for (const mail of due) if (!(await mails.wasHeard(mail.key))) untold.push(mail);
  if (untold.length === 0) return 0;
  const { failed } = await received.publish(
    untold.map((mail) => ({ id: mail.key, body: noticeFor(mailBucket, mail) })),
  );
  for (const { key } of untold) if (!failed.includes(key)) await mails.noteHeard(key);
  log.warn(logMessages.mailsUntold, { untold: untold.length, handedOver: untold.length - failed.length });
  return untold.length;
}

const checks = {
  [metricNames.messagesForgotten]: countForgotten,
  [metricNames.mailRulesOff]: countRulesOff,
  [metricNames.documentsUnscanned]: countUnscanned,
  [metricNames.mailsUntold]: countUntold,
} as const;

/**
 * Looks at what no service tells of by itself, each hour: messages that a person has left too long, mail that nobody takes in, documents
 * that nobody scans, e-mails that nobody was told of. Each count is a gauge, 0 when all is well; a check that cannot be made stops no other, and counts nothing.
 *
 * @throws Error naming the checks that could not be made, once the others are
 */
export async function keepWatch(tools: WatchTools): Promise<void> {
  const undone: string[] = [];
  for (const [name, check] of Object.entries(checks) as [
    keyof typeof checks,
    (typeof checks)[keyof typeof checks],
  ][])
    try {
      tools.meter.count(name, await check(tools));
    } catch (error) {
      undone.push(name);
      tools.log.error(logMessages.checkFailed, { check: name }, error);
    }
  if (undone.length > 0) throw new Error(`Could not be looked at: ${undone.join(', ')}.`);
}
