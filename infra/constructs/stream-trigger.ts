import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { EncryptedTable } from './encrypted-table.ts';
import { readStream, sendTo } from './permissions.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import type { HoldingQueue } from './work-queue.ts';

export interface StreamTriggerProps {
  readonly source: EncryptedTable;
  readonly consumer: PipelineFunction;
  /** Only items wake the function whose partition key and sort key start like one of these. */
  readonly items: readonly { readonly partitionPrefix: string; readonly sortKeyPrefix: string }[];
  /** Where the position of records goes that were given up. */
  readonly givenUp: HoldingQueue;
}

/**
 * A table's stream that wakes a function for items of one kind: for new ones, the outbox, and for those that were changed or
 * deleted, because they are written once.
 */
export class StreamTrigger extends Construct {
  constructor(scope: Construct, id: string, props: StreamTriggerProps) {
    super(scope, id);
    props.consumer.allow(
      ...readStream('ReadStream', props.source),
      sendTo('KeepGivenUpRecords', props.givenUp.queue),
    );
    new EventSourceMapping(this, 'Mapping', {
      target: props.consumer.function,
      ...(props.source.table.tableStreamArn ? { eventSourceArn: props.source.table.tableStreamArn } : {}),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 25,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // A shard waits for its oldest failed record: one that nobody can read is put aside by the function. Six hours outlast an outage of SQS; the stream
      // itself keeps 24. By age alone: a number of tries as well would be used up in minutes, and end it first.
      maxRecordAge: Duration.hours(6),
      filters: props.items.map(({ partitionPrefix, sortKeyPrefix }) =>
        FilterCriteria.filter({
          dynamodb: {
            Keys: {
              pk: { S: FilterRule.beginsWith(partitionPrefix) },
              sk: { S: FilterRule.beginsWith(sortKeyPrefix) },
            },
          },
        }),
      ),
      onFailure: { bind: () => ({ destination: props.givenUp.queue.queueArn }) },
    });
  }
}
