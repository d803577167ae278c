import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Clock } from '../deploy/options.ts';

export interface AlarmsProps {
  /**
   * Who gets the alarms by e-mail; they confirm once.
   *
   * @default nobody
   */
  readonly email?: string;
  /** While nothing happens by the clock, silence is as it should be, and calls nobody. */
  readonly clock: Clock;
}

/** What CloudWatch makes of a time without data. There is no default: each alarm has to decide. */
type Silence = 'is well' | 'is an alarm' | 'changes nothing';

const silences: Readonly<Record<Silence, TreatMissingData>> = {
  'is well': TreatMissingData.NOT_BREACHING,
  'is an alarm': TreatMissingData.BREACHING,
  'changes nothing': TreatMissingData.IGNORE,
};

export interface RaiseProps {
  /** Name of the alarm in kebab case; CloudWatch shows it behind the stack's name. */
  readonly name: string;
  /**
   * Name of its runbook in infra/runbooks, without the ending. Alarms of one kind share one.
   *
   * @default the alarm's name
   */
  readonly runbook?: string;
  /** What has happened, in a sentence for somebody who has just been woken. */
  readonly says: string;
  readonly metric: IMetric;
  /** The first value that is wrong. */
  readonly from: number;
  /**
   * Which side of `from` is wrong.
   *
   * @default 'up': `from` and more
   */
  readonly direction?: 'up' | 'below';
  /**
   * How many periods in a row have to be wrong.
   *
   * @default 1
   */
  readonly periods?: number;
  readonly silence: Silence;
}

/** Where every alarm goes: one topic, and one way to raise an alarm, which is with a runbook. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly #clock: Clock;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.#clock = props.clock;
    const key = new Key(this, 'Key', {
      description: 'National Transfer Scheme: alarms on their way to people',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.topic = new Topic(this, 'Topic', {
      displayName: 'National Transfer Scheme alarms',
      masterKey: key,
      enforceSSL: true,
    });
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');
    const ours = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsEncrypt',
        principals: [cloudWatch],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: ours,
      }),
    );
    // A topic policy of our own (the one that asks for TLS) takes the place of the default, which let alarms in.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish',
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: ours,
      }),
    );
    if (props.email !== undefined) this.topic.addSubscription(new EmailSubscription(props.email));
  }

  /** Makes an alarm that tells the topic when things go wrong and when they are well again. */
  raise(props: RaiseProps): Alarm {
    const alarm = new Alarm(this, props.name, {
      alarmName: `${Stack.of(this).stackName}-${props.name}`,
      alarmDescription: `${props.says} Runbook: infra/runbooks/${props.runbook ?? props.name}.md`,
      metric: props.metric,
      threshold: props.from,
      comparisonOperator:
        props.direction === 'below'
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData: silences[props.silence],
      ...(props.silence === 'is an alarm' && this.#clock === 'paused' ? { actionsEnabled: false } : {}),
    });
    const tell = new SnsAction(this.topic);
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
    return alarm;
  }
}
