/** A stand-in for GuardDuty Malware Protection for S3: looks at each new object of a protected bucket, tags it, and says what it found. */
import type { Judge } from '../iam/denials.ts';
import type { Access } from '../iam/iam.ts';
import { throughKey } from '../iam/iam-requests.ts';
import { LocalRunError } from '../local-run-error.ts';
import { ACCOUNT, PARTITION, REGION } from '../template/physical-names.ts';
import type { BucketPlan, MalwareScanPlan } from '../template/plan.ts';
import type { EventBus } from './event-bus.ts';

/** What GuardDuty may say of an object, as its guide lists it. */
export type ScanResult = 'NO_THREATS_FOUND' | 'THREATS_FOUND' | 'UNSUPPORTED' | 'ACCESS_DENIED' | 'FAILED';

export interface GuardDutyOptions {
  readonly plans: readonly MalwareScanPlan[];
  readonly buckets: readonly BucketPlan[];
  readonly judge: Judge;
  readonly bus: Pick<EventBus, 'put'>;
}

const SCAN_TAG = 'GuardDutyMalwareScanStatus';
const SERVICE = 'malware-protection-plan.guardduty.amazonaws.com';
/** What every scanner knows as harmless and answers as if it were not (eicar.org). */
const TEST_FILE = 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE';

/** Two findings can be had here: the test file of the trade, and a PDF under a password, which nobody can look into. */
const scanned = (content: Buffer): ScanResult =>
  content.includes(TEST_FILE)
    ? 'THREATS_FOUND'
    : content.subarray(0, 5).equals(Buffer.from('%PDF-')) && content.includes('/Encrypt')
      ? 'UNSUPPORTED'
      : 'NO_THREATS_FOUND';

export class GuardDuty {
  readonly #options: GuardDutyOptions;

  constructor(options: GuardDutyOptions) {
    this.#options = options;
  }

  /**
   * Tries, as GuardDuty does when a plan is made, whether its role may do all that its guide asks for.
   *
   * @throws LocalRunError naming what the role may not do
   */
  enable(): void {
    for (const plan of this.#options.plans) {
      const bucket = this.#options.buckets.find(({ name }) => name === plan.bucketName);
      if (!bucket) throw new LocalRunError(`${plan.arn} protects a bucket that is not in the template.`);
      const denial = this.#judge(plan, [...setUp(bucket), ...this.#looking(bucket, `${plan.prefixes[0]}x`)]);
      if (denial) throw new LocalRunError(`GuardDuty cannot protect ${bucket.shortName}: ${denial.message}`);
    }
  }

  /** Scans a new object and tells the bus. @returns the tags that the object has from now on */
  async scan(bucket: BucketPlan, key: string, content: Buffer): Promise<Readonly<Record<string, string>>> {
    const plan = this.#options.plans.find(
      ({ bucketName, prefixes }) =>
        bucketName === bucket.name && prefixes.some((prefix) => key.startsWith(prefix)),
    );
    if (!plan) return {};
    const seen = this.#judge(plan, this.#looking(bucket, key)) === undefined;
    const result = seen ? scanned(content) : 'ACCESS_DENIED';
    const mayTag = plan.tags && this.#judge(plan, [tagging(bucket, key)]) === undefined;
    await this.#options.bus.put(this.#event(plan, bucket, key, result));
    return mayTag ? { [SCAN_TAG]: result } : {};
  }

  #judge({ roleArn, arn }: MalwareScanPlan, accesses: readonly Access[]) {
    return this.#options.judge.roleOf('GuardDuty', roleArn, SERVICE, arn, accesses);
  }

  #looking({ arn, kmsKeyArn }: BucketPlan, key: string): Access[] {
    return [
      { action: 's3:GetObject', resource: `${arn}/${key}` },
      ...(kmsKeyArn === undefined ? [] : [throughKey('kms:Decrypt', kmsKeyArn, 's3')]),
    ];
  }

  #event(plan: MalwareScanPlan, bucket: BucketPlan, key: string, result: ScanResult) {
    const looked = result === 'NO_THREATS_FOUND' || result === 'THREATS_FOUND';
    return {
      source: 'aws.guardduty',
      'detail-type': 'GuardDuty Malware Protection Object Scan Result',
      resources: [plan.arn],
      detail: {
        schemaVersion: '1.0',
        scanStatus: looked ? 'COMPLETED' : result === 'FAILED' ? 'FAILED' : 'SKIPPED',
        resourceType: 'S3_OBJECT',
        s3ObjectDetails: { bucketName: bucket.name, objectKey: key, s3Throttled: false },
        scanResultDetails: {
          scanResultStatus: result,
          threats: result === 'THREATS_FOUND' ? [{ name: 'EICAR-Test-File (not a virus)' }] : null,
        },
      },
    };
  }
}

const tagging = ({ arn }: BucketPlan, key: string): Access => ({
  action: 's3:PutObjectTagging',
  resource: `${arn}/${key}`,
});

/** What GuardDuty does before the first scan: a rule of its own, the bucket's word to EventBridge, an object to try. */
function setUp({ arn, kmsKeyArn }: BucketPlan): Access[] {
  const rule = `arn:${PARTITION}:events:${REGION}:${ACCOUNT}:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3-x`;
  const managed = { 'events:ManagedBy': [SERVICE] };
  return [
    ...['PutRule', 'PutTargets', 'RemoveTargets', 'DeleteRule'].map((name) => ({
      action: `events:${name}`,
      resource: rule,
      context: managed,
    })),
    { action: 'events:DescribeRule', resource: rule },
    { action: 'events:ListTargetsByRule', resource: rule },
    { action: 's3:GetBucketNotification', resource: arn },
    { action: 's3:PutBucketNotification', resource: arn },
    { action: 's3:ListBucket', resource: arn },
    { action: 's3:PutObject', resource: `${arn}/malware-protection-resource-validation-object` },
    ...(kmsKeyArn === undefined ? [] : [throughKey('kms:GenerateDataKey', kmsKeyArn, 's3')]),
  ];
}
