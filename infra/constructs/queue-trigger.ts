import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { consumeFrom, openMessages } from './permissions.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import type { WorkQueue } from './work-queue.ts';

export interface QueueTriggerProps {
  readonly queue: WorkQueue;
  readonly consumer: PipelineFunction;
  /** Messages in one invocation, at most; the function answers for each of them. */
  readonly batchSize: number;
  /** Invocations side by side, at most (2 or more, says AWS). */
  readonly maxConcurrency: number;
}

/** A queue that wakes a function. The function names the messages that failed; only those come back. */
export class QueueTrigger extends Construct {
  constructor(scope: Construct, id: string, props: QueueTriggerProps) {
    super(scope, id);
    const { encryptionMasterKey: key } = props.queue.queue;
    props.consumer.allow(
      consumeFrom('ReceiveFromOwnQueue', props.queue.queue),
      ...(key === undefined ? [] : [openMessages('OpenOwnMessages', key)]),
    );
    new EventSourceMapping(this, 'Mapping', {
      target: props.consumer.function,
      eventSourceArn: props.queue.queue.queueArn,
      batchSize: props.batchSize,
      maxConcurrency: props.maxConcurrency,
      reportBatchItemFailures: true,
    });
  }
}
