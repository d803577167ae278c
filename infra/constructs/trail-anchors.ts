import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { lockedBucket, refuse } from './locked-bucket.ts';
import { nameResource } from './name-tag.ts';

/** Below it is every anchor, by day. */
const PREFIX = 'anchors/';

/**
 * The bucket of anchors: the ends of all trails, day by day, outside the table that they are to vouch for (decisions/0017). What
 * is in it is locked; nobody writes over it or deletes it, and nobody may lift the lock without changing this policy first.
 */
export class TrailAnchors extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = lockedBucket(this, 'AnchorsStay');
    nameResource(this.bucket, 'anchors', 'AWS::S3::Bucket');
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'It holds an object a day, written by one function that says so in its log, and locked.',
    });
    // A put has to say that it writes over nothing: of two objects of one name the later would be read.
    refuse(this.bucket, 'AnchorsAreNotWrittenOver', ['s3:PutObject'], {
      Null: { 's3:if-none-match': 'true' },
    });
  }

  /** Leave to keep and read anchors, and to know which there are. */
  use(purpose: string): PolicyStatement[] {
    return this.#leave(purpose, 's3:PutObject', 's3:GetObject');
  }

  /** Leave to read anchors, and to know which there are. */
  read(purpose: string): PolicyStatement[] {
    return this.#leave(purpose, 's3:GetObject');
  }

  #leave(purpose: string, ...actions: readonly string[]): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: purpose,
        actions: [...actions],
        resources: [this.bucket.arnForObjects(`${PREFIX}*`)],
      }),
      new PolicyStatement({
        sid: `${purpose}List`,
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
      }),
    ];
  }

  /** Says why a role may use every object: nag asks. */
  explainUse(role: Role): void {
    // The role is in another stack, which knows the bucket by the name of what this one exports.
    const exported = Stack.of(this).exportValue(this.bucket.bucketArn);
    const { 'Fn::ImportValue': name } = Stack.of(role).resolve(exported) as { 'Fn::ImportValue': string };
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${name}/${PREFIX}*]`,
      reason: 'Every anchor is an object of its own below anchors/, which holds nothing else.',
    });
  }
}
