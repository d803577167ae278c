import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { indexes } from '../shared/aws/keys.ts';
import { retention } from '../shared/core/retention.ts';
import { Backups } from './constructs/backups.ts';
import { EncryptedTable } from './constructs/encrypted-table.ts';
import { guardEvents } from './constructs/event-guard.ts';
import { FingerprintSecret } from './constructs/fingerprint-secret.ts';
import { LinkSecret } from './constructs/link-secret.ts';
import { Readings } from './constructs/readings.ts';
import { SealedDocuments } from './constructs/sealed-documents.ts';
import { SealedMail } from './constructs/sealed-mail.ts';
import { TrailAnchors } from './constructs/trail-anchors.ts';
import type { ReadingsRecorded } from './deploy/options.ts';
import { VAULT_OUTPUT } from './stage.ts';

/** Index of `cases`: what needs whom. Sparse; an item is in it while some party has something to do. */
export const NEEDS_INDEX = indexes.needs;
/** Index of `cases`: what is due when. Sparse and sharded; an item is in it while a deadline runs. */
export const DUE_INDEX = indexes.due;
/** Index of `cases`: whom a council has in its care since a handover. */
export const RECEIVED_INDEX = indexes.received;

export interface DataStackProps extends StackProps {
  /**
   * Whether a trail of this stack records who reads what is sealed, or one that the account has already.
   *
   * @default here
   */
  readonly readings?: ReadingsRecorded;
  /** ARN of the key that the vault of copies was made with, where this stack took it in again; else it makes one. */
  readonly vaultKey?: string;
}

/** What must outlive every deployment of the pipeline: the tables, the documents, the e-mails, the keys that they are encrypted with, and those that sign. */
export class DataStack extends Stack {
  /** Pseudonymous: councils, rota, cases, their events and offers. */
  readonly cases: EncryptedTable<'cases'>;
  /** Names, dates of birth, contacts: read only by the functions that must. */
  readonly sealed: EncryptedTable<'sealed'>;
  /** Documents about children: opened by the pages alone, removed by the clock too. */
  readonly documents: SealedDocuments;

  /** E-mails as they came: read by one function alone. */
  readonly mail: SealedMail;
  /** Signs the links in e-mails and the sessions of the pages: without it everything that it signed is void. */
  readonly linkSecret: LinkSecret;
  /** Finds the same child again: without it nobody who was referred before is found. */
  readonly fingerprintSecret: FingerprintSecret;

  /** The ends of trails, day by day: what vouches for the events outside their table. */
  readonly anchors: TrailAnchors;

  /** Copies of all of this, each night, in a vault. */
  readonly backups: Backups;

  constructor(scope: Construct, id: string, props: DataStackProps = {}) {
    super(scope, id, props);

    this.cases = new EncryptedTable(this, 'Cases', {
      name: 'cases',
      keyDescription: 'National Transfer Scheme: cases, councils and the rota (pseudonymous)',
      stream: true,
      denied: guardEvents(),
    });
    this.cases.table.addGlobalSecondaryIndex({
      indexName: NEEDS_INDEX,
      partitionKey: { name: 'needsParty', type: AttributeType.STRING },
      sortKey: { name: 'needsSort', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['caseId', 'status', 'entryAuthority', 'moveBy', 'dueAt', 'openedAt'],
    });
    this.cases.table.addGlobalSecondaryIndex({
      indexName: DUE_INDEX,
      partitionKey: { name: 'dueShard', type: AttributeType.STRING },
      sortKey: { name: 'dueAt', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['caseId', 'status', 'entryAuthority', 'openedAt', 'moveBy', 'backUps'],
    });

    this.cases.table.addGlobalSecondaryIndex({
      indexName: RECEIVED_INDEX,
      partitionKey: { name: 'receivedBy', type: AttributeType.STRING },
      sortKey: { name: 'receivedSort', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['caseId', 'status', 'entryAuthority', 'openedAt', 'moveBy'],
    });

    this.sealed = new EncryptedTable(this, 'Sealed', {
      name: 'sealed',
      keyDescription: 'National Transfer Scheme: names, dates of birth and contact details',
    });
    this.backups = new Backups(this, 'Backups', { key: props.vaultKey });
    this.documents = new SealedDocuments(this, 'Documents', {
      key: this.sealed.key,
      keptBy: this.backups.role,
    });

    this.anchors = new TrailAnchors(this, 'Anchors');
    this.mail = new SealedMail(this, 'IncomingMail', {
      // The original names a child as what was read from it does, and goes with it.
      keptFor: Duration.days(retention.sealedDays),
    });
    this.linkSecret = new LinkSecret(this, 'LinkSecret');
    this.fingerprintSecret = new FingerprintSecret(this, 'FingerprintSecret');

    this.#keepCopies();
    if (props.readings !== 'elsewhere')
      new Readings(this, 'Readings', {
        buckets: [this.documents.bucket, this.mail.bucket],
        table: this.sealed.table,
        written: this.cases.table,
      });
    this.#keepExports();
    new CfnOutput(this, 'CasesTable', { value: this.cases.table.tableName });
    new CfnOutput(this, 'SealedTable', { value: this.sealed.table.tableName });
    new CfnOutput(this, 'AnchorsBucket', { value: this.anchors.bucket.bucketName });
    new CfnOutput(this, VAULT_OUTPUT, { value: this.backups.vaultName });
    new CfnOutput(this, 'LinkSecretArn', { value: this.linkSecret.secret.secretArn });
    new CfnOutput(this, 'FingerprintSecretArn', { value: this.fingerprintSecret.secret.secretArn });
  }

  #keepCopies(): void {
    const { cases, sealed, documents, mail } = this;
    this.backups.keep({
      tables: [cases, sealed],
      // Anchors are locked already, for seven years.
      buckets: [
        { bucket: documents.bucket, key: sealed.key },
        { bucket: mail.bucket, key: mail.key },
      ],
    });
  }

  /**
   * Exports whatever a pipeline has ever imported, whether this one does or not. By itself the CDK exports what is used: a version
   * before or after would take away what the pipeline that runs still imports, which CloudFormation refuses, and could not be deployed.
   */
  #keepExports(): void {
    const { cases, sealed, documents, anchors, mail, linkSecret, fingerprintSecret } = this;
    for (const value of [
      cases.table.tableName,
      cases.table.tableArn,
      cases.table.tableStreamArn,
      cases.key.keyArn,
      sealed.table.tableName,
      sealed.table.tableArn,
      sealed.key.keyArn,
      documents.bucket.bucketName,
      documents.bucket.bucketArn,
      anchors.bucket.bucketName,
      anchors.bucket.bucketArn,
      mail.bucket.bucketName,
      mail.bucket.bucketArn,
      mail.key.keyArn,
      linkSecret.secret.secretArn,
      fingerprintSecret.secret.secretArn,
    ])
      this.exportValue(value);
  }
}
