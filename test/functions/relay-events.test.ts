import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { type AnyEvent, catalogue, type EventOf } from '../../events/catalogue.ts';
import { relayEvents } from '../../functions/relay-events/relay-events.ts';
import { heartbeatInStream, tamperedInStream } from '../../shared/aws/event-item.ts';
import { MemoryTrailStore } from '../../shared/memory/memory-trail-store.ts';
import { SetClock } from '../../shared/memory/set-clock.ts';
import type { OutboundMessage, Publisher } from '../../shared/ports/publisher.ts';
import { anEntry, anEvent } from '../builders.ts';
import { RecordingLog, RecordingMeter } from './recorders.ts';

/** A queue that takes what it is told to take, and is never asked to take nothing, which SQS refuses. */
class Queue implements Publisher {
  readonly taken: OutboundMessage[] = [];
  readonly refused: readonly string[];

  constructor(...refused: readonly string[]) {
    this.refused = refused;
  }
  async publish(messages: readonly OutboundMessage[]) {
    if (messages.length === 0) throw new Error('A batch of no messages is an error.');
    this.taken.push(...messages.filter(({ id }) => !this.refused.includes(id)));
    return { failed: messages.map(({ id }) => id).filter((id) => this.refused.includes(id)) };
  }
}

const email = (id: string) =>
  ({ id, type: 'email-requested.v1' }) as unknown as EventOf<'email-requested.v1'>;
const record = {} as DynamoDBRecord;
const relaying = (
  event: AnyEvent | undefined | (() => never),
  emails: readonly string[] = [],
  refused: readonly string[] = [],
) => {
  const referrals = new Queue(...refused);
  const notifications = new Queue(...refused);
  const log = new RecordingLog();
  const meter = new RecordingMeter();
  const trails = new MemoryTrailStore(async () => []);
  const act = relayEvents({
    eventIn: () => (typeof event === 'function' ? event() : event),
    tamperedIn: tamperedInStream,
    isHeartbeat: heartbeatInStream,
    emailsFor: () => emails.map(email),
    trails,
    clock: new SetClock('2026-11-23T09:00:00.000Z'),
    referrals,
    notifications,
    log,
    meter,
  });
  return { act: (given = record) => act(given), referrals, notifications, log, meter, trails };
};
const ofType = (type: string): AnyEvent => ({ ...anEntry('case-paused.v1'), type, data: {} }) as AnyEvent;

test('a heartbeat is counted, and nobody is told of it', async () => {
  const { act, referrals, notifications, meter } = relaying(() => {
    throw new Error('It is no event.');
  });
  await act({ eventName: 'MODIFY', dynamodb: { Keys: { pk: { S: 'HEARTBEAT' }, sk: { S: 'SWEEP' } } } });
  expect(meter.of('HeartbeatsRelayed')).toEqual([1]);
  expect([referrals.taken, notifications.taken]).toEqual([[], []]);
});

describe('an event that was changed or deleted in the table', () => {
  const Keys = { pk: { S: 'TRAIL#NTS-7F3K-2M9Q' }, sk: { S: 'EVENT#000002' } };

  test.each(['MODIFY', 'REMOVE'] as const)(
    '%s is counted and said, and nothing follows from it',
    async (eventName) => {
      const { act, referrals, notifications, log, meter } = relaying(ofType('case-resumed.v1'), ['a']);
      await act({ eventName, dynamodb: { Keys } });
      expect(meter.values).toEqual([{ name: 'EventsTampered', value: 1 }]);
      expect(log.lines).toEqual([
        {
          level: 'error',
          code: 'EVENT_TAMPERED',
          particulars: { subject: 'NTS-7F3K-2M9Q', number: 2, how: eventName },
        },
      ]);
      expect([referrals.taken, notifications.taken]).toEqual([[], []]);
    },
  );

  test('a new event, or another item that changed, is none', async () => {
    for (const given of [
      { eventName: 'INSERT', dynamodb: { Keys } },
      { eventName: 'MODIFY', dynamodb: { Keys: { ...Keys, pk: { S: 'CASE#NTS-7F3K-2M9Q' } } } },
      { eventName: 'REMOVE', dynamodb: { Keys: { ...Keys, sk: { S: 'CASE' } } } },
    ] as const) {
      const { act, meter } = relaying(undefined);
      await act(given);
      expect(meter.values).toEqual([]);
    }
  });
});

