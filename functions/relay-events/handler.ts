import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { sqs } from '../../shared/aws/clients.ts';
import { eventFromStream } from '../../shared/aws/event-item.ts';
import { SqsPublisher } from '../../shared/aws/sqs-publisher.ts';
import { emailsFor } from '../../shared/core/notifications.ts';
import { eachStreamRecord } from '../../shared/runtime/each-record.ts';
import { logTo, powertoolsLogger } from '../../shared/runtime/log.ts';
import { powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { wear } from '../../shared/runtime/wear.ts';
import { relayEvents } from './relay-events.ts';
import { settings } from './settings.ts';

const given = readSettings(settings, process.env);
const logger = powertoolsLogger();
const log = logTo(logger);

const act = relayEvents({
  eventIn: ({ dynamodb }) => eventFromStream(dynamodb?.NewImage),
  emailsFor,
  referrals: new SqsPublisher(sqs(), given.REFERRALS_QUEUE_URL),
  notifications: new SqsPublisher(sqs(), given.NOTIFICATIONS_QUEUE_URL),
  log,
});

export const handler = wear<DynamoDBStreamEvent, DynamoDBBatchResponse>(
  logger,
  powertoolsMetrics(),
  eachStreamRecord(act, log),
);
