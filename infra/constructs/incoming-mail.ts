import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { ReceiptRule, ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { nameResource } from './name-tag.ts';
import type { WorkQueue } from './work-queue.ts';

export interface IncomingMailProps {
  /** Domain of the address that councils write to; its MX record has to point at SES. */
  readonly domain: string;
  /** Hears of each e-mail: a bucket and a key, nothing of what the e-mail says. */
  readonly received: WorkQueue;
  /** How long the original is kept. */
  readonly keptFor: Duration;
  /**
   * The set of rules that ours goes into. An account has one active set: another stage's, or somebody else's.
   *
   * @default a set of its own
   */
  readonly rules?: string;
}

/** Where SES puts what it takes in. */
const MAIL_PREFIX = 'mail/';

/** The address that councils write to. */
export const inboxAddress = (domain: string): string => `referrals@${domain}`;

/** The address that councils write to, and the sealed bucket in which SES leaves each e-mail as it came (decisions/0011). */
export class IncomingMail extends Construct {
  readonly address: string;
  /** The set of rules that has to be the active one, and our rule in it. */
  readonly ruleSetName: string;
  readonly ruleName: string;
  readonly bucket: Bucket;
  readonly key: Key;

  constructor(scope: Construct, id: string, props: IncomingMailProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const ours = { StringEquals: { 'aws:SourceAccount': account } };
    const ses = new ServicePrincipal('ses.amazonaws.com');
    this.address = inboxAddress(props.domain);

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
      lifecycleRules: [{ expiration: props.keptFor, abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    nameResource(this.bucket, 'mail', 'AWS::S3::Bucket');
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Nothing reads it but one function, and every reading opens the key, which CloudTrail records.',
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
    this.#tell(props.received);

    const rules =
      props.rules === undefined
        ? new ReceiptRuleSet(this, 'Rules')
        : ReceiptRuleSet.fromReceiptRuleSetName(this, 'OtherRules', props.rules);
    const rule = new ReceiptRule(this, 'Rule', {
      ruleSet: rules,
      recipients: [this.address],
      scanEnabled: true,
      tlsPolicy: TlsPolicy.REQUIRE,
      actions: [
        { bind: () => ({ s3Action: { bucketName: this.bucket.bucketName, objectKeyPrefix: MAIL_PREFIX } }) },
      ],
    });
    this.ruleSetName = rules.receiptRuleSetName;
    this.ruleName = rule.receiptRuleName;
    // SES tries whether it may write before it takes the rule.
    if (this.bucket.policy) rule.node.addDependency(this.bucket.policy);
    rule.node.addDependency(this.key);

    new CfnOutput(this, 'RuleSet', { value: this.ruleSetName });
  }

  /** The template's own property: `addEventNotification` would deploy a function in Python to set it (decisions/0011). */
  #tell(received: WorkQueue): void {
    const { queue } = received;
    queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'BucketTells',
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        // Not the bucket's ARN: it is made after this policy, and S3 tries the queue when it is.
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    const bucket = this.bucket.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: [
        {
          event: 's3:ObjectCreated:*',
          queue: queue.queueArn,
          filter: { s3Key: { rules: [{ name: 'prefix', value: MAIL_PREFIX }] } },
        },
      ],
    };
    bucket.node.addDependency(queue.node.findChild('Policy'));
  }

  /** Says why a role may do the same with every object: nag asks. */
  explainUse(role: Role): void {
    const bucket = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket);
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/${MAIL_PREFIX}*]`,
      reason: 'Every e-mail is an object of its own below mail/, which holds nothing else.',
    });
  }

  /** Leave to read e-mails, to open their key for that, and to note that we heard of them. */
  read(purpose: string): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: purpose,
        actions: ['s3:GetObject', 's3:PutObjectTagging'],
        resources: [this.bucket.arnForObjects(`${MAIL_PREFIX}*`)],
      }),
      new PolicyStatement({
        sid: `${purpose}Key`,
        actions: ['kms:Decrypt'],
        resources: [this.key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(this).region}.amazonaws.com` } },
      }),
    ];
  }

  /** Leave to know which e-mails there are, and of which we heard; not to read one. */
  look(purpose: string): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: purpose,
        actions: ['s3:GetObjectTagging', 's3:PutObjectTagging'],
        resources: [this.bucket.arnForObjects(`${MAIL_PREFIX}*`)],
      }),
      new PolicyStatement({
        sid: `${purpose}List`,
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
      }),
    ];
  }
}
