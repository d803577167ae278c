/** Reads from the template what GuardDuty scans, what SES tells of e-mails, and what EventBridge does with what it hears. */
import { LocalRunError } from '../local-run-error.ts';
import type { Json, Resource } from './assembly.ts';
import type { EventRulePlan, MailEventsPlan, MalwareScanPlan } from './plan.ts';

/** @throws LocalRunError for a plan that protects anything but a bucket */
export function malwareScanPlan({ properties, path, arn }: Resource): MalwareScanPlan {
  const { ProtectedResource, Actions, Role } = properties as {
    ProtectedResource: { S3Bucket?: { BucketName: string; ObjectPrefixes?: string[] } };
    Actions?: { Tagging?: { Status: string } };
    Role: string;
  };
  const bucket = ProtectedResource.S3Bucket;
  if (!bucket) throw new LocalRunError(`${path} protects no bucket, which is all that the local run plays.`);
  return {
    arn,
    bucketName: bucket.BucketName,
    prefixes: bucket.ObjectPrefixes ?? [''],
    roleArn: Role,
    tags: Actions?.Tagging?.Status === 'ENABLED',
  };
}

/** @throws LocalRunError for a target that is not a queue, or one whose message is made in another way */
export function eventRulePlan({ properties, path, arn, id }: Resource): EventRulePlan {
  const targets = (properties.Targets ?? []) as {
    Id: string;
    Arn: string;
    InputTransformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
  }[];
  return {
    name: id,
    arn,
    pattern: properties.EventPattern as Json,
    targets: targets.map((target) => {
      const { Id, Arn, InputTransformer, ...others } = target;
      const [strange] = Object.keys(others);
      if (!Arn.includes(':sqs:') || !InputTransformer || strange !== undefined)
        throw new LocalRunError(
          `${path} has a target (${Id}${strange === undefined ? '' : `, ${strange}`}) that the local run does not play: it sends what a template makes to queues.`,
        );
      return {
        queueArn: Arn,
        paths: InputTransformer.InputPathsMap ?? {},
        template: InputTransformer.InputTemplate,
      };
    }),
  };
}

/** @throws LocalRunError for a destination other than the default event bus and CloudWatch, which only counts */
export function mailEventsPlan({ properties, path }: Resource): MailEventsPlan | undefined {
  const { ConfigurationSetName, EventDestination } = properties as {
    ConfigurationSetName: string;
    EventDestination: {
      Enabled?: boolean;
      MatchingEventTypes: string[];
      CloudWatchDestination?: Json;
      EventBridgeDestination?: { EventBusArn: string };
    };
  };
  const { Enabled, MatchingEventTypes, CloudWatchDestination, EventBridgeDestination } = EventDestination;
  if (Enabled === false || CloudWatchDestination !== undefined) return undefined;
  if (!EventBridgeDestination?.EventBusArn.endsWith(':event-bus/default'))
    throw new LocalRunError(
      `${path} tells neither CloudWatch nor the default event bus, which is all that the local run plays.`,
    );
  return {
    configurationSet: ConfigurationSetName,
    types: MatchingEventTypes.map((type) => type.toUpperCase()),
  };
}
