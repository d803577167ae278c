import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { retention } from '../../shared/core/retention.ts';
import { MalwareScan } from './malware-scan.ts';
import { nameResource } from './name-tag.ts';

export interface SealedDocumentsProps {
  /** The key of what is sealed. */
  readonly key: IKey;
  /** Keeps copies of them (`Backups`). */
  readonly keptBy: IRole;
}

/** Below it is every document, by referral and id. */
const PREFIX = 'documents/';

/** The sealed bucket of documents about children, under the key of the sealed table (decisions/0012). */
export class SealedDocuments extends Construct {
  readonly bucket: Bucket;
  readonly #key: IKey;

  constructor(scope: Construct, id: string, props: SealedDocumentsProps) {
    super(scope, id);
    this.#key = props.key;
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: props.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      // How long a document stays follows from its children: forget-documents deletes it (decisions/0030). What was deleted no function
      // can reach; an operator can bring it back as long as the table that lists it can be set back.
      versioned: true,
      lifecycleRules: [
        {
          noncurrentVersionExpiration: Duration.days(retention.setBackDays),
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    nameResource(this.bucket, 'documents', 'AWS::S3::Bucket');
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'One function opens it, and each opening is an event of its case first. Whoever reads past it is named by data events of CloudTrail (decisions/0045).',
    });
    new MalwareScan(this, 'MalwareScan', {
      bucket: this.bucket,
      key: props.key,
      prefix: PREFIX,
      keptBy: props.keptBy,
    });
  }

  /** Leave to keep, read and remove documents, to see what the scan found, and to use their key for that. */
  use(purpose: string): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: purpose,
        actions: ['s3:PutObject', 's3:GetObject', 's3:GetObjectTagging', 's3:DeleteObject'],
        resources: [this.bucket.arnForObjects(`${PREFIX}*`)],
      }),
      new PolicyStatement({
        sid: `${purpose}Key`,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.#key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(this).region}.amazonaws.com` } },
      }),
    ];
  }

  /** Leave to know which documents there are and to remove them; not to read one. */
  forget(purpose: string): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: purpose,
        actions: ['s3:DeleteObject'],
        resources: [this.bucket.arnForObjects(`${PREFIX}*`)],
      }),
      this.#list(purpose),
    ];
  }

  /** Leave to know which documents there are and what the scan found; not to read one. */
  look(purpose: string): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: purpose,
        actions: ['s3:GetObjectTagging'],
        resources: [this.bucket.arnForObjects(`${PREFIX}*`)],
      }),
      this.#list(purpose),
    ];
  }

  #list(purpose: string): PolicyStatement {
    return new PolicyStatement({
      sid: `${purpose}List`,
      actions: ['s3:ListBucket'],
      resources: [this.bucket.bucketArn],
    });
  }

  /** Says why a role may use every object: nag asks. */
  explainUse(role: Role): void {
    // The role is in another stack, which knows the bucket by the name of what this one exports.
    const exported = Stack.of(this).exportValue(this.bucket.bucketArn);
    const { 'Fn::ImportValue': name } = Stack.of(role).resolve(exported) as { 'Fn::ImportValue': string };
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${name}/${PREFIX}*]`,
      reason: 'Every document is an object of its own below documents/, which holds nothing else.',
    });
  }
}
