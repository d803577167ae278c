import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import type { Quarantine } from '../ports/publisher.ts';
import type { Log } from './log.ts';
import { logMessages } from './log-messages.ts';
import type { Meter } from './meter.ts';
import { type MetricName, metricNames } from './metric-names.ts';
import { PermanentFailure, SetAside } from './permanent-failure.ts';

/** A message as a function sees it. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

export interface MessageTools {
  readonly quarantine: Quarantine;
  /** Where a message waits that is set aside; the quarantine where a function sets none aside. */
  readonly setAside?: Quarantine;
  readonly log: Log;
  readonly meter: Meter;
  /** Counted for each message put in quarantine. */
  readonly quarantined?: MetricName;
}

/**
 * A message is begun only with this much of the invocation left. A function that is stopped in the middle of a batch reports
 * nothing: what it had done comes again, and an e-mail that it had just handed over is sent twice.
 */
const ENOUGH_MILLISECONDS = 15_000;

/** The invocation is nearly over: the queue brings the message again. */
class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/**
 * Every message of a batch ends in one of three ways: done; retried, then dead-lettered (`act` threw); or held for a person
 * with a reason (`act` threw a PermanentFailure): set aside when it threw `SetAside`, otherwise quarantined. One at a time: messages of one batch would only race each other.
 */
export const eachMessage =
  (act: (message: Message) => Promise<void>, tools: MessageTools) =>
  async (event: SQSEvent, context?: Context): Promise<SQSBatchResponse> => {
    const settle = async ({ messageId: id, body, attributes }: SQSRecord): Promise<void> => {
      try {
        if (context !== undefined && context.getRemainingTimeInMillis() < ENOUGH_MILLISECONDS)
          throw new OutOfTime('The messages before it took the time; it was not begun.');
        await act({ id, body });
      } catch (error) {
        if (!(error instanceof PermanentFailure)) {
          tools.log.error(
            logMessages.messageRetried,
            { messageId: id, tried: attributes.ApproximateReceiveCount },
            error,
          );
          throw error;
        }
        tools.log.warn(logMessages.messageQuarantined, { messageId: id, reason: error.code });
        const aside = error instanceof SetAside ? tools.setAside : undefined;
        await (aside ?? tools.quarantine).keep({ id, body }, { code: error.code, words: error.message });
        tools.meter.count(
          aside === undefined
            ? (tools.quarantined ?? metricNames.referralsQuarantined)
            : metricNames.messagesSetAside,
        );
      }
    };
    return processPartialResponse(event, settle, new BatchProcessor(EventType.SQS), {
      throwOnFullBatchFailure: false,
      processInParallel: false,
    });
  };

/** Where a record stands, not what it says: the item itself is still in its table. */
const whereabouts = ({ eventName, dynamodb }: DynamoDBRecord): string =>
  JSON.stringify({
    eventName,
    dynamodb: { Keys: dynamodb?.Keys, SequenceNumber: dynamodb?.SequenceNumber },
  });

/**
 * Every record of a stream's batch is done, tried again, or quarantined with a reason (`act` threw a PermanentFailure). A
 * shard waits for its oldest failed record, and what came after it comes again: `act` has to bear that.
 */
export const eachStreamRecord =
  (
    act: (record: DynamoDBRecord) => Promise<void>,
    { quarantine, log, meter }: Omit<MessageTools, 'quarantined' | 'setAside'>,
  ) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const settle = async (record: DynamoDBRecord): Promise<void> => {
      const sequenceNumber = record.dynamodb?.SequenceNumber;
      try {
        await act(record);
      } catch (error) {
        if (!(error instanceof PermanentFailure)) {
          log.error(logMessages.relayFailed, { sequenceNumber }, error);
          throw error;
        }
        log.warn(logMessages.messageQuarantined, { sequenceNumber, reason: error.code });
        await quarantine.keep(
          { id: sequenceNumber ?? 'unnumbered', body: whereabouts(record) },
          { code: error.code, words: error.message },
        );
        meter.count(metricNames.eventsQuarantined);
      }
    };
    return processPartialResponse(event, settle, new BatchProcessor(EventType.DynamoDBStreams), {
      throwOnFullBatchFailure: false,
      processInParallel: false,
    });
  };
