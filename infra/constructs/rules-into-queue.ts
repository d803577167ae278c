import type { IRuleTarget, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** The queue as a rule's target. CDK's own would also let the rule look the queue up, which it need not. */
export const into = (queue: Queue, input: RuleTargetInput): IRuleTarget => ({
  bind: () => ({ arn: queue.queueArn, input }),
});

/** Lets these rules, and no other, put messages in the queue. @param sid what that is for */
export function takeFrom(queue: Queue, sid: string, rules: readonly Rule[]): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid,
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rules.map(({ ruleArn }) => ruleArn) } },
    }),
  );
}
