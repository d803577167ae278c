import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { NotRelayed, relayEvents } from '../../functions/relay-events/relay-events.ts';
import {
  eventFromStream,
  eventItem,
  heartbeatInStream,
  tamperedInStream,
} from '../../shared/aws/event-item.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { MemoryPublisher } from '../../shared/memory/memory-queue.ts';
import { MemoryTrailStore } from '../../shared/memory/memory-trail-store.ts';
import { SetClock } from '../../shared/memory/set-clock.ts';
import { eachStreamRecord } from '../../shared/runtime/each-record.ts';
import { logTo } from '../../shared/runtime/log.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import { aChild, anEntry, anEvent, aReferral } from '../builders.ts';
import { Course } from './courses.ts';
import { RecordingLog, RecordingMeter, streamTools } from './recorders.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const streamed = (event: Parameters<typeof eventItem>[0], SequenceNumber = '1'): DynamoDBRecord => ({
  dynamodb: { SequenceNumber, NewImage: eventItem(event) as never },
});
const relay = (
  notifications: MemoryPublisher | { publish: MemoryPublisher['publish'] },
  referrals = new MemoryPublisher(),
) =>
  relayEvents({
    eventIn: ({ dynamodb }) => eventFromStream(dynamodb?.NewImage as never),
    tamperedIn: tamperedInStream,
    isHeartbeat: heartbeatInStream,
    emailsFor,
    trails: new MemoryTrailStore(async () => []),
    clock: new SetClock('2026-11-23T09:00:00.000Z'),
    referrals,
    notifications,
    log: new RecordingLog(),
    meter: new RecordingMeter(),
  });

describe('relaying', () => {
  test('an event in the stream becomes its e-mails, and the same ids when it comes again', async () => {
    const notifications = new MemoryPublisher();
    const act = relay(notifications);
    const record = streamed(
      anEntry(
        'case-paused.v1',
        {},
        { data: { because: 'missing', missingSince: '2026-11-23T09:00:00.000Z', concerned: ['E10000014'] } },
      ),
    );
    await act(record);
    await act(record);
    const ids = notifications.snapshot().map(({ id }) => id);
    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(3);
  });

  test('a case that may wait for the check goes to the referrals queue', async () => {
    const referrals = new MemoryPublisher();
    const event = anEntry('case-resumed.v1');
    await relay(new MemoryPublisher(), referrals)(streamed(event));
    const [sent, ...others] = referrals.snapshot();
    expect(others).toEqual([]);
    expect(sent?.id).toBe(event.id);
    const { type, trail, data } = event;
    expect(JSON.parse(sent?.body ?? '')).toMatchObject({
      id: event.id,
      type,
      trail: { ...trail, cause: 'In the trail.' },
      data,
    });
  });

  test('items that are no events are passed by', async () => {
    const notifications = new MemoryPublisher();
    await relay(notifications)({
      dynamodb: { NewImage: { pk: { S: 'CASE#NTS-7F3K-2M9Q' }, sk: { S: 'CASE' } } },
    });
    expect(notifications.snapshot()).toEqual([]);
  });

  test('what a queue did not take makes its record come again, and only that', async () => {
    const event = anEntry('case-paused.v1');
    const handle = eachStreamRecord(
      relay({ publish: async (messages) => ({ failed: messages.map(({ id }) => id) }) }),
      streamTools(),
    );
    const none = anEntry('email-sent.v1');
    const response = await handle({
      Records: [streamed(none, '10'), streamed(event, '20'), streamed(none, '30')],
    });
    expect(response.batchItemFailures).toEqual([{ itemIdentifier: '20' }]);
    await expect(relay({ publish: async () => ({ failed: ['x'] }) })(streamed(event))).rejects.toThrow(
      NotRelayed,
    );
  });

  test.each([
    ['is no JSON', '{'],
    [
      'is of a version that is not known',
      JSON.stringify({ ...anEntry('case-paused.v1'), type: 'case-paused.v9' }),
    ],
  ])('an event whose text %s is put aside, and those behind it are relayed', async (_, body) => {
    const notifications = new MemoryPublisher();
    const tools = streamTools();
    const event = anEntry('case-paused.v1');
    const unreadable = streamed(event, '20');
    const NewImage = { ...unreadable.dynamodb?.NewImage, body: { S: body } };
    const response = await eachStreamRecord(
      relay(notifications),
      tools,
    )({ Records: [{ dynamodb: { ...unreadable.dynamodb, NewImage } }, streamed(event, '30')] });
    expect(response.batchItemFailures).toEqual([]);
    expect(notifications.snapshot().length).toBeGreaterThan(0);
    const [kept, ...others] = tools.quarantine.snapshot();
    expect(others).toEqual([]);
    expect(kept?.reason.code).toBe('cannot-be-relayed');
    expect(kept?.reason.words).toContain(`TRAIL#${event.trail?.subject} / EVENT#`);
  });
});

