import { type Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Clock } from '../deploy/options.ts';
import { sendTo } from './permissions.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import type { HoldingQueue } from './work-queue.ts';

export interface ScheduledRunProps {
  readonly target: PipelineFunction;
  /** EventBridge Scheduler's own words: `rate(5 minutes)` or `cron(0 8 ? * MON-FRI *)`, on London's clock. */
  readonly expression: string;
  /** What runs then, in a sentence for the console. */
  readonly description: string;
  /** How long a late run is still worth starting; at least a minute. */
  readonly worthStartingFor: Duration;
}

/** The hours that the scheme keeps: London's, summer time and all, whatever nation a council is in. */
const TIME_ZONE = 'Europe/London';

/** Functions that run by the clock, once it is live. What cannot be started, or fails when it is, leaves a message for a person. */
export class Timetable extends Construct {
  readonly group: CfnScheduleGroup;
  private readonly undelivered: HoldingQueue;
  readonly #clock: Clock;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly undelivered: HoldingQueue; readonly clock: Clock },
  ) {
    super(scope, id);
    this.undelivered = props.undelivered;
    this.#clock = props.clock;
    this.group = new CfnScheduleGroup(this, 'Group');
  }

  /** Runs a function by the clock. */
  run(props: ScheduledRunProps): void {
    const { target } = props;
    const role = new Role(this, `${target.node.id}Role`, {
      description: `Starts ${target.name} by the clock`,
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': this.group.attrArn },
        },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({
        sid: 'StartFunction',
        actions: ['lambda:InvokeFunction'],
        resources: [target.function.functionArn],
      }),
    );
    role.addToPolicy(sendTo('KeepUndelivered', this.undelivered.queue));

    const schedule = new CfnSchedule(this, target.node.id, {
      description: props.description,
      groupName: this.group.ref,
      scheduleExpression: props.expression,
      scheduleExpressionTimezone: TIME_ZONE,
      state: this.#clock === 'live' ? 'ENABLED' : 'DISABLED',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: target.function.functionArn,
        roleArn: role.roleArn,
        retryPolicy: {
          maximumEventAgeInSeconds: props.worthStartingFor.toSeconds(),
          maximumRetryAttempts: 10,
        },
        deadLetterConfig: { arn: this.undelivered.queue.queueArn },
      },
    });
    schedule.node.addDependency(role);

    // Scheduler hands the run to Lambda's own queue: what fails there is tried twice more, then kept for a person.
    target.allow(sendTo('KeepFailedRuns', this.undelivered.queue));
    target.function.configureAsyncInvoke({
      maxEventAge: props.worthStartingFor,
      retryAttempts: 2,
      onFailure: { bind: () => ({ destination: this.undelivered.queue.queueArn }) },
    });
  }
}
