import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { settings as pagesSettings } from '../../functions/pages/settings.ts';
import { defined } from '../../shared/core/defined.ts';
import type { Alarms } from '../constructs/alarms.ts';
import type { FingerprintSecret } from '../constructs/fingerprint-secret.ts';
import type { LinkSecret } from '../constructs/link-secret.ts';
import { queryIndex, sendTo, useItems } from '../constructs/permissions.ts';
import { PipelineFunction } from '../constructs/pipeline-function.ts';
import { type PagesDomain, PublicPages } from '../constructs/public-pages.ts';
import { watchPages } from '../constructs/watch-pages.ts';
import { DUE_INDEX, NEEDS_INDEX, RECEIVED_INDEX } from '../data-stack.ts';
import { setApart } from '../deploy/allowances.ts';
import { decideOnCases, type FlowProps, listCases } from './flow.ts';

export interface WebsiteProps extends FlowProps {
  readonly linkSecret: LinkSecret;
  readonly fingerprintSecret: FingerprintSecret;
  /** The address that councils write to, as the pages tell it. */
  readonly inboxAddress: string;
  /** A name of our own for the pages, if they have one. */
  readonly pagesDomain?: PagesDomain;
}

/** What people see: `pages`, behind the links in e-mails and once signed in, and the HTTP API that leads to them. */
export class Website {
  readonly pages: PipelineFunction;
  readonly publicPages: PublicPages;

  constructor(scope: Construct, props: WebsiteProps) {
    const { queues, linkSecret, fingerprintSecret } = props;
    const { cases, sealed, documents, anchors } = props.data;
    this.pages = new PipelineFunction(scope, 'Pages', {
      name: 'pages',
      description: 'The pages behind the links in e-mails, and each council’s list',
      settings: pagesSettings,
      environment: {
        CASES_TABLE: cases.table.tableName,
        SEALED_TABLE: sealed.table.tableName,
        DOCUMENTS_BUCKET: documents.bucket.bucketName,
        ANCHORS_BUCKET: anchors.bucket.bucketName,
        REFERRALS_QUEUE_URL: queues.referrals.queue.queueUrl,
        NOTIFICATIONS_QUEUE_URL: queues.notifications.queue.queueUrl,
        LINK_SECRET_ARN: linkSecret.secret.secretArn,
        INBOX_ADDRESS: props.inboxAddress,
        FINGERPRINT_SECRET_ARN: fingerprintSecret.secret.secretArn,
        POLICY: props.policy,
      },
      timeout: Duration.seconds(20),
      memorySize: 1024,
      setApart: props.allowed.setsApart ? setApart.pages : undefined,
      may: [
        ...useItems('DecideOnCases', cases, {
          ...decideOnCases,
          council: ['GetItem', 'Query', 'UpdateItem'],
          event: ['GetItem', 'Query', 'PutItem'],
          merger: ['GetItem', 'DeleteItem'],
          decision: ['GetItem'],
          fingerprint: ['GetItem', 'PutItem'],
          ...listCases,
          move: ['Query', 'PutItem'],
          listed: ['Query', 'PutItem', 'DeleteItem'],
          care: ['Query'],
          figures: ['GetItem'],
          fairness: ['Query'],
          // What a council that ends has of children who were handed over.
          birthday: ['Query', 'PutItem', 'DeleteItem'],
        }),
        queryIndex('FindWhatWaits', cases, NEEDS_INDEX, RECEIVED_INDEX),
        queryIndex('FindWhatIsOpen', cases, DUE_INDEX),
        // One call for all of it: each has statements of its own, and a role has room for so many.
        ...useItems('UseWhatIsSealed', sealed, {
          particulars: ['GetItem', 'PutItem', 'UpdateItem'],
          amendment: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
          documents: ['GetItem', 'PutItem', 'UpdateItem'],
          socialWorker: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
          heldCopy: ['Query', 'PutItem', 'UpdateItem'],
          session: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
          signInCount: ['GetItem', 'PutItem', 'UpdateItem'],
          person: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
          roster: ['GetItem', 'PutItem'],
          draft: ['GetItem', 'Query', 'PutItem'],
          reply: ['GetItem', 'PutItem'],
          apiKey: ['PutItem'],
          councilKey: ['GetItem', 'UpdateItem'],
          // What a coordinator changes of a council's contacts, and whose e-mail is read as the council's then.
          contacts: ['GetItem', 'PutItem'],
          returned: ['GetItem', 'Query', 'PutItem'],
          domain: ['PutItem', 'DeleteItem'],
        }),
        ...documents.use('KeepDocuments'),
        ...anchors.read('ReadAnchors'),
        sendTo('ReferAndAskForEmail', queues.referrals.queue, queues.notifications.queue),
        linkSecret.read('CheckLinks', 'AWSCURRENT', 'AWSPREVIOUS', 'FORMER'),
        fingerprintSecret.read('MakeFingerprints', 'AWSCURRENT', 'AWSPREVIOUS'),
      ],
    });
    documents.explainUse(this.pages.role);
    anchors.explainUse(this.pages.role);
    this.publicPages = new PublicPages(scope, 'PublicPages', {
      pages: this.pages,
      ...defined({ domain: props.pagesDomain }),
    });
  }

  watch(alarms: Alarms): void {
    watchPages(alarms, this.publicPages.api);
  }
}
