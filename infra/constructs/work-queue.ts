import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { nameResource } from './name-tag.ts';

/**
 * How often SQS hands out a message before it is set aside. A lost race for a place and a throttled call both
 * come back, so more than the customary three.
 */
const TRIES = 5;

/** The longest that SQS keeps anything: a long weekend and the people who were away must not cost a child's message. */
const RETENTION = Duration.days(14);

const settings = {
  enforceSSL: true,
  retentionPeriod: RETENTION,
  removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
} as const;

const encryptedWith = (key: Key | undefined) =>
  key === undefined
    ? { encryption: QueueEncryption.SQS_MANAGED }
    : { encryption: QueueEncryption.KMS, encryptionMasterKey: key };

export interface HoldingQueueProps {
  /** Short name of the queue, for example `quarantine`. */
  readonly name: string;
  /**
   * Why nothing stands behind it: who empties it.
   *
   * @default it stands behind a work queue, which is reason enough
   */
  readonly emptiedBy?: string;
  /**
   * A key of our own, for a queue whose messages may hold anything.
   *
   * @default SQS's own keys: a message holds a reference and codes, no personal data. No charge for each call, and no
   * key policy that could keep a schedule or a stream from delivering (decisions/0003)
   */
  readonly key?: Key;
}

/** A queue where messages wait for a person. No function reads it, so nothing stands behind it. */
export class HoldingQueue extends Construct {
  readonly queue: Queue;
  readonly name: string;

  constructor(scope: Construct, id: string, props: HoldingQueueProps) {
    super(scope, id);
    this.name = props.name;
    this.queue = new Queue(this, 'Queue', { ...settings, ...encryptedWith(props.key) });
    nameResource(this.queue, props.name, 'AWS::SQS::Queue');
    if (props.emptiedBy !== undefined)
      Validations.of(this.queue).acknowledge({
        id: 'AwsSolutions-SQS3',
        reason: `Messages end here and wait for a person: ${props.emptiedBy}`,
      });
  }
}

export interface WorkQueueProps {
  /** Short name of the queue; what fails goes to `<name>-dlq`. */
  readonly name: string;
  /** Timeout of the function that reads it; a message stays hidden six times as long. */
  readonly consumerTimeout: Duration;
  /** A key of our own, for a queue whose messages hold addresses; SQS's own keys unless given, as for a holding queue. */
  readonly key?: Key;
}

/** A queue that a function reads, and the queue where messages go that failed five times. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: HoldingQueue;
  readonly name: string;
  /** What the function that reads it has to finish in. */
  readonly consumerTimeout: Duration;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.name = props.name;
    this.consumerTimeout = props.consumerTimeout;
    const key = props.key === undefined ? {} : { key: props.key };
    this.deadLetters = new HoldingQueue(this, 'DeadLetters', { name: `${props.name}-dlq`, ...key });
    this.queue = new Queue(this, 'Queue', {
      ...settings,
      ...encryptedWith(props.key),
      // AWS asks for six times the function's timeout: room for a throttled batch to be tried again unseen.
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters.queue, maxReceiveCount: TRIES },
    });
    nameResource(this.queue, props.name, 'AWS::SQS::Queue');
  }
}
