import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { readingsTrailOf } from '../stage.ts';
import { EVIDENCE_KEPT_FOR, lockedBucket } from './locked-bucket.ts';
import { nameResource } from './name-tag.ts';

export interface ReadingsProps {
  /** Whose objects nobody opens unnamed. */
  readonly buckets: readonly Bucket[];
  /** Whose items nobody reads unnamed. */
  readonly table: Table;
  /** Whose items nobody writes unnamed; who reads them does not matter so much, and is nearly every call there is. */
  readonly written: Table;
}

/**
 * Who read, wrote or deleted what is sealed, who wrote to cases, function or person, and who changed anything in the account: a trail of CloudTrail, kept in a
 * locked bucket of its own (decisions/0045). No function may read it.
 */
export class Readings extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { buckets, table, written }: ReadingsProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const trailName = readingsTrailOf(stack.stackName);
    this.bucket = lockedBucket(this, 'ReadingsStay', [
      // It names people who work with the scheme, so it ends too.
      {
        expiration: EVIDENCE_KEPT_FOR,
        noncurrentVersionExpiration: Duration.days(1),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
      { expiredObjectDeleteMarker: true },
    ]);
    nameResource(this.bucket, 'readings', 'AWS::S3::Bucket');
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'It is itself the log of who read what; nobody but CloudTrail writes to it, and it is locked.',
    });
    const ours = {
      'aws:SourceArn': stack.formatArn({ service: 'cloudtrail', resource: 'trail', resourceName: trailName }),
    };
    const cloudTrail = (sid: string, action: string, resource: string, conditions: object = {}) =>
      this.bucket.addToResourcePolicy(
        new PolicyStatement({
          sid,
          principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
          actions: [action],
          resources: [resource],
          conditions: { StringEquals: { ...ours, ...conditions } },
        }),
      );
    cloudTrail('ReadingsAreLookedAt', 's3:GetBucketAcl', this.bucket.bucketArn);
    cloudTrail(
      'ReadingsAreWritten',
      's3:PutObject',
      this.bucket.arnForObjects(`AWSLogs/${stack.account}/*`),
      { 's3:x-amz-acl': 'bucket-owner-full-control' },
    );
    const trail = new CfnTrail(this, 'Trail', {
      trailName,
      s3BucketName: this.bucket.bucketName,
      isLogging: true,
      enableLogFileValidation: true,
      // Who changes roles does so in another region.
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      advancedEventSelectors: [
        selector('What is changed in the account', 'Management', { field: 'readOnly', equalTo: ['false'] }),
        selector(
          'Documents and e-mails',
          'Data',
          { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
          { field: 'resources.ARN', startsWith: buckets.map((bucket) => bucket.arnForObjects('')) },
        ),
        selector(
          'What is sealed',
          'Data',
          { field: 'resources.type', equalTo: ['AWS::DynamoDB::Table'] },
          { field: 'resources.ARN', equalTo: [table.tableArn] },
        ),
        selector(
          'What is written of cases',
          'Data',
          { field: 'resources.type', equalTo: ['AWS::DynamoDB::Table'] },
          { field: 'resources.ARN', equalTo: [written.tableArn] },
          { field: 'readOnly', equalTo: ['false'] },
        ),
      ],
    });
    // It looks at once whether it may write.
    if (this.bucket.policy) trail.node.addDependency(this.bucket.policy);
  }
}

const selector = (
  name: string,
  category: 'Data' | 'Management',
  ...fields: readonly CfnTrail.AdvancedFieldSelectorProperty[]
): CfnTrail.AdvancedEventSelectorProperty => ({
  name,
  fieldSelectors: [{ field: 'eventCategory', equalTo: [category] }, ...fields],
});
