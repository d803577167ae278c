import { expect, test } from 'vitest';
import { pointsAt, resources, synthesize } from './synthesis.ts';

const { data, pipeline } = synthesize();
const [bucket] = resources(data, 'AWS::S3::Bucket');
/** The roles that a service takes. */
const rolesOf = (service: string) =>
  resources(data, 'AWS::IAM::Role').filter(
    ({ properties }) => properties.AssumeRolePolicyDocument.Statement[0].Principal.Service === service,
  );
const GUARD_DUTY = 'malware-protection-plan.guardduty.amazonaws.com';

test('documents are sealed: under the key of the sealed table, no public access, no end by age alone, and what is deleted can be brought back for 35 days', () => {
  expect(bucket?.name).toBe('documents');
  expect(bucket?.properties).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  });
  expect(bucket?.properties.LifecycleConfiguration.Rules).toEqual([
    {
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      ExpiredObjectDeleteMarker: true,
      NoncurrentVersionExpiration: { NoncurrentDays: 35 },
      Status: 'Enabled',
    },
  ]);
  expect(bucket?.properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
  const [rule] = bucket?.properties.BucketEncryption.ServerSideEncryptionConfiguration ?? [];
  const sealed = resources(data, 'AWS::DynamoDB::Table').find(({ name }) => name === 'sealed');
  const keyId = rule.ServerSideEncryptionByDefault.KMSMasterKeyID;
  expect(rule.ServerSideEncryptionByDefault.SSEAlgorithm).toBe('aws:kms');
  expect(pointsAt(keyId)).toBe(pointsAt(sealed?.properties.SSESpecification.KMSMasterKeyId));
  expect(data.toJSON().Resources[bucket?.logicalId ?? '']).toMatchObject({ DeletionPolicy: 'Retain' });
});

test('nobody reaches the documents without TLS, and the bucket lets in nobody by itself', () => {
  const [policy] = resources(data, 'AWS::S3::BucketPolicy');
  const [scans, copies] = [GUARD_DUTY, 'backup.amazonaws.com'].map((service) => ({
    'Fn::GetAtt': [rolesOf(service)[0]?.logicalId, 'Arn'],
  }));
  expect(policy?.properties.PolicyDocument.Statement).toEqual([
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    expect.objectContaining({
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:GetObject', 's3:GetObjectVersion'],
      Condition: {
        StringNotEquals: {
          's3:ExistingObjectTag/GuardDutyMalwareScanStatus': 'NO_THREATS_FOUND',
          // A copy that is restored is no function, and hands nothing out.
          'aws:PrincipalArn': [scans, copies],
        },
      },
    }),
    expect.objectContaining({
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:PutObjectTagging', 's3:PutObjectVersionTagging'],
      Condition: { StringNotEquals: { 'aws:PrincipalArn': scans } },
    }),
  ]);
});

test('GuardDuty scans each new document and tags it, under the role that its guide documents and no other', () => {
  const [plan, ...more] = resources(data, 'AWS::GuardDuty::MalwareProtectionPlan');
  expect(more).toEqual([]);
  const [role, ...others] = rolesOf(GUARD_DUTY);
  expect(others).toEqual([]);
  expect(plan?.properties).toEqual({
    Role: { 'Fn::GetAtt': [role?.logicalId, 'Arn'] },
    ProtectedResource: {
      S3Bucket: { BucketName: { Ref: bucket?.logicalId }, ObjectPrefixes: ['documents/'] },
    },
    Actions: { Tagging: { Status: 'ENABLED' } },
  });
  expect(role?.properties.AssumeRolePolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: GUARD_DUTY },
    },
  ]);
  expect(role?.properties.ManagedPolicyArns).toBeUndefined();
  const granted = role?.properties.Policies.flatMap(
    (policy: { PolicyDocument: { Statement: { Sid: string; Action: string | string[] }[] } }) =>
      policy.PolicyDocument.Statement.map(({ Sid, Action }) => [Sid, [Action].flat().toSorted()]),
  );
  // docs.aws.amazon.com/guardduty/latest/ug/malware-protection-s3-iam-policy-prerequisite.html
  expect(Object.fromEntries(granted)).toEqual({
    AllowManagedRuleToSendS3EventsToGuardDuty: [
      'events:DeleteRule',
      'events:PutRule',
      'events:PutTargets',
      'events:RemoveTargets',
    ],
    AllowGuardDutyToMonitorEventBridgeManagedRule: ['events:DescribeRule', 'events:ListTargetsByRule'],
    AllowPostScanTag: [
      's3:GetObjectTagging',
      's3:GetObjectVersionTagging',
      's3:PutObjectTagging',
      's3:PutObjectVersionTagging',
    ],
    AllowEnableS3EventBridgeEvents: ['s3:GetBucketNotification', 's3:PutBucketNotification'],
    AllowPutValidationObject: ['s3:PutObject'],
    AllowCheckBucketOwnership: ['s3:ListBucket'],
    AllowMalwareScan: ['s3:GetObject', 's3:GetObjectVersion'],
    AllowDecryptForMalwareScan: ['kms:Decrypt', 'kms:GenerateDataKey'],
  });
});

test('whatever GuardDuty cannot clear is told, and nothing but the key of the object and the finding is passed on', () => {
  const [rule, ...more] = resources(pipeline, 'AWS::Events::Rule').filter(
    ({ properties }) => properties.EventPattern.source[0] === 'aws.guardduty',
  );
  expect(more).toEqual([]);
  expect(rule?.properties.EventPattern).toMatchObject({
    source: ['aws.guardduty'],
    'detail-type': ['GuardDuty Malware Protection Object Scan Result'],
    detail: { scanResultDetails: { scanResultStatus: [{ 'anything-but': ['NO_THREATS_FOUND'] }] } },
  });
  expect(Object.values(rule?.properties.Targets[0].InputTransformer.InputPathsMap)).toEqual([
    '$.detail.s3ObjectDetails.objectKey',
    '$.detail.scanResultDetails.scanResultStatus',
    '$.time',
  ]);
});
