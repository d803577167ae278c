import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { dynamo } from '../../shared/aws/clients/dynamo.ts';
import { s3 } from '../../shared/aws/clients/s3.ts';
import { secretsManager } from '../../shared/aws/clients/secrets-manager.ts';
import { sqs } from '../../shared/aws/clients/sqs.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import { S3MailStore } from '../../shared/aws/s3-mail-store.ts';
import { SecretsManagerSigningKey } from '../../shared/aws/secrets-manager-signing-key.ts';
import { SqsPublisher } from '../../shared/aws/sqs-publisher.ts';
import { SqsQuarantine } from '../../shared/aws/sqs-quarantine.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { eachMessage } from '../../shared/runtime/each-record.ts';
import { logTo, powertoolsLogger } from '../../shared/runtime/log.ts';
import { meterTo, powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { middleware } from '../../shared/runtime/middleware.ts';
import { pause } from '../../shared/runtime/pause.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { receiveEmail } from './receive-email.ts';
import { settings } from './settings.ts';

const given = readSettings(settings, process.env);
const logger = powertoolsLogger();
const metrics = powertoolsMetrics();
const log = logTo(logger);
const meter = meterTo(metrics);

const act = receiveEmail({
  mails: new S3MailStore(s3(), given.MAIL_BUCKET),
  cases: new DynamoCaseStore(dynamo(), given.CASES_TABLE),
  councils: new DynamoCouncilStore(dynamo(), given.CASES_TABLE),
  sealed: new DynamoSealedStore(dynamo(), given.SEALED_TABLE),
  referrals: new SqsPublisher(sqs(), given.REFERRALS_QUEUE_URL),
  notifications: new SqsPublisher(sqs(), given.NOTIFICATIONS_QUEUE_URL),
  fingerprintKey: new SecretsManagerSigningKey(secretsManager(), given.FINGERPRINT_SECRET_ARN),
  policy: policyNamed(given.POLICY),
  clock: systemClock,
  pause,
  log,
  newId: randomUUID,
  ownDomain: given.OWN_DOMAIN,
});
const quarantine = new SqsQuarantine(sqs(), given.QUARANTINE_QUEUE_URL);
const setAside = new SqsQuarantine(sqs(), given.SET_ASIDE_QUEUE_URL);

export const handler = middleware<SQSEvent, SQSBatchResponse>(
  logger,
  metrics,
  eachMessage(act, { quarantine, setAside, log, meter }),
);
