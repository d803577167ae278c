import type { Construct } from 'constructs';
import { settings as allocateReferralSettings } from '../../functions/allocate-referral/settings.ts';
import type { Alarms } from '../constructs/alarms.ts';
import { queryIndex, useItems } from '../constructs/permissions.ts';
import { PipelineFunction } from '../constructs/pipeline-function.ts';
import { QueueTrigger } from '../constructs/queue-trigger.ts';
import { watchErrors } from '../constructs/watch-functions.ts';
import { NEEDS_INDEX } from '../data-stack.ts';
import { decideOnCases, type FlowProps, listCases } from './flow.ts';

/** From a referral to offers: `allocate-referral`, woken by the queue of referrals. */
export class Allocation {
  readonly allocateReferral: PipelineFunction;

  constructor(scope: Construct, { data: { cases, sealed }, queues, policy }: FlowProps) {
    this.allocateReferral = new PipelineFunction(scope, 'AllocateReferral', {
      name: 'allocate-referral',
      description: 'Finds the councils that should take a child, and makes the offers',
      settings: allocateReferralSettings,
      environment: {
        CASES_TABLE: cases.table.tableName,
        SEALED_TABLE: sealed.table.tableName,
        POLICY: policy,
        QUARANTINE_QUEUE_URL: queues.quarantine.queue.queueUrl,
      },
      timeout: queues.referrals.consumerTimeout,
      memorySize: 1024,
      may: [
        ...useItems('DecideOnCases', cases, {
          ...decideOnCases,
          event: ['Query', 'PutItem'],
          merger: ['GetItem', 'PutItem'],
          decision: ['PutItem'],
          fingerprint: ['GetItem', 'PutItem'],
          ...listCases,
        }),
        queryIndex('FindHoldsAlike', cases, NEEDS_INDEX),
        ...useItems('ApplyAmendments', sealed, {
          particulars: ['GetItem', 'PutItem', 'UpdateItem'],
          amendment: ['GetItem', 'PutItem'],
          socialWorker: ['UpdateItem'],
          documents: ['UpdateItem'],
        }),
        ...queues.keepForPeople('QuarantineUnreadable'),
      ],
    });
    new QueueTrigger(scope, 'ReferralsTrigger', {
      queue: queues.referrals,
      consumer: this.allocateReferral,
      batchSize: 10,
      // The rota item is the one that every allocation writes: more side by side would only lose races.
      maxConcurrency: 2,
    });
  }

  watch(alarms: Alarms): void {
    watchErrors(alarms, this.allocateReferral);
  }
}
