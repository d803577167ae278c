import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { dynamo } from '../../shared/aws/clients/dynamo.ts';
import { secretsManager } from '../../shared/aws/clients/secrets-manager.ts';
import { ses } from '../../shared/aws/clients/ses.ts';
import { sqs } from '../../shared/aws/clients/sqs.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { DynamoDigestStore } from '../../shared/aws/dynamo-digest-store.ts';
import { DynamoPersonStore } from '../../shared/aws/dynamo-person-store.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import { SecretsManagerSigningKey } from '../../shared/aws/secrets-manager-signing-key.ts';
import { SesMailer } from '../../shared/aws/ses-mailer.ts';
import { SqsPublisher } from '../../shared/aws/sqs-publisher.ts';
import { SqsQuarantine } from '../../shared/aws/sqs-quarantine.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { eachMessage } from '../../shared/runtime/each-record.ts';
import { logTo, powertoolsLogger } from '../../shared/runtime/log.ts';
import { meterTo, powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { middleware } from '../../shared/runtime/middleware.ts';
import { pause } from '../../shared/runtime/pause.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { pacedMailer } from './paced-mailer.ts';
import { sendNotification } from './send-notification.ts';
import { settings } from './settings.ts';

const given = readSettings(settings, process.env);
const logger = powertoolsLogger();
const metrics = powertoolsMetrics();
const log = logTo(logger);
const meter = meterTo(metrics);

const act = sendNotification({
  cases: new DynamoCaseStore(dynamo(), given.CASES_TABLE),
  councils: new DynamoCouncilStore(dynamo(), given.CASES_TABLE),
  digests: new DynamoDigestStore(dynamo(), given.CASES_TABLE),
  notifications: new SqsPublisher(sqs(), given.NOTIFICATIONS_QUEUE_URL),
  sealed: new DynamoSealedStore(dynamo(), given.SEALED_TABLE),
  people: new DynamoPersonStore(dynamo(), given.SEALED_TABLE),
  mailer: pacedMailer(new SesMailer(ses(), given.CONFIGURATION_SET), given.MILLISECONDS_AN_ADDRESS, pause),
  signingKey: new SecretsManagerSigningKey(secretsManager(), given.LINK_SECRET_ARN),
  clock: systemClock,
  log,
  meter,
  pagesUrl: given.PAGES_URL,
  sender: given.SENDER_ADDRESS,
  inbox: given.INBOX_ADDRESS,
  onCall: given.ON_CALL_ADDRESS,
});
const quarantine = new SqsQuarantine(sqs(), given.QUARANTINE_QUEUE_URL);

export const handler = middleware<SQSEvent, SQSBatchResponse>(
  logger,
  metrics,
  eachMessage(act, { quarantine, log, meter }),
);
