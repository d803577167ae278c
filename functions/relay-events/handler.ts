import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { dynamo } from '../../shared/aws/clients/dynamo.ts';
import { sqs } from '../../shared/aws/clients/sqs.ts';
import { DynamoTrailStore } from '../../shared/aws/dynamo-trail-store.ts';
import { eventFromStream, heartbeatInStream, tamperedInStream } from '../../shared/aws/event-item.ts';
import { SqsPublisher } from '../../shared/aws/sqs-publisher.ts';
import { SqsQuarantine } from '../../shared/aws/sqs-quarantine.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { eachStreamRecord } from '../../shared/runtime/each-record.ts';
import { logTo, powertoolsLogger } from '../../shared/runtime/log.ts';
import { meterTo, powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { middleware } from '../../shared/runtime/middleware.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { relayEvents } from './relay-events.ts';
import { settings } from './settings.ts';

const given = readSettings(settings, process.env);
const logger = powertoolsLogger();
const metrics = powertoolsMetrics();
const log = logTo(logger);
const meter = meterTo(metrics);

const act = relayEvents({
  eventIn: ({ dynamodb }) => eventFromStream(dynamodb?.NewImage),
  tamperedIn: tamperedInStream,
  isHeartbeat: heartbeatInStream,
  emailsFor,
  referrals: new SqsPublisher(sqs(), given.REFERRALS_QUEUE_URL),
  notifications: new SqsPublisher(sqs(), given.NOTIFICATIONS_QUEUE_URL),
  trails: new DynamoTrailStore(dynamo(), given.CASES_TABLE),
  clock: systemClock,
  log,
  meter,
});
const quarantine = new SqsQuarantine(sqs(), given.QUARANTINE_QUEUE_URL);

export const handler = middleware<DynamoDBStreamEvent, DynamoDBBatchResponse>(
  logger,
  metrics,
  eachStreamRecord(act, { quarantine, log, meter }),
);