describe('an event', () => {
  const again = [
    'referral-amended.v1',
    'referral-amended.v2',
    'referral-released.v1',
    'case-reallocated.v1',
    'case-resumed.v1',
    'region-answered.v1',
    'group-decided.v1',
    'age-decided.v1',
    'case-reopened.v1',
    'merger-undone.v1',
  ];

  test.each(Object.keys(catalogue))(
    '%s goes back to the check only when a case may wait for it',
    async (type) => {
      const { act, referrals, notifications } = relaying(ofType(type));
      await act();
      expect(referrals.taken.length).toBe(again.includes(type) ? 1 : 0);
      expect(notifications.taken).toEqual([]);
    },
  );

  test('is said in the log as it was passed on', async () => {
    const event = ofType('case-resumed.v1');
    const { act, log, notifications } = relaying(event, ['a', 'b']);
    await act();
    expect(notifications.taken).toEqual(
      ['a', 'b'].map((id) => ({ id, body: JSON.stringify({ id, type: 'email-requested.v1' }) })),
    );
    const particulars = { subject: event.trail?.subject, event: 'case-resumed.v1', number: 1 };
    expect(log.lines).toEqual([
      {
        level: 'info',
        code: 'EVENTS_RELAYED',
        particulars: { ...particulars, emails: 2, checkAgain: true },
      },
    ]);
    const quiet = relaying(ofType('case-paused.v1'));
    await quiet.act();
    expect(quiet.log.lines[0]?.particulars).toMatchObject({ emails: 0, checkAgain: false });
  });

  describe('that was put back from a copy of the table', () => {
    const event = ofType('case-resumed.v1');
    /** A record that was written so long after its event happened. */
    const written = (milliseconds: number): DynamoDBRecord => ({
      eventName: 'INSERT',
      dynamodb: { ApproximateCreationDateTime: (Date.parse(event.at) + milliseconds) / 1_000 },
    });
    const DAY = 24 * 60 * 60 * 1_000;

    test('more than a day after it happened is told to nobody again, and the night looks at its trail', async () => {
      const { act, referrals, notifications, log, trails } = relaying(event, ['a']);
      await act(written(DAY + 1_000));
      expect([referrals.taken, notifications.taken]).toEqual([[], []]);
      expect(log.lines).toEqual([
        {
          level: 'info',
          code: 'EVENT_PUT_BACK',
          particulars: { subject: event.trail?.subject, number: 1 },
        },
      ]);
      expect(await trails.grownOn('2026-11-23')).toEqual([event.trail?.subject]);
    });

    test.each([-DAY, 0, 60_000, DAY])(
      'is told as any other when it was written %d milliseconds later, however late it comes here',
      async (later) => {
        const { act, referrals, notifications } = relaying(event, ['a']);
        await act(written(later));
        expect([referrals.taken.length, notifications.taken.length]).toEqual([1, 1]);
      },
    );
  });

  test('without a place in a trail is passed on like any other', async () => {
    const { act, log } = relaying(anEvent('email-sent.v1'));
    await act();
    expect(log.lines[0]?.particulars).toMatchObject({ event: 'email-sent.v1', subject: undefined });
  });

  test('goes to the check without who decided and in what words', async () => {
    const said = { ...ofType('case-reallocated.v1'), data: { because: 'coordinator', note: 'Of somebody.' } };
    const { act, referrals } = relaying(said as AnyEvent);
    await act();
    expect(JSON.parse(referrals.taken[0]?.body ?? '')).toEqual({
      ...said,
      actor: { kind: 'system', name: 'relay-events' },
      trail: { ...said.trail, cause: 'In the trail.' },
      data: { because: 'coordinator', note: 'In the trail.' },
    });
  });
});

describe('that a trail grew', () => {
  const noting = () => {
    const asked: string[] = [];
    const clock = new SetClock('2026-11-23T09:00:00.000Z');
    const refused: Error[] = [];
    const act = relayEvents({
      eventIn: (given) => given as unknown as AnyEvent,
      tamperedIn: () => undefined,
      isHeartbeat: () => false,
      emailsFor: () => [],
      trails: {
        noteGrown: async (subject, day) => {
          const error = refused.pop();
          if (error !== undefined) throw error;
          asked.push(`${subject} ${day}`);
        },
      },
      clock,
      referrals: new Queue(),
      notifications: new Queue(),
      log: new RecordingLog(),
      meter: new RecordingMeter(),
    });
    const relay = (subject: string) => act(anEntry('case-paused.v1', { subject }) as never);
    return { act, relay, asked, clock, refused };
  };

  test('is noted once for each trail and day', async () => {
    const { act, relay, asked, clock } = noting();
    await act(anEvent('email-sent.v1') as never);
    for (const subject of ['a', 'b', 'a', 'b']) await relay(subject);
    expect(asked.splice(0)).toEqual(['a 2026-11-23', 'b 2026-11-23']);
    clock.set('2026-11-23T23:59:59.999Z');
    await relay('a');
    clock.set('2026-11-24T00:00:00.000Z');
    for (const subject of ['a', 'a', 'b']) await relay(subject);
    expect(asked).toEqual(['a 2026-11-24', 'b 2026-11-24']);
  });

  test('is noted when the event comes again after the table took no note', async () => {
    const { relay, asked, refused } = noting();
    refused.push(new Error('The table is busy.'));
    await expect(relay('a')).rejects.toThrow('The table is busy.');
    await relay('a');
    expect(asked).toEqual(['a 2026-11-23']);
  });
});

test('what a queue did not take is counted, and nothing is said to be relayed', async () => {
  const event = ofType('case-resumed.v1');
  const { act, log } = relaying(event, ['a', 'b', 'c'], [event.id, 'b']);
  await expect(act()).rejects.toThrow(
    expect.objectContaining({ name: 'NotRelayed', message: '2 of 4 messages did not get through.' }),
  );
  expect(log.lines).toEqual([]);
});

test.each([
  [new Error('The body is no JSON.'), 'The body is no JSON.'],
  ['a text', 'Something that is no Error was thrown.'],
])('what cannot be read is for a person: %s', async (thrown, because) => {
  const { act } = relaying(() => {
    throw thrown;
  });
  await expect(act()).rejects.toMatchObject({
    code: 'cannot-be-relayed',
    message: `What happened was committed but nobody was told of it. ${because} When that is mended, relay the events of its case again.`,
  });
});
