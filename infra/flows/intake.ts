import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { settings as apiSettings } from '../../functions/api/settings.ts';
import { settings as receiveEmailSettings } from '../../functions/receive-email/settings.ts';
import { defined } from '../../shared/core/defined.ts';
import type { Alarms } from '../constructs/alarms.ts';
import { CouncilApi } from '../constructs/council-api.ts';
import type { FingerprintSecret } from '../constructs/fingerprint-secret.ts';
import { IncomingMail } from '../constructs/incoming-mail.ts';
import { sendTo, useItems } from '../constructs/permissions.ts';
import { PipelineFunction } from '../constructs/pipeline-function.ts';
import type { PublicPages } from '../constructs/public-pages.ts';
import { QueueTrigger } from '../constructs/queue-trigger.ts';
import { watchMailIn } from '../constructs/watch-mail.ts';
import { watchWorkQueue } from '../constructs/watch-queues.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import { setApart } from '../deploy/allowances.ts';
import type { FlowProps } from './flow.ts';

export interface IntakeProps extends FlowProps {
  readonly fingerprintSecret: FingerprintSecret;
  /** Domain of the address that councils write to. */
  readonly domain: string;
  /** The set that our rule for e-mail goes into, if not one of its own. */
  readonly mailRules?: string;
  /** The HTTP API that councils' own systems call. */
  readonly publicPages: PublicPages;
}

/**
 * How referrals come in besides the website's form: by e-mail (the address, the bucket of mail, its queue and `receive-email`),
 * and from councils' own systems (`api`). Both end in the queue of referrals.
 */
export class Intake {
  readonly mail: IncomingMail;
  readonly received: WorkQueue;
  readonly receiveEmail: PipelineFunction;
  readonly api: PipelineFunction;

  constructor(scope: Construct, props: IntakeProps) {
    this.received = new WorkQueue(scope, 'ReceivedMail', {
      name: 'mail',
      consumerTimeout: Duration.seconds(60),
    });
    this.mail = new IncomingMail(scope, 'IncomingMail', {
      domain: props.domain,
      received: this.received,
      mail: props.data.mail,
      ...defined({ rules: props.mailRules }),
    });
    this.receiveEmail = this.#receiveEmail(scope, props);
    this.mail.explainUse(this.receiveEmail.role);
    new QueueTrigger(scope, 'ReceivedMailTrigger', {
      queue: this.received,
      consumer: this.receiveEmail,
      // One mail may take its whole time.
      batchSize: 1,
      maxConcurrency: 2,
    });
    this.api = this.#api(scope, props);
    new CouncilApi(scope, 'CouncilApi', { publicPages: props.publicPages, function: this.api });
  }

  #receiveEmail(scope: Construct, props: IntakeProps): PipelineFunction {
    const {
      data: { cases, sealed },
      queues,
      fingerprintSecret,
    } = props;
    return new PipelineFunction(scope, 'ReceiveEmail', {
      name: 'receive-email',
      description: 'Reads referrals that councils send by e-mail, and answers',
      settings: receiveEmailSettings,
      environment: {
        CASES_TABLE: cases.table.tableName,
        SEALED_TABLE: sealed.table.tableName,
        MAIL_BUCKET: this.mail.bucket.bucketName,
        FINGERPRINT_SECRET_ARN: fingerprintSecret.secret.secretArn,
        REFERRALS_QUEUE_URL: queues.referrals.queue.queueUrl,
        NOTIFICATIONS_QUEUE_URL: queues.notifications.queue.queueUrl,
        QUARANTINE_QUEUE_URL: queues.quarantine.queue.queueUrl,
        SET_ASIDE_QUEUE_URL: queues.setAside.queue.queueUrl,
        POLICY: props.policy,
        OWN_DOMAIN: props.domain,
      },
      timeout: this.received.consumerTimeout,
      memorySize: 1024,
      may: [
        ...this.mail.read('ReadMail'),
        ...useItems('RecordMail', cases, {
          case: ['GetItem'],
          merger: ['GetItem'],
          council: ['GetItem', 'UpdateItem'],
          event: ['Query', 'PutItem'],
        }),
        ...useItems('SealParticulars', sealed, {
          particulars: ['GetItem', 'PutItem'],
          amendment: ['Query', 'PutItem'],
        }),
        ...useItems('KnowSenders', sealed, {
          contacts: ['GetItem'],
          domain: ['Query'],
          sender: ['PutItem'],
          answerCount: ['UpdateItem'],
        }),
        fingerprintSecret.read('MakeFingerprints', 'AWSCURRENT', 'AWSPREVIOUS'),
        sendTo('ReferChildrenAndTell', queues.referrals.queue, queues.notifications.queue),
        ...queues.keepForPeople('KeepForPeople', queues.setAside),
      ],
    });
  }

  #api(scope: Construct, props: IntakeProps): PipelineFunction {
    const {
      data: { cases, sealed },
      queues,
      fingerprintSecret,
    } = props;
    return new PipelineFunction(scope, 'Api', {
      name: 'api',
      description: 'Takes referrals from councils’ own systems and tells them how they stand',
      setApart: props.allowed.setsApart ? setApart.api : undefined,
      settings: apiSettings,
      environment: {
        CASES_TABLE: cases.table.tableName,
        SEALED_TABLE: sealed.table.tableName,
        FINGERPRINT_SECRET_ARN: fingerprintSecret.secret.secretArn,
        REFERRALS_QUEUE_URL: queues.referrals.queue.queueUrl,
        POLICY: props.policy,
      },
      timeout: Duration.seconds(20),
      memorySize: 1024,
      may: [
        ...useItems('ReadCases', cases, { case: ['GetItem'], merger: ['GetItem'] }),
        ...useItems('SealParticulars', sealed, {
          particulars: ['GetItem', 'PutItem'],
          amendment: ['Query', 'PutItem'],
        }),
        ...useItems('KnowCallers', sealed, {
          apiKey: ['GetItem'],
          councilKey: ['GetItem'],
          requestCount: ['UpdateItem'],
          apiRequest: ['GetItem', 'PutItem'],
        }),
        fingerprintSecret.read('MakeFingerprints', 'AWSCURRENT', 'AWSPREVIOUS'),
        sendTo('SendReferrals', queues.referrals.queue),
      ],
    });
  }

  watch(alarms: Alarms): void {
    watchWorkQueue(alarms, this.received, {
      waiting: 'An e-mail of a council has waited fifteen minutes to be read.',
      failed: 'An e-mail of a council failed five times: it may refer a child, and nobody has answered.',
    });
    watchMailIn(alarms, this.mail);
  }
}
