import type { DynamoDBRecord } from 'aws-lambda';
import type { AnyEvent, EventOf, EventType } from '../../events/catalogue.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { OutboundMessage, Publisher } from '../../shared/ports/publisher.ts';
import type { TrailStore } from '../../shared/ports/trail-store.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import type { Meter } from '../../shared/runtime/meter.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { PermanentFailure } from '../../shared/runtime/permanent-failure.ts';

/** Events after which a case may be waiting for the allocation check. The check finds out by itself whether it is. */
const checkedAgainAfter: ReadonlySet<EventType> = new Set<EventType>([
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
]);

export interface RelayTools {
  /** The event in a new item; undefined when the item is none. Throws when it should be one and cannot be read. */
  readonly eventIn: (record: DynamoDBRecord) => AnyEvent | undefined;
  /** Where an event stands that was changed or deleted in the table; undefined for a record of something new. */
  readonly tamperedIn: (record: DynamoDBRecord) => { subject: string; number: number } | undefined;
  /** Whether it is the heartbeat that every sweep writes. */
  readonly isHeartbeat: (record: DynamoDBRecord) => boolean;
  /** Which e-mails an event leads to. */
  readonly emailsFor: (event: AnyEvent) => readonly EventOf<'email-requested.v1'>[];
  readonly referrals: Publisher;
  readonly notifications: Publisher;
  readonly trails: Pick<TrailStore, 'noteGrown'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

/** A new event is in the stream within minutes of what it tells of; the longest that one waits there is six hours. */
const NEW_FOR_MILLISECONDS = 24 * 60 * 60 * 1_000;

/**
 * Whether an event was written long after it happened: somebody put it back, from a copy of the table, and whoever had to know was told at the
 * time. By when it was written and not by when it comes here, so that a stream that stood still makes nothing old.
 */
const isPutBack = (event: AnyEvent, { dynamodb }: DynamoDBRecord): boolean =>
  dynamodb?.ApproximateCreationDateTime !== undefined &&
  dynamodb.ApproximateCreationDateTime * 1_000 - Date.parse(event.at) > NEW_FOR_MILLISECONDS;

/** Some messages did not get through; the record is tried again, and repeats nothing that matters. */
export class NotRelayed extends Error {
  override readonly name = 'NotRelayed';
}

/**
 * Passes on what happened: the outbox. Records may come out of order and more than once; every message's id follows
 * from its event, so its consumers see the same thing said again. It also notes for the anchors and the figures which trails grew.
 *
 * An event is written once. The stream also says when one was changed or deleted all the same, which no function may:
 * that is counted, and rings. One that was put back after a loss is told to nobody again. Counted too is the heartbeat of each sweep: when none comes, the stream no longer gets here.
 *
 * @throws NotRelayed when a queue did not take everything: the record comes again, and those behind it wait
 * @throws PermanentFailure `cannot-be-relayed` when nobody can read the record: it must not keep the others waiting
 */
export function relayEvents({
  eventIn,
  tamperedIn,
  isHeartbeat,
  emailsFor,
  referrals,
  notifications,
  trails,
  clock,
  log,
  meter,
}: RelayTools): (record: DynamoDBRecord) => Promise<void> {
  let noted: { readonly day: string; readonly subjects: Set<string> } | undefined;
  /** Once a day for each trail is enough, and for most of its events costs nothing. */
  const noteGrown = async (subject: string): Promise<void> => {
    const day = clock.now().slice(0, 10);
    if (noted?.day !== day) noted = { day, subjects: new Set() };
    if (noted.subjects.has(subject)) return;
    await trails.noteGrown(subject, day);
    noted.subjects.add(subject);
  };
  return async (record) => {
    if (isHeartbeat(record)) {
      meter.count(metricNames.heartbeatsRelayed);
      return;
    }
    const tampered = tamperedIn(record);
    if (tampered !== undefined) {
      // Nothing follows from it: whoever was told was told of what happened. A person has to look.
      meter.count(metricNames.eventsTampered);
      log.error(logMessages.eventTampered, { ...tampered, how: record.eventName });
      return;
    }
    const read = understood(() => {
      const event = eventIn(record);
      return event && { event, emails: emailsFor(event).map(message) };
    });
    if (read === undefined) return;
    const { event, emails } = read;
    if (isPutBack(event, record)) {
      // The night compares its trail with the anchors.
      if (event.trail !== undefined) await noteGrown(event.trail.subject);
      log.info(logMessages.eventPutBack, { subject: event.trail?.subject, number: event.trail?.number });
      return;
    }
    const again = checkedAgainAfter.has(event.type) ? [message(withoutWords(event))] : [];
    const failed = [...(await put(referrals, again)), ...(await put(notifications, emails))];
    if (failed.length > 0)
      throw new NotRelayed(
        `${failed.length} of ${again.length + emails.length} messages did not get through.`,
      );
    // People first: a table that takes no note makes the record come again, and they are told the same.
    if (event.trail !== undefined) await noteGrown(event.trail.subject);
    log.info(logMessages.eventsRelayed, {
      subject: event.trail?.subject,
      event: event.type,
      number: event.trail?.number,
      emails: emails.length,
      checkAgain: again.length > 0,
    });
  };
}

/** What reading a record comes to. It asks nobody and changes nothing, so what fails once fails every time. */
function understood<Read>(read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    const because = error instanceof Error ? error.message : 'Something that is no Error was thrown.';
    throw new PermanentFailure(
      'cannot-be-relayed',
      `What happened was committed but nobody was told of it. ${because} When that is mended, relay the events of its case again.`,
    );
  }
}

/**
 * The event as the check needs it: which, and where it stands. Who decided, and in what words, is read in the trail; a queue and
 * its dead letters are open to more people, and notes can name anybody.
 */
const withoutWords = (event: AnyEvent): AnyEvent =>
  ({
    ...event,
    actor: { kind: 'system', name: 'relay-events' },
    // The id of the message behind it is its producer's choice.
    ...(event.trail === undefined ? {} : { trail: { ...event.trail, cause: 'In the trail.' } }),
    data: 'note' in event.data ? { ...event.data, note: 'In the trail.' } : event.data,
  }) as AnyEvent;

const message = (event: AnyEvent): OutboundMessage => ({ id: event.id, body: JSON.stringify(event) });

const put = async (publisher: Publisher, messages: readonly OutboundMessage[]): Promise<readonly string[]> =>
  messages.length === 0 ? [] : (await publisher.publish(messages)).failed;