describe('personal data', () => {
  const name = 'Zebedee Canary-Marker';
  const dateOfBirth = '2009-03-20';
  const notes = 'Canarynote told by the social worker';

  test('sealed or written in notes shows up in no e-mail, log line, metric or queue', async () => {
    const course = await Course.begin({
      children: [aChild({ turns18Month: '2027-03' })],
      familyInUk: 'may-care',
    });
    const { scheme } = course;
    const { referralId } = await course.case();
    await scheme.sealed.sealFirst(referralId, 'E10000016', [{ number: 1, name, dateOfBirth }]);
    await course.coordinator({ kind: 'release-hold', note: notes });
    await course.coordinator({ kind: 'reallocate', because: 'coordinator', note: notes, askAgain: true });
    const { id, council } = await course.live();
    await course.council(council, {
      kind: 'answer',
      offerId: id,
      answer: 'decline',
      reason: 'other',
      text: notes,
    });
    await course.coordinator({ kind: 'review-decline', offerId: id, outcome: 'accepted', note: notes });
    await course.accept();
    await course.placed({ kind: 'child-refused', note: notes });
    await course.coordinator({ kind: 'stay', reason: 'best-interests', note: notes });
    scheme.clock.set('2027-03-21T00:15:00.000Z');
    await scheme.recount();
    await scheme.settle();
    const said = JSON.stringify([
      scheme.mailer.snapshot(),
      scheme.log.lines,
      scheme.meter.values,
      scheme.notifications.snapshot(),
      scheme.referrals.snapshot(),
      Object.values(scheme.cases.snapshot().emails),
    ]);
    expect(scheme.mailer.snapshot().length).toBeGreaterThan(10);
    expect(said).not.toMatch(/Canary|Zebedee|2009-03|20 March|Test Duty Manager|Test Coordinator/);
    expect(scheme.referrals.snapshot().length).toBeGreaterThan(1);
  });

  test('a member that the contract does not know is not kept: a name slipped into a message ends there', async () => {
    const scheme = await SchemeInMemory.open();
    const event = anEvent('referral-received.v2');
    const slipped = {
      ...event,
      name,
      data: {
        ...event.data,
        facts: { ...aReferral(), childName: name, children: [{ ...aChild(), name, dateOfBirth }] },
      },
    };
    await scheme.receive(JSON.stringify(slipped));
    await scheme.settle();
    expect((await scheme.onlyCase()).status).toBe('offered');
    expect(
      JSON.stringify([
        scheme.cases.snapshot(),
        scheme.mailer.snapshot(),
        scheme.log.lines,
        scheme.quarantine.snapshot(),
      ]),
    ).not.toMatch(/Zebedee|2009-03/);
  });

  test('an error is logged by its name, words and stack, not by what it carries', () => {
    const written: string[] = [];
    const logger = { error: (line: unknown) => written.push(JSON.stringify(line)) } as unknown as Logger;
    const carrying = Object.assign(new Error('The condition failed.'), { Item: { name } });
    logTo(logger).error(logMessages.caseFailed, { caseId: 'NTS-7F3K-2M9Q' }, carrying);
    expect(written.join('')).toContain('CASE_FAILED');
    expect(written.join('')).toContain('The condition failed.');
    expect(written.join('')).not.toContain('Zebedee');
  });
});
