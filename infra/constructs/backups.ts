import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup';
import type { CfnTable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { retention } from '../../shared/core/retention.ts';
import { vaultNameOf } from '../stage.ts';
import { everyObjectNagId, managedRules } from './managed-rules.ts';

/** What is kept: a table or bucket, with the key that it is encrypted with. */
export interface Kept {
  readonly tables: readonly { readonly table: Table; readonly key: IKey }[];
  readonly buckets: readonly { readonly bucket: Bucket; readonly key: IKey }[];
}

/** The rules that AWS Backup makes itself, by which S3 tells it what has changed. */
const MANAGED_RULE = 'AwsBackupManagedRule*';
/** As long as a table can be set back. What can still be brought back in a bucket is copied too, and ends as long after that. */
const KEPT_FOR = Duration.days(retention.setBackDays);

/**
 * A copy of tables and buckets each night, in a vault under a key of its own: what is left when a table, a bucket or their keys are gone
 * (decisions/0045). The vault is locked in governance mode: copies live neither shorter nor longer than they should, and nobody deletes one.
 */
export class Backups extends Construct {
  /** By which AWS counts what becomes of the copies. */
  readonly vaultName: string;
  /** AWS Backup reads with it what it copies. */
  readonly role: Role;
  readonly #plan: BackupPlan;
  readonly #key: IKey;

  /** @param key ARN of the key of a vault that is taken in again: a vault keeps the one that it was made with. One is made unless given */
  constructor(scope: Construct, id: string, { key }: { readonly key?: string | undefined } = {}) {
    super(scope, id);
    this.vaultName = vaultNameOf(Stack.of(this).stackName);
    this.#key =
      key === undefined
        ? new Key(this, 'Key', {
            description: 'National Transfer Scheme: copies of tables and buckets',
            enableKeyRotation: true,
            removalPolicy: RemovalPolicy.RETAIN,
          })
        : Key.fromKeyArn(this, 'Key', key);
    const vault = new BackupVault(this, 'Vault', {
      backupVaultName: this.vaultName,
      encryptionKey: this.#key,
      blockRecoveryPointDeletion: true,
      // Without a day from which it cannot be changed it is governance mode. The two may not be the same.
      lockConfiguration: {
        minRetention: Duration.days(retention.setBackDays - 1),
        maxRetention: KEPT_FOR,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.role = new Role(this, 'Role', {
      description: 'AWS Backup copies tables and buckets with it',
      assumedBy: new ServicePrincipal('backup.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    this.#plan = new BackupPlan(this, 'Plan', {
      backupPlanName: this.vaultName,
      backupVault: vault,
      backupPlanRules: [
        new BackupPlanRule({
          ruleName: 'nightly',
          // After the night's own runs, and before people come.
          scheduleExpression: Schedule.cron({ hour: '4', minute: '15' }),
          startWindow: Duration.hours(1),
          completionWindow: Duration.hours(8),
          deleteAfter: KEPT_FOR,
        }),
      ],
    });
  }

  /** Says what is copied, each by its own name: no tag that somebody forgets, and no setting of the account, takes one out. */
  keep({ tables, buckets }: Kept): void {
    this.#plan.addSelection('Kept', {
      backupSelectionName: 'kept',
      role: this.role,
      disableDefaultBackupPolicy: true,
      resources: [
        ...tables.map(({ table }) => BackupResource.fromDynamoDbTable(table)),
        ...buckets.map(({ bucket }) => BackupResource.fromArn(bucket.bucketArn)),
      ],
    });
    this.#readTables(tables.map(({ table }) => table));
    this.#readBuckets(buckets.map(({ bucket }) => bucket));
    this.#useKeys([...tables, ...buckets].map(({ key }) => key));
    this.#explain(
      tables.map(({ table }) => table),
      buckets.map(({ bucket }) => bucket),
    );
  }

  #allow(sid: string, actions: string[], resources: string[], conditions: Record<string, object> = {}): void {
    this.role.addToPolicy(new PolicyStatement({ sid, actions, resources, conditions }));
  }

  /** What AWS's own policy for this allows (AWSBackupServiceRolePolicyForBackup), on these tables alone. */
  #readTables(tables: readonly Table[]): void {
    const arns = tables.map(({ tableArn }) => tableArn);
    const actions = ['CreateBackup', 'DescribeTable', 'ListTagsOfResource', 'StartAwsBackupJob'];
    this.#allow(
      'CopyTables',
      actions.map((action) => `dynamodb:${action}`),
      arns,
    );
    this.#allow(
      'KeepCopiesOfTables',
      ['dynamodb:DescribeBackup', 'dynamodb:DeleteBackup'],
      arns.map((arn) => `${arn}/backup/*`),
    );
  }

  /** What AWS's own policy for this allows (AWSBackupServiceRolePolicyForS3Backup, version 4), on these buckets alone. */
  #readBuckets(buckets: readonly Bucket[]): void {
    const ofBucket = ['Acl', 'Location', 'Notification', 'Tagging', 'Versioning'];
    this.#allow(
      'LookAtBuckets',
      [
        ...ofBucket.map((what) => `s3:GetBucket${what}`),
        's3:GetInventoryConfiguration',
        's3:PutInventoryConfiguration',
        's3:PutBucketNotification',
        's3:ListBucket',
        's3:ListBucketVersions',
      ],
      buckets.map(({ bucketArn }) => bucketArn),
    );
    this.#allow(
      'CopyObjects',
      [
        'Object',
        'ObjectAcl',
        'ObjectTagging',
        'ObjectVersion',
        'ObjectVersionAcl',
        'ObjectVersionTagging',
      ].map((what) => `s3:Get${what}`),
      buckets.map((bucket) => bucket.arnForObjects('*')),
    );
    const rules = ['Put', 'Delete', 'Describe', 'Enable', 'Disable'].map((what) => `events:${what}Rule`);
    this.#allow(
      'HearWhatChanges',
      [...rules, 'events:PutTargets', 'events:RemoveTargets', 'events:ListTargetsByRule'],
      [managedRules(Stack.of(this), MANAGED_RULE).arn],
    );
    this.#allow('FindThem', ['s3:ListAllMyBuckets', 'events:ListRules', 'cloudwatch:GetMetricData'], ['*']);
  }

  #useKeys(keys: readonly IKey[]): void {
    const arns = [...new Set(keys.map(({ keyArn }) => keyArn))];
    const { region } = Stack.of(this);
    this.#allow('SeeKeys', ['kms:DescribeKey'], [...arns, this.#key.keyArn]);
    this.#allow('ReadWhatIsSealed', ['kms:Decrypt'], arns, {
      StringEquals: { 'kms:ViaService': ['dynamodb', 's3'].map((name) => `${name}.${region}.amazonaws.com`) },
    });
    this.#allow('SealCopies', ['kms:CreateGrant'], [this.#key.keyArn], {
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
    });
    this.#allow('WriteCopies', ['kms:Decrypt', 'kms:GenerateDataKey'], [this.#key.keyArn], {
      StringEquals: { 'kms:ViaService': `backup.${region}.amazonaws.com` },
    });
  }

  /** Nag asks why anything is named by a star. */
  #explain(tables: readonly Table[], buckets: readonly Bucket[]): void {
    const stack = Stack.of(this);
    Validations.of(this.role).acknowledge(
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'AWS knows no resource for these: lists of buckets and rules, and figures.',
      },
      {
        id: managedRules(stack, MANAGED_RULE).nagId,
        reason:
          'AWS Backup makes these rules itself and chooses the end of their names; no other rule begins so.',
      },
      ...buckets.map((bucket) => ({
        id: everyObjectNagId(stack, bucket),
        reason: 'Every object is copied, whatever it is called; the bucket holds nothing else.',
      })),
      ...tables.map((table) => ({
        id: `AwsSolutions-IAM5[Resource::<${stack.getLogicalId(table.node.defaultChild as CfnTable)}.Arn>/backup/*]`,
        reason: 'AWS chooses the names of copies; they are of this table.',
      })),
    );
  }
}
