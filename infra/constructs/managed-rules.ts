import { ArnFormat, type Stack, Token } from 'aws-cdk-lib';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';

/**
 * Rules that a service of AWS makes itself, of which it chooses the end of the names.
 *
 * @param name how they begin, with a star
 * @returns their ARN, and what cdk-nag calls a statement that names it
 */
export const managedRules = (
  stack: Stack,
  name: string,
): { readonly arn: string; readonly nagId: string } => ({
  arn: stack.formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: name,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  }),
  nagId: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:events:${Token.isUnresolved(stack.region) ? '<AWS::Region>' : stack.region}:<AWS::AccountId>:rule/${name}]`,
});

/** What cdk-nag calls a statement that names every object of a bucket. */
export const everyObjectNagId = (stack: Stack, bucket: Bucket): string =>
  `AwsSolutions-IAM5[Resource::<${stack.getLogicalId(bucket.node.defaultChild as CfnBucket)}.Arn>/*]`;
