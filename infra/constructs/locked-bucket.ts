import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type LifecycleRule,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/**
 * A bucket of evidence: what is in it is locked in governance mode for as long as it is kept. {@link refuse} has to say besides what nobody
 * may do, so that nobody lifts the lock without changing the bucket's policy first.
 */
export const lockedBucket = (
  scope: Construct,
  keptFor: Duration,
  lifecycleRules: readonly LifecycleRule[] = [],
): Bucket =>
  new Bucket(scope, 'Bucket', {
    // References, hashes and names of roles: nothing to seal, and no key whose loss could take the evidence with it.
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    versioned: true,
    objectLockEnabled: true,
    objectLockDefaultRetention: ObjectLockRetention.governance(keptFor),
    ...(lifecycleRules.length === 0 ? {} : { lifecycleRules: [...lifecycleRules] }),
    removalPolicy: RemovalPolicy.RETAIN,
  });

/** What takes evidence away. */
export const takingAway = [
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:BypassGovernanceRetention',
] as const;

/** Refuses everybody to do something to what is in a bucket, whatever leave they have. */
export function refuse(
  bucket: Bucket,
  sid: string,
  actions: readonly string[],
  conditions: Record<string, unknown> = {},
): void {
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: [...actions],
      resources: [bucket.arnForObjects('*')],
      conditions,
    }),
  );
}
