/** What no service tells of by itself is counted every hour, and one check that fails hides no other. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { keepWatch, noticeFor, type WatchTools } from '../../functions/keep-watch/keep-watch.ts';
import { settings } from '../../functions/keep-watch/settings.ts';
import { noticeOfMail } from '../../functions/receive-email/stored-mail.ts';
import { MemoryDigestStore } from '../../shared/memory/memory-digest-store.ts';
import { MemoryDocumentStore } from '../../shared/memory/memory-document-store.ts';
import { MemoryMailStore } from '../../shared/memory/memory-mail-store.ts';
import { MemoryPublisher } from '../../shared/memory/memory-queue.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { readMessage } from '../../shared/runtime/read-message.ts';
import { anEvent, NOW } from '../builders.ts';
import { RecordingLog, RecordingMeter } from './recorders.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ago = (age: number): string => new Date(Date.parse(NOW) - age).toISOString();

function toolsWith(given: Partial<Omit<WatchTools, 'log' | 'meter'>> = {}) {
  const told = new MemoryPublisher();
  return {
    told,
    holding: [],
    digests: new MemoryDigestStore(),
    documents: new MemoryDocumentStore(),
    mails: new MemoryMailStore(),
    mailBucket: 'mail',
    received: new MemoryPublisher(),
    alarms: { subscribed: async () => 1 },
    notifications: told,
    mailRules: { active: async () => 'ours' },
    ruleSet: 'ours',
    clock: { now: () => NOW },
    log: new RecordingLog(),
    meter: new RecordingMeter(),
    ...given,
  };
}

const queueOf = (name: string, ages: readonly number[]) => ({
  name,
  messages: { sentAt: async () => ages.map(ago) },
});

async function documentsOf(kept: readonly { readonly age: number; readonly isScanned: boolean }[]) {
  let now = NOW;
  const documents = new MemoryDocumentStore(() => now);
  for (const [at, { age, isScanned }] of kept.entries()) {
    now = ago(age);
    await documents.put(`r${at}`, 'c', Buffer.from('%PDF-1.7'));
    if (!isScanned) documents.scannedAs(`r${at}`, 'waiting');
  }
  return documents;
}

async function mailsOf(kept: readonly { readonly age: number; readonly isHeard: boolean }[]) {
  let now = NOW;
  const mails = new MemoryMailStore(() => now);
  for (const [at, { age, isHeard }] of kept.entries()) {
    now = ago(age);
    mails.put(`mail/a b+${at}`, Buffer.from('Sex: male'));
    if (isHeard) await mails.noteHeard(`mail/a b+${at}`);
  }
  return mails;
}

const { messagesForgotten, mailRulesOff, documentsUnscanned, mailsUntold, noticesUncalled } = metricNames;
const gauges = [messagesForgotten, mailRulesOff, documentsUnscanned, mailsUntold, noticesUncalled];

const anEmail = (number: number) => anEvent('email-requested.v1', { id: `email-${number}` });

const age = fc.integer({ min: 0, max: 15 * DAY });

describe('every hour', () => {
  test('what has waited for a person too long is counted, from when it was first sent, in every queue', async () => {
    const queues = fc.array(
      fc.record({ name: fc.constantFrom('set-aside', 'quarantine', 'referrals-dlq'), ages: fc.array(age) }),
    );
    await fc.assert(
      fc.asyncProperty(queues, async (given) => {
        const tools = toolsWith({ holding: given.map(({ name, ages }) => queueOf(name, ages)) });
        await keepWatch(tools);
        const late = given.map(({ name, ages }) =>
          ages.filter((one) => one >= (name === 'set-aside' ? 6 : 10) * DAY),
        );
        expect(tools.meter.total(metricNames.messagesForgotten)).toBe(late.flat().length);
        expect(tools.log.lines.map(({ particulars }) => particulars.queue)).toEqual(
          given.filter((_, at) => late[at]?.length).map(({ name }) => name),
        );
      }),
    );
  });

  test('a message is called forgotten while there is time: days before SQS deletes it, and set aside over Christmas not yet', async () => {
    const counted = async (name: string, days: number) => {
      const tools = toolsWith({ holding: [queueOf(name, [days * DAY])] });
      await keepWatch(tools);
      return tools.meter.total(metricNames.messagesForgotten);
    };
    expect([await counted('mail-dlq', 9), await counted('mail-dlq', 10)]).toEqual([0, 1]);
    // From 3.01pm on Christmas Eve, a Thursday, coordinators have until 5pm on the Tuesday after.
    expect([await counted('set-aside', 5.1), await counted('set-aside', 6)]).toEqual([0, 1]);
  });

  test.each([
    ['ours', 0],
    ['another', 1],
    [undefined, 1],
  ] as const)(
    'with the set of rules %s active, mail is taken in or it is said that it is not',
    async (active, off) => {
      const tools = toolsWith({ mailRules: { active: async () => active } });
      await keepWatch(tools);
      expect(tools.meter.of(metricNames.mailRulesOff)).toEqual([off]);
    },
  );

  test('a document counts that no scan has looked at for an hour, for three days, and no other', async () => {
    const kept = fc.array(
      fc.record({
        age: fc.oneof(age, fc.constantFrom(HOUR - 1, HOUR, 3 * DAY - 1, 3 * DAY)),
        isScanned: fc.boolean(),
      }),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(kept, async (given) => {
        const tools = toolsWith({ documents: await documentsOf(given) });
        await keepWatch(tools);
        const late = given.filter((one) => !one.isScanned && one.age >= HOUR && one.age < 3 * DAY);
        expect(tools.meter.of(metricNames.documentsUnscanned)).toEqual([late.length]);
      }),
    );
  });

  test('an e-mail that nobody was told of for an hour is handed over as S3 would have, once, whatever befalls the handing over', async () => {
    const kept = fc.array(
      fc.record({
        age: fc.oneof(age, fc.constantFrom(HOUR - 1, HOUR, 3 * DAY - 1, 3 * DAY)),
        isHeard: fc.boolean(),
      }),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(kept, fc.nat(3), async (given, taken) => {
        const mails = await mailsOf(given);
        const untold = given.flatMap((one, at) =>
          !one.isHeard && one.age >= HOUR && one.age < 3 * DAY ? [`mail/a b+${at}`] : [],
        );
        const handed: string[] = [];
        let most = taken;
        const received: WatchTools['received'] = {
          publish: async (messages) => {
            handed.push(...messages.slice(0, most).map(({ body }) => noticeOfMail(body)?.key ?? ''));
            return { failed: messages.slice(most).map(({ id }) => id) };
          },
        };
        const tools = toolsWith({ mails, received });
        await keepWatch(tools);
        most = Number.POSITIVE_INFINITY;
        await keepWatch(tools);
        await keepWatch(tools);
        expect(handed).toEqual(untold);
        const left = Math.max(untold.length - taken, 0);
        expect(tools.meter.of(metricNames.mailsUntold)).toEqual([untold.length, left, 0]);
      }),
    );
  });

  test('what is handed over says since when the e-mail lies there; what SES tries the bucket with is no e-mail', async () => {
    const mail = { key: 'mail/ein Brief+1', keptAt: NOW, size: 7 };
    expect(noticeOfMail(noticeFor('mail', mail))).toEqual({ key: mail.key, receivedAt: NOW });
    const mails = new MemoryMailStore(() => ago(2 * HOUR));
    mails.put('mail/AMAZON_SES_SETUP_NOTIFICATION', Buffer.from('x'));
    const tools = toolsWith({ mails });
    await keepWatch(tools);
    expect(tools.meter.of(metricNames.mailsUntold)).toEqual([0]);
  });

  test('what lies in S3 is asked for a few at a time, and all of it', async () => {
    const kept = Array.from({ length: 50 }, () => ({ age: 2 * HOUR, isHeard: true, isScanned: true }));
    const [mails, documents] = [await mailsOf(kept), await documentsOf(kept)];
    let [asked, most, asking] = [0, 0, 0];
    const slowly = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
      asked += 1;
      asking += 1;
      most = Math.max(most, asking);
      await new Promise((resolve) => setTimeout(resolve, 1));
      asking -= 1;
      return answer;
    };
    await keepWatch(
      toolsWith({
        mails: {
          kept: () => mails.kept(),
          wasHeard: (key) => slowly(mails.wasHeard(key)),
          noteHeard: (key) => mails.noteHeard(key),
        },
        documents: {
          copies: () => documents.copies(),
          verdict: (...which) => slowly(documents.verdict(...which)),
        },
      }),
    );
    expect([asked, most]).toEqual([100, 20]);
  });

  test('that nobody hears the alarms is told the coordinators and the on-call by e-mail, once a day, however often it is seen', async () => {
    const scheme = await SchemeInMemory.open();
    const seen = async (at: string, subscribed: number) => {
      const tools = toolsWith({ alarms: { subscribed: async () => subscribed }, clock: { now: () => at } });
      await keepWatch(tools);
      const bodies = tools.told.snapshot().map(({ body }) => body);
      await scheme.notify(...bodies);
      return [bodies.length, tools.log.lines.map(({ code }) => code), scheme.mailer.snapshot().length];
    };
    expect(await seen('2026-11-23T22:00:00.000Z', 1)).toEqual([0, [], 0]);
    expect(await seen('2026-11-23T22:30:00.000Z', 0)).toEqual([1, ['ALARMS_UNHEARD'], 1]);
    expect(await seen('2026-11-23T23:30:00.000Z', 0)).toEqual([1, ['ALARMS_UNHEARD'], 1]);
    expect(await seen('2026-11-24T00:30:00.000Z', 0)).toEqual([1, ['ALARMS_UNHEARD'], 2]);
    expect(await seen('2026-11-24T01:30:00.000Z', 2)).toEqual([0, [], 2]);
    for (const mail of scheme.mailer.snapshot())
      expect(mail).toMatchObject({
        to: ['on-call@desks.example'],
        cc: ['coordinators@desks.example'],
        subject: 'Nobody hears our alarms',
      });
    expect(scheme.quarantine.snapshot()).toEqual([]);
  });

  test('that nobody could be told of unheard alarms yet fails the run', async () => {
    const tools = toolsWith({
      alarms: { subscribed: async () => 0 },
      notifications: { publish: async (messages) => ({ failed: messages.map(({ id }) => id) }) },
    });
    await expect(keepWatch(tools)).rejects.toThrow('Could not be looked at: alarmsUnheard.');
  });

  test('every desk for which something has waited an hour is called up, whoever of it reads, and no other', async () => {
    const desks = fc.uniqueArray(
      fc.record({
        desk: fc.constantFrom(
          'coordinators',
          'council:E10000016',
          'council:E10000016>second',
          'smp-lead:E12000007',
        ),
        ages: fc.array(fc.oneof(age, fc.constantFrom(HOUR - 1, HOUR)), { minLength: 1, maxLength: 3 }),
      }),
      { selector: ({ desk }) => desk },
    );
    await fc.assert(
      fc.asyncProperty(desks, fc.nat(4), async (given, taken) => {
        const digests = new MemoryDigestStore();
        for (const { desk, ages } of given)
          for (const [number, one] of ages.entries()) await digests.add(desk, anEmail(number), ago(one));
        const called: string[] = [];
        const notifications: WatchTools['notifications'] = {
          publish: async (messages) => {
            for (const { body } of messages.slice(0, taken)) {
              const due = readMessage(body, ['digest-due.v1']);
              expect(due.actor).toEqual({ kind: 'system', name: 'keep-watch' });
              called.push(due.data.desk);
            }
            return { failed: messages.slice(taken).map(({ id }) => id) };
          },
        };
        const tools = toolsWith({ digests, notifications });
        await keepWatch(tools);
        const late = given.filter(({ ages }) => ages.some((one) => one >= HOUR)).map(({ desk }) => desk);
        expect(called).toEqual(late.toSorted().slice(0, taken));
        expect(tools.meter.of(noticesUncalled)).toEqual([late.length]);
        expect(tools.log.lines.map(({ code, particulars }) => [code, particulars])).toEqual(
          late.length === 0
            ? []
            : [['NOTICES_UNCALLED', { desks: late.length, calledUp: Math.min(taken, late.length) }]],
        );
      }),
    );
  });

  test.each([
    [
      'before nine, what came since nine of the day before waits',
      '2026-11-24T08:00',
      '2026-11-23T09:00',
      false,
      0,
    ],
    ['at nine it is called up, and nothing is wrong', '2026-11-24T09:00', '2026-11-23T09:00', true, 0],
    ['what comes after nine waits for the next day', '2026-11-24T17:00', '2026-11-24T09:00', false, 0],
    ['an hour later it is counted', '2026-11-24T10:00', '2026-11-24T08:59', true, 1],
    ['over a weekend it waits', '2026-11-22T17:00', '2026-11-20T17:00', false, 0],
    ['until Monday', '2026-11-23T09:00', '2026-11-20T17:00', true, 0],
  ] as const)('what is told once a working day: %s', async (_, now, since, isCalled, counted) => {
    const digests = new MemoryDigestStore();
    await digests.add('coordinators>daily', anEmail(1), `${since}:00.000Z`);
    const clock = { now: () => `${now}:00.000Z` };
    const tools = toolsWith({ digests, clock });
    const asked = vi.spyOn(digests, 'uncalled');
    await keepWatch(tools);
    expect(asked).toHaveBeenCalledTimes(1);
    const called = tools.told.snapshot();
    expect(called.map(({ body }) => readMessage(body, ['digest-due.v1']).data.desk)).toEqual(
      isCalled ? ['coordinators>daily'] : [],
    );
    // What was put there at the last moment is there by then.
    for (const { delaySeconds } of called) expect(delaySeconds).toBe(60);
    expect(tools.meter.of(noticesUncalled)).toEqual([counted]);
    expect(tools.log.lines.map(({ code }) => code)).toEqual(counted === 0 ? [] : ['NOTICES_UNCALLED']);
  });

  test('when all is well each gauge says 0 and the log says nothing', async () => {
    const tools = toolsWith({ holding: [queueOf('quarantine', [HOUR])] });
    await keepWatch(tools);
    for (const name of gauges) expect([name, tools.meter.of(name)]).toEqual([name, [0]]);
    expect(tools.log.lines).toEqual([]);
    expect(tools.told.snapshot()).toEqual([]);
  });

  const broken = {
    [metricNames.messagesForgotten]: {
      holding: [{ name: 'quarantine', messages: { sentAt: () => Promise.reject(new Error('no leave')) } }],
    },
    [metricNames.mailRulesOff]: { mailRules: { active: () => Promise.reject(new Error('no leave')) } },
    [metricNames.documentsUnscanned]: {
      documents: {
        copies: () => Promise.reject(new Error('no leave')),
        verdict: async () => 'waiting' as const,
      },
    },
    [metricNames.mailsUntold]: {
      mails: {
        kept: () => Promise.reject(new Error('no leave')),
        wasHeard: async () => true,
        noteHeard: async () => {},
      },
    },
    [metricNames.noticesUncalled]: {
      digests: { uncalled: () => Promise.reject(new Error('no leave')) },
    },
    alarmsUnheard: { alarms: { subscribed: () => Promise.reject(new Error('no leave')) } },
  };
  test.each(Object.entries(broken))(
    'a check of %s that cannot be made is no "all is well", stops no other and fails the run',
    async (name, given) => {
      const tools = toolsWith(given);
      await expect(keepWatch(tools)).rejects.toThrow(`Could not be looked at: ${name}.`);
      for (const other of gauges)
        expect([other, tools.meter.of(other)]).toEqual([other, other === name ? [] : [0]]);
      expect(tools.log.lines).toMatchObject([{ code: 'CHECK_FAILED', particulars: { check: name } }]);
    },
  );
});

test('the queues are given by short name and address, which may hold an equals sign', () => {
  const given = {
    CASES_TABLE: 'c',
    DOCUMENTS_BUCKET: 'd',
    MAIL_BUCKET: 'm',
    MAIL_QUEUE_URL: 'https://sqs.example/1/m',
    ALARM_TOPIC_ARN: 'arn:aws:sns:eu-west-2:1:t',
    NOTIFICATIONS_QUEUE_URL: 'https://sqs.example/1/n',
    RULE_SET: 'r',
  };
  const read = (HOLDING_QUEUES: string) =>
    settings.safeParse({ ...given, HOLDING_QUEUES }).data?.HOLDING_QUEUES;
  expect(read('set-aside=https://sqs.example/1/a?b=c mail-dlq=http://x/1/b')).toEqual([
    { name: 'set-aside', url: 'https://sqs.example/1/a?b=c' },
    { name: 'mail-dlq', url: 'http://x/1/b' },
  ]);
  for (const wrong of ['', 'quarantine', 'https://sqs.example/1/a', 'a=https://x  b=https://y'])
    expect(read(wrong)).toBeUndefined();
});
