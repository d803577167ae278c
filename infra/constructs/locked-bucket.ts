import { Duration, RemovalPolicy } from 'aws-cdk-lib';
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

/** As long as anybody may ask what was decided about a child, and why. */
export const EVIDENCE_KEPT_FOR = Duration.days(7 * 365);

/**
 * A bucket of evidence: what is in it is locked in governance mode for as long as it is kept, and nobody deletes it or lifts the lock without changing the
 * bucket's policy first.
 *
 * @param sid names the statement that says so
 */
export function lockedBucket(
  scope: Construct,
  sid: string,
  lifecycleRules: readonly LifecycleRule[] = [],
): Bucket {
  const bucket = new Bucket(scope, 'Bucket', {
    // References, hashes and names of roles: nothing to seal, and no key whose loss could take the evidence with it.
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    versioned: true,
    objectLockEnabled: true,
    objectLockDefaultRetention: ObjectLockRetention.governance(EVIDENCE_KEPT_FOR),
    ...(lifecycleRules.length === 0 ? {} : { lifecycleRules: [...lifecycleRules] }),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  refuse(bucket, sid, takingAway);
  return bucket;
}

/** What takes evidence away. */
const takingAway = ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'] as const;

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
