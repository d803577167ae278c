import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { into, takeFrom } from './rules-into-queue.ts';
import type { WorkQueue } from './work-queue.ts';

/**
 * Has somebody told of every document that is not free of threats for certain: what GuardDuty says of it becomes
 * `document-not-cleared.v1` in the queue of e-mails. The bucket's keys name nobody.
 */
export function tellOfUncleared(
  scope: Construct,
  id: string,
  { bucket, told: { queue } }: { readonly bucket: Bucket; readonly told: WorkQueue },
): void {
  const object = EventField.fromPath('$.detail.s3ObjectDetails.objectKey');
  const found = EventField.fromPath('$.detail.scanResultDetails.scanResultStatus');
  const event = {
    // GuardDuty may say it twice.
    id: `scan:${object}:${found}`,
    type: 'document-not-cleared.v1',
    at: EventField.time,
    actor: { kind: 'system', name: 'guardduty' },
    data: { object, found },
  };
  const rule = new Rule(scope, id, {
    description: 'Documents that GuardDuty did not find free of threats',
    eventPattern: {
      source: ['aws.guardduty'],
      detailType: ['GuardDuty Malware Protection Object Scan Result'],
      detail: {
        s3ObjectDetails: { bucketName: [bucket.bucketName] },
        scanResultDetails: { scanResultStatus: Match.anythingBut('NO_THREATS_FOUND') },
      },
    },
    targets: [into(queue, RuleTargetInput.fromObject(event))],
  });
  takeFrom(queue, 'ScanTells', [rule]);
}
