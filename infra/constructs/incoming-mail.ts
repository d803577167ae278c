import { CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { ReceiptRule, ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { MAIL_PREFIX, type SealedMail } from './sealed-mail.ts';
import { tellOfMail } from './stored-mail.ts';
import type { WorkQueue } from './work-queue.ts';

export interface IncomingMailProps {
  /** Domain of the address that councils write to; its MX record has to point at SES. */
  readonly domain: string;
  /** Hears of each e-mail: a bucket and a key, nothing of what the e-mail says. */
  readonly received: WorkQueue;
  /** Where each e-mail is left as it came. */
  readonly mail: SealedMail;
  /**
   * The set of rules that ours goes into. An account has one active set: another stage's, or somebody else's.
   *
   * @default a set of its own
   */
  readonly rules?: string;
}

/** The address that councils write to. */
export const inboxAddress = (domain: string): string => `referrals@${domain}`;

/** The address that councils write to, and the rule by which SES leaves each e-mail in the sealed bucket, whose word becomes a message (decisions/0011). */
export class IncomingMail extends Construct {
  readonly address: string;
  /** The set of rules that has to be the active one, and our rule in it. */
  readonly ruleSetName: string;
  readonly ruleName: string;
  readonly bucket: Bucket;
  readonly key: Key;

  constructor(scope: Construct, id: string, props: IncomingMailProps) {
    super(scope, id);
    this.address = inboxAddress(props.domain);
    this.bucket = props.mail.bucket;
    this.key = props.mail.key;
    const telling = tellOfMail(this, 'Stored', { bucket: this.bucket, told: props.received });

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
    // The first e-mail is told of already.
    rule.node.addDependency(telling);

    new CfnOutput(this, 'RuleSet', { value: this.ruleSetName });
  }

  /** Says why a role may do the same with every object: nag asks. */
  explainUse(role: Role): void {
    // The bucket is in another stack, and known here by the name of what that one exports.
    const exported = Stack.of(this.bucket).exportValue(this.bucket.bucketArn);
    const { 'Fn::ImportValue': name } = Stack.of(role).resolve(exported) as { 'Fn::ImportValue': string };
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${name}/${MAIL_PREFIX}*]`,
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
