import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { into, takeFrom } from './rules-into-queue.ts';
import { MAIL_PREFIX } from './sealed-mail.ts';
import type { WorkQueue } from './work-queue.ts';

/**
 * Has the queue told of each e-mail that SES stored, as S3 itself would tell it. The bucket is where nothing may point at the pipeline's
 * queue, so it tells EventBridge. Keys come as they are, not encoded: SES names them by letters and digits.
 *
 * @returns the rule that tells
 */
export function tellOfMail(
  scope: Construct,
  id: string,
  { bucket, told: { queue } }: { readonly bucket: Bucket; readonly told: WorkQueue },
): Rule {
  const notice = {
    Records: [
      {
        eventSource: 'aws:s3',
        eventTime: EventField.time,
        s3: {
          bucket: { name: EventField.fromPath('$.detail.bucket.name') },
          object: {
            key: EventField.fromPath('$.detail.object.key'),
            size: EventField.fromPath('$.detail.object.size'),
          },
        },
      },
    ],
  };
  const rule = new Rule(scope, id, {
    description: 'E-mails that SES left in the bucket',
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [bucket.bucketName] }, object: { key: Match.prefix(MAIL_PREFIX) } },
    },
    targets: [into(queue, RuleTargetInput.fromObject(notice))],
  });
  takeFrom(queue, 'BucketTells', [rule]);
  return rule;
}
