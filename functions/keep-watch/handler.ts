import { dynamo } from '../../shared/aws/clients/dynamo.ts';
import { s3 } from '../../shared/aws/clients/s3.ts';
import { ses } from '../../shared/aws/clients/ses.ts';
import { sns } from '../../shared/aws/clients/sns.ts';
import { sqs } from '../../shared/aws/clients/sqs.ts';
import { DynamoDigestStore } from '../../shared/aws/dynamo-digest-store.ts';
import { S3DocumentStore } from '../../shared/aws/s3-document-store.ts';
import { S3MailStore } from '../../shared/aws/s3-mail-store.ts';
import { SesMailRules } from '../../shared/aws/ses-mail-rules.ts';
import { SnsAlarmTopic } from '../../shared/aws/sns-alarm-topic.ts';
import { SqsHeldMessages } from '../../shared/aws/sqs-held-messages.ts';
import { SqsPublisher } from '../../shared/aws/sqs-publisher.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { logTo, powertoolsLogger } from '../../shared/runtime/log.ts';
import { meterTo, powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { middleware } from '../../shared/runtime/middleware.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { keepWatch } from './keep-watch.ts';
import { settings } from './settings.ts';

const given = readSettings(settings, process.env);
const logger = powertoolsLogger();
const metrics = powertoolsMetrics();

const tools = {
  holding: given.HOLDING_QUEUES.map(({ name, url }) => ({ name, messages: new SqsHeldMessages(sqs(), url) })),
  digests: new DynamoDigestStore(dynamo(), given.CASES_TABLE),
  documents: new S3DocumentStore(s3(), given.DOCUMENTS_BUCKET),
  mailRules: new SesMailRules(ses()),
  ruleSet: given.RULE_SET,
  mails: new S3MailStore(s3(), given.MAIL_BUCKET),
  mailBucket: given.MAIL_BUCKET,
  received: new SqsPublisher(sqs(), given.MAIL_QUEUE_URL),
  alarms: new SnsAlarmTopic(sns(), given.ALARM_TOPIC_ARN),
  notifications: new SqsPublisher(sqs(), given.NOTIFICATIONS_QUEUE_URL),
  clock: systemClock,
  log: logTo(logger),
  meter: meterTo(metrics),
};

export const handler = middleware<unknown, void>(logger, metrics, async () => {
  await keepWatch(tools);
});
