import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { retention } from '../../shared/core/retention.ts';
import { pointsAt, resources, synthesize } from './synthesis.ts';

const { data, pipeline } = synthesize();
const tables = resources(data, 'AWS::DynamoDB::Table');
const table = (name: string) => tables.find((each) => each.name === name)?.properties;

describe.each(tables)('$name', ({ properties, logicalId }) => {
  test('cannot be lost by a slip, a bad deployment or a deleted stack', () => {
    expect(properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      BillingMode: 'PAY_PER_REQUEST',
    });
    expect(data.toJSON().Resources[logicalId]).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('forgets what has an end', () => {
    expect(properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
  });

  test('has a key of its own that turns and cannot be lost either', () => {
    const id = pointsAt(properties.SSESpecification.KMSMasterKeyId);
    expect(properties.SSESpecification).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
    expect(data.toJSON().Resources[id]).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { EnableKeyRotation: true },
    });
    const others = tables.filter((other) => other.logicalId !== logicalId);
    expect(others.map((other) => pointsAt(other.properties.SSESpecification.KMSMasterKeyId))).not.toContain(
      id,
    );
  });
});

test('the tables are cases and sealed', () => {
  expect(tables.map(({ name }) => name).toSorted()).toEqual(['cases', 'sealed']);
});

test('cases publishes new images, sealed publishes nothing', () => {
  expect(table('cases')?.StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' });
  expect(table('sealed')?.StreamSpecification).toBeUndefined();
});

test('cases finds who is needed, what is due and who is in care; sealed has no index to leak through', () => {
  const indexes = table('cases')?.GlobalSecondaryIndexes.map(
    ({ IndexName, KeySchema }: { IndexName: string; KeySchema: { AttributeName: string }[] }) => [
      IndexName,
      ...KeySchema.map(({ AttributeName }) => AttributeName),
    ],
  );
  expect(indexes).toEqual([
    ['needs', 'needsParty', 'needsSort'],
    ['due', 'dueShard', 'dueAt'],
    ['received', 'receivedBy', 'receivedSort'],
  ]);
  expect(table('sealed')?.GlobalSecondaryIndexes).toBeUndefined();
});

test('the stacks themselves cannot be deleted by mistake, and stay in London', async () => {
  const { buildApp } = await import('../../infra/build-app.ts');
  const { anApp } = await import('./synthesis.ts');
  const { data: stack, pipeline } = buildApp(anApp());
  expect([stack.terminationProtection, pipeline.terminationProtection]).toEqual([true, true]);
  expect([stack.region, pipeline.region]).toEqual(['eu-west-2', 'eu-west-2']);
});

const the = (type: string, of = data) => {
  const [one, ...more] = resources(of, type);
  if (one === undefined || more.length > 0) throw new Error(`There is not exactly one ${type}.`);
  return one.properties;
};
const bucketOf = (short: string) => {
  const found = resources(data, 'AWS::S3::Bucket').find(({ name }) => name === short);
  return { arn: { 'Fn::GetAtt': [found?.logicalId, 'Arn'] }, properties: found?.properties };
};

test('what each bucket keeps of people stands in the record of processing', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../infra/data-protection.md'), 'utf8');
  const said = [...page.matchAll(/^\| bucket `(\w+)` \|/gm)].map(([, name]) => name);
  expect(said.toSorted()).toEqual(
    resources(data, 'AWS::S3::Bucket')
      .map(({ name }) => name)
      .toSorted(),
  );
});

