import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { settings } from '../../functions/keep-watch/settings.ts';
import type { Alarms } from '../constructs/alarms.ts';
import type { IncomingMail } from '../constructs/incoming-mail.ts';
import { sendTo, useItems } from '../constructs/permissions.ts';
import { PipelineFunction } from '../constructs/pipeline-function.ts';
import type { Timetable } from '../constructs/timetable.ts';
import { watchAges } from '../constructs/watch-queues.ts';
import type { HoldingQueue, WorkQueue } from '../constructs/work-queue.ts';
import type { FlowProps } from './flow.ts';

export interface WatchProps extends Pick<FlowProps, 'data' | 'queues'> {
  /** Every queue in which messages wait for a person. */
  readonly holding: readonly HoldingQueue[];
  readonly mail: IncomingMail;
  /** Where alarms go: who hears them is looked at. */
  readonly alarmTopic: ITopic;
  /** Hears of each e-mail. */
  readonly received: WorkQueue;
  readonly timetable: Timetable;
}

/** What is looked at every hour because no service tells of it by itself (`keep-watch`). */
export class Watch {
  readonly keepWatch: PipelineFunction;

  constructor(
    scope: Construct,
    { data: { cases, documents }, queues, holding, mail, received, alarmTopic, timetable }: WatchProps,
  ) {
    this.keepWatch = new PipelineFunction(scope, 'KeepWatch', {
      name: 'keep-watch',
      description: 'Counts what was forgotten, not taken in, not told, not scanned or not heard',
      settings,
      environment: {
        HOLDING_QUEUES: holding.map(({ name, queue }) => `${name}=${queue.queueUrl}`).join(' '),
        CASES_TABLE: cases.table.tableName,
        DOCUMENTS_BUCKET: documents.bucket.bucketName,
        MAIL_BUCKET: mail.bucket.bucketName,
        MAIL_QUEUE_URL: received.queue.queueUrl,
        RULE_SET: mail.ruleSetName,
        ALARM_TOPIC_ARN: alarmTopic.topicArn,
        NOTIFICATIONS_QUEUE_URL: queues.notifications.queue.queueUrl,
      },
      timeout: Duration.minutes(5),
      may: [
        ...queues.look('SeeHowLongMessagesWait', holding),
        ...useItems('SeeWhoIsNotTold', cases, { notice: ['Query'] }),
        ...documents.look('SeeWhatIsScanned'),
        ...mail.look('SeeWhatNobodyWasToldOf'),
        sendTo('HandOverMail', received.queue),
        sendTo('TellWhoIsNotCalled', queues.notifications.queue),
        new PolicyStatement({
          sid: 'SeeWhoHearsAlarms',
          actions: ['sns:GetTopicAttributes'],
          resources: [alarmTopic.topicArn],
        }),
        new PolicyStatement({
          sid: 'SeeActiveMailRules',
          actions: ['ses:DescribeActiveReceiptRuleSet'],
          // SES knows no resource for it.
          resources: ['*'],
        }),
      ],
    });
    documents.explainUse(this.keepWatch.role);
    mail.explainUse(this.keepWatch.role);
    timetable.run({
      target: this.keepWatch,
      expression: 'cron(0 * * * ? *)',
      description: 'Every hour: what was forgotten, not taken in, not told or not scanned',
      worthStartingFor: Duration.minutes(30),
    });
  }

  watch(alarms: Alarms): void {
    watchAges(alarms);
  }
}
