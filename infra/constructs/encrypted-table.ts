import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { TableName } from '../../shared/aws/keys.ts';
import { nameResource } from './name-tag.ts';

export interface EncryptedTableProps<T extends TableName> {
  /** Short name of the table, by which its kinds of item are known. */
  readonly name: T;
  /** What its key protects, in words for whoever reads the list of keys. */
  readonly keyDescription: string;
  /**
   * Whether new images of items are published on a stream.
   *
   * @default false
   */
  readonly stream?: boolean;
  /**
   * What nobody may do to it, whatever leave they have.
   *
   * @default nothing
   */
  readonly denied?: readonly PolicyStatement[];
}

/**
 * A table with `pk` and `sk`, encrypted by a key of its own, that neither a slip nor a deleted stack can take away:
 * deletion protection, point-in-time recovery of 35 days, and key and table outlive their stack.
 * Items leave at `expiresAt` (epoch seconds) where they carry one.
 */
export class EncryptedTable<T extends TableName = TableName> extends Construct {
  readonly name: T;
  readonly table: Table;
  readonly key: Key;

  constructor(scope: Construct, id: string, props: EncryptedTableProps<T>) {
    super(scope, id);
    this.name = props.name;
    this.key = new Key(this, 'Key', {
      description: props.keyDescription,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      timeToLiveAttribute: 'expiresAt',
      ...(props.stream ? { stream: StreamViewType.NEW_IMAGE } : {}),
      ...(props.denied ? { resourcePolicy: new PolicyDocument({ statements: [...props.denied] }) } : {}),
    });
    nameResource(this.table, props.name, 'AWS::DynamoDB::Table');
  }
}
