import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { retention } from '../../shared/core/retention.ts';
import { nameResource } from './name-tag.ts';

/** Where SES puts what it takes in. */
export const MAIL_PREFIX = 'mail/';

export interface SealedMailProps {
  /** How long an original is kept. */
  readonly keptFor: Duration;
}

/** The sealed bucket in which SES leaves each e-mail as it came, and its key (decisions/0011). Each new one is told to EventBridge. */
export class SealedMail extends Construct {
  readonly bucket: Bucket;
  readonly key: Key;

  constructor(scope: Construct, id: string, props: SealedMailProps) {
    super(scope, id);
    const ours = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    const ses = new ServicePrincipal('ses.amazonaws.com');
    this.key = new Key(this, 'Key', {
      description: 'National Transfer Scheme: e-mails as they came',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'MailIsEncrypted',
        principals: [ses],
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: ['*'],
        conditions: ours,
      }),
    );
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      // A backup wants versions. What its time has taken away can be brought back for as long as what is deleted of documents.
      versioned: true,
      lifecycleRules: [
        {
          expiration: props.keptFor,
          noncurrentVersionExpiration: Duration.days(retention.setBackDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { expiredObjectDeleteMarker: true },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    nameResource(this.bucket, 'mail', 'AWS::S3::Bucket');
    // The template's own property: CDK's `eventBridgeEnabled` would deploy a function in Python to set it.
    const bucket = this.bucket.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Nothing reads it but one function. Whoever else reads it is named by data events of CloudTrail (decisions/0045), and by nothing else: its key is opened once for many readings.',
    });
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'MailIsStored',
        principals: [ses],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects(`${MAIL_PREFIX}*`)],
        conditions: ours,
      }),
    );
  }
}