describe('copies', () => {
  const sealed = [bucketOf('documents'), bucketOf('mail')];

  test('of both tables and of what came and was given are made each night, each named by itself, with versions to make them from', () => {
    expect(the('AWS::Backup::BackupSelection').BackupSelection.Resources).toEqual([
      ...tables.map(({ logicalId }) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] })),
      ...sealed.map(({ arn }) => arn),
    ]);
    for (const { properties } of sealed)
      expect(properties?.VersioningConfiguration).toEqual({ Status: 'Enabled' });
  });

  test('end when what a table forgets can no longer be set back, and neither sooner nor later: a child that was forgotten is in none', () => {
    expect(the('AWS::Backup::BackupPlan').BackupPlan.BackupPlanRule).toEqual([
      expect.objectContaining({
        ScheduleExpression: 'cron(15 4 * * ? *)',
        Lifecycle: { DeleteAfterDays: retention.setBackDays },
      }),
    ]);
    // Governance mode: there is no day from which it cannot be changed.
    expect(the('AWS::Backup::BackupVault').LockConfiguration).toEqual({
      MinRetentionDays: retention.setBackDays - 1,
      MaxRetentionDays: retention.setBackDays,
    });
  });

  test('are under a key of their own, outlive their stack, and nobody deletes one', () => {
    const { EncryptionKeyArn, AccessPolicy } = the('AWS::Backup::BackupVault');
    const keys = tables.map(({ properties }) => pointsAt(properties.SSESpecification.KMSMasterKeyId));
    expect(keys).not.toContain(pointsAt(EncryptionKeyArn));
    expect(AccessPolicy.Statement).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Action: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'],
        Principal: { AWS: '*' },
      }),
    ]);
    for (const type of ['AWS::Backup::BackupVault', 'AWS::KMS::Key'])
      for (const made of Object.values(data.findResources(type))) expect(made.DeletionPolicy).toBe('Retain');
  });

  test('that fail ring', () => {
    const alarm = JSON.stringify(
      resources(pipeline, 'AWS::CloudWatch::Alarm').find(
        ({ properties }) => properties.AlarmName === 'NtsPipeline-schedule-not-delivered',
      ),
    );
    const { BackupVaultName } = the('AWS::Backup::BackupVault');
    for (const job of ['Failed', 'Aborted', 'Expired'])
      expect(alarm).toContain(
        JSON.stringify({
          Dimensions: [{ Name: 'BackupVaultName', Value: BackupVaultName }],
          MetricName: `NumberOfBackupJobs${job}`,
          Namespace: 'AWS/Backup',
        }).slice(1, -1),
      );
  });
});

describe('who reads what is sealed', () => {
  test('is recorded: each object of documents and e-mails, each item of the sealed table, each write to cases, and each change in the account', () => {
    const fields = ({
      FieldSelectors,
    }: {
      FieldSelectors: { Field: string; Equals?: unknown[]; StartsWith?: unknown[] }[];
    }) =>
      Object.fromEntries(
        FieldSelectors.map(({ Field, Equals, StartsWith }) => [Field, StartsWith ?? Equals]),
      );
    const arnOf = (short: string) => ({
      'Fn::GetAtt': [tables.find(({ name }) => name === short)?.logicalId, 'Arn'],
    });
    const within = ({ arn }: ReturnType<typeof bucketOf>) => ({ 'Fn::Join': ['', [arn, '/']] });
    expect(the('AWS::CloudTrail::Trail').AdvancedEventSelectors.map(fields)).toEqual([
      { eventCategory: ['Management'], readOnly: ['false'] },
      {
        eventCategory: ['Data'],
        'resources.type': ['AWS::S3::Object'],
        'resources.ARN': [within(bucketOf('documents')), within(bucketOf('mail'))],
      },
      {
        eventCategory: ['Data'],
        'resources.type': ['AWS::DynamoDB::Table'],
        'resources.ARN': [arnOf('sealed')],
      },
      {
        eventCategory: ['Data'],
        'resources.type': ['AWS::DynamoDB::Table'],
        'resources.ARN': [arnOf('cases')],
        readOnly: ['false'],
      },
    ]);
    expect(the('AWS::CloudTrail::Trail')).toMatchObject({
      IsLogging: true,
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      S3BucketName: { Ref: bucketOf('readings').arn['Fn::GetAtt'][0] },
    });
  });

  test('stays for seven years: nobody deletes a line of it, no function may read it, and then it ends', () => {
    const { arn, properties } = bucketOf('readings');
    const days = 7 * 365;
    expect(properties?.ObjectLockConfiguration.Rule.DefaultRetention).toEqual({
      Mode: 'GOVERNANCE',
      Days: days,
    });
    expect(properties?.LifecycleConfiguration.Rules[0]).toMatchObject({ ExpirationInDays: days });
    const policy = resources(data, 'AWS::S3::BucketPolicy').find(
      ({ properties: of }) => of.Bucket.Ref === arn['Fn::GetAtt'][0],
    );
    expect(policy?.properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Sid: 'ReadingsStay',
        Effect: 'Deny',
        Action: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'],
      }),
    );
    expect(JSON.stringify(pipeline.toJSON())).not.toContain(String(arn['Fn::GetAtt'][0]));
  });

  test('is recorded by no trail of ours where the account has one: then there is no bucket for it either', () => {
    const { data: elsewhere } = synthesize({ readings: 'elsewhere' });
    expect(resources(elsewhere, 'AWS::CloudTrail::Trail')).toEqual([]);
    expect(resources(elsewhere, 'AWS::S3::Bucket').map(({ name }) => name)).not.toContain('readings');
    expect(() => synthesize({ readings: 'nowhere' })).toThrow();
  });
});
