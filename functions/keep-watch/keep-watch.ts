import type { EventOf } from '../../events/catalogue.ts';
import { aFewAtATime } from '../../shared/core/a-few-at-a-time.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { digestDue } from '../../shared/core/case/digest-due.ts';
import { dailyUntil, isDaily } from '../../shared/core/case/told-daily.ts';
import type { AlarmTopic } from '../../shared/ports/alarm-topic.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { DigestStore } from '../../shared/ports/digest-store.ts';
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
  readonly digests: Pick<DigestStore, 'uncalled'>;
  readonly documents: Pick<DocumentStore, 'copies' | 'verdict'>;
  readonly mailRules: MailRules;
  /** The set of rules that should be the active one. */
  readonly ruleSet: string;
  readonly mails: Pick<MailStore, 'kept' | 'wasHeard' | 'noteHeard'>;
  /** Name of their bucket, as it tells of itself. */
  readonly mailBucket: string;
  /** The queue that hears of each e-mail. */
  readonly received: Publisher;
  /** Where alarms go. */
  readonly alarms: AlarmTopic;
  /** The queue of what people are told by e-mail. */
  readonly notifications: Publisher;
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

/** S3 is asked of each document and each e-mail of three days, and answers in tens of milliseconds: of a busy day's thousands in a minute. */
const SIDE_BY_SIDE = 20;

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
  const verdicts = await aFewAtATime(due, SIDE_BY_SIDE, ({ referralId, copy }) =>
    documents.verdict(referralId, copy),
  );
  const waiting = verdicts.filter((verdict) => verdict === 'waiting').length;
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
  const heard = await aFewAtATime(due, SIDE_BY_SIDE, ({ key }) => mails.wasHeard(key));
  const untold = due.filter((_, at) => !heard[at]);
  if (untold.length === 0) return 0;
  const { failed } = await received.publish(
    untold.map((mail) => ({ id: mail.key, body: noticeFor(mailBucket, mail) })),
  );
  const handedOver = untold.filter(({ key }) => !failed.includes(key));
  await aFewAtATime(handedOver, SIDE_BY_SIDE, ({ key }) => mails.noteHeard(key));
  log.warn(logMessages.mailsUntold, { untold: untold.length, handedOver: handedOver.length });
  return untold.length;
}

/** A list is called up a minute after something was put on it. */
const CALLED_AFTER = HOUR;

/**
 * Calls up the lists whose time has come, each hour until they are told: one that is told once a working day, at nine; any other that nobody called up, be it that the call
 * was lost or that a person took it off its queue. Those are counted, and so is the daily one that waits an hour after that.
 */
async function countUncalled({ digests, notifications, clock, log }: WatchTools): Promise<number> {
  const now = clock.now();
  const hourAgo = new Date(Date.parse(now) - CALLED_AFTER).toISOString();
  const untilNine = dailyUntil(now);
  const uncalled = await digests.uncalled((desk) => (isDaily(desk) ? untilNine : hourAgo));
  const forgotten = uncalled.filter((desk) => !isDaily(desk));
  const desks = [...forgotten, ...uncalled.filter(isDaily)];
  if (desks.length === 0) return 0;
  const { failed } = await notifications.publish(
    desks.map((desk) => {
      const due = digestDue(desk, now, 'keep-watch');
      // What came on the daily list at the last moment may not be there yet.
      return { id: due.id, body: JSON.stringify(due), ...(isDaily(desk) ? { delaySeconds: 60 } : {}) };
    }),
  );
  const late = untilNine < hourAgo ? desks.length : forgotten.length;
  if (late > 0)
    log.warn(logMessages.noticesUncalled, { desks: late, calledUp: desks.length - failed.length });
  return late;
}

/**
 * Alarms that nobody hears cannot say so: it is told past their topic, by e-mail, to the coordinators and whoever should be called. The id is the
 * day's, so that however often it is seen they are told once a day.
 */
async function tellOfUnheard({ alarms, notifications, clock, log }: WatchTools): Promise<void> {
  if ((await alarms.subscribed()) > 0) return;
  const at = clock.now();
  const on = londonDate(at);
  const event: EventOf<'alarms-unheard.v1'> = {
    id: `alarms-unheard:${on}`,
    type: 'alarms-unheard.v1',
    at,
    actor: { kind: 'system', name: 'keep-watch' },
    data: { on },
  };
  log.warn(logMessages.alarmsUnheard, { on });
  const { failed } = await notifications.publish([{ id: event.id, body: JSON.stringify(event) }]);
  if (failed.length > 0) throw new Error('Nobody could be told yet that nobody hears the alarms.');
}

const gauges = {
  [metricNames.messagesForgotten]: countForgotten,
  [metricNames.mailRulesOff]: countRulesOff,
  [metricNames.documentsUnscanned]: countUnscanned,
  [metricNames.mailsUntold]: countUntold,
  [metricNames.noticesUncalled]: countUncalled,
} as const;

/** Each check by its name. Those that count give their gauge a figure; no gauge says that alarms are unheard, for no alarm could read it. */
const checks: Readonly<Record<string, (tools: WatchTools) => Promise<void>>> = {
  ...Object.fromEntries(
    (Object.keys(gauges) as (keyof typeof gauges)[]).map((name) => [
      name,
      async (tools: WatchTools) => tools.meter.count(name, await gauges[name](tools)),
    ]),
  ),
  alarmsUnheard: tellOfUnheard,
};

/**
 * Looks at what no service tells of by itself, each hour: messages that a person has left too long, mail that nobody takes in, documents
 * that nobody scans, e-mails that nobody was told of, desks that nobody tells what waits for them, alarms that nobody hears. Each count is a gauge, 0 when all is well; a check that cannot be made stops no other, and counts nothing.
 *
 * @throws Error naming the checks that could not be made, once the others are
 */
export async function keepWatch(tools: WatchTools): Promise<void> {
  const undone: string[] = [];
  for (const [name, check] of Object.entries(checks))
    try {
      await check(tools);
    } catch (error) {
      undone.push(name);
      tools.log.error(logMessages.checkFailed, { check: name }, error);
    }
  if (undone.length > 0) throw new Error(`Could not be looked at: ${undone.join(', ')}.`);
}
